"""Loading a release: what is new, what continues, what ended and by what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from tests.web.conftest import NIGHT
from tests.web.release import AS_OF, Night, event, rate, state, subject

from seenheard.errors import ReleaseError
from seenheard.releases.files import hash_of
from seenheard.web.findings.models import DutyNight, Finding, FindingNight, QueueChoice, QueueCount
from seenheard.web.releases.actions import load
from seenheard.web.releases.models import Published, Rate, Release
from seenheard.web.trail.models import TrailEntry

Load = Callable[[Night], str]
LATER = AS_OF + timedelta(days=1)
CHILD = "child-heard"


def first(*states: dict[str, Any], **said: Any) -> Night:
    return Night(release_id="night-1", as_of=AS_OF, states=list(states), **said)


def second(*states: dict[str, Any], **said: Any) -> Night:
    return Night(release_id="night-2", as_of=LATER, states=list(states), **said)


def the(key: str = "O1|registered") -> Finding:
    return Finding.objects.get(key=key)


def test_a_finding_of_the_first_night_is_new(load_night: Load) -> None:
    load_night(first(state(), subjects=[subject("offender", "O1", "Gareth Pugh")]))
    found = the()
    assert (found.tab, found.status, found.subject_title) == ("late", "new", "Gareth Pugh")
    assert found.first_seen is not None and found.first_seen.release_id == "night-1"
    assert found.due_at == AS_OF - timedelta(hours=48)


def test_a_finding_that_is_still_there_continues_and_keeps_its_first_night(load_night: Load) -> None:
    load_night(first(state()))
    load_night(second(state(hours_late=72.0, sentence="Still late.")))
    found = the()
    assert (found.status, found.hours_late, found.sentence) == ("continuing", 72.0, "Still late.")
    assert found.first_seen is not None and found.first_seen.release_id == "night-1"
    assert found.tab_since.release_id == "night-1"


@pytest.mark.parametrize("became", ["met", "met_late"])
def test_a_finding_whose_duty_is_met_ends_by_it(load_night: Load, became: str) -> None:
    load_night(first(state(CHILD, "I1|N1")))
    load_night(second(state(CHILD, "I1|N1", state=became, met_at=AS_OF, actionable=True)))
    found = the("I1|N1")
    assert (found.tab, found.status, found.ended_by, found.met_at) == ("ended", "ended", "met", AS_OF)
    assert not QueueCount.objects.exists()


def test_a_finding_that_the_standard_excuses_ends_because_the_duty_no_longer_applies(load_night: Load) -> None:
    load_night(first(state()))
    load_night(second(state(state="excused", excused_by="standard")))
    found = the()
    assert (found.tab, found.status, found.ended_by) == ("excused", "ended", "no_longer_applies")


def test_a_finding_that_is_not_due_any_more_ends(load_night: Load) -> None:
    load_night(first(state()))
    load_night(second(state(state="not_due", due_at=LATER + timedelta(days=40))))
    assert (the().status, the().ended_by) == ("ended", "no_longer_applies")


def test_an_excuse_sets_a_finding_aside_and_does_not_end_it(load_night: Load) -> None:
    load_night(first(state()))
    load_night(second(state(state="excused", excused_by="decision")))
    assert (the().tab, the().status, the().ended_by) == ("excused", "continuing", "")


def test_a_late_finding_that_can_no_longer_be_put_right_is_listed_apart(load_night: Load) -> None:
    load_night(first(state(CHILD, "I1|N1")))
    load_night(second(state(CHILD, "I1|N1", actionable=False, hours_late=2161.0)))
    found = the("I1|N1")
    assert (found.tab, found.status, found.hours_late) == ("closed", "continuing", 2161.0)


def test_a_recurring_duty_with_a_later_clock_was_met(load_night: Load) -> None:
    load_night(first(state(key="O1|V1")))
    load_night(second(state(key="O1|V2", state="not_due", started_at=AS_OF, due_at=LATER + timedelta(days=30))))
    assert (the("O1|V1").status, the("O1|V1").ended_by) == ("ended", "met")


def test_a_recurring_duty_that_falls_back_to_an_earlier_clock_was_not_met(load_night: Load) -> None:
    load_night(first(state(key="O1|V2")))
    load_night(second(state(key="O1|V1", started_at=AS_OF - timedelta(days=200))))
    assert the("O1|V2").ended_by != "met"
    assert the("O1|V1").status == "new"


def test_a_finding_whose_subject_is_gone_ends_because_the_record_is_gone(load_night: Load) -> None:
    load_night(first(state()))
    load_night(second(state(key="O2|registered")))
    assert (the().status, the().ended_by) == ("ended", "record_gone")


def test_a_finding_whose_record_is_gone_from_the_timeline_ends_by_that(load_night: Load) -> None:
    told = {"subjects": [subject("offender", "O1", "A")]}
    load_night(first(state(), timeline=[event("offender", "O1", "visits", "V1")], **told))
    load_night(second(timeline=[event("offender", "O1", "visits", "V9")], **told))
    assert the().ended_by == "record_gone"


def test_a_finding_whose_records_stand_ends_because_the_duty_no_longer_applies(load_night: Load) -> None:
    told = {"subjects": [subject("offender", "O1", "A")], "timeline": [event("offender", "O1", "visits", "V1")]}
    load_night(first(state(), **told))
    load_night(second(**told))
    assert the().ended_by == "no_longer_applies"


def test_no_finding_of_a_doubtful_duty_ends(load_night: Load) -> None:
    load_night(first(state(), state(key="O2|registered"), state(CHILD, "I1|N1")))
    doubt = {"visits": "fewer records than the night before"}
    met = state(key="O2|registered", state="excused", excused_by="standard")
    load_night(second(met, state(CHILD, "I1|N1", state="met", met_at=AS_OF), doubtful=doubt))
    for key in ("O1|registered", "O2|registered"):
        assert (the(key).tab, the(key).status, the(key).kept_in_doubt) == ("late", "continuing", True)
    assert the("I1|N1").status == "ended"


def test_doubt_does_not_keep_a_new_finding_away(load_night: Load) -> None:
    load_night(first())
    load_night(second(state(), doubtful={"visits": "not fresh"}))
    assert (the().status, the().kept_in_doubt) == ("new", False)


def test_no_finding_of_a_duty_that_could_not_be_checked_ends(load_night: Load) -> None:
    load_night(first(state()))
    load_night(second(not_assessable={"offender-visit": ["visits"]}))
    assert (the().status, the().kept_in_doubt) == ("continuing", True)


def test_a_finding_kept_in_doubt_ends_once_the_records_are_sound(load_night: Load) -> None:
    load_night(first(state(CHILD, "I1|N1")))
    load_night(second(doubtful={"incidents": "not fresh"}))
    third = Night("night-3", LATER + timedelta(days=1), [state(CHILD, "I1|N1", state="met", met_at=AS_OF)])
    load_night(third)
    assert (the("I1|N1").ended_by, the("I1|N1").kept_in_doubt) == ("met", False)


def test_a_finding_that_comes_back_is_new_again_with_its_history(load_night: Load) -> None:
    load_night(first(state(CHILD, "I1|N1")))
    load_night(second(state(CHILD, "I1|N1", state="met", met_at=AS_OF)))
    load_night(Night("night-3", LATER + timedelta(days=1), [state(CHILD, "I1|N1")]))
    assert (the("I1|N1").tab, the("I1|N1").status, the("I1|N1").ended_by) == ("late", "new", "")
    assert list(FindingNight.objects.order_by("release").values_list("tab", flat=True)) == ["late", "ended", "late"]


def test_a_row_that_never_was_a_finding_goes_when_it_is_no_longer_listed(load_night: Load) -> None:
    load_night(first(state(state="excused", excused_by="standard")))
    assert (the().tab, the().status, the().first_seen) == ("excused", "", None)
    load_night(second(state(state="not_due", due_at=LATER + timedelta(days=90))))
    assert not Finding.objects.exists()


def test_unknown_counts_with_the_late(load_night: Load) -> None:
    load_night(first(state(state="unknown", due_at=None)))
    assert the().tab == "late"
    assert QueueCount.objects.get().count == 1


def test_the_same_release_twice_changes_nothing(load_night: Load, tmp_path: Path) -> None:
    folder = first(state(), rates=[rate("offender-visit")]).write(tmp_path)
    load(by=NIGHT, folder=folder)
    before = [list(model.objects.values()) for model in (Finding, FindingNight, QueueCount, Rate, TrailEntry, Release)]
    assert "already" in load(by=NIGHT, folder=folder)
    assert before == [
        list(model.objects.values()) for model in (Finding, FindingNight, QueueCount, Rate, TrailEntry, Release)
    ]


def test_an_older_release_is_refused_and_nothing_changes(load_night: Load) -> None:
    load_night(second(state()))
    with pytest.raises(ReleaseError, match="older than the one that the site shows"):
        load_night(first(state(hours_late=1.0)))
    assert the().hours_late == 48.0
    assert Published.objects.get().release.release_id == "night-2"


def test_a_broken_file_is_a_sentence_and_leaves_nothing_behind(db: None, tmp_path: Path) -> None:
    folder = first(state()).write(tmp_path)
    (folder / "duty_states.parquet").write_bytes(b"PAR1 no parquet")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"]["duty_states.parquet"]["sha256"] = hash_of(folder / "duty_states.parquet")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ReleaseError, match="can't be read as Parquet"):
        load(by=NIGHT, folder=folder)
    assert not Release.objects.exists() and not Finding.objects.exists() and not TrailEntry.objects.exists()


def test_a_file_that_was_changed_after_the_night_is_refused(db: None, tmp_path: Path) -> None:
    folder = first(state()).write(tmp_path)
    other = first().write(tmp_path / "other")
    (folder / "findings.parquet").write_bytes((other / "findings.parquet").read_bytes())
    with pytest.raises(ReleaseError, match="its hash differs"):
        load(by=NIGHT, folder=folder)
    assert not Release.objects.exists()


@pytest.mark.parametrize("spoil", ["no manifest", "no json", "no as_of", "no findings"])
def test_what_is_no_release_is_refused_in_a_sentence(db: None, tmp_path: Path, spoil: str) -> None:
    folder = first(state()).write(tmp_path)
    manifest = folder / "manifest.json"
    match spoil:
        case "no manifest":
            manifest.unlink()
        case "no json":
            manifest.write_text("{", encoding="utf-8")
        case "no as_of":
            manifest.write_text(json.dumps({"release": "x"}), encoding="utf-8")
        case "no findings":
            (folder / "findings.parquet").unlink()
    with pytest.raises(ReleaseError):
        load(by=NIGHT, folder=folder)


def test_a_load_is_one_entry_in_the_trail(load_night: Load) -> None:
    load_night(first(state()))
    assert list(TrailEntry.objects.values_list("by_name", "action", "page")) == [
        ("program: test", "release loaded", "night-1")
    ]


def test_ids_stay_text_whatever_they_look_like(load_night: Load) -> None:
    keys = ["007", "NA", "null", "=1+1", "'; DROP TABLE findings_finding; --", "a%7Cb", "\\N", "tab\there", 'q"uote']
    keys += ["\\.", "a,b", "end\n\\.\nend", "two\r\nlines", " ", '""']
    load_night(first(*(state(key=key, subject_id=key, team=key, owner_id=key) for key in keys)))
    assert sorted(Finding.objects.values_list("key", flat=True)) == sorted(keys)
    assert sorted(QueueChoice.objects.filter(kind="team").values_list("value", flat=True)) == sorted(keys)


def test_worst_is_the_highest_risk_and_then_the_longest_late(load_night: Load) -> None:
    rows = [("low", 9000.0), ("very_high", 2.0), ("very_high", 900.0), ("", 50.0), ("medium", 60.0), ("high", 1.0)]
    load_night(first(*(state(key=f"O{n}|r", risk_level=risk, hours_late=h) for n, (risk, h) in enumerate(rows))))
    found = Finding.objects.order_by("-sort_worst").values_list("risk_level", "hours_late")
    assert [risk for risk, _ in found] == ["very_high", "very_high", "high", "", "medium", "low"]
    assert found[0][1] == 900.0


def test_a_finding_keeps_its_place_while_it_grows_late_and_one_not_known_is_behind_those_late(load_night: Load) -> None:
    def night(hours: float) -> list[dict[str, Any]]:
        soon = {"state": "not_due", "due_soon": True, "hours_late": None, "due_at": AS_OF + timedelta(days=9)}
        unknown = {"state": "unknown", "hours_late": None, "due_at": None}
        return [
            state(key="O1|r", hours_late=48.1 + hours),
            state(key="O2|r", hours_late=1 / 3 + hours),
            state(key="O3|r", **unknown),
            state(key="O4|r", **soon),
        ]

    load_night(first(*night(0)))
    before = dict(Finding.objects.values_list("key", "sort_worst"))
    load_night(second(*night(24)))
    after = dict(Finding.objects.values_list("key", "sort_worst"))
    assert {key for key in before if before[key] == after[key]} == {"O1|r", "O2|r", "O4|r"}
    assert sorted(after, key=lambda key: -after[key]) == ["O1|r", "O2|r", "O3|r", "O4|r"]


def test_a_load_leaves_every_index_and_constraint_as_it_was(load_night: Load) -> None:
    def standing() -> dict[str, Any]:
        with connection.cursor() as cursor:
            tables = ("findings_finding", "findings_findingnight")
            return {table: connection.introspection.get_constraints(cursor, table) for table in tables}

    before = standing()
    load_night(first(state()))
    assert standing() == before
    load_night(second(state()))
    assert standing() == before
    assert "finding_duty_key" in before["findings_finding"]


def test_places_of_before_are_moved_to_those_by_due_time(load_night: Load) -> None:
    load_night(first(state(key="O1|r", hours_late=48.0), state(key="O2|r", hours_late=3.0)))
    by_due = dict(Finding.objects.values_list("key", "sort_late"))
    hours = AS_OF.timestamp() / 3600
    Finding.objects.update(sort_late=F("hours_late"), sort_worst=F("sort_worst") + hours)
    import_module("seenheard.web.findings.migrations.0004_places_that_stay").go_by_due(apps, None)
    assert dict(Finding.objects.values_list("key", "sort_late")) == by_due


def test_what_a_night_changed_is_counted_for_each_duty(load_night: Load) -> None:
    load_night(first(state(CHILD, "I1|N1"), state(CHILD, "I2|N2")))
    load_night(second(state(CHILD, "I1|N1", state="met", met_at=AS_OF), state(CHILD, "I2|N2"), state(CHILD, "I3|N3")))
    night = DutyNight.objects.get(release__release_id="night-2")
    assert (night.late, night.new_late, night.met, night.record_gone) == (2, 1, 1, 0)


def test_only_the_forces_rates_of_earlier_nights_are_kept(load_night: Load) -> None:
    rates = [rate("offender-visit"), rate("offender-visit", "team", "North")]
    load_night(first(state(), rates=rates))
    load_night(second(state(), rates=rates))
    kept = Rate.objects.order_by("pk").values_list("release__release_id", "group_kind")
    assert sorted(kept) == [("night-1", "force"), ("night-2", "force"), ("night-2", "team")]
