"""Which files of a folder are record sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from seenheard.errors import ContractError
from seenheard.records.declarations import RECORD_SETS
from seenheard.records.wording import shown

ENDINGS = (".csv.gz", ".csv", ".parquet")
CHUNK = 4 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """The files of an extract, by record set, and the names of all else in the folder."""

    files: dict[str, Path]
    unknown: tuple[str, ...]


def record_set_of(name: str) -> str | None:
    """The record set that a file name stands for."""
    for ending in ENDINGS:
        if name.endswith(ending) and name.removesuffix(ending) in RECORD_SETS:
            return name.removesuffix(ending)
    return None


def find(extracts: Path) -> Found:
    """The record sets of a folder; two files of one record set, or none at all, stop the run."""
    names = _names(extracts)
    files: dict[str, Path] = {}
    unknown = []
    for name in names:
        record_set = record_set_of(name)
        if record_set is None:
            unknown.append(name)
        elif record_set in files:
            raise ContractError(
                f"{shown(str(extracts))} holds two files of {record_set}: {files[record_set].name} and {name}. "
                "Only one file of each record set is allowed."
            )
        else:
            files[record_set] = extracts / name
    if not files:
        raise ContractError(
            f"{shown(str(extracts))} holds no record set. Put at least one file such as incidents.csv, "
            "incidents.csv.gz or incidents.parquet into it."
        )
    return Found({name: files[name] for name in RECORD_SETS if name in files}, tuple(unknown))


def _names(extracts: Path) -> list[str]:
    if not extracts.is_dir():
        what = "is not a folder" if extracts.exists() else "does not exist"
        raise ContractError(f"{shown(str(extracts))} {what}. Name the folder that holds one file per record set.")
    try:
        return sorted(path.name for path in extracts.iterdir())
    except OSError as failure:
        raise ContractError(f"{shown(str(extracts))} can't be listed: {failure.strerror}.") from failure


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream, piece by piece."""
    while piece := stream.read(CHUNK):
        yield piece


def hash_and_size(path: Path) -> tuple[str, int]:
    """A file's SHA-256 and its length."""
    seen, size = sha256(), 0
    try:
        with path.open("rb") as stream:
            for piece in chunks(stream):
                seen.update(piece)
                size += len(piece)
    except OSError as failure:
        raise ContractError(f"{path.name} can't be read: {failure.strerror}.") from failure
    return seen.hexdigest(), size
