"""Values as words: UK dates and times, hours, numbers, names of things."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CONTRACT_WORDS = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)
NOT_RECORDED = "not recorded"

STATES = {
    "late": "Late",
    "unknown": "Not known",
    "not_due": "Not due yet",
    "due_soon": "Due soon",
    "met": "Met in time",
    "met_late": "Met late",
    "excused": "Excused",
}
TABS = {
    "late": "Late",
    "due_soon": "Due soon",
    "closed": "Can no longer be put right",
    "excused": "Excused",
    "ended": "Ended",
}
RISKS = {
    "very_high": "Very high",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
    "standard": "Standard",
    "no_apparent": "No apparent",
    "significant": "Significant",
    "moderate": "Moderate",
    "mild": "Mild",
    "not_at_risk": "Not at risk",
    "": "Not recorded",
}
WORK = {
    "untouched": "Untouched",
    "noted": "Noted",
    "looked_at": "Looked at, can’t finish yet",
    "waiting": "Done, waiting for the records",
    "referred": "Referred",
    "wrong_data": "Wrong data",
    "asked": "Excuse asked for",
    "excused": "Excuse recorded",
    "returned": "Came back",
}
STEPS = {
    "noted": "Noted",
    "comment": "Comment",
    "looked_at": "Looked at, can’t finish yet",
    "waiting": "Done, waiting for the records",
    "given": "Given to somebody else",
    "referred": "Referred",
    "wrong_data": "Wrong data reported",
    "asked": "Excuse asked for",
    "excused": "Excuse recorded",
    "approved": "Excuse approved",
    "refused": "Excuse refused",
    "taken_back": "Excuse taken back",
    "returned": "Came back",
}
RETURNED = {
    "silent": "said to be done, and the records do not show it",
    "date": "the date given has passed",
    "refused": "the excuse was refused",
    "over": "the excuse is over",
    "taken_back": "the excuse was taken back",
}
ENDED_BY = {
    "met": "the duty was met",
    "no_longer_applies": "the duty no longer applies",
    "record_gone": "the record is gone",
}
NUMBER_NAMES = {
    "within": "Time allowed",
    "can_still_be_done": "Can still be put right for",
    "warning_most": "Due soon, at most this long before",
    "warning_share": "Due soon, when this part of the time is left (1 of)",
    "fallback_team": "Team where the records name none",
}
KINDS = {"child": "Child", "offender": "Offender", "record": "Case", "officer": "Officer"}
NAMES = {
    "pnc_id": "PNC id",
    "uprn": "UPRN",
    "mosovo": "MOSOVO",
    "arms": "ARMS",
    "kirat": "KIRAT",
    "scaidp": "SCAIDP",
}
CONFIDENCE = {
    "verified": "verified: read in the official text",
    "secondary": "secondary: press, a law firm or a partner's procedure",
    "unverified": "unverified: a default that the force must confirm before relying on it",
}


def day(value: date | datetime | None) -> str:
    """3 November 2026"""
    if value is None:
        return NOT_RECORDED
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """3 November 2026, 06:00 of UK time"""
    if value is None:
        return NOT_RECORDED
    here = value.astimezone(LONDON)
    return f"{here.day} {here:%B %Y, %H:%M}"


def happened(value: datetime | None) -> str:
    """The moment of a record; midnight of UK time is how a record holds a day without a time, and is told as the day."""
    if value is not None and value.astimezone(LONDON).time() == time(0):
        return day(value)
    return moment(value)


def short(value: datetime | None) -> str:
    """3 Nov 2026, 06:00 of UK time, for a table."""
    if value is None:
        return NOT_RECORDED
    here = value.astimezone(LONDON)
    return f"{here.day} {here:%b %Y, %H:%M}"


def plural(count: int, one: str, many: str = "") -> str:
    """1 visit, 2,000 visits"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def roughly(count: int) -> str:
    """about 12,300: a count that a single record, restricted perhaps, can't be told from."""
    return "fewer than 100" if count < 100 else f"about {count // 100 * 100:,}"


def late_by(hours: float | None) -> str:
    """How long ago something was due: hours up to two days, then days."""
    if hours is None:
        return ""
    if hours < 1:
        return "less than an hour"
    if hours < 48:
        return plural(int(hours), "hour")
    return plural(int(hours // 24), "day")


def percent(value: float | None) -> str:
    """82.3%; only all reads as 100.0% and only none as 0.0%."""
    if value is None:
        return "no figure"
    said = f"{value * 100:.1f}%"
    if said == "100.0%" and value < 1:
        return "over 99.9%"
    return "under 0.1%" if said == "0.0%" and value > 0 else said


def likely(probability: float | None) -> str:
    """A probability as words and as a number of cases in a hundred."""
    if probability is None:
        return "not worked out"
    hundred = "more than 99" if probability > 0.99 else "fewer than 1" if probability < 0.01 else f"{probability * 100:.0f}"
    steps = ((0.95, "almost certainly"), (0.8, "very likely"), (0.6, "likely"), (0.4, "perhaps"), (0.2, "not likely"))
    word = next((word for least, word in steps if probability >= least), "very unlikely")
    return f"{word}: {hundred} of 100 such pairs are one person"


def sure(probability: float | None) -> str:
    """The model's match probability as a number: it never reads as certain, for only a clerk's or a given link is."""
    if probability is None:
        return "not recorded"
    if probability >= 0.995:
        return "over 0.99"
    return "under 0.01" if probability < 0.005 else f"{probability:.2f}"


def thing(name: str | None) -> str:
    """A name of the contract as words: child_contacts becomes Child contacts."""
    if name in NAMES:
        return NAMES[name]
    words = (name or "").replace("_", " ")
    return words[:1].upper() + words[1:]


def risk(level: str | None) -> str:
    """A risk level in words."""
    return RISKS.get(level or "", thing(level))


def state(name: str | None) -> str:
    """A state in words."""
    return STATES.get(name or "", thing(name))


def known(value: object) -> str:
    """A value from a record: its times become UK time, nothing else is changed."""
    if value is None or value == "":
        return NOT_RECORDED
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(known(part) for part in value) or NOT_RECORDED
    if isinstance(value, dict):
        return "; ".join(f"{thing(str(name))}: {known(part)}" for name, part in value.items()) or NOT_RECORDED
    text = str(value)
    if DATE.fullmatch(text):
        return _date(text)
    if INSTANT.fullmatch(text):
        return _instant(text)
    return text


def _date(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _instant(text: str) -> str:
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def said(value: object, column: str | None) -> str:
    """A value of a column: a level as a level, the contract's own words without underscores, ids as they are."""
    name = column or ""
    if name in ("risk_level", "level") and isinstance(value, str):
        return risk(value)
    if name.endswith("_id") or not isinstance(value, str) or not CONTRACT_WORDS.fullmatch(value):
        return known(value)
    return value.replace("_", " ")


def amount(value: str, unit: str) -> str:
    """A number of the standard with its unit: 1 month, 14 days."""
    if unit in ("", "choice", "count"):
        return value.replace("_", " ")
    if unit == "school_day":
        return "next school day"
    words = unit.replace("_", " ")
    return f"{value} {words.removesuffix('s') if value == '1' else words}"


def number_name(name: str) -> str:
    """The name of a number of the standard: within_very_high becomes Time allowed, very high."""
    if name in NUMBER_NAMES:
        return NUMBER_NAMES[name]
    if name.startswith("within_"):
        return f"Time allowed, {risk(name.removeprefix('within_')).lower()}"
    return thing(name)


def month(text: str) -> str:
    """2026-11 becomes November 2026."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return text
    return f"{first:%B %Y}"


def utc(text: str) -> datetime:
    """An instant of a manifest; without an offset it is UTC."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
