"""Who takes part: each validator in a program of its own, used as its documentation shows.

Each is run as `python -m benchmarks.contestants.NAME PATH [TABLE]`, reads the file itself, and prints what it found, as
`benchmarks.contestants.telling` says. Nothing here is imported by another contestant but that, so that the imports that
are measured are those of the tool.
"""
