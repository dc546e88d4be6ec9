"""Everything that writes audits: schemes, plans, draws, exclusions, targeted picks, imports.

`seen` is the audit's version as the page showed it: whoever comes second is told, and nothing is written. A refusal is an
AuditError with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from seenheard.audits.plan import Plan
from seenheard.audits.scheme import Scheme
from seenheard.errors import AuditError, SchemeError
from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.audits import drawn
from seenheard.web.audits.models import Audit, CaseFile, SchemeVersion, Stratum
from seenheard.web.audits.queries import keys_of, next_number
from seenheard.web.audits.refusals import CLOSED, ChangedMeanwhile, NotYours
from seenheard.web.releases.case_files import CaseFileRow
from seenheard.web.releases.models import Release
from seenheard.web.trail.actions import enter

AT_ONCE = 500


@transaction.atomic
def add_scheme(*, by: User, scheme: Scheme, content: str, shipped: bool = False) -> SchemeVersion:
    """Keep a version of a scheme. The same content again is the one that is there; another needs a new version."""
    found = SchemeVersion.objects.filter(name=scheme.name, version=scheme.version).first()
    if found is not None and found.hash != scheme.hash:
        raise SchemeError(
            f"{scheme.name} has a version {scheme.version} already, with other content: give yours a later version."
        )
    added = found is None
    if found is None:
        found = SchemeVersion(
            hash=scheme.hash,
            name=scheme.name,
            version=scheme.version,
            title=scheme.title,
            content=content,
            added_by=None if shipped else by,
            added_at=timezone.now(),
        )
        found.save(force_insert=True)
    enter(by=by, action="scheme added" if added else "scheme seen again", detail={"scheme": found.pk, "hash": found.hash})
    return found


@transaction.atomic
def plan_audit(
    *,
    by: User,
    title: str,
    purpose: str,
    scheme_version: SchemeVersion,
    plan: Plan,
    read_by: date | None,
    restricted: bool = False,
    earlier: Audit | None = None,
) -> Audit:
    """Plan an audit; whoever plans it leads it."""
    _check(by, scheme_version.scheme, plan, restricted)
    audit = Audit(
        title=title,
        purpose=purpose,
        scheme_version=scheme_version,
        lead=by,
        plan=plan.as_json,
        restricted=restricted,
        earlier=earlier,
        planned_at=timezone.now(),
        read_by=read_by,
    )
    audit.save(force_insert=True)
    enter(by=by, action="audit planned", detail={"audit": audit.pk, "plan": plan.as_json})
    return audit


@transaction.atomic
def change_plan(
    *,
    by: User,
    audit: Audit,
    seen: int,
    title: str,
    purpose: str,
    plan: Plan,
    read_by: date | None,
    restricted: bool = False,
    earlier: Audit | None = None,
) -> Audit:
    """Change an audit that is not drawn yet."""
    held = _hold(by, audit, seen)
    if held.state != "planned":
        raise AuditError("The files are drawn: the plan of this audit no longer changes.")
    _check(by, held.scheme, plan, restricted)
    held.title, held.purpose, held.read_by, held.plan = title, purpose, read_by, plan.as_json
    held.restricted, held.earlier = restricted, earlier
    held.save(update_fields=["title", "purpose", "read_by", "plan", "restricted", "earlier", "version"])
    enter(by=by, action="audit's plan changed", detail={"audit": held.pk, "plan": plan.as_json})
    return held


@transaction.atomic
def hand_over(*, by: User, audit: Audit, to: User) -> None:
    """Another auditor leads it from here on."""
    held = _hold(by, audit, None)
    if not may(to, "audit") or (held.restricted and not may(to, "restricted")):
        raise AuditError(f"{to.get_username()} may not lead this audit: it needs an auditor who may know of its files.")
    held.lead = to
    held.save(update_fields=["lead", "version"])
    enter(by=by, action="audit handed over", detail={"audit": held.pk, "to": to.get_username()})


@transaction.atomic
def leave_out(*, by: User, audit: Audit, row: CaseFileRow, why: str) -> CaseFile:
    """Exclude a file of the population before the draw, with the reason; it can't be drawn."""
    held = _hold(by, audit, None)
    if held.state != "planned":
        raise AuditError("The files are drawn: exclude it among them.")
    if row.identity in keys_of(held):
        raise AuditError("This file is excluded already.")
    file = drawn.case_file(held, row, state="excluded", excluded_why=why, excluded_by=by, excluded_at=timezone.now())
    file.save(force_insert=True)
    enter(by=by, action="file left out of a draw", subjects=drawn.subjects([file]), detail=_detail(held, file, why=why))
    return file


@transaction.atomic
def draw(*, by: User, audit: Audit, seen: int, release: Release, seed: str) -> Audit:
    """Draw the files, with reserves: from the release's population, by plan and seed, so that it can be made again."""
    held = _hold(by, audit, seen)
    if held.state != "planned":
        raise AuditError("The files of this audit are drawn already.")
    made = drawn.draw(held, release, seed)
    Stratum.objects.bulk_create(made.strata)
    for start in range(0, len(made.files), AT_ONCE):
        CaseFile.objects.bulk_create(made.files[start : start + AT_ONCE])
    held.state, held.seed, held.drawn_from, held.drawn_at = "reading", seed, release, timezone.now()
    held.population_hash = made.population_hash
    held.save(update_fields=["state", "seed", "drawn_from", "drawn_at", "population_hash", "version"])
    files = [file for file in made.files if file.state == "drawn"]
    detail = {"audit": held.pk, "seed": seed, "release": release.release_id, "population": made.population_hash}
    enter(by=by, action="audit drawn", subjects=drawn.subjects(files), detail=detail | {"files": len(files)})
    return held


@transaction.atomic
def pick(*, by: User, audit: Audit, row: CaseFileRow, why: str) -> CaseFile:
    """Add a file by hand, for a reason. It is read like the others, and never in a rate."""
    held = _hold(by, audit, None)
    if held.state != "reading":
        raise AuditError("Files are picked after the draw, so that none is both." if held.state == "planned" else CLOSED)
    if row.case_type not in {one.key for one in held.scheme.case_types}:
        raise AuditError("The audit’s scheme has no such case type.")
    if row.identity in keys_of(held, reserves=False):
        raise AuditError("This file is in the audit already.")
    reserve = {"case_type": row.case_type, "record_set": row.record_set, "record_id": row.record_id}
    CaseFile.objects.filter(audit=held, state="reserve", **reserve).delete()
    file = drawn.case_file(held, row, number=next_number(held), targeted=True, why_picked=why)
    file.save(force_insert=True)
    enter(by=by, action="file picked for an audit", subjects=drawn.subjects([file]), detail=_detail(held, file, why=why))
    return file


@transaction.atomic
def exclude(*, by: User, file: CaseFile, why: str) -> CaseFile | None:
    """Exclude a file with the reason; the next of its stratum takes its place, and is given, if there is one."""
    held = _hold(by, file.audit, None)
    out = CaseFile.objects.select_for_update().get(pk=file.pk)
    if out.state != "drawn":
        raise AuditError("This file is excluded already.")
    if held.state != "reading":
        raise AuditError(CLOSED)
    instead = None
    if out.stratum_id is not None:
        instead = CaseFile.objects.filter(stratum_id=out.stratum_id, state="reserve").order_by("place").first()
    if instead is not None:
        instead.state, instead.number = "drawn", next_number(held)
        instead.save(update_fields=["state", "number"])
    out.state, out.excluded_why, out.excluded_by, out.excluded_at = "excluded", why, by, timezone.now()
    out.replaced_by = instead
    out.save(update_fields=["state", "excluded_why", "excluded_by", "excluded_at", "replaced_by"])
    about = drawn.subjects([one for one in (out, instead) if one is not None])
    enter(by=by, action="file excluded from an audit", subjects=about, detail=_detail(held, out, why=why))
    return instead


@transaction.atomic
def give_own_grade(*, by: User, file: CaseFile, grade: str) -> None:
    """What the force itself graded the file, if it did; empty takes it back."""
    held = _hold(by, file.audit, None)
    if grade and grade not in {one.key for one in held.scheme.grades}:
        raise AuditError(f"{grade} is no grade of this audit’s scheme.")
    CaseFile.objects.filter(pk=file.pk).update(own_grade=grade)
    enter(by=by, action="force's own grade given", subjects=drawn.subjects([file]), detail=_detail(held, file, grade=grade))


@transaction.atomic
def import_audit(
    *,
    by: User,
    title: str,
    purpose: str,
    scheme_version: SchemeVersion,
    done_on: date,
    files: Iterable[Mapping[str, object]],
) -> Audit:
    """Keep an audit that was done elsewhere: each file with its given grades (see seenheard.audits.importing)."""
    now = timezone.now()
    audit = Audit(
        title=title,
        purpose=purpose,
        scheme_version=scheme_version,
        lead=by,
        state="closed",
        origin="imported",
        planned_at=now,
        done_on=done_on,
        closed_at=now,
        closed_by=by,
    )
    audit.save(force_insert=True)
    kept = [CaseFile(audit=audit, number=number, **said) for number, said in enumerate(files, 1)]
    if not kept:
        raise AuditError("There is no file in it.")
    CaseFile.objects.bulk_create(kept, batch_size=AT_ONCE)
    enter(by=by, action="audit imported", detail={"audit": audit.pk, "files": len(kept)})
    return audit


@transaction.atomic
def close(*, by: User, audit: Audit, seen: int) -> None:
    """Nothing in it changes any more. What is not read or settled by then is said in its result."""
    held = _hold(by, audit, seen)
    if held.state != "reading":
        raise AuditError("Only an audit whose files are drawn can be closed.")
    held.state, held.closed_at, held.closed_by = "closed", timezone.now(), by
    held.save(update_fields=["state", "closed_at", "closed_by", "version"])
    enter(by=by, action="audit closed", detail={"audit": held.pk})


def _hold(by: User, audit: Audit, seen: int | None) -> Audit:
    """The audit's row, held until the transaction is over and moved on by one: by its lead only, as they saw it."""
    held = Audit.objects.select_for_update().get(pk=audit.pk)
    if held.lead_id != by.pk:
        raise NotYours(audit.lead.get_username())
    if held.state == "closed":
        raise AuditError(CLOSED)
    if seen is not None and held.version != seen:
        raise ChangedMeanwhile("This audit was changed since you opened the page: look again, then decide.")
    held.version += 1
    Audit.objects.filter(pk=held.pk).update(version=held.version)
    return held


def _check(by: User, scheme: Scheme, plan: Plan, restricted: bool) -> None:
    known = {one.key: one.title for one in scheme.case_types}
    unknown = [name for name in plan.case_types if name not in known]
    if unknown:
        raise AuditError(f"The scheme has no case type {unknown[0]}; it has {', '.join(known)}.")
    if restricted and not may(by, "restricted"):
        raise AuditError("Only an account that is named for restricted records plans an audit with restricted files.")


def _detail(audit: Audit, file: CaseFile, **said: object) -> dict[str, object]:
    return {"audit": audit.pk, "file": file.pk, "number": file.number, **said}
