"""What is put away so that nothing is lost: copies of the SQLite file (copies.py) and backups, files of one
format for both databases (format.py, out.py, into.py)."""
