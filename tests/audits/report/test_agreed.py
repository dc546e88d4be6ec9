"""Agreement in a report: grades and answers apart, and what can't be said is said so."""

from __future__ import annotations

from tests.audits.report import sample

from seenheard.audits.agreement import gwet, kappa, raw_agreement
from seenheard.audits.ratings import Ratings
from seenheard.audits.report.agreed import section
from seenheard.audits.report.blocks import Bullets, Paragraphs, Table
from seenheard.audits.report.told import AgreementRow

ALIKE = Ratings(("yes", "no"), (("yes", "yes"),) * 6)
APART = Ratings(("good", "bad"), (("good", "bad"), *[("good", "good")] * 3, *[("bad", "bad")] * 4))


def test_grades_and_answers_stand_in_tables_of_their_own() -> None:
    scheme, made = sample.result()
    rows = (
        AgreementRow("File", 8, (raw_agreement(APART), kappa(APART))),
        AgreementRow("“Seen?”", 6, (raw_agreement(ALIKE), kappa(ALIKE)), of="answers"),
    )
    found = section(sample.told(scheme, made, agreement=rows))
    assert found is not None
    grades, answers = (block for block in found.blocks if isinstance(block, Table))
    assert grades.rows[0][:2] == ("File", "8") and grades.rows[0][2].startswith("0.88")
    assert grades.head == ("What", "Files", "Raw agreement", "Kappa")
    assert answers.rows[0][3] == "can’t say"
    (why,) = (block for block in found.blocks if isinstance(block, Bullets))
    assert why.items == (kappa(ALIKE).words,)


def test_of_too_few_files_only_the_raw_agreement_is_given_and_no_interval_leaves_the_scale() -> None:
    scheme, made = sample.result()
    few = Ratings(("good", "bad"), (("good", "bad"), ("good", "good"), ("bad", "bad"), ("bad", "bad")))
    wide = Ratings(("good", "bad"), (("good", "bad"), ("bad", "good"), ("good", "bad"), ("bad", "good"), ("good", "good")))
    rows = (
        AgreementRow("File", 4, (raw_agreement(few), kappa(few))),
        AgreementRow("Area", 5, (raw_agreement(wide), kappa(wide))),
    )
    found = section(sample.told(scheme, made, agreement=rows))
    assert found is not None
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert table.rows[0][2].startswith("0.75") and table.rows[0][3] == "too few"
    (low,) = (one.low for one in (kappa(wide),))
    assert low is not None and low < -1 and "(−1.00 to" in table.rows[1][3]
    (why,) = (block for block in found.blocks if isinstance(block, Bullets))
    assert why.items == ("Too few: of fewer than 5 files only the raw agreement is given.",)


def verdict(*pairs: tuple[str, str]) -> str:
    """What is said of the whole file, read twice so."""
    ratings = Ratings(("good", "fair", "bad"), pairs)
    scheme, made = sample.result()
    row = AgreementRow("The whole file", len(pairs), (raw_agreement(ratings), gwet(ratings)))
    found = section(sample.told(scheme, made, agreement=(row,)))
    assert found is not None and isinstance(found.blocks[0], Paragraphs)
    return " ".join(found.blocks[0].texts[1:])


def test_the_whole_file_is_judged_in_usual_words_by_the_lower_end_of_the_interval() -> None:
    said = verdict(*[("good", "good")] * 30, *[("bad", "bad")] * 30, *[("good", "fair")] * 2)
    assert said.startswith("The whole file: both readers gave the same grade in 60 of 62 files; beyond chance (Gwet’s AC1)")
    assert "almost perfect, in the usual words (Landis and Koch, 1977)" in said
    wide = verdict(*[("good", "good")] * 8, *[("bad", "bad")] * 8, *[("good", "bad")] * 4)
    assert "substantial, and at the lower end of its interval moderate, in the usual words" in wide


def test_readers_who_are_always_a_step_apart_are_not_said_to_agree() -> None:
    assert "slight, and at the lower end of its interval poor, in the usual words" in verdict(
        *[("good", "good")] * 6, *[("good", "fair")] * 5, *[("fair", "bad")] * 5
    )


def test_few_files_get_no_verdict() -> None:
    assert "With fewer than 10 files that says little." in verdict(*[("good", "good")] * 5, *[("good", "bad")] * 4)
    assert "can’t be said from so few" in verdict(("good", "good"))
    assert verdict(*[("good", "good")] * 12).endswith("can’t be said from so few.")  # they differ nowhere: how sure is open


def test_without_a_second_reading_there_is_no_section() -> None:
    scheme, made = sample.result()
    assert section(sample.told(scheme, made, agreement=())) is None
