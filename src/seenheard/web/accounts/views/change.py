"""Making, changing and closing accounts. What gives rights waits until a second administrator agrees."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seenheard.web.accounts.actions import change_account, register, settle_change
from seenheard.web.accounts.changing import values_of
from seenheard.web.accounts.forms import AccountForm, NewAccountForm
from seenheard.web.accounts.queries import changes_of, find_account, find_change
from seenheard.web.accounts.rules import allowed


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("accounts")
def new_account(request: HttpRequest) -> HttpResponse:
    """Register somebody; the next page says what they may do."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = register(by=request.user, **form.cleaned_data)
        return redirect("change_account", user.pk)
    return render(request, "accounts/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("accounts")
def change(request: HttpRequest, identity: int) -> HttpResponse:
    """Change somebody else's account."""
    user = find_account(identity)
    if user is None:
        raise Http404
    own = user.pk == request.user.pk
    form = AccountForm(request.POST if request.method == "POST" else None, initial=values_of(user))
    if request.method == "POST":
        if own:
            raise PermissionDenied
        if form.is_valid():
            made = change_account(by=request.user, user=user, values=form.values)
            waits = (
                "It takes effect when a second administrator agrees." if made.agreed is None else "The account is changed."
            )
            messages.success(request, waits)
            return redirect("accounts")
    return render(request, "accounts/change.html", {"form": form, "account": user, "own": own, "changes": changes_of(user)})


@require_POST
@allowed("accounts")
def settle(request: HttpRequest, identity: int) -> HttpResponse:
    """Agree to another administrator's change, or refuse it."""
    found, agree = find_change(identity), request.POST.get("agree") == "yes"
    if found is None:
        raise Http404
    first = settle_change(by=request.user, change=found, agree=agree)
    said = f"{found.user.username} is changed." if agree else f"The change of {found.user.username} is refused."
    messages.success(request, said if first else "It was settled before you.")
    return redirect("accounts")
