"""The pictures of the README, always the same for the same data: `python -m mali_minusma.plot.pictures FOLDER`."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mali_minusma._version import __version__
from mali_minusma.plot import closings, deaths, months, story
from mali_minusma.plot.common import caption_of, figure_of, require_matplotlib
from mali_minusma.queries.strengths import strength_by_month
from mali_minusma.queries.tolls import casualties

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes

_STORY: Final = "ivorian_soldiers"
_STORY_SINCE: Final = "2022-07"

_DRAWN: Final[Mapping[str, Callable[[], Axes]]] = {
    "strength.svg": months.strength,
    "fatalities.svg": deaths.fatalities,
    "withdrawal.svg": closings.withdrawal,
    "timeline.svg": lambda: story.timeline(_STORY, since=_STORY_SINCE),
}

_ROWS: Final[Mapping[str, Callable[[], list[pd.DataFrame]]]] = {
    "strength.svg": lambda: [strength_by_month(), months.ceilings()],
    "fatalities.svg": lambda: [casualties(by=["year", "cause"])],
    "withdrawal.svg": lambda: [closings.closings()],
    "timeline.svg": lambda: [story.shown(_STORY, _STORY_SINCE)],
}


def stamps() -> dict[str, str]:
    """Return what each picture carries as its description: the version, and a hash of the rows that it shows.

    A picture in a file with another stamp is stale.

    >>> stamps()["withdrawal.svg"].split("; ")[0].split()[0]
    'mali-minusma'
    """
    return {name: f"mali-minusma {__version__}; rows sha256 {_digest(rows())}" for name, rows in _ROWS.items()}


def _digest(frames: list[pd.DataFrame]) -> str:
    text = "\n".join(frame.to_csv(index=False, lineterminator="\n") for frame in frames)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def pictures() -> dict[str, str]:
    """Return the pictures of the README as SVG, by the name of the file.

    The same data and the same matplotlib make the same text: no date, no random names, none of the user's settings.
    Letters are outlines, so that the labels are as wide on every machine as they were when they were placed.

    Raises:
        ImportError: if matplotlib is not installed.

    >>> sorted(pictures())
    ['fatalities.svg', 'strength.svg', 'timeline.svg', 'withdrawal.svg']
    """
    require_matplotlib()
    import matplotlib as mpl

    descriptions = stamps()
    found = {}
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.hashsalt": "mali-minusma", "svg.fonttype": "path"})
        for name, draw in _DRAWN.items():
            axes = draw()
            file = io.BytesIO()
            figure_of(axes).savefig(
                file,
                format="svg",
                metadata={
                    "Title": " ".join(axes.get_title(loc="left").split()),
                    "Description": f"{descriptions[name]}. {caption_of(axes)}",
                    "Creator": f"mali-minusma {__version__}",
                    "Date": None,
                },
            )
            found[name] = file.getvalue().decode()
    return found


def write(folder: Path) -> None:
    """Write the pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pictures().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
