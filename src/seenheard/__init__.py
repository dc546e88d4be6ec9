"""Finds, every morning, which children are not yet protected and why, and proves what was done about it."""

__version__ = "0.1.0"
