"""Everything that writes readings: who reads what, what they judge, what is referred back, what is settled.

A reading is saved as often as its reader likes; `seen` is the version that the page holds, so that of two windows the second
is told and loses nothing typed. A refusal is an AuditError with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from seenheard.audits.plan import plan_of
from seenheard.errors import AuditError
from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.audits.drawn import subjects
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.audits.queries import leads
from seenheard.web.audits.refusals import CLOSED, ChangedMeanwhile, NotYours
from seenheard.web.config.words import moment
from seenheard.web.readings import judging, sharing
from seenheard.web.readings.letters import refer_back_letter, supervisors_of
from seenheard.web.readings.models import Reader, Reading, ReferBack, ReferBackAnswer, Settlement
from seenheard.web.readings.queries import both_done
from seenheard.web.readings.refusals import SavedMeanwhile
from seenheard.web.trail.actions import enter


@transaction.atomic
def appoint(
    *, by: User, audit: Audit, user: User, weight: float = 1.0, away_from: date | None = None, away_until: date | None = None
) -> Reader:
    """Let an account read in the audit, or change its share and the days on which it is away."""
    _hold(by, audit)
    if not may(user, "audit") or (audit.restricted and not may(user, "restricted")):
        raise AuditError(f"{user.get_username()} may not read in this audit: it needs an auditor who may know of its files.")
    if not 0 < weight <= 10:
        raise AuditError("A reader’s share is more than 0 and at most 10 times another’s.")
    if (away_from is None) != (away_until is None) or (away_from and away_until and away_until < away_from):
        raise AuditError("Days away have a first and a last day, in this order.")
    told = {"weight": weight, "away_from": away_from, "away_until": away_until}
    reader, _ = Reader.objects.update_or_create(audit=audit, user=user, defaults=told)
    enter(by=by, action="reader appointed", detail={"audit": audit.pk, "reader": user.get_username(), "weight": weight})
    return reader


@transaction.atomic
def dismiss(*, by: User, reader: Reader) -> None:
    """An account reads no more in the audit: what it has not finished is given back, to be shared out again."""
    _hold(by, reader.audit)
    open_ones = Reading.objects.filter(user=reader.user, file__audit=reader.audit, state__in=("given", "begun"))
    given_back = open_ones.update(state="withdrawn")
    name = reader.user.get_username()
    Reader.objects.filter(pk=reader.pk).delete()
    enter(by=by, action="reader dismissed", detail={"audit": reader.audit_id, "reader": name, "given_back": given_back})


@transaction.atomic
def share_out(*, by: User, audit: Audit) -> int:
    """Give every file that has no reader one, and its share a second; how many readings were given."""
    _hold(by, audit)
    given = sharing.share(audit, timezone.localdate())
    now = timezone.now()
    made = [Reading(file_id=one.file, user_id=one.reader, second=one.second, given_at=now) for one in given]
    Reading.objects.bulk_create(made, batch_size=500)
    told = [[one.file, one.reader, one.second] for one in given]
    enter(by=by, action="files shared out", detail={"audit": audit.pk, "readings": told})
    return len(made)


@transaction.atomic
def give_to(*, by: User, reading: Reading, to: User, why: str) -> Reading:
    """Give a reading that is not finished to another reader; what the first wrote stays, withdrawn."""
    audit = reading.file.audit
    _hold(by, audit)
    held = _reading(reading)
    if held.state not in ("given", "begun"):
        raise AuditError("Only a reading that is not finished is given to somebody else.")
    why_not = sharing.conflict(audit, reading.file, to, timezone.localdate())
    if why_not:
        raise AuditError(why_not)
    Reading.objects.filter(pk=held.pk).update(state="withdrawn")
    made = Reading(file=held.file, user=to, second=held.second, given_at=timezone.now())
    made.save(force_insert=True)
    detail = {"audit": audit.pk, "from": held.user.get_username(), "to": to.get_username()}
    enter(by=by, action="reading given to another", subjects=subjects([held.file]), reason=why, detail=detail)
    return made


@transaction.atomic
def save_reading(*, by: User, reading: Reading, seen: int, written: judging.Written) -> Reading:
    """Keep what is written so far. Nothing is checked but that it belongs to the scheme: a reading is saved unfinished."""
    held = _own(by, reading, seen)
    judging.check_belongs(held.file.audit.scheme, held.file.case_type, written)
    _keep(held, written, "begun")
    enter(by=by, action="reading saved", subjects=subjects([held.file]), detail=_detail(held))
    return held


@transaction.atomic
def finish_reading(*, by: User, reading: Reading, seen: int, written: judging.Written) -> Reading:
    """The reader is done. Every criterion is answered, every departure has a reason; from here on it does not change."""
    held = _own(by, reading, seen)
    scheme = held.file.audit.scheme
    judging.check_belongs(scheme, held.file.case_type, written)
    lacking = judging.lacking(scheme, held.file.case_type, written)
    if lacking:
        raise AuditError(" ".join(lacking))
    _keep(held, judging.graded(scheme, held.file.case_type, written), "done")
    enter(by=by, action="reading finished", subjects=subjects([held.file]), detail=_detail(held) | {"grade": held.grade})
    return held


@transaction.atomic
def reopen_reading(*, by: User, reading: Reading, why: str) -> None:
    """The audit's lead gives a finished reading back to its reader, unless the file is settled."""
    audit = reading.file.audit
    _hold(by, audit)
    held = _reading(reading)
    if held.state != "done":
        raise AuditError("Only a finished reading is given back.")
    if Settlement.objects.filter(file=held.file).exists():
        raise AuditError("This file is settled already: its readings no longer change.")
    Reading.objects.filter(pk=held.pk).update(state="begun", done_at=None, version=held.version + 1)
    enter(by=by, action="reading given back", subjects=subjects([held.file]), reason=why, detail=_detail(held))


@transaction.atomic
def refer_back(*, by: User, file: CaseFile, reading: Reading | None, risk: str) -> ReferBack:
    """There is live risk: the supervisor of the file's team is told at once, with a clock."""
    if reading is None and not leads(by, file.audit):
        raise NotYours(file.audit.lead.get_username())
    if reading is not None and (reading.user_id != by.pk or reading.file_id != file.pk or reading.state == "withdrawn"):
        raise AuditError("Only the file’s own reader refers it back.")
    now = timezone.now()
    sent = ReferBack(
        file=file,
        reading=reading,
        by=by,
        at=now,
        due_at=now + timedelta(hours=plan_of(file.audit.plan).refer_hours),
        risk=risk,
        team=file.team,
    )
    sent.save(force_insert=True)
    to = supervisors_of(sent)
    letter = refer_back_letter(sent)
    send_mail(letter.subject, letter.text, settings.MAIL_FROM, [user.email for user in to if user.email])
    told = {"refer_back": sent.pk, "team": file.team, "due_at": sent.due_at.isoformat(), "told": [one.pk for one in to]}
    enter(by=by, action="file referred back", subjects=subjects([file]), detail=told)
    return sent


@transaction.atomic
def answer_refer_back(*, by: User, sent: ReferBack, text: str) -> ReferBackAnswer:
    """The supervisor says what was done; it waits for the reader to accept it."""
    held = ReferBack.objects.select_for_update().get(pk=sent.pk)
    if not may(by, "refer_backs", held):
        raise AuditError("Only the team’s supervisor or the safeguarding lead answers this.")
    if held.accepted_at is not None:
        raise AuditError("An answer to this was accepted already.")
    waiting = held.answers.filter(accepted=None).select_related("by").first()
    if waiting is not None:
        raise ChangedMeanwhile(f"{waiting.by.get_username()} answered first, at {moment(waiting.at)}: {waiting.text}")
    answer = ReferBackAnswer(refer_back=held, by=by, at=timezone.now(), text=text)
    answer.save(force_insert=True)
    enter(by=by, action="refer-back answered", subjects=subjects([sent.file]), detail={"refer_back": held.pk})
    return answer


@transaction.atomic
def settle_answer(*, by: User, answer: ReferBackAnswer, accepted: bool, why: str) -> None:
    """Whoever referred the file back, or the audit's lead, accepts the answer or says why not; then the clock goes on."""
    held = ReferBackAnswer.objects.select_for_update().get(pk=answer.pk)
    sent = answer.refer_back
    if by.pk not in (sent.by_id, sent.file.audit.lead_id) or not may(by, "audit"):
        raise AuditError("Whoever referred the file back, or the audit’s lead, says whether the answer will do.")
    if held.accepted is not None:
        raise ChangedMeanwhile("This answer is settled already.")
    if not accepted and not why.strip():
        raise AuditError("Say why the answer will not do.")
    now = timezone.now()
    ReferBackAnswer.objects.filter(pk=held.pk).update(accepted=accepted, settled_by=by, settled_at=now, why=why)
    if accepted:
        ReferBack.objects.filter(pk=sent.pk).update(accepted_at=now)
    action = "refer-back's answer accepted" if accepted else "refer-back's answer not accepted"
    enter(by=by, action=action, subjects=subjects([sent.file]), detail={"refer_back": sent.pk, "answer": held.pk})


@transaction.atomic
def settle(
    *, by: User, file: CaseFile, chosen: Mapping[tuple[str, str], str], reasons: Mapping[tuple[str, str], str]
) -> int:
    """Settle where two readings differ: (kind, name) -> answer or grade, each with a reason. How many were settled."""
    _hold(by, file.audit)
    first, second = both_done(file)
    allowed = judging.differences(file.audit.scheme, file.case_type, first, second)
    now, made = timezone.now(), []
    for key, value in chosen.items():
        if key not in allowed:
            raise AuditError("The two readings do not differ there: there is nothing to settle.")
        if value not in judging.possible(file.audit.scheme, file.case_type, key):
            raise AuditError(f"{value} is no answer or grade of this audit’s scheme.")
        if not reasons.get(key, "").strip():
            raise AuditError("Say why it is settled so: each settlement needs a reason.")
        kind, name = key
        made.append(Settlement(file=file, kind=kind, name=name, settled=value, reason=reasons[key], by=by, at=now))
    Settlement.objects.bulk_create(made)
    told = [[one.kind, one.name, one.settled] for one in made]
    enter(by=by, action="file settled", subjects=subjects([file]), detail={"audit": file.audit_id, "settled": told})
    return len(made)


def _hold(by: User, audit: Audit) -> Audit:
    """The audit's row, held until the transaction is over: by its lead, while files are read."""
    held = Audit.objects.select_for_update().get(pk=audit.pk)
    if held.lead_id != by.pk or not may(by, "audit"):
        raise NotYours(audit.lead.get_username())
    if held.state == "closed":
        raise AuditError(CLOSED)
    return held


def _reading(reading: Reading) -> Reading:
    """The reading's row, held. Without a join: PostgreSQL gives no row where a joined one has just changed."""
    held = Reading.objects.select_for_update().get(pk=reading.pk)
    held.file, held.user = reading.file, reading.user
    return held


def _own(by: User, reading: Reading, seen: int) -> Reading:
    held = _reading(reading)
    if held.user_id != by.pk or not may(by, "audit"):
        raise AuditError("Only its own reader writes in a reading.")
    if held.state == "withdrawn":
        raise AuditError("This reading was given to somebody else. What you wrote until then is kept.")
    if held.state == "done":
        raise AuditError("This reading is finished. The audit’s lead can give it back to you.")
    if held.file.state != "drawn" or held.file.audit.state != "reading":
        raise AuditError("This file is excluded from the audit." if held.file.state != "drawn" else CLOSED)
    if held.version != seen:
        raise SavedMeanwhile(
            f"This reading was saved in another window at {moment(held.saved_at)}, after you opened this page. What you "
            "typed is still here, and not saved: copy what you need, then open the page again."
        )
    return held


def _keep(held: Reading, written: judging.Written, state: str) -> None:
    now = timezone.now()
    held.answers, held.judgements, held.grade = written.answers, written.judgements, written.grade
    held.reason, held.note, held.place = written.reason, written.note, written.place
    held.state, held.saved_at, held.version = state, now, held.version + 1
    held.done_at = now if state == "done" else None
    names: Sequence[str] = ("answers", "judgements", "grade", "reason", "note", "place", "state", "saved_at", "version")
    held.save(update_fields=[*names, "done_at"])


def _detail(reading: Reading) -> dict[str, object]:
    return {"audit": reading.file.audit_id, "file": reading.file_id, "reading": reading.pk, "version": reading.version}


@transaction.atomic
def record_file_reading(*, by: User, file: CaseFile, page: str) -> None:
    """Someone opened a case file to read it: an entry that names the record and everybody it is about."""
    detail: dict[str, object] = {"audit": file.audit_id, "file": file.pk}
    enter(by=by, action="read", subjects=subjects([file]), page=page, detail=detail)
