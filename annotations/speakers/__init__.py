"""Speakers: listed and shown, what they were when, who may be one, merged, split, in and out as a table."""
