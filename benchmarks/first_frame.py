"""How long a newcomer waits: importing the package, and the first table as a frame, beside pandas alone.

Each figure is a fresh process, the two sides of a pair taking turns, so that a busy machine slows both. Inside the
process the clock runs from before the import to after the call; the start of Python itself is not in it.

    python benchmarks/first_frame.py [rounds]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from typing import Final

from mali_minusma.columns import COLUMNS
from mali_minusma.contract.lexical import PANDAS_DTYPES
from mali_minusma.reading import table_path

DAYS: Final = [name for name, kind in COLUMNS["events"].items() if kind == "date"]
TYPES: Final = {name: PANDAS_DTYPES[kind] for name, kind in COLUMNS["events"].items() if kind != "date"}
READ: Final = (
    f"pd.read_csv({str(table_path('events'))!r}, dtype={TYPES!r}, parse_dates={DAYS!r}, "
    "date_format='%Y-%m-%d', keep_default_na=False, na_values=[''])"
)

PAIRS: Final = {
    "import": ("", "import mali_minusma", "import pandas"),
    "first frame, with the imports": (
        "",
        "import mali_minusma as mm\nmm.events()",
        f"import pandas as pd\n{READ}",
    ),
    "first frame, pandas already imported": (
        "import pandas as pd",
        "import mali_minusma as mm\nmm.events()",
        READ,
    ),
    "first frame, both already imported": (
        "import pandas as pd\nimport mali_minusma as mm\nmm.events",
        "mm.events()",
        READ,
    ),
}
"""What is done before the clock starts, with this package, and with pandas alone."""

CLOCK: Final = "import time\n{before}\n_start = time.perf_counter()\n{work}\nprint(time.perf_counter() - _start)"


def seconds(before: str, work: str) -> float:
    """Return how long some work takes in a fresh process."""
    code = CLOCK.format(before=before, work=work)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    return float(done.stdout)


def main(rounds: int) -> None:
    """Print the median, and the least, of each pair in milliseconds, and their ratio."""
    print(f"{'':38}{'this package':>22}{'pandas alone':>22}{'ratio':>8}")
    for name, (before, ours, theirs) in PAIRS.items():
        seconds(before, ours), seconds(before, theirs)  # the first run fills the caches of files and bytecode
        taken = [(seconds(before, ours), seconds(before, theirs)) for _ in range(rounds)]
        cells = [
            f"{statistics.median(side) * 1000:8.1f} (min {min(side) * 1000:6.1f})" for side in zip(*taken, strict=True)
        ]
        ratio = statistics.median(mine / other for mine, other in taken)
        print(f"{name:38}{cells[0]:>22}{cells[1]:>22}{ratio:8.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
