"""The verb `seenheard standards`."""

from pathlib import Path

import pytest

from seenheard.duties.standards import listing
from seenheard.errors import ArgumentError


def test_numbers_are_listed_with_a_warning_for_the_unverified(capsys: pytest.CaptureFixture[str]) -> None:
    listing(on="2026-11-22", against=None, overlay=None)
    printed = capsys.readouterr().out
    assert "76 numbers in force on 2026-11-22" in printed
    assert "of 77 numbers and lists are unverified" in printed
    assert "overdue for review" not in printed


def test_an_overdue_review_is_named_with_its_keeper(capsys: pytest.CaptureFixture[str]) -> None:
    listing(on="2027-04-01", against=None, overlay=None)
    printed = " ".join(capsys.readouterr().out.split())
    assert "numbers and lists are overdue for review" in printed
    assert "online-grading within (by 2027-03-31, Head of online child abuse investigation)" in printed


def test_only_what_differs_is_shown_against_a_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        '[[number]]\nduty = "online-grading"\nname = "within"\nvalue = 12\nunit = "hours"\nin_force_from = 2026-01-01\n'
        'source = "[red]Force[/red] policy"\nconfidence = "verified"\nkeeper = "K"\ncheck_by = 2028-01-01\n'
    )
    (tmp_path / "2026-01-01-ours.toml").write_text(text, encoding="utf-8")
    listing(on="2026-11-22", against="2025-11-22", overlay=tmp_path)
    printed = capsys.readouterr().out
    assert "24 hours" in printed and "12 hours" in printed
    assert "[red]Force[/red] policy" in printed
    assert "offender-visit" not in printed


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ArgumentError, match=r"--on '22.11.2026' is not a date"):
        listing(on="22.11.2026", against=None, overlay=None)
