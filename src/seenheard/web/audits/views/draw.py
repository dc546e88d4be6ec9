"""The draw: making it, and making it again to see that it is the same."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from seenheard.errors import AuditError, ReleaseError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits import drawn
from seenheard.web.audits.actions import draw as draw_files
from seenheard.web.audits.forms import DrawForm
from seenheard.web.audits.queries import find_audit
from seenheard.web.config.words import plural
from seenheard.web.releases.queries import current_release


@require_POST
@allowed("audit")
def draw(request: HttpRequest, identity: int) -> HttpResponse:
    """Draw, by the audit's lead."""
    audit, release = find_audit(request.user, identity), current_release()
    if audit is None or release is None:
        raise Http404
    form = DrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Give a seed, any word or number, and tick that you have looked at the plan.")
        return redirect("audit", audit.pk)
    try:
        made = draw_files(
            by=request.user, audit=audit, release=release, seed=form.cleaned_data["seed"], seen=form.cleaned_data["seen"]
        )
    except (AuditError, ReleaseError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{plural(made.files.filter(state='drawn').count(), 'file is', 'files are')} drawn.")
    return redirect("audit", audit.pk)


@require_GET
@allowed("audit")
def check_draw(request: HttpRequest, identity: int) -> HttpResponse:
    """The draw made again from the release, the plan and the seed, beside the one that is kept."""
    audit = find_audit(request.user, identity)
    if audit is None or audit.drawn_from is None:
        raise Http404
    try:
        differences, problem = drawn.made_again(audit), ""
    except (AuditError, ReleaseError) as wrong:
        differences, problem = [], str(wrong)
    return render(request, "audits/check_draw.html", {"audit": audit, "differences": differences, "problem": problem})
