"""Opens a release: its manifest and its files, checked against their hashes. Needs pyarrow only, no engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from seenheard.errors import ReleaseError
from seenheard.releases.files import hash_of
from seenheard.releases.schema import FILES, MANIFEST
from seenheard.uk_time import parse_timestamp

NEEDED = ("release_id", "as_of", "product_version", "standards", "inputs", "outputs", "not_assessable", "doubtful")


@dataclass(frozen=True)
class Release:
    """A published release."""

    path: Path
    manifest: dict[str, Any]

    @property
    def release_id(self) -> str:
        return str(self.manifest["release_id"])

    @property
    def as_of(self) -> int:
        """The instant, in microseconds since 1970 in UTC."""
        found = parse_timestamp(str(self.manifest["as_of"]))
        if found is None:
            raise ReleaseError(f"{self.path / MANIFEST}: as_of is not a time such as 2026-11-22T06:00:00Z.")
        return found

    def path_of(self, name: str) -> Path:
        """The path of a file, e.g. of "findings"."""
        path = self.path / FILES[name].file
        if not path.is_file():
            raise ReleaseError(f"{path} is missing: the release {self.release_id} is not whole. Run the night again.")
        return path

    def batches(self, name: str, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows of a file in their order."""
        path = self.path_of(name)
        try:
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(columns=columns)
        except (pa.ArrowException, OSError) as failure:
            raise ReleaseError(f"{path} can't be read: {str(failure).splitlines()[0]}") from failure

    def table(self, name: str) -> pa.Table:
        """All rows of a file."""
        return pa.Table.from_batches(self.batches(name), FILES[name].schema)

    def holds(self, name: str) -> bool:
        """Whether the release has a file: one that was added to the contract later stands in no older release."""
        return not FILES[name].added or FILES[name].file in self.manifest["outputs"]

    def verify(self) -> None:
        """Every file is there and is what the manifest says, or ReleaseError."""
        for name in filter(self.holds, FILES):
            told, path = self.manifest["outputs"].get(FILES[name].file), self.path_of(name)
            if not isinstance(told, dict):
                raise ReleaseError(f"{self.path / MANIFEST} does not name {path.name}. It must name every file.")
            if hash_of(path) != told.get("sha256"):
                raise ReleaseError(
                    f"{path} is not what the manifest says: its hash differs. Someone changed it, or the disk did. "
                    "Run the night again."
                )


def open_release(path: Path) -> Release:
    """Open the release in a folder. Its files are not looked at: ask verify for that."""
    if not path.is_dir():
        raise ReleaseError(f"{path} is not a folder. Name the folder of one release.")
    file = path / MANIFEST
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseError(f"{path} has no {MANIFEST}, so it is not a release. Name the folder of one release.") from None
    except OSError as failure:
        raise ReleaseError(f"{file} can't be read: {failure.strerror}.") from None
    except (ValueError, RecursionError):
        raise ReleaseError(f"{file} is not JSON in UTF-8: the release is damaged. Run the night again.") from None
    missing = [name for name in NEEDED if name not in manifest] if isinstance(manifest, dict) else list(NEEDED)
    if missing:
        raise ReleaseError(f"{file} lacks {', '.join(missing)}: it is not the manifest of a release.")
    if not isinstance(manifest["outputs"], dict) or not isinstance(manifest["inputs"], dict):
        raise ReleaseError(f"{file}: inputs and outputs must be objects. It is not the manifest of a release.")
    return Release(path, manifest)


def releases_in(folder: Path) -> list[Release]:
    """The releases of a folder, oldest as_of first. What is being written, is no release or is damaged is left out."""
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        if not path.name.startswith(".") and (path / MANIFEST).is_file():
            try:
                release = open_release(path)
                found.append((release.as_of, release.release_id, release))
            except ReleaseError:
                continue  # one damaged folder must not stop the nights to come; opening it says what is wrong
    return [release for _, _, release in sorted(found, key=lambda one: one[:2])]


def entered_in(releases: list[Release], entry: str) -> bool:
    """Whether one of these releases names this entry of the ledger as its own."""
    told = [release.manifest.get("ledger") for release in releases]
    return any(isinstance(ledger, dict) and ledger.get("entry") == entry for ledger in told)
