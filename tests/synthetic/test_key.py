"""The answer key says late from the second after the due time until the records know that it was done."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from seenheard.synthetic import key
from seenheard.synthetic.clock import NEVER

NIGHTS = (1000, 2000, 3000)


def states(known: int, due: int, until: int = NEVER) -> list[bool]:
    answers = key.AnswerKey(NIGHTS)
    answers.late("a-duty", [np.array(["K"])], known, due, until)
    return [bool(answers.lines(night)) for night in range(3)]


def test_due_at_the_night_is_not_late() -> None:
    assert states(known=0, due=2000) == [False, False, True]


def test_due_a_second_before_the_night_is_late() -> None:
    assert states(known=0, due=1999) == [False, True, True]


def test_nothing_is_late_before_the_records_know_of_it() -> None:
    assert states(known=2000, due=10) == [False, True, True]


def test_known_to_be_done_at_the_night_is_done() -> None:
    assert states(known=0, due=10, until=2000) == [True, False, False]


def test_it_reads_what_it_wrote(tmp_path: Path) -> None:
    answers = key.AnswerKey(NIGHTS)
    answers.plan("a-duty", [np.array(["a|b", 'c,"d"']), "%"], "unknown", 0)
    answers.write(0, tmp_path)
    assert key.read(tmp_path) == {("a-duty", "a%7Cb|%25", "unknown"), ("a-duty", 'c,"d"|%25', "unknown")}
