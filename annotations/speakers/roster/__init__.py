"""The speakers as a table of CSV: out, and in after a look at what it would do."""
