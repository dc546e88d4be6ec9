"""Audits: the scheme that each keeps, its plan and draw, and the case files that it reads."""

from __future__ import annotations

from django.db import models

from seenheard.audits.scheme import Scheme, read
from seenheard.web.accounts.models import User
from seenheard.web.releases.models import Release


class SchemeVersion(models.Model):
    """One version of a scheme, kept word for word: an audit keeps the one that it began with."""

    hash = models.TextField(unique=True)
    name = models.TextField()
    version = models.TextField()
    title = models.TextField()
    content = models.TextField()  # the scheme's file
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: shipped
    added_at = models.DateTimeField()

    class Meta:
        """One content for a name and a version."""

        constraints = (models.UniqueConstraint(fields=["name", "version"], name="scheme_version"),)

    @property
    def scheme(self) -> Scheme:
        """As it is declared."""
        return read(self.content, f"{self.name} {self.version}")


class Audit(models.Model):
    """An exercise of reading a sample of case files.

    state: planned (nothing is drawn), reading (files are drawn, shared out, read and settled), closed (nothing changes).
    origin: here, or imported (it was done elsewhere: its files hold given grades, and nobody reads them here).
    plan: seenheard.audits.plan.Plan as JSON. drawn_from, seed and population_hash: from which the draw can be made again.
    restricted: it may hold restricted files; only named accounts know of it. earlier: the audit that it is compared with.
    """

    title = models.TextField()
    purpose = models.TextField(blank=True)
    scheme_version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="audits")
    lead = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.TextField(default="planned")
    origin = models.TextField(default="here")
    plan = models.JSONField(default=dict)
    restricted = models.BooleanField(default=False)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    planned_at = models.DateTimeField()
    read_by = models.DateField(null=True)  # the day by which all should be read
    done_on = models.DateField(null=True)  # of an imported one: when it was done
    drawn_from = models.ForeignKey(Release, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(null=True)
    seed = models.TextField(blank=True)
    population_hash = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    version = models.IntegerField(default=0)  # goes up with each change, so that who comes second is told

    @property
    def scheme(self) -> Scheme:
        """The scheme that it began with."""
        return self.scheme_version.scheme


class Stratum(models.Model):
    """A part of the population that is drawn from by itself: how many files it holds, and how many were drawn."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="strata")
    name = models.TextField()
    case_type = models.TextField()
    team = models.TextField(blank=True)
    population = models.IntegerField()
    size = models.IntegerField()

    class Meta:
        """Each once."""

        constraints = (models.UniqueConstraint(fields=["audit", "name"], name="stratum_name"),)


class CaseFile(models.Model):
    """A case file of an audit: which records it is, and how it came to be here.

    state: drawn (to be read), reserve (next in its stratum's order, read only if another is excluded), excluded.
    targeted: picked by hand, for a reason, and never in a rate. place: where it stands in its stratum's order, from 1.
    number: what it is called in the audit; a reserve has none. own_grade: the force's own, if there is one.
    given: of an imported file, area or "overall" -> grade.
    """

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="files")
    stratum = models.ForeignKey(Stratum, models.PROTECT, null=True, related_name="files")
    number = models.IntegerField(null=True)
    place = models.IntegerField(null=True)
    state = models.TextField(default="drawn")
    targeted = models.BooleanField(default=False)
    why_picked = models.TextField(blank=True)
    case_type = models.TextField()
    record_set = models.TextField()
    record_id = models.TextField()
    opened_at = models.DateTimeField(null=True)
    team = models.TextField(blank=True)
    owner_id = models.TextField(blank=True)
    subject_kind = models.TextField(blank=True)
    subject_id = models.TextField(blank=True)
    page_id = models.TextField(blank=True)
    nominal_ids = models.JSONField(default=list)
    timelines = models.JSONField(default=list)  # where the release has its events
    risk_level = models.TextField(blank=True)
    restricted = models.BooleanField(default=False)
    own_grade = models.TextField(blank=True)
    given = models.JSONField(default=dict)
    excluded_why = models.TextField(blank=True)
    excluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    excluded_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        """A file is in an audit once; so is a number."""

        constraints = (
            models.UniqueConstraint(fields=["audit", "case_type", "record_set", "record_id"], name="case_file_once"),
            models.UniqueConstraint(fields=["audit", "number"], name="case_file_number"),
        )
        indexes = (models.Index(fields=["audit", "state", "number"], name="case_file_state"),)
