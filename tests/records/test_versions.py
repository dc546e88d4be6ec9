"""Which version stands, on which night."""

from __future__ import annotations

from tests.records.conftest import Extracts


def version(incident: str, recorded_at: str, **more: str) -> dict[str, str]:
    return {"incident_id": incident, "recorded_at": recorded_at} | more


def test_the_newest_version_stands(extracts: Extracts) -> None:
    extracts.put("incidents", version("I1", "2026-02-02T00:00", team="new"), version("I1", "2026-02-01T00:00", team="old"))
    reading = extracts.read()
    assert extracts.values("incidents", "team") == ["new"]
    assert extracts.counts("incidents") == (2, 1, 1, 0, 0)
    assert reading.sets["incidents"].several_versions == 1
    assert extracts.rows("SELECT team, withdrawn FROM versions.incidents ORDER BY team") == [("new", False), ("old", False)]


def test_at_equal_times_the_higher_row_number_stands(extracts: Extracts) -> None:
    extracts.put("incidents", *(version("I1", "2026-02-02T00:00", team=team) for team in ("a", "b", "c")))
    extracts.read()
    assert extracts.values("incidents", "team") == ["c"]
    assert extracts.values("incidents", "row_number") == [3]


def test_equal_instants_count_as_equal_times(extracts: Extracts) -> None:
    extracts.put("incidents", version("I1", "2026-07-01T12:00Z", team="a"), version("I1", "2026-07-01T13:00", team="b"))
    extracts.read()
    assert extracts.values("incidents", "team") == ["b"]


def test_a_withdrawn_winner_takes_the_key_away(extracts: Extracts) -> None:
    extracts.put("incidents", version("I1", "2026-02-01T00:00"), version("I1", "2026-02-02T00:00", withdrawn="true"))
    extracts.read()
    assert extracts.values("incidents", "incident_id") == []
    assert extracts.counts("incidents") == (2, 0, 2, 0, 0)


def test_a_later_version_brings_a_withdrawn_key_back(extracts: Extracts) -> None:
    extracts.put("incidents", version("I1", "2026-02-01T00:00", withdrawn="true"), version("I1", "2026-02-02T00:00"))
    extracts.read()
    assert extracts.values("incidents", "row_number") == [2]
    assert extracts.counts("incidents") == (2, 1, 1, 0, 0)


def test_a_faulty_correction_leaves_the_older_version_standing(extracts: Extracts) -> None:
    extracts.put("incidents", version("I1", "2026-02-01T00:00", team="old"), version("I1", "2026-02-02T00:00", kind="zzz"))
    extracts.read()
    assert extracts.values("incidents", "team") == ["old"]
    assert extracts.counts("incidents") == (2, 1, 0, 1, 0)


def test_a_past_night_knows_only_what_was_recorded_by_then(extracts: Extracts) -> None:
    extracts.put(
        "incidents",
        version("I1", "2026-02-01T06:00", team="old"),
        version("I1", "2026-02-01T06:00:00.000001", team="new"),
        version("I2", "2026-03-01T00:00", kind="zzz"),
    )
    extracts.read("2026-02-01T06:00")
    assert extracts.values("incidents", "team") == ["old"]
    assert extracts.counts("incidents") == (3, 1, 0, 0, 2)
    assert extracts.faults() == []


def test_a_row_without_a_readable_recorded_at_is_rejected_in_every_run(extracts: Extracts) -> None:
    extracts.put("incidents", version("I1", "", kind="zzz"), version("I2", "yesterday"), version("I3", "2026-02-01"))
    for night in ("2020-01-01T00:00", "2026-11-22T06:00"):
        extracts.read(night)
        assert extracts.counts("incidents") == (3, 0, 0, 3, 0)
        assert extracts.faults() == [(row, "recorded_at", "recorded_at", False) for row in (1, 2, 3)]


def test_a_faulty_withdrawn_counts_as_not_withdrawn(extracts: Extracts) -> None:
    extracts.put("incidents", version("I1", "2026-02-01T00:00", withdrawn="yes"))
    extracts.read()
    assert extracts.counts("incidents") == (1, 1, 0, 0, 0)
    assert extracts.faults() == [(1, "withdrawn", "type", True)]


def test_the_newest_recorded_at_is_that_of_accepted_rows(extracts: Extracts) -> None:
    extracts.put(
        "incidents",
        version("I1", "1970-02-01T00:00Z"),
        version("I2", "1970-03-01T00:00Z", withdrawn="true"),
        version("I3", "1970-04-01T00:00Z", kind="zzz"),
    )
    assert extracts.read().sets["incidents"].newest_recorded_at == 59 * 86_400_000_000


def test_reading_twice_into_one_database_gives_the_same(extracts: Extracts) -> None:
    extracts.put("incidents", version("I1", "2026-02-01T00:00"), version("I1", "2026-02-02T00:00", kind="zzz"))
    first, faults = extracts.read(), extracts.faults()
    assert extracts.read() == first
    assert extracts.faults() == faults
