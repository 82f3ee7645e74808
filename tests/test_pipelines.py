"""The page on pipelines: what it says to keep is kept, what it says to run is run, and the result is what it says."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.node import install_ajv, node
from tests.page import Block, Reader, sections

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "pipelines.md"
SECTIONS = sections(PAGE)
GIVEN = SECTIONS[""]
WORKFLOWS = {block.name: block for block in SECTIONS["GitHub Actions"]}
IN_OTHER_TESTS = {"", "Command line", "GitHub Actions", "pre-commit", "JSON Schema"}


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Return a reader who has kept the two files that the page begins with."""
    return Reader(tmp_path, GIVEN)


@pytest.mark.parametrize("heading", [heading for heading in SECTIONS if heading not in IN_OTHER_TESTS])
def test_the_section_does_what_it_says(heading: str, reader: Reader) -> None:
    reader.follow(SECTIONS[heading])


@pytest.mark.slow
def test_a_record_is_judged_alike_in_python_and_javascript(tmp_path: Path, tmp_path_factory: Any) -> None:
    modules = install_ajv(tmp_path_factory.mktemp("npm"))
    Reader(tmp_path, GIVEN, modules, node()).follow(SECTIONS["JSON Schema"])


def test_the_first_file_is_valid_and_the_second_breaks_three_rules(reader: Reader) -> None:
    import mali_minusma as mm

    assert [block.name for block in GIVEN] == ["data/events.csv", "drafts/events.csv"]
    assert mm.validate(reader.folder / "data/events.csv")
    assert {finding.rule for finding in mm.validate(reader.folder / "drafts/events.csv").findings} == {
        "events.event_type.enum", "events.start-date-not-after-end-date", "events.place_id.foreign-key",
    }  # fmt: skip


def test_the_commands_do_what_they_say_and_json_lines_are_one_a_finding(reader: Reader) -> None:
    reader.follow(SECTIONS["Command line"])
    lines = (reader.folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    findings = [line for line in map(json.loads, lines) if "rule" in line]
    assert {(finding["file"], finding["line"]) for finding in findings} == {("drafts/events.csv", 2)}
    assert len(findings) == 3


def test_what_the_page_warns_of_is_so(reader: Reader) -> None:
    import mali_minusma as mm

    good = GIVEN[0].text
    odd = good.replace("gao,,,one", "gao,, 5 ,one").replace("2023-11-04,,", "2023-11-4,,")
    reader.keep(Block("data/events.csv", "csv", odd + good.splitlines()[1].replace(",,,one", ",,1_000,one") + "\n"))
    pandera, frictionless, service = SECTIONS["pandera"], SECTIONS["frictionless"], SECTIONS["JSON Schema"]
    reader.follow([pandera[0], frictionless[0]])
    reader.follow([Block("", "sh", "python table_schema.py")])
    cast = "from events import load_events; print(*load_events.__wrapped__('data/events.csv').ordinal)"
    if importlib.util.find_spec("pyarrow") is None:
        assert reader.shell(f'python -c "{cast}"') == "5 1000\n"
    else:
        assert not reader.shell(f'python -c "{cast}" # exit 1')
    said = reader.shell("frictionless validate data/events.csv --schema schema.json || true # exit 0")
    assert "primary-key" in said
    assert "2023-11-4" not in said
    assert "type-error" not in said
    rules = {finding.rule for finding in mm.validate(reader.folder / "data/events.csv").findings}
    assert {"events.start_date.type", "events.ordinal.type"} <= rules
    (python,) = [block for block in service if block.name == "service.py"]
    lenient = Block(
        python.name, "python", "".join(line for line in python.text.splitlines(keepends=True) if "FORMAT" not in line)
    )
    assert lenient.text != python.text
    reader.follow([service[0], lenient])
    judged = "import json, service; print(*service.faults(json.load(open('record.json'))))"
    assert reader.shell(f'python -c "{judged}"') == "$.event_type\n"


def test_every_format_of_the_command_is_on_the_page(reader: Reader) -> None:
    formats = re.search(r"--format \{([\w,-]+)\}", reader.shell("mali-minusma validate --help").replace("\n", " "))
    assert formats is not None
    table = re.findall(r"^\| (`.+`) \| ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(table))) == sorted(formats[1].split(","))


def jobs(block: Block) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(block.text)["jobs"]
    return found


def steps(block: Block) -> list[dict[str, Any]]:
    (job,) = jobs(block).values()
    return job["steps"]


@pytest.mark.parametrize("block", WORKFLOWS.values(), ids=WORKFLOWS)
def test_a_workflow_has_what_github_asks_for(block: Block) -> None:
    workflow = yaml.safe_load(block.text)
    # To YAML 1.1, which PyYAML reads, the key `on` is the truth value; GitHub reads it as text.
    assert {"name", True, "jobs"} <= set(workflow) <= {"name", True, "permissions", "jobs"}
    assert set(workflow[True]) <= {"push", "pull_request"}
    for job in jobs(block).values():
        assert set(job) <= {"runs-on", "permissions", "steps"}
        assert job["runs-on"] == "ubuntu-latest"
        assert {**workflow.get("permissions", {}), **job.get("permissions", {})}["contents"] == "read"
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            assert set(step) <= {"uses", "with", "run", "if"}
            assert re.fullmatch(r"[\w-]+/[\w/-]+@v\d+", step.get("uses", "actions/checkout@v6"))
        assert job["steps"][0]["uses"].startswith("actions/checkout@")


def run_steps(reader: Reader, block: Block, status: int) -> str:
    """Run what a workflow runs itself; the last of it, the validation, ends with this status."""
    *before, validation = [step["run"] for step in steps(block) if "run" in step]
    for line in before:
        reader.shell(line)
    # GitHub runs a step that names no shell so.
    return reader.call(["bash", "-e", "-c", validation], status)


def spoil(reader: Reader) -> None:
    """Put the faulty file where the workflow looks for the good one."""
    reader.keep(Block("data/events.csv", "csv", GIVEN[1].text))


def test_the_workflow_annotates_the_lines_of_findings(reader: Reader) -> None:
    block = WORKFLOWS[".github/workflows/data.yml"]
    assert "::error" not in run_steps(reader, block, 0)
    spoil(reader)
    said = run_steps(reader, block, 1).splitlines()
    errors = [line for line in said if line.startswith("::error ")]
    assert len(errors) == 3
    assert all("file=data/events.csv,line=2," in line for line in errors)


def test_the_workflow_uploads_what_the_validation_wrote_though_it_failed(reader: Reader) -> None:
    block = WORKFLOWS[".github/workflows/data-scanning.yml"]
    upload = steps(block)[-1]
    assert upload["uses"].startswith("github/codeql-action/upload-sarif@")
    assert upload["if"] == "${{ !cancelled() }}"
    assert jobs(block)["scan"]["permissions"]["security-events"] == "write"
    file = reader.folder / upload["with"]["sarif_file"]
    for status, count in ((0, 0), (1, 3)):
        run_steps(reader, block, status)
        (run,) = json.loads(file.read_text(encoding="utf-8"))["runs"]
        assert len(run["results"]) == count
        spoil(reader)
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "data/events.csv"
    assert location["region"]["startLine"] == 2


def test_links_lead_somewhere() -> None:
    text = PAGE.read_text(encoding="utf-8")
    anchors = {"#" + re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in SECTIONS}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert target in anchors if target.startswith("#") else (PAGE.parent / target).is_file(), target
    contents = re.findall(r"\]\((#[^)]+)\)", text.partition("\n## ")[0])
    assert {"#", *contents} == anchors


def test_the_readme_leads_to_the_page() -> None:
    assert "](docs/pipelines.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
