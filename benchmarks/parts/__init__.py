"""The parts of a run, each of which saves what it measured when it is done."""
