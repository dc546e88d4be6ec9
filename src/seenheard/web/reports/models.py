"""What comes out of an audit: its conclusions, and its reports as files."""

from __future__ import annotations

from django.db import models

from seenheard.web.accounts.models import User
from seenheard.web.audits.models import Audit, CaseFile


class Conclusion(models.Model):
    """What comes out of an audit. kind: theme, learning or good_practice.

    named: of good practice, who did it, in the record's words. recommend: it is to become a recommendation. re_audit_on:
    the day by which the same is read again.
    """

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="conclusions")
    kind = models.TextField()
    text = models.TextField()
    criterion = models.TextField(blank=True)
    team = models.TextField(blank=True)
    named = models.TextField(blank=True)
    files = models.ManyToManyField(CaseFile, related_name="conclusions")
    recommend = models.BooleanField(default=False)
    re_audit_on = models.DateField(null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)


class Report(models.Model):
    """An audit's report as a file. kind: html, pdf or docx. state: waiting, made or failed (problem says why)."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="reports")
    kind = models.TextField()
    state = models.TextField(default="waiting")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    content_hash = models.TextField(blank=True)
    problem = models.TextField(blank=True)
