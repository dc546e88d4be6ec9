"""The population that an audit draws from, and what happened in a case file, as the site reads them from a release."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.web.release import AS_OF, Night, case_file, event, subject

from seenheard.errors import ReleaseError
from seenheard.web.forgetting.reach import what_stays
from seenheard.web.releases.case_files import events_of, names, not_assessable, population, without_case_files
from seenheard.web.releases.models import Release
from seenheard.web.releases.queries import current_release

Load = Callable[[Night], str]
DOMESTIC = ["domestic_abuse"]


def loaded(load_night: Load, **said: Any) -> Release:
    load_night(Night(**said))
    release = current_release()
    assert release is not None
    return release


def drawn(release: Release, **asked: Any) -> list[str]:
    return [row.record_id for row in population(release, **{"case_types": DOMESTIC} | asked)]


def incident(record: str, **said: Any) -> dict[str, Any]:
    return case_file("domestic_abuse", "incidents", record, **said)


class TestThePopulation:
    """By type, team and time."""

    def test_is_in_the_order_of_type_record_set_and_key(self, load_night: Load) -> None:
        given = [incident("I2"), case_file("detention", "detentions", "D1"), incident("I1"), incident("I10")]
        found = population(loaded(load_night, case_files=given), case_types=["domestic_abuse", "detention"])
        assert [row.identity[1:] for row in found] == [
            ("detentions", "D1"),
            ("incidents", "I1"),
            ("incidents", "I10"),
            ("incidents", "I2"),
        ]
        assert found[0].nominal_ids == ("N1",) and found[0].timelines == (("child", "N1"),)
        assert found[0].opened_at == AS_OF - timedelta(days=30)

    def test_no_type_is_no_file(self, load_night: Load) -> None:
        assert drawn(loaded(load_night, case_files=[incident("I1")]), case_types=[]) == []

    def test_of_teams_and_of_none(self, load_night: Load) -> None:
        given = [incident("I1"), incident("I2", team="South"), incident("I3", team=None)]
        release = loaded(load_night, case_files=given)
        assert drawn(release) == ["I1", "I2", "I3"]
        assert drawn(release, teams=["South"]) == ["I2"]
        assert drawn(release, teams=["", "North"]) == ["I1", "I3"]
        assert drawn(release, teams=[""]) == ["I3"]

    def test_both_days_are_uk_days_and_included(self, load_night: Load) -> None:
        at = [
            datetime(2026, 9, 30, 22, 59, tzinfo=UTC),  # the last minute of the day before, in summer time
            datetime(2026, 9, 30, 23, 0, tzinfo=UTC),
            datetime(2026, 10, 31, 23, 59, tzinfo=UTC),
            datetime(2026, 11, 1, 0, 0, tzinfo=UTC),
        ]
        release = loaded(load_night, case_files=[incident(f"I{n}", opened_at=one) for n, one in enumerate(at)])
        assert drawn(release, opened_from=date(2026, 10, 1), opened_to=date(2026, 10, 31)) == ["I1", "I2"]

    def test_what_goes_on_is_in_unless_it_was_opened_later(self, load_night: Load) -> None:
        given = [
            incident("old", opened_at=datetime(2020, 1, 1, tzinfo=UTC), goes_on=True),
            incident("later", opened_at=datetime(2026, 11, 20, tzinfo=UTC), goes_on=True),
        ]
        release = loaded(load_night, case_files=given)
        assert drawn(release, opened_from=date(2026, 10, 1), opened_to=date(2026, 10, 31)) == ["old"]

    def test_restricted_files_are_for_named_readers_only(self, load_night: Load) -> None:
        release = loaded(load_night, case_files=[incident("I1", restricted=True), incident("I2")])
        assert drawn(release) == ["I2"]
        assert drawn(release, restricted=True) == ["I1", "I2"]

    def test_an_older_release_has_none_and_says_so(self, load_night: Load) -> None:
        release = loaded(load_night, of_old=True)
        assert "was made before releases had case files" in str(without_case_files(release))
        with pytest.raises(ReleaseError, match="no audit can be drawn from it"):
            drawn(release)
        assert not names(release, "child", "N1")

    def test_a_folder_that_is_gone_is_said_in_a_sentence(self, load_night: Load, tmp_path: Path) -> None:
        release = loaded(load_night)
        release.path = str(tmp_path / "gone")
        with pytest.raises(ReleaseError, match="is not a folder"):
            drawn(release)

    def test_types_whose_duty_could_not_be_assessed_are_named(self, load_night: Load) -> None:
        release = loaded(load_night, not_assessable={"partner-answer": ["referrals"], "child-seen": ["child_contacts"]})
        assert not_assessable(release) == {"other_referrals": ("referrals",), "exploitation": ("child_contacts",)}
        assert without_case_files(release) is None


class TestWhatHappened:
    """In one file."""

    TIMELINES = json.dumps([["incidents", "I1"], ["child", "N1"], ["child", "N2"]])

    def release(self, load_night: Load) -> Release:
        child = subject("child", "N1", "Amira Haddad")
        later, told = AS_OF - timedelta(days=3), {"nominal_id": None}
        return loaded(
            load_night,
            subjects=[child],
            case_files=[incident("I1", timelines=self.TIMELINES)],
            timeline=[
                event("child", "N1", "child_contacts", "C1", kind="contact", **told),
                event("child", "N9", "child_contacts", "C9", kind="contact", **told),
            ],
            case_file_events=[
                event("incidents", "I1", "incidents", "I1", kind="reported", happened_at=later, **told),
                event("incidents", "I1", "child_contacts", "C1", kind="contact", **told),
                event("child", "N2", "referrals", "R1", kind="referral", restricted=True, **told),
                event("child", "I1", "referrals", "R2", kind="referral", **told),
            ],
        )

    def test_is_read_from_both_files_newest_first_and_each_once(self, load_night: Load) -> None:
        release = self.release(load_night)
        (row,) = population(release, case_types=DOMESTIC)
        found = events_of(release, row.timelines)
        assert [(one["record_set"], one["record_id"]) for one in found] == [("incidents", "I1"), ("child_contacts", "C1")]
        assert found[0]["details"] == [("outcome", "seen")]

    def test_restricted_events_are_for_named_readers_only(self, load_night: Load) -> None:
        release = self.release(load_night)
        (row,) = population(release, case_types=DOMESTIC)
        assert {one["record_id"] for one in events_of(release, row.timelines, restricted=True)} == {"I1", "C1", "R1"}

    def test_a_file_without_timelines_has_no_events(self, load_night: Load) -> None:
        release = loaded(load_night, case_files=[incident("I1", timelines="[]")])
        assert events_of(release, population(release, case_types=DOMESTIC)[0].timelines) == []


class TestForgetting:
    """A person who is in a case file only is still in the release."""

    def test_the_release_that_holds_a_child_in_a_case_file_is_named(self, load_night: Load) -> None:
        odd = 'N"1\\é'
        release = loaded(load_night, case_files=[incident("I1", nominal_ids=json.dumps(["N0", odd]), subject_id="I1")])
        assert names(release, "child", odd) and not names(release, "child", "N1")
        assert any(release.path in said for said in what_stays([("child", odd)]))
        assert not any(release.path in said for said in what_stays([("child", "N1")]))

    def test_a_child_is_found_by_another_record_of_the_same_person(self, load_night: Load) -> None:
        same = [{"nominal_id": name, "person_id": person} for name, person in (("N1", "P"), ("N2", "P"), ("N3", "Q"))]
        release = loaded(load_night, case_files=[incident("I1")], persons=same)
        assert names(release, "child", "N2") and not names(release, "child", "N3")

    def test_an_offender_is_named_by_the_file_itself(self, load_night: Load) -> None:
        given = [case_file("offender_management", "offenders", "O1", subject_kind="offender", subject_id="O1")]
        release = loaded(load_night, case_files=given)
        assert names(release, "offender", "O1") and not names(release, "child", "O1")
