"""Every file of a release with its columns and their meaning: the single source of the contract's second half."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

MOMENT = pa.timestamp("us", tz="UTC")
TEXT, YES_NO, COUNT, DECIMAL, DATE = pa.string(), pa.bool_(), pa.int64(), pa.float64(), pa.date32()
JSON = TEXT
# How many rows are read together: of a file that is read whole, and of one that is ordered by what a page shows.
FOR_ALL, FOR_A_PAGE = 131_072, 8_192


@dataclass(frozen=True)
class Column:
    """One column of a file."""

    name: str
    type: pa.DataType
    meaning: str
    added: bool = False  # after the first releases: an older release's file may lack it


@dataclass(frozen=True)
class ReleaseFile:
    """One Parquet file of a release: what a row is, its columns, its order, and how many rows are a row group."""

    name: str
    row: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    rows_in_a_group: int = FOR_ALL
    added: bool = False  # after the first releases: one whose manifest does not name it has none

    @property
    def file(self) -> str:
        return f"{self.name}.parquet"

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([(column.name, column.type) for column in self.columns])


def _columns(*told: tuple[str, pa.DataType, str]) -> tuple[Column, ...]:
    return tuple(Column(*one) for one in told)


STATE_COLUMNS = _columns(
    ("duty", TEXT, "The duty's name."),
    ("standard_version", TEXT, "The standard that held on as_of's UK date."),
    ("key", TEXT, "With the duty unique, and the same every night for the same trigger."),
    ("subject_kind", TEXT, "child, offender, record or officer."),
    ("subject_id", TEXT, "Whom or what it is about: a nominal_id, offender_id, record's key or officer_id."),
    ("person_id", TEXT, "The person that the subject's nominal belongs to; empty for records and officers."),
    ("state", TEXT, "excused, unknown, met, met_late, not_due or late."),
    ("started_at", MOMENT, "When the duty began."),
    ("due_at", MOMENT, "By when it is owed."),
    ("met_at", MOMENT, "When it was met; only in met and met_late."),
    ("hours_late", DECIMAL, "Elapsed hours after due_at; only in late (until as_of) and met_late (until met_at)."),
    ("risk_level", TEXT, "The risk level of the offender, case, incident, episode or assessment."),
    ("owner_id", TEXT, "The officer who answers for it."),
    ("team", TEXT, "The team that sees it."),
    ("link_confidence", DECIMAL, "The lowest match probability that the row rests on; 1.0 without a link."),
    ("excused_by", TEXT, "standard or decision; only in excused."),
    ("actionable", YES_NO, "It can still be put right."),
    ("due_soon", YES_NO, "Not due yet, and due within the standard's warning."),
    ("restricted", YES_NO, "It rests on a record that only named people may know of."),
)

DUTY_STATES = ReleaseFile("duty_states", "one duty owed in one instance", STATE_COLUMNS, ("duty", "key"))
FINDINGS = ReleaseFile(
    "findings",
    "a duty state that someone must look at now",
    (
        *STATE_COLUMNS,
        *_columns(
            ("facts", JSON, "JSON: the values that it rests on, each with record set, key and column."),
            ("sentence", TEXT, "Plain English: why it is here."),
        ),
    ),
    ("duty", "key"),
)
RATES = ReleaseFile(
    "rates",
    "a duty in a group",
    _columns(
        ("duty", TEXT, "The duty's name."),
        ("scope", TEXT, "all, or open: without restricted rows."),
        ("group_kind", TEXT, "force, team, risk_level, ethnicity, sex, age_band or month."),
        ("group", TEXT, "The group; not_recorded where it is not."),
        ("owed", COUNT, "All rows."),
        ("met", COUNT, "Rows met by due_at."),
        ("met_late", COUNT, "Rows met after due_at."),
        ("late", COUNT, "Rows not met, due before as_of."),
        ("not_due", COUNT, "Rows not met, due at as_of or later."),
        ("unknown", COUNT, "Rows for which a fact that the clock needs is not recorded."),
        ("excused", COUNT, "Rows that the standard or a decision excuses."),
        ("in_time", COUNT, "met, and for a duty that recurs not_due."),
        ("rate", DECIMAL, "in_time of in_time, met_late, late and unknown together; empty at 0."),
        ("low", DECIMAL, "Lower 95 % Wilson limit of rate."),
        ("high", DECIMAL, "Upper 95 % Wilson limit of rate."),
        ("late_rate", DECIMAL, "late of the same."),
        ("late_low", DECIMAL, "Lower 95 % Wilson limit of late_rate."),
        ("late_high", DECIMAL, "Upper 95 % Wilson limit of late_rate."),
        ("rate_without_excuses", DECIMAL, "rate, with rows excused by a decision counted as what they were."),
        ("on_unseen_links", COUNT, "Rows that rest on a link which no clerk has looked at: link_confidence below 1."),
    ),
    ("duty", "scope", "group_kind", "group"),
)
PERSONS = ReleaseFile(
    "persons",
    "a nominal's place in a person",
    _columns(
        ("nominal_id", TEXT, "The record's id in the extract."),
        ("person_id", TEXT, "The person, the same from night to night."),
        ("match_probability", DECIMAL, "The strongest link to the person; 1.0 alone, given or by a clerk."),
        ("decided_by", TEXT, "exact, model, clerk or given."),
    ),
    ("nominal_id",),
)
LINKS = ReleaseFile(
    "links",
    "a pair of nominals that a clerk should look at",
    _columns(
        ("nominal_id", TEXT, "One nominal."),
        ("other_nominal_id", TEXT, "The other."),
        ("match_probability", DECIMAL, "The model's probability that they are one person."),
        ("evidence", JSON, "JSON: what speaks for it and against it."),
        ("place", COUNT, "Which pair to look at first: from 1, those that tonight's findings rest on, then the likelier."),
    ),
    ("nominal_id", "other_nominal_id"),
)
REJECTS = ReleaseFile(
    "rejects",
    "a fault in an extract or in the decisions",
    _columns(
        ("record_set", TEXT, "The record set, or decisions."),
        ("row_number", COUNT, "The record's number from 1, without the header."),
        ("record_id", TEXT, "The record's key, where it can be read."),
        ("column", TEXT, "The column at fault."),
        ("rule", TEXT, "shape, required, type, value, recorded_at, reference or order."),
        ("kept", YES_NO, "The row was kept."),
        ("sentence", TEXT, "What is wrong and what is allowed."),
    ),
    ("record_set", "row_number", "column", "rule", "sentence"),
)
SUBJECTS = ReleaseFile(
    "subjects",
    "whom or what a duty that is not met is about",
    _columns(
        ("subject_kind", TEXT, "child, offender, record or officer."),
        ("subject_id", TEXT, "As in duty_states."),
        ("person_id", TEXT, "As in duty_states."),
        ("page_id", TEXT, "The subject_id under which its timeline and household stand: the smallest of the same child."),
        ("title", TEXT, "A name, or what the record is."),
        ("born_on", DATE, "The date of birth of a child or offender; of several the latest."),
        ("details", JSON, "JSON: what the records say, by column."),
        ("restricted", YES_NO, "Only named people may know of it."),
    ),
    ("subject_kind", "subject_id"),
    FOR_A_PAGE,
)
ON_A_PAGE = (
    "duty",
    "key",
    "state",
    "started_at",
    "due_at",
    "met_at",
    "hours_late",
    "risk_level",
    "link_confidence",
    "excused_by",
    "due_soon",
    "restricted",
)
SUBJECT_STATES = ReleaseFile(
    "subject_states",
    "a duty state, under the page that shows it",
    (
        *_columns(
            ("subject_kind", TEXT, "As in subjects."),
            ("subject_id", TEXT, "The page_id of subjects."),
        ),
        *(column for column in STATE_COLUMNS if column.name in ON_A_PAGE),
    ),
    ("subject_kind", "subject_id", "duty", "key"),
    FOR_A_PAGE,
)
TIMELINE = ReleaseFile(
    "timeline",
    "something that the records say of a subject, up to as_of",
    _columns(
        ("subject_kind", TEXT, "As in subjects."),
        ("subject_id", TEXT, "The page_id of subjects."),
        ("happened_at", MOMENT, "When; a date is its UK midnight."),
        ("record_set", TEXT, "The record set of the source record."),
        ("record_id", TEXT, "The source record's key."),
        ("kind", TEXT, "What kind of step it is."),
        ("sentence", TEXT, "One plain sentence."),
        ("details", JSON, "JSON: the source record's further values."),
        (
            "nominal_id",
            TEXT,
            "The nominal of the person that the source record names; empty by another route.",
        ),
        ("restricted", YES_NO, "The source record is restricted."),
    ),
    ("subject_kind", "subject_id", "happened_at", "record_set", "record_id", "kind", "sentence"),
    FOR_A_PAGE,
)
HOUSEHOLD = ReleaseFile(
    "household",
    "someone around a child or offender on as_of's UK day, by one ground",
    _columns(
        ("subject_kind", TEXT, "child or offender."),
        ("subject_id", TEXT, "The page_id of subjects."),
        ("person_id", TEXT, "The other person."),
        ("nominal_id", TEXT, "The other's nominal that the ground names."),
        ("title", TEXT, "The other's name."),
        ("born_on", DATE, "The other's date of birth; of several the latest."),
        ("relation", TEXT, "What the other is: parent, child, sibling, partner, lives_with, associate or same_home."),
        ("in_household", YES_NO, "The other is of the household, by this or another ground."),
        ("ground", TEXT, "association, uprn or address."),
        ("record_set", TEXT, "The record set of the ground: associations or nominals."),
        ("record_id", TEXT, "The key of that record: of nominals, the other's."),
        ("started_on", DATE, "Since when, of an association."),
        ("offender_id", TEXT, "The other is a registered sex offender whose notification has not ended."),
        ("page_id", TEXT, "The page of the other as a child, where a duty owed to them is not met."),
        ("restricted", YES_NO, "Only named people may know of the other."),
    ),
    ("subject_kind", "subject_id", "relation", "ground", "nominal_id", "record_id"),
    FOR_A_PAGE,
)
NOMINALS = ReleaseFile(
    "nominals",
    "a nominal of a pair in links or decided by a clerk, of a person of several nominals, or of a subject",
    _columns(
        ("nominal_id", TEXT, "The record's id in the extract."),
        ("person_id", TEXT, "As in persons."),
        ("match_probability", DECIMAL, "As in persons."),
        ("decided_by", TEXT, "As in persons."),
        ("source_system", TEXT, "The system that the record comes from."),
        ("forenames", TEXT, "As recorded."),
        ("surname", TEXT, "As recorded."),
        ("date_of_birth", DATE, "As recorded."),
        ("sex", TEXT, "As recorded."),
        ("ethnicity", TEXT, "As recorded."),
        ("pnc_id", TEXT, "As recorded."),
        ("address_line", TEXT, "As recorded."),
        ("postcode", TEXT, "As recorded."),
        ("uprn", TEXT, "As recorded."),
        ("school", TEXT, "As recorded."),
        ("looked_after", YES_NO, "As recorded."),
        ("died_on", DATE, "As recorded."),
        ("recorded_at", MOMENT, "When the source system came to know this version."),
        ("restricted", YES_NO, "A record of its person is one that only named people may know of."),
    ),
    ("nominal_id",),
    FOR_A_PAGE,
)
TRAINING_COLUMNS = (
    Column(
        "training_course",
        TEXT,
        "Of the courses that workforce-trained asks for and that hold, the one that ends first.",
        added=True,
    ),
    Column(
        "training_ends_on",
        DATE,
        "The last day on which that course holds; empty: none holds, or none ends.",
        added=True,
    ),
)
OFFICERS = ReleaseFile(
    "officers",
    "an officer of the force",
    (
        *_columns(
            ("officer_id", TEXT, "The officer's id."),
            ("name", TEXT, "The name that colleagues know."),
            ("team", TEXT, "The team."),
            ("role", TEXT, "What the officer does."),
            ("active", YES_NO, "In post on as_of's UK date."),
        ),
        *TRAINING_COLUMNS,
    ),
    ("officer_id",),
)
CASE_FILES = ReleaseFile(
    "case_files",
    "a case file that an audit may draw: a record opened in the year before as_of, or that goes on",
    _columns(
        (
            "case_type",
            TEXT,
            "domestic_abuse, section_47, other_referrals, police_protection, missing, exploitation, online_exploitation, "
            "offender_management or detention.",
        ),
        ("record_set", TEXT, "The record set of the record that is the file."),
        ("record_id", TEXT, "That record's key."),
        ("opened_at", MOMENT, "When it was reported, received, sent, held, taken, completed or registered."),
        ("goes_on", YES_NO, "It is not over by as_of, whenever it was opened."),
        ("team", TEXT, "As in duty_states; empty where the records name none."),
        ("owner_id", TEXT, "As in duty_states."),
        ("risk_level", TEXT, "As in duty_states."),
        ("subject_kind", TEXT, "child, offender or record: whose page it is."),
        ("subject_id", TEXT, "The first child's nominal_id, the offender_id or the record's key."),
        ("page_id", TEXT, "The page_id of subjects; empty where there is no page."),
        ("nominal_ids", JSON, "JSON: the nominal_id of each child, or of the offender, that it is about."),
        ("sex", TEXT, "Of the first of them, as in rates."),
        ("ethnicity", TEXT, "Of the first of them, as in rates."),
        ("age_band", TEXT, "Of the first of them when it was opened, as in rates."),
        (
            "timelines",
            JSON,
            "JSON: the (subject_kind, subject_id) of each timeline that belongs to it, in timeline or case_file_events.",
        ),
        ("restricted", YES_NO, "It, or somebody that it is about, is restricted."),
    ),
    ("case_type", "record_set", "record_id"),
    added=True,
)
CASE_FILE_EVENTS = ReleaseFile(
    "case_file_events",
    "something that the records say, up to as_of, of a case file's own record, or of somebody in it who has no page",
    _columns(
        ("subject_kind", TEXT, "child, offender, incidents or online_cases: as in timelines of case_files."),
        ("subject_id", TEXT, "As in timelines of case_files."),
        *((column.name, column.type, "As in timeline.") for column in TIMELINE.columns[2:]),
    ),
    TIMELINE.order,
    FOR_A_PAGE,
    added=True,
)

FILES: dict[str, ReleaseFile] = {
    one.name: one
    for one in (
        DUTY_STATES,
        FINDINGS,
        RATES,
        PERSONS,
        LINKS,
        REJECTS,
        SUBJECTS,
        SUBJECT_STATES,
        TIMELINE,
        HOUSEHOLD,
        NOMINALS,
        OFFICERS,
        CASE_FILES,
        CASE_FILE_EVENTS,
    )
}
MANIFEST = "manifest.json"
