"""docs/contract says what the declarations say."""

from pathlib import Path

import pytest

from seenheard.records.documentation import FOLDER, pages, write

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", pages())
def test_a_page_is_as_the_declarations_make_it(name: str) -> None:
    found = (ROOT / FOLDER / name).read_text(encoding="utf-8")
    assert found == pages()[name], "run python -m seenheard.records.documentation"


def test_every_page_can_be_written_anew(tmp_path: Path) -> None:
    write(tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(pages())


def test_the_choices_page_is_there() -> None:
    assert (ROOT / FOLDER / "choices.md").is_file()
