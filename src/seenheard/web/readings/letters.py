"""The e-mail that says that a case file was referred back. No name and no id of anybody: a mailbox is not this site."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.config.words import moment
from seenheard.web.readings.models import ReferBack


@dataclass(frozen=True)
class Letter:
    """What is sent."""

    subject: str
    text: str


def supervisors_of(sent: ReferBack) -> list[User]:
    """Who answers for it: the team's supervisors, or the safeguarding leads where the team has none."""
    able = [user for user in User.objects.filter(is_active=True).order_by("pk") if may(user, "refer_backs", sent)]
    able = [user for user in able if not sent.file.restricted or may(user, "restricted")]
    return [user for user in able if sent.team and user.team == sent.team] or able


def refer_back_letter(sent: ReferBack) -> Letter:
    """That there is one, by when it is to be answered, and where it is."""
    lines = [
        "Somebody who read a case file of your team in an audit says that a child may be at risk now.",
        "",
        f"Please open it, act, and say what you did by {moment(sent.due_at)}.",
        "",
        f"{settings.SITE_ADDRESS}{reverse('refer_back', args=[sent.pk])}",
    ]
    return Letter("Seen and Heard: a case file of your team needs action now", "\n".join(lines) + "\n")
