"""The prose of docs/linkage.md."""

from __future__ import annotations

INTRODUCTION = """# Who is who, measured
Written by `python -m bench.linkage` (bench/README.md); no figure here is typed in by hand. {date}; {machine}. Seed {seed}.
Each linkage ran in a process of its own, with two threads.

Three ways to link the same nominals stand beside each other:
- **Seen and Heard** is what a night does by default.
- **Ordinary Splink** is the library as [its tutorials](https://moj-analytical-services.github.io/splink/demos/tutorials/)
  set it up: ready-made comparisons of forenames, surname, date of birth, postcode and sex, five blocking rules of two
  columns each, training by its defaults, and what hangs together at 0.9 is one person. Its *best cut* is the threshold with
  the highest F1, which only somebody who knows the truth can choose.
- **Equal name and birth date** joins what is spelled alike.
"""
TARGETS = """## What was to be reached
On {main} of the synthetic force, unless said otherwise.
"""
ACCURACY = """
## Precision, recall, F1
Of the pairs of nominals that were joined the share that is one person, and of those that are one person the share joined.

### The synthetic force
"""
PUBLIC = """
### Public data
Febrl's Australians (sets 1, 3, and 4a with 4b), Splink's fake_1000, and pseudopeople's census, insured and benefits
together. Truth columns, numbers of the insured and ids of the household are taken away, and all three linkages get the
columns of the contract. fake_1000 has an e-mail address, which a nominal has not: *documented Splink* is Splink
with it, much as its tutorials link that set. A set of fewer nominals than can teach our model is linked with the model that
is shipped.
"""
JOINS = """
## False joins
Children who share a person with somebody else, per 10,000 children. A child counts once in a column.
"""
GROUPS = """
## Who is recognised
Share of the true pairs that were joined, on {main}; ordinary Splink at 0.9.
"""
OFFERS = """
## What a clerk is offered
On {main}: {offered}
"""
DUTIES = """## What it means for the duties
{duties}
"""
CALIBRATION = """## Is a probability what it says
![The probability that two nominals are one person, beside the share that is true]({chart})
"""
COST = """
## Time and memory
From the standing nominals to persons, training included. Memory is the most that the process held by then, the reading of
the extract included.
"""
READING = """
## How to read this
- **The synthetic force is made to be hard, by the project that is measured on it.** A quarter of its nominals are aliases
  (nicknames, other spellings, swapped names, married names, 1 January, moves, no address), among twins of like names,
  namesakes of one birth year, parents and children of one name, hostels, hotels, and communities in which many share a
  surname or a 1 January. truth_persons.csv says of each nominal whose it is and what makes it hard to tell.
- **Three aliases in a hundred may be hopeless on purpose**: of another name or without a birth date, and elsewhere.
- **An ordinary set-up is not Splink at its best.** Ours is Splink too, with comparisons, blocking, training and clustering
  that are made for police records.
- Recall by ethnicity is by the community that a person was drawn from, not by what a record says.
"""
