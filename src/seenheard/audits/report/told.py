"""What is told of an audit besides its result; nothing in it says which child or record a file is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from seenheard.audits.agreement import Agreement
from seenheard.audits.published import Funnel
from seenheard.audits.scheme import Scheme


@dataclass(frozen=True)
class Drawn:
    """From what the files were drawn, so that anybody can draw them again."""

    release: str
    drawn_on: date
    seed: str
    population: int
    population_hash: str
    opened_from: date
    opened_to: date
    teams: tuple[str, ...] = ()  # empty: all
    second_share: float = 0.0  # of files read blind by a second reader, 0 to 1


@dataclass(frozen=True)
class Excluded:
    """A file that was left out: by which role or name, and why. The reason goes into the report as it is written."""

    by: str
    why: str


@dataclass(frozen=True)
class Conclusion:
    """kind: theme, learning or good_practice. files: numbers in the audit. named: who did good practice well."""

    kind: str
    text: str
    criterion: str = ""
    team: str = ""
    named: str = ""
    files: tuple[int, ...] = ()
    recommend: bool = False
    re_audit_on: date | None = None


@dataclass(frozen=True)
class ReferredBack:
    """A file that was sent back at once. hours: until an answer was accepted; empty if none was yet. open: nor is it due."""

    number: int
    clock_hours: float
    hours: float | None
    open: bool = False


@dataclass(frozen=True)
class AgreementRow:
    """How far readers agreed on one thing, before moderation: the overall grade, an area, a criterion, a pair of readers.

    of: grades or answers.
    """

    what: str
    files: int
    measures: tuple[Agreement, ...]
    of: str = "grades"


@dataclass(frozen=True)
class Told:
    """An audit. drawn: empty of one that was done elsewhere (then `done_on` says when)."""

    title: str
    force: str
    scheme: Scheme
    made_on: date
    lead: str
    purpose: str = ""
    drawn: Drawn | None = None
    done_on: date | None = None
    closed_on: date | None = None
    readers: int = 0
    excluded: Sequence[Excluded] = ()
    conclusions: Sequence[Conclusion] = ()
    referred_back: Sequence[ReferredBack] = ()
    agreement: Sequence[AgreementRow] = ()
    settled_by_a_reader: int = 0  # files that the lead settled and had also read
    earlier: str = ""  # title and day of the audit that it is compared with
    funnel: Funnel | None = None
    never: frozenset[str] = field(default=frozenset(), repr=False)  # names and record ids that may stand nowhere in it
