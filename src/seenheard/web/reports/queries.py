"""Everything that reads conclusions and reports, and turns an audit's rows into what its result is worked out from."""

from __future__ import annotations

from typing import Any

from seenheard.web.accounts.rules import may
from seenheard.web.audits.models import Audit
from seenheard.web.audits.queries import find_audit
from seenheard.web.reports.models import Conclusion, Report


def audit_with_result(user: Any, identity: int) -> Audit | None:
    """An audit whose result the account may see: any for an auditor, a closed one for others."""
    audit = find_audit(user, identity)
    if audit is None or audit.state == "planned":
        return None
    return audit if may(user, "audit") or audit.state == "closed" else None


def conclusions_of(audit: Audit) -> list[Conclusion]:
    """All of an audit, the withdrawn last."""
    found = Conclusion.objects.filter(audit=audit).select_related("by", "withdrawn_by").prefetch_related("files")
    return sorted(found, key=lambda one: (one.withdrawn_at is not None, one.kind, one.pk))


def find_conclusion(audit: Audit, identity: int) -> Conclusion | None:
    """One of an audit."""
    return Conclusion.objects.select_related("audit__lead").filter(audit=audit, pk=identity).first()


def reports_of(audit: Audit) -> list[Report]:
    """An audit's reports without their content, the newest first."""
    found = Report.objects.filter(audit=audit).select_related("asked_by").defer("content")
    return list(found.order_by("-pk")[:50])


def find_report(user: Any, identity: int) -> Report | None:
    """One report, if the account may see its audit's result."""
    report = Report.objects.select_related("audit").filter(pk=identity).first()
    if report is None or audit_with_result(user, report.audit_id) is None:
        return None
    return report


def report_numbered(identity: int) -> Report | None:
    """One report, for the worker."""
    return (
        Report.objects.select_related("audit__scheme_version", "audit__lead", "audit__earlier").filter(pk=identity).first()
    )
