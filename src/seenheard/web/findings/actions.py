"""Everything that people write on findings. Findings themselves are made by loading releases: see releases.actions.

A step is taken on one finding or many: `chosen` names each with the version that was seen, or None for any. What can't be
done is told finding by finding in the outcome; the rest is done in one transaction, with one trail entry that names all.
No step ends a finding: only the records do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.config.words import day
from seenheard.web.decisions.actions import record_excuse, take_back
from seenheard.web.decisions.queries import excuse_in_force
from seenheard.web.decisions.refusals import DecisionError
from seenheard.web.findings import digest, taking
from seenheard.web.findings.arrangements import arrangements
from seenheard.web.findings.models import Digest, Finding, Mention, SavedFilter, WrongRecord
from seenheard.web.findings.taking import Outcome, Refused
from seenheard.web.findings.work_queries import can_be_told, named_in, records_of
from seenheard.web.releases.models import Officer, Release
from seenheard.web.trail.actions import Doer, enter

Chosen = Mapping[int, int | None]
ANY_TAB = ("late", "due_soon", "closed", "excused", "ended")


@transaction.atomic
def look_at(*, by: User, chosen: Chosen, until: date, text: str) -> Outcome:
    """Looked at, can't finish yet: why, and until when."""
    outcome = taking.take(by, chosen, rule=taking.working(by))
    taking.set_work(outcome, by, "looked_at", until=until, text=text)
    enter(by=by, action="looked at", subjects=outcome.subjects, detail=outcome.detail(until=until.isoformat()))
    return outcome


@transaction.atomic
def note(*, by: User, chosen: Chosen, text: str) -> Outcome:
    """A note. What was noted, waiting or looked at before is no longer said."""
    outcome = taking.take(by, chosen, rule=taking.working(by))
    taking.set_work(outcome, by, "noted", text=text)
    enter(by=by, action="noted", subjects=outcome.subjects, detail=outcome.detail())
    return outcome


@transaction.atomic
def mark_done(*, by: User, chosen: Chosen, text: str) -> Outcome:
    """Done, waiting for the records. It ends when they show it, and is returned if the next nights do not."""
    outcome = taking.take(by, chosen, rule=taking.working(by))
    taking.set_work(outcome, by, "waiting", text=text)
    enter(by=by, action="said to be done", subjects=outcome.subjects, detail=outcome.detail())
    return outcome


@transaction.atomic
def refer(*, by: User, chosen: Chosen, officer: Officer | None, team: str, text: str) -> Outcome:
    """Ask another person or team to act; the owner stays."""
    outcome = taking.take(by, chosen, rule=taking.working(by))
    to = officer.officer_id if officer else ""
    taking.set_work(outcome, by, "referred", text=text, to_officer_id=to, to_team="" if officer else team)
    enter(by=by, action="referred", subjects=outcome.subjects, detail=outcome.detail(officer=to, team=team))
    return outcome


@transaction.atomic
def give(*, by: User, chosen: Chosen, officer: Officer | None, team: str, text: str) -> Outcome:
    """Change owner and team by hand, with a reason; until the records name another owner or team than they do now."""

    def giving(finding: Finding) -> str:
        if may(by, "team", finding) or (may(by, "force") and may(by, "work", finding)):
            return ""
        return "Only the team's supervisor or the safeguarding lead gives it to somebody else."

    outcome = taking.take(by, chosen, rule=giving)
    taking.give(outcome, by, officer, officer.team if officer else team, text)
    to = officer.officer_id if officer else ""
    enter(
        by=by,
        action="given",
        subjects=outcome.subjects,
        detail=outcome.detail(officer=to, team=officer.team if officer else team),
    )
    return outcome


@transaction.atomic
def report_wrong(*, by: User, chosen: Chosen, record_set: str, record_id: str, text: str) -> Outcome:
    """Say that a source record is wrong. Without an id: each finding's own records of that record set."""

    def resting(finding: Finding) -> str:
        why = taking.working(by)(finding)
        return why or ("" if records_of(finding, record_set, record_id) else "It does not rest on such a record.")

    outcome = taking.take(by, chosen, rule=resting)
    taking.set_work(outcome, by, "wrong_data", text=text)
    lines = [
        WrongRecord(
            finding=finding,
            record_set=record_set,
            record_id=identity,
            text=text,
            by_user=by,
            by_name=by.get_username(),
            at=outcome.now,
        )
        for finding in outcome.done
        for identity in records_of(finding, record_set, record_id)
    ]
    WrongRecord.objects.bulk_create(lines, batch_size=taking.AT_ONCE)
    records = sorted({line.record_id for line in lines})
    enter(
        by=by, action="wrong data", subjects=outcome.subjects, detail=outcome.detail(record_set=record_set, records=records)
    )
    return outcome


@transaction.atomic
def ask_excuse(*, by: User, chosen: Chosen, until: date, text: str) -> Outcome:
    """Set aside until a date: at once, or asked of a supervisor if it is long or for very high risk."""
    long = until > timezone.localdate() + timedelta(days=arrangements().days_without_approval)
    outcome = taking.take(by, chosen, rule=taking.working(by))
    asked = [finding for finding in outcome.done if long or finding.risk_level == "very_high"]
    waiting = {finding.pk for finding in asked}
    recorded = _excused(by, [finding for finding in outcome.done if finding.pk not in waiting], until, text, outcome)
    parts = taking.only(asked, outcome), taking.only(recorded, outcome)
    taking.set_work(parts[0], by, "asked", until=until, text=text)
    taking.set_work(parts[1], by, "excused", until=until, text=text)
    outcome.done = [*asked, *recorded]
    enter(
        by=by,
        action="excuse given",
        subjects=outcome.subjects,
        detail=outcome.detail(until=until.isoformat(), asked=len(asked)),
    )
    return outcome


@transaction.atomic
def approve(*, by: User, chosen: Chosen, text: str) -> Outcome:
    """A second person agrees to excuses asked for: only now they are decisions that the night takes."""
    outcome = taking.take(by, chosen, rule=_approving(by))
    agreed: list[Finding] = []
    for finding in outcome.done:
        work = finding.work_row
        reason = f"{work.text} (asked by {work.by_name}){' ' + text if text else ''}"
        agreed += _excused(by, [finding], work.until, reason, outcome)
    for finding in agreed:
        one = taking.only([finding], outcome)
        said = {"until": finding.work_row.until, "text": finding.work_row.text}
        taking.set_work(one, by, "excused", "approved", **said)
    outcome.done = agreed
    enter(by=by, action="excuse approved", subjects=outcome.subjects, detail=outcome.detail())
    return outcome


@transaction.atomic
def refuse(*, by: User, chosen: Chosen, text: str) -> Outcome:
    """A second person does not agree: the findings come back."""
    outcome = taking.take(by, chosen, rule=_approving(by))
    taking.set_work(outcome, by, "returned", "refused", text=text, why="refused")
    enter(by=by, action="excuse refused", subjects=outcome.subjects, detail=outcome.detail())
    return outcome


@transaction.atomic
def end_excuse(*, by: User, chosen: Chosen, text: str) -> Outcome:
    """Take an excuse back before its date: what was decided, or what was only asked for."""

    def taking_back(finding: Finding) -> str:
        if not (may(by, "approve", finding) or may(by, "work", finding)):
            return "It is neither yours nor your team's."
        if finding.work == "asked" or excuse_in_force(finding.duty, finding.key):
            return ""
        return "No excuse stands for it."

    outcome = taking.take(by, chosen, rule=taking_back, tabs=("late", "due_soon", "excused"))
    for finding in outcome.done:
        decision = excuse_in_force(finding.duty, finding.key)
        if decision is not None:
            take_back(by=by, decision_id=decision.decision_id, reason=text)
    taking.set_work(outcome, by, "returned", "taken_back", text=text, why="taken_back")
    enter(by=by, action="excuse taken back", subjects=outcome.subjects, detail=outcome.detail())
    return outcome


@transaction.atomic
def comment(*, by: User, chosen: Chosen, text: str) -> tuple[Outcome, list[str], list[str]]:
    """Say something to colleagues; whoever is named with @ sees it in My work. Who was told, and who could not be."""
    outcome = taking.take(by, chosen, rule=lambda finding: _seeing(by, finding), tabs=ANY_TAB)
    told: set[str] = set()
    names = named_in(text)
    for finding, step in zip(outcome.done, taking.add_steps(outcome, by, "comment", text=text), strict=True):
        for user in can_be_told(names, finding):
            Mention(step=step, user=user).save()
            told.add(user.get_username())
    untold = sorted(names - {name.lower() for name in told})
    enter(by=by, action="commented", subjects=outcome.subjects, detail=outcome.detail(told=sorted(told)))
    return outcome, sorted(told), untold


@transaction.atomic
def read_mention(*, by: User, mention: int) -> bool:
    """The person named says that they have read it."""
    found = Mention.objects.filter(pk=mention, user=by, read_at=None).update(read_at=timezone.now())
    enter(by=by, action="mention read", detail={"mention": mention, "found": found})
    return bool(found)


@transaction.atomic
def save_filter(*, by: User, page: str, name: str, query: str) -> SavedFilter:
    """Keep a list's filters under a name; the same name again replaces them."""
    saved, _ = SavedFilter.objects.update_or_create(user=by, page=page, name=name, defaults={"query": query})
    enter(by=by, action="filter saved", page=page, detail={"name": name, "query": query})
    return saved


@transaction.atomic
def forget_filter(*, by: User, saved: int) -> bool:
    """Take one's own saved filter away."""
    gone, _ = SavedFilter.objects.filter(pk=saved, user=by).delete()
    enter(by=by, action="filter forgotten", detail={"filter": saved, "found": gone})
    return bool(gone)


@transaction.atomic
def record_export(
    *, by: User, page: str, format: str, findings: Sequence[int], subjects: Sequence[tuple[str, str]], restricted: bool
) -> None:
    """Somebody takes a list away: which findings, about whom, and whether restricted ones were asked for."""
    detail = {"format": format, "count": len(findings), "findings": list(findings), "restricted": restricted}
    enter(by=by, action="export", subjects=subjects, page=page, detail=detail)


@transaction.atomic
def send_digest(*, by: Doer, user: User, release: Release, today: date) -> str:
    """Send a supervisor the week's digest, once: sent, nothing new, sent already, or no address.

    The e-mail leaves before the line that says so is kept: a program killed in between sends it again, rather than never.
    """
    week = digest.week_of(today)
    if not user.email:
        return "no address"
    if Digest.objects.filter(user=user, week=week).exists():
        return "sent already"
    letter = digest.letter_to(user, release)
    last = Digest.objects.filter(user=user).order_by("-week").first()
    if last is not None and last.content == letter.content:
        return "nothing new"
    try:
        with transaction.atomic():
            Digest(user=user, week=week, content=letter.content, counts=letter.counts).save()
    except IntegrityError:
        return "sent already"  # by another run, at the same time
    send_mail(digest.SUBJECT, letter.text, settings.MAIL_FROM, [user.email])
    enter(by=by, action="digest sent", detail={"to": user.get_username(), "week": week})
    return "sent"


def _seeing(by: User, finding: Finding) -> str:
    return "" if may(by, "person", finding) else "It is not one that you can open."


def _approving(by: User) -> taking.Rule:
    def approving(finding: Finding) -> str:
        if finding.work != "asked":
            return "No excuse is asked for any more."
        if not may(by, "approve", finding):
            return "Only the team's supervisor or the safeguarding lead decides on it."
        if finding.work_row.by_user_id == by.pk:
            return "You asked for it yourself: somebody else must decide."
        return ""

    return approving


def _excused(by: User, findings: Sequence[Finding], until: date | None, reason: str, outcome: Outcome) -> list[Finding]:
    """Record the decisions; what is refused is told in the outcome."""
    recorded = []
    for finding in findings:
        try:
            if until is None:
                raise DecisionError(f"The excuse has no date: ask for it again, such as until {day(timezone.localdate())}.")
            record_excuse(by=by, duty=finding.duty, key=finding.key, until=until, reason=reason)
        except DecisionError as failure:
            outcome.refused.append(Refused(finding.pk, finding.subject_title or finding.subject_id, str(failure)))
        else:
            recorded.append(finding)
    return recorded
