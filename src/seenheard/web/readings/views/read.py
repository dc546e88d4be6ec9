"""The page on which a case file is read: its events beside the criteria. It is saved as it is written, or by a button."""

from __future__ import annotations

from string import ascii_uppercase as LETTERS
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from seenheard.errors import AuditError, ReleaseError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits.models import CaseFile
from seenheard.web.config.words import moment
from seenheard.web.readings.actions import finish_reading, record_file_reading, save_reading
from seenheard.web.readings.judging import Written, suggest_for, written_in
from seenheard.web.readings.models import Reading
from seenheard.web.readings.queries import find_reading, next_reading, own_refer_backs
from seenheard.web.readings.refusals import SavedMeanwhile
from seenheard.web.readings.written import written_by
from seenheard.web.releases.case_files import events_of


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def read(request: HttpRequest, identity: int) -> HttpResponse:
    """The reader's own reading; another's is not there."""
    reading = find_reading(request.user, identity)
    if reading is None or reading.file.state == "reserve":
        raise Http404
    if request.method != "POST":
        return _page(request, reading, written_in(reading))
    written, seen = written_by(request.POST), _number(request.POST.get("seen"))
    quietly = request.headers.get("Accept", "").startswith("application/json")
    act = finish_reading if request.POST.get("do") == "finish" else save_reading
    try:
        reading = act(by=request.user, reading=reading, seen=seen, written=written)
    except AuditError as refused:
        if quietly:
            return JsonResponse({"problem": str(refused)}, status=409 if isinstance(refused, SavedMeanwhile) else 400)
        return _page(request, reading, written, problem=refused)
    if quietly:
        return JsonResponse(_told(reading))
    if reading.state != "done":
        messages.success(request, "Saved.")
        return redirect("reading", reading.pk)
    further = next_reading(reading)
    messages.success(request, f"File {reading.file.number} is done." + (" This is your next file." if further else ""))
    return redirect("reading", further.pk) if further else redirect("my_readings")


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else -1


def _told(reading: Reading) -> dict[str, Any]:
    """What the page is told after it saved itself: the new version, and what is suggested by now."""
    scheme, case_type = reading.file.audit.scheme, reading.file.case_type
    suggested = suggest_for(scheme, case_type, written_in(reading))
    grades = {one.key: one.title for one in scheme.grades}
    said = {"area-" + name: _suggested(grades, one.grade, one.reason) for name, one in suggested.areas.items()}
    said["overall"] = _suggested(grades, suggested.overall.grade, suggested.overall.reason)
    return {"version": reading.version, "saved": f"Saved at {moment(reading.saved_at)}", "suggested": said}


def _suggested(grades: dict[str, str], grade: str | None, reason: str) -> str:
    return f"Suggested: {grades[grade]}. {reason}" if grade else f"Nothing is suggested. {reason}"


def _people(file: CaseFile) -> dict[str, str]:
    """What the page calls whom the file is about: a letter each, so that events of one child are told from another's."""
    if file.subject_kind == "offender":
        return dict.fromkeys(file.nominal_ids, "The offender")
    names = (f"Child {letter}" for letter in LETTERS)
    return dict(zip(file.nominal_ids, names, strict=False))


def _page(request: HttpRequest, reading: Reading, written: Written, problem: AuditError | None = None) -> HttpResponse:
    file, audit = reading.file, reading.file.audit
    scheme = audit.scheme
    grades = {one.key: one.title for one in scheme.grades}
    try:
        timelines = [(kind, identity) for kind, identity in file.timelines]
        events, unreadable = events_of(audit.drawn_from, timelines, restricted=audit.restricted), ""
    except ReleaseError as wrong:
        events, unreadable = [], str(wrong)
    suggested = suggest_for(scheme, file.case_type, written)
    record_file_reading(by=request.user, file=file, page=request.path)
    page = {
        "reading": reading,
        "file": file,
        "audit": audit,
        "scheme": scheme,
        "written": written,
        "problem": problem,
        "meanwhile": isinstance(problem, SavedMeanwhile),
        "seen": reading.version if not isinstance(problem, SavedMeanwhile) else _number(request.POST.get("seen")),
        "open": reading.state in ("given", "begun") and file.state == "drawn" and audit.state == "reading",
        "case_type": next((one.title for one in scheme.case_types if one.key == file.case_type), file.case_type),
        "areas": [
            (area, [one for one in scheme.criteria_for(file.case_type) if one.area == area.key])
            for area in scheme.areas_for(file.case_type)
        ],
        "grades": grades,
        "suggested": {name: _suggested(grades, one.grade, one.reason) for name, one in suggested.areas.items()},
        "suggested_overall": _suggested(grades, suggested.overall.grade, suggested.overall.reason),
        "events": events[::-1],  # a file is read from its beginning
        "people": _people(file),
        "referred": own_refer_backs(file, reading.user),
        "unreadable": unreadable,
        "save_address": reverse("reading", args=[reading.pk]),
    }
    return render(request, "readings/read.html", page, status=409 if isinstance(problem, SavedMeanwhile) else 200)
