"""Finding articles by words: one search() (front.py) before two engines, FTS5 and PostgreSQL's tsvector.

Nothing is imported here: processes that only read files cut words too (language.py, entries.py), and loading
Django would take them longer than a hundred articles do.
"""
