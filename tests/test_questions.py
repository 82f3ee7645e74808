"""The worked questions of the documentation: each block runs and gives the answer that the page prints."""

from __future__ import annotations

import ast
import doctest
import re
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "questions.md").read_text(encoding="utf-8")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
DISPLAY = ("display.width", 110, "display.max_columns", 20, "display.max_colwidth", 50, "display.max_rows", 60)
PARSER = doctest.DocTestParser()


def blocks(text: str) -> str:
    """Return the pycon blocks of a text, joined."""
    return "".join(re.findall(r"^```pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


def questions() -> dict[str, str]:
    """Return each heading of the page that code stands under, with the code."""
    parts = re.split(r"^### (.+)$", PAGE, flags=re.MULTILINE)
    answers = {heading: blocks(text) for heading, text in zip(parts[1::2], parts[2::2], strict=True)}
    return {heading: code for heading, code in answers.items() if code}


QUESTIONS = questions()


def run(heading: str, code: str, names: dict[str, Any]) -> dict[str, Any]:
    """Run the examples, refuse what the page does not print and warnings that it does not catch; return the names."""
    test = PARSER.get_doctest(code, names, heading, "docs/questions.md", 0)
    told: list[str] = []
    with warnings.catch_warnings(record=True) as unexpected, pd.option_context(*DISPLAY):
        warnings.simplefilter("always")
        doctest.DocTestRunner(verbose=False, optionflags=FLAGS).run(test, out=told.append, clear_globs=False)
    told += [f"not caught: {warning.category.__name__}: {warning.message}" for warning in unexpected]
    assert not told, f"{heading}\n{''.join(told)}"
    return test.globs


@pytest.fixture(scope="module")
def opening() -> dict[str, Any]:
    """Return the names that the block at the top of the page brings in."""
    return run("the top of the page", blocks(PAGE.partition("\n## ")[0]), {})


def statements(code: str) -> list[ast.stmt]:
    """Return the statements of a block, but for imports and what is done about warnings."""
    tree = ast.parse("".join(example.source for example in PARSER.get_examples(code)))
    asides = (ast.Import, ast.ImportFrom, ast.With)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and not isinstance(node, asides)]
    return [node for node in found if not ast.unparse(node).startswith("warnings.")]


@pytest.mark.parametrize("heading", QUESTIONS)
def test_the_answer_is_what_the_page_prints(heading: str, opening: dict[str, Any]) -> None:
    run(heading, QUESTIONS[heading], opening)


@pytest.mark.parametrize("heading", QUESTIONS)
def test_an_answer_takes_three_statements_or_fewer(heading: str) -> None:
    assert 1 <= len(statements(QUESTIONS[heading])) <= 3


def test_there_are_at_least_25_questions_and_no_two_have_one_heading() -> None:
    assert len(QUESTIONS) >= 25
    headings = re.findall(r"^### (.+)$", PAGE, re.MULTILINE)
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize(
    "name",
    [
        '"Tombouctou"',
        '"Région de Kidal"',
        '"Tchad"',
        '"Allemagne"',
        '"Égypte"',
        '"GSIM"',
        '"MISMA"',
        '"Côte d\'Ivoire"',
    ],
)
def test_people_places_and_countries_are_asked_for_by_french_names(name: str) -> None:
    assert any(name in code for code in QUESTIONS.values())


def test_at_least_three_gaps_end_in_no_data() -> None:
    assert sum("mali_minusma.nodata.NoData: " in code for code in QUESTIONS.values()) >= 3


def test_no_block_is_wider_than_110_columns() -> None:
    assert [line for code in QUESTIONS.values() for line in code.splitlines() if len(line) > 110] == []


def test_no_output_shows_the_insides_of_a_library() -> None:
    assert not re.search(r"np\.\w+\(|Timestamp\(|<NA>, |dtype:", "".join(QUESTIONS.values()))
