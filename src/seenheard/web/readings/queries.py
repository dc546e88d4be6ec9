"""Everything that reads readings. Nobody sees another's reading of a file before their own of it is done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from seenheard.errors import AuditError
from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.readings.judging import Place, Written, differences, written_in
from seenheard.web.readings.models import Reader, Reading, ReferBack, ReferBackAnswer, Settlement

COUNTED = ("given", "begun", "done")


def readers_of(audit: Audit) -> list[Reader]:
    """Who reads in an audit, by name."""
    return list(Reader.objects.filter(audit=audit).select_related("user").order_by("user__username"))


def find_reader(audit: Audit, identity: int) -> Reader | None:
    """One reader of the audit."""
    return Reader.objects.select_related("user", "audit__lead").filter(audit=audit, pk=identity).first()


def my_readings(user: User) -> list[Reading]:
    """What an account has to read and has read, in audits that are not closed: the unfinished first."""
    found = Reading.objects.filter(user=user, state__in=COUNTED, file__state="drawn", file__audit__state="reading")
    found = found.select_related("file__audit__scheme_version")
    order = {"begun": 0, "given": 1, "done": 2}
    return sorted(found, key=lambda one: (order[one.state], one.file.audit_id, one.file.number))


def find_reading(user: User, identity: int) -> Reading | None:
    """An account's own reading; another's is not there."""
    found = Reading.objects.select_related("file__audit__scheme_version", "file__audit__lead", "user")
    return found.filter(pk=identity, user=user).first()


def reading_led(user: User, identity: int) -> Reading | None:
    """A reading of an audit that the account leads."""
    found = Reading.objects.select_related("file__audit__lead", "user")
    return found.filter(pk=identity, file__audit__lead=user).first()


def next_reading(reading: Reading) -> Reading | None:
    """The reader's next unfinished reading in the same audit."""
    open_ones = [one for one in my_readings(reading.user) if one.state != "done" and one.pk != reading.pk]
    same = [one for one in open_ones if one.file.audit_id == reading.file.audit_id]
    return same[0] if same else None


def readings_of(audit: Audit) -> list[Reading]:
    """Every reading that counts: of files that are drawn, and not withdrawn; by the file's number."""
    found = Reading.objects.filter(file__audit=audit, file__state="drawn", state__in=COUNTED)
    return list(found.select_related("file", "user").order_by("file__number", "second"))


@dataclass(frozen=True)
class Load:
    """What one reader has: given, begun and done."""

    reader: Reader
    given: int
    begun: int
    done: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.given + self.begun + self.done


def loads_of(audit: Audit) -> list[Load]:
    """How far each reader is."""
    counts = Counter((one.user_id, one.state) for one in readings_of(audit))
    return [Load(reader, *(counts[reader.user_id, state] for state in COUNTED)) for reader in readers_of(audit)]


def still_reads(user: User, audit: Audit) -> bool:
    """Whether the account has an unfinished reading in the audit: then it sees nothing that others made of files."""
    open_ones = Reading.objects.filter(user=user, file__audit=audit, file__state="drawn", state__in=("given", "begun"))
    return audit.state == "reading" and open_ones.exists()


def both_done(file: CaseFile) -> tuple[Written, Written]:
    """The two finished readings of a file; an AuditError if there are not two."""
    found = list(Reading.objects.filter(file=file, state="done").order_by("second"))
    if len(found) != 2 or file.state != "drawn":
        raise AuditError("A file is settled when both of its readers are done.")
    return written_in(found[0]), written_in(found[1])


def readers_of_file(file: CaseFile) -> list[str]:
    """The names of its two readers, the first first."""
    found = Reading.objects.filter(file=file, state__in=COUNTED).select_related("user").order_by("second")
    return [one.user.called for one in found]


@dataclass(frozen=True)
class Pair:
    """A file that two have read: where they differ, and which of it is not settled."""

    file: CaseFile
    readers: list[str]
    differences: list[Place]
    left: list[Place]


def pairs_of(audit: Audit) -> list[Pair]:
    """The files with two finished readings, by number."""
    done: dict[int, list[Reading]] = defaultdict(list)
    for one in readings_of(audit):
        if one.state == "done":
            done[one.file_id].append(one)
    both = [found for found in done.values() if len(found) == 2]
    settled = settlements_of(found[0].file for found in both)
    scheme, pairs = audit.scheme, []
    for first, second in both:
        places = list(differences(scheme, first.file.case_type, written_in(first), written_in(second)))
        names = [one.user.called for one in (first, second)]
        left = [place for place in places if place not in settled.get(first.file_id, {})]
        pairs.append(Pair(first.file, names, places, left))
    return pairs


@dataclass(frozen=True)
class NotDone:
    """What an audit would leave undone if it were closed. unread: files without a finished reading; of `files`. once: files
    that two were to read and one has."""

    files: int
    unread: int
    once: int
    unfinished: int
    pairs: int
    unsettled: int
    refer_backs: int


def not_done(audit: Audit) -> NotDone:
    """What is still to be done in an audit that is read."""
    readings, pairs = readings_of(audit), pairs_of(audit)
    files = CaseFile.objects.filter(audit=audit, state="drawn").count()
    done = [one.file_id for one in readings if one.state == "done"]
    twice = {one.file_id for one in readings if one.second}
    return NotDone(
        files=files,
        unread=files - len(set(done)),
        once=sum(done.count(file) == 1 for file in twice),
        unfinished=len(readings) - len(done),
        pairs=len(pairs),
        unsettled=sum(bool(pair.left) for pair in pairs),
        refer_backs=ReferBack.objects.filter(file__audit=audit, accepted_at=None).count(),
    )


def possible_readers(audit: Audit) -> list[User]:
    """Every account that may read in the audit."""
    users = [user for user in User.objects.filter(is_active=True).order_by("username") if may(user, "audit")]
    return [user for user in users if not audit.restricted or may(user, "restricted")]


def settlements_of(files: Iterable[CaseFile]) -> dict[int, dict[tuple[str, str], Settlement]]:
    """File -> place -> what was settled there last."""
    found: dict[int, dict[tuple[str, str], Settlement]] = defaultdict(dict)
    ids = [file.pk for file in files]
    for one in Settlement.objects.filter(file__in=ids).select_related("by").order_by("pk"):
        found[one.file_id][one.kind, one.name] = one
    return found


def refer_backs_for(user: Any) -> list[ReferBack]:
    """What an account answers for, the open and oldest first."""
    found = _refer_backs().order_by("-accepted_at", "due_at")
    rows = [one for one in found if may(user, "refer_backs", one) and _known(user, one)]
    return sorted(rows, key=lambda one: (one.accepted_at is not None, one.due_at))


def refer_backs_of(audit: Audit) -> list[ReferBack]:
    """Those of an audit, the open and oldest first."""
    rows = _refer_backs().filter(file__audit=audit)
    return sorted(rows, key=lambda one: (one.accepted_at is not None, one.due_at))


def own_refer_backs(file: CaseFile, by: User) -> list[ReferBack]:
    """What a reader referred back of a file; another's would tell what the other makes of it."""
    return list(_refer_backs().filter(file=file, by=by).order_by("pk"))


def sent_by(user: User) -> list[ReferBack]:
    """What an account referred back and has not accepted an answer to, the soonest due first."""
    return list(_refer_backs().filter(by=user, accepted_at=None).order_by("due_at"))


def find_refer_back(user: Any, identity: int) -> ReferBack | None:
    """One, if the account sent it, leads its audit, or answers for it."""
    found = _refer_backs().filter(pk=identity).first()
    if found is None or not _known(user, found):
        return None
    mine = may(user, "audit") and user.pk in (found.by_id, found.file.audit.lead_id)
    return found if mine or may(user, "refer_backs", found) else None


def find_answer(sent: ReferBack, identity: int) -> ReferBackAnswer | None:
    """An answer to it."""
    return sent.answers.select_related("refer_back__file__audit").filter(pk=identity).first()


def open_refer_backs(user: Any) -> int:
    """How many wait for this account's answer."""
    rows = ReferBack.objects.filter(accepted_at=None).exclude(answers__accepted=None, answers__isnull=False)
    if not may(user, "force"):
        rows = rows.filter(team=user.team)
    if not may(user, "restricted"):
        rows = rows.filter(file__restricted=False)
    return rows.count()


def is_late(sent: ReferBack, now: datetime | None = None) -> bool:
    """Its clock is over, and no answer was accepted."""
    return sent.accepted_at is None and (now or timezone.now()) > sent.due_at


def _refer_backs() -> QuerySet[ReferBack]:
    return ReferBack.objects.select_related("file__audit__lead", "by").prefetch_related("answers__by", "answers__settled_by")


def _known(user: Any, sent: ReferBack) -> bool:
    return not sent.file.restricted or may(user, "restricted")
