"""A night with pairs for a clerk: three open ones, one that only named people may know of."""

from __future__ import annotations

from datetime import date

from tests.web.force import HOSTILE
from tests.web.release import Night, link, nominal


def night_of_pairs(release_id: str = "2026-11-22T0600Z-aaaa") -> Night:
    """Pairs of N1 and N2, N3 and N4, N5 and the hostile; N6 and N7 are restricted; M1 and M2 are joined by the model."""
    joined = {"person_id": "P-M", "match_probability": 0.97, "decided_by": "model"}
    return Night(
        release_id=release_id,
        nominals=[
            nominal("N1", address_line="14 Fern Street", pnc_id="11/1234X", school="Fernhill Primary"),
            nominal(
                "N2",
                source_system="COMPACT",
                forenames="Ameera",
                surname="HADDAD",
                date_of_birth=date(2014, 1, 5),
                sex=None,
                postcode="BS7 8QT",
                address_line="14, Fern street",
            ),
            nominal("N3", forenames="Jayden", surname="Cole"),
            nominal("N4", forenames="Jaden", surname="Cole", date_of_birth=date(2014, 5, 2)),
            nominal("N5", forenames="Zofia", surname="Nowak"),
            nominal(HOSTILE, forenames=HOSTILE, surname=HOSTILE, source_system=HOSTILE, school=HOSTILE),
            nominal("N6", forenames="Secret", restricted=True),
            nominal("N7", forenames="Secret", restricted=True),
            nominal("M1", forenames="Temi", surname="Adeyemi", **joined),
            nominal("M2", forenames="Temmy", surname="Adeyemi", **joined),
        ],
        links=[
            link("N2", "N1", 1),
            link("N3", "N4", 3, match_probability=0.41),
            link("N6", "N7", 2),
            link("N5", HOSTILE, 4, evidence=f'[{{"field": {_json(HOSTILE)}, "level": {_json(HOSTILE)}, "weight": 3}}]'),
        ],
    )


def _json(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'
