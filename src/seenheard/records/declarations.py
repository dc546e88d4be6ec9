"""Every record set of the contract, in the contract's order: the single source of what an extract may hold."""

from __future__ import annotations

from seenheard.records.areas import custody, disclosure, incidents, missing, offenders, officers, online, partners, people
from seenheard.records.columns import RECORDED_AT, WITHDRAWN, Column, Kind, RecordSet, Sensitivity

# The name of an area and its title, in the contract's order.
AREAS: dict[str, str] = {
    "people": "People",
    "officers": "Officers and their training",
    "offenders": "People who pose a risk",
    "online": "Online child sexual exploitation",
    "incidents": "Incidents and the children in them",
    "missing": "Missing and exploited children",
    "partners": "Partners",
    "custody": "Custody",
    "disclosure": "Disclosure applications",
}

RECORD_SETS: dict[str, RecordSet] = {
    declared.name: declared
    for area in (people, officers, offenders, online, incidents, missing, partners, custody, disclosure)
    for declared in area.RECORD_SETS
}

__all__ = ["AREAS", "RECORDED_AT", "RECORD_SETS", "WITHDRAWN", "Column", "Kind", "RecordSet", "Sensitivity"]
