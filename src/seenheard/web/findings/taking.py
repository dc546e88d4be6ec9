"""How a step is taken on one finding or many: who may, what has changed meanwhile, and the counts that follow.

Only findings.actions uses this module, inside its transactions. All steps wait for one another, and for a load, at the row
that names the published release: so counts stay right, and nothing deadlocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.config.words import ENDED_BY, STEPS, moment
from seenheard.web.findings.models import Finding, QueueChoice, QueueCount, Step, Work
from seenheard.web.findings.queries import open_to
from seenheard.web.releases.models import Officer, Published, Release

AT_ONCE = 500  # SQLite takes no more values in one statement than some thousands
MOST = 500  # findings in one step
WORKABLE = ("late", "due_soon")
PART = ("duty", "tab", "state", "risk_level", "team", "owner_id", "work", "risen", "restricted")
SAID = ("state", "since", "until", "text", "why", "by_user", "by_name", "to_officer_id", "to_team", "release")
Rule = Callable[[Finding], str]  # why not, or nothing


@dataclass(frozen=True)
class Refused:
    """A finding on which the step was not taken, and why. stale: somebody else took one meanwhile."""

    identity: int
    title: str
    why: str
    stale: bool = False


@dataclass
class Outcome:
    """What came of a step."""

    release: Release | None = None
    done: list[Finding] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    now: datetime = field(default_factory=timezone.now)
    parts: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    def refuse(self, finding: Finding, why: str, *, stale: bool = False) -> None:
        """Not this one."""
        self.refused.append(Refused(finding.pk, finding.subject_title or finding.subject_id, why, stale))

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """Whom or what it is about, for the trail."""
        return [(finding.subject_kind, finding.subject_id) for finding in self.done]

    def detail(self, **said: object) -> dict[str, object]:
        """What the trail says."""
        told = {"findings": [finding.pk for finding in self.done], "refused": len(self.refused)}
        return {name: value for name, value in (told | said).items() if value not in ("", None, 0)}


def take(by: User, chosen: Mapping[int, int | None], *, rule: Rule, tabs: Sequence[str] = WORKABLE) -> Outcome:
    """The chosen findings (id: version seen, None for any) on which this person may take the step, and those refused."""
    # Without the release beside it: PostgreSQL finds none where a load has just named a newer one, and then no row at all.
    published = Published.objects.select_for_update().first()
    outcome = Outcome(published.release if published else None)
    found: dict[int, Finding] = {}
    ids = sorted(chosen)[:MOST]
    for start in range(0, len(ids), AT_ONCE):
        rows = Finding.objects.filter(open_to(may(by, "restricted")), pk__in=ids[start : start + AT_ONCE])
        found |= {row.pk: row for row in rows.select_related("work_row")}
    for identity in sorted(chosen):
        finding = found.get(identity)
        if finding is None:
            why = "This is not one that you can open." if identity in ids else f"At most {MOST} at once."
            outcome.refused.append(Refused(identity, f"Finding {identity}", why))
        elif finding.tab not in tabs or finding.first_seen_id is None:
            outcome.refuse(finding, _gone(finding), stale=True)
        elif why := rule(finding):
            outcome.refuse(finding, why)
        elif chosen[identity] not in (None, finding.version):
            outcome.refuse(finding, _meanwhile(finding), stale=True)
        else:
            outcome.done.append(finding)
            outcome.parts[_part(finding)] -= 1
    return outcome


def _part(finding: Finding) -> tuple[Any, ...]:
    return tuple(getattr(finding, name) for name in PART)


def _gone(finding: Finding) -> str:
    if finding.tab == "ended":
        return f"It has ended: {ENDED_BY.get(finding.ended_by, 'the records changed')}."
    if finding.tab == "excused":
        return "It is excused, and set aside."
    return "It can no longer be put right."


def _meanwhile(finding: Finding) -> str:
    last = finding.steps.order_by("-pk").exclude(kind="comment").first()
    if last is None:
        return "It was changed since you opened this page."
    what = STEPS.get(last.kind, last.kind).lower()
    return f"{last.by_name} was first, at {moment(last.at)}: {what}{': ' + last.text if last.text else ''}."


def working(by: User) -> Rule:
    """Own findings and the team's; with the right for the whole force, anybody's."""
    return lambda finding: "" if may(by, "work", finding) else "It is neither yours nor your team's."


def set_work(outcome: Outcome, by: User, state: str, kind: str = "", **said: Any) -> None:
    """All that can be done come to this state by this step."""
    if not outcome.done or outcome.release is None:
        return
    ids = [finding.pk for finding in outcome.done]
    _update(ids, work=state, work_since=outcome.now, risen=0, version=F("version") + 1)
    about = {"until": None, "text": "", "why": "", "to_officer_id": "", "to_team": ""} | said
    rows = [
        Work(
            finding_id=identity,
            state=state,
            since=outcome.now,
            by_user=by,
            by_name=by.get_username(),
            release=outcome.release,
            **about,
        )
        for identity in ids
    ]
    Work.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["finding"], update_fields=list(SAID)
    )
    for finding in outcome.done:
        finding.work, finding.risen = state, 0
    recount(outcome)
    about.pop("why")
    add_steps(outcome, by, kind or state, **about)


def give(outcome: Outcome, by: User, officer: Officer | None, team: str, text: str) -> None:
    """All that can be done get this owner and team by hand. The clock of who has not touched them starts again."""
    if not outcome.done:
        return
    owner = officer.officer_id if officer else ""
    ids = [finding.pk for finding in outcome.done]
    said = {"owner_id": owner, "team": team, "by_hand": True, "risen": 0}
    _update(ids, **said, work_since=outcome.now, version=F("version") + 1)
    for finding in outcome.done:
        finding.owner_id, finding.team, finding.risen = owner, team, 0
    recount(outcome)
    for duty, restricted in sorted({(finding.duty, finding.restricted) for finding in outcome.done}):
        for kind, value, label in (("owner", owner, officer.name if officer else ""), ("team", team, team)):
            QueueChoice.objects.get_or_create(duty=duty, restricted=restricted, kind=kind, value=value, label=label)
    add_steps(outcome, by, "given", text=text, to_officer_id=owner, to_team=team)


def _update(ids: list[int], **said: Any) -> None:
    for start in range(0, len(ids), AT_ONCE):
        Finding.objects.filter(pk__in=ids[start : start + AT_ONCE]).update(**said)


def recount(outcome: Outcome) -> None:
    """Move what was changed from the parts of the counts that it was in to those that it is in."""
    for finding in outcome.done:
        outcome.parts[_part(finding)] += 1
    touched = []
    for part, change in sorted(outcome.parts.items()):
        if change:
            row, _ = QueueCount.objects.get_or_create(**dict(zip(PART, part, strict=True)), defaults={"count": 0})
            QueueCount.objects.filter(pk=row.pk).update(count=F("count") + change)
            touched.append(row.pk)
    QueueCount.objects.filter(pk__in=touched, count__lte=0).delete()


def add_steps(outcome: Outcome, by: User, kind: str, **said: Any) -> list[Step]:
    """A step for each finding."""
    steps = [_step(finding.pk, outcome.now, by, kind, **said) for finding in outcome.done]
    return Step.objects.bulk_create(steps, batch_size=AT_ONCE)


def _step(finding: int, at: datetime, by: User, kind: str, *, until: date | None = None, **said: Any) -> Step:
    return Step(finding_id=finding, at=at, by_user=by, by_name=by.get_username(), kind=kind, until=until, **said)


def only(findings: Iterable[Finding], outcome: Outcome) -> Outcome:
    """The same outcome for some of its findings."""
    kept = list(findings)
    left = Counter({part: 0 for part in outcome.parts})
    for finding in kept:
        left[_part(finding)] -= 1
    return Outcome(outcome.release, kept, [], outcome.now, left)
