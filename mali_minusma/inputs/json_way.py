"""The way in which a line of JSON is written: learned from one line, and used to write others down again."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mali_minusma.contract.lexical import FieldType

_OPENING: Final = re.compile(r"\{[ \t]*+")
_MEMBER: Final = re.compile(
    r'"([^"\\]*+)"([ \t]*+:[ \t]*+)("(?:[^"\\]++|\\.)*+"|[-+.\w]++)([ \t]*+(?:,[ \t]*+|\}[ \t]*+))'
)
_BEYOND_ASCII: Final = re.compile(r"\\u(?!00[0-7])")


@dataclass(frozen=True)
class Way:
    """One way of writing rows as JSON: names, order and spaces."""

    opening: str
    colon: str
    comma: str
    closing: str
    names: tuple[str, ...]
    """The members in their order."""
    left_out: frozenset[str]
    """The members that are left out where the value is missing; any other is null there."""
    ascii: bool
    """Whether characters beyond ASCII are written as escapes."""

    def line(self, kinds: Mapping[str, FieldType]) -> pl.Expr:
        """Return the line that a row gives.

        Args:
            kinds: the types of the columns: `integer` is held as whole numbers, `number` as the text that is written
                in the line, any other as text.
        """
        first, *others = self._members(kinds)
        if self.names[0] in self.left_out:
            members = pl.concat_str([*first, *(piece for pieces in others for piece in pieces)])
            return pl.concat_str(pl.lit(self.opening), members.str.strip_prefix(self.comma), pl.lit(self.closing))
        return pl.concat_str(
            [pl.lit(self.opening), *first[1:], *(piece for pieces in others for piece in pieces), pl.lit(self.closing)]
        )

    def _members(self, kinds: Mapping[str, FieldType]) -> Iterator[list[pl.Expr]]:
        """Yield what each member adds to the line, the comma before it first; some members together."""
        for names in self._runs(kinds):
            if len(names) > 1:
                yield [pl.lit(self.comma), _encoded(names).str.strip_prefix("{").str.strip_suffix("}")]
                continue
            (name,) = names
            label = json.dumps(name, ensure_ascii=False) + self.colon
            said = [pl.lit(self.comma), pl.lit(label), self._value(name, kinds[name])]
            if name in self.left_out:
                said = [pl.when(pl.col(name).is_not_null()).then(pl.concat_str(said)).otherwise(pl.lit(""))]
            yield said

    def _runs(self, kinds: Mapping[str, FieldType]) -> Iterator[list[str]]:
        """Yield the names, those together that polars can write at once: it leaves no spaces."""
        run: list[str] = []
        without_spaces = (self.colon, self.comma, self.ascii) == (":", ",", False)
        for name in self.names:
            if without_spaces and name not in self.left_out and kinds[name] != "number":
                run.append(name)
                continue
            if run:
                yield run
                run = []
            yield [name]
        if run:
            yield run

    def _value(self, name: str, kind: FieldType) -> pl.Expr:
        if kind in {"integer", "number"}:
            return pl.col(name).cast(pl.String).fill_null("null")
        if self.ascii:
            return pl.col(name).map_batches(_in_ascii, return_dtype=pl.String).fill_null("null")
        return _encoded_text(pl.col(name))


@dataclass(frozen=True)
class Sample:
    """What one line tells of the way in which it is written."""

    way: Way
    extra: Mapping[str, FieldType]
    """The members that the schema doesn't have, and what they hold."""


def learn(line: str, kinds: Mapping[str, FieldType], is_allowed: Callable[[str], bool]) -> Sample | None:
    """Return the way in which a line is written, or None if it isn't a plain one.

    What is learned wrongly does no harm: it gives other lines than those that stand in the file.

    Args:
        line: the line, without its line feed.
        kinds: the columns that are known, and their types.
        is_allowed: tells of any other name whether it may be there.

    >>> found = learn('{"b": 1, "a": null}', {"a": "string", "b": "integer", "c": "date"}, lambda _: False)
    >>> found.way.names, found.way.left_out, found.way.comma
    (('b', 'a', 'c'), frozenset({'c'}), ', ')
    """
    opening = _OPENING.match(line)
    at = opening.end() if opening else len(line)
    values: dict[str, str] = {}
    colons, ends = set(), []
    while found := _MEMBER.match(line, at):
        name, colon, value, end = found.groups()
        if name in values or not (name in kinds or is_allowed(name)):
            return None
        values[name] = value
        colons.add(colon)
        ends.append(end)
        at = found.end()
        if "}" in end:
            break
    if opening is None or at < len(line) or len(colons) != 1 or len(commas := set(ends[:-1])) > 1:
        return None
    (colon,) = colons
    comma = min(commas, default=", " if colon.endswith(" ") else ",")
    absent = kinds.keys() - values
    nulls = {name for name, value in values.items() if value == "null"}
    # A member that is left out here stands where the schema has it, or the alphabet, if the others stand so.
    appended = [*values, *(name for name in kinds if name in absent)]
    orders = (list(kinds), sorted(appended), appended)
    names = next(order for order in orders if [name for name in order if name in values] == list(values))
    # Of a column with a value here it isn't known; it is taken to be as the others are.
    left_out = absent if nulls or not absent else {*kinds, *values}
    way = Way(opening[0], colon, comma, ends[-1], tuple(names), frozenset(left_out), bool(_BEYOND_ASCII.search(line)))
    extra: dict[str, FieldType] = {
        name: "number" if value[0] in "-0123456789" else "string" for name, value in values.items() if name not in kinds
    }
    return Sample(way, extra)


def _encoded(names: list[str]) -> pl.Expr:
    """Return an object with these members as polars writes it."""
    return pl.struct(names).struct.json_encode()


def _encoded_text(column: pl.Expr) -> pl.Expr:
    """Return texts in quotes, with escapes only where JSON asks for them, or null."""
    return pl.struct(column.alias("")).struct.json_encode().str.strip_prefix('{"":').str.strip_suffix("}")


def _in_ascii(cells: pl.Series) -> pl.Series:
    """Return texts in quotes, in ASCII alone; nothing for nothing."""
    written = cells.to_frame("").select(pl.when(pl.col("").is_not_null()).then(_encoded_text(pl.col("")))).to_series()
    beyond = (cells.str.len_bytes() != cells.str.len_chars()).fill_null(value=False)
    if not beyond.any():
        return written
    return written.scatter(beyond.arg_true(), [encode_basestring_ascii(cell) for cell in cells.filter(beyond)])
