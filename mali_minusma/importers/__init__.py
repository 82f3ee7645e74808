"""Bring the tables up to what the UN publishes: read its open-data files, compare, and write when told to.

>>> from pathlib import Path
>>> from mali_minusma.importers import compare, read_fatalities
>>> plan = compare(read_fatalities(Path("DPPADPOSS-FATALITIES.csv")), Path(".")) # doctest: +SKIP
>>> print(plan.text(limit=20)) # doctest: +SKIP
"""

from __future__ import annotations

from mali_minusma.importers.contributions import read_contributions
from mali_minusma.importers.fatalities import read_fatalities
from mali_minusma.importers.plan import Change, Incoming, Plan, compare
from mali_minusma.importers.upstream import UpstreamError
from mali_minusma.importers.write import write

__all__ = ["Change", "Incoming", "Plan", "UpstreamError", "compare", "read_contributions", "read_fatalities", "write"]
