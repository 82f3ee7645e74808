"""Sources as bibliography entries, in the styles that reference managers read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mali_minusma._version import __version__
from mali_minusma.contract.source import load_contract

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mali_minusma.rows import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """What a citation needs, whatever its style."""

    key: str
    title: str
    author: str
    publisher: str
    date: tuple[int, ...]
    """Year, month and day, as many of them as are known."""
    url: str
    number: str
    """UN document symbol or another official number, or a version."""
    language: str
    dataset: bool


def source_entry(source: Source) -> Entry:
    """Return the entry of a source."""
    date: tuple[int, ...] = ()
    if source.published_on is not None:
        known = {"year": 1, "month": 2}.get(source.published_precision or "day", 3)
        date = (source.published_on.year, source.published_on.month, source.published_on.day)[:known]
    return Entry(
        source.source_id, source.title, source.author or "", source.publisher, date, source.url or "",
        source.document_symbol or "", source.language, source.source_type == "un_data",
    )  # fmt: skip


def package_entry() -> Entry:
    """Return the entry of this package, with its version."""
    package = load_contract().package
    return Entry(
        f"mali-minusma-{__version__}", str(package["title"]), "The mali-minusma contributors", "mali-minusma", (), "",
        f"version {__version__}", "en", dataset=True,
    )  # fmt: skip


def render(entries: Sequence[Entry], style: str) -> str:
    """Return the entries in a style.

    Raises:
        ValueError: if the style is unknown.

    >>> render([], "text")
    ''
    """
    if style not in _STYLES:
        raise ValueError(f"no citation style {style!r}; known are: {', '.join(_STYLES)}")
    return _STYLES[style](entries)


def _bibtex(entries: Sequence[Entry]) -> str:
    return "\n".join(map(_bibtex_entry, entries))


_LATEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


def _bibtex_entry(entry: Entry) -> str:
    # The inner braces keep BibTeX from changing capitals and from splitting an organisation into first and last name.
    fields = [
        ("author", "{" + (entry.author or entry.publisher).translate(_LATEX) + "}"),
        ("title", "{" + entry.title.translate(_LATEX) + "}"),
        ("howpublished", entry.publisher.translate(_LATEX)),
        ("number", entry.number.translate(_LATEX)),
        ("year", str(entry.date[0]) if entry.date else ""),
        ("month", str(entry.date[1]) if len(entry.date) > 1 else ""),
        ("day", str(entry.date[2]) if len(entry.date) > 2 else ""),  # noqa: PLR2004 - year, month and day
        # A brace could end the field early; in an address it is written as its code.
        ("url", entry.url.replace("{", "%7B").replace("}", "%7D")),
        ("language", entry.language),
    ]
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@misc{{{entry.key},\n{lines}}}\n"


def _csl_json(entries: Sequence[Entry]) -> str:
    items = []
    for entry in entries:
        item: dict[str, object] = {
            "id": entry.key,
            "type": "dataset" if entry.dataset else "document",
            "title": entry.title,
            "author": [{"literal": entry.author or entry.publisher}],
            "publisher": entry.publisher,
            "language": entry.language,
        }
        if entry.date:
            item["issued"] = {"date-parts": [list(entry.date)]}
        if entry.url:
            item["URL"] = entry.url
        if entry.number:
            item["number"] = entry.number
        items.append(item)
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _text(entries: Sequence[Entry]) -> str:
    return "".join(_text_entry(entry) + "\n" for entry in entries)


def _text_entry(entry: Entry) -> str:
    date = "-".join(f"{part:02d}" for part in entry.date) or "n.d."
    author = f"{entry.author}, " if entry.author and entry.author != entry.publisher else ""
    rest = "".join(f" {part}." for part in (entry.number, entry.url) if part)
    return f"{author}{entry.publisher} ({date}): {entry.title}.{rest}"


_STYLES: Final[Mapping[str, Callable[[Sequence[Entry]], str]]] = {
    "bibtex": _bibtex,
    "csl-json": _csl_json,
    "text": _text,
}
