"""Bringing in an audit that was done elsewhere, from a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.audits.importing import COLUMNS, GivenFile, ImportRefused, read_audit
from seenheard.audits.scheme import Scheme
from seenheard.errors import AuditError, SchemeError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits.actions import add_scheme, import_audit
from seenheard.web.audits.forms import ImportForm
from seenheard.web.audits.schemes import choices, scheme_called
from seenheard.web.config.words import LONDON, plural

PLAIN = str.maketrans("", "", "`*")  # the layout's words are also a guide's, where these make them look otherwise


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def bring(request: HttpRequest) -> HttpResponse:
    """All of it or nothing: every fault is told with its row."""
    offered = [(one.scheme.hash, f"{one.scheme.title}, version {one.scheme.version}") for one in choices()]
    form = ImportForm(request.POST or None, request.FILES or None, schemes=offered)
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            return _brought(request, said)
        except ImportRefused as refused:
            faults = refused.faults
            form.add_error(
                "file", f"Nothing was taken: {plural(len(faults), 'thing is', 'things are')} wrong with it, listed below."
            )
        except (AuditError, SchemeError) as refused:
            form.add_error("file", str(refused))
    return render(
        request,
        "reports/bring.html",
        {"form": form, "faults": faults, "columns": [(one, one.holds.translate(PLAIN)) for one in COLUMNS]},
    )


def _brought(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    chosen = scheme_called(said["scheme"])
    if chosen is None:
        raise SchemeError("This scheme is gone: choose another.")
    given = read_audit(said["file"].name, said["file"].read(), chosen.scheme)
    kept = add_scheme(by=request.user, scheme=chosen.scheme, content=chosen.content, shipped=chosen.shipped)
    audit = import_audit(
        by=request.user,
        title=said["title"],
        purpose=said["purpose"],
        scheme_version=kept,
        done_on=said["done_on"],
        files=[_kept(file) for file in given.files],
    )
    messages.success(request, " ".join([*_told(chosen.scheme, given.files), *given.notes]))
    return redirect("result", audit.pk)


def _told(scheme: Scheme, files: Sequence[GivenFile]) -> list[str]:
    """What was taken, to be held against the sheet."""
    grades = Counter(file.grade for file in files)
    told = [f"{grades[one.key]} {one.title.lower()}" for one in scheme.grades]
    told += [f"{grades['']} without a grade"] if grades[""] else []
    return [
        f"{plural(len(files), 'file is', 'files are')} brought in: {', '.join(told)}.",
        "If that is not what the sheet says, take the audit back on its page.",
    ]


def _kept(file: GivenFile) -> dict[str, object]:
    """A given file as an audit keeps it."""
    opened = file.opened_on
    return {
        "case_type": file.case_type,
        "record_set": "",
        "record_id": file.reference,
        "team": file.team,
        "own_grade": file.own_grade,
        "opened_at": None if opened is None else _noon(opened),
        "given": {"overall": file.grade} | file.areas,
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)
