"""Taking a list away as a file: what is on the screen, all its pages, entered in the trail."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from seenheard.web.accounts.rules import allowed, may, own_teams
from seenheard.web.config.words import RETURNED, WORK, risk, state
from seenheard.web.findings.actions import record_export
from seenheard.web.findings.exporting import TYPES, Cell, written
from seenheard.web.findings.forms import asked
from seenheard.web.findings.models import Finding, WrongRecord
from seenheard.web.findings.work_queries import data_quality, rows_of_list, subjects_of
from seenheard.web.releases.queries import current_release, duties_in_order, find_duty, officer_names

TITLES = (
    "Duty", "Key", "About", "Id", "Name", "State", "Risk level", "Started", "Due", "Hours late", "Owner id", "Owner",
    "Team", "Work", "Until", "Why", "Came back because", "Sentence", "Restricted",
)  # fmt: skip
RECORD_TITLES = ("Record set", "Record", "What is wrong", "Said by", "Said at", "Duty", "Key")


@require_POST
@allowed("export")
def export(request: HttpRequest, page: str, name: str = "") -> HttpResponse:
    """A queue, my work, my team's or the force's list. Restricted rows only for who is named and asks for them."""
    of, release = _of(request, page, name), current_release()
    if release is None or (page == "queue" and find_duty(name) is None):
        raise Http404
    format, restricted = _asked_for(request)
    rows = rows_of_list(asked(request.POST), restricted=restricted, **of)
    content = written(format, TITLES, _cells(rows))
    record_export(
        by=request.user,
        page=f"{request.path}?{request.POST.get('list', '')[:500]}",
        format=format,
        findings=[row.pk for row in rows],
        subjects=sorted(set(subjects_of(rows))),
        restricted=restricted,
    )
    return _file(content, format, f"{name or page}-{release.as_of:%Y-%m-%d}")


@require_POST
@allowed("export")
def export_data_quality(request: HttpRequest) -> HttpResponse:
    """The data quality list."""
    format, restricted = _asked_for(request)
    sets = data_quality(restricted=restricted, **own_teams(request.user))
    lines = [line for part in sets for line in part.lines]
    content = written(format, RECORD_TITLES, [_record(line) for line in lines])
    record_export(
        by=request.user,
        page=request.path,
        format=format,
        findings=sorted({line.finding_id for line in lines}),
        subjects=sorted(set(subjects_of(lines))),
        restricted=restricted,
    )
    return _file(content, format, "data-quality")


def _asked_for(request: HttpRequest) -> tuple[str, bool]:
    format = request.POST.get("format", "")
    if format not in TYPES:
        raise Http404
    return format, request.POST.get("restricted") == "1" and may(request.user, "restricted")


def _of(request: HttpRequest, page: str, name: str) -> dict[str, Any]:
    """What the list is of; each list asks for the right that its page asks for."""
    if page == "queue":
        return {"duty": name, **own_teams(request.user)}
    rule, of = {
        "my-work": ("own_work", {"owner_id": request.user.officer_id}),
        "my-team": ("team", {"team": request.user.team}),
        "force": ("force", {}),
    }[page]
    if not may(request.user, rule):
        raise PermissionDenied
    return of


def _cells(rows: list[Finding]) -> list[tuple[Cell, ...]]:
    duties = {duty.name: duty.title for duty in duties_in_order()}
    names = officer_names({row.owner_id for row in rows})
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        work = getattr(row, "work_row", None)
        about = (duties.get(row.duty, row.duty), row.key, row.subject_kind, row.subject_id, row.subject_title)
        when = (state(row.state), risk(row.risk_level), row.started_at, row.due_at, row.hours_late)
        whose = (row.owner_id, names.get(row.owner_id, ""), row.team, WORK.get(row.work, row.work))
        until = work.until.isoformat() if work and work.until else ""
        stands = (until, work.text, RETURNED.get(work.why, "")) if work else ("", "", "")
        cells.append((*about, *when, *whose, *stands, row.sentence, row.restricted))
    return cells


def _record(line: WrongRecord) -> tuple[Cell, ...]:
    about = line.finding
    return line.record_set, line.record_id, line.text, line.by_name, line.at, about.duty, about.key


def _file(content: bytes, format: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[format])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    answer["Cache-Control"] = "no-store"
    return answer
