"""Validation on Spark: the same rules compiled to SQL, for tables that are too large for one machine.

Nothing here is imported before it is asked for; it needs the extra `spark` and Java 17 or later. `docs/spark.md` tells
how it works.
"""
