"""Agreement in a report: grades and answers apart, and what can't be said is said so."""

from __future__ import annotations

from tests.audits.report import sample

from seenheard.audits.agreement import kappa, raw_agreement
from seenheard.audits.ratings import Ratings
from seenheard.audits.report.agreed import section
from seenheard.audits.report.blocks import Bullets, Table
from seenheard.audits.report.told import AgreementRow

ALIKE = Ratings(("yes", "no"), (("yes", "yes"),) * 4)
APART = Ratings(("good", "bad"), (("good", "bad"), ("good", "good"), ("bad", "bad"), ("bad", "bad")))


def test_grades_and_answers_stand_in_tables_of_their_own() -> None:
    scheme, made = sample.result()
    rows = (
        AgreementRow("File", 4, (raw_agreement(APART), kappa(APART))),
        AgreementRow("“Seen?”", 4, (raw_agreement(ALIKE), kappa(ALIKE)), of="answers"),
    )
    found = section(sample.told(scheme, made, agreement=rows))
    assert found is not None
    grades, answers = (block for block in found.blocks if isinstance(block, Table))
    assert grades.rows[0][:2] == ("File", "4") and grades.rows[0][2].startswith("0.75")
    assert grades.head == ("What", "Files", "Raw agreement", "Kappa")
    assert answers.rows[0][3] == "can’t say"
    (why,) = (block for block in found.blocks if isinstance(block, Bullets))
    assert why.items == (kappa(ALIKE).words,)


def test_without_a_second_reading_there_is_no_section() -> None:
    scheme, made = sample.result()
    assert section(sample.told(scheme, made, agreement=())) is None
