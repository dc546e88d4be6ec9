"""What a force settles about its day's work: one TOML file, named by SEENHEARD_ARRANGEMENTS. Without it, these defaults.

[rise]                      # days late and not taken further, until it rises: to the supervisor, to the lead
very_high = [2, 5]
high = [5, 10]
medium = [10, 20]
other = [14, 28]            # every other risk level, and none
[excuse]
days_without_approval = 28  # longer ones, and those for very high risk, are approved by somebody else
[waiting]
nights = 2                  # so many nights may pass before "done" that the records do not show is returned
[alert]
hours = 36                  # every page says so when the last night is older
[digest]
most = 10                   # findings in one e-mail; the rest is counted
[link_out]
incidents = "https://rms.force.example/incident/{id}"
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from seenheard.errors import SiteError
from seenheard.records.declarations import RECORD_SETS

RISES = {"very_high": (2, 5), "high": (5, 10), "medium": (10, 20), "other": (14, 28)}
NUMBERS = {  # table.name: default, least, most
    "excuse.days_without_approval": (28, 0, 366),
    "waiting.nights": (2, 1, 30),
    "alert.hours": (36, 1, 24 * 30),
    "digest.most": (10, 1, 50),
}
HOST = re.compile(r"[a-z0-9.-]+", re.ASCII | re.IGNORECASE)
PLACE = "{id}"


@dataclass(frozen=True)
class Arrangements:
    """What is settled."""

    rise: dict[str, tuple[int, int]] = field(default_factory=lambda: dict(RISES))
    numbers: dict[str, int] = field(default_factory=lambda: {name: said[0] for name, said in NUMBERS.items()})
    link_out: dict[str, str] = field(default_factory=dict)

    @property
    def days_without_approval(self) -> int:
        """How long an excuse may be without a second person."""
        return self.numbers["excuse.days_without_approval"]

    @property
    def nights_to_wait(self) -> int:
        """How many nights may pass without the records showing it."""
        return self.numbers["waiting.nights"]

    @property
    def oldest(self) -> timedelta:
        """How old the shown night may be."""
        return timedelta(hours=self.numbers["alert.hours"])

    @property
    def most_in_digest(self) -> int:
        """How many findings one e-mail lists."""
        return self.numbers["digest.most"]

    def link(self, record_set: str, identity: str) -> str:
        """The address of a record in its own system, or nothing. The id is text from an extract: every sign is encoded."""
        template = self.link_out.get(record_set, "")
        # An id of dots only would be taken for a step up in the address.
        return template.replace(PLACE, quote(identity, safe="")) if template and identity.strip(".") else ""


def arrangements() -> Arrangements:
    """What is settled here."""
    return _read(str(settings.ARRANGEMENTS or ""))


@lru_cache(maxsize=4)
def _read(path: str) -> Arrangements:
    if not path:
        return Arrangements()
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise SiteError(f"{path}: the arrangements can't be read ({' '.join(str(failure).split())}).") from None
    return _checked(path, given)


def _checked(path: str, given: dict[str, Any]) -> Arrangements:
    tables = ("rise", "link_out", *dict.fromkeys(name.partition(".")[0] for name in NUMBERS))
    for table, said in given.items():
        if table not in tables or not isinstance(said, dict):
            raise SiteError(f"{path}: '{table}' is no table of the arrangements; {', '.join(tables)} are.")
    made = Arrangements()
    for level, days in given.get("rise", {}).items():
        made.rise[level] = _days(path, level, days)
    for record_set, template in given.get("link_out", {}).items():
        made.link_out[record_set] = _template(path, record_set, template)
    for table, said in given.items():
        for name, number in said.items() if table not in ("rise", "link_out") else ():
            made.numbers[f"{table}.{name}"] = _number(path, f"{table}.{name}", number)
    return made


def _days(path: str, level: str, days: Any) -> tuple[int, int]:
    if level not in RISES:
        raise SiteError(f"{path}: rise.{level} is no level; {', '.join(RISES)} are.")
    fits = isinstance(days, list) and len(days) == 2 and all(type(one) is int and 1 <= one <= 366 for one in days)
    if not fits or days[0] > days[1]:
        raise SiteError(f"{path}: rise.{level} must be two whole numbers of days from 1 to 366, the second not smaller.")
    return days[0], days[1]


def _number(path: str, name: str, number: Any) -> int:
    if name not in NUMBERS:
        raise SiteError(f"{path}: {name} is no number of the arrangements; {', '.join(NUMBERS)} are.")
    _, least, most = NUMBERS[name]
    if type(number) is not int or not least <= number <= most:
        raise SiteError(f"{path}: {name} must be a whole number from {least} to {most}.")
    return number


def _template(path: str, record_set: str, template: Any) -> str:
    if record_set not in RECORD_SETS:
        raise SiteError(f"{path}: link_out.{record_set} is no record set of the contract.")
    wrong = f"{path}: link_out.{record_set} must be an address such as https://rms.force.example/incident/{PLACE}"
    if not isinstance(template, str) or not template.isascii() or any(sign.isspace() for sign in template):
        raise SiteError(f"{wrong}, without blanks and in plain letters.")
    try:
        parts = urlsplit(template)
        port = parts.port
    except ValueError:
        raise SiteError(f"{wrong}.") from None
    if parts.scheme != "https" or not parts.hostname or not HOST.fullmatch(parts.hostname) or "@" in parts.netloc:
        raise SiteError(f"{wrong}: https, with a host and no user name.")
    rest = template[len("https://") + len(parts.netloc) :]
    if template.count(PLACE) != 1 or PLACE not in rest or port == 0 or set("{}<>\"'\\") & set(rest.replace(PLACE, "")):
        raise SiteError(f"{wrong}: {PLACE} exactly once, after the host, and no other brackets or quotation marks.")
    return template
