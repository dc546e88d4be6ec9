"""Opening a release: what is wrong with it is said in a sentence."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seenheard.errors import ReleaseError
from seenheard.releases.publishing import publish
from seenheard.releases.reading import open_release, releases_in
from seenheard.releases.schema import FINDINGS, MANIFEST
from tests.releases.nights import small_night, worked_out, write_night
from tests.releases.tables import AS_OF, moment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    db = worked_out(small_night())
    return publish(tmp_path, lambda folder: write_night(db, folder))


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    return found


def test_a_release_gives_its_rows_and_its_moment(path: Path) -> None:
    release = open_release(path)
    assert release.as_of == moment(AS_OF)
    findings = release.table("findings")
    assert findings.schema.equals(FINDINGS.schema)
    assert findings.column("duty").to_pylist() == ["child-seen", "domestic-attended", "workforce-trained"]
    batches = list(release.batches("findings", ["duty", "key"]))
    assert batches[0].schema.names == ["duty", "key"]


def test_the_manifest_explains_itself(path: Path) -> None:
    manifest = told(path)
    assert manifest["standards"]["version"].startswith("2012-01-01-")
    assert manifest["duties"]["child-seen"]["area"] == "seen_and_heard"
    assert manifest["freshness"]["incidents"] == {
        "newest_recorded_at": "2026-11-22T06:00:00Z",
        "standing": 10,
        "absent": False,
    }
    assert {"duty", "name", "value", "unit", "source", "check_by", "file"} <= set(manifest["standard"][0])
    assert manifest["outputs"]["findings.parquet"]["rows"] == 3
    assert ["offenders", "Managing people who pose a risk"] in manifest["areas"]


def test_a_changed_file_is_found(path: Path) -> None:
    data = bytearray((path / "rates.parquet").read_bytes())
    data[100] ^= 1
    (path / "rates.parquet").write_bytes(data)
    with pytest.raises(ReleaseError, match=r"rates\.parquet is not what the manifest says"):
        open_release(path).verify()


def test_a_missing_file_is_named(path: Path) -> None:
    (path / "findings.parquet").unlink()
    with pytest.raises(ReleaseError, match=r"findings\.parquet is missing"):
        open_release(path).verify()


def test_a_release_from_before_a_file_was_added_is_whole_without_it(path: Path) -> None:
    assert open_release(path).holds("case_files")
    manifest = told(path)
    for name in ("case_files.parquet", "case_file_events.parquet"):
        del manifest["outputs"][name]
        (path / name).unlink()
    (path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    open_release(path).verify()
    assert not open_release(path).holds("case_files") and open_release(path).holds("findings")


def test_a_file_that_was_added_later_and_is_named_must_be_there(path: Path) -> None:
    (path / "case_files.parquet").unlink()
    with pytest.raises(ReleaseError, match=r"case_files\.parquet is missing"):
        open_release(path).verify()


def test_a_file_that_is_no_parquet_is_said_in_a_sentence(path: Path) -> None:
    (path / "findings.parquet").write_bytes(b"PAR1 not")
    with pytest.raises(ReleaseError, match=r"findings\.parquet can't be read"):
        open_release(path).table("findings")


def test_what_is_no_release_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="is not a folder"):
        open_release(tmp_path / "nowhere")
    with pytest.raises(ReleaseError, match=r"has no manifest\.json"):
        open_release(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "it is not the manifest of a release"),
        ("{}", "lacks release_id, as_of"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_manifest_that_is_none_is_said_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match=says):
        open_release(tmp_path)


def test_one_damaged_release_does_not_hide_the_others(path: Path) -> None:
    damaged = path.parent / "2026-11-21T0600Z-00000000"
    damaged.mkdir()
    (damaged / MANIFEST).write_text("{", encoding="utf-8")
    assert [release.path for release in releases_in(path.parent)] == [path]


def test_reading_needs_no_engine() -> None:
    code = "import sys, seenheard.releases.reading; print({'duckdb', 'ibis', 'django'} & set(sys.modules))"
    source = {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    assert subprocess.check_output([sys.executable, "-c", code], env=source) == b"set()\n"
