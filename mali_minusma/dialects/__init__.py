"""The contract said in other languages: each module turns a table's schema into one dialect."""
