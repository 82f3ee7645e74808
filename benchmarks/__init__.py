"""What is measured, run by hand from the root of the repository; `python -m benchmarks.planted` makes large tables."""
