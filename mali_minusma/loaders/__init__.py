"""One typed loader a table, with the filters that fit it."""
