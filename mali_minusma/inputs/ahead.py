"""Read the next piece while the last one is looked at."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from mali_minusma.inputs.batch import Batch, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mali_minusma.inputs.batch import Report, Source

Item = TypeVar("Item")


def ahead(source: Source, report: Report, keep: int) -> Iterator[Batch]:
    """Yield the batches of a source, reading one ahead in a thread; faults are reported in between, in order.

    What goes wrong while reading is raised here.

    Args:
        source: what is read.
        report: is told of each fault.
        keep: how many faults of a rule are to be told of in full.
    """
    told: Counter[str] = Counter()

    def read(put: Callable[[Batch | Fault], None]) -> None:
        def tell(fault: Fault) -> bool:
            put(fault)
            told[fault.rule] += 1
            return told[fault.rule] >= keep

        for batch in source.batches(tell):
            put(batch)

    for item in made_ahead(read):
        if isinstance(item, Fault):
            report(item)
        else:
            yield item


def made_ahead(make: Callable[[Callable[[Item], None]], None]) -> Iterator[Item]:
    """Yield what is put, made in a thread that is at most one item ahead of who takes them.

    Args:
        make: is given a function that puts an item, and returns when there are no more; what it raises is raised here.

    >>> list(made_ahead(lambda put: [put(number) for number in range(3)] and None))
    [0, 1, 2]
    """
    maker = _Maker(make)
    maker.start()
    try:
        while (item := maker.made.get()) is not _END:
            if isinstance(item, _Raised):
                raise item.error
            yield item  # type: ignore[misc]
    finally:
        maker.stop.set()
        maker.join()


class _Raised:
    """What the maker raised."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


class _End:
    """There are no more items."""


_END = _End()


class _NobodyWaitsError(Exception):
    """Nobody takes more."""


class _Maker(threading.Thread, Generic[Item]):
    def __init__(self, make: Callable[[Callable[[Item], None]], None]) -> None:
        super().__init__(name="reader", daemon=True)
        self.made: queue.Queue[Item | _Raised | _End] = queue.Queue(1)
        self.stop = threading.Event()
        self._make = make

    def run(self) -> None:
        """Make all items, or as many as somebody takes."""
        with suppress(_NobodyWaitsError):
            self._put(self._end())

    def _end(self) -> _Raised | _End:
        """Make all items; return what is to be said at the end."""
        try:
            self._make(self._put)
        except _NobodyWaitsError:
            raise
        except BaseException as error:  # noqa: BLE001 - raised where the items are taken
            return _Raised(error)
        return _END

    def _put(self, item: Item | _Raised | _End) -> None:
        while not self.stop.is_set():
            try:
                self.made.put(item, timeout=0.1)
            except queue.Full:
                continue
            return
        raise _NobodyWaitsError
