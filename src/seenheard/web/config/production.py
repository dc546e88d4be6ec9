"""What a force must have said before the site serves real records: nothing is left at a default that others know."""

from __future__ import annotations

from collections.abc import Mapping

from seenheard.errors import SiteError
from seenheard.web.config.keys import LEAST_LENGTH

MUST = {
    "SEENHEARD_SECRET_KEY": "a secret of at least 50 characters that signs sessions and cuts of the trail",
    "SEENHEARD_HOSTS": "the names that the site answers to, with commas",
    "SEENHEARD_DATABASE_URL": "where the database is",
}
DIFFERENT = 10  # at least so many different characters are in a key that nobody made up by leaning on the keyboard


def check_production(said: Mapping[str, str]) -> None:
    """Refuse to start in production with anything left out, or with the demonstration on."""
    for name, what in MUST.items():
        if not said.get(name):
            raise SiteError(f"In production {name} must be set: {what}.")
    key = said["SEENHEARD_SECRET_KEY"]
    if len(key) < LEAST_LENGTH or len(set(key)) < DIFFERENT:
        raise SiteError(
            f"SEENHEARD_SECRET_KEY is too easily guessed: in production it must be {MUST['SEENHEARD_SECRET_KEY']}."
        )
    if said.get("SEENHEARD_HTTPS") != "1":
        raise SiteError("In production SEENHEARD_HTTPS must be 1: the site is served over HTTPS only.")
    if "*" in said["SEENHEARD_HOSTS"]:
        raise SiteError("In production SEENHEARD_HOSTS names each host: an asterisk would answer to any.")
    if said.get("SEENHEARD_DEMO") == "1":
        raise SiteError("In production SEENHEARD_DEMO must not be 1: the passwords of its accounts are published.")
