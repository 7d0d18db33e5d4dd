"""Releases: copying.py makes a project's copy, task.py does that in the background, checksum.py says what it
is known by, readers.py who reads it. docs/adr/0022 has why."""
