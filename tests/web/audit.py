"""An audit of a small population, for tests of pages: planned, drawn, shared out, read."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from tests.web.release import AS_OF, Night, case_file, event

from seenheard.audits.plan import Plan
from seenheard.audits.scheme import shipped_with_text
from seenheard.web.accounts.models import User
from seenheard.web.audits.actions import add_scheme, draw, plan_audit
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.readings.actions import appoint, finish_reading, share_out
from seenheard.web.readings.judging import Written
from seenheard.web.readings.models import Reading
from seenheard.web.releases.queries import current_release

TEAMS = ("North", "South", None)


def population(domestic: int = 40, missing: int = 20) -> list[dict[str, Any]]:
    """Files of two case types, of teams in turn, one of them restricted."""
    told = [("domestic_abuse", "incidents", f"I{n:03}") for n in range(domestic)]
    told += [("missing", "missing_episodes", f"M{n:03}") for n in range(missing)]
    return [
        case_file(
            *key,
            team=TEAMS[number % 3],
            restricted=key[2] == "I039",
            subject_id=f"N{number:03}",
            nominal_ids=json.dumps([f"N{number:03}"]),
            timelines=json.dumps([["child", f"N{number:03}"]]),
        )
        for number, key in enumerate(told)
    ]


def night_with_files(**said: Any) -> Night:
    """A night with a population and an event of each file."""
    files = population(**said)
    events = [
        event(
            "child", json.loads(file["nominal_ids"])[0], file["record_set"], file["record_id"], sentence=f"Told of {number}."
        )
        for number, file in enumerate(files)
    ]
    return Night(case_files=files, case_file_events=events)


def a_plan(**said: Any) -> Plan:
    """Twelve files of both types of the last half year, every second read twice."""
    day = AS_OF.date()
    told: dict[str, Any] = {
        "case_types": ("domestic_abuse", "missing"),
        "opened_from": day - timedelta(days=180),
        "opened_to": day,
    }
    return Plan(**told | {"size": 12, "least": 2, "second_share": 0.5} | said)


def planned(by: User, **said: Any) -> Audit:
    """An audit that is planned under the scheme of 2014."""
    restricted = said.pop("restricted", False)
    scheme, text = shipped_with_text()[0]
    kept = add_scheme(by=by, scheme=scheme, content=text, shipped=True)
    return plan_audit(
        by=by,
        title="Spring audit",
        purpose="Practice",
        scheme_version=kept,
        plan=a_plan(**said),
        read_by=None,
        restricted=restricted,
    )


def drawn(by: User, **said: Any) -> Audit:
    """The same, drawn from the night that is loaded."""
    audit = planned(by, **said)
    release = current_release()
    assert release is not None
    return draw(by=by, audit=audit, seen=audit.version, release=release, seed="spring")


def shared(by: User, *readers: User, **said: Any) -> Audit:
    """The same, shared out among readers."""
    audit = drawn(by, **said)
    for reader in readers:
        appoint(by=by, audit=audit, user=reader)
    share_out(by=by, audit=audit)
    return audit


def answered(file: CaseFile, answer: str = "yes", **other: str) -> Written:
    """Every criterion answered alike, but for those that are named (with underscores for hyphens)."""
    criteria = file.audit.scheme.criteria_for(file.case_type)
    said = {name.replace("_", "-"): value for name, value in other.items()}
    return Written(answers={one.key: {"answer": said.get(one.key, answer)} for one in criteria})


def finish(reading: Reading, written: Written | None = None) -> Reading:
    """The reader is done with it."""
    return finish_reading(by=reading.user, reading=reading, seen=reading.version, written=written or answered(reading.file))


def posted(written: Written, version: int, **said: str) -> dict[str, str]:
    """What a reading's form sends."""
    form = {f"a.{name}": one["answer"] for name, one in written.answers.items() if "answer" in one}
    form |= {f"t.{name}": one["text"] for name, one in written.answers.items() if "text" in one}
    form |= {f"g.{name}": one["grade"] for name, one in written.judgements.items() if "grade" in one}
    return form | {"seen": str(version)} | said


def auditor(name: str, **said: Any) -> User:
    """An account that reads in audits."""
    return User.objects.create_user(username=name, password="three random words", roles=["auditor"], **said)
