"""The roles, and what each may see and do. This file is the whole list: what is not said here is not allowed.

numbers     sees counts and rates, without names
people      opens queues, findings and the page of a child, an offender or a case (each reading is in the trail)
all_teams   sees people of every team, also where the force narrows by team (SEENHEARD_NARROW_BY_TEAM)
own_work    has work of their own: "My work" is their first page
work        acts on findings: their own and their team's; with `force`, anybody's
team        sees "My team": who has how much, and gives work to others of the team
force       sees "The force": every team
approve     approves an excuse that is long, or for very high risk
links       decides whether two nominals are the same person
audit       plans audits, draws and reads case files, settles and reports
results     sees results and reports of audits: numbers and conclusions, no child
plan        plans visits and who manages whom
export      takes what is on the screen away as a file (each export is in the trail)
ask         asks afterwards about urgent access: accepts or queries it
grant       opens one restricted record to one named person until a date; must be named for restricted records too
trail       sees who did and read what
accounts    makes, changes and closes accounts; agrees to another administrator's changes
api         a token of the API may carry the role

Nobody sees a restricted record by role: the account itself must be named for it (User.sees_restricted), or be given one
record by grant, and its role must allow people. A role that stands on an account but not here gives nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

NUMBERS, PEOPLE, ALL_TEAMS, OWN_WORK, WORK = "numbers", "people", "all_teams", "own_work", "work"
TEAM, FORCE, APPROVE, LINKS, AUDIT, RESULTS = "team", "force", "approve", "links", "audit", "results"
PLAN, EXPORT, ASK, GRANT, TRAIL, ACCOUNTS, API = "plan", "export", "ask", "grant", "trail", "accounts", "api"
# What opens a name, or something that a name stands on: an administrator holds none of these.
CASE_ACCESS = frozenset(
    {NUMBERS, PEOPLE, ALL_TEAMS, OWN_WORK, WORK, TEAM, FORCE, APPROVE, LINKS, AUDIT, RESULTS, PLAN, EXPORT, GRANT}
)
# What changes something: an inspector holds none of these.
CHANGES = frozenset({WORK, TEAM, APPROVE, LINKS, AUDIT, PLAN, ASK, GRANT, ACCOUNTS})


@dataclass(frozen=True)
class Role:
    """A role: its name in records, its title on the screen, what it may do; for a time: its accounts must have an end."""

    name: str
    title: str
    rights: frozenset[str]
    for_a_time: bool = False


def _role(name: str, title: str, *rights: str, for_a_time: bool = False) -> Role:
    return Role(name, title, frozenset(rights), for_a_time)


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        _role("officer", "Officer", NUMBERS, PEOPLE, OWN_WORK, WORK),
        _role("offender_manager", "Offender manager", NUMBERS, PEOPLE, OWN_WORK, WORK),
        _role("online_investigator", "Online investigator", NUMBERS, PEOPLE, OWN_WORK, WORK),
        _role("child_investigator", "Child investigator", NUMBERS, PEOPLE, OWN_WORK, WORK),
        _role("supervisor", "Supervisor", NUMBERS, PEOPLE, WORK, TEAM, APPROVE, RESULTS, EXPORT, ASK, GRANT),
        _role(
            "safeguarding_lead",
            "Safeguarding lead",
            *(NUMBERS, PEOPLE, ALL_TEAMS, WORK, FORCE, APPROVE, RESULTS, EXPORT, ASK, GRANT, API),
        ),
        _role("auditor", "Auditor", NUMBERS, PEOPLE, ALL_TEAMS, AUDIT, RESULTS, EXPORT, API),
        _role("planner", "Planner", NUMBERS, PEOPLE, ALL_TEAMS, PLAN),
        _role("records_clerk", "Records clerk", NUMBERS, PEOPLE, ALL_TEAMS, LINKS),
        _role("analyst", "Analyst", NUMBERS, RESULTS, EXPORT, API),
        _role("inspector", "Inspector", NUMBERS, PEOPLE, ALL_TEAMS, RESULTS, for_a_time=True),
        _role("chief", "Chief officer", NUMBERS, PEOPLE, ALL_TEAMS, FORCE, RESULTS, EXPORT, API),
        _role("information_officer", "Information officer", TRAIL),
        _role("administrator", "Administrator", ACCOUNTS),
    )
}
