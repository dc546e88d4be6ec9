"""What a manifest says of duties, record sets and numbers, as rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from seenheard.web.config.words import thing, utc
from seenheard.web.releases.folder import Folder, doubtful_sets, first
from seenheard.web.releases.models import Duty, Officer, RecordSet, StandardNumber

RULE = ("one_per", "starts", "met_by", "not_met_by")


def duties(folder: Folder) -> list[Duty]:
    """The duties in the order of areas, each with the record sets that put it in doubt or are not there."""
    manifest = folder.manifest
    areas = {str(name): (place, str(title)) for place, (name, title) in enumerate(_areas(manifest))}
    doubtful = doubtful_sets(manifest)
    missing = manifest.get("not_assessable") or {}
    explained = manifest.get("duties") or {}
    names = [*explained, *(name for name in missing if name not in explained)]
    rows = []
    for place, name in enumerate(names):
        said = explained.get(name) or {}
        area = str(said.get("area") or "")
        area_place, area_title = areas.get(area, (len(areas), thing(area) or "Other duties"))
        needs = [str(need) for need in said.get("needs") or ()]
        rows.append(
            Duty(
                name=name,
                position=area_place * 1000 + place,
                area=area,
                area_title=area_title,
                title=str(said.get("title") or thing(name.replace("-", "_"))),
                asks=str(said.get("asks") or ""),
                matters=str(said.get("matters") or ""),
                counts=str(said.get("counts") or ""),
                rule={part: str((said.get("rule") or {}).get(part) or "") for part in RULE},
                needs=needs,
                recurs=bool(said.get("recurs")),
                subject_kind=str(said.get("subject_kind") or ""),
                doubtful=[need for need in needs if need in doubtful],
                missing=[str(absent) for absent in missing.get(name) or ()],
            )
        )
    return rows


def _areas(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    given = manifest.get("areas") or []
    if isinstance(given, dict):
        return list(given.items())
    return [(entry[0], entry[1]) for entry in given]


def record_sets(folder: Folder) -> list[RecordSet]:
    """How fresh each record set is."""
    doubtful = doubtful_sets(folder.manifest)
    rows = []
    for place, (name, said) in enumerate((folder.manifest.get("freshness") or {}).items()):
        newest = said.get("newest_recorded_at")
        rows.append(
            RecordSet(
                name=name,
                position=place,
                newest_recorded_at=utc(str(newest)) if newest else None,
                standing=said.get("standing"),
                absent=bool(said.get("absent")),
                doubtful=doubtful.get(name, ""),
            )
        )
    return rows


def standard_identity(folder: Folder) -> tuple[str, str]:
    """The standard's version and the hash of its content."""
    said = folder.manifest.get("standards")
    said = said if isinstance(said, dict) else {}
    version = first(said, "version") or first(folder.manifest, "standards_version", "standard_version") or "unnamed"
    content = first(said, "hash", "sha256") or first(folder.manifest, "standards_hash", "standard_hash") or version
    return str(version), str(content)


def numbers(folder: Folder) -> list[StandardNumber]:
    """The numbers in force, not yet given their standard."""
    return [
        StandardNumber(
            duty=str(said.get("duty") or ""),
            name=str(said.get("name") or ""),
            value=str(said.get("value")),
            unit=str(said.get("unit") or ""),
            in_force_from=_date(said.get("in_force_from")),
            source=str(said.get("source") or ""),
            url=str(said.get("url") or ""),
            confidence=str(said.get("confidence") or ""),
            keeper=str(said.get("keeper") or ""),
            check_by=_date(said.get("check_by")),
        )
        for said in folder.manifest.get("standard") or ()
    ]


def _date(given: Any) -> date | None:
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError:
        return None


def officers(folder: Folder) -> list[Officer]:
    """The officers of the records; a release without them has none."""
    if not (folder.path / "officers.parquet").is_file():
        return []
    columns = ("officer_id", "name", "team", "role", "active", "training_course", "training_ends_on")
    return [
        Officer(
            officer_id=said["officer_id"],
            name=said["name"] or "",
            team=said["team"] or "",
            role=said["role"] or "",
            active=bool(said["active"]),
            training_course=said["training_course"] or "",
            training_ends_on=said["training_ends_on"],
        )
        for batch in folder.batches("officers", columns)
        for said in batch.to_pylist()
    ]
