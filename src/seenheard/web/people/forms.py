"""What a clerk says of a pair, and the record that they look up."""

from __future__ import annotations

from django import forms

OTHER = "other"
REASONS = {
    "both_looked_at": "I looked at both records in their source systems.",
    "number": "A number that belongs to one person settles it, such as the PNC id.",
    "asked": "I asked someone who knows the person or the family.",
    "family": "They are two people of one family: twins, or a parent and child of one name.",
    OTHER: "Another reason, in my own words.",
}
LONGEST = 1500
CANT_TELL = "The records do not tell."
UNDONE = "Decided by mistake."


class PairForm(forms.Form):
    """Same or not the same, with a reason."""

    nominal_id = forms.CharField(widget=forms.HiddenInput, strip=False)
    other_nominal_id = forms.CharField(widget=forms.HiddenInput, strip=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(
        choices=[("same", "Same person"), ("not_same", "Not the same person"), ("cant_tell", "Can’t tell")],
        error_messages={
            "required": "Choose Same person, Not the same person or Can’t tell.",
            "invalid_choice": "Choose one of the three.",
        },
    )
    reason = forms.ChoiceField(
        required=False,
        choices=list(REASONS.items()),
        error_messages={"invalid_choice": "Choose one of the reasons."},
    )
    words = forms.CharField(
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"Your own words can have {LONGEST:,} characters."},
    )

    def clean(self) -> dict[str, object]:
        """To decide needs a reason, and another reason needs words; who can't tell may leave both empty."""
        given = super().clean() or self.cleaned_data
        if given.get("decision") == "cant_tell":
            return given
        if not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Choose a reason.")
        if given.get("reason") == OTHER and not given.get("words") and "words" not in self.errors:
            self.add_error("words", "Write the reason in your own words.")
        return given

    def reason_said(self) -> str:
        """The reason as one text."""
        chosen, words = self.cleaned_data["reason"], self.cleaned_data["words"]
        if self.cleaned_data["decision"] == "cant_tell":
            return str(words or CANT_TELL)
        if chosen == OTHER:
            return str(words)
        return f"{REASONS[chosen]} {words}".strip()


class UndoForm(forms.Form):
    """Which decision is taken back, and why."""

    decision_id = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=LONGEST, error_messages={"required": "Say why it is taken back."})
