"""Everything that reads audits and their files. Who is not named for restricted records knows of no restricted audit."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q, QuerySet

from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.audits.models import Audit, CaseFile, SchemeVersion, Stratum

Key = tuple[str, str, str]


def audits_of(user: Any) -> QuerySet[Audit]:
    """The audits that an account may know of, the newest first."""
    known = Q() if may(user, "restricted") or may(user, "restricted_numbers") else Q(restricted=False)
    return Audit.objects.filter(known).select_related("scheme_version", "lead", "drawn_from").order_by("-pk")


def find_audit(user: Any, identity: int) -> Audit | None:
    """One audit, if the account may know of it."""
    return audits_of(user).filter(pk=identity).first()


def find_file(user: Any, identity: int) -> CaseFile | None:
    """One case file of an audit that the account may know of."""
    found = CaseFile.objects.select_related("audit__scheme_version", "audit__lead", "stratum").filter(pk=identity).first()
    return found if found is not None and find_audit(user, found.audit_id) is not None else None


def leads(user: User, audit: Audit) -> bool:
    """Whether the account leads the audit."""
    return may(user, "audit") and audit.lead_id == user.pk


def files_of(audit: Audit, *states: str) -> QuerySet[CaseFile]:
    """The files in these states (drawn if none is said), by number and place."""
    chosen = CaseFile.objects.filter(audit=audit, state__in=states or ("drawn",))
    return chosen.select_related("stratum", "excluded_by", "replaced_by").order_by("number", "place", "pk")


def strata_of(audit: Audit) -> list[Stratum]:
    """The strata by name."""
    return list(Stratum.objects.filter(audit=audit).order_by("name"))


def keys_of(audit: Audit, *, reserves: bool = True) -> set[Key]:
    """Which records are in the audit, in whatever state."""
    rows = CaseFile.objects.filter(audit=audit)
    if not reserves:
        rows = rows.exclude(state="reserve")
    return set(rows.values_list("case_type", "record_set", "record_id"))


def next_number(audit: Audit) -> int:
    """The next file's number."""
    return (CaseFile.objects.filter(audit=audit).aggregate(last=Max("number"))["last"] or 0) + 1


def schemes_kept() -> list[SchemeVersion]:
    """Every version of every scheme, the newest first."""
    return list(SchemeVersion.objects.select_related("added_by").order_by("name", "-version"))
