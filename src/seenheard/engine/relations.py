"""Relations of the duties' language as ibis tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Any

import ibis

from seenheard.duties import language
from seenheard.duties.language import Relation
from seenheard.engine.frames import DATED, DAY, TOD, Frame, Moment, dated_expression
from seenheard.engine.placeholders import AS_OF, TODAY
from seenheard.engine.values import Setting, compiled, condition
from seenheard.errors import EngineError
from seenheard.records.declarations import RECORD_SETS, Column, RecordSet
from seenheard.uk_time import MICROSECONDS_A_DAY

PLANS = frozenset(
    {
        "notification_ends_on",
        "expires_on",
        "ends_at",
        "started_on",
        "ended_on",
        "active_from",
        "active_to",
        "registered_on",
    }
)
TYPES = {"bool": "boolean", "integer": "int64", "decimal": "float64", "date": "int32", "timestamp": "int64"}
CALENDAR = {
    "days": {
        "day": "int32", "ymd": "int32", "month": "int32", "day_of_month": "int32", "working_number": "int32",
        "offset_before": "int64", "switch_tod": "int64", "offset_after": "int64",
    },
    "months": {"month": "int32", "first_day": "int32", "length": "int32"},
    "birthdays": {"born": "int32", "eighteenth": "int32", "fourth": "int32"},
    "working_days": {"working_number": "int32", "day": "int32"},
    "school_days": {"school": "string", "day": "int32", "next_day": "int32", "is_open": "boolean"},
}  # fmt: skip
PERSONS = {"nominal_id": "string", "person_id": "string", "match_probability": "float64", "decided_by": "string"}
MAPPED = {"nominal_id": "string", "person_id": "string"}


def stored(schema: str, name: str, columns: dict[str, str]) -> Any:
    return ibis.table(columns, name=name, database=schema)


def physical_columns(record_set: RecordSet) -> dict[str, str]:
    columns: dict[str, str] = {}
    for item in record_set.columns:
        columns[item.name] = TYPES.get(item.type, "string")
        if item.type == "date":
            columns[item.name + "_us"] = "int64"
        if item.type == "timestamp":
            columns |= {item.name + "_day": "int32", item.name + "_tod": "int64"}
    return columns | {
        "recorded_at": "int64",
        "recorded_at_day": "int32",
        "recorded_at_tod": "int64",
        "row_number": "int64",
    }


def moment_of(table: Any, item: Column) -> Moment:
    if item.type == "date":
        return Moment(table[item.name + "_us"], table[item.name], ibis.literal(0, "int64"), True)
    return Moment(table[item.name], table[item.name + "_day"], table[item.name + "_tod"], False)


def at_instant(table: Any, day: str, tod: str, into: str) -> Any:
    """Adds the instant of a UK date and time of day (CONTRACT, Values: the offset before a change)."""
    days = stored("calendar", "days", CALENDAR["days"])
    days = days.select(
        cal_day=days.day, cal_before=days.offset_before, cal_switch=days.switch_tod, cal_after=days.offset_after
    )
    joined = table.left_join(days, table[day] == days.cal_day)
    offset = ibis.ifelse(joined[tod] < joined.cal_switch, joined.cal_before, joined.cal_after).fill_null(0)
    instant = joined[day].cast("int64") * MICROSECONDS_A_DAY + joined[tod] - offset
    return joined.select(*[joined[name] for name in table.columns if name != into], **{into: instant})


@dataclass
class Compiler:
    """Compiles relations for one run. `work_out` stores a shared relation once and gives it back as stored; `keep` stores
    what only the duty at hand reads, and reads several times."""

    setting: Setting
    everyone_alone: bool
    work_out: Callable[[str, Frame], Frame]
    keep: Callable[[str, Frame], Frame]
    shared: dict[str, Frame] = field(default_factory=dict)

    def for_duty(self, duty: str) -> Compiler:
        setting = Setting(self.setting.standard, duty)
        return Compiler(setting, self.everyone_alone, self.work_out, self.keep, self.shared)

    @singledispatchmethod
    def frame(self, relation: Relation) -> Frame:
        raise EngineError(f"The engine does not know the relation {type(relation).__name__}.")

    @frame.register
    def _(self, relation: language.Records) -> Frame:
        declared = RECORD_SETS[relation.record_set]
        table = stored("standing", declared.name, physical_columns(declared))
        # A row without a date of its own (incident_people) has happened once it is known.
        if declared.event_column is not None:
            event = declared.column(declared.event_column)
            bound = TODAY if event.type == "date" else AS_OF
            table = table.filter(table[declared.event_column] <= bound)
        columns: dict[str, Any] = {}
        for item in declared.columns:
            if item.type not in ("date", "timestamp"):
                columns[item.name] = table[item.name]
                continue
            moment = moment_of(table, item)
            if item.name not in PLANS and item.name != declared.event_column:
                happened = moment.instant <= AS_OF
                instant, day, tod = (ibis.ifelse(happened, part, ibis.null(part.type())) for part in moment.parts)
                moment = Moment(instant, day, tod, moment.dated)
            columns[item.name] = moment
        return Frame(table, (), {}).with_columns(**columns).only((name, name) for name in columns)

    @frame.register
    def _(self, relation: language.Where) -> Frame:
        source = self.frame(relation.source)
        return source.filtered(compiled(relation.condition, source, self.setting))

    @frame.register
    def _(self, relation: language.Having) -> Frame:
        source = self.frame(relation.source)
        return source.with_columns(**{name: compiled(item, source, self.setting) for name, item in relation.columns})

    @frame.register
    def _(self, relation: language.Only) -> Frame:
        return self.frame(relation.source).only(relation.columns)

    @frame.register
    def _(self, relation: language.Joining) -> Frame:
        return joined(self.frame(relation.left), self.frame(relation.right), relation.on, relation.keep_all)

    @frame.register
    def _(self, relation: language.Without) -> Frame:
        left, right = self.frame(relation.left), self.frame(relation.right)
        keys = right.table.select(**{f"right_{name}": right.table[name] for name in relation.on})
        same = [left.table[name] == keys[f"right_{name}"] for name in relation.on]
        return Frame(left.table.anti_join(keys, same), left.names, left.moments)

    @frame.register
    def _(self, relation: language.Picked) -> Frame:
        source = self.frame(relation.source)
        moment, key = relation.by
        order = [source.table[moment], source.table[key]]
        if relation.latest:
            order = [ibis.desc(item) for item in order]
        place = ibis.row_number().over(group_by=[source.table[name] for name in relation.group], order_by=order)
        placed = source.table.mutate(place=place)
        table = placed.filter(placed.place == 0).drop("place")
        return Frame(table, source.names, source.moments)

    @frame.register
    def _(self, relation: language.Gathered) -> Frame:
        source = self.frame(relation.source)
        measures: dict[str, Any] = {}
        moments: dict[str, bool | None] = {}
        for name, measure in relation.measures:
            worked = _measured(measure, source, self.setting)
            if not isinstance(worked, Moment):
                measures[name] = worked
                continue
            measures |= {name: worked.instant, name + DAY: worked.day, name + TOD: worked.tod}
            moments[name] = worked.dated if isinstance(worked.dated, bool) else None
            if moments[name] is None:
                measures[name + DATED] = worked.dated
        table = source.table.group_by([source.table[name] for name in relation.group]).aggregate(**measures)
        return Frame(table, (*relation.group, *(name for name, _ in relation.measures)), moments)

    @frame.register
    def _(self, relation: language.WithPerson) -> Frame:
        source = self.frame(relation.source)
        own = ibis.literal("own:") + source.table[relation.nominal]
        if self.everyone_alone:
            return source.with_columns(**{relation.person: own})
        persons = stored("people", "persons", PERSONS)
        persons = persons.select(linked_nominal=persons.nominal_id, linked_person=persons.person_id)
        table = source.table.left_join(persons, source.table[relation.nominal] == persons.linked_nominal)
        # A master index also places nominals that don't stand.
        mapped = stored("people", "mapped", MAPPED)
        mapped = mapped.select(mapped_nominal=mapped.nominal_id, mapped_person=mapped.person_id)
        table = table.left_join(mapped, table[relation.nominal] == mapped.mapped_nominal)
        frame = Frame(table, source.names, source.moments)
        own = ibis.literal("own:") + table[relation.nominal]
        frame = frame.with_columns(**{relation.person: ibis.coalesce(table.linked_person, table.mapped_person, own)})
        return frame.only((name, name) for name in dict.fromkeys((*source.names, relation.person)))

    @frame.register
    def _(self, relation: language.Shifted) -> Frame:
        source = self.frame(relation.source)
        moment = source[relation.of]
        days = compiled(relation.days, source, self.setting)
        shifted = source.with_columns(
            **{relation.name: Moment(moment.instant, (moment.day + days).cast("int32"), moment.tod, moment.dated)}
        )
        table = at_instant(shifted.table, relation.name + DAY, relation.name + TOD, relation.name)
        return Frame(table, shifted.names, shifted.moments)

    @frame.register
    def _(self, relation: language.Together) -> Frame:
        frames = [self.frame(source) for source in relation.sources]
        first = frames[0]
        mixed = {name for name in first.moments if len({frame.moments[name] for frame in frames}) > 1}
        frames = [_telling(frame, mixed) for frame in frames]
        first = frames[0]
        schema = first.table.schema()
        tables = [
            frame.table.select(**{name: frame.table[name].cast(schema[name]) for name in schema.names}) for frame in frames
        ]
        return Frame(ibis.union(*tables), first.names, first.moments)

    @frame.register
    def _(self, relation: language.Shared) -> Frame:
        if relation.name not in self.shared:
            self.shared[relation.name] = self.work_out(relation.name, self.frame(relation.source))
        return self.shared[relation.name]

    @frame.register
    def _(self, relation: language.FirstKnown) -> Frame:
        return first_known(relation)

    @frame.register
    def _(self, relation: language.People) -> Frame:
        nominals = self.frame(language.Records("nominals").with_person())
        return people(nominals, self.everyone_alone)


def joined(left: Frame, right: Frame, on: tuple[tuple[str, str], ...], keep_all: bool) -> Frame:
    """Left columns, then those of the right that are not joined on; a name on both sides is a mistake."""
    taken = [name for name in right.names if name not in {theirs for _, theirs in on}]
    twice = set(taken) & set(left.names)
    if twice:
        raise EngineError(f"A join would have two columns {', '.join(sorted(twice))}.")
    keys = {f"right__{theirs}": right.table[theirs] for _, theirs in on}
    carried = {part: right.table[part] for name in taken for part in right.physical(name)}
    other = right.table.select(**keys, **carried)
    same = [left.table[ours] == other[f"right__{theirs}"] for ours, theirs in on]
    table = left.table.left_join(other, same) if keep_all else left.table.inner_join(other, same)
    table = table.select(*[table[name] for name in left.table.columns], *[table[name] for name in carried])
    moments = left.moments | {name: right.moments[name] for name in taken if name in right.moments}
    return Frame(table, (*left.names, *taken), moments)


def _telling(frame: Frame, mixed: set[str]) -> Frame:
    """The frame with columns that tell whether these moments are only dates."""
    changed: dict[str, Any] = {}
    for name in sorted(mixed):
        moment = frame[name]
        changed[name] = Moment(moment.instant, moment.day, moment.tod, dated_expression(moment))
    return frame.with_columns(**changed) if changed else frame


def _measured(measure: language.Measure, frame: Frame, setting: Setting) -> Any:
    if measure.kind in ("count", "any"):
        met = condition(measure.of, frame, setting)
        return frame.table.count(where=met) if measure.kind == "count" else met.any()
    item = compiled(measure.of, frame, setting)
    if not isinstance(item, Moment):
        return item.nunique() if measure.kind == "count_different" else item.min()
    return item.earliest_of() if measure.kind == "earliest" else item.latest_of()


def first_known(relation: language.FirstKnown) -> Frame:
    """CONTRACT/DUTIES: recorded_at of the oldest version in the unbroken run, up to the standing one, that reads the same.

    Most keys have one version; only the others are put in order.
    """
    declared = RECORD_SETS[relation.record_set]
    columns = physical_columns(declared)
    standing = stored("standing", declared.name, columns)
    older = stored("superseded", declared.name, columns | {"withdrawn": "boolean"})
    keys = older.select(several_key=older[declared.key]).distinct()
    newest = standing.semi_join(keys, standing[declared.key] == keys.several_key).mutate(withdrawn=ibis.literal(False))
    several = ibis.union(newest.select(*older.columns), older)
    now = standing.select(now_key=standing[declared.key], **{f"now_{name}": standing[name] for name in relation.columns})
    several = several.inner_join(now, several[declared.key] == now.now_key)
    same = ~several.withdrawn.fill_null(False)
    for name in relation.columns:
        same = same & several[name].identical_to(several[f"now_{name}"])
    several = several.mutate(broken=ibis.ifelse(same, 0, 1))
    newest_first = ibis.window(
        group_by=several[declared.key],
        order_by=[ibis.desc(several.recorded_at), ibis.desc(several.row_number)],
        preceding=None,
        following=0,
    )
    several = several.mutate(breaks=several.broken.sum().over(newest_first))
    unbroken = several.filter(several.breaks == 0)
    runs = unbroken.group_by(run_key=unbroken[declared.key]).aggregate(
        run=unbroken.recorded_at.min(),
        run_day=unbroken.recorded_at_day.argmin(unbroken.recorded_at),
        run_tod=unbroken.recorded_at_tod.argmin(unbroken.recorded_at),
    )
    table = standing.left_join(runs, standing[declared.key] == runs.run_key)
    table = table.select(
        **{
            declared.key: table[declared.key],
            "first_known": ibis.coalesce(table.run, table.recorded_at),
            "first_known" + DAY: ibis.coalesce(table.run_day, table.recorded_at_day),
            "first_known" + TOD: ibis.coalesce(table.run_tod, table.recorded_at_tod),
        }
    )
    return Frame(table, (declared.key, "first_known"), {"first_known": False})


def people(nominals: Frame, everyone_alone: bool) -> Frame:
    """One row per person; the latest date of birth counts (CONTRACT, Persons)."""
    known = nominals.table
    born, died = known["date_of_birth" + DAY], (known["died_on" + DAY] <= TODAY).fill_null(False)
    restricted = known.restricted.fill_null(False)
    if everyone_alone:
        table = known.select(
            person=known.person,
            smallest_nominal_id=known.nominal_id,
            born=known.date_of_birth,
            born__day=born,
            births=born.notnull().cast("int64"),
            died=died,
            person_restricted=restricted,
            link_confidence=ibis.literal(1.0),
        )
    else:
        persons = stored("people", "persons", PERSONS)
        persons = persons.select(linked_nominal=persons.nominal_id, probability=persons.match_probability)
        known = known.left_join(persons, known.nominal_id == persons.linked_nominal)
        table = known.group_by("person").aggregate(
            smallest_nominal_id=known.nominal_id.min(),
            born=known.date_of_birth.max(),
            born__day=born.max(),
            births=born.nunique(),
            died=died.any(),
            person_restricted=restricted.any(),
            link_confidence=known.probability.fill_null(1.0).min(),
        )
    table = _with_birthdays(table.mutate(born__tod=ibis.ifelse(table.born.isnull(), ibis.null("int64"), 0)))
    names = ("person", "smallest_nominal_id", "born", "adult_day", "fourth_day", "died", "person_restricted",
             "link_confidence", "births")  # fmt: skip
    return Frame(table, names, {"born": True})


def _with_birthdays(table: Any) -> Any:
    """Adds the days of the 18th and the 4th birthday."""
    birthdays = stored("calendar", "birthdays", CALENDAR["birthdays"])
    birthdays = birthdays.select(birth_day=birthdays.born, eighteenth=birthdays.eighteenth, fourth=birthdays.fourth)
    born = table["born" + DAY]
    found = table.left_join(birthdays, born == birthdays.birth_day)
    # Births before the calendar begins: nobody so old is near one of these birthdays.
    adult, fourth = (
        ibis.coalesce(found[name], found["born" + DAY] + years * 365).cast("int32")
        for name, years in (("eighteenth", 18), ("fourth", 4))
    )
    return found.select(*[found[name] for name in table.columns], adult_day=adult, fourth_day=fourth)
