"""docs/duties says what the declarations, the standard and the examples say."""

from __future__ import annotations

from pathlib import Path

from seenheard.duties import DUTIES
from seenheard.duties.rules import RULES
from tests.spec.documentation import FOLDER, outcome, pages, table, write

ROOT = Path(__file__).parents[2]


def test_every_page_is_as_the_code_makes_it() -> None:
    made = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).glob("*.md")}
    assert sorted(found) == sorted(made), "run make docs"
    assert not [name for name, text in made.items() if found[name] != text], "run make docs"


def test_every_duty_has_a_page_that_the_index_leads_to() -> None:
    made = pages()
    assert set(made) == {"index.md"} | {f"{name}.md" for name in DUTIES}
    assert all(f"({name}.md)" in made["index.md"] for name in DUTIES)


def test_every_duty_has_its_rule_in_words() -> None:
    assert list(RULES) == list(DUTIES)
    timed = {name for name, duty in DUTIES.items() if duty.starts is not None}
    assert not [name for name in timed if "| **Within** | " not in pages()[f"{name}.md"]]


def test_pages_of_duties_that_are_no_more_are_removed(tmp_path: Path) -> None:
    (tmp_path / "offender-dance.md").write_text("# Gone\n")
    write(tmp_path)
    assert not (tmp_path / "offender-dance.md").exists()


def test_a_bar_stays_within_its_cell() -> None:
    assert table([{"key": ["a", "b"], "says": "x|y", "seen": True}])[2] == r"| a\|b | x\|y | true |"


def test_nothing_owed_is_said() -> None:
    assert outcome([]) == ["Then nothing is owed: no row."]
