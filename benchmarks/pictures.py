"""The pictures of docs/performance.md: times and memory on logarithmic scales, made from the results alone.

Each line has a colour of Okabe and Ito, a marker and a dash of its own, so that they are told apart in grey and by the
colour-blind. The same results and the same matplotlib make the same text.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from benchmarks.measure import median
from benchmarks.parts.validators import CONTESTANTS, FLOOR, OURS
from benchmarks.tables import records
from mali_minusma.plot.common import require_matplotlib, tint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

FIGURES: Final = {"seconds": "seconds", "peak": "MiB, at most"}


class Look(NamedTuple):
    """How a line is drawn."""

    colour: str
    marker: str
    dash: str


LOOKS: Final = (
    Look("#000000", "", ":"),
    Look("#0072B2", "o", "-"),
    Look("#E69F00", "s", "--"),
    Look("#009E73", "^", "-."),
    Look("#CC79A7", "v", "-."),
    Look("#56B4E9", "D", "--"),
    Look("#D55E00", "P", "-"),
    Look("#8C8C8C", "X", "--"),
)
"""The first is the floor, the second this package."""

STEPS: Final = tuple(part * 10.0**power for power in range(-6, 9) for part in (1, 2, 5))
"""Where a vertical axis may begin, end and bear a label."""

Line = list[tuple[float, float]]


class Panel(NamedTuple):
    """What one pair of axes shows."""

    across: str
    """What the horizontal axis counts."""
    up: str
    lines: Mapping[str, Line]
    level: Mapping[str, float] = {}
    """By line a value that belongs to no place on a logarithmic axis: that of nothing."""


def rows_panels(results: dict[str, Any]) -> list[Panel]:
    """Return the validators by the number of rows."""
    panels = []
    for what, up in FIGURES.items():
        lines = {
            name: [
                (float(item["rows"]), median(item["runs"], what))
                for item in records(results, "csv")
                if item["contestant"] == name and "runs" in item
            ]
            for name in CONTESTANTS
        }
        panels.append(Panel("rows", up, lines))
    return panels


def growth_panels(results: dict[str, Any]) -> list[Panel]:
    """Return reading and validating by the share of bad cells and of broken records, and by the number of columns."""
    panels = []
    for what, up in FIGURES.items():
        for grown, across in (
            ("bad cells", "% of cells that are bad"),
            ("broken records", "% of records that are broken"),
            ("more columns", "columns"),
        ):
            lines: dict[str, Line] = {}
            level = {}
            for item in records(results, "growth"):
                if item["grown"] != grown:
                    continue
                name = FLOOR if item["what"] == "read" else OURS
                taken = median(item["runs"], what)
                if grown == "more columns":
                    lines.setdefault(name, []).append((item["step"] + 12, taken))
                elif item["step"]:
                    lines.setdefault(name, []).append((item["step"] * 100, taken))
                else:
                    level[name] = taken
            panels.append(Panel(across, up, lines, level))
    return panels


def spark_panels(results: dict[str, Any]) -> list[Panel]:
    """Return Spark's own read and validation by rows, on one core and on two."""
    panels = []
    for what, up in FIGURES.items():
        lines: dict[str, Line] = {}
        for item in records(results, "spark"):
            if "runs" in item:
                cores = "1 core" if item["cores"] == 1 else f"{item['cores']} cores"
                named = "Spark reads" if item["what"] == "read" else "mali-minusma on Spark"
                taken = median(item["runs"], what)
                lines.setdefault(f"{named}, {cores}", []).append((float(item["rows"]), taken))
        panels.append(Panel("rows", up, lines))
    return panels


PICTURES: Final = {
    "performance-rows.svg": ("csv", rows_panels, 2, "Validators by the number of rows"),
    "performance-growth.svg": ("growth", growth_panels, 3, "Growth with findings, broken records and columns"),
    "performance-spark.svg": ("spark", spark_panels, 2, "Validation on Spark by rows and cores"),
}
"""By file the part that is drawn, its panels, how many stand side by side, and the title."""


def stamp(panels: Sequence[Panel]) -> str:
    """Return what a picture carries as its description: a hash of what is drawn. A picture with another is stale."""
    text = json.dumps([list(panel) for panel in panels], sort_keys=True)
    return f"benchmarks/results.json; sha256 of what is drawn {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def drawn(results: dict[str, Any]) -> dict[str, list[Panel]]:
    """Return by file what each picture shows, of the parts that were measured."""
    return {name: panels(results) for name, (part, panels, _, _) in PICTURES.items() if records(results, part)}


def pictures(results: dict[str, Any]) -> dict[str, str]:
    """Return the pictures as SVG, by the name of the file.

    Raises:
        ImportError: if matplotlib is not installed.
    """
    require_matplotlib()
    import matplotlib as mpl

    found = {}
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.hashsalt": "mali-minusma", "svg.fonttype": "path"})
        for name, panels in drawn(results).items():
            found[name] = svg(panels, PICTURES[name][2], PICTURES[name][3])
    return found


def svg(panels: Sequence[Panel], beside: int, title: str) -> str:
    """Return the panels as a picture, so many side by side."""
    from matplotlib.figure import Figure

    above = -(-len(panels) // beside)
    figure = Figure(figsize=(10, 1 + 3.6 * above), layout="constrained")
    every = figure.subplots(above, beside, squeeze=False).flatten()
    looks: dict[str, Look] = {}
    for axes, panel in zip(every, panels, strict=True):
        draw(axes, panel, looks)
    figure.suptitle(title, x=0.01, ha="left")
    handles = {line.get_label(): line for axes in every for line in axes.lines if line.get_label()[0] != "_"}
    figure.legend(handles=list(handles.values()), loc="outside lower left", ncols=4, frameon=False, fontsize="small")
    file = io.BytesIO()
    described = {"Title": title, "Description": stamp(panels), "Creator": "mali-minusma", "Date": None}
    figure.savefig(file, format="svg", metadata=described)
    return file.getvalue().decode()


def draw(axes: Axes, panel: Panel, looks: dict[str, Look]) -> None:
    """Draw the lines of a panel; the value of nothing, on a logarithmic axis, as a level across it."""
    from matplotlib.ticker import FixedLocator, LogLocator, NullLocator

    for name, line in panel.lines.items():
        if name not in looks:
            looks[name] = LOOKS[len(looks)]
        look = looks[name]
        style: dict[str, Any] = {"color": look.colour, "linewidth": 2.2 if name == OURS else 1.4}
        across, up = zip(*line, strict=True) if line else ((), ())
        axes.plot(across, up, marker=look.marker or None, linestyle=look.dash, markersize=5, label=name, **style)
        if name in panel.level:
            axes.axhline(panel.level[name], linestyle=(0, (1, 4)), color=look.colour, linewidth=1)
            axes.annotate(
                "none", (1, panel.level[name]), xycoords=("axes fraction", "data"), xytext=(-2, 2),
                textcoords="offset points", ha="right", va="bottom", fontsize="x-small", color=look.colour,
            )  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    # What was measured stands at the axis; upwards a label at 1, 2 and 5, since some panels span less than ten times.
    at = sorted({across for line in panel.lines.values() for across, _ in line})
    axes.xaxis.set_major_locator(FixedLocator(at))
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    low, high = axes.get_ylim()
    axes.set_ylim(max(step for step in STEPS if step <= low), min(step for step in STEPS if step >= high))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:,.10g}")
        axis.set_minor_locator(NullLocator())
    axes.set_xlabel(panel.across)
    axes.set_ylabel(panel.up)
    axes.grid(visible=True, which="major", color=tint(axes, 0.15), linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
