"""Everything that reads the trail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.core.signing import Signer
from django.db.models import QuerySet, Subquery
from django.utils.crypto import constant_time_compare

from seenheard.errors import TrailError
from seenheard.web.trail.chain import START, Line, Link, fault, in_order
from seenheard.web.trail.models import TrailEntry, TrailHead, TrailIndexed, TrailSubject

BATCH = 2000
CUT = "trail cut"


def head() -> Link:
    """Where the chain stands now."""
    row = TrailHead.objects.first()
    return Link(row.number, row.hash) if row else START


def seal_of(link: Link) -> str:
    """What signs a cut after this line, with the site's own key."""
    return Signer(salt=CUT).signature(f"{link.number}:{link.hash}")


def last_before(moment: datetime) -> Link | None:
    """The last line older than this, if there is one."""
    newer = TrailEntry.objects.filter(at__gte=moment).order_by("number").values_list("number", flat=True).first()
    older = TrailEntry.objects.filter(at__lt=moment)
    if newer is not None:
        older = older.filter(number__lt=newer)
    last = older.order_by("-number").first()
    return Link(last.number, last.hash) if last else None


def verify(noted: Link | None = None) -> Link:
    """Read the whole chain and give where it stands. TrailError names the first line that is changed or missing.

    noted: a line's number and hash as it was noted elsewhere; it must stand in the chain still.
    """
    upto, stands = head(), _begin()
    for line, stored in _lines(upto.number):
        wrong = fault(stands, line, stored)
        if wrong:
            raise TrailError(wrong)
        stands = Link(line.number, stored)
        if noted is not None and noted.number == stands.number and noted.hash != stands.hash:
            raise TrailError(f"Line {noted.number} is not the one that was noted: the trail was written anew.")
    _check_end(stands, upto)
    if noted is not None and noted.number > stands.number:
        raise TrailError(f"Line {stands.number + 1} is missing: line {noted.number} was noted, and is not there.")
    return stands


def _begin() -> Link:
    """What the first line that stands follows: nothing, or a cut that a later line tells of and the site's key signed."""
    first = TrailEntry.objects.order_by("number").first()
    if first is None or first.number == 1:
        return START
    gone = Link(first.number - 1, first.before)
    for told in TrailEntry.objects.filter(action=CUT).order_by("-number").values_list("detail", flat=True)[:100]:
        same = told.get("through") == gone.number and told.get("hash") == gone.hash
        if same and constant_time_compare(str(told.get("seal")), seal_of(gone)):
            return gone
    raise TrailError(f"Line 1 is missing: the trail begins with line {first.number}, and no signed cut says why.")


def _lines(upto: int) -> Iterator[tuple[Line, str]]:
    """Every line to this number, with the hash that stands beside it."""
    last, reached = 0, TrailIndexed.objects.first()
    indexed = reached.number if reached else 0
    while batch := list(TrailEntry.objects.filter(number__gt=last, number__lte=upto).order_by("number")[:BATCH]):
        found: dict[int, list[tuple[str, str]]] = {}
        rows = TrailSubject.objects.filter(entry_id__in=[entry.pk for entry in batch if entry.number <= indexed])
        for entry_id, kind, subject in rows.values_list("entry_id", "kind", "subject_id"):
            found.setdefault(entry_id, []).append((kind, subject))
        for entry in batch:
            line = _line(entry)
            if entry.number <= indexed and tuple(sorted(found.get(entry.pk, []))) != line.subjects:
                raise TrailError(f"Line {entry.number} was changed: it is not found by those it is about.")
            yield line, entry.hash
        last = batch[-1].number


def _line(entry: TrailEntry) -> Line:
    subjects = tuple((str(kind), str(subject)) for kind, subject in entry.about)
    alone = (entry.subject_kind, entry.subject_id)
    if in_order(subjects) != subjects or (entry.subject_id and alone not in subjects):
        raise TrailError(f"Line {entry.number} was changed: it is not about those it was written about.")
    return Line(
        number=entry.number,
        at=entry.at,
        by_user=entry.by_user_id,
        by_name=entry.by_name,
        action=entry.action,
        subjects=subjects,
        page=entry.page,
        reason=entry.reason,
        detail=entry.detail,
        before=entry.before,
    )


def _check_end(stands: Link, upto: Link) -> None:
    if stands.number < upto.number:
        raise TrailError(f"Line {stands.number + 1} is missing: the trail ends there, and its head says {upto.number}.")
    if stands != upto:
        raise TrailError(f"Line {stands.number} is not the one that the head knows: one of the two was changed.")
    # In one statement, because others go on writing meanwhile.
    beyond = _beyond_head().order_by("number").values_list("number", flat=True).first()
    if beyond is not None:
        raise TrailError(f"Line {beyond} is not known to the head: it was put in, or the head was changed.")


def _beyond_head() -> QuerySet[TrailEntry]:
    if not TrailHead.objects.exists():
        return TrailEntry.objects.all()
    return TrailEntry.objects.filter(number__gt=Subquery(TrailHead.objects.values("number")[:1]))
