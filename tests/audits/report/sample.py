"""An audit that was never done, with everything that a report can hold."""

from __future__ import annotations

import random
from datetime import date

from tests.audits.conftest import CASE_TYPES, scheme_of

from seenheard.audits.agreement import gwet, kappa, raw_agreement
from seenheard.audits.judged import JudgedFile, ReleasedRate, StratumCount
from seenheard.audits.published import Own, funnel, published
from seenheard.audits.ratings import Ratings
from seenheard.audits.report.told import AgreementRow, Conclusion, Drawn, Excluded, ReferredBack, Told
from seenheard.audits.result import Earlier, Result, work_out
from seenheard.audits.scheme import Scheme

GRADES = ("good", "requires_improvement", "inadequate")
TEAMS = ("North", "West", "Bristol", "Online", "")
ANSWERS = ("yes", "yes", "yes", "partly", "no", "not_applicable", "cant_tell")


def judged(count: int, scheme: Scheme, seed: int = 1) -> tuple[list[JudgedFile], list[StratumCount]]:
    """Files drawn by case type in proportion, and two picks."""
    draw = random.Random(seed)
    files = []
    for number in range(1, count + 3):
        case_type = CASE_TYPES[number % 3]
        targeted = number > count
        files.append(
            JudgedFile(
                number,
                case_type,
                team=draw.choice(TEAMS),
                stratum="" if targeted else case_type,
                targeted=targeted,
                grade=draw.choice(GRADES),
                areas={area.key: draw.choice(GRADES) for area in scheme.areas_for(case_type)},
                answers={criterion.key: draw.choice(ANSWERS) for criterion in scheme.criteria_for(case_type)},
                own_grade=draw.choice((*GRADES, "")),
                how=draw.choice(("one reader", "two agreed", "settled")),
            )
        )
    drawn = [file.case_type for file in files if not file.targeted]
    return files, [StratumCount(name, name, drawn.count(name) * 12, drawn.count(name)) for name in CASE_TYPES]


def result(count: int = 69, criteria: int = 8, scheme: Scheme | None = None) -> tuple[Scheme, Result]:
    """A result with an earlier one and a released rate."""
    scheme = scheme or scheme_of(criteria)
    files, strata = judged(count, scheme)
    earlier = Earlier("Audit of spring 2026", date(2026, 4, 30), work_out(scheme, judged(60, scheme, 2)[0]))
    rate = ReleasedRate("child-seen", "The child is seen", 4600, 5000, 0.92, 0.912, 0.927)
    return scheme, work_out(scheme, files, strata, released={"child-seen": rate}, earlier=earlier)


def told(scheme: Scheme, made: Result, **said: object) -> Told:
    """All that is told of it."""
    ratings = Ratings(GRADES, tuple((GRADES[n % 3], GRADES[(n + (n % 5 == 0)) % 3]) for n in range(14)))
    measures = (raw_agreement(ratings), kappa(ratings), gwet(ratings))
    best = made.overall.shares["good"]
    opened = (date(2026, 5, 1), date(2026, 10, 31))
    drawn = Drawn("2026-11-24", date(2026, 11, 1), "autumn", 828, "ab12cd34", *opened, second_share=0.2)
    ahead: dict[str, object] = {"recommend": True, "re_audit_on": date(2027, 5, 1)}
    given: dict[str, object] = {
        "title": "Audit of child protection files, autumn 2026",
        "force": "Westshire Police",
        "scheme": scheme,
        "made_on": date(2026, 11, 25),
        "lead": "Dana Reyes",
        "purpose": "How well children are seen and heard, half a year after the new guidance.",
        "drawn": drawn,
        "closed_on": date(2026, 11, 24),
        "readers": 4,
        "excluded": (Excluded("the lead", "The file is about a serving officer."),),
        "conclusions": (
            Conclusion("theme", "Siblings are often not spoken to.", "question_1", files=(3, 17, 40), **ahead),  # type: ignore[arg-type]
            Conclusion("learning", "Demeanour is written down where the form asks for it.", team="North"),
            Conclusion("good_practice", "The child was asked what should happen next.", named="PC Lee Okafor", files=(8,)),
        ),
        "referred_back": (ReferredBack(3, 24, 5.5), ReferredBack(9, 24, 30.0), ReferredBack(11, 24, None)),
        "agreement": (
            AgreementRow("Whole file", 14, measures),
            AgreementRow(
                "“Was question 1 answered?”",
                14,
                (*measures[:2], kappa(Ratings(("yes", "no"), (("yes", "yes"),) * 3))),
                "answers",
            ),
        ),
        "settled_by_a_reader": 1,
        "earlier": "Audit of spring 2026 (30 April 2026)",
        "funnel": funnel(Own("This audit", best.count, best.of), published(), "good"),
    }
    return Told(**given | said)  # type: ignore[arg-type]
