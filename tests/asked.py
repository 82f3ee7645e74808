"""Ask a question and hear what is said of gaps."""

from __future__ import annotations

import warnings

import pandas as pd

import mali_minusma as mm


def said(call) -> tuple[pd.DataFrame, list[mm.NoData]]:
    """Return the answer to a question, and what was said of gaps."""
    with warnings.catch_warnings(record=True) as notes:
        warnings.simplefilter("always")
        answer = call()
    return answer, [note.message for note in notes if issubclass(note.category, mm.NoData)]
