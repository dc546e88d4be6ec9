"""docs/audits says what the shipped schemes say."""

from __future__ import annotations

from pathlib import Path

from seenheard.audits.documentation import pages

FOLDER = Path("docs/audits")


def test_the_pages_are_those_of_the_schemes() -> None:
    """If this fails: make docs."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")} == pages()
