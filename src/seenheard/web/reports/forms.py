"""Forms of what comes out of an audit."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.audits.queries import files_of
from seenheard.web.reports.actions import CONCLUSIONS
from seenheard.web.reports.told import names_in, names_somebody

NUMBERS = re.compile(r"\s*\d{1,5}(\s*[,;\s]\s*\d{1,5})*\s*", re.ASCII)


class ConclusionForm(forms.Form):
    """What comes out of the audit, and what it rests on."""

    hints = True
    kind = forms.ChoiceField(label="What it is", choices=[("", "Choose"), *CONCLUSIONS.items()])
    text = forms.CharField(
        label="In words",
        help_text="What was found, how often, and what follows. No child’s name and no record number: it is read by many.",
        min_length=10,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    criterion = forms.ChoiceField(label="Criterion", required=False)
    numbers = forms.CharField(
        label="Files it rests on",
        help_text="Their numbers in this audit, such as 3, 17, 40.",
        required=False,
        max_length=2000,
    )
    team = forms.CharField(label="Team, if it is about one", required=False, max_length=200)
    named = forms.CharField(
        label="Who did it well (good practice only)",
        help_text="An officer or a team, to be thanked by name.",
        required=False,
        max_length=200,
    )
    recommend = forms.BooleanField(label="It should become a recommendation", required=False)
    re_audit_on = forms.DateField(
        label="Read again by (a recommendation needs it)", required=False, widget=forms.DateInput({"type": "date"})
    )
    not_theirs = forms.BooleanField(required=False)

    def __init__(self, *given: Any, audit: Audit, **named: Any) -> None:
        super().__init__(*given, **named)
        self.audit = audit
        self.files = {file.number: file for file in files_of(audit)}
        self.alike = names_in(audit, self.data.get("text", ""))
        if self.alike:
            self.fields["not_theirs"].label = f"Here {' and '.join(self.alike)} is somebody or something else"
        else:
            del self.fields["not_theirs"]
        self.fields["criterion"].choices = [("", "None"), *((one.key, one.question) for one in audit.scheme.criteria)]

    def clean_numbers(self) -> list[CaseFile]:
        """The files with these numbers."""
        said: str = self.cleaned_data["numbers"].strip()
        if not said:
            return []
        if not NUMBERS.fullmatch(said):
            raise forms.ValidationError("Give file numbers with commas between them, such as 3, 17, 40.")
        numbers = sorted({int(one) for one in re.findall(r"\d+", said)})
        unknown = [str(one) for one in numbers if one not in self.files]
        if unknown:
            raise forms.ValidationError(f"This audit has no file {', '.join(unknown)}.")
        return [self.files[one] for one in numbers]

    def clean(self) -> dict[str, Any]:
        """Only good practice is told by name."""
        said = super().clean() or {}
        texts = " ".join(str(said.get(name) or "") for name in ("text", "named", "team"))
        if names_somebody(self.audit, texts):
            self.add_error("text", "This names a child or a record of the audit’s files. Many read it: say it without.")
        elif self.alike and not said.get("not_theirs"):
            told = f"{' and '.join(self.alike)}: also a name of somebody in these files."
            self.add_error("text", f"{told} Say it without, or tick below that it is not theirs.")
        if said.get("recommend") and said.get("re_audit_on") is None and "re_audit_on" not in self.errors:
            self.add_error("re_audit_on", "Say by when the same is to be read again: a recommendation needs a day.")
        if said.get("named") and said.get("kind") and said["kind"] != "good_practice":
            self.add_error("named", "Only good practice is told by name.")
        said.pop("not_theirs", None)
        return said


class WithdrawForm(forms.Form):
    """Why a conclusion is withdrawn."""

    why = forms.CharField(label="Why?", min_length=5, max_length=2000, widget=forms.Textarea({"rows": 2}))
