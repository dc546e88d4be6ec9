"""Names as a records clerk reads them: letters without accents, parts, spelling by sound, the forms of one forename."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LISTS = Path(__file__).parent / "lists"
# Letters that Unicode does not take apart into a letter and its accent.
WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ə": "a", "ħ": "h"}
)
# What is written where nobody knows the name, and titles.
NO_NAME = frozenset(
    ("unknown", "unk", "nk", "na", "none", "not", "known", "given", "recorded", "stated", "provided", "test", "tbc", "x",
     "xx", "xxx", "mr", "mrs", "miss", "ms", "mx", "dr", "aka", "alias")
)  # fmt: skip
NO_FORENAME = NO_NAME | {"unborn", "baby", "infant", "child", "male", "female", "boy", "girl"}
NOTHING = frozenset(("n k", "n a", "n n"))  # N/K, N/A
PARTICLES = frozenset(
    [
        "al",
        "el",
        "de",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "du",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "bint",
        "ben",
        "la",
        "le",
    ]
)
GROWN_TOGETHER = frozenset(["o", "mc", "mac", "st"])  # begin a surname, and are no part of a double-barrelled one
SOUNDS = (
    ("ph", "f"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("ck", "k"),
    ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("q", "k"), ("c", "k"), ("x", "ks"), ("z", "s"),
)  # fmt: skip
PARTS_OF_A_NAME = 8


def folded(text: str) -> str:
    """Lower case, without accents and apostrophes; everything that is no letter is one blank."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(WHOLE_LETTERS)
    kept = "".join(
        letter if letter.isalpha() else "" if unicodedata.combining(letter) or letter in "'’`´ʼ" else " " for letter in apart
    )
    return " ".join(kept.split())


def by_sound(name: str) -> str | None:
    """A name's consonants, those that are mistaken for each other as one: Mohammed and Muhamad are both mmd."""
    for written, heard in SOUNDS:
        name = name.replace(written, heard)
    if not name:
        return None
    name = re.sub(r"(.)\1+", r"\1", name)
    return ("a" if name[0] in "aeiouyhjw" else name[0]) + re.sub("[aeiouyhjw]", "", name[1:])


@cache
def forms() -> dict[str, tuple[int, ...]]:
    """For each listed forename the numbers of the names that it may be a form of, its own full form first."""
    found: dict[str, list[int]] = {}
    lines = (LISTS / "forenames.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate((line for line in lines if line and not line.startswith("#")), start=1):
        full, _, others = line.partition(":")
        found.setdefault(full, []).insert(0, number)
        for name in dict.fromkeys(others.split()):
            if name != full:
                found.setdefault(name, []).append(number)
    return {name: tuple(dict.fromkeys(numbers)) for name, numbers in found.items()}


def _parts(text: str, without: frozenset[str]) -> list[str]:
    read = folded(text)
    return [] if read in NOTHING else [part for part in read.split() if part not in without][:PARTS_OF_A_NAME]


@dataclass(frozen=True, slots=True)
class Forenames:
    """`first` with the names it may be a form of; `others` are the rest; `run` is all of them without blanks.

    `letters` are the first name's in the order of the alphabet: two letters changed over leave them as they are.
    """

    first: str | None
    others: str | None
    run: str | None
    forms: tuple[int, ...]
    sound: str | None
    letters: str | None


def read_forenames(text: str) -> Forenames:
    """Forenames as written, also `Catherine (Kate)` and `Mary-Ann`."""
    parts = _parts(text, NO_FORENAME)
    if not parts:
        return Forenames(None, None, None, (), None, None)
    first = parts[0]
    others = " ".join(parts[1:]) or None
    return Forenames(first, others, "".join(parts), forms().get(first, ())[:3], by_sound(first), "".join(sorted(first)))


@dataclass(frozen=True, slots=True)
class Surname:
    """`whole` is without blanks and hyphens; a double-barrelled name also has its first and last part."""

    whole: str | None
    first_part: str | None
    last_part: str | None
    sound: str | None
    letters: str | None


def read_surname(text: str) -> Surname:
    """A surname as written, also `Al-Hassan`, `O'Brien` and `Smith-Jones`."""
    parts = _parts(text, NO_NAME)
    if not parts:
        return Surname(None, None, None, None, None)
    whole = "".join(parts)
    heard = [part for part in parts if part not in PARTICLES]
    own = [part for part in heard if part not in GROWN_TOGETHER]
    double = len(own) > 1
    first, last = (own[0], own[-1]) if double else (None, None)
    return Surname(whole, first, last, by_sound("".join(heard) or whole), "".join(sorted(whole)))
