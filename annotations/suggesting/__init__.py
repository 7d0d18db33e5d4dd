"""Suggestions of the quote detector: made over a project, shown to members, decided by them, and measured."""
