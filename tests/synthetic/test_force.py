"""The synthetic force: the same bytes for the same seed, valid by the contract, of the promised size, moving on by night."""

from __future__ import annotations

import csv
import filecmp
import json
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from seenheard.errors import ArgumentError
from seenheard.records.declarations import RECORD_SETS
from seenheard.synthetic import key, truth
from seenheard.synthetic.force import make, nights_of
from seenheard.uk_time import instant_of, parse_timestamp

DUTIES = (
    "offender-visit offender-first-visit offender-assessment offender-notification offender-lone-visit "
    "offender-reactive-review offender-child-in-household offender-unallocated online-grading online-enforcement "
    "online-children-shared online-lado online-progress online-devices online-bail exploitation-assessment "
    "exploitation-review exploitation-flag exploitation-nrm missing-grading missing-prevention-interview "
    "missing-return-interview missing-strategy child-seen child-heard child-siblings child-victim-recorded "
    "domestic-attended domestic-referral domestic-school-told partner-answer partner-conference police-protection-end "
    "police-protection-told custody-appropriate-adult custody-accommodation disclosure-checks disclosure-interview "
    "disclosure-decision workforce-trained workforce-caseload"
)
ALL = set(DUTIES.split())
WITH_UNKNOWN = {
    "offender-visit", "offender-lone-visit", "offender-child-in-household", "online-enforcement", "missing-grading",
    "missing-return-interview", "domestic-attended", "custody-accommodation", "disclosure-decision", "workforce-trained",
    "workforce-caseload", "exploitation-assessment",
}  # fmt: skip
FAULTS = {
    "X-SEX",
    "X-DATE",
    "X-WHEN",
    "X-NOSYSTEM",
    "X-KIND",
    "X-TIME",
    "X-OWNER",
    "X-LOST",
    "X-VISIT",
    "X-REF",
    "INC-FAULTY",
    "",
}


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("force")
    make(out, 1, 0.01, 3)
    return out


def rows_of(night: Path, name: str) -> list[dict[str, str]]:
    with (night / "extracts" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def files_of(out: Path) -> list[str]:
    return sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())


def test_the_same_seed_gives_the_same_bytes(force: Path, tmp_path: Path) -> None:
    make(tmp_path, 1, 0.01, 3)
    assert files_of(force) == files_of(tmp_path)
    assert not filecmp.cmpfiles(force, tmp_path, files_of(force), shallow=False)[1]


def test_another_seed_gives_another_force(force: Path, tmp_path: Path) -> None:
    make(tmp_path, 2, 0.01, 1)
    assert key.read(tmp_path / "night-1") != key.read(force / "night-1")


def test_an_older_force_in_the_same_place_is_replaced(tmp_path: Path) -> None:
    make(tmp_path, 1, 0.001, 2)
    make(tmp_path, 1, 0.001, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["night-1"]


@pytest.mark.parametrize(("scale", "nights"), [(0.0, 1), (-1.0, 1), (1.0, 0)])
def test_a_force_of_nothing_is_refused(tmp_path: Path, scale: float, nights: int) -> None:
    with pytest.raises(ArgumentError):
        make(tmp_path, 1, scale, nights)


def test_every_night_says_its_time_and_the_last_one_is_fixed(force: Path) -> None:
    said = [json.loads((force / f"night-{n}" / "night.json").read_text())["as_of"] for n in (1, 2, 3)]
    assert said == ["2026-11-20T06:00", "2026-11-21T06:00", "2026-11-22T06:00"]


def test_nights_are_at_six_by_the_clock_on_the_wall_through_its_change() -> None:
    times = nights_of(40)
    first = date(2026, 10, 14).toordinal() - date(1970, 1, 1).toordinal()
    assert times == [instant_of(first + n, 6 * 3_600_000_000) // 1_000_000 for n in range(40)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_duty_has_someone_late_on_every_night(force: Path, tmp_path: Path, seed: int) -> None:
    out = force
    if seed != 1:
        make(tmp_path, seed, 0.01, 3)
        out = tmp_path
    for night in sorted(out.glob("night-*")):
        lines = key.read(night)
        assert {duty for duty, _, state in lines if state == "late"} == ALL
        assert {duty for duty, _, state in lines if state == "unknown"} >= WITH_UNKNOWN
        assert {state for *_, state in lines} == {"late", "unknown"}


def test_no_duty_is_both_late_and_unknown_under_one_key(force: Path) -> None:
    counts = Counter((duty, part) for duty, part, _ in key.read(force / "night-3"))
    assert max(counts.values()) == 1


def test_failures_are_put_right_and_new_ones_come(force: Path) -> None:
    nights = [key.read(force / f"night-{n}") for n in (1, 2, 3)]
    for before, after in pairwise(nights):
        assert before - after and after - before
        assert len(before & after) > 0.8 * len(before)


def test_a_later_night_begins_with_all_rows_of_the_night_before(force: Path) -> None:
    for name in RECORD_SETS:
        nights = [(force / f"night-{n}" / "extracts" / f"{name}.csv").read_bytes() for n in (1, 2, 3)]
        assert nights[1].startswith(nights[0]) and nights[2].startswith(nights[1]), name


def test_no_night_knows_what_was_recorded_after_it(force: Path) -> None:
    for night in (1, 2, 3):
        folder = force / f"night-{night}"
        as_of = parse_timestamp(json.loads((folder / "night.json").read_text())["as_of"])
        assert as_of is not None
        for name in RECORD_SETS:
            known = [parse_timestamp(row["recorded_at"]) for row in rows_of(folder, name)]
            assert all(at is None or at <= as_of for at in known), name


def test_an_id_with_a_bar_or_a_percent_sign_is_escaped_in_the_key(force: Path) -> None:
    assert ("child-seen", "INC%7C7%25|R%7CT%251", "late") in key.read(force / "night-1")
    assert ("child-seen", "=1+1|007", "late") in key.read(force / "night-1")


def test_due_at_the_very_moment_of_a_night_is_late_only_on_the_next(force: Path) -> None:
    line = ("child-seen", "INC-EDGE-1|X-EDGE", "late")
    assert [line in key.read(force / f"night-{n}") for n in (1, 2, 3)] == [False, True, True]


def faults(name: str, row: dict[str, str]) -> list[str]:
    """What the contract would say of a row: required columns, allowed values, types of the plain kinds."""
    found = []
    for column in RECORD_SETS[name].columns:
        value = row[column.name]
        if not value:
            found += [f"{column.name} is missing"] if column.required else []
        elif not allowed(column.type, column.values, value):
            found.append(f"{column.name} is {value}")
    return found


def allowed(kind: str, values: tuple[str, ...], value: str) -> bool:
    if kind in ("enum", "bool"):
        return value in (values or ("true", "false"))
    if kind == "timestamp":
        return parse_timestamp(value) is not None
    if kind == "date":
        return is_date(value)
    return kind in ("id", "text") or is_number(value)


def is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@pytest.mark.parametrize("name", list(RECORD_SETS))
def test_every_row_is_as_the_contract_asks_but_for_the_planned_faults(force: Path, name: str) -> None:
    rows = rows_of(force / "night-3", name)
    assert rows
    assert list(rows[0]) == [*(column.name for column in RECORD_SETS[name].columns), "recorded_at", "withdrawn"]
    key_column = RECORD_SETS[name].key
    wrong = [(row[key_column], found) for row in rows if (found := faults(name, row))]
    assert {row for row, _ in wrong} <= FAULTS, wrong[:3]


def test_every_reference_stands_but_for_the_planned_ones(force: Path) -> None:
    night = force / "night-3"
    sets = {name: rows_of(night, name) for name in RECORD_SETS}
    keys = {name: {row[RECORD_SETS[name].key] for row in rows} for name, rows in sets.items()}
    for name, rows in sets.items():
        for column in RECORD_SETS[name].references:
            there = {row[column.name] for row in rows} - {""}
            assert column.references is not None
            assert {lost for lost in there - keys[column.references] if "NOBODY" not in lost} == set(), (name, column.name)


def test_a_key_has_several_versions_only_with_different_times(force: Path) -> None:
    several = 0
    for name in RECORD_SETS:
        versions = Counter((row[RECORD_SETS[name].key], row["recorded_at"]) for row in rows_of(force / "night-3", name))
        several += sum(1 for count in Counter(k for k, _ in versions).values() if count > 1)
        assert {k for (k, _), count in versions.items() if count > 1} <= {""}, name
    assert several > 50


def test_every_home_of_more_than_twelve_is_a_care_home_a_hostel_or_a_hotel(force: Path) -> None:
    homes = Counter(row["uprn"] for row in rows_of(force / "night-3", "nominals") if row["uprn"])
    many = {uprn for uprn, count in homes.items() if count > 12}
    # The last figure of a building's number is its letter: F is where strangers share an address.
    assert len({uprn for uprn in many if (int(uprn) - 900_990_000_000) % 7 == 0}) == 2
    assert 1 <= len({uprn for uprn in many if (int(uprn) - 900_990_000_000) % 7 == 6}) <= 4


def truth_of(night: Path) -> list[dict[str, str]]:
    with (night / truth.FILE).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_truth_names_every_nominal_once_and_some_persons_often(force: Path) -> None:
    rows = truth_of(force / "night-3")
    assert len({row["nominal_id"] for row in rows}) == len(rows)
    assert 4 <= max(Counter(row["person_id"] for row in rows).values()) <= 7
    known = {row["nominal_id"] for row in rows_of(force / "night-3", "nominals")}
    assert {nominal for nominal in known if nominal.startswith("N0")} <= {row["nominal_id"] for row in rows}


def test_no_record_of_a_duty_names_an_alias_but_those_of_the_linked_world(force: Path) -> None:
    aliases = {row["nominal_id"] for row in truth_of(force / "night-3") if row["written"] != "first"}
    named: dict[str, set[str]] = {}
    for name in set(RECORD_SETS) - {"nominals"}:
        for column in RECORD_SETS[name].references:
            if column.references == "nominals":
                named.setdefault(name, set()).update(row[column.name] for row in rows_of(force / "night-3", name))
    assert {name for name, nominals in named.items() if nominals & aliases} == {"missing_episodes", "incident_people"}
    linked = key.read(force / "night-3", key.LINKED_FILE)
    thirds = {part.split("|")[0] for duty, part, _ in linked if duty == "exploitation-assessment"}
    assert thirds <= named["missing_episodes"] & aliases
    assert len(thirds) >= 20


def test_what_only_links_show_grows_late_between_the_nights(force: Path) -> None:
    nights = [key.read(force / f"night-{n}", key.LINKED_FILE) for n in (1, 2, 3)]
    assert nights[0] < nights[1] <= nights[2]


@pytest.mark.slow
def test_scale_one_is_a_force_of_the_size_of_the_published_one(tmp_path: Path) -> None:
    make(tmp_path, 1, 1.0, 1)
    night = tmp_path / "night-1"
    overdue = [line for line in key.read(night) if line[0] == "offender-visit" and line[2] == "late"]
    assert len(overdue) == 283
    offenders = {row["offender_id"]: row for row in rows_of(night, "offenders")}
    assert 1550 <= len(offenders) <= 1650
    share = Counter(row["risk_level"] for row in offenders.values())
    for level, wanted in (("very_high", 0.02), ("high", 0.20), ("medium", 0.45), ("low", 0.33)):
        assert share[level] / len(offenders) == pytest.approx(wanted, abs=0.04)
    managers = [row for row in rows_of(night, "officers") if row["role"] == "offender_manager" and not row["active_to"]]
    assert len(managers) == 32
    assert len({row["nominal_id"] for row in rows_of(night, "nominals")}) == pytest.approx(300_000, rel=0.02)
    assert len({row["case_id"] for row in rows_of(night, "online_cases")}) / 24 == pytest.approx(73, rel=0.03)
    assert len({row["episode_id"] for row in rows_of(night, "missing_episodes")}) / 730 == pytest.approx(22, rel=0.05)
    abuse = {row["incident_id"] for row in rows_of(night, "incidents") if row["kind"] == "domestic_abuse"}
    assert len(abuse) / 730 == pytest.approx(50, rel=0.03)
