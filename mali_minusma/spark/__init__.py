"""Validation on Spark: the same rules compiled to SQL, for tables that are too large for one machine.

Nothing here is imported before it is asked for; it needs the extra `spark` and Java 17 or later. `docs/spark.md` tells
how it works.
"""

from __future__ import annotations

import sys


def is_spark_frame(target: object) -> bool:
    """Tell whether something is a frame of Spark; nothing is imported for that."""
    module = sys.modules.get("pyspark.sql")
    return module is not None and isinstance(target, module.DataFrame)
