"""Forms of audits: schemes, plans, the draw, and what is done with single files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from seenheard.audits.plan import LONGEST_REFER_HOURS, MOST_FILES, Plan
from seenheard.audits.scheme import Scheme
from seenheard.audits.spreadsheets import MOST_BYTES
from seenheard.errors import AuditError
from seenheard.web.audits.models import Audit
from seenheard.web.findings.work_queries import all_teams

LEAST_WHY, LONGEST_WHY = 5, 2000
DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
SIZES = (("size", "A number of files"), ("margin", "The margin that is wanted"))


class PlanForm(forms.Form):
    """A plan, of one scheme's case types."""

    hints = True
    title = forms.CharField(label="What it is called", max_length=200)
    purpose = forms.CharField(
        label="What it is for", required=False, max_length=LONGEST_WHY, widget=forms.Textarea({"rows": 2})
    )
    case_types = forms.MultipleChoiceField(label="Case types", widget=forms.CheckboxSelectMultiple)
    opened_from = forms.DateField(label="Files opened from", widget=DATE)
    opened_to = forms.DateField(label="Files opened until", widget=DATE)
    teams = forms.MultipleChoiceField(
        label="Teams (none chosen: all of them)", widget=forms.CheckboxSelectMultiple, required=False
    )
    by_team = forms.BooleanField(label="Draw from each team by itself, so that each is in the sample", required=False)
    by = forms.ChoiceField(label="How many files follows from", choices=SIZES, initial="size")
    size = forms.IntegerField(label="Number of files", required=False, min_value=1, max_value=MOST_FILES, initial=69)
    margin = forms.FloatField(
        label="Margin, in percentage points",
        help_text="10 means that the result is right to within 10 points either way, 19 times of 20.",
        required=False,
        min_value=1,
        max_value=50,
    )
    least = forms.IntegerField(
        label="At least so many of each case type", min_value=0, max_value=200, initial=3, required=False
    )
    second = forms.FloatField(
        label="Share read by a second reader, in percent",
        help_text="The two don’t see each other’s grades. 100 is every file.",
        min_value=0,
        max_value=100,
        initial=20,
    )
    own_team_out = forms.BooleanField(label="Nobody reads a file of their own team", required=False, initial=True)
    refer_hours = forms.IntegerField(
        label="Hours in which a refer-back is to be answered", min_value=1, max_value=LONGEST_REFER_HOURS, initial=24
    )
    read_by = forms.DateField(label="All read by", required=False, widget=DATE)
    restricted = forms.BooleanField(label="With restricted files: only named accounts know of this audit", required=False)
    earlier = forms.ChoiceField(label="Compared with an earlier audit", required=False)

    def __init__(
        self, *given: Any, scheme: Scheme, audits: list[Audit], may_restrict: bool, audit: Audit | None = None, **named: Any
    ) -> None:
        today = timezone.localdate()
        begin: dict[str, Any] = {"opened_from": today - timedelta(days=183), "opened_to": today}
        begin |= {"case_types": [one.key for one in scheme.case_types]}
        if audit is not None:
            begin |= as_typed(audit)
        super().__init__(*given, initial=begin | named.pop("initial", {}), **named)
        self.scheme = scheme
        self.fields["case_types"].choices = [(one.key, one.title) for one in scheme.case_types]
        self.fields["teams"].choices = [(team, team) for team in all_teams()]
        self.fields["earlier"].choices = [("", "None"), *((str(one.pk), one.title) for one in audits)]
        if not may_restrict:
            del self.fields["restricted"]

    def clean(self) -> dict[str, Any]:
        """The plan itself says what is wrong with it."""
        said = super().clean() or {}
        by = said.get("by")
        if by in ("size", "margin") and said.get(by) is None and by not in self.errors:
            self.add_error(by, "Give a number.")
        if self.errors:
            return said
        try:
            said["plan"] = self._plan(said)
        except AuditError as wrong:
            self.add_error(None, str(wrong))
        return said

    def _plan(self, said: dict[str, Any]) -> Plan:
        return Plan(
            case_types=tuple(said["case_types"]),
            opened_from=said["opened_from"],
            opened_to=said["opened_to"],
            teams=tuple(said["teams"]),
            by_team=said["by_team"],
            size=said["size"] if said["by"] == "size" else None,
            margin=said["margin"] / 100 if said["by"] == "margin" else None,
            least=said.get("least") or 0,
            second_share=said["second"] / 100,
            own_team_out=said["own_team_out"],
            refer_hours=said["refer_hours"],
        )


def as_typed(audit: Audit) -> dict[str, Any]:
    """An audit's plan as its form shows it."""
    plan = audit.plan
    typed = {name: plan[name] for name in ("case_types", "teams", "by_team", "least", "own_team_out", "refer_hours", "size")}
    typed |= {"title": audit.title, "purpose": audit.purpose, "read_by": audit.read_by, "restricted": audit.restricted}
    typed |= {"opened_from": date.fromisoformat(plan["opened_from"]), "opened_to": date.fromisoformat(plan["opened_to"])}
    typed |= {"by": "size" if plan["size"] is not None else "margin", "second": round(plan["second_share"] * 100, 6)}
    typed["margin"] = None if plan["margin"] is None else round(plan["margin"] * 100, 6)
    return typed | {"earlier": str(audit.earlier_id or "")}


class DrawForm(forms.Form):
    """The seed, and the audit as it was seen."""

    hints = True
    seed = forms.CharField(
        label="Seed",
        help_text="Any word or number. Whoever knows it and the night’s release can make the same draw again.",
        max_length=100,
    )
    sure = forms.BooleanField(label="I have looked at the plan: once the files are drawn it no longer changes")
    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """The audit as it was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label="Why?", min_length=LEAST_WHY, max_length=LONGEST_WHY, widget=forms.Textarea({"rows": 3}))


class FileForm(WhyForm):
    """A file of the population, and why it is picked or left out."""

    hints = True
    case_type = forms.ChoiceField(label="Case type")
    record_id = forms.CharField(label="Record", help_text="Its id in its own system.", max_length=500)
    field_order = ("case_type", "record_id", "why")

    def __init__(self, *given: Any, scheme: Scheme, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["case_type"].choices = [("", "Choose"), *((one.key, one.title) for one in scheme.case_types)]


class OwnGradeForm(forms.Form):
    """What the force itself graded the file."""

    own_grade = forms.ChoiceField(label="The force’s own grade", required=False)

    def __init__(self, *given: Any, scheme: Scheme, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["own_grade"].choices = [("", "None"), *((one.key, one.title) for one in scheme.grades)]


class UploadForm(forms.Form):
    """A scheme's file, or an audit's spreadsheet."""

    file = forms.FileField(label="File")

    def clean_file(self) -> Any:
        """Small enough to be one."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES >> 20} MB: it is none of these.")
        return given


class ImportForm(UploadForm):
    """An audit done elsewhere."""

    title = forms.CharField(label="What it is called", max_length=200)
    purpose = forms.CharField(
        label="Who did it, and what for", required=False, max_length=LONGEST_WHY, widget=forms.Textarea({"rows": 2})
    )
    done_on = forms.DateField(label="Done on", widget=DATE)
    scheme = forms.ChoiceField(label="Scheme")
    field_order = ("title", "purpose", "done_on", "scheme", "file")

    def __init__(self, *given: Any, schemes: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["scheme"].choices = schemes
