"""What the information officer asks of the trail: who looked at this child, what did this user look at, unusual amounts.

No score: two rules, each said in words beside the numbers that it compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from seenheard.web.accounts.models import User
from seenheard.web.config.words import LONDON, plural
from seenheard.web.trail.models import TrailEntry, TrailSubject

PAGE = 50
SHOWN_DAYS, USUAL_DAYS = 7, 28  # the days that are looked at, and those before them that say what is usual
LEAST, TIMES = 20, 3  # fewer than this is never unusual; more than so many times the usual is


def about(pairs: Sequence[tuple[str, str]], before: int | None) -> list[TrailEntry]:
    """Lines about any of these subjects, the newest first: one page, and one line more if there is one."""
    wanted = Q()
    for kind, subject in pairs:
        wanted |= Q(kind=kind, subject_id=subject)
    rows = TrailSubject.objects.filter(wanted).values("entry_id")
    return _page(TrailEntry.objects.filter(pk__in=rows), before)


def of(user: User, before: int | None) -> list[TrailEntry]:
    """What an account did and read, the newest first."""
    return _page(TrailEntry.objects.filter(by_user=user), before)


def _page(entries: QuerySet[TrailEntry], before: int | None) -> list[TrailEntry]:
    if before is not None:
        entries = entries.filter(number__lt=before)
    return list(entries.select_related("by_user").order_by("-number")[: PAGE + 1])


@dataclass(frozen=True)
class Day:
    """What one account read on one day, beside its own usual day and its role's."""

    user: User
    day: date
    opened: int
    lists: int
    own: float | None
    role: float | None
    why: list[str]


def unusual(now: datetime | None = None) -> list[Day]:
    """The days of the last week on which an account opened or listed unusually much, the most first."""
    today = timezone.localdate(now or timezone.now(), LONDON)
    since = datetime.combine(today - timedelta(days=SHOWN_DAYS + USUAL_DAYS), time(), LONDON)
    opened, lists = _opened(since), _lists(since)
    users = {user.pk: user for user in User.objects.filter(pk__in={user for user, _ in (*opened, *lists)})}
    usual = {name: _Usual(counts, users) for name, counts in (("opened", opened), ("lists", lists))}
    found = []
    for user, day in sorted({*opened, *lists}):
        if day <= today - timedelta(days=SHOWN_DAYS):
            continue
        why = [
            *usual["opened"].why(user, day, "opened {}", "record"),
            *usual["lists"].why(user, day, "saw {}", "list"),
        ]
        if why:
            own, role = usual["opened"].own(user, day), usual["opened"].role(user, day)
            counts = (opened.get((user, day), 0), lists.get((user, day), 0))
            found.append(Day(users[user], day, *counts, own, role, why))
    return sorted(found, key=lambda one: (one.opened, one.lists), reverse=True)


Counts = dict[tuple[int, date], int]


def _opened(since: datetime) -> Counts:
    """How many different records each account opened on each day of the UK."""
    rows = TrailEntry.objects.filter(at__gte=since, action="read", by_user__isnull=False)
    days = rows.values_list("by_user", TruncDate("at", tzinfo=LONDON))
    return {(user, day): count for user, day, count in days.annotate(Count("subject_id", distinct=True)).order_by()}


def _lists(since: datetime) -> Counts:
    """How many lists each account saw, or took away as a file."""
    rows = TrailEntry.objects.filter(at__gte=since, by_user__isnull=False)
    rows = rows.filter(Q(action="listed") | Q(action__startswith="export"))
    days = rows.values_list("by_user", TruncDate("at", tzinfo=LONDON))
    return {(user, day): count for user, day, count in days.annotate(Count("pk")).order_by()}


class _Usual:
    """The median of the days before, on which there was anything: an account's own, and of all others of its roles."""

    def __init__(self, counts: Counts, users: dict[int, User]) -> None:
        self.counts = counts
        self.by_user: dict[int, dict[date, int]] = defaultdict(dict)
        self.by_role: dict[str, list[tuple[int, date, int]]] = defaultdict(list)
        self.roles = {pk: tuple(user.roles) for pk, user in users.items()}
        for (user, day), count in counts.items():
            self.by_user[user][day] = count
            for role in self.roles.get(user, ()):
                self.by_role[role].append((user, day, count))

    def own(self, user: int, day: date) -> float | None:
        """Of this account."""
        return _median([count for other, count in self.by_user[user].items() if _before(other, day)])

    def role(self, user: int, day: date) -> float | None:
        """Of the others with one of its roles."""
        rows = [row for role in self.roles.get(user, ()) for row in self.by_role[role]]
        return _median([count for other, then, count in rows if other != user and _before(then, day)])

    def why(self, user: int, day: date, said: str, thing: str) -> list[str]:
        """The rules that say that it is unusual, in words."""
        count, found = self.counts.get((user, day), 0), []
        for whose, usual in (("their own", self.own(user, day)), ("the role’s", self.role(user, day))):
            if count >= LEAST and usual is not None and count > TIMES * usual:
                many = said.format(plural(count, thing))
                found.append(f"{many}, more than {TIMES} times {whose} usual day ({usual:g})")
        return found


def _before(other: date, day: date) -> bool:
    return day - timedelta(days=USUAL_DAYS) <= other < day


def _median(counts: list[int]) -> float | None:
    return float(median(counts)) if counts else None
