"""What children said and how they were, as officers would write it down: gentle, varied, and about nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from seenheard.synthetic.clock import Ints

SAID = (
    'She said, "I went upstairs and put my headphones on."',
    'He said, "I don\'t like it when they shout."',
    'Told us, "Mum was crying and I gave her my blanket."',
    'Said: "I want it to stop."',
    'Said that he is "fine when it is quiet".',
    'Asked, "Is Dad coming back tonight?"',
    "Told the officer that she feels safe at her nan's.",
    "Said he rang his aunt, who came.",
    'Said "I was scared for my brother."',
    "She wanted to talk about her rabbit first, then about the noise.",
    "Said that school is the best part of the week.",
    "He told us where he hides, and asked that we do not tell.",
    "Would rather talk to her teacher, Miss Webb, tomorrow.",
    'Said, "Nobody listens to me," and then spoke for ten minutes.',
    "Said through an interpreter that she did not sleep.",
    "Said that her phone was taken and she wants it back.",
    "Told us that he knows to dial 999.",
    'Said, "I just want everyone to be friends."',
    "Said he would like his own room.",
    "She drew the house and pointed to the kitchen.",
    "Said that older friends drive her home, and that she does not know their names.",
    "Said she ran to the neighbour, Mrs Hall, at number 4.",
    "Asked whether he did something wrong; we told him he did not.",
)
THEN = (
    "",
    " Spoke about football and his team.",
    " Went quiet when a door closed.",
    " Was glad that we came.",
    " Asked us to come back.",
    " Then talked about her birthday.",
    " Said the same to her teacher.",
    " Did not want to say more today.",
    " Smiled when the dog came in.",
    " Would like a night light.",
    " Wants to see her social worker.",
)
DEMEANOUR = (
    "Quiet, kept close to mum, answered with nods.",
    "Calm and chatty, showed us his drawings.",
    "Tearful at first, settled after a while.",
    "Watchful; looked to the door often.",
    "Tired, rubbing eyes, clutching a soft toy.",
    "Cheerful, played with the officer's torch.",
    "Withdrawn; would not look at dad.",
    "Angry, and then sad.",
    "Shy, spoke more once alone.",
    "Restless, tapping foot, nails bitten.",
    "Smiling, at ease with grandmother.",
    "Protective of younger brother.",
    "Baby: content, feeding well, reached for mum.",
)
HOME = (
    "Warm and tidy, food in the fridge.",
    "Cold, little furniture, mattresses on the floor.",
    "Cluttered but clean; own bed and toys.",
    "Broken door to the lounge, glass swept up.",
    "Shared bedroom of three, dry and warm.",
    "Damp in the bedroom, mother has told the council.",
)
NOT_SEEN = (
    "Asleep upstairs, parent asked us not to wake the child",
    "Staying with father for the weekend",
    "At school when we called",
    "Nobody at home",
    "Parent refused",
    "At grandmother's; address to follow",
    "In hospital with mother",
)
NOT_VOICE = ("Safe and well", "Seen.", "asleep", "OK", "fine", "NFA", "n/a", "None", "not spoken to", "SAFE AND WELL")
NARRATIVE = (
    "Attended with {who}. {said} Referral to follow.",
    "On arrival the home was calm, parents in separate rooms.\n{said}\nNo injuries seen.",
    'Call from a neighbour, who heard "shouting, then a bang". {said}',
    "Spoke to mother, then to the child alone; {said}",
    "Second visit; first one was not possible (nobody in).\r\n{said}",
    'Child seen with grandparent, "Nan June", present. {said}',
    "Body worn video on. {said} Safety plan left with mother, incl. numbers to ring.",
)
WHO = ("PC Okafor", "PC Nowak", "DC Begum", "PC Llewellyn", "the ambulance crew", "the family's social worker")


def spoken(codes: Ints) -> Any:
    """The words of a contact: below 0 nothing, from 1,000,000 a stock phrase that is no voice."""
    return _lines([None if c < 0 else _spoken(c) for c in codes.tolist()])


def _spoken(code: int) -> str:
    if code >= STOCK:
        return NOT_VOICE[code % len(NOT_VOICE)]
    return SAID[code % len(SAID)] + THEN[code // len(SAID) % len(THEN)]


def optional(texts: Sequence[str]) -> Any:
    """A maker of texts by number, below 0 nothing."""
    return lambda codes: _lines([None if c < 0 else texts[c % len(texts)] for c in codes.tolist()])


def narratives(codes: Ints) -> Any:
    """An officer's account, with the commas, quotes and line ends that such accounts have."""
    return _lines([
        None if c < 0 else NARRATIVE[c % len(NARRATIVE)].format(who=WHO[c // 7 % len(WHO)], said=SAID[c // 3 % len(SAID)])
        for c in codes.tolist()
    ])  # fmt: skip


STOCK = 1_000_000


def _lines(texts: list[Any]) -> Any:
    return np.array(texts, dtype=object)
