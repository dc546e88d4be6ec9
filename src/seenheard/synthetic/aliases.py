"""Further nominals of the same person: in other systems, years and moods, and as other people wrote them down.

No record of a duty names an alias, but for those of the linked world, and no alias makes a household of anybody whom a
duty names: so the answer key is right with each nominal alone and with all of a person's as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from seenheard.synthetic import places
from seenheard.synthetic.clock import DAY, NEVER, Ints, ints, months_later
from seenheard.synthetic.draws import Bools, Dice
from seenheard.synthetic.extract import Coded, Extracts, Made
from seenheard.synthetic.names import COMMUNITIES
from seenheard.synthetic.nominals import forename_text, middle_text, pnc_ids, school_text, surname_text
from seenheard.synthetic.people import SYSTEMS, People, new_year, nominal_ids
from seenheard.synthetic.spellings import mistyped, plain, respelled, shortened

# How many aliases a person has: none, one, two ...
SHARES = (0.795, 0.125, 0.045, 0.02, 0.01, 0.005)
# Unlinked, an alias is a person of its own. At the same address it would be a child's sibling or an offender's child.
GUARDED = ("offenders", "offender_families", "incidents", "exploitation", "special", "linked")
NAMES = ("", "nickname", "spelling", "typed", "swapped", "other_surname", "middle_name", "initial")
NAME_SHARES = (0.52, 0.11, 0.14, 0.12, 0.025, 0.04, 0.025, 0.02)
DATES = ("", "no_date", "new_year", "day_and_month", "year", "day", "month", "decade")
DATE_SHARES = (0.745, 0.065, 0.05, 0.035, 0.03, 0.04, 0.025, 0.01)
PLACES = ("", "address_otherwise", "postcode_only", "moved_far", "moved_near", "fostered", "no_address")
PLACE_SHARES = (0.34, 0.14, 0.08, 0.16, 0.07, 0.04, 0.17)
SAME, OTHERWISE, POSTCODE_ONLY, FAR, NEAR, FOSTERED, NOWHERE = range(len(PLACES))
NO_DATE, NEW_YEAR, DAY_AND_MONTH, YEAR, A_DAY, A_MONTH, DECADE = range(1, len(DATES))
# So little is left of one alias in thirty that nobody can tell whose it is.
HOPELESS = 0.03


@dataclass
class Aliases:
    """In order of nominal: whose it is, since when it is known, and how it is written."""

    of: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    recorded: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    written: list[str] = field(default_factory=list)


def numbers(people: People, aliases: Aliases, count: int) -> Ints:
    """The next nominals."""
    return people.n + len(aliases.of) + np.arange(count)


def make(people: People, dice: Dice, extracts: Extracts, aliases: Aliases, today: int) -> None:
    """Draws and writes the aliases of everybody, after those that are there already."""
    wanted = dice.choice(people.n, SHARES)
    wanted[people.blocks["linked"].everybody] = 0
    of = np.repeat(np.arange(people.n), wanted)
    late = extracts.nights[-1]
    recorded = people.recorded[of] + DAY + ints(dice.rng.random(len(of)) * np.maximum(DAY, late - people.recorded[of]))
    # A few become known between the nights.
    fresh = np.flatnonzero(people.recorded[of] < late - 9 * DAY)
    fresh = fresh[dice.chance(len(fresh), 0.002)]
    recorded[fresh] = late - dice.whole(600, 3 * DAY, len(fresh))
    kept = recorded <= late
    Writing(people, dice, extracts, of[kept], recorded[kept], today).write(aliases)


class Writing:
    """How some aliases are written."""

    def __init__(self, people: People, dice: Dice, extracts: Extracts, of: Ints, recorded: Ints, today: int) -> None:
        self.people, self.dice, self.extracts, self.of, self.recorded = people, dice, extracts, of, recorded
        self.n, self.today = len(of), today
        self.lives_at: Ints | None = None
        guarded = np.concatenate([people.blocks[name].households for name in GUARDED])
        self.guarded = np.isin(people.household[of], guarded)
        self.child: Bools = people.is_child[of]
        self.name, self.date = dice.choice(self.n, NAME_SHARES), dice.choice(self.n, DATE_SHARES)
        self.place = dice.choice(self.n, PLACE_SHARES)
        self.settle()

    def settle(self) -> None:
        """What can't be, and how much of a person has to stay for them to be known again."""
        dice, people = self.dice, self.people
        self.place = np.where((self.place == FOSTERED) & ~self.child, FAR, self.place)
        self.place = np.where(self.guarded & (self.place == SAME), OTHERWISE, self.place)
        self.date = np.where((self.date == DECADE) & self.child, 0, self.date)
        grown_women = ~self.child & people.woman[self.of]
        self.name = np.where(grown_women & dice.chance(self.n, 0.06), 5, self.name)
        elsewhere = np.isin(self.place, (FAR, FOSTERED, NOWHERE))
        known_by_name = np.isin(self.name, (0, 2, 3))
        hopeless = dice.chance(self.n, HOPELESS)
        # Of another name, or without a birthday, and elsewhere: only if the rest is as it was.
        loose = elsewhere & ~hopeless & ((self.date == NO_DATE) | ((self.date != 0) & ~known_by_name))
        self.place = np.where(loose, np.where(self.guarded, OTHERWISE, SAME), self.place)
        self.date = np.where((self.date == NO_DATE) & ~known_by_name & ~hopeless, 0, self.date)
        self.date = np.where(people.no_birth_date[self.of], NO_DATE, self.date)

    def born(self) -> Ints:
        """Nobody becomes younger of whom it matters: linked, the youngest birth date counts."""
        people, dice = self.people, self.dice
        true = people.born[self.of]
        months = true.astype("datetime64[D]").astype("datetime64[M]")
        month, day = months.astype(np.int64) % 12 + 1, (true - months.astype("datetime64[D]").astype(np.int64)) + 1
        year = months.astype("datetime64[Y]")
        swapped = (year.astype("datetime64[M]") + (np.minimum(day, 12) - 1)).astype("datetime64[D]").astype(np.int64)
        swapped = np.where(day <= 12, swapped + month - 1, true)
        sign = np.where(dice.chance(self.n, 0.5), 1, -1)
        quiet = np.isin(people.household[self.of], people.blocks["quiet"].households)
        fixed = self.child & ~quiet
        sign = np.where(fixed, -1, sign)
        step = np.where(dice.chance(self.n, 0.4), 10, 1)
        step = np.where((day + sign * step < 1) | (day + sign * step > 28), 0, sign * step)
        options = {
            NEW_YEAR: new_year(true), DAY_AND_MONTH: swapped, YEAR: months_later(true, 12 * sign), A_DAY: true + step,
            A_MONTH: months_later(true, sign), DECADE: months_later(true, -120),
        }  # fmt: skip
        made = np.select([self.date == kind for kind in options], list(options.values()), true)
        made = np.where((fixed & (made > true)) | (made >= self.recorded // DAY), true, made)
        self.date = np.where((made == true) & (self.date != NO_DATE), 0, self.date)
        return ints(np.where(self.date == NO_DATE, NEVER, made))

    def homes(self) -> Ints:
        """Where nobody else has ever lived but their household; in hostels and care homes the same."""
        people, n = self.people, self.people.homes
        own, household = people.home[self.of], people.household[self.of]
        if self.lives_at is not None:
            return self.lives_at
        far, near = places.beside((household + n // 2) % n, 2), places.beside((household + 41) % n, 3)
        foster = places.beside((household + n // 3) % n, 4)
        return ints(np.select([self.place == FAR, self.place == NEAR, self.place == FOSTERED], [far, near, foster], own))

    def write(self, aliases: Aliases) -> None:
        dice, n, of, people = self.dice, self.n, self.of, self.people
        born, homes = self.born(), self.homes()
        fore, sur = self.names()
        child, pnc = self.child, people.arrested[of]
        system = np.where(child, dice.choice(n, (0.55, 0, 0.45, 0)), dice.choice(n, (0.8, 0, 0.2, 0)))
        system = np.where(pnc & dice.chance(n, 0.5), 3, system)
        has_pnc = pnc & dice.chance(n, 0.5 + 0.45 * (system == 3)) & ((system == 3) | (system == 0))
        has_line = np.isin(self.place, (SAME, OTHERWISE, FAR, NEAR, FOSTERED))
        has_uprn = has_line & (self.place != OTHERWISE) & dice.chance(n, 0.45)
        sex = np.where(dice.chance(n, 0.012), 1 - people.woman[of], people.woman[of])
        schooled = child & dice.chance(n, 0.35)

        rows = np.arange(n)
        columns: dict[str, Any] = {
            "nominal_id": nominal_ids(numbers(people, aliases, n)),
            "source_system": Coded(system, SYSTEMS),
            "forenames": np.array(fore, dtype=object),
            "surname": np.array(sur, dtype=object),
            "date_of_birth": born,
            "sex": Coded(np.where(dice.chance(n, 0.02), -1, sex), ("M", "F")),
            "ethnicity": np.array(self.ethnicities(), dtype=object),
            "disability": "not_recorded",
            "pnc_id": pnc_ids(of, has_pnc),
            "address_line": Made(lambda at: self.lines(at, homes, has_line), rows),
            "postcode": Made(lambda at: np.where(self.place[at] == NOWHERE, None, places.postcodes(homes[at])), rows),
            "uprn": Made(lambda at: np.where(has_uprn[at], places.uprns(homes[at]), None), rows),
            "easting": np.where(has_uprn, places.eastings(homes), np.nan),
            "northing": np.where(has_uprn, places.northings(homes), np.nan),
            "school": Made(lambda at: self.schools(at, schooled), rows),
        }  # fmt: skip
        self.extracts.add("nominals", columns, self.recorded)
        self.keep(aliases)

    def lines(self, rows: Ints, homes: Ints, has_line: Bools) -> Any:
        """Address lines, some of them written otherwise."""
        made = places.address_lines(homes[rows])
        kinds = zip(made.tolist(), self.place[rows].tolist(), strict=True)
        made = np.array([places.otherwise(line) if place == OTHERWISE else line for line, place in kinds], dtype=object)
        made[~has_line[rows]] = None
        return made

    def schools(self, rows: Ints, schooled: Bools) -> Any:
        """The schools of those for whom one is recorded."""
        made = np.array(school_text(self.people, self.of[rows], self.today), dtype=object)
        made[~schooled[rows]] = None
        return made

    def keep(self, aliases: Aliases) -> None:
        aliases.of = np.concatenate([aliases.of, self.of])
        aliases.recorded = np.concatenate([aliases.recorded, self.recorded])
        for name, date, place in zip(self.name.tolist(), self.date.tolist(), self.place.tolist(), strict=True):
            kinds = (NAMES[name], DATES[date], PLACES[place])
            aliases.written.append("+".join(kind for kind in kinds if kind) or "same")

    def ethnicities(self) -> list[str | None]:
        """Half of them say one, and some of those another than the person would."""
        draw, other = self.dice.rng.random(self.n).tolist(), self.dice.whole(0, len(COMMUNITIES), self.n).tolist()
        made: list[str | None] = []
        for community, chance, another in zip(self.people.community[self.of].tolist(), draw, other, strict=True):
            codes = COMMUNITIES[community if chance < 0.45 else another].ethnicity
            made.append(codes[int(chance * 997) % len(codes)] if chance < 0.5 else None)
        return made

    def names(self) -> tuple[list[str], list[str]]:
        """Forenames and surname of each; sets `name` to what could be done."""
        dice, people, of, n = self.dice, self.people, self.of, self.n
        texts = (forename_text(people, of), middle_text(people, of), surname_text(people, of))
        other = surname_text(people, ints((of * 31 + 17) % people.n))
        draws = (self.name, dice.whole(0, 1 << 20, n), dice.rng.random(n), dice.rng.random(n))
        fore, sur, kinds = [], [], []
        for first, middle, last, another, kind, which, half, marks in zip(
            *texts, other, *(draw.tolist() for draw in draws), strict=True
        ):
            first, last, kind = NAMED[kind](first, middle, last, another, which)
            if "-" in last and half < 0.5:
                last = last.split("-")[which % 2]
            if middle and kind != SWAPPED and half > 0.6:
                first = f"{first} {middle if half > 0.7 else middle[0]}"
            if marks < 0.7:
                first, last = plain(first), plain(last)
            fore.append(first.upper() if marks > 0.9 else first)
            sur.append(last.upper() if marks > 0.9 else last)
            kinds.append(kind)
        self.name = ints(kinds)
        return fore, sur


Named = tuple[str, str, int]
NICKNAME, SPELLING, TYPED, SWAPPED, OTHER_SURNAME, MIDDLE_NAME, INITIAL = range(1, len(NAMES))


def as_is(first: str, middle: str, last: str, another: str, which: int) -> Named:
    return first, last, 0


def nickname(first: str, middle: str, last: str, another: str, which: int) -> Named:
    form = shortened(first, which)
    return (first, last, 0) if form is None else (form, last, NICKNAME)


def spelling(first: str, middle: str, last: str, another: str, which: int) -> Named:
    fore, sur = respelled(first, which), respelled(last, which // 7)
    if fore is None and sur is None:
        return typed(first, middle, last, another, which) if which % 3 == 0 else (first, last, 0)
    # Both at once only now and then.
    if fore is not None and sur is not None and which % 5:
        fore, sur = (fore, None) if which % 2 else (None, sur)
    return fore or first, sur or last, SPELLING


def typed(first: str, middle: str, last: str, another: str, which: int) -> Named:
    how, where = which % 4, which // 8 % 12
    if which // 4 % 2:
        return mistyped(first, how, where), last, TYPED
    return first, mistyped(last, how, where), TYPED


def swapped(first: str, middle: str, last: str, another: str, which: int) -> Named:
    return last, first, SWAPPED


def other_surname(first: str, middle: str, last: str, another: str, which: int) -> Named:
    """Married, or of the mother's new partner."""
    return (first, f"{last}-{another}", OTHER_SURNAME) if which % 6 == 0 else (first, another, OTHER_SURNAME)


def middle_name(first: str, middle: str, last: str, another: str, which: int) -> Named:
    return (middle, last, MIDDLE_NAME) if middle else (first, last, 0)


def initial(first: str, middle: str, last: str, another: str, which: int) -> Named:
    return first[0], last, INITIAL


NAMED = (as_is, nickname, spelling, typed, swapped, other_surname, middle_name, initial)
