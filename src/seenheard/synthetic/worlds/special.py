"""A few hand-made records: awkward ids, a birthday on the day, times at the very edge, rows taken back, and rows that a
source system should not have written. Each is planned, so that the answer key knows of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, uk_day, wall_text
from seenheard.synthetic.scene import Scene

# Ids are text: these are four children like any other.
AWKWARD = ("007", "NA", "null", "R|T%1")
Row = Mapping[str, str]


def utc(at: int) -> str:
    return str(np.datetime64(at, "s")) + "Z"


def child(nominal_id: str, born: str, **more: str) -> Row:
    return {
        "nominal_id": nominal_id, "source_system": "rms", "forenames": "Robin", "surname": "Sample", "date_of_birth": born,
        "sex": "U", "address_line": f"Flat {nominal_id}, 1 Nowhere Quay", "postcode": "ZZ9 9ZZ",
        "recorded_at": "2025-06-01T09:00Z",
    } | more  # fmt: skip


def concern(scene: Scene, incident_id: str, reported: int, nominal_id: str, role: str = "victim") -> None:
    """An incident with one child, known two minutes after the report."""
    stamp = utc(reported + 120)
    scene.extracts.raw("incidents", [{
        "incident_id": incident_id, "kind": "child_concern", "reported_at": utc(reported), "team": "Safeguarding",
        "recorded_at": stamp,
    }], scene.night_of(reported + 120))  # fmt: skip
    scene.extracts.raw("incident_people", [{
        "incident_person_id": f"p-{incident_id}", "incident_id": incident_id, "nominal_id": nominal_id, "role": role,
        "recorded_at": stamp,
    }], scene.night_of(reported + 120))  # fmt: skip


def make(scene: Scene) -> None:
    awkward(scene)
    birthdays(scene)
    edges(scene)
    taken_back(scene)
    faulty(scene)


def awkward(scene: Scene) -> None:
    """Never seen since the report, thirty days before the first night."""
    for place, nominal_id in enumerate(AWKWARD):
        incident_id = ("=1+1", "000123", "None", "INC|7%")[place]
        scene.extracts.raw("nominals", [child(nominal_id, "2013-05-04")])
        at = scene.first - 30 * DAY + place * HOUR
        concern(scene, incident_id, at, nominal_id)
        scene.key.late("child-seen", [[incident_id], [nominal_id]], at + 120, at + 24 * HOUR)


def birthdays(scene: Scene) -> None:
    """Eighteen on the day of the report is no child; eighteen on the day after is. 29 February comes of age on 1 March."""
    at = scene.first - 20 * DAY
    on = np.datetime64(int(uk_day(at)), "D")
    for name, born in (("X-ON", on), ("X-AFTER", on + 1)):
        year = str(int(str(born)[:4]) - 18)
        scene.extracts.raw("nominals", [child(name, year + str(born)[4:])])
        concern(scene, f"INC-{name}", at, name)
    scene.key.late("child-seen", [["INC-X-AFTER"], ["X-AFTER"]], at + 120, at + 24 * HOUR)
    scene.extracts.raw("nominals", [child("X-LEAP", "2008-02-29")])
    leap = int(np.datetime64("2026-02-28T12:00", "s").astype(int))
    concern(scene, "INC-X-LEAP", leap, "X-LEAP")
    scene.key.late("child-seen", [["INC-X-LEAP"], ["X-LEAP"]], leap + 120, leap + 24 * HOUR)


def edges(scene: Scene) -> None:
    """Due at the very moment of a night: not late then, late on the next."""
    scene.extracts.raw("nominals", [child("X-EDGE", "2016-01-01")])
    for night, as_of in enumerate(scene.nights):
        at = as_of - 24 * HOUR
        concern(scene, f"INC-EDGE-{night + 1}", at, "X-EDGE")
        scene.key.late("child-seen", [[f"INC-EDGE-{night + 1}"], ["X-EDGE"]], at + 120, as_of)
    # A contact before the report fulfils nothing.
    scene.extracts.raw("child_contacts", [{
        "contact_id": "CC-EDGE", "nominal_id": "X-EDGE", "incident_id": "INC-EDGE-1",
        "contact_at": utc(scene.first - 25 * HOUR), "seen": "true",
        "words": "Said hello.", "recorded_at": utc(scene.first - 23 * HOUR),
    }])  # fmt: skip


def taken_back(scene: Scene) -> None:
    """Entered by mistake and withdrawn: before the first night, and between the first and the second."""
    scene.extracts.raw("nominals", [child("X-GONE", "2014-09-09"), child("X-DIED", "2014-09-10", died_on="2026-10-10")])
    at = scene.first - 9 * DAY
    concern(scene, "INC-X-DIED", at, "X-DIED")
    for name, gone in (("INC-GONE-1", scene.first - 3 * DAY), ("INC-GONE-2", scene.first + 5 * HOUR)):
        concern(scene, name, at, "X-GONE")
        withdrawn = {"incident_id": name, "kind": "child_concern", "reported_at": utc(at), "recorded_at": utc(gone),
                     "withdrawn": "true"}  # fmt: skip
        if gone <= scene.last:
            scene.extracts.raw("incidents", [withdrawn], scene.night_of(gone))
        scene.key.late("child-seen", [[name], ["X-GONE"]], at + 120, at + 24 * HOUR, gone)
    # A correction with a fault in a required column is rejected: the older version stands.
    concern(scene, "INC-FAULTY", at, "X-GONE")
    scene.extracts.raw("incidents", [{"incident_id": "INC-FAULTY", "kind": "child concern", "reported_at": utc(at),
                                      "recorded_at": utc(at + DAY)}])  # fmt: skip
    scene.key.late("child-seen", [["INC-FAULTY"], ["X-GONE"]], at + 120, at + 24 * HOUR, NEVER)


def faulty(scene: Scene) -> None:
    """Faults that change no answer: rejected rows, and values that are blanked."""
    add, stamp = scene.extracts.raw, "2026-01-05T10:00:00.250+00:00"
    add("nominals", [
        {"source_system": "rms", "surname": "Nokey", "recorded_at": stamp},
        {"nominal_id": "X-NOSYSTEM", "surname": "Nosystem", "recorded_at": stamp},
        child("X-SEX", "1980-01-01", sex="female", easting="unknown", uprn="", recorded_at="2026-06-01 10:30"),
        child("X-DATE", "01/02/1980", died_on="2026-02-30"),
        child("X-WHEN", "1980-01-01", recorded_at="2026-01-05"),
        child("X-FORMULA", "1980-01-01", forenames="=cmd|' /C calc'!A0", surname="<script>alert(1)</script>"),
        child("X-QUOTE", "1980-01-01", forenames="Bobby'); DROP TABLE nominals;--", surname='O"Neil,\nJr'),
    ])  # fmt: skip
    add("incidents", [
        {"incident_id": "X-KIND", "kind": "Domestic Abuse", "reported_at": stamp, "recorded_at": stamp},
        {"incident_id": "X-TIME", "kind": "other", "reported_at": "2026-01-05", "recorded_at": stamp},
        {"incident_id": "X-ORDER", "kind": "other", "reported_at": stamp, "attended_at": "2026-01-04T10:00Z",
         "recorded_at": stamp},
        {"incident_id": "X-OWNER", "kind": "other", "reported_at": stamp, "owner_id": "OF-NOBODY", "risk_level": "High",
         "recorded_at": stamp},
    ])  # fmt: skip
    add("child_contacts", [{"contact_id": "X-LOST", "nominal_id": "N-NOBODY", "contact_at": stamp, "seen": "yes",
                            "recorded_at": stamp}])  # fmt: skip
    add("visits", [{"visit_id": "X-VISIT", "offender_id": "OFF-NOBODY", "attempted_at": wall_text(scene.first - DAY),
                    "outcome": "seen", "officers_present": "two", "recorded_at": ""}])  # fmt: skip
    add("referrals", [{"referral_id": "X-REF", "nominal_id": "X-SEX", "recipient": "social-care", "sent_at": stamp,
                       "recorded_at": stamp}])  # fmt: skip
