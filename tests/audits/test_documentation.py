"""docs/audits says what the shipped schemes say, and the guide's example is a scheme."""

from __future__ import annotations

from pathlib import Path

import pytest

from seenheard.audits.documentation import FOLDER, VOICES, pages, write
from seenheard.audits.judging import area_rules_in_words, file_rules_in_words
from seenheard.audits.scheme import Scheme, read_own, shipped
from seenheard.audits.scheme_file import VOICES as PARTS

ROOT = Path(__file__).parents[2]


def test_every_page_is_as_the_schemes_make_it() -> None:
    made = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).glob("*.md")}
    assert sorted(found) == sorted(made), "run make docs"
    assert not [name for name, text in made.items() if found[name] != text], "run make docs"


@pytest.mark.parametrize("scheme", shipped(), ids=lambda scheme: scheme.name)
def test_every_question_guidance_and_rule_can_be_read(scheme: Scheme) -> None:
    told = pages()[f"{scheme.name}.md"]
    for one in scheme.criteria:
        assert f"### {one.question}\n\n{one.guidance}\n" in told
    assert all(rule in told for rule in (*area_rules_in_words(scheme), *file_rules_in_words(scheme)))
    assert f"({scheme.name}.md)" in pages()["index.md"]


def test_every_part_of_the_voice_of_the_child_has_its_words() -> None:
    assert tuple(VOICES) == PARTS


def test_every_duty_that_is_named_has_its_page() -> None:
    for scheme in shipped():
        assert all((ROOT / f"docs/duties/{one.duty}.md").exists() for one in scheme.criteria if one.duty)


def test_pages_of_schemes_that_are_no_more_are_removed(tmp_path: Path) -> None:
    (tmp_path / "inspection-1999.md").write_text("# Gone\n")
    write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(pages())


def test_the_guides_example_is_a_scheme_that_can_be_read() -> None:
    guide = (ROOT / "docs/how-to/own-scheme.md").read_text(encoding="utf-8")
    example = guide.split("```toml\n")[1].split("```")[0]
    own = read_own(example, "own-scheme.md")
    assert own.name == "our-force-missing"
    assert area_rules_in_words(own)[0] in guide
    assert file_rules_in_words(own)[0] in guide
