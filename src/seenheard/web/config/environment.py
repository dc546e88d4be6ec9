"""The templates' language: what every page knows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jinja2
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import json_script
from markupsafe import Markup

from seenheard import __version__
from seenheard.web.accounts.rules import may, rights_of
from seenheard.web.config import words
from seenheard.web.findings.arrangements import arrangements
from seenheard.web.readings.queries import open_refer_backs
from seenheard.web.releases.queries import alerts


def address(name: str, *arguments: object) -> str:
    """The address of a page."""
    return reverse(name, args=arguments or None)


def link_out(record_set: str | None, identity: str | None) -> str:
    """The address of a record in its own system, if the force has said one; read afresh, as settings may change."""
    return arrangements().link(str(record_set or ""), str(identity or ""))


@lru_cache(maxsize=500)
def listed(pairs: tuple[tuple[str, str], ...], chosen: str | None, no_value: str) -> Markup:
    """The options of a select. A long list is the same on page after page: it is put together once."""
    one, marked = Markup('<option value="{}">{}</option>'), Markup('<option value="{}" selected>{}</option>')
    return Markup("").join(
        (marked if value == chosen else one).format(value or no_value, label or "Not recorded") for value, label in pairs
    )


def environment(**options: Any) -> jinja2.Environment:
    """The environment of every template: autoescaping always on."""
    made = jinja2.Environment(**{**options, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True})
    made.globals.update(static=static, url=address, link_out=link_out, version=__version__, demo=settings.DEMO)
    made.globals.update(tabs=words.TABS, kinds=words.KINDS, ended_by=words.ENDED_BY, confidence=words.CONFIDENCE)
    made.globals.update(step_words=words.STEPS, returned_words=words.RETURNED, work_words=words.WORK)
    for name in (
        "day",
        "moment",
        "happened",
        "short",
        "late_by",
        "roughly",
        "percent",
        "thing",
        "risk",
        "state",
        "known",
        "said",
        "number_name",
    ):
        made.filters[name] = getattr(words, name)
    made.filters["json_script"] = json_script
    made.globals.update(alerts=alerts, listed=listed)
    made.globals.update(plural=words.plural, amount=words.amount)
    made.filters["likely"], made.filters["sure"] = words.likely, words.sure
    made.filters["thousands"] = lambda number: f"{number:,}"
    return made


def every_page(request: HttpRequest) -> dict[str, object]:
    """Who is signed in, what they may do, and what the last page had to say."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "user": user,
        "signed_in": signed_in,
        "rights": rights_of(user) if signed_in else frozenset(),
        "messages": get_messages(request),
        "path": request.path,
        "directory": settings.DIRECTORY is not None,
        "refer_backs": open_refer_backs(user) if signed_in and may(user, "refer_backs") else 0,
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),  # once a page, and not for each form anew
    }
