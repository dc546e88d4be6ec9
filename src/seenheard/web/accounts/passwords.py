"""Where the command line gets a password from, and whether it will do."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from seenheard.errors import SiteError
from seenheard.web.accounts.models import User


def told(username: str, file: Path | None) -> str:
    """The password: the first line of the file, or typed twice. Refused if it is too easily guessed."""
    password = _in_file(file) if file is not None else _typed(username)
    try:
        validate_password(password, User(username=username))
    except ValidationError as weak:
        raise SiteError(f"The password can't be used: {' '.join(weak.messages)}") from weak
    return password


def _in_file(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as failure:
        raise SiteError(f"{file}: the password can't be read from this file.") from failure
    return lines[0] if lines else ""


def _typed(username: str) -> str:
    if not sys.stdin.isatty():
        raise SiteError("There is nobody to ask for the password: use --password-file.")
    password = getpass(f"Password of {username}: ")
    if getpass("The same again: ") != password:
        raise SiteError("The two passwords differ: no account was made.")
    return password
