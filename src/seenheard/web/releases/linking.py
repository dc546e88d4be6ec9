"""Tonight's pairs for the clerk, in place of last night's. Only releases.actions uses this module, in its transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from seenheard.web.decisions.models import link_subject
from seenheard.web.releases.folder import Folder
from seenheard.web.releases.staging import copy_rows

READ = ("nominal_id", "other_nominal_id", "match_probability", "evidence", "place")
WRITTEN = ("subject", *READ, "decided", "cant_tell", "restricted")
LAST_DECIDED = """
    UPDATE people_link SET {marked} = (1 = 1) WHERE subject IN (
        SELECT d.subject FROM decisions_decision d WHERE d.kind IN ({kinds}) AND d.place =
            (SELECT MAX(last.place) FROM decisions_decision last WHERE last.subject = d.subject))
"""


def copy_links(folder: Folder) -> None:
    """The pairs of the release; those that a clerk has decided, or looked at and left open, are marked."""
    hidden = _hidden(folder)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_link")
    copy_rows("people_link", WRITTEN, _rows(folder, hidden))
    with connection.cursor() as cursor:
        cursor.execute(LAST_DECIDED.format(marked="decided", kinds="'same', 'not_same'"))
        cursor.execute(LAST_DECIDED.format(marked="cant_tell", kinds="'cant_tell'"))


def _hidden(folder: Folder) -> set[str]:
    """The nominals that only named people may know of."""
    found: set[str] = set()
    for batch in folder.batches("nominals", ("nominal_id", "restricted")):
        found.update(batch.filter(batch.column("restricted")).column("nominal_id").to_pylist())
    return found


def _rows(folder: Folder, hidden: set[str]) -> Iterator[tuple[Any, ...]]:
    last = 0
    for batch in folder.batches("links", READ):
        for one, other, probability, evidence, place in zip(*(batch.column(name).to_pylist() for name in READ), strict=True):
            first, second = sorted((one, other))
            last = place if place is not None else last + 1
            restricted = first in hidden or second in hidden
            yield link_subject(first, second), first, second, probability, evidence or "", last, False, False, restricted
