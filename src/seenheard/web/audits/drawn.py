"""From a release's population to an audit's strata and files: the draw as rows, nothing written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seenheard.audits.drawing import allocate, draw as draw_files, sample_size
from seenheard.audits.plan import Plan, plan_of
from seenheard.errors import AuditError
from seenheard.web.audits.models import Audit, CaseFile, Stratum
from seenheard.web.audits.queries import keys_of
from seenheard.web.releases.case_files import CaseFileRow, population
from seenheard.web.releases.models import Release

LEAST_RESERVES = 10  # of each stratum, and as many as are drawn if that is more


@dataclass(frozen=True)
class Drawn:
    """What a draw makes."""

    strata: list[Stratum]
    files: list[CaseFile]
    population_hash: str


def subjects(files: Iterable[CaseFile]) -> list[tuple[str, str]]:
    """Whom or what the files are about, for the trail."""
    about: set[tuple[str, str]] = set()
    for file in files:
        about.add((file.record_set, file.record_id))
        about.update(("nominal", one) for one in file.nominal_ids)
    return sorted(about)
