"""Incidents with children: domestic abuse, concern, abuse; who was in them, and what each child is owed."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, ints, midnight, next_school_morning, uk_day, years_later
from seenheard.synthetic.draws import Bools, Dice, first_of, never_where
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import BABIES_BORN, Block, People, nominal_ids
from seenheard.synthetic.scene import SPAN_DAYS, Scene
from seenheard.synthetic.worlds import contacts, referrals
from seenheard.synthetic.worlds.incident_ids import incident_ids
from seenheard.synthetic.worlds.numbers import (
    ATTENDED_HOURS,
    REFERRAL_HOURS,
    SCHOOL_FROM_AGE,
    SIBLINGS_HOURS,
    VICTIM_RECORDED_HOURS,
)
from seenheard.synthetic.worlds.officers import Officers, officer_ids

A_DAY = {"domestic_abuse": 50.0, "child_concern": 12.0, "child_abuse": 5.0}
RISKS = ("high", "medium", "standard")
ROLES = ("victim", "suspect", "child_related", "child_present", "witness", "other")
# Victim, child related, child present: how often each is a child's role.
CHILD_ROLES = {"domestic_abuse": (0.1, 0.55, 0.35), "child_concern": (0.8, 0.0, 0.2), "child_abuse": (1.0, 0.0, 0.0),
               "exploitation": (1.0, 0.0, 0.0)}  # fmt: skip
PART = 40_000


def make(dice: Dice, scene: Scene, people: People, officers: Officers) -> None:
    """Two years of incidents, by parts."""
    block = people.blocks["incidents"]
    since = bring_babies(dice, people, block)
    for kind, a_day in A_DAY.items():
        total = scene.count(a_day * SPAN_DAYS, 200)
        at = dice.moments(total, scene.begins, scene.last - 60)
        # One on the evening before each night, so that the record sets are never stale.
        at[-len(scene.nights) :] = [night - 9 * HOUR for night in scene.nights]
        for start in range(0, total, PART):
            part = at[start : start + PART]
            home = dice.whole(0, len(block), len(part))
            for _ in range(8):
                home = np.where(since[home] > part, dice.whole(0, len(block), len(part)), home)
            kept = since[home] <= part
            Incidents(dice, scene, people, officers, block, kind, part[kept], home[kept]).write()


def bring_babies(dice: Dice, people: People, block: Block) -> Ints:
    """Some homes have a baby; gives the time from which a home may be in an incident."""
    homes = np.flatnonzero(dice.chance(len(block), 0.08))
    born = dice.whole(*BABIES_BORN, len(homes))
    youngest = block.child(homes, block.kids[homes] - 1)
    people.born[youngest] = born
    people.recorded[youngest] = midnight(born + 2) + 10 * HOUR
    since = np.zeros(len(block), dtype=np.int64)
    since[homes] = midnight(born + 4)
    return since


class Incidents:
    """Some incidents of one kind, and their children: `one` is the incident's place of each child's row."""

    def __init__(
        self, dice: Dice, scene: Scene, people: People, officers: Officers, block: Block, kind: str, at: Ints, home: Ints,
        only_one: bool = False,
    ) -> None:  # fmt: skip
        self.dice, self.scene, self.people, self.officers = dice, scene, people, officers
        self.block, self.kind, self.at, self.home = block, kind, at, home
        n, self.only_one = len(at), only_one
        self.ids = incident_ids(scene, at)
        self.known = at + dice.whole(60, 600, n)
        self.one = np.repeat(np.arange(n), block.kids[home])
        which = np.arange(len(self.one)) - np.repeat(np.cumsum(block.kids[home]) - block.kids[home], block.kids[home])
        lead = ints(dice.rng.random(n) * block.kids[home]) * (not only_one)
        self.child = block.child(home[self.one], which)
        self.inside: Bools = (which == lead[self.one]) | (dice.chance(len(self.one), 0.86) & (not only_one))
        self.role = np.array([0, 2, 3])[dice.choice(len(self.one), CHILD_ROLES[kind])]
        self.child_known = self.known[self.one] + dice.whole(60, 1200, len(self.one))
        # A child related to domestic abuse must also be recorded as its victim: at once, later or never.
        wait = np.where(dice.chance(len(self.one), 0.06), dice.delay(len(self.one), 40 * HOUR), 30)
        recorded = never_where(self.child_known + wait, dice.chance(len(self.one), 0.09))
        related = self.inside & (self.role == 2)
        self.victim_known = np.where(related, recorded, np.where(self.inside & (self.role == 0), self.child_known, NEVER))

    def write(self) -> None:
        self.write_incidents()
        self.write_people()
        visit = self.dice.delay(len(self.at), 4 * HOUR, 1.0, 600)[self.one]
        rows = np.flatnonzero(self.inside)
        inside = contacts.Owed(self.child[rows], self.ids.take(self.one[rows]), self.at[self.one[rows]],
                               self.child_known[rows], visit[rows])  # fmt: skip
        contacts.see(self.dice, self.scene, inside, self.officers.of("child_investigator"))
        self.siblings(visit)
        if self.kind == "domestic_abuse":
            self.victims_recorded()
            self.refer(inside)
            self.tell_schools(inside)

    def write_incidents(self) -> None:
        dice, n = self.dice, len(self.at)
        risk = dice.choice(n, (0.16, 0.36, 0.48))
        risk = np.where(dice.some(n, 0.006, 2) & (self.kind == "domestic_abuse"), -1, risk)
        hours = np.array([*ATTENDED_HOURS.values(), 24])[risk]
        attended = self.at + dice.delay(n, HOUR * 0.25, 0.75) * np.where(hours == 24, 12, hours)
        attended = never_where(attended, dice.some(n, 0.012, 2))
        attended_known = np.where(attended < NEVER, attended + dice.whole(300, 1800, n), NEVER)
        owners = self.officers.of("child_investigator")
        owner = owners[dice.whole(0, len(owners), n)]
        closed = np.where(dice.chance(n, 0.8), self.at + dice.delay(n, 30 * DAY, 0.7, 6 * DAY), NEVER)
        columns: dict[str, Any] = {
            "incident_id": self.ids, "kind": self.kind, "reported_at": self.at, "attended_at": attended,
            "risk_level": Coded(risk, RISKS), "owner_id": officer_ids(np.where(dice.chance(n, 0.05), -1, owner)),
            "team": self.officers.teams_of(owner), "closed_at": closed,
            "restricted": np.where(dice.chance(n, 0.004), 1, -1),
        }  # fmt: skip
        later = {"attended_at": attended_known, "closed_at": closed}
        self.scene.extracts.add("incidents", columns, self.known, later)
        if self.kind == "domestic_abuse":
            named = first_of(self.child_known[self.inside], self.one[self.inside], n)
            due = self.at + hours * HOUR
            key = self.scene.key
            key.late("domestic-attended", [self.ids], np.maximum(named, self.known), due, attended_known, risk >= 0)
            key.plan("domestic-attended", [self.ids], "unknown", np.maximum(named, self.known), where=risk < 0)

    def write_people(self) -> None:
        dice, n = self.dice, len(self.at)
        related = np.flatnonzero(self.inside & (self.role == 2) & (self.victim_known < NEVER))
        inside = np.flatnonzero(self.inside)
        stranger = self.people.blocks["adults"]
        suspect = np.where(dice.chance(n, 0.75), self.block.adult(self.home, 1),
                           stranger.adult(dice.whole(0, len(stranger), n), 0))  # fmt: skip
        victim = self.block.adult(self.home, 0)
        suspect = np.where(suspect == victim, stranger.adult(dice.whole(0, len(stranger), n), 0), suspect)
        everybody = np.arange(n)
        has_victim = everybody if self.kind == "domestic_abuse" else everybody[:0]
        self.add_people(has_victim, victim[has_victim], 0, self.known[has_victim])
        self.add_people(everybody, suspect, 1, self.known)
        self.add_people(self.one[inside], self.child[inside], self.role[inside], self.child_known[inside])
        self.add_people(self.one[related], self.child[related], 0, self.victim_known[related])

    def add_people(self, incident: Ints, nominal: Ints, role: Any, known: Ints) -> None:
        columns: dict[str, Any] = {
            "incident_person_id": Ids("IP", self.scene.numbers("incident_people", len(incident)), 7),
            "incident_id": self.ids.take(incident),
            "nominal_id": nominal_ids(nominal),
            "role": Coded(np.broadcast_to(np.asarray(role), known.shape), ROLES),
        }
        self.scene.extracts.add("incident_people", columns, known)

    def siblings(self, visit: Ints) -> None:
        """The home's other children, where a child is a victim: seen, referred, or forgotten."""
        dice, n = self.dice, len(self.at)
        victim = first_of(self.victim_known, self.one, n)
        rows = np.flatnonzero(~self.inside & (victim[self.one] < NEVER))
        m, one = len(rows), self.one[rows]
        if not m:
            return
        at, known = self.at[one], victim[one]
        owed = contacts.Owed(self.child[rows], self.ids.take(one), at, known, visit[rows])
        plan = dice.choice(m, (0.55, 0.2, 0.05, 0.2))
        plan[: min(m, 2)] = 3
        seen = np.where((plan == 0) | (plan == 2), at + dice.delay(m, 9 * HOUR, 0.9, 1200), NEVER)
        sent = np.where((plan == 1) | (plan == 2), at + dice.delay(m, 12 * HOUR, 0.9, 1200), NEVER)
        seen_known, sent_known = seen + HOUR // 2, sent + HOUR // 4
        said = np.where(dice.chance(m, 0.8), dice.whole(0, 5000, m), -1)
        contacts.write(dice, self.scene, owed, seen, seen_known, self.officers.of("child_investigator"), words=said)
        referrals.add(dice, self.scene, "social_care", owed.nominal, sent, sent_known, incident_id=owed.incident)
        parts = [owed.incident, nominal_ids(owed.nominal)]
        self.scene.key.late("child-siblings", parts, np.maximum(known, self.known[one]), at + SIBLINGS_HOURS * HOUR,
                            np.minimum(seen_known, sent_known))  # fmt: skip

    def victims_recorded(self) -> None:
        rows = np.flatnonzero(self.inside & (self.role == 2))
        one = self.one[rows]
        parts = [self.ids.take(one), nominal_ids(self.child[rows])]
        due = self.at[one] + VICTIM_RECORDED_HOURS * HOUR
        self.scene.key.late("child-victim-recorded", parts, self.child_known[rows], due, self.victim_known[rows])

    def refer(self, owed: contacts.Owed) -> None:
        dice, n = self.dice, len(owed.at)
        sent = never_where(owed.at + dice.delay(n, 6 * HOUR, 0.8, 1200), dice.some(n, 0.04, 2))
        known = np.where(sent < NEVER, sent + dice.whole(300, 1800, n), NEVER)
        referrals.add(dice, self.scene, "social_care", owed.nominal, sent, known, incident_id=owed.incident)
        parts = [owed.incident, nominal_ids(owed.nominal)]
        self.scene.key.late("domestic-referral", parts, owed.known, owed.at + REFERRAL_HOURS * HOUR, known)

    def tell_schools(self, owed: contacts.Owed) -> None:
        """Before nine on the next school day; a child under four has no school."""
        dice, n = self.dice, len(owed.at)
        old_enough = years_later(self.people.born[owed.nominal], SCHOOL_FROM_AGE) <= uk_day(owed.at)
        due = next_school_morning(owed.at)
        in_time = np.maximum(owed.at + 300, due - dice.whole(600, 2 * HOUR, n))
        plan = dice.choice(n, (0.85, 0.1, 0.05))
        plan[:2] = 2
        sent = np.select([plan == 0, plan == 1], [in_time, due + dice.delay(n, 5 * HOUR, 1.2)], NEVER)
        sent = np.where(old_enough, sent, NEVER)
        known = np.where(sent < NEVER, sent + dice.whole(60, 600, n), NEVER)
        referrals.add(dice, self.scene, "school", owed.nominal, sent, known, incident_id=owed.incident)
        parts = [owed.incident, nominal_ids(owed.nominal)]
        self.scene.key.late("domestic-school-told", parts, owed.known, due, known, old_enough)
