"""Who may open what, in one table. A new address without a line here fails test_access."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from seenheard.web.accounts.roles import ROLES

EVERYONE = frozenset({"everyone"})  # before or without an account
SIGNED_IN = frozenset({"whoever is signed in"})
WITH_A_TOKEN = frozenset({"whoever shows a token"})  # 401 to everybody else, signed in or not: see test_api
NOBODY_BY_ROLE: frozenset[str] = frozenset()  # the audit's lead alone: see test_audits and test_readings
NOBODY_UNNAMED: frozenset[str] = frozenset()  # no role by itself: the account must be named for restricted records

INVESTIGATORS = frozenset({"officer", "offender_manager", "online_investigator", "child_investigator"})
LEADS = frozenset({"supervisor", "safeguarding_lead", "chief"})
READERS = frozenset({"auditor", "planner", "records_clerk", "inspector"})
PEOPLE = INVESTIGATORS | LEADS | READERS
WORKERS = INVESTIGATORS | {"supervisor", "safeguarding_lead"}  # who acts on findings
EXPORTERS = LEADS | {"auditor"}
NUMBERS = PEOPLE | {"analyst"}
AUDITORS = frozenset({"auditor"})
RESULTS = frozenset({"auditor", "supervisor", "safeguarding_lead", "chief", "inspector", "analyst"})
ANSWER_FOR_RISK = frozenset({"supervisor", "safeguarding_lead"})

# address by name                who opens it
PAGES: dict[str, frozenset[str]] = {
    "home": SIGNED_IN,
    "account_login": EVERYONE,
    "account_logout": EVERYONE,
    "account_inactive": EVERYONE,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": EVERYONE,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "openid_connect_login": EVERYONE,
    "openid_connect_callback": EVERYONE,
    "socialaccount_login_cancelled": EVERYONE,
    "accounts": frozenset({"administrator"}),
    "new_account": frozenset({"administrator"}),
    "change_account": frozenset({"administrator"}),
    "settle_change": frozenset({"administrator"}),
    "urgent": frozenset({"supervisor", "safeguarding_lead"}),
    "answer_urgent": frozenset({"safeguarding_lead"}),  # and the supervisor of the team: see test_opening
    "open_urgently": PEOPLE,
    "give_reason": PEOPLE,
    "grants": NOBODY_UNNAMED,
    "withdraw_grant": NOBODY_UNNAMED,
    "trail": frozenset({"information_officer"}),
    "trace_subject": frozenset({"information_officer"}),
    "trace_account": frozenset({"information_officer"}),
    "unusual_amounts": frozenset({"information_officer"}),
    "links": frozenset({"records_clerk"}),
    "person_records": frozenset({"records_clerk"}),
    "pair": frozenset({"records_clerk"}),
    "decide_link": frozenset({"records_clerk"}),
    "undo_link": frozenset({"records_clerk"}),
    "link_keys": frozenset({"records_clerk"}),
    "tokens": frozenset({"administrator"}),
    "agree_token": frozenset({"administrator"}),
    "revoke_token": frozenset({"administrator"}),
    "api:api-root": EVERYONE,  # there is nothing
    "api:openapi-json": EVERYONE,
    "api:findings": WITH_A_TOKEN,
    "api:rates": WITH_A_TOKEN,
    "api:releases": WITH_A_TOKEN,
    "today": NUMBERS,
    "duty": NUMBERS,
    "queue": PEOPLE,
    "my_work": INVESTIGATORS,
    "finding": PEOPLE,
    "my_team": frozenset({"supervisor"}),
    "team_list": frozenset({"supervisor"}),
    "force": frozenset({"safeguarding_lead", "chief"}),
    "force_list": frozenset({"safeguarding_lead", "chief"}),
    "export_my_work": frozenset(),  # nobody has own work and the right to export
    "export_team_list": frozenset({"supervisor"}),
    "export_force_list": frozenset({"safeguarding_lead", "chief"}),
    "export_queue": EXPORTERS,
    "export_data_quality": EXPORTERS,
    "work": WORKERS,
    "comment": WORKERS,
    "mention_read": PEOPLE,
    "data_quality": PEOPLE,
    "save_filter": PEOPLE,
    "forget_filter": PEOPLE,
    "child": PEOPLE,
    "offender": PEOPLE,
    "case": PEOPLE,
    "audits": RESULTS,
    "new_audit": AUDITORS,
    "schemes": AUDITORS,
    "scheme": RESULTS,
    "scheme_file": RESULTS,
    "import_audit": AUDITORS,
    "published": RESULTS,
    "audit": AUDITORS,
    "change_audit": NOBODY_BY_ROLE,
    "draw": AUDITORS,  # who does not lead it is told so: see test_audits
    "check_draw": AUDITORS,
    "choose_file": NOBODY_BY_ROLE,
    "exclude_file": NOBODY_BY_ROLE,
    "own_grade": NOBODY_BY_ROLE,
    "close_audit": NOBODY_BY_ROLE,  # there is none to close before its files are drawn
    "take_back": AUDITORS,  # one's own, brought in from elsewhere: see test_results
    "hand_over": AUDITORS,
    "my_readings": AUDITORS,
    "reading": AUDITORS,  # one's own: see test_readings
    "refer": AUDITORS,
    "audit_readings": AUDITORS,
    "share_out": AUDITORS,
    "dismiss_reader": AUDITORS,
    "give_reading": AUDITORS,
    "reopen_reading": AUDITORS,
    "moderation": NOBODY_BY_ROLE,
    "moderate": NOBODY_BY_ROLE,
    "refer_backs": ANSWER_FOR_RISK,
    "refer_back": PEOPLE,  # who sent it or answers for it: see test_refer_back
    "accept_answer": AUDITORS,
    "result": RESULTS,
    "agreement": RESULTS,
    "conclusions": RESULTS,
    "withdraw_conclusion": AUDITORS,
    "reports": RESULTS,
    "report_file": RESULTS,
}
EXPORTED = ("my_work", "team_list", "force_list", "queue", "data_quality")
OF_AN_AUDIT = (
    *("audit", "change_audit", "draw", "check_draw", "choose_file", "close_audit", "hand_over", "audit_readings"),
    *("take_back", "share_out", "moderation", "result", "agreement", "conclusions", "reports"),
)
ONLY_POSTED = {
    *("draw", "hand_over", "share_out", "dismiss_reader", "accept_answer", "withdraw_conclusion"),
    "comment",
    "mention_read",
    "save_filter",
    "forget_filter",
    "withdraw_grant",
    "settle_change",
    "agree_token",
    "revoke_token",
    "decide_link",
    "undo_link",
    "link_keys",
    *(f"export_{page}" for page in EXPORTED),
}  # a form's address: there is no page to read
# What an address needs to lead to something that the small force of tests has.
ARGUMENTS: dict[str, list[object]] = {
    "mfa_remove_webauthn": [1],
    "duty": ["offender-visit"],
    "queue": ["offender-visit"],
    "export_queue": ["offender-visit"],
    "comment": [1],
    "mention_read": [1],
    "forget_filter": [1],
}
QUERIES = {
    "work": "?do=note&id=1",
    "open_urgently": "?kind=offender&id=O0002",
    "give_reason": "?kind=offender&id=O0002",
    "trace_subject": "?kind=offender&id=O0002",
    "trace_account": "?name=a-owner",
    "child": "?id=N000",
    "offender": "?id=O0002",
    "case": "?id=C000",
}
ROLES_FOR_A_TIME = {
    role.name: {"ends_on": timezone.localdate() + timedelta(days=1)} for role in ROLES.values() if role.for_a_time
}


def _patterns(resolver: URLResolver, within: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{entry.namespace}:" if entry.namespace else within)
        else:
            yield f"{within}{entry.name or entry.pattern}", entry


def all_pages() -> list[str]:
    """Every address of the site, by name; one without a name is there as its pattern."""
    return sorted(name for name, _ in _patterns(get_resolver()))


def ours() -> list[URLPattern]:
    """The addresses that our own views answer."""
    return [
        entry for _, entry in _patterns(get_resolver()) if getattr(entry.callback, "__module__", "").startswith("seenheard.")
    ]
