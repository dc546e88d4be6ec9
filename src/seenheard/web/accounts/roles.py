"""The roles, and what each may see. This file is the whole list: what is not said here is not allowed.

numbers     may see counts and rates, without names
people      may open queues, findings and the page of a child, an offender or a case (each opening is in the trail)
own_work    has work of their own: "My work" is their first page
links       may decide which records are one person: sees both records of a pair side by side
accounts    may see who has an account

Nobody sees a restricted record by role: the account itself must be named for it (User.sees_restricted), and its role
must allow people, or links. A role that stands on an account but not here gives nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

NUMBERS, PEOPLE, OWN_WORK, LINKS, ACCOUNTS = "numbers", "people", "own_work", "links", "accounts"


@dataclass(frozen=True)
class Role:
    """A role: its name in records, its title on the screen, what it may do."""

    name: str
    title: str
    rights: frozenset[str]


def _role(name: str, title: str, *rights: str) -> Role:
    return Role(name, title, frozenset(rights))


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        _role("officer", "Officer", NUMBERS, PEOPLE, OWN_WORK),
        _role("offender_manager", "Offender manager", NUMBERS, PEOPLE, OWN_WORK),
        _role("online_investigator", "Online investigator", NUMBERS, PEOPLE, OWN_WORK),
        _role("child_investigator", "Child investigator", NUMBERS, PEOPLE, OWN_WORK),
        _role("supervisor", "Supervisor", NUMBERS, PEOPLE),
        _role("auditor", "Auditor", NUMBERS, PEOPLE),
        _role("analyst", "Analyst", NUMBERS),
        _role("chief", "Chief officer", NUMBERS, PEOPLE),
        _role("records_clerk", "Records clerk", LINKS),
        _role("administrator", "Administrator", ACCOUNTS),
    )
}
