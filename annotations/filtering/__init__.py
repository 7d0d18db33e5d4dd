"""Which annotations are meant: one filter for the table, its groups and bulk edit, and every export."""

from .filter import Filter, Kind, Lack

__all__ = ["Filter", "Kind", "Lack"]
