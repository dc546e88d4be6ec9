"""Schemes: what an audit asks, by which rules it grades; a force takes one as a file, edits it, and brings it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.audits import scheme as declared
from seenheard.audits.judging import area_rules_in_words, file_rules_in_words
from seenheard.errors import SchemeError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.audits.actions import add_scheme
from seenheard.web.audits.forms import UploadForm
from seenheard.web.audits.schemes import choices, scheme_called


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def schemes(request: HttpRequest) -> HttpResponse:
    """Every version, and a form that adds one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            text = given.read().decode("utf-8-sig")
            added = declared.read_own(text, given.name)
            add_scheme(by=request.user, scheme=added, content=text)
        except UnicodeDecodeError:
            form.add_error("file", "This file is not text in UTF-8: a scheme is a TOML file.")
        except SchemeError as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, f"{added.title}, version {added.version}, can be chosen for audits now.")
            return redirect("schemes")
    return render(request, "audits/schemes.html", {"choices": choices(), "form": form})


@require_GET
@allowed("results")
def scheme(request: HttpRequest, identity: str) -> HttpResponse:
    """One version: every criterion with its guidance, and the grade rules in words."""
    found = scheme_called(identity)
    if found is None:
        raise Http404
    page = {
        "choice": found,
        "scheme": found.scheme,
        "reads": may(request.user, "audit"),
        "area_rules": area_rules_in_words(found.scheme),
        "file_rules": file_rules_in_words(found.scheme),
    }
    return render(request, "audits/scheme.html", page)


@require_GET
@allowed("results")
def scheme_file(request: HttpRequest, identity: str) -> HttpResponse:
    """Its file, to be edited outside."""
    found = scheme_called(identity)
    if found is None:
        raise Http404
    name = f"{found.scheme.name}-{found.scheme.version}.toml"
    return HttpResponse(
        found.content,
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
