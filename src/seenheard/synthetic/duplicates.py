"""Second nominals of the same person in another source system: with typing errors, and never named by a duty's record.

So the answer key is right with and without linkage. Who is who stands in truth_persons.csv.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from seenheard.synthetic import places
from seenheard.synthetic.clock import DAY, NEVER, Ints, ints
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.extract import Coded, Extracts
from seenheard.synthetic.people import SYSTEMS, People, forename_text, nominal_ids, surname_text

FILE = "truth_persons.csv"
SHARE = 0.04
CHUNK = 200_000


def mistyped(text: str, how: int, where: int) -> str:
    """A name as another clerk wrote it down."""
    at = where % max(1, len(text) - 1)
    if how == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :] if len(text) > 2 else text
    if how == 1:
        return text[:at] + text[at + 1 :]
    if how == 2:
        return text[: at + 1] + text[at:]
    return text.upper() if how == 3 else text


def chosen(people: People, dice: Dice) -> Ints:
    """Whose second nominal is written: people of the quiet households only."""
    quiet, adults = people.blocks["quiet"], people.blocks["quiet_adults"]
    last_quiet = quiet.first[-1] + quiet.adults[-1] + quiet.kids[-1]
    last_adult = adults.first[-1] + adults.adults[-1]
    pool = np.concatenate([np.arange(quiet.first[0], last_quiet), np.arange(adults.first[0], last_adult)])
    pool = pool[people.recorded[pool] < people.recorded.max() - 400 * DAY]
    wanted = min(len(pool) // 3, max(20, round(people.n * SHARE)))
    return np.sort(dice.rng.choice(pool, wanted, replace=False))


def make(people: People, dice: Dice, extracts: Extracts) -> Ints:
    """Writes the second nominals; gives the first nominal of each."""
    of = chosen(people, dice)
    n = len(of)
    how = dice.choice(n, (0.12, 0.1, 0.08, 0.1, 0.6)).tolist()
    which, at = dice.whole(0, 2, n).tolist(), dice.whole(0, 12, n).tolist()
    fore, sur = forename_text(people, of), surname_text(people, of)
    fore = [mistyped(t, h, a) if w == 0 else t for t, h, w, a in zip(fore, how, which, at, strict=True)]
    sur = [mistyped(t, h, a) if w == 1 else t for t, h, w, a in zip(sur, how, which, at, strict=True)]
    drawn = dice.choice(n, (0.86, 0.05, 0.04, 0.05))
    born = people.born[of] + np.where(drawn == 1, 1, 0) + np.where(drawn == 2, 30, 0)
    moved = dice.chance(n, 0.35)
    columns: dict[str, Any] = {
        "nominal_id": nominal_ids(people.n + np.arange(n)),
        "source_system": Coded(dice.whole(1, len(SYSTEMS), n), SYSTEMS),
        "forenames": np.array(fore, dtype=object),
        "surname": np.array(sur, dtype=object),
        "date_of_birth": np.where(drawn == 3, NEVER, ints(born)),
        "sex": Coded(people.woman[of].astype(int), ("M", "F")),
        "address_line": np.where(moved, None, places.address_lines(people.household[of])),
        "postcode": np.where(moved, None, places.postcodes(people.household[of])),
        "disability": "not_recorded",
    }
    extracts.add("nominals", columns, people.recorded[of] + dice.whole(DAY, 300 * DAY, n))
    return of


def write_truth(people: People, second: Ints, folder: Path) -> None:
    """Which nominal is which person."""
    with (folder / FILE).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("nominal_id", "person_id"))
        for start in range(0, people.n, CHUNK):
            rows = np.arange(start, min(people.n, start + CHUNK))
            writer.writerows((f"N{row + 1:07d}", f"P{row + 1:07d}") for row in rows.tolist())
        writer.writerows((f"N{people.n + place + 1:07d}", f"P{row + 1:07d}") for place, row in enumerate(second.tolist()))
