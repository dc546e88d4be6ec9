"""Single sign-on with the force's own directory, such as Entra ID, by OpenID Connect: off until the environment names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from seenheard.errors import SiteError

NAMES = ("SEENHEARD_OIDC_ISSUER", "SEENHEARD_OIDC_CLIENT", "SEENHEARD_OIDC_SECRET")
HERE = ("localhost", "127.0.0.1")  # where a test's directory may do without HTTPS
CLAIM = "preferred_username"


@dataclass(frozen=True)
class Directory:
    """Who vouches for people: its address, this site's name and secret there, and the claim that is the account's name."""

    issuer: str
    client: str
    secret: str
    claim: str

    @property
    def origin(self) -> str:
        """What a form of ours may lead to."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def provider(self) -> dict[str, object]:
        """As allauth wants it."""
        app = {
            "provider_id": "directory",
            "name": "the force’s directory",
            "client_id": self.client,
            "secret": self.secret,
            "settings": {"server_url": self.issuer.rstrip("/"), "oauth_pkce_enabled": True},
        }
        return {"openid_connect": {"APPS": [app]}}


def directory(said: Mapping[str, str]) -> Directory | None:
    """The directory that the environment names, if it names one."""
    issuer, client, secret = (said.get(name, "") for name in NAMES)
    if not (issuer or client or secret):
        return None
    if not (issuer and client and secret):
        missing = next(name for name in NAMES if not said.get(name))
        raise SiteError(f"{missing} must be set for single sign-on: {', '.join(NAMES)} go together.")
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in HERE:
        raise SiteError(f"SEENHEARD_OIDC_ISSUER is {issuer}: an address that begins with https:// is allowed.")
    return Directory(issuer, client, secret, said.get("SEENHEARD_OIDC_CLAIM") or CLAIM)
