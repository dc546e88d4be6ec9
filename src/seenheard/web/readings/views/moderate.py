"""Moderation: two finished readings of one file side by side, and what is settled where they differ."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.errors import AuditError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits.drawn import subjects
from seenheard.web.audits.models import CaseFile
from seenheard.web.audits.queries import find_audit, find_file, leads
from seenheard.web.readings.actions import settle
from seenheard.web.readings.judging import OVERALL, Place, Written, differences, possible
from seenheard.web.readings.queries import both_done, pairs_of, readers_of_file, settlements_of
from seenheard.web.trail.actions import record_listing

NAMED = {
    "yes": "Yes",
    "partly": "Partly",
    "no": "No",
    "not_applicable": "Not applicable",
    "cant_tell": "Can’t tell",
    "": "None",
}


@require_GET
@allowed("audit")
def moderation(request: HttpRequest, identity: int) -> HttpResponse:
    """The files that two have read, with how much they differ: the unsettled first. For the audit's lead alone."""
    audit = find_audit(request.user, identity)
    if audit is None or audit.origin != "here":
        raise Http404
    if not leads(request.user, audit):
        return render(request, "readings/not_lead.html", {"audit": audit}, status=403)
    pairs = pairs_of(audit)
    record_listing(by=request.user, subjects=subjects(pair.file for pair in pairs), page=request.path)
    page = {
        "audit": audit,
        "differ": [pair for pair in pairs if pair.left],
        "settled": [pair for pair in pairs if pair.differences and not pair.left],
        "agree": [pair for pair in pairs if not pair.differences],
        "case_types": {one.key: one.title for one in audit.scheme.case_types},
    }
    return render(request, "readings/moderation.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def moderate(request: HttpRequest, identity: int) -> HttpResponse:
    """One file: each difference with both readers' words, and what is settled."""
    file = find_file(request.user, identity)
    if file is None or file.audit.origin != "here":
        raise Http404
    if not leads(request.user, file.audit):
        raise PermissionDenied
    try:
        first, second = both_done(file)
    except AuditError as refused:
        messages.error(request, str(refused))
        return redirect("moderation", file.audit_id)
    problem, chosen, reasons = "", _posted(request, "s"), _posted(request, "r")
    rest, why = request.POST.get("rest", ""), request.POST.get("why", "").strip()
    if request.method == "POST":
        _choose_rest(file, (first, second), rest, why, chosen, reasons)
        try:
            count = settle(by=request.user, file=file, chosen=chosen, reasons=reasons)
        except AuditError as refused:
            problem = str(refused)
        else:
            messages.success(request, f"{count} settled." if count else "Nothing was chosen.")
            return redirect("moderation" if count else "moderate", file.audit_id if count else file.pk)
    record_listing(by=request.user, subjects=subjects([file]), page=request.path)
    page = {
        "file": file,
        "audit": file.audit,
        "lines": _lines(file, (first, second), chosen, reasons),
        "problem": problem,
        "readers": readers_of_file(file),
        "rest": rest,
        "why": why,
    }
    page["case_type"] = next(
        (one.title for one in file.audit.scheme.case_types if one.key == file.case_type), file.case_type
    )
    page["notes"] = [first.note, second.note]
    return render(request, "readings/moderate.html", page, status=400 if problem else 200)


def _lines(
    file: CaseFile, both: tuple[Written, Written], chosen: dict[Place, str], reasons: dict[Place, str]
) -> list[dict[str, object]]:
    """Each difference, with what both said and what was settled or typed."""
    scheme, found = file.audit.scheme, settlements_of([file]).get(file.pk, {})
    return [
        {
            "place": place,
            "title": _title(file, place),
            "given": [_named(file, one) for one in pair],
            "texts": [_words(one, place) for one in both],
            "possible": [(one, _named(file, one)) for one in possible(scheme, file.case_type, place)],
            "settled": found.get(place),
            "settled_name": _named(file, found[place].settled) if place in found else "",
            "chosen": chosen.get(place, ""),
            "reason": reasons.get(place, ""),
        }
        for place, pair in differences(scheme, file.case_type, *both).items()
    ]


def _choose_rest(
    file: CaseFile,
    both: tuple[Written, Written],
    rest: str,
    why: str,
    chosen: dict[Place, str],
    reasons: dict[Place, str],
) -> None:
    """One reader's word (rest: "0" or "1") wherever nothing is settled or chosen yet; `why` where no reason is typed."""
    settled = settlements_of([file]).get(file.pk, {})
    for place, pair in differences(file.audit.scheme, file.case_type, *both).items():
        if rest in ("0", "1") and place not in settled and place not in chosen:
            said = pair[int(rest)]
            if said in possible(file.audit.scheme, file.case_type, place):
                chosen[place] = said
        if place in chosen and why:
            reasons.setdefault(place, why)


def _posted(request: HttpRequest, kind: str) -> dict[Place, str]:
    """s.<kind>.<name> or r.<kind>.<name>: what is chosen, and why; empty ones are left out."""
    found = {}
    for field, value in request.POST.items():
        of, _, rest = field.partition(".")
        where, _, name = rest.partition(".")
        if of == kind and value.strip():
            found[where, name] = value.strip()
    return found


def _title(file: CaseFile, place: Place) -> str:
    scheme = file.audit.scheme
    if place == OVERALL:
        return "The whole file"
    if place[0] == "area":
        return next(one.title for one in scheme.areas_for(file.case_type) if one.key == place[1])
    return next(one.question for one in scheme.criteria_for(file.case_type) if one.key == place[1])


def _named(file: CaseFile, value: str) -> str:
    return NAMED.get(value) or {one.key: one.title for one in file.audit.scheme.grades}.get(value, value)


def _words(written: Written, place: Place) -> str:
    if place == OVERALL:
        return written.reason
    into = written.judgements if place[0] == "area" else written.answers
    return into.get(place[1], {}).get("reason" if place[0] == "area" else "text", "")
