"""What a program may ask for: read-only, in pages that begin after a row. The schema is at /api/openapi.json."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from seenheard import __version__
from seenheard.web.accounts.rules import may
from seenheard.web.api import queries
from seenheard.web.api.actions import record_call
from seenheard.web.api.models import Token
from seenheard.web.releases.queries import current_release

MOST = 200
LARGEST = 2**63 - 1
TEXT = r"^[^\x00]*$"


class Bearer(HttpBearer):
    """A token that stands."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, or nobody."""
        return queries.token_of(token)


api = NinjaAPI(
    title="Seen and Heard",
    version=__version__,
    description="Findings, rates and releases of one force. Each call is a line of the trail.",
    docs_url=None,
    urls_namespace="api",
    auth=Bearer(),
    throttle=[AuthRateThrottle("600/m")],
)
After = Annotated[int, Query(ge=0, le=LARGEST, description="The id of the last row of the page before")]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Filter = Annotated[str | None, Query(max_length=500, pattern=TEXT)]


class Said(Schema):
    """An answer that is no page: what is wrong."""

    detail: Any


class FindingRow(Schema):
    """A finding that a queue lists."""

    id: int
    duty: str
    key: str
    standard_version: str
    subject_kind: str
    subject_id: str
    subject_title: str
    state: str
    tab: str
    started_at: datetime | None
    due_at: datetime | None
    hours_late: float | None
    risk_level: str
    owner_id: str
    team: str
    excused_by: str
    kept_in_doubt: bool
    restricted: bool


class RateRow(Schema):
    """A duty in a group, as released."""

    id: int
    duty: str
    scope: str
    group_kind: str
    group: str
    owed: int
    met: int
    met_late: int
    late: int
    not_due: int
    unknown: int
    excused: int
    in_time: int
    rate: float | None
    low: float | None
    high: float | None


class ReleaseRow(Schema):
    """A night that was loaded."""

    id: int
    release_id: str
    as_of: datetime
    loaded_at: datetime
    product_version: str
    standard_version: str


class FindingPage(Schema):
    """A page of findings; next is what `after` is asked with."""

    release_id: str
    items: list[FindingRow]
    next: int | None


class RatePage(Schema):
    """A page of rates; scope says whether restricted records are counted."""

    release_id: str
    scope: str
    items: list[RateRow]
    next: int | None


class ReleasePage(Schema):
    """A page of releases."""

    items: list[ReleaseRow]
    next: int | None


REFUSALS = {401: Said, 403: Said, 404: Said, 422: Said, 429: Said}


@api.get("/findings", response={200: FindingPage, **REFUSALS}, url_name="findings")
def findings(
    request: HttpRequest, after: After = 0, limit: Limit = MOST, duty: Filter = None, team: Filter = None, tab: Filter = None
) -> dict[str, Any]:
    """Findings of the release that the site shows, in the order in which they came."""
    reader = _reader(request, "people", "duty", "team", "tab")
    release = _release()
    rows = queries.findings(after, limit, restricted=may(reader, "restricted"), **_given(duty=duty, team=team, tab=tab))
    shown, onward = _page(rows, limit)
    about = [(row["subject_kind"], row["subject_id"]) for row in shown]
    record_call(by=request.auth, page=request.get_full_path(), subjects=about)
    return {"release_id": release.release_id, "items": shown, "next": onward}


@api.get("/rates", response={200: RatePage, **REFUSALS}, url_name="rates")
def rates(
    request: HttpRequest, after: After = 0, limit: Limit = MOST, duty: Filter = None, group_kind: Filter = None
) -> dict[str, Any]:
    """Rates of the release that the site shows, as released."""
    reader = _reader(request, "numbers", "duty", "group_kind")
    release, scope = _release(), "all" if may(reader, "restricted_numbers") else "open"
    rows = queries.rates(release, after, limit, scope=scope, **_given(duty=duty, group_kind=group_kind))
    shown, onward = _page(rows, limit)
    record_call(by=request.auth, page=request.get_full_path())
    return {"release_id": release.release_id, "scope": scope, "items": shown, "next": onward}


@api.get("/releases", response={200: ReleasePage, **REFUSALS}, url_name="releases")
def releases(request: HttpRequest, after: After = 0, limit: Limit = MOST) -> dict[str, Any]:
    """The nights that were loaded, the first one first."""
    _reader(request, "numbers")
    shown, onward = _page(queries.releases(after, limit), limit)
    record_call(by=request.auth, page=request.get_full_path())
    items = [row | {"standard_version": row["standard__version"]} for row in shown]
    return {"items": items, "next": onward}


def _reader(request: HttpRequest, what: str, *filters: str) -> Any:
    # A filter with a slip of the pen must not answer with everything.
    unknown = sorted(set(request.GET) - {"after", "limit", *filters})
    if unknown:
        raise HttpError(422, f"There is no parameter '{unknown[0]}': {', '.join(('after', 'limit', *filters))} are allowed.")
    reader = request.auth.reader
    if not may(reader, what):
        raise HttpError(403, "The role of this token may not ask for that.")
    return reader


def _release() -> Any:
    release = current_release()
    if release is None:
        raise HttpError(404, "No night has been loaded yet.")
    return release


def _given(**filters: str | None) -> dict[str, str]:
    return {name: value for name, value in filters.items() if value is not None}


def _page(rows: list[dict[str, Any]], limit: int) -> tuple[list[dict[str, Any]], int | None]:
    return rows[:limit], rows[limit - 1]["id"] if len(rows) > limit else None
