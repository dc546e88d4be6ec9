"""Reads a list that is written as one text, so that long lists stay readable."""

from __future__ import annotations


def listed(text: str, between: str = " ") -> tuple[str, ...]:
    return tuple(text.split(between))
