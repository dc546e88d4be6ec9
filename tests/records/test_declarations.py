"""The declarations hold what the contract says."""

import pytest

from seenheard.records.declarations import AREAS, RECORD_SETS

NOT_EVENTS = {"nominals", "associations", "officers", "offenders", "flags", "training"}


def test_every_record_set_of_the_contract_is_declared_in_its_order() -> None:
    assert list(RECORD_SETS) == [
        *("nominals", "associations", "officers", "training", "offenders", "visits", "risk_assessments"),
        *("notifications", "online_cases", "case_events", "bails", "incidents", "incident_people", "child_contacts"),
        *("missing_episodes", "exploitation_assessments", "flags", "referrals", "strategy_discussions"),
        *("police_protections", "detentions", "disclosures"),
    ]


@pytest.mark.parametrize("declared", RECORD_SETS.values(), ids=lambda declared: declared.name)
def test_a_declaration_is_sound(declared: object) -> None:
    assert declared.area in AREAS
    assert declared.column(declared.key).required
    assert len({column.name for column in declared.columns}) == len(declared.columns)
    assert all(column.meaning.endswith(".") for column in declared.columns)
    assert all(column.references in RECORD_SETS for column in declared.references)
    assert all({declared.column(name).type for name in pair} for pair in declared.order_pairs)


def test_event_records_are_all_but_the_six_of_the_contract() -> None:
    assert {name for name, declared in RECORD_SETS.items() if not declared.is_event} == NOT_EVENTS


def test_an_event_s_date_is_its_first_required_time() -> None:
    columns = {name: declared.event_column for name, declared in RECORD_SETS.items()}
    assert columns["bails"] == "starts_at"
    assert columns["visits"] == "attempted_at"
    assert columns["risk_assessments"] == "completed_on"
    assert columns["incident_people"] is None
    assert all(columns[name] is None for name in NOT_EVENTS)


def test_four_record_sets_may_be_restricted() -> None:
    restricted = {name for name, one in RECORD_SETS.items() if any(c.name == "restricted" for c in one.columns)}
    assert restricted == {"nominals", "incidents", "online_cases", "offenders"}


def test_a_column_that_is_not_declared_is_an_error() -> None:
    with pytest.raises(KeyError, match="visits has no column colour"):
        RECORD_SETS["visits"].column("colour")
