"""What is measured: `python -m benchmarks`, by hand; `python -m benchmarks.planted` makes large tables."""
