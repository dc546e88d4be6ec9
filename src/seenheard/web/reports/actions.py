"""Everything that writes what comes out of an audit: conclusions, and reports as files. A refusal is an AuditError."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from seenheard.errors import AuditError
from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.audits.queries import leads
from seenheard.web.audits.refusals import NotYours
from seenheard.web.reports.models import Conclusion, Report
from seenheard.web.trail.actions import Doer, enter

CONCLUSIONS = {"theme": "Theme", "learning": "Learning", "good_practice": "Good practice"}
KINDS = {"html": "Web page", "pdf": "PDF", "docx": "Word"}


@transaction.atomic
def conclude(
    *,
    by: User,
    audit: Audit,
    kind: str,
    text: str,
    criterion: str = "",
    team: str = "",
    named: str = "",
    files: Sequence[CaseFile] = (),
    recommend: bool = False,
    re_audit_on: date | None = None,
) -> Conclusion:
    """Add what comes out of an audit, tied to a criterion, files and a team. Who did good practice well may be named."""
    _check_conclusion(by, audit, kind, criterion, named, files)
    made = Conclusion(
        audit=audit,
        kind=kind,
        text=text,
        criterion=criterion,
        team=team,
        named=named,
        recommend=recommend,
        re_audit_on=re_audit_on,
        by=by,
        at=timezone.now(),
    )
    made.save(force_insert=True)
    made.files.set(files)
    numbers = [file.number for file in files]
    enter(by=by, action="conclusion drawn", detail={"audit": audit.pk, "conclusion": made.pk, "files": numbers})
    return made


@transaction.atomic
def withdraw_conclusion(*, by: User, conclusion: Conclusion, why: str) -> None:
    """Take a conclusion back, with the reason; it stays to be seen, withdrawn."""
    held = Conclusion.objects.select_for_update().get(pk=conclusion.pk)
    if not leads(by, conclusion.audit):
        raise NotYours(conclusion.audit.lead.get_username())
    if held.withdrawn_at is not None:
        raise AuditError("This conclusion is withdrawn already.")
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = timezone.now(), by, why
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    enter(by=by, action="conclusion withdrawn", reason=why, detail={"audit": held.audit_id, "conclusion": held.pk})


@transaction.atomic
def ask_report(*, by: User, audit: Audit, kind: str) -> Report:
    """Ask for the report as a file; a worker makes it."""
    if kind not in KINDS:
        raise AuditError(f"A report is one of {', '.join(KINDS.values())}.")
    if not (may(by, "audit") or (may(by, "results") and audit.state == "closed")):
        raise AuditError("Before an audit is closed only auditors ask for its report.")
    report = Report(audit=audit, kind=kind, asked_by=by, asked_at=timezone.now())
    report.save(force_insert=True)
    enter(by=by, action="report asked for", detail={"audit": audit.pk, "report": report.pk, "kind": kind})
    return report


@transaction.atomic
def keep_report(*, by: Doer, report: Report, content: bytes) -> None:
    """Keep a report that was made."""
    hashed = sha256(content).hexdigest()
    made = {"state": "made", "made_at": timezone.now(), "content": content, "content_hash": hashed, "problem": ""}
    Report.objects.filter(pk=report.pk).update(**made)
    enter(by=by, action="report made", detail={"audit": report.audit_id, "report": report.pk, "sha256": hashed})


@transaction.atomic
def give_up_report(*, by: Doer, report: Report, problem: str) -> None:
    """Say why a report could not be made."""
    Report.objects.filter(pk=report.pk).update(state="failed", made_at=timezone.now(), problem=problem)
    enter(by=by, action="report not made", detail={"audit": report.audit_id, "report": report.pk, "problem": problem})


@transaction.atomic
def record_download(*, by: User, report: Report) -> None:
    """Somebody takes a report away."""
    enter(by=by, action="report taken", detail={"audit": report.audit_id, "report": report.pk, "kind": report.kind})


@transaction.atomic
def take_back(*, by: User, audit: Audit, why: str) -> None:
    """Remove an audit that was brought in wrongly, with its files and reports. What rests on it keeps it."""
    held = Audit.objects.select_for_update().get(pk=audit.pk)
    if not leads(by, held):
        raise NotYours(audit.lead.get_username())
    if held.origin != "imported":
        raise AuditError("Only an audit that was brought in from elsewhere is taken back; this one was read here.")
    compared = held.later.first()
    if compared is not None:
        raise AuditError(f"{compared.title} is compared with it: change that audit’s plan first.")
    if held.conclusions.filter(withdrawn_at=None).exists():
        raise AuditError("Conclusions rest on it: withdraw them first.")
    detail = {"audit": held.pk, "title": held.title, "files": held.files.count()}
    held.conclusions.all().delete()
    held.reports.all().delete()
    held.delete()
    enter(by=by, action="imported audit taken back", reason=why, detail=detail)


def _check_conclusion(by: User, audit: Audit, kind: str, criterion: str, named: str, files: Sequence[CaseFile]) -> None:
    if not leads(by, audit):
        raise NotYours(audit.lead.get_username())
    if kind not in CONCLUSIONS:
        raise AuditError(f"A conclusion is one of {', '.join(CONCLUSIONS.values()).lower()}.")
    if criterion and criterion not in {one.key for one in audit.scheme.criteria}:
        raise AuditError("The scheme of this audit has no such criterion.")
    if named and kind != "good_practice":
        raise AuditError("Only good practice is told by name.")
    if any(file.audit_id != audit.pk or file.state != "drawn" for file in files):
        raise AuditError("A conclusion rests on files of its own audit.")
