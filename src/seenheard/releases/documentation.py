"""Writes the contract's second half, the files of a release, from their declarations: docs/contract/releases.md.

python -m seenheard.releases.documentation [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from seenheard.releases.schema import FILES

FOLDER, PAGE = Path("docs/contract"), "releases.md"


def document() -> str:
    """The files and columns as Markdown."""
    said = ["# A release: its files", ""]
    for one in FILES.values():
        said += [f"## {one.file}", "", f"One row is {one.row}. Ordered by {', '.join(one.order)}.", ""]
        said += ["| column | type | meaning |", "|---|---|---|"]
        said += [f"| {column.name} | {column.type} | {column.meaning} |" for column in one.columns]
        said.append("")
    return "\n".join(said)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    (folder / PAGE).write_text(document(), encoding="utf-8")
