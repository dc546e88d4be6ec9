"""The administrators' page of tokens: asking, agreeing, revoking."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from seenheard.web.accounts.rules import allowed
from seenheard.web.api.actions import agree_token, ask_token, revoke_token
from seenheard.web.api.forms import TokenForm
from seenheard.web.api.models import Token
from seenheard.web.api.queries import all_tokens, find_token


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("accounts")
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token, and a form for another."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_token(by=request.user, **form.cleaned_data)
        messages.success(request, "The token works when a second administrator agrees.")
        return redirect("tokens")
    return render(request, "api/tokens.html", {"form": form, "tokens": all_tokens()})


@require_POST
@never_cache
@allowed("accounts")
def agree(request: HttpRequest, identity: int) -> HttpResponse:
    """Agree to another administrator's token; its secret is on this page, and nowhere else."""
    token = _found(identity)
    secret = agree_token(by=request.user, token=token)
    return render(request, "api/secret.html", {"token": token, "secret": secret})


@require_POST
@allowed("accounts")
def revoke(request: HttpRequest, identity: int) -> HttpResponse:
    """End a token."""
    token = _found(identity)
    revoke_token(by=request.user, token=token)
    messages.success(request, f"The token {token.name} no longer works.")
    return redirect("tokens")


def _found(identity: int) -> Token:
    token = find_token(identity)
    if token is None:
        raise Http404
    return token
