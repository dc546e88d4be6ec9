"""How e-mail leaves: SEENHEARD_MAIL_URL, or files in a folder beside the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from seenheard.errors import SiteError

ALLOWED = "smtps://USER:PASSWORD@HOST:PORT and smtp+starttls://USER:PASSWORD@HOST:PORT are allowed"
SECONDS = 10  # less than a writer waits for a database in one file


def mail(url: str, folder: Path) -> dict[str, Any]:
    """Django's settings for e-mail. Never without encryption: what is sent is about police work."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise SiteError(f"SEENHEARD_MAIL_URL has a port that is not a number from 1 to 65535: {ALLOWED}.") from None
    if parts.scheme not in ("smtps", "smtp+starttls") or not parts.hostname:
        raise SiteError(f"SEENHEARD_MAIL_URL begins with '{parts.scheme}' or names no host: {ALLOWED}.")
    at_once = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if at_once else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": at_once,
        "EMAIL_USE_TLS": not at_once,
        "EMAIL_TIMEOUT": SECONDS,
    }
