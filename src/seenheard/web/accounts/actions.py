"""Everything that writes accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from seenheard.errors import SiteError
from seenheard.records.wording import shown
from seenheard.web.accounts.changing import Values, differing, gives, put
from seenheard.web.accounts.models import AccountChange, Grant, UrgentAccess, User
from seenheard.web.accounts.roles import ROLES
from seenheard.web.trail.actions import Doer, enter


def check_roles(roles: Sequence[str], ends_on: date | None = None) -> None:
    """Only roles that stand in roles.py; one that is for a time only with an end."""
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise SiteError(f"There is no role '{unknown[0]}': {', '.join(ROLES)} are allowed.")
    endless = [role for role in roles if ROLES[role].for_a_time and ends_on is None]
    if endless:
        raise SiteError(f"The role '{endless[0]}' is for a time: say until when, with --ends DATE.")


def check_email(email: str) -> None:
    """Empty, or an address such as jo.smith@force.example."""
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise SiteError(f"'{shown(email)}' is not an e-mail address such as jo.smith@force.example.") from None


@transaction.atomic
def make_account(
    *,
    by: Doer,
    username: str,
    password: str,
    roles: Sequence[str],
    name: str = "",
    team: str = "",
    officer_id: str = "",
    sees_restricted: bool = False,
    ends_on: date | None = None,
    email: str = "",
) -> User:
    """An account, or the one of this name with these roles and this password."""
    check_roles(roles, ends_on)
    check_email(email)
    user = User.objects.filter(username=username).first() or User(username=username)
    user.roles, user.team, user.officer_id, user.sees_restricted = list(roles), team, officer_id, sees_restricted
    user.first_name, user.ends_on, user.email = name[:150], ends_on, email
    if not user.has_usable_password() or not user.check_password(password):
        user.set_password(password)
    user.save()
    enter(by=by, action="account made", page=f"account/{username}", detail={"roles": list(roles), "team": team})
    return user


@transaction.atomic
def register(*, by: User, username: str, name: str) -> User:
    """An account that is closed and may do nothing yet: a change opens it. Its password, if it has one, is set elsewhere."""
    user = User(username=username, first_name=name[:150], is_active=False)
    user.set_unusable_password()
    user.save()
    enter(by=by, action="account registered", page=f"account/{username}")
    return user


@transaction.atomic
def change_account(*, by: User, user: User, values: Values) -> AccountChange:
    """Change another's account: at once if it gives nothing, else when a second administrator agrees."""
    check_another(by, user)
    check_roles(values["roles"], date.fromisoformat(values["ends_on"]) if values["ends_on"] else None)
    held = User.objects.select_for_update().get(pk=user.pk)
    said, waits, now = differing(held, values), gives(held, values), timezone.now()
    # What waited before is overtaken: only the newest wish can be agreed to.
    AccountChange.objects.filter(user=held, settled_at=None).update(settled_at=now, settled_by=by, agreed=False)
    change = AccountChange(user=held, by=by, at=now, values=values)
    if not waits:
        put(held, values)
        held.save()
        change.settled_at, change.agreed = now, True
    change.save()
    action = "account change asked for" if waits else "account changed"
    enter(by=by, action=action, page=f"account/{held.username}", detail={"change": change.pk, "to": said})
    return change


@transaction.atomic
def settle_change(*, by: User, change: AccountChange, agree: bool) -> bool:
    """A second administrator agrees or refuses; False if it was settled meanwhile, and nothing is changed."""
    held = AccountChange.objects.select_for_update().get(pk=change.pk)
    user = User.objects.select_for_update().get(pk=held.user_id)
    check_another(by, user)
    if held.by_id == by.pk:
        raise PermissionDenied
    if held.settled_at is not None:
        return False
    said = differing(user, held.values)
    held.settled_by, held.settled_at, held.agreed = by, timezone.now(), agree
    held.save()
    if agree:
        put(user, held.values)
        user.save()
    action = "account change agreed to" if agree else "account change refused"
    detail = {"change": held.pk, "asked by": held.by.get_username(), "to": said}
    enter(by=by, action=action, page=f"account/{user.username}", detail=detail)
    return True


@transaction.atomic
def record_sign_in(*, by: User) -> None:
    """Somebody signed in."""
    enter(by=by, action="signed in", page="/sign-in/")


@transaction.atomic
def record_sign_in_change(*, by: User, what: str) -> None:
    """Somebody changed how they sign in: a password, a second step."""
    enter(by=by, action=f"sign-in changed: {what.replace('_', ' ')}", page="/account/")


@transaction.atomic
def open_urgently(*, by: User, kind: str, subject_id: str, reason: str, page: str) -> UrgentAccess:
    """Open a record that the rules refuse, for as long as settings.URGENT_HOURS; somebody is asked about it afterwards."""
    now = timezone.now()
    until = now + timedelta(hours=settings.URGENT_HOURS)
    opened = UrgentAccess(by=by, team=by.team, kind=kind, subject_id=subject_id, reason=reason, at=now, until=until)
    opened.save()
    detail: dict[str, object] = {"urgent": opened.pk}
    enter(by=by, action="urgent access", subject_kind=kind, subject_id=subject_id, page=page, reason=reason, detail=detail)
    return opened


@transaction.atomic
def answer_urgent(*, by: User, urgent: UrgentAccess, accepted: bool, answer: str) -> bool:
    """Accept or query an urgent access; False if somebody else was first, and nothing is changed."""
    held = UrgentAccess.objects.select_for_update().get(pk=urgent.pk)
    if held.accepted is not None:
        return False
    held.accepted, held.answer, held.answered_by, held.answered_at = accepted, answer, by, timezone.now()
    held.save()
    said = "urgent access accepted" if accepted else "urgent access queried"
    enter(
        by=by,
        action=said,
        subject_kind=held.kind,
        subject_id=held.subject_id,
        reason=answer,
        detail={"urgent": held.pk, "of": held.by.get_username()},
    )
    return True


@transaction.atomic
def give_grant(*, by: User, to: User, kind: str, subject_id: str, until: date, reason: str) -> Grant:
    """Open one restricted record to one account until a date."""
    grant = Grant(by=by, to=to, kind=kind, subject_id=subject_id, until=until, reason=reason, at=timezone.now())
    grant.save()
    detail = {"grant": grant.pk, "to": to.get_username(), "until": until.isoformat()}
    enter(by=by, action="grant given", subject_kind=kind, subject_id=subject_id, reason=reason, detail=detail)
    return grant


@transaction.atomic
def withdraw_grant(*, by: User, grant: Grant) -> None:
    """End a grant before its date."""
    held = Grant.objects.select_for_update().get(pk=grant.pk)
    if held.withdrawn_at is None:
        held.withdrawn_at, held.withdrawn_by = timezone.now(), by
        held.save()
    enter(
        by=by,
        action="grant withdrawn",
        subject_kind=held.kind,
        subject_id=held.subject_id,
        detail={"grant": held.pk, "to": held.to.get_username()},
    )


@transaction.atomic
def forget_access(*, by: Doer, before: datetime) -> int:
    """Take away urgent accesses that were asked about, and grants that are over, of before this moment; how many."""
    gone, _ = UrgentAccess.objects.filter(until__lt=before).exclude(accepted=None).delete()
    over, _ = Grant.objects.filter(until__lt=before.date()).delete()
    enter(by=by, action="old access forgotten", detail={"before": before.isoformat(), "urgent": gone, "grants": over})
    return gone + over


def check_another(by: User, user: User) -> None:
    """Nobody changes their own account, or agrees to a change of it."""
    if by.pk == user.pk:
        raise PermissionDenied


def check_demo() -> None:
    """Accounts with a published password are for the demonstration only."""
    if not settings.DEMO:
        raise SiteError("Demo accounts are made only when SEENHEARD_DEMO is 1: their password is published.")
