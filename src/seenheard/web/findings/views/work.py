"""Taking a step on one finding or many: what is chosen, what is asked, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import allowed, may, own_teams
from seenheard.web.config.words import plural
from seenheard.web.findings import actions
from seenheard.web.findings.arrangements import arrangements
from seenheard.web.findings.forms import (
    AgreeForm,
    NoteForm,
    SaidForm,
    StepForm,
    ToForm,
    UntilForm,
    WrongForm,
    asked,
    chosen_ids,
    chosen_versions,
)
from seenheard.web.findings.models import Finding
from seenheard.web.findings.taking import MOST, Outcome
from seenheard.web.findings.work_queries import chosen_rows, ids_of, officers_in_post, record_choices, subjects_of, works_of
from seenheard.web.releases.queries import current_release, duties_in_order, officer_names
from seenheard.web.trail.actions import record_listing


@dataclass(frozen=True)
class Doing:
    """A step as the page offers it."""

    title: str
    button: str
    explained: str
    form: type[forms.Form]
    take: Callable[..., Outcome]

    def make(self, data: Any, rows: list[Finding]) -> Any:
        """Its form, with what the form needs to know."""
        if issubclass(self.form, ToForm):
            return self.form(data, officers=officers_in_post())
        if issubclass(self.form, WrongForm):
            return self.form(data, records=record_choices(rows))
        return self.form(data)

    def done(self, by: User, chosen: dict[int, int], form: Any) -> Outcome:
        """Take it."""
        said = {name: value for name, value in form.cleaned_data.items() if name in ("text", "until")}
        if hasattr(form, "chosen"):
            said |= form.chosen()
        return self.take(by=by, chosen=chosen, **said)


DOINGS = {
    "look_at": Doing(
        "Looked at, can’t finish yet",
        "Save",
        "It stays on the list. On the day after the date it comes back to be worked on.",
        UntilForm,
        actions.look_at,
    ),
    "mark_done": Doing(
        "Done, waiting for the records",
        "Save",
        "It stays on the list until the records show it. If the next nights do not, it comes back.",
        SaidForm,
        actions.mark_done,
    ),
    "note": Doing("Note", "Save the note", "It stays on the list.", NoteForm, actions.note),
    "refer": Doing(
        "Refer to somebody else",
        "Refer",
        "They see it in their work. The owner stays the same, and answers for it.",
        ToForm,
        actions.refer,
    ),
    "ask_excuse": Doing(
        "Excuse until a date",
        "Send",
        "It is set aside from the next night until the date, and never ended by it.",
        UntilForm,
        actions.ask_excuse,
    ),
    "report_wrong": Doing(
        "Wrong data",
        "Report",
        "The record goes to the data quality list. The finding ends when the record is put right in its own system.",
        WrongForm,
        actions.report_wrong,
    ),
    "give": Doing(
        "Give to somebody else",
        "Give",
        "They become the owner here until the records name another one. Change it in the records too.",
        ToForm,
        actions.give,
    ),
    "approve": Doing(
        "Approve the excuse",
        "Approve",
        "It becomes a decision: the next night sets it aside until the date asked for.",
        AgreeForm,
        actions.approve,
    ),
    "refuse": Doing("Refuse the excuse", "Refuse", "It comes back to be worked on.", StepForm, actions.refuse),
    "end_excuse": Doing(
        "Take the excuse back", "Take back", "From the next night it is late again.", StepForm, actions.end_excuse
    ),
}


@require_http_methods(["GET", "POST"])
@allowed("work")
def work(request: HttpRequest) -> HttpResponse:
    """What is chosen and what is asked; then what came of it."""
    name = request.POST.get("do") or request.GET.get("do") or ""
    doing, release = DOINGS.get(name), current_release()
    if doing is None or release is None:
        raise Http404
    restricted = may(request.user, "restricted")
    seen = chosen_versions(request.POST)
    ids = list(seen) if request.method == "POST" else _asked_for(request, restricted)
    rows = [row for row in chosen_rows(ids[:MOST], restricted=restricted) if may(request.user, "person", row)]
    if not rows:
        messages.info(request, "Nothing was chosen: tick at least one line.")
        return redirect(_back(request, []))
    form = doing.make(request.POST if request.method == "POST" else None, rows)
    outcome = None
    if request.method == "POST" and form.is_valid():
        outcome = doing.done(request.user, seen, form)
        if not outcome.refused:
            messages.success(request, f"{doing.title}: {plural(len(outcome.done), 'finding', 'findings')}.")
            return redirect(_back(request, rows))
        left = {one.identity for one in outcome.refused}
        rows, seen = [row for row in chosen_rows(sorted(left), restricted=restricted)], {}
    page = {
        "name": name,
        "doing": doing,
        "form": form,
        "rows": rows,
        "seen": seen,
        "outcome": outcome,
        "release": release,
        "back": _back(request, rows),
        "duties": {duty.name: duty for duty in duties_in_order()},
        "works": works_of(row.pk for row in rows),
        "officers": officer_names({row.owner_id for row in rows}),
        "days": arrangements().days_without_approval,
        "more": max(len(ids) - MOST, 0),
    }
    record_listing(by=request.user, subjects=subjects_of(rows), page=request.get_full_path())
    return render(request, "findings/work.html", page, status=409 if outcome else 200)


def _asked_for(request: HttpRequest, restricted: bool) -> list[int]:
    """The lines that were ticked, or a whole list under its filters."""
    if request.GET.get("all") != "1":
        return chosen_ids(request.GET)
    return ids_of(asked(request.GET), MOST + 1, restricted=restricted, **own_teams(request.user))


def _back(request: HttpRequest, rows: list[Finding]) -> str:
    """Where the reader came from, if that is a page of ours."""
    given = request.POST.get("back") or request.GET.get("back") or ""
    if given.startswith("/") and url_has_allowed_host_and_scheme(given, None):
        return given
    return reverse("finding", args=[rows[0].pk]) if len(rows) == 1 else reverse("home")
