"""What makes two nominals one person: where to look for pairs, what is compared, and what each likeness weighs.

Everything that a records clerk might want to change stands here. The SQL is understood by DuckDB and Spark alike,
compares only what people.prepared holds, and uses no function that the two work out differently (Jaro-Winkler is one).

Two contexts, because likeness means something else in each. Of nominals at one address (`home`), most are a family: they
share surname and street, twins also their birthday, so only forename and birth date can tell one person from two. Of
nominals elsewhere (`away`), a surname and a birth date in common are rare by chance. Each context has weights of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Context = Literal["home", "away"]
CONTEXTS: tuple[Context, ...] = ("home", "away")

# From this probability on two nominals are linked without a clerk. Children's histories: rather a link too few.
LINK = 0.8
# A shipped model does not know how common a name is in the force: name and birth date alone are for a clerk.
LINK_OF_A_SHIPPED_MODEL = 0.97
# A child is joined to an adult's nominal, or to one without a date of birth, only from this probability on: it may be the
# father of that name.
SURE = 0.97
# A child, or who is of unknown age and may be one, is never joined to a registered offender by the model alone.
NEVER = 2.0
# A 1 January stands for an unknown day, not for an unknown year: years further apart than this contradict each other.
YEARS_OF_A_GUESS = 5
# Pairs from here to LINK are shown to a clerk. At one address even an unlikely pair is worth a look.
OFFER: dict[Context, float] = {"home": 0.1, "away": 0.3}
# Two clusters become one only if the mean of all pairs between them is at least this.
MEAN_OF_CLUSTERS = 0.3
# Pairs below are not kept at all.
KEEP = 0.001
# A force with fewer nominals can't teach the model; it gets the shipped one.
ENOUGH_TO_TRAIN = 500
# Of fewer nominals nobody can tell a rare name from a common one: all names count as common, and a common name is met so
# many times as often as names are on the whole.
ENOUGH_TO_COUNT_NAMES = 20_000
UNKNOWN_NAME = 16.0
# More nominals than this at one address are no family: a hostel, a hotel, a care home, or a default entry.
FAMILY = 24
# A key that more nominals share finds more strangers than persons; the other keys must do.
LARGEST_BLOCK = 120
# A birth date alone is looked at only where so few share it: in a small force.
LARGEST_BLOCK_OF = {"key_born": 6}


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of likeness: a condition on the columns `x_l` and `x_r`, in words, with what is thought before training.

    `m` is how often two nominals of one person are so alike, `u` two of different persons elsewhere, `u_home` two
    different persons of one address.
    """

    name: str
    words: str
    condition: str
    m: float
    u: float
    u_home: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared. The first level that holds counts; where `unknown` holds, the comparison says nothing."""

    name: str
    unknown: str
    levels: tuple[Level, ...]


SAME_FORM = "(" + " or ".join(f"form_{a}_l = form_{b}_r" for a in "abc" for b in "abc") + ")"
# One forename begins with the other (Alex, Alexander), or is its initial.
BEGINS = "(substr(first_l, 1, length(first_r)) = first_r or substr(first_r, 1, length(first_l)) = first_l)"
# Forenames run together or taken apart (Mary-Ann, Maryann), or called by the second forename.
RUN_TOGETHER = "(run_l = run_r or first_l = run_r or run_l = first_r)"
SECOND_NAME = "(first_l = second_r or second_l = first_r)"
# A slip of the pen: letters left out, added, changed (one of four, two of six), changed over, or written by the sound.
SLIP = (
    "(abs(length({0}_l) - length({0}_r)) <= 3 and (letters_of_{0}_l = letters_of_{0}_r or levenshtein({0}_l, {0}_r) <= "
    "case when least(length({0}_l), length({0}_r)) >= 6 then 2 "
    "when least(length({0}_l), length({0}_r)) >= 4 then 1 else 0 end "
    "or ({0}_sound_l = {0}_sound_r and length({0}_sound_l) >= {1} and levenshtein({0}_l, {0}_r) <= 3)))"
)
TYPED_FIRST, TYPED_SURNAME = SLIP.format("first", 3), SLIP.format("surname", 2)
# Two names that many bear, of which neither is a rare misspelling of the other: Ella and Ellie are two children.
BOTH_IN_USE = (
    "least(first_count_l, first_count_r) >= 5 and "
    "20 * least(first_count_l, first_count_r) >= greatest(first_count_l, first_count_r)"
)
VARIANT = f"({SAME_FORM} or {RUN_TOGETHER} or {SECOND_NAME} or {BEGINS})"
PART_OF_SURNAME = (
    "(surname_l = first_part_r or surname_l = last_part_r or surname_r = first_part_l or surname_r = last_part_l or "
    "first_part_l = last_part_r or last_part_l = first_part_r or first_part_l = first_part_r or last_part_l = last_part_r)"
)
LIKE_SURNAME = f"({TYPED_SURNAME} or {PART_OF_SURNAME})"
SAME_FIRST, SAME_SURNAME = "first_l = first_r", "surname_l = surname_r"

NAME = Comparison(
    "name",
    "not ((first_l is not null and first_r is not null) or (surname_l is not null and surname_r is not null))",
    (
        Level("same_rare", "the same forename and surname, a rare name",
              f"{SAME_FIRST} and {SAME_SURNAME} and full_bin_l = 0",
              0.3, 1e-6, 0.003),
        Level("same_uncommon", "the same forename and surname, not a common name",
              f"{SAME_FIRST} and {SAME_SURNAME} and full_bin_l = 1",
              0.2, 3e-6, 0.003),
        Level("same", "the same forename and surname", f"{SAME_FIRST} and {SAME_SURNAME} and full_bin_l = 2",
              0.1, 5e-6, 0.002),
        Level("same_common", "the same forename and surname, a common name", f"{SAME_FIRST} and {SAME_SURNAME}",
              0.08, 4e-5, 0.004),
        Level("swapped", "forename and surname the other way round", "first_l = surname_r and surname_l = first_r",
              0.01, 1e-6, 1e-4),
        Level("swapped_alike", "forename and surname the other way round, and alike",
              "(first_l = surname_r and surname_sound_l = first_sound_r) or "
              "(surname_l = first_r and first_sound_l = surname_sound_r)",
              0.003, 1e-6, 1e-4),
        Level("variant_rare", "the forename another form of the same name, the same rare surname",
              f"{SAME_SURNAME} and {VARIANT} and surname_bin_l <= 1",
              0.04, 2e-6, 0.01),
        Level("variant", "the forename another form of the same name, the same surname", f"{SAME_SURNAME} and {VARIANT}",
              0.03, 2e-5, 0.005),
        Level("two_names", "two like forenames that are both in use, the same surname",
              f"{SAME_SURNAME} and {TYPED_FIRST} and {BOTH_IN_USE}",
              0.005, 1e-5, 0.02),
        Level("typed_first_rare", "forenames that may be a slip, the same rare surname",
              f"{SAME_SURNAME} and {TYPED_FIRST} and surname_bin_l <= 1",
              0.04, 2e-6, 0.004),
        Level("typed_first", "forenames that may be a slip, the same surname", f"{SAME_SURNAME} and {TYPED_FIRST}",
              0.03, 1e-5, 0.003),
        Level("typed_surname", "the same forename, surnames that may be a slip", f"{SAME_FIRST} and {TYPED_SURNAME}",
              0.06, 2e-5, 0.002),
        Level("part_surname", "the same forename, a part of a double surname in common",
              f"{SAME_FIRST} and {PART_OF_SURNAME}",
              0.02, 3e-6, 0.001),
        Level("both_alike", "forename and surname both alike", f"({VARIANT} or {TYPED_FIRST}) and {LIKE_SURNAME}",
              0.02, 5e-5, 0.005),
        Level("first_rare", "the same rare forename, another surname",
              f"{SAME_FIRST} and surname_l <> surname_r and first_bin_l <= 1",
              0.02, 2e-4, 0.002),
        Level("first", "the same forename, another surname", f"{SAME_FIRST} and surname_l <> surname_r",
              0.02, 4e-3, 0.004),
        Level("first_alike", "forenames alike, another surname", f"{SAME_FORM} or {RUN_TOGETHER} or {TYPED_FIRST}",
              0.005, 4e-3, 0.006),
        Level("surname_rare", "the same rare surname, another forename",
              f"{SAME_SURNAME} and first_l <> first_r and surname_bin_l <= 1",
              0.005, 2e-4, 0.35),
        Level("surname", "the same surname, another forename", f"{SAME_SURNAME} and first_l <> first_r",
              0.01, 3e-3, 0.35),
        Level("surname_alike", "surnames alike, another forename", LIKE_SURNAME, 0.003, 5e-3, 0.05),
        Level("surname_only", "the same surname, a forename not recorded",
              f"{SAME_SURNAME} and (first_l is null or first_r is null)",
              0.01, 1e-4, 0.03),
        Level("first_only", "the same forename, a surname not recorded",
              f"{SAME_FIRST} and (surname_l is null or surname_r is null)",
              0.005, 1e-4, 0.001),
        Level("different", "different names", "ELSE", 0.01, 0.98, 0.2),
    ),
)  # fmt: skip
MIDDLE = Comparison(
    "other_forenames",
    "others_l is null or others_r is null",
    (
        Level("same", "the same other forenames", "others_l = others_r", 0.7, 0.01, 0.03),
        Level("one", "one other forename in common, or its initial",
              "second_l = second_r or substr(second_l, 1, length(second_r)) = second_r or "
              "substr(second_r, 1, length(second_l)) = second_l",
              0.2, 0.05, 0.05),
        Level("different", "different other forenames", "ELSE", 0.1, 0.94, 0.92),
    ),
)  # fmt: skip
PLACEHOLDER = "(day_l = 1 and month_l = 1) or (day_r = 1 and month_r = 1)"
BIRTH = Comparison(
    "date_of_birth",
    "born_l is null or born_r is null",
    (
        Level("same", "the same date of birth", "born_l = born_r and not (day_l = 1 and month_l = 1)",
              0.82, 5e-5, 0.015),
        Level("same_january", "the same date of birth, but a 1 January", "born_l = born_r",
              0.03, 2e-5, 0.003),
        Level("swapped", "day and month swapped", "year_l = year_r and day_l = month_r and month_l = day_r",
              0.02, 2e-5, 0.0005),
        Level("digit", "one digit of the date of birth differs",
              "levenshtein(digits_l, digits_r) = 1 and abs(year_l - year_r) <= 1",
              0.045, 1e-3, 0.003),
        Level("part", "the day or the month of birth differs", "year_l = year_r and (day_l = day_r or month_l = month_r)",
              0.01, 1.5e-3, 0.006),
        Level("january", "the same year of birth, one of them a 1 January", f"year_l = year_r and ({PLACEHOLDER})",
              0.04, 4e-4, 0.002),
        Level("year", "the same year of birth, another day", "year_l = year_r", 0.01, 0.015, 0.03),
        Level("birthday", "the same day and month, another year of birth",
              "day_l = day_r and month_l = month_r and not (day_l = 1 and month_l = 1)",
              0.005, 2.7e-3, 0.004),
        Level("near", "born within two years", "abs(year_l - year_r) <= 2", 0.005, 0.06, 0.12),
        Level("different", "years of birth far apart", "ELSE", 0.004, 0.92, 0.82),
    ),
)  # fmt: skip
SEX = Comparison(
    "sex",
    "sex_l is null or sex_r is null",
    (
        Level("same", "the same sex", "sex_l = sex_r", 0.98, 0.5, 0.5),
        Level("different", "not the same sex", "ELSE", 0.02, 0.5, 0.5),
    ),
)
PNC = Comparison(
    "pnc_id",
    "pnc_l is null or pnc_r is null",
    (
        Level("same", "the same PNC id", "pnc_l = pnc_r", 0.95, 1e-7, 1e-5),
        Level("typed", "PNC ids one character apart", "levenshtein(pnc_l, pnc_r) = 1", 0.03, 1e-4, 1e-4),
        Level("different", "different PNC ids", "ELSE", 0.02, 0.999, 0.999),
    ),
)
DISTANCE = "((easting_l - easting_r) * (easting_l - easting_r) + (northing_l - northing_r) * (northing_l - northing_r))"
ADDRESS = Comparison(
    "address",
    "not ((postcode_l is not null and postcode_r is not null) or (easting_l is not null and easting_r is not null) or "
    "(home_l is not null and home_r is not null))",
    (
        Level("same", "the same address, as a family has too", "home_l = home_r", 0.4, 1e-5, 0.99),
        Level("postcode", "the same postcode", f"postcode_l = postcode_r or {DISTANCE} <= 2500.0",
              0.04, 6e-5, 0.005),
        Level("near", "less than a kilometre apart, or the same postcode sector",
              f"sector_l = sector_r or {DISTANCE} <= 1000000.0",
              0.08, 2e-3, 0.003),
        Level("area", "the same postcode district", f"district_l = district_r or {DISTANCE} <= 25000000.0",
              0.1, 0.05, 0.001),
        Level("different", "elsewhere", "ELSE", 0.38, 0.95, 0.4),
    ),
)  # fmt: skip
SCHOOL = Comparison(
    "school",
    "school_l is null or school_r is null",
    (
        Level("same", "the same school", "school_l = school_r", 0.7, 0.02, 0.4),
        Level("different", "different schools", "ELSE", 0.3, 0.98, 0.6),
    ),
)
COMPARISONS = (NAME, MIDDLE, BIRTH, SEX, PNC, ADDRESS, SCHOOL)
# How many pairs that are one person there are: per nominal elsewhere, and of the pairs of one address.
MATCHES_PER_NOMINAL = 0.15
MATCHES_AT_HOME = 0.15

# Pairs are looked for where one of these keys of people.prepared is equal. Each key is empty where more than LARGEST_BLOCK
# nominals share it.
KEYS = {
    "key_pnc": "pnc",
    "key_born": "ordered_born",
    "key_born_surname": "ordered_born || '|' || surname_sound",
    "key_born_first": "ordered_born || '|' || first_form",
    "key_names_year": "first_form || '|' || surname_sound || '|' || year",
    "key_names": "first_form || '|' || surname",
    "key_swapped": "either_order || '|' || year",
    "key_sounds_swapped": "ordered_born || '|' || "
    "least(first_sound, surname_sound) || '|' || greatest(first_sound, surname_sound)",
    "key_sounds_year": "first_sound || '|' || surname_sound || '|' || year",
    "key_birthday": "first_sound || '|' || surname_sound || '|' || day || '|' || month",
    "key_postcode_first": "postcode || '|' || first_form",
}
ELSEWHERE = "coalesce(l.family <> r.family, true)"
BLOCKS: dict[Context, tuple[str, ...]] = {
    "home": ("l.family = r.family",),
    "away": tuple(f"l.{key} = r.{key} and {ELSEWHERE}" for key in KEYS),
}


def version() -> str:
    """A short hash of what is compared: a model fits only the settings that it was trained with."""
    told = repr([(c.name, c.unknown, [(level.name, level.condition) for level in c.levels]) for c in COMPARISONS])
    return hashlib.sha256(told.encode()).hexdigest()[:12]
