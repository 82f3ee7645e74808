"""Pictures show what the tables hold: gaps as gaps, every death, every base at its place, every source and the version."""

from __future__ import annotations

import itertools
import math
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import mali_minusma as mm
from mali_minusma import plot
from mali_minusma.plot.closings import closings, outline
from mali_minusma.plot.common import LOOKS, caption_of
from mali_minusma.plot.pictures import pictures, stamps
from tests.command import run

IMAGES = Path(__file__).parents[1] / "docs" / "images"
DRAWN = {
    "strength": plot.strength,
    "strength by sex": lambda: plot.strength(by="sex"),
    "strength by type": lambda: plot.strength(by="personnel_type"),
    "fatalities": plot.fatalities,
    "fatalities by year": lambda: plot.fatalities(by="year"),
    "withdrawal": plot.withdrawal,
    "timeline": lambda: plot.timeline("ivorian_soldiers"),
}


def marked(axes, gid: str) -> list:
    return [artist for artist in axes.get_children() if artist.get_gid() == gid]


def drawn(axes):
    """Lay out the whole figure, as saving it does, and return what measures it."""
    canvas = FigureCanvasAgg(axes.figure)
    canvas.draw()
    return canvas.get_renderer()


def test_a_month_without_a_report_is_a_gap_under_a_band() -> None:
    axes = plot.strength()
    (line,) = marked(axes, "deployed")
    known = mm.strength_by_month()["count"]
    assert [math.isnan(value) for value in line.get_ydata()] == known.isna().to_list()
    assert [value for value in line.get_ydata() if not math.isnan(value)] == known.dropna().to_list()
    bands = [band.get_extents().transformed(axes.transData.inverted()) for band in marked(axes, "no report read")]
    spans = [
        (mpl.dates.num2date(band.x0).date().isoformat(), mpl.dates.num2date(band.x1).date().isoformat())
        for band in bands
    ]
    assert ("2018-03-01", "2019-09-01") in spans
    assert len(spans) == 5


def test_the_ceiling_is_what_the_council_authorised() -> None:
    (ceiling,) = marked(plot.strength(), "ceiling")
    heights = [value for value in ceiling.get_ydata() if not math.isnan(value)]
    assert sorted(set(heights)) == [12640, 12680, 15209]


@pytest.mark.parametrize("by", ["sex", "personnel_type"])
def test_the_layers_of_a_month_add_up_to_its_total(by: str) -> None:
    axes = plot.strength(by=by)
    kinds = {artist.get_gid() for artist in axes.patches} - {"total", "no report read", None}
    heights = [0.0] * 138
    for kind in kinds:
        (layer,) = marked(axes, kind)
        values, _, base = layer.get_data()
        heights = [
            high if math.isnan(top) else high + top - low for high, top, low in zip(heights, values, base, strict=True)
        ]
    months = mm.strength_by_month()
    whole = months["status"].isin(["complete", "partial"])
    assert [height for height, known in zip(heights, whole, strict=True) if known] == months["count"][whole].to_list()
    assert not any(height for height, known in zip(heights, whole, strict=True) if not known)


def test_men_and_women_that_a_report_exchanges_are_not_drawn_as_either() -> None:
    axes = plot.strength(since="2020-08", until="2020-08", by="sex")
    assert {"sex not known", "total"} <= {artist.get_gid() for artist in axes.patches}
    assert not marked(axes, "female")


def test_every_death_is_in_a_bar() -> None:
    for by in ("cause", "year"):
        axes = plot.fatalities(by=by)
        assert sum(bar.get_height() for bar in axes.patches) == 311
        assert sum(int(text.get_text()) for text in marked(axes, "total")) == 311
    assert sum(bar.get_height() for bar in marked(plot.fatalities(), "malicious_act")) == 174


def test_no_number_is_cut_off() -> None:
    axes = plot.fatalities()
    drawn(axes)
    top = axes.get_window_extent().y1
    assert all(text.get_window_extent().y1 <= top for text in marked(axes, "total"))


def test_every_base_is_marked_where_it_was_in_the_order_of_closing() -> None:
    axes = plot.withdrawal()
    points = {
        (round(float(x), 5), round(float(y), 5))
        for line in axes.lines
        if str(line.get_gid()).startswith("closed ")
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }
    bases = closings()
    assert points == {(round(x, 5), round(y, 5)) for x, y in zip(bases["longitude"], bases["latitude"], strict=True)}
    labels = [text for text in axes.texts if re.match(r"\d+ ", text.get_text())]
    assert [text.get_text().split("\n")[0] for text in labels] == [
        f"{order} {name}" for order, name in zip(bases["closure_order"], bases["name"], strict=True)
    ]
    kidal = next(text for text in labels if "Kidal" in text.get_text())
    assert kidal.get_text() == "8 Kidal\n31 Oct 2023"
    assert {"Aug 2023 (4)", "Oct 2023 (4)"} <= {text.get_text() for text in axes.get_legend().get_texts()}
    assert len(outline()) > 100


def test_no_label_on_the_map_covers_another() -> None:
    axes = plot.withdrawal()
    renderer = drawn(axes)
    boxes = [
        mpl.text.Text.get_window_extent(text, renderer) for text in axes.texts if re.match(r"\d+ ", text.get_text())
    ]
    boxes.append(axes.get_legend().get_window_extent(renderer))
    assert len(boxes) == 14
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    for box in boxes:
        assert axes.get_window_extent().contains(box.x0, box.y0)
        assert axes.get_window_extent().contains(box.x1, box.y1)


def test_no_label_on_the_map_lies_across_the_border_or_its_own_marker() -> None:
    axes = plot.withdrawal()
    renderer = drawn(axes)
    corners = axes.transData.transform(outline())
    border = [one + (other - one) * step / 50 for one, other in itertools.pairwise(corners) for step in range(50)]
    labels = [text for text in axes.texts if re.match(r"\d+ ", text.get_text())]
    assert len(labels) == 13
    for text in labels:
        box = mpl.text.Text.get_window_extent(text, renderer)
        assert not any(box.contains(*point) for point in border), text.get_text()
        assert not box.contains(*axes.transData.transform(text.xy)), text.get_text()


def test_a_month_comes_before_its_days() -> None:
    axes = plot.timeline("ivorian_soldiers", since="2023-01", until="2023-01")
    dates = [text.get_text() for text in marked(axes, "date")]
    assert dates == ["Jan 2023", "6 Jan 2023", "7 Jan 2023"]
    heights = [text.get_position()[1] for text in marked(axes, "date")]
    assert heights == sorted(heights)
    assert axes.yaxis_inverted()


def test_every_event_is_tied_to_its_first_day() -> None:
    axes = plot.timeline("moura")
    days = [mpl.dates.num2date(tie.get_ydata()[0]).date() for tie in marked(axes, "tie")]
    assert days == mm.timeline("moura")["start_date"].dt.date.to_list()


def test_a_user_s_style_is_followed() -> None:
    with mpl.rc_context({"text.color": "white", "axes.labelcolor": "white", "axes.facecolor": "black"}):
        axes = plot.withdrawal()
    (caption,) = marked(axes, "caption")
    assert to_rgb(caption.get_color()) == (1, 1, 1)
    assert sum(to_rgb(axes.patches[0].get_facecolor())) < 0.5


@pytest.mark.parametrize("thread", ["coups_and_transition", "kidal", "mission_setup"])
def test_no_word_of_a_story_leaves_the_page(thread: str) -> None:
    axes = plot.timeline(thread)
    drawn(axes)
    page = axes.figure.bbox
    for text in [*axes.texts, axes._left_title, *axes.get_legend().get_texts()]:
        assert text.get_window_extent().x1 <= page.x1, text.get_text()


def test_a_story_shows_every_event_once_and_says_which_days_are_known() -> None:
    axes = plot.timeline("ivorian_soldiers")
    story = mm.timeline("ivorian_soldiers")
    titles = [" ".join(text.get_text().split()) for text in marked(axes, "title")]
    assert sorted(titles) == sorted(story["title"])
    open_marks = [mark for mark in marked(axes, "occurred") if mark.get_markerfacecolor() != LOOKS[0].colour]
    assert len(open_marks) == (story["date_precision"] != "day").sum()


def test_no_title_of_a_story_covers_another() -> None:
    axes = plot.timeline("withdrawal", since="2023-10", until="2023-11")
    drawn(axes)
    boxes = [text.get_window_extent() for text in marked(axes, "title")]
    assert len(boxes) > 40
    boxes.sort(key=lambda box: -box.y1)
    assert all(upper.y0 >= lower.y1 - 0.5 for upper, lower in itertools.pairwise(boxes))


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_names_its_version_and_its_sources(name: str) -> None:
    axes = DRAWN[name]()
    caption = " ".join(caption_of(axes).split())
    assert f"mali-minusma {mm.__version__}" in caption
    assert re.search(r"\d+ sources", caption)
    assert axes.get_title(loc="left")
    drawn(axes)
    (text,) = marked(axes, "caption")
    box, page = text.get_window_extent(), axes.figure.bbox
    assert page.contains(box.x0, box.y0)
    assert page.contains(box.x1, box.y1)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_drawn_on_the_axes_it_is_given(name: str) -> None:
    given = Figure(figsize=(10, 14), layout="constrained").subplots()
    draw = {"strength": plot.strength, "fatalities": plot.fatalities, "withdrawal": plot.withdrawal}.get(
        name.split(maxsplit=1)[0]
    )
    axes = draw(ax=given) if draw else plot.timeline("moura", ax=given)
    assert axes is given


def test_layers_differ_in_grey_and_in_pattern() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)
        )
        luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        return 116 * luminance ** (1 / 3) - 16

    assert len({look.hatch for look in LOOKS}) == len(LOOKS)
    for one, other in itertools.combinations(LOOKS, 2):
        assert abs(lightness(one.colour) - lightness(other.colour)) > 10


def test_a_time_outside_the_record_is_an_empty_picture_that_says_so() -> None:
    with pytest.warns(mm.NoData):
        axes = plot.strength(since="2030")
    assert "the record holds no month of this period" in [text.get_text() for text in axes.texts]
    with pytest.raises(ValueError, match="too small"):
        plot.withdrawal(ax=Figure(figsize=(2, 2)).subplots())


def test_nothing_holds_a_picture_but_its_owner() -> None:
    code = "import sys\nfrom mali_minusma import plot\nprint('matplotlib' in sys.modules)\nplot.fatalities()\nprint('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["False", "False"]


def test_without_matplotlib_the_error_says_what_to_install() -> None:
    code = "import sys; sys.modules['matplotlib'] = sys.modules['matplotlib.figure'] = None\nimport mali_minusma as mm"
    code += "\ntry:\n    mm.plot.fatalities()\nexcept ImportError as error:\n    print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "matplotlib is not installed: pip install 'mali-minusma[plot]'\n"


def test_the_same_tables_make_the_same_pictures() -> None:
    assert pictures() == pictures()


@pytest.mark.parametrize("name", sorted(stamps()))
def test_the_pictures_of_the_readme_are_those_of_these_tables(name: str) -> None:
    text = (IMAGES / name).read_text(encoding="utf-8")
    assert stamps()[name] in text, "make them anew: python -m mali_minusma.plot.pictures docs/images"
    assert f"docs/images/{name}" in (IMAGES.parents[1] / "README.md").read_text(encoding="utf-8")


def test_a_picture_from_the_command_line_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "dead.svg"
    assert run("plot", "fatalities", target).stdout == f"wrote {target}\n"
    assert "<svg" in target.read_text(encoding="utf-8")
    again = run("plot", "fatalities", target)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    assert run("plot", "fatalities", target, "--by", "year", "--overwrite").returncode == 0
    assert run("plot", "timeline", tmp_path / "story.png", "moura").returncode == 0
    refused = run("plot", "fatalities", tmp_path / "dead.docx")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
