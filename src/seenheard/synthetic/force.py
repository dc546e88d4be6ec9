"""`seenheard synth`: a force that does not exist, night by night, with its answer key."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from seenheard.errors import ArgumentError
from seenheard.synthetic import aliases, key, nominals, people, population, truth
from seenheard.synthetic.aliases import Aliases
from seenheard.synthetic.clock import DAY, from_wall, instant, to_wall, wall_text
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.extract import Extracts
from seenheard.synthetic.key import AnswerKey
from seenheard.synthetic.people import People
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds import (
    bails,
    custody,
    disclosures,
    exploitation,
    households,
    incidents,
    linked,
    missing,
    offenders,
    officers,
    online,
    other_incidents,
    partners,
    registers,
    special,
    visits,
)
from seenheard.uk_time import now_to_the_minute

LAST_NIGHT = "2026-11-22T06:00"
Said = Callable[[str], None]


def nights_of(count: int) -> list[int]:
    """Six o'clock UK of consecutive mornings; the last one is fixed, unless this machine's clock has not come so far."""
    last = int(to_wall(instant(LAST_NIGHT)))
    ahead = last - int(to_wall(now_to_the_minute() // 1_000_000))
    last -= max(0, -(-ahead // DAY)) * DAY
    return [int(from_wall(last - back * DAY)) for back in range(count - 1, -1, -1)]


def scene_of(out: Path, seed: int, scale: float, nights: int) -> Scene:
    if scale <= 0 or nights < 1:
        raise ArgumentError("A synthetic force needs a scale above 0 and at least one night.")
    for old in out.glob("night-*"):
        shutil.rmtree(old)
    times = nights_of(nights)
    return Scene(seed, scale, times, Extracts(out, times), AnswerKey(times), AnswerKey(times, key.LINKED_FILE))


def make(out: Path, seed: int, scale: float, nights: int, progress: Said | None = None) -> None:
    """Writes OUT/night-1 … OUT/night-N: extracts, night.json, answer_key.csv, answer_key_linked.csv, truth_persons.csv."""
    scene = scene_of(Path(out), seed, scale, nights)
    if progress is not None or not sys.stderr.isatty():
        build(scene, progress or (lambda said: None))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Drawing people", total=STAGES)

        def say(said: str) -> None:
            bar.update(task, description=said, advance=1)

        build(scene, say)


STAGES = 8


def build(scene: Scene, say: Said) -> None:
    """Each world in turn. A world has its own dice, so that a change in one leaves the others as they were."""

    def dice(world: int) -> Dice:
        return Dice(scene.seed, world)

    say("People and households")
    everybody = population.make(dice(1), scene.scale, sum(offenders.sizes(scene).values()))
    staff = officers.make(dice(2), scene)
    say("Offenders, visits, assessments")
    registered = offenders.make(dice(3), scene, everybody)
    drawn = visits.plan(dice(4), scene, registered)
    managers, managers_known = offenders.allocate(dice(5), scene, registered, staff)
    officers.write(staff, dice(6), scene)
    offenders.write(registered, dice(7), scene, managers, managers_known)
    visits.write(dice(8), scene, registered, drawn, managers)
    registers.notifications(dice(9), scene, registered)
    unnamed = registers.assessments(dice(10), scene, registered)
    say("Online cases")
    cases = online.make(dice(11), scene, everybody, staff)
    bails.make(dice(18), scene, cases)
    say("Missing children")
    bursts = missing.make(dice(12), scene, everybody, staff)
    say("Exploitation, partners, custody")
    held = exploitation.make(dice(19), scene, everybody, staff, bursts)
    partners.make(dice(20), scene, everybody, held)
    custody.make(dice(21), scene, everybody)
    disclosures.make(dice(22), scene, staff)
    households.make(dice(23), scene, everybody, registered)
    others = Aliases()
    linked.make(dice(25), scene, everybody, staff, registered, unnamed, others)
    say("Children in incidents")
    incidents.make(dice(13), scene, everybody, staff)
    say("Other incidents")
    other_incidents.make(dice(14), scene, everybody, staff)
    say("Nominals")
    people.new_nominals(everybody, dice(15), scene.nights)
    write_nominals(scene, everybody, others)
    special.make(scene)
    say("Writing the nights")
    finish(scene, everybody, others, registered)


def write_nominals(scene: Scene, everybody: People, others: Aliases) -> None:
    nominals.arrest(Dice(scene.seed, 24), everybody)
    nominals.write(everybody, Dice(scene.seed, 16), scene.extracts, scene.today)
    aliases.make(everybody, Dice(scene.seed, 17), scene.extracts, others, scene.today)


def finish(scene: Scene, everybody: People, others: Aliases, registered: offenders.Offenders) -> None:
    scene.extracts.finish()
    for night, as_of in enumerate(scene.nights):
        folder = scene.extracts.folder(night)
        about = {"as_of": wall_text(as_of), "seed": scene.seed, "scale": scene.scale}
        (folder / "night.json").write_text(json.dumps(about) + "\n", encoding="utf-8")
        scene.key.write(night, folder)
        scene.linked.write(night, folder)
        truth.write(everybody, others, registered.nominal, scene.today, folder)


def make_people(out: Path, seed: int, scale: float) -> Path:
    """Only nominals, offenders and the truth of one night, to measure who is who at any size; gives the night's folder."""
    scene = scene_of(Path(out), seed, scale, 1)
    everybody = population.make(Dice(seed, 1), scale, sum(offenders.sizes(scene).values()))
    staff = officers.make(Dice(seed, 2), scene)
    registered = offenders.make(Dice(seed, 3), scene, everybody)
    offenders.write(registered, Dice(seed, 7), scene, *offenders.allocate(Dice(seed, 5), scene, registered, staff))
    others = Aliases()
    write_nominals(scene, everybody, others)
    finish(scene, everybody, others, registered)
    return scene.extracts.folder(0)
