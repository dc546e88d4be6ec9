"""The nine types of case files, as they are declared."""

from __future__ import annotations

from seenheard.duties import DUTIES
from seenheard.records.declarations import RECORD_SETS
from seenheard.releases.case_types import CASE_TYPES, IDENTIFIED, IN_THE_INCIDENT


def test_there_are_the_nine_types_of_which_inspectors_read_cases() -> None:
    assert list(CASE_TYPES) == [
        "domestic_abuse",
        "section_47",
        "other_referrals",
        "police_protection",
        "missing",
        "exploitation",
        "online_exploitation",
        "offender_management",
        "detention",
    ]


def test_each_is_opened_by_records_as_a_duty_finds_them() -> None:
    for case_type in CASE_TYPES.values():
        for one in case_type.opened_by:
            declared, duty = RECORD_SETS[one.record_set], DUTIES[one.duty]
            assert declared.key == one.key
            assert declared.column(one.opened).required and declared.column(one.opened).type in ("date", "timestamp")
            assert set(duty.needs) <= set(RECORD_SETS) and one.record_set in duty.needs


def test_children_are_looked_for_where_the_record_names_none() -> None:
    for case_type in CASE_TYPES.values():
        for one in case_type.opened_by:
            names_one = any(column.name == "nominal_id" for column in RECORD_SETS[one.record_set].columns)
            assert names_one != (one.about in (IN_THE_INCIDENT, IDENTIFIED))


def test_each_says_in_a_sentence_what_makes_one() -> None:
    for case_type in CASE_TYPES.values():
        assert case_type.title and case_type.says.endswith(".")
