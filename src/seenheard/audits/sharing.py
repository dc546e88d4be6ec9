"""Who reads which file: by load, never one's own, nor the team's where the audit says so; the second is never the first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from seenheard.errors import AuditError

MOST_NAMED = 5


@dataclass(frozen=True)
class FileToRead:
    """A file: its id and number, its team, who reads it already (a reader's id, or None), and the officer who owns it."""

    identity: int
    number: int
    team: str
    first: int | None = None
    second: int | None = None
    owner: str = ""

    def not_for(self, team: str, officer: str, own_team_out: bool) -> str:
        """Why somebody may not have it, whatever else they read: it is their own, or their team's. Nothing if they may."""
        if self.owner and officer == self.owner:
            return "owns the file"
        if own_team_out and self.team and team == self.team:
            return "is of the file’s own team"
        return ""


@dataclass(frozen=True)
class ReaderToGive:
    """A reader: the account's id, its name and team, its share beside the others', whether it is away, its officer's id."""

    identity: int
    name: str
    team: str
    weight: float = 1.0
    away: bool = False
    officer: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight > 0):
            raise AuditError(f"The share of {self.name} is more than 0.")


@dataclass(frozen=True)
class Given:
    """A file given to a reader, as its first or second."""

    file: int
    reader: int
    second: bool


def share_out(
    files: Sequence[FileToRead], readers: Sequence[ReaderToGive], *, second_share: float, seed: str, own_team_out: bool
) -> list[Given]:
    """Give every file that lacks one a first reader, and a drawn share of all files (0 to 1) a second.

    The share is rounded up; which files are read twice follows from the seed, and those that are already stay. If a file
    can't be given, nothing is, and AuditError says which and why.
    """
    if len({file.identity for file in files}) != len(files):
        raise AuditError("A file is in the list twice.")
    if not any(not reader.away for reader in readers):
        raise AuditError("Nobody can be given a file: add a reader who is not away.")
    loads: Counter[int] = Counter()
    for file in files:
        loads.update(one for one in (file.first, file.second) if one is not None)
    firsts = {file.identity: file.first for file in files if file.first is not None}
    given: list[Given] = []
    lacking: list[tuple[FileToRead, bool]] = []
    wanted = [(file, False) for file in files if file.first is None]
    wanted += [(file, True) for file in _twice(files, second_share, seed) if file.second is None]
    for file, second in sorted(
        wanted, key=lambda one: (one[1], len(_able(one[0], readers, own_team_out)), _hash(seed, one[0]))
    ):
        able = [
            one for one in _able(file, readers, own_team_out) if one.identity not in (file.second, firsts.get(file.identity))
        ]
        if not able:
            lacking.append((file, second))
            continue
        reader = min(able, key=lambda one: ((loads[one.identity] + 1) / one.weight, _hash(seed, file, one.identity)))
        loads[reader.identity] += 1
        if not second:
            firsts[file.identity] = reader.identity
        given.append(Given(file.identity, reader.identity, second))
    if lacking:
        raise AuditError(_why(sorted(lacking, key=lambda one: (one[0].number, one[1])), own_team_out))
    return given


def twice_read(files: int, share: float) -> int:
    """How many of so many files are read twice: the share, rounded up."""
    return math.ceil(share * files - 1e-9)


def _twice(files: Sequence[FileToRead], share: float, seed: str) -> list[FileToRead]:
    """Those that are read twice: the ones that are already, and as many more as the share asks, by the seed's order."""
    if not 0 <= share <= 1:
        raise AuditError("The share that is read twice is from 0 to 1.")
    order = sorted(files, key=lambda file: (file.second is None, _hash(seed, file)))
    return order[: twice_read(len(files), share)]


def _able(file: FileToRead, readers: Sequence[ReaderToGive], own_team_out: bool) -> list[ReaderToGive]:
    return [one for one in readers if not one.away and not file.not_for(one.team, one.officer, own_team_out)]


def _hash(seed: str, file: FileToRead, reader: int = 0) -> bytes:
    return sha256(f"{seed}|{file.identity}|{reader}".encode("utf-8", "surrogatepass")).digest()


def _why(lacking: Sequence[tuple[FileToRead, bool]], own_team_out: bool) -> str:
    named = ", ".join(f"{file.number}{' (second reading)' if second else ''}" for file, second in lacking[:MOST_NAMED])
    more = f" and {len(lacking) - MOST_NAMED} more" if len(lacking) > MOST_NAMED else ""
    team = ", of the file’s own team" if own_team_out else ""
    return f"No reader may have file {named}{more}: everybody is away{team}, owns it, or reads it already. Add a reader."
