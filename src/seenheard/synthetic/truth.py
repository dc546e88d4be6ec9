"""Who is who: which nominals are one person, and what makes them hard to tell. For measuring, never for a night's rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from seenheard.synthetic.aliases import Aliases
from seenheard.synthetic.clock import years_later
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.lookalikes import KINDS
from seenheard.synthetic.names import COMMUNITIES
from seenheard.synthetic.people import People, nominal_ids

FILE = "truth_persons.csv"
CODES = tuple("/".join(sorted(set(group.ethnicity))) for group in COMMUNITIES)


def table(people: People, aliases: Aliases, offenders: np.ndarray, today: int) -> pa.Table:
    """One row a nominal. `written` says how it differs from the person's first one."""
    of = np.concatenate([np.arange(people.n), aliases.of])
    registered = np.zeros(people.n, dtype=bool)
    registered[offenders] = True
    twin = (people.twin >= 0) & (people.born == people.born[people.twin])
    return pa.table({
        "nominal_id": nominal_ids(np.arange(len(of))).arrow(),
        "person_id": Ids("P", of + 1, 7).arrow(),
        "is_child": pa.array((years_later(people.born, 18) > today)[of]),
        "is_offender": pa.array(registered[of]),
        "is_twin": pa.array(twin[of]),
        "twin_person_id": Ids("P", np.where(twin, people.twin + 1, -1)[of], 7).arrow(),
        "sex": Coded(people.woman.astype(np.int64)[of], ("M", "F")).arrow(),
        "community": Coded(people.community[of], CODES).arrow(),
        "looks_like": Coded(people.alike[of], KINDS).arrow(),
        "written": pa.array(["first"] * people.n + aliases.written),
    })  # fmt: skip


def write(people: People, aliases: Aliases, offenders: np.ndarray, today: int, folder: Path) -> None:
    pa_csv.write_csv(table(people, aliases, offenders, today), folder / FILE, pa_csv.WriteOptions(quoting_style="needed"))
