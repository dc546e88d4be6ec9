"""What a queue is asked for, read from the address. Whatever is not understood is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

QUEUE_TABS = ("late", "due_soon", "closed", "excused")
SORTS = {"worst": "Risk, then longest late", "late": "Longest late", "started": "Started longest ago"}
NO_VALUE = "none"  # "not recorded" in an address, where an empty value means any


class Place(NamedTuple):
    """Where a page begins: after or before the row with this sort value and id."""

    backward: bool
    value: float
    identity: int


@dataclass(frozen=True)
class Asked:
    """A queue's tab, filters, order and page. A filter is None (any), or a value, empty for not recorded."""

    tab: str = "late"
    team: str | None = None
    owner: str | None = None
    risk: str | None = None
    state: str | None = None
    sort: str = "worst"
    place: Place | None = None
    page: int = 1

    def link(self, **changes: str | int | None) -> str:
        """The same queue with something changed; the page begins anew unless it is what changes."""
        parts: dict[str, str | int | None] = {
            "tab": self.tab,
            "team": _shown(self.team),
            "owner": _shown(self.owner),
            "risk": _shown(self.risk),
            "state": _shown(self.state),
            "sort": self.sort if self.sort != "worst" else None,
        }
        return "?" + urlencode({name: part for name, part in (parts | changes).items() if part is not None})

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered."""
        return any(part is not None for part in (self.team, self.owner, self.risk, self.state))


def asked(query: QueryDict) -> Asked:
    """What the address asks for."""
    tab, sort = query.get("tab", ""), query.get("sort", "")
    return Asked(
        tab=tab if tab in QUEUE_TABS else "late",
        team=_filter(query.get("team")),
        owner=_filter(query.get("owner")),
        risk=_filter(query.get("risk")),
        state=_filter(query.get("state")),
        sort=sort if sort in SORTS else "worst",
        place=_place(query.get("after"), backward=False) or _place(query.get("before"), backward=True),
        page=_page(query.get("page", "")),
    )


def _filter(given: str | None) -> str | None:
    given = (given or "").replace("\x00", "")
    if not given:
        return None
    return "" if given == NO_VALUE else given


def _shown(part: str | None) -> str | None:
    return NO_VALUE if part == "" else part


def _page(given: str) -> int:
    return min(max(int(given), 1), 100_000) if given.isascii() and given.isdigit() and len(given) < 8 else 1


def _place(given: str | None, *, backward: bool) -> Place | None:
    value, _, identity = (given or "").partition("_")
    if not (identity.isascii() and identity.isdigit() and len(identity) < 19):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return Place(backward, number, int(identity)) if abs(number) < 1e18 else None
