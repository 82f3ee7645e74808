"""The text of a file as lines ended by line feeds, in blocks; what isn't UTF-8 text is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.streams import BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.inputs.batch import Report
    from mali_minusma.inputs.streams import Bytes

_UTF_8_MARK: Final = b"\xef\xbb\xbf"
_MARKS: Final = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class TextStream:
    """A buffer of bytes, and where in the text it stands."""

    def __init__(self, source: Bytes, report: Report, block: int) -> None:
        self.buffer = b""
        self.line = 1
        """Line at which the buffer begins, from 1."""
        self.offset = 0
        """How many bytes came before the buffer."""
        self.faithful = True
        """Whether all bytes so far are as the source has them."""
        self.ended = False
        """Whether nothing follows the buffer."""
        self.cut_short = False
        """Whether something should have followed, and could not be unpacked."""
        self.report = report
        """Is told what is wrong."""
        self._pieces: Iterator[bytes] = source.pieces(block)
        self._held = b""
        self._has_returns = False
        self._begun = False

    def more(self) -> bool:
        """Add the next block to the buffer; return whether there was one."""
        if self.ended:
            return False
        try:
            piece = next(self._pieces, b"") if self._begun else self._first()
        except BrokenStreamError as error:
            # The last line may be cut anywhere, so it says nothing.
            line = self.line + self.buffer.count(b"\n")
            self.report(Fault("file.compression", str(error), place=(line, 1)))
            self.buffer = self.buffer[: self.buffer.rfind(b"\n") + 1]
            self.ended = self.cut_short = True
            return False
        if piece:
            self.buffer += self._without_returns(piece)
            return True
        if self.cut_short:
            return False
        self.ended = True
        return self._finish()

    def take(self, size: int) -> None:
        """Drop the first bytes of the buffer, up to the end of a line."""
        # Not bytes.count, which keeps other threads waiting.
        self.line += int(np.count_nonzero(np.frombuffer(self.buffer, np.uint8, size) == ord("\n")))
        self.offset += size
        self.buffer = self.buffer[size:]

    def drop_the_rest(self) -> None:
        """Read no further."""
        self.buffer = b""
        self.ended = True

    def _first(self) -> bytes:
        """Return the first bytes, which tell the encoding."""
        self._begun = True
        block = b""
        while len(block) < 4 and (piece := next(self._pieces, b"")):  # noqa: PLR2004 - the longest mark
            block += piece
        found = next((name for mark, name in _MARKS.items() if block.startswith(mark)), "")
        if not found and _every_other_is_nul(block[:64]):
            found = "UTF-16 or UTF-32 without a byte-order mark"
        if found:
            expected = "UTF-8: save the file in that encoding; nothing in it was read"
            self.report(Fault("file.encoding", expected, found, (1, 1)))
            self.ended = self.cut_short = True
            return b""
        if block.startswith(_UTF_8_MARK):
            self.report(Fault("file.encoding", "UTF-8 without a byte-order mark", "byte-order mark", (1, 1)))
            self.faithful = False
            return block[3:]
        return block

    def _finish(self) -> bool:
        """Give the last line the line feed that it lacks, if it does."""
        if not self._held and (not self.buffer or self.buffer.endswith(b"\n")):
            return False
        if not self._held:
            last = self.buffer[self.buffer.rfind(b"\n") + 1 :].decode("utf-8", "surrogateescape")
            place = (self.line + self.buffer.count(b"\n"), len(last) + 1)
            self.report(Fault("file.last-line", "a line feed at the end of the last line", place=place))
        self.buffer += b"\n"
        self.faithful = False
        return True

    def _without_returns(self, block: bytes) -> bytes:
        """Return the block with every line end as a line feed; the first other one is reported."""
        block, self._held = self._held + block, b""
        at = block.find(b"\r")
        if at < 0:
            return block
        self.faithful = False
        if not self._has_returns:
            self._has_returns = True
            before = self.buffer + block[:at]
            position = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "surrogateescape")) + 1
            place = (self.line + before.count(b"\n"), position)
            self.report(Fault("file.line-ends", "lines ended by a line feed alone", "carriage return", place))
        if block.endswith(b"\r"):
            block, self._held = block[:-1], b"\r"  # a line feed may follow in the next block
        return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _every_other_is_nul(head: bytes) -> bool:
    return len(head) > 1 and any(head[0::2]) != any(head[1::2])
