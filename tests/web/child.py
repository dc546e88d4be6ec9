"""A night with one child of three records in three systems, with a family, contacts and duties."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from tests.web.release import AS_OF, Night, event, nominal, officer, relative, state, subject

WORDS = "I hide in my room when he shouts. I want him to stop."


def _contact(number: int, days: int, **said: Any) -> dict[str, Any]:
    told = {"officer_id": "F4", "incident_id": f"I{number}"} | said
    seen = "seen and spoken to alone" if said.get("alone") else "seen" if said.get("seen") else "not seen (nobody in)"
    return event(
        "child",
        "N1",
        "child_contacts",
        f"K{number}",
        kind="contact",
        happened_at=AS_OF - timedelta(days=days),
        sentence=f"Contact by PC Daniel Mensah: {seen}.",
        details=json.dumps(told),
        nominal_id="N2",
    )


def _timeline() -> list[dict[str, Any]]:
    def step(record_set: str, record: str, days: int, kind: str, sentence: str, **said: Any) -> dict[str, Any]:
        told = {"happened_at": AS_OF - timedelta(days=days), "kind": kind, "sentence": sentence, "details": None}
        return event("child", "N1", record_set, record, **(told | {"nominal_id": "N1"} | said))

    return [
        _contact(3, 2, seen=False, not_seen_reason="nobody in"),
        _contact(2, 9, seen=True, spoken_to=True, alone=True, words=WORDS, demeanour="quiet, held her sister’s hand"),
        _contact(1, 60, seen=True, home="clean and warm, a bed of her own"),
        step("missing_episodes", "M1", 21, "missing", "Reported missing.", details=json.dumps({"risk_level": "high"})),
        step("missing_episodes", "M1", 20, "missing_returned", "Came back or was found."),
        step(
            "incidents",
            "I2",
            10,
            "incident",
            "Named as child present in a reported incident (domestic abuse).",
            nominal_id="N2",
        ),
        step("referrals", "R1", 9, "referral", "Referred to social care."),
        step("strategy_discussions", "S1", 6, "strategy_discussion", "Strategy discussion held: joint section 47 enquiry."),
        step("incidents", "I9", 5, "incident", "A secret incident.", restricted=True),
    ]


def night_of_a_child() -> Night:
    """N1, N2 and N3 are one child; N1 and N3 are subjects of duties, and N1 is their page."""
    joined = {"person_id": "P1", "decided_by": "model", "match_probability": 0.97}
    who = {"person_id": "P1", "page_id": "N1"}
    details = json.dumps({"sex": "F", "school": "Fernhill Primary", "looked_after": False, "nominals": ["N1", "N2", "N3"]})
    late = {"owner_id": "F4", "team": "Child team", "risk_level": "standard", "link_confidence": 0.97, "person_id": "P1"}
    return Night(
        officers=[officer("F4", "PC Daniel Mensah", "Child team", "child_investigator")],
        states=[
            state("child-heard", "I1|N1", subject_id="N1", hours_late=30.0, sentence="Amira was seen, not heard.", **late),
            state("child-heard", "I3|N3", subject_id="N3", hours_late=300.0, sentence="Amira was seen, not heard.", **late),
            state(
                "child-heard",
                "I2|N1",
                subject_id="N1",
                state="met",
                hours_late=None,
                met_at=AS_OF - timedelta(days=9),
                **late,
            ),
            state("child-heard", "I7|N7", subject_id="N7", hours_late=5.0, restricted=True, sentence="Secret."),
        ],
        subjects=[
            subject("child", "N1", "Amira Haddad", details=details, **who),
            subject("child", "N3", "Ameera HADDAD", details=details, **who),
            subject("child", "N7", "Secret Child", restricted=True),
            subject("offender", "O1", "Karim Haddad", details=json.dumps({"nominals": ["N9"]})),
        ],
        timeline=_timeline(),
        household=[
            relative("N1", "N5", "Layla Haddad", page_id=None),
            relative("N1", "N5", "Layla Haddad", relation="same_home", ground="uprn", record_set="nominals", record_id="N5"),
            relative("N1", "N9", "Karim Haddad", relation="partner", born_on=date(1980, 1, 1), offender_id="O1"),
            relative("N1", "N8", "Rania Haddad", relation="parent", in_household=False, born_on=None),
            relative("N1", "N7", "Secret Child", restricted=True),
            relative(
                "O1", "N1", "Amira Haddad", subject_kind="offender", relation="child", page_id="N1", born_on=date(2014, 5, 1)
            ),
            relative("O1", "N8", "Rania Haddad", subject_kind="offender", relation="partner", born_on=date(1985, 1, 1)),
        ],
        nominals=[
            nominal("N1", address_line="14 Fern Street", **(joined | {"decided_by": "clerk", "match_probability": 1.0})),
            nominal("N2", source_system="COMPACT", forenames="Ameera", surname="HADDAD", **joined),
            nominal("N3", source_system="ATHENA", date_of_birth=date(2014, 1, 5), **joined),
            nominal("N7", restricted=True),
            nominal("N9", forenames="Karim", date_of_birth=date(1980, 1, 1)),
        ],
    )
