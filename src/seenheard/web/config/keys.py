"""The key that signs sessions: from the environment, else made once and kept in a file only its owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

LEAST_LENGTH = 50


def secret(given: str | None, kept: Path) -> str:
    """The key given, or the one kept in the file, or a new one that is kept from now on."""
    if given:
        return given
    if kept.is_file():
        key = kept.read_text(encoding="utf-8").strip()
        if len(key) >= LEAST_LENGTH:
            return key
    key = secrets.token_urlsafe(64)
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = kept.with_name(f"{kept.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key)
    aside.replace(kept)
    return key
