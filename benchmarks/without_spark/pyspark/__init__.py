"""Stands before PySpark on the path of all that isn't about Spark.

pandera imports PySpark wherever it is installed, which takes it a second; most who use pandera have none.
"""

raise ModuleNotFoundError("PySpark is hidden from this process", name="pyspark")
