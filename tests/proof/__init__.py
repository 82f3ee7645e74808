"""The proof that every constraint bites in every validator that claims it, and that nothing else is found.

For each constraint of the contract one cell of a valid row is changed so that this constraint alone is broken. Many
rows are changed at once, one change a row, and each validator must find exactly what was broken.
"""
