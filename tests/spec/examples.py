"""The examples of tests/spec/duties: one TOML file for each duty, read here for the tests and for docs/duties.

An example says what is recorded (`given`), when the night runs (`as_of`) and which rows the duty then has (`then`).
Only the columns that an example names are compared; a duty's row that it does not name is a failure.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from seenheard.records.declarations import RECORD_SETS

FOLDER = Path(__file__).parent / "duties"
AS_OF = "2026-11-22T06:00"
RECORDED_AT = "2024-01-01T00:00"
# What an example need not say: a value for every required column that is no key.
USUAL: dict[str, dict[str, str]] = {
    "nominals": {"source_system": "rms"},
    "officers": {"name": "Officer", "team": "Team", "role": "other"},
    "offenders": {
        "nominal_id": "N1",
        "registered_on": "2020-01-01",
        "management": "active",
        "location": "community",
    },
    "visits": {"outcome": "seen"},
    "risk_assessments": {"tool": "arms"},
    "notifications": {"kind": "annual"},
    "online_cases": {"source": "nca"},
    "bails": {"protects_child": "true"},
    "incidents": {"kind": "domestic_abuse"},
    "exploitation_assessments": {"tool": "screening"},
    "referrals": {"recipient": "social_care"},
    "strategy_discussions": {"outcome": "section_47_joint"},
}
OF_ONE_EXAMPLE = {"uprn", "address_line"}  # texts by which the rows of different examples must not meet
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    duty: str
    place: int
    says: str
    as_of: str
    given: Mapping[str, Sequence[Row]]
    then: Sequence[Row]
    decisions: Sequence[Row] = ()
    persons: Mapping[str, str] | None = None
    # How likely it is that a nominal belongs to its person; 1.0 where nothing is said.
    probabilities: Mapping[str, float] | None = None
    standard: Sequence[Row] = ()
    holidays: Sequence[Row] = ()
    school_days: Sequence[Row] = ()
    absent: Sequence[str] = ()

    def __str__(self) -> str:
        return f"{self.duty}: {self.says}"

    @property
    def prefix(self) -> str:
        return f"{self.duty}.{self.place:03}/"

    @property
    def setting(self) -> str:
        """Examples with one setting can share a night: their ids get prefixes."""
        own = self.standard or self.holidays or self.school_days or self.absent
        return f"{self.as_of}{' ' + self.prefix if own else ''}"

    def ids(self) -> set[str]:
        return {
            str(row[column.name])
            for name, rows in self.given.items()
            for row in rows
            for column in RECORD_SETS[name].columns
            if column.type == "id" and column.name in row
        }

    def key(self, parts: Sequence[str]) -> str:
        ids = self.ids()
        prefixed = [self.prefix + part if part in ids else part for part in parts]
        return "|".join(part.replace("%", "%25").replace("|", "%7C") for part in prefixed)


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text())
        usual = content.get("as_of", AS_OF)
        for place, item in enumerate(content["example"]):
            found.append(Example(content["duty"], place, **({"as_of": usual} | item)))
    return tuple(found)


def by_setting() -> dict[str, tuple[Example, ...]]:
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples():
        groups[example.setting].append(example)
    return {setting: tuple(group) for setting, group in groups.items()}


def write_extracts(group: Iterable[Example], folder: Path) -> None:
    """One extract of all these examples, their ids under a prefix each."""
    folder.mkdir(parents=True)
    group = tuple(group)
    absent = {name for example in group for name in example.absent}
    for name, record_set in RECORD_SETS.items():
        if name in absent:
            continue
        columns = [*(column.name for column in record_set.columns), "recorded_at", "withdrawn"]
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            for example in group:
                writer.writerows(_rows(example, name))


def _rows(example: Example, name: str) -> Iterable[dict[str, str]]:
    record_set = RECORD_SETS[name]
    ids = {column.name for column in record_set.columns if column.type == "id"} | OF_ONE_EXAMPLE
    for place, row in enumerate(example.given.get(name, ()), start=1):
        full = {"recorded_at": RECORDED_AT} | USUAL.get(name, {}) | {key: _text(item) for key, item in row.items()}
        if record_set.key not in full:
            full[record_set.key] = f"{name}-{place}"
        yield {key: example.prefix + item if key in ids and item else item for key, item in full.items()}


def _text(item: Any) -> str:
    return str(item).lower() if isinstance(item, bool) else str(item)


def write_decisions(group: Iterable[Example], path: Path) -> None:
    columns = ("decision_id", "kind", "duty", "key", "until", "nominal_id", "other_nominal_id", "takes_back")
    columns += ("decided_at", "decided_by", "reason")
    usual = {"kind": "excuse", "decided_at": "2026-11-01T09:00", "decided_by": "DI Okafor", "reason": "told in a test"}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for example in group:
            for place, row in enumerate(example.decisions):
                full = usual | {"duty": example.duty, "decision_id": f"D{place}"} | dict(row)
                full["decision_id"] = example.prefix + full["decision_id"]
                if "key" in row:
                    full["key"] = example.key(row["key"])
                if "takes_back" in row:
                    full["takes_back"] = example.prefix + row["takes_back"]
                writer.writerow(full)


def write_persons(group: Iterable[Example], path: Path) -> bool:
    """CSV nominal_id, person_id; whether any example links nominals."""
    links = [
        (example.prefix + nominal, example.prefix + person)
        for example in group
        for nominal, person in (example.persons or {}).items()
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("nominal_id", "person_id"))
        writer.writerows(links)
    return bool(links)


def probabilities(group: Iterable[Example]) -> dict[str, float]:
    """The match probability of the nominals that linkage, not the force, gave to a person."""
    return {
        example.prefix + nominal: probability
        for example in group
        for nominal, probability in (example.probabilities or {}).items()
    }


def write_standards(example: Example, folder: Path) -> Path | None:
    """The example's own numbers, bank holidays and school days as a folder that overlays the shipped ones."""
    if not (example.standard or example.holidays or example.school_days):
        return None
    folder.mkdir(parents=True)
    usual = {"source": "a test", "url": "https://example.org", "confidence": "unverified", "keeper": "nobody"}
    lines = []
    for row in example.standard:
        full = usual | {"duty": example.duty, "in_force_from": "2026-01-01", "check_by": "2027-01-01"} | dict(row)
        lines += ["[[number]]", *(f"{key} = {_toml(key, item)}" for key, item in full.items()), ""]
    if lines:
        (folder / "2026-01-01-test.toml").write_text("\n".join(lines))
    for name, header, rows in (
        ("bank_holidays", ("date", "name", "known_from"), example.holidays),
        ("school_days", ("school", "date", "open"), example.school_days),
    ):
        if rows:
            text = [",".join(header), *(",".join(_text(row.get(key, "")) for key in header) for row in rows)]
            (folder / f"{name}.csv").write_text("\n".join(text) + "\n")
    return folder


def _toml(key: str, item: Any) -> str:
    if key in ("in_force_from", "check_by"):
        return str(item)
    return f'"{item}"' if isinstance(item, str) else str(item).lower()
