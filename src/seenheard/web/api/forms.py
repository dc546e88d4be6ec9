"""Asking for a token."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from seenheard.web.accounts.roles import API, ROLES, Role
from seenheard.web.api.models import Token

LONGEST = timedelta(days=366)


def least(role: Role) -> int:
    """What roles are sorted by: the one with the fewest rights comes first."""
    return len(role.rights)


class TokenForm(forms.Form):
    """What it is for, what it may see, and until when."""

    hints = True
    name = forms.CharField(label="Name", help_text="Which program uses it.", max_length=60)
    role = forms.ChoiceField(
        label="Role",
        help_text="The one that sees least, and is enough.",
        choices=[(role.name, role.title) for role in sorted(ROLES.values(), key=least) if API in role.rights],
    )
    ends_on = forms.DateField(
        label="Last day",
        help_text="At most a year from now.",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    sees_restricted = forms.BooleanField(label="Named for restricted records", required=False)

    def clean_name(self) -> str:
        """A name that no token has or had."""
        name: str = self.cleaned_data["name"]
        if Token.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is or was a token of this name.")
        return name

    def clean_ends_on(self) -> date:
        """From today to a year from now."""
        ends: date = self.cleaned_data["ends_on"]
        if not timezone.localdate() <= ends <= timezone.localdate() + LONGEST:
            raise forms.ValidationError("Choose a day from today to a year from now.")
        return ends
