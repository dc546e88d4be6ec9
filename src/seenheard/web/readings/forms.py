"""Forms of readings: who reads, what is referred back, what is answered and settled."""

from __future__ import annotations

from typing import Any

from django import forms

from seenheard.web.accounts.models import User

LEAST, LONGEST = 10, 4000


def _words(label: str, hint: str = "", rows: int = 3, least: int = LEAST) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, min_length=least, max_length=LONGEST, widget=forms.Textarea({"rows": rows})
    )


class ReferBackForm(forms.Form):
    """What the live risk is."""

    hints = True
    risk = _words(
        "What is the risk now, and to whom?",
        "The supervisor of the file’s team, or else the safeguarding lead, is told at once. Say what you read, where it "
        "stands, and what worries you.",
        rows=5,
    )


class ReferBackAnswerForm(forms.Form):
    """What was done."""

    hints = True
    text = _words(
        "What did you do?", "Who has seen or spoken to the child, what is safe now, and what is still to be done.", 5
    )


class AcceptForm(forms.Form):
    """Whether the answer will do."""

    accepted = forms.TypedChoiceField(
        label="Does the answer show that the child is safe?",
        choices=[("", "Choose"), ("yes", "Yes: accept it"), ("no", "No: they must answer again")],
        coerce=lambda said: said == "yes",
    )
    why = forms.CharField(
        label="Why (needed if it will not do)", required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """No without a reason helps nobody."""
        said = super().clean() or {}
        if said.get("accepted") is False and len(said.get("why", "").strip()) < LEAST:
            self.add_error("why", "Say what is missing, so that they can act on it.")
        return said


class ReaderForm(forms.Form):
    """Who reads, with which share, and when they are away."""

    hints = True
    user = forms.ChoiceField(label="Reader")
    weight = forms.FloatField(
        label="Share of the files",
        initial=1.0,
        min_value=0.1,
        max_value=10,
        help_text="2 is twice as many as a reader with 1.",
    )
    away_from = forms.DateField(label="Away from", required=False, widget=forms.DateInput({"type": "date"}))
    away_until = forms.DateField(label="Away until", required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *given: Any, users: list[User], **named: Any) -> None:
        super().__init__(*given, **named)
        self.users = {str(user.pk): user for user in users}
        shown = [(pk, user.called) for pk, user in self.users.items()]
        self.fields["user"].choices = [("", "Choose"), *shown]

    def clean(self) -> dict[str, Any]:
        """Days away have a first and a last day."""
        said = super().clean() or {}
        first, last = said.get("away_from"), said.get("away_until")
        if (first is None) != (last is None):
            self.add_error("away_until" if last is None else "away_from", "Give both days, or neither.")
        elif first and last and last < first:
            self.add_error("away_until", "The last day away is before the first.")
        return said


class WhyForm(forms.Form):
    """A reason."""

    why = _words("Why?")


class GiveReadingForm(WhyForm):
    """To whom a reading is given, and why."""

    user = forms.ChoiceField(label="To")
    field_order = ("user", "why")

    def __init__(self, *given: Any, users: list[User], **named: Any) -> None:
        super().__init__(*given, **named)
        self.users = {str(user.pk): user for user in users}
        shown = [(pk, user.called) for pk, user in self.users.items()]
        self.fields["user"].choices = [("", "Choose"), *shown]
