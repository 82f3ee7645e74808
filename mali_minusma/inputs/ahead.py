"""Read the next batch while the last one is looked at."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from mali_minusma.inputs.batch import Batch, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.inputs.batch import Report, Source

_Item: TypeAlias = "Batch | Fault | BaseException | None"
"""What the reader hands over; nothing at the end."""


def ahead(source: Source, report: Report, keep: int) -> Iterator[Batch]:
    """Yield the batches of a source, reading one ahead in a thread; faults are reported in between, in order.

    What goes wrong while reading is raised here.

    Args:
        source: what is read.
        report: is told of each fault.
        keep: how many faults of a rule are to be told of in full.
    """
    reader = _Reader(source, keep)
    reader.start()
    try:
        while (item := reader.read.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            if isinstance(item, Fault):
                report(item)
            else:
                yield item
    finally:
        reader.stop.set()
        reader.join()


class _Reader(threading.Thread):
    def __init__(self, source: Source, keep: int) -> None:
        super().__init__(name="reader", daemon=True)
        self.read: queue.Queue[_Item] = queue.Queue(1)
        self.stop = threading.Event()
        self._source = source
        self._keep = keep
        self._told: Counter[str] = Counter()

    def run(self) -> None:
        """Read to the end, or until nobody waits for more."""
        try:
            for batch in self._source.batches(self._tell):
                self._put(batch)
                if self.stop.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - raised where the batches are taken
            self._put(error)
        else:
            self._put(None)

    def _tell(self, fault: Fault) -> bool:
        self._put(fault)
        self._told[fault.rule] += 1
        return self._told[fault.rule] >= self._keep

    def _put(self, item: _Item) -> None:
        while not self.stop.is_set():
            try:
                self.read.put(item, timeout=0.1)
            except queue.Full:
                continue
            return
