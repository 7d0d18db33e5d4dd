"""What is purged is gone for good: rows.py takes out the rows and everything that history, imports and the
index know of them, remains.py what a database's files still hold of deleted rows."""
