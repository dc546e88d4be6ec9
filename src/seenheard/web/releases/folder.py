"""Reading a release's folder: its manifest and its Parquet files, with a sentence for all that can be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from seenheard.errors import ReleaseError
from seenheard.releases import schema
from seenheard.releases.reading import open_release
from seenheard.web.config.words import utc

BATCH = 50_000
MANIFEST = "manifest.json"
STATE_COLUMNS = tuple(column.name for column in schema.STATE_COLUMNS)


@dataclass(frozen=True)
class Folder:
    """A release on disk."""

    path: Path
    manifest: dict[str, Any]

    @property
    def release_id(self) -> str:
        """The release's name: the manifest's, which is the folder's."""
        return str(self.manifest["release_id"])

    @property
    def as_of(self) -> datetime:
        """The night's moment."""
        given = str(self.manifest.get("as_of") or "")
        try:
            return utc(given)
        except ValueError:
            raise ReleaseError(
                f"{self.path / MANIFEST}: as_of '{given}' is not a time such as 2026-11-22T06:00:00Z."
            ) from None

    def file(self, name: str) -> Path:
        """A file of the release, that must be there."""
        path = self.path / f"{name}.parquet"
        if not path.is_file():
            raise ReleaseError(f"{path}: this file is missing, so the release is not whole.")
        return path

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """A file, a part at a time. A column that was added to the contract later is empty in an older release."""
        path = self.file(name)
        added = {column.name: column.type for column in schema.FILES[name].columns if column.added}
        try:
            with pq.ParquetFile(path) as file:
                lacking = [column for column in columns if column not in file.schema_arrow.names]
                needed = [column for column in lacking if column not in added]
                if needed:
                    raise ReleaseError(f"{path}: the column {needed[0]} is missing.")
                held = [column for column in columns if column not in lacking]
                for batch in file.iter_batches(batch_size=BATCH, columns=held):
                    for column in lacking:
                        batch = batch.append_column(column, pa.nulls(batch.num_rows, added[column]))
                    yield batch.select(list(columns)) if lacking else batch
        except (pa.ArrowException, OSError) as failure:
            raise ReleaseError(f"{path}: can't be read as Parquet ({str(failure).splitlines()[0]}).") from failure

    def tells(self, name: str, column: str) -> bool:
        """Whether a file of the release has this column."""
        path = self.path / f"{name}.parquet"
        try:
            return path.is_file() and column in pq.read_schema(path).names
        except (pa.ArrowException, OSError) as failure:
            raise ReleaseError(f"{path}: can't be read as Parquet ({str(failure).splitlines()[0]}).") from failure

    def rows(self, name: str, columns: Sequence[str], where: pc.Expression) -> list[dict[str, Any]]:
        """The rows of a file that agree; row groups that can't hold any are not read."""
        path = self.file(name)
        try:
            return ds.dataset(path, format="parquet").to_table(columns=list(columns), filter=where).to_pylist()
        except (pa.ArrowException, OSError) as failure:
            raise ReleaseError(f"{path}: can't be read as Parquet ({str(failure).splitlines()[0]}).") from failure


def first(of: dict[str, Any], *names: str) -> Any:
    """The first of these names that is there."""
    return next((of[name] for name in names if of.get(name) is not None), None)


def open_folder(path: Path) -> Folder:
    """A release's folder, with every file as its manifest says."""
    release = open_release(path)
    release.verify()
    return Folder(path.resolve(), release.manifest)


def doubtful_sets(manifest: dict[str, Any]) -> dict[str, str]:
    """The doubtful record sets, each with why."""
    given = manifest.get("doubtful") or {}
    if isinstance(given, dict):
        return {str(name): _why(why) for name, why in given.items()}
    found = {}
    for entry in given:
        if isinstance(entry, dict):
            found[str(first(entry, "record_set", "name"))] = _why(first(entry, "sentence", "why", "reason"))
        else:
            found[str(entry)] = _why(None)
    return found


def _why(given: Any) -> str:
    if isinstance(given, list):
        given = "; ".join(str(part) for part in given)
    return str(given or "fewer records than the night before, or none for a while")
