"""Pairs of records that may be one person. What the records say is read from releases: the site keeps no rows of it."""

from __future__ import annotations

from django.db import models


class Link(models.Model):
    """A pair of the night's links.parquet that a clerk should look at; the two ids in code point order.

    place says which to look at first. decided: a link decision on the two stands. cant_tell: a clerk looked and
    left it open, so it comes after those that nobody looked at. restricted: one of them belongs to a
    person that only named people may know of.
    """

    subject = models.TextField(unique=True)  # as decisions know the pair
    nominal_id = models.TextField()
    other_nominal_id = models.TextField()
    match_probability = models.FloatField(null=True)
    evidence = models.TextField(blank=True)
    place = models.BigIntegerField()
    decided = models.BooleanField(default=False)
    cant_tell = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)

    class Meta:
        """The queue and its counts are one index."""

        indexes = (models.Index(fields=["decided", "restricted", "cant_tell", "place"], name="link_queue"),)
