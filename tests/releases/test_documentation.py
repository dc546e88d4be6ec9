"""docs/contract/releases.md says what the declarations of a release's files say."""

from pathlib import Path

from seenheard.releases.documentation import FOLDER, PAGE, document
from seenheard.releases.schema import FILES

ROOT = Path(__file__).parents[2]


def test_the_page_is_as_the_declarations_make_it() -> None:
    assert (ROOT / FOLDER / PAGE).read_text(encoding="utf-8") == document(), "run make docs"


def test_every_file_and_column_is_on_the_page() -> None:
    told = document()
    for one in FILES.values():
        assert f"## {one.file}" in told
        assert all(f"| {column.name} |" in told for column in one.columns)
