"""Forms of accounts. For signing in, allauth's own are used as they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone

from seenheard.web.accounts.models import User
from seenheard.web.accounts.roles import ROLES

LEAST_REASON = 10
LONGEST_GRANT = timedelta(days=92)
KINDS = {"child": "Child", "offender": "Offender", "record": "Case"}


class ReasonForm(forms.Form):
    """Why a record is opened, in the reader's own words."""

    hints = True
    reason = forms.CharField(
        label="Why do you need to open this record?",
        help_text="It is written down with your name, and may be asked about.",
        min_length=LEAST_REASON,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )


class UrgentForm(ReasonForm):
    """The same for urgent access, with whom it is about."""

    kind = forms.ChoiceField(choices=list(KINDS.items()), widget=forms.HiddenInput)
    id = forms.CharField(max_length=500, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What came of asking about an urgent access."""

    hints = True
    answer = forms.CharField(
        label="What they said",
        help_text="Whom you asked, and what came of it.",
        min_length=3,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )
    accepted = forms.TypedChoiceField(
        label="Was it needed?",
        choices=[("", "Choose"), ("yes", "Accepted: it was needed"), ("no", "Queried: it is looked into further")],
        coerce=lambda said: said == "yes",
    )


class NewAccountForm(forms.Form):
    """Who it is; what they may do is the next page's."""

    hints = True
    username = forms.CharField(
        label="Signs in as",
        help_text="With single sign-on exactly what the force’s directory calls them.",
        max_length=150,
        validators=[UnicodeUsernameValidator()],
    )
    name = forms.CharField(label="Name", help_text="As it stands on the screen.", max_length=150)

    def clean_username(self) -> str:
        """A name that nobody has, whatever its capitals."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("There is an account of this name already.")
        return username


class AccountForm(forms.Form):
    """What an account is and may do."""

    hints = True
    name = forms.CharField(label="Name", max_length=150)
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[(role.name, role.title) for role in ROLES.values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    team = forms.CharField(label="Team", help_text="As the records write it.", max_length=500, required=False)
    officer_id = forms.CharField(
        label="Officer in the records", help_text="Their officer_id: their own work.", max_length=500, required=False
    )
    ends_on = forms.DateField(
        label="Last day",
        help_text="An inspector’s account must have one.",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    sees_restricted = forms.BooleanField(label="Named for restricted records", required=False)
    is_active = forms.BooleanField(label="Open: they can sign in", required=False)

    def clean(self) -> dict[str, Any]:
        """A role that is for a time needs an end."""
        said: dict[str, Any] = super().clean()
        if not said.get("ends_on") and any(ROLES[role].for_a_time for role in said.get("roles", ())):
            self.add_error("ends_on", "This role is for a time: say which day is the last.")
        return said

    @property
    def values(self) -> dict[str, Any]:
        """As a change holds them."""
        said = self.cleaned_data
        return said | {"ends_on": said["ends_on"].isoformat() if said["ends_on"] else None}


class GrantForm(forms.Form):
    """Whom a restricted record is opened to, and until when."""

    hints = True
    username = forms.CharField(label="Signs in as", help_text="The account that may see the record.", max_length=150)
    kind = forms.ChoiceField(label="What it is", choices=list(KINDS.items()))
    id = forms.CharField(label="Id in the records", max_length=500)
    until = forms.DateField(
        label="Until",
        help_text="The last day, for example 2026-11-30. At most three months.",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label="Why", min_length=LEAST_REASON, max_length=1000, widget=forms.Textarea({"rows": 3}))

    def clean_until(self) -> object:
        """From today to three months from now."""
        until = self.cleaned_data["until"]
        if not timezone.localdate() <= until <= timezone.localdate() + LONGEST_GRANT:
            raise forms.ValidationError("Choose a day from today to three months from now.")
        return until
