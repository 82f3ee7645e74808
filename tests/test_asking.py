"""The commands that ask: their options are the arguments of the library, their answers the library's answers."""

from __future__ import annotations

import csv
import inspect
import io
import json

import pandas as pd
import pytest
from jsonschema import Draft202012Validator

import mali_minusma as mm
from mali_minusma.cli.asking import QUESTIONS, options_of
from tests.command import run


def rows(*arguments: object) -> list[dict[str, str]]:
    done = run(*arguments, "--format", "csv")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.mark.parametrize("name", [*mm.tables(), *QUESTIONS])
def test_every_argument_of_the_library_is_an_option_with_help(name: str) -> None:
    options = options_of(name)
    assert [option.name for option in options] == list(inspect.signature(getattr(mm, name)).parameters)
    assert all(option.settings["help"] for option in options)


def test_every_question_is_a_command() -> None:
    frames = [
        name
        for name in mm.__all__
        if name[0].islower()
        and callable(getattr(mm, name))
        and str(inspect.signature(getattr(mm, name)).return_annotation) == "pd.DataFrame"
        and name not in {"load", "with_sources", "sql", *mm.tables()}
    ]
    assert sorted(frames) == sorted(set(QUESTIONS) - {"claims"})


def test_show_filters_as_the_loader_does() -> None:
    closings = rows("show", "events", "--since", "2023-06-01", "--type", "base_closure")
    assert [row["event_id"] for row in closings] == list(
        mm.events(since="2023-06-01", event_type="base_closure").event_id
    )
    assert closings[0]["start_date"] == "2023-08-04"
    both = rows("show", "events", "--type", "coup", "--type", "election")
    assert {row["event_type"] for row in both} == {"coup", "election"}
    assert (
        rows("show", "troop_contributions", "--actor", "Tchad", "--since", "2023-06", "--until", "2023-06")[0]["month"]
        == "2023-06"
    )
    assert [row["resolution"] for row in rows("show", "mandates", "--resolution", 2690)] == ["2690"]


@pytest.mark.parametrize("table", ["places", "troop_contributions", "events"])
def test_filtered_rows_as_json_are_valid_records(table: str) -> None:
    given = ["--actor", "Niger"] if table != "places" else ["--place", "Gao Region"]
    records = json.loads(run("show", table, *given, "--format", "json", "--limit", 20).stdout)
    assert 0 < len(records) <= 20
    for record in records:
        Draft202012Validator(mm.schema(table, dialect="json")).validate(record)


def test_strength_on_the_command_line() -> None:
    (row,) = rows("strength", "--on", "2022-06-30")
    assert (row["count"], row["distance_days"]) == ("13976", "0")
    split = rows("strength", "--on", "2022-06-30", "--by", "sex", "--by", "personnel_type")
    assert sum(int(row["count"]) for row in split) == 13976


def test_a_gap_is_a_note_beside_the_answer_and_no_failure() -> None:
    done = run("strength", "--on", "2018-09", "--by", "contributor", "--format", "csv")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert done.stderr.startswith("mali-minusma: note: no strength is reported near 2018-09-30")


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["bases-open", "--on", "2023-11-01"], lambda: mm.bases_open(on="2023-11-01")),
        (["casualties", "--by", "year", "--by", "cause"], lambda: mm.casualties(by=["year", "cause"])),
        (["timeline", "ivorian_soldiers"], lambda: mm.timeline("ivorian_soldiers")),
        (["top-contributors", "--on", "2017-05", "--n", "3"], lambda: mm.top_contributors(on="2017-05", n=3)),
        (["mandate", "--on", "2021-12-31"], lambda: mm.mandate(on="2021-12-31")),
        (["contribution-history", "Égypte"], lambda: mm.contribution_history("Égypte")),
        (["disputes", "bases", "aguelhok"], lambda: mm.disputes("bases", "aguelhok")),
        (["claims", "bases", "kidal", "closed_on"], lambda: mm.claims("bases", "kidal", "closed_on")),
        (["sql", "SELECT * FROM strength_by_month"], lambda: mm.sql("SELECT * FROM strength_by_month")),
    ],
)
def test_the_command_answers_as_the_library_does(arguments: list[str], call) -> None:
    answer = call()
    told = pd.DataFrame(rows(*arguments), columns=list(answer))
    records = json.loads(run(*arguments, "--format", "json").stdout)
    assert len(told) == len(answer) == len(records)
    for name, column in answer.items():
        shown = [None if pd.isna(cell) else cell for cell in column]
        shown = [f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else cell for cell in shown]
        assert [record[name] for record in records] == [None if cell == "" else cell for cell in shown], name
        assert list(told[name]) == ["" if cell is None else str(cell) for cell in shown], name


def test_sources_instead_of_rows() -> None:
    assert run("show", "bases", "--place", "kidal", "--cite", "text").stdout == mm.cite(
        mm.bases(place="kidal"), style="text"
    )
    assert run("mandate", "--on", "2022-06", "--cite", "bibtex").stdout == mm.cite(mm.mandate(on="2022-06"))


def test_an_actor_by_a_french_name() -> None:
    done = run("actor", "Côte d'Ivoire")
    assert done.stdout.startswith(str(mm.actor("CIV")))
    assert run("actor", "Maïga").returncode == 2


def test_a_query_from_standard_input(tmp_path) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "mali_minusma", "sql", "-", "--format", "csv"],
        input="SELECT base_id FROM bases WHERE closure_order = 8", capture_output=True, encoding="utf-8", check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "base_id\nkidal\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "events", "--type", "base_closur"], "Did you mean 'base_closure'?"),
        (["show", "events", "--since", "June"], "is not a date"),
        (["show", "events", "--actor", "Atlantis"], "no actor bears the name"),
        (["strength"], "required: --on"),
        (["strength", "--on", "2022-06", "--by", "rank"], "is not understood"),
        (["timeline", "withdrawl"], "Did you mean 'withdrawal'?"),
        (["top-contributors", "--on", "2022-06", "--n", "many"], "not a number"),
        (["show", "mandates", "--resolution", "two"], "not a number"),
        (["strenght", "--on", "2022"], "Did you mean 'strength'?"),
        (["sql", "DROP TABLE events"], "only SELECT is allowed"),
        (["sql", " "], "the query is empty"),
        (["sql", "SELECT * FROM evnts"], 'Did you mean "events"?'),
        (["strength", "--on", "2022-06", "--cite", "apa"], "invalid choice"),
    ],
)
def test_a_question_that_is_not_understood_exits_2_without_a_traceback(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["show", "events"], ["strength"], ["sql"], []])
def test_help_says_what_to_write(command: list[str]) -> None:
    text = run(*command, "--help").stdout
    assert "Return" not in text
    assert "--format" in text or "examples:" in text
