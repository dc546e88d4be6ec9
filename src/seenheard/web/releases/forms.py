"""Releases are loaded by a command: no forms."""
