"""Forms of accounts. For signing in, allauth's own are used as they are."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils import timezone

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
