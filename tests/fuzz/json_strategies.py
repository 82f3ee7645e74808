"""Files of JSON Lines to try: written as different tools write them, a few lines damaged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.fuzz.model import kinds, released
from tests.fuzz.strategies import TABLES, cells

NUMERIC = {"integer", "number"}

TOKENS = [
    "null", "true", "false", "NaN", "-Infinity", "5", "0", "-0", "05", "+5", "5.0", "1.50", "-3.25", "16.7", "1e2", "1E+2", "5e-7", "1e400",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1" * 24, "1" * 25, "9" * 400, "0." + "1" * 30, "1.", ".5", "0x1F",
    '""', '"5"', '" "', '"null"', '"true"', '"a', "'a'", '"\\u0061"', '"\\u00e9"', '"é"', '"é\\u00e9"', '"\\/"', '"/"', '"\\u0022"', '"\\""',
    '"\\\\"', '"\\\\u00e9"', '"\\n"', '"\\u000a"', '"\\u0000"', '"\\u007f"', '"\x7f"', '"\\u2028"', '"\u2028"', '"\\b\\f\\r\\t"', '"\\x41"',
    '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"😀"', '"\ufeff"', '"a\tb"', '"a\0b"', '"\\u12"', '"a","note":"b"', '"a\\",\\"note\\":\\"b"',
    '"x\\"latitude\\": 5, \\"count\\": 6}"', "[]", "[5]", "{}", '{"a": 1}', '{"a": 1, "a": 2}', '{"latitude": 5}', '["\\ud800"]', "",
]  # fmt: skip
"""What may stand in the place of a value, JSON or not."""

LINES = [
    b"", b" ", b"\t", b"{}", b"{ }", b"[]", b"5", b"null", b"{", b'{"a": 1', b"{}{}", b"\xff", b"\0", b"\xef\xbb\xbf{}", b"x\x01", b"\x1f\x8b\x08\0",
    b'{"x": 05}', b'{"x": 5, "x": 6}', b"[" * 2000, b'{"\\ud800": 1}', b'{"note": "\\ud800"}', b'{"note": "\xe9"}',
]  # fmt: skip
"""Lines that no way of writing gives, of which most are no record."""

PIECES = [b'"', b",", b":", b"{", b"}", b"[", b"\\", b"\\u", b" ", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xe9", b"\xef\xbb\xbf", b"5", b"null", b"x\x01"]  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How a tool writes rows."""

    opening: str
    colon: str
    comma: str
    closing: str
    nulls: frozenset[str]
    """The columns of which a missing value is written as null."""
    order: list[str]
    ascii: bool
    extra: str
    """A member more, the same in every row."""

    def line(self, row: Mapping[str, str], kind_of: Mapping[str, str], tokens: Mapping[str, str]) -> str:
        """Return the line for a row, in which some values are replaced by what the tokens say."""
        members = []
        for name in self.order:
            cell = row[name]
            token = tokens.get(name)
            if token is None and cell:
                token = cell if kind_of[name] in NUMERIC else json.dumps(cell, ensure_ascii=self.ascii)
            if token is not None or name in self.nulls:
                members.append(json.dumps(name, ensure_ascii=False) + self.colon + (token or "null"))
        return self.opening + self.comma.join([*members, self.extra][: len(members) + bool(self.extra)]) + self.closing


@dataclass(frozen=True)
class JsonFile:
    """The bytes of a file of a table."""

    table: str
    data: bytes
    block: int
    """How many bytes of it are read at a time."""


@st.composite
def styles(draw: st.DrawFn, names: list[str]) -> Style:
    comma, colon = draw(st.sampled_from([(", ", ": "), (",", ":"), (",", ": "), (" , ", " : "), (",\t", ":\t")]))
    nulls = draw(st.one_of(st.just(names), st.just([]), st.lists(st.sampled_from(names))))
    order = draw(st.one_of(st.just(names), st.just(names[::-1]), st.permutations(names)))
    opening, closing = draw(st.sampled_from([("{", "}"), ("{", "}"), ("{ ", " }"), (" {", "} ")]))
    extra = draw(st.sampled_from(["", "", "", '"x": 5', '"x": "é"', '"x": [1]', '"X":null', '"\\u0078": 1']))
    return Style(opening, colon, comma, closing, frozenset(nulls), order, draw(st.booleans()), extra)


@st.composite
def json_files(draw: st.DrawFn) -> JsonFile:
    """Draw a file in one way of writing or two, with some values replaced, and some bytes."""
    table = draw(st.sampled_from(TABLES))
    kind_of = kinds(table)
    names = list(kind_of)
    ways = draw(st.lists(styles(names), min_size=1, max_size=2))
    lines = []
    for row in draw(st.lists(st.sampled_from(released(table)[:40]), min_size=1, max_size=12)):
        tokens = (
            draw(st.dictionaries(st.sampled_from(names), st.sampled_from(TOKENS), max_size=2))
            if draw(st.booleans())
            else {}
        )
        odd = {name: draw(cells(table, name)) for name in draw(st.lists(st.sampled_from(names), max_size=1))}
        made = {name: cell for name, cell in odd.items() if kind_of[name] not in NUMERIC}
        lines.append(draw(st.sampled_from(ways)).line({**row, **made}, kind_of, tokens))
    data = b"".join(
        draw(st.sampled_from([b"", b"", b"", b"", draw(st.sampled_from(LINES)) + b"\n"])) + line.encode() + b"\n"
        for line in lines
    )
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        at, upto = draw(st.integers(0, len(data))), draw(st.integers(0, 2))
        data = data[:at] + draw(st.sampled_from(PIECES)) + data[at + upto :]
    return JsonFile(table, data, draw(st.sampled_from([2**20, 300, 2000])))
