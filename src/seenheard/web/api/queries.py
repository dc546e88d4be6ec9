"""Everything that a token reads. Pages begin after a row, so that the last costs what the first does."""

from __future__ import annotations

import hashlib
from typing import Any

from seenheard.web.api.models import Token
from seenheard.web.findings.models import Finding
from seenheard.web.releases.models import Rate, Release

FINDING = (
    "id",
    "duty",
    "key",
    "standard_version",
    "subject_kind",
    "subject_id",
    "subject_title",
    "state",
    "tab",
    "started_at",
    "due_at",
    "hours_late",
    "risk_level",
    "owner_id",
    "team",
    "excused_by",
    "kept_in_doubt",
    "restricted",
)
RATE = (
    "id",
    "duty",
    "scope",
    "group_kind",
    "group",
    "owed",
    "met",
    "met_late",
    "late",
    "not_due",
    "unknown",
    "excused",
    "in_time",
    "rate",
    "low",
    "high",
)


def hash_of(secret: str) -> str:
    """What is kept of a secret. It is random and long, so that one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> Token | None:
    """The token that stands with this secret."""
    found = Token.objects.filter(hash=hash_of(secret)).first() if secret else None
    return found if found is not None and found.stands else None


def all_tokens() -> list[Token]:
    """Every token, the newest first."""
    return list(Token.objects.select_related("asked_by", "agreed_by").order_by("-pk"))


def find_token(identity: int) -> Token | None:
    """One token."""
    return Token.objects.filter(pk=identity).first()


def findings(after: int, limit: int, *, restricted: bool, **of: str) -> list[dict[str, Any]]:
    """Findings that a queue lists, in the order in which they came; restricted ones only if asked."""
    rows = Finding.objects.filter(pk__gt=after, **of).exclude(tab="ended")
    if not restricted:
        rows = rows.filter(restricted=False)
    return list(rows.order_by("pk").values(*FINDING)[: limit + 1])


def rates(release: Release, after: int, limit: int, *, scope: str, **of: str) -> list[dict[str, Any]]:
    """The rates of a release, as released."""
    rows = Rate.objects.filter(release=release, scope=scope, pk__gt=after, **of)
    return list(rows.order_by("pk").values(*RATE)[: limit + 1])


def releases(after: int, limit: int) -> list[dict[str, Any]]:
    """Every release that was loaded, the first one first."""
    rows = Release.objects.filter(pk__gt=after).order_by("pk")
    return list(rows.values("id", "release_id", "as_of", "loaded_at", "product_version", "standard__version")[: limit + 1])
