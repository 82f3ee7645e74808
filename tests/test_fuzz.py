"""Inputs that nobody chose: few and always the same by default, many of them slow, and more and new ones on request.

`MALI_MINUSMA_FUZZ=20000 python -m pytest -m slow tests/test_fuzz.py` tries that many new inputs of each property.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz import properties as holds
from tests.fuzz import strategies as some
from tests.test_file_form import FAULTS

PROPERTIES: dict[str, tuple[Callable[[Any], None], st.SearchStrategy[Any], int]] = {
    "any bytes give a report": (holds.any_bytes_give_a_report, some.anything(), 80),
    "spoilt files give a report": (
        holds.spoilt_files_give_a_report,
        st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4),
        60,
    ),
    "an edited file is read strictly or not valid": (
        holds.edited_file_is_read_strictly_or_not_valid,
        some.edited(),
        300,
    ),
    "every form gives what the model gives": (holds.every_form_gives_what_the_model_gives, some.cases(), 12),
    "rows out of order are those of the model": (holds.rows_out_of_order_are_those_of_the_model, some.cases(), 60),
    "blocks do not show": (holds.blocks_do_not_show_in_an_edited_file, some.edited(), 30),
    "sound rows are judged as if alone": (holds.sound_rows_are_judged_as_if_alone, some.interrupted(), 150),
}
"""A property, inputs for it, and how many of them are tried by default."""


def tried(name: str, times: int, *, new: bool = False) -> None:
    """Try a property on inputs; the same ones each time, unless new ones are asked for."""
    holds_of, inputs, count = PROPERTIES[name]

    # Without a database of its own, and without a clock, what CI finds is what anyone finds.
    @settings(
        max_examples=count * times if not new else times,
        derandomize=not new,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    @given(inputs)
    def every(tried_on: Any) -> None:
        holds_of(tried_on)

    every()


@pytest.mark.parametrize("name", list(PROPERTIES))
def test_property(name: str) -> None:
    tried(name, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(PROPERTIES))
def test_property_of_many(name: str) -> None:
    asked = os.environ.get("MALI_MINUSMA_FUZZ")
    tried(name, int(asked) if asked else 3, new=asked is not None)


@pytest.mark.parametrize("fault", list(FAULTS))
def test_blocks_do_not_show_in_a_faulty_file(fault: str) -> None:
    holds.blocks_do_not_show(FAULTS[fault][0] * 2, "coverage")


LONG = some.written("coverage", holds.model.released("coverage")[:5])


@pytest.mark.parametrize(
    "data",
    [
        LONG.replace(b"\n", b"\r\n"),
        LONG.replace(b"\n", b"\r"),
        LONG.replace(b"\n", b"\r\r\n"),
        LONG + 'bases,2013,complete,"é🏜""\n\n,\r\n""é"\n'.encode() * 5,
        LONG + 'bases,2013,bad,"🏜'.encode() * 9,
        LONG + "é🏜".encode()[:-1] + b"\n" + LONG,
        LONG + b"\n" * 50 + b'"\n' * 51,
        b"\xef\xbb\xbf" + LONG + b"\0" * 30 + b"\n",
        LONG.decode().encode("utf-16"),
        LONG.decode().encode("utf-32-be"),
    ],
    ids=range(10),
)
def test_blocks_do_not_show(data: bytes) -> None:
    holds.blocks_do_not_show(data, "coverage")
