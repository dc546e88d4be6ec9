"""Spark says what DuckDB says: of awkward values, of extracts that nobody would think of, and of a whole force's night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import ibis
import pytest

from seenheard import decisions, nightly
from seenheard.duties import standards
from seenheard.duties.language import address_key, column, letters
from seenheard.engine import evaluation, on_spark
from seenheard.engine.dialects import DUCKDB, SPARK, sql_of
from seenheard.engine.frames import Frame
from seenheard.engine.plan import Stage
from seenheard.engine.relations import stored
from seenheard.engine.values import Setting, compiled
from seenheard.errors import ArgumentError, EngineError
from seenheard.people import given
from seenheard.records import reading
from seenheard.records.declarations import RECORD_SETS
from seenheard.releases.reading import Release, open_release
from seenheard.synthetic import force
from seenheard.uk_time import uk_day
from tests.spec import strategies
from tests.spec.examples import OF_ONE_EXAMPLE
from tests.spec.nights import stored_rows
from tests.spec.test_engines_agree import AS_OF_INSTANT, write

SEEDS = range(8)
VALUES = {
    "place": "int64",
    "text": "string",
    "other": "string",
    "whole": "int64",
    "day": "int32",
    "part": "float64",
    "told": "boolean",
}
TEXTS = [
    None, "", " ", "Safe and well.", "  NFA ", "n/a\t", "no\u00a0reply", "a\u0000b", "ß", "Straße", "STRASSE", "ΟΔΟΣ",
    "ὈΔΥΣΣΕΎΣ", "İstanbul", "ıI", "ǅ", "ŉ", "ﬁsh", "É", "E\u0301", "Łódź 12", "١٢٣", "१२", "²", "Ⅳ", "中文", "𐐀",
    "\U00031350", "😀", "\uffff", "\U00010000", "it's", 'say "no"', "back\\slash \\n \\u0041", "100% | %7C",
    "`standing`.`nominals`", "own:", "a\r\nb",
]  # fmt: skip
WHOLES = [None, 0, 1, -1, 86_400_000_000, -86_400_000_001, 2**53 + 1, 2**63 - 1, -(2**63)]
PARTS = [
    None,
    0.0,
    -0.0,
    0.5,
    1.5,
    2.5,
    -2.5,
    0.49999999999999994,
    0.1,
    0.3,
    1e-7,
    12345678.9,
    1e12,
    2.675,
    1.0000005,
    0.0000005,
]


def rows() -> list[tuple[Any, ...]]:
    """Every awkward value beside several others."""
    random = Random(1)
    made = []
    for place in range(3 * len(TEXTS)):
        text, whole, part = TEXTS[place % len(TEXTS)], WHOLES[place % len(WHOLES)], PARTS[place % len(PARTS)]
        day = random.choice((None, 0, -25_567, 20_778, 84_005))
        made.append((place, text, random.choice(TEXTS), whole, day, part, random.choice((None, True, False))))
    return made


@pytest.fixture(scope="module")
def engines(spark: None) -> Iterator[tuple[duckdb.DuckDBPyConnection, on_spark.OnSpark]]:
    """DuckDB with a table of awkward values and one of every character, and Spark beside it."""
    with duckdb.connect() as db:
        db.execute("CREATE SCHEMA standing; CREATE SCHEMA shared")
        db.execute(
            "CREATE TABLE standing.awkward "
            "(place BIGINT, text VARCHAR, other VARCHAR, whole BIGINT, day INTEGER, part DOUBLE, told BOOLEAN)"
        )
        db.executemany("INSERT INTO standing.awkward VALUES (?, ?, ?, ?, ?, ?, ?)", rows())
        db.execute(
            "CREATE TABLE standing.characters AS SELECT code::BIGINT AS place, 'a' || chr(code::INTEGER) || 'Z' AS text "
            "FROM (SELECT unnest(range(1, 55296) || range(57344, 1114112)) AS code)"
        )
        with on_spark.night_on_spark(db) as working:
            yield db, working


def on_both(engines: Any, table: Any, name: str) -> tuple[list[Any], list[Any]]:
    """The rows of an expression on DuckDB and on Spark."""
    db, working = engines
    ours = db.execute(sql_of(table, DUCKDB)).fetchall()
    working.begin([Stage(name, sql_of(table, SPARK), ())], [], 0)
    theirs = db.execute(f"FROM shared.{name}").fetchall()
    return sorted(ours, key=repr), sorted(theirs, key=repr)


def letters_and_address(table: Any, other: str) -> dict[str, Any]:
    """The values of the duties' language that depend on what a letter is."""
    frame, setting = Frame(table, ("text", other), {}), Setting(standards.load(uk_day(AS_OF_INSTANT), None))
    return {
        "letters": compiled(letters(column("text")), frame, setting),
        "address": compiled(address_key(column("text"), column(other)), frame, setting),
    }


def awkward() -> Any:
    return stored("standing", "awkward", VALUES)


@pytest.mark.spark
def test_letters_and_address_keys_are_equal_for_every_character(engines: Any) -> None:
    table = stored("standing", "characters", {"place": "int64", "text": "string"})
    ours, theirs = on_both(
        engines,
        table.select("place", **letters_and_address(table, "text")),
        "characters",
    )
    assert len(ours) > 1_100_000
    assert [(mine, other) for mine, other in zip(ours, theirs, strict=True) if mine != other][:5] == []


@pytest.mark.spark
def test_texts_are_equal(engines: Any) -> None:
    table = awkward()
    ours, theirs = on_both(
        engines,
        table.select(
            table.place,
            **letters_and_address(table, "other"),
            joined=table.text + " — it's \\ \"" + table.other,
            escaped=table.text.replace("%", "%25").replace("|", "%7C"),
            cut=table.text.substr(2),
            listed=table.text.isin(["it's", "back\\slash \\n \\u0041", "a\r\nb"]),
            same=table.text == table.other,
            less=table.text < table.other,
            identical=table.text.identical_to(table.other),
            first=ibis.coalesce(table.text, table.other),
            whole=table.whole.cast("string"),
            told=table.told.cast("string"),
            literal=ibis.literal("`standing`.`nominals` \\ 'x' \n é 😀"),
        ),
        "texts",
    )
    assert ours == theirs


@pytest.mark.spark
def test_numbers_and_conditions_are_equal(engines: Any) -> None:
    table = awkward()
    small = table.filter((table.whole < 2**60) & (table.whole > -(2**60)) | table.whole.isnull())
    ours, theirs = on_both(
        engines,
        small.select(
            small.place,
            hours=(small.whole - 7) / 3_600_000_000.0,
            floored=(small.whole / 3_600_000_000).floor().cast("int64"),
            negative=(-small.whole / 7).floor().cast("int64"),
            rest=small.whole % 1_000_000,
            millionths=(small.part * 1_000_000).round().cast("int64"),
            sum=small.part + 0.1,
            shifted=(small.day + 3).cast("int32"),
            instant=small.day.cast("int64") * 86_400_000_000,
            least=ibis.least(1.0, small.part),
            greatest=ibis.greatest(small.whole, small.day.cast("int64")),
            empty=small.part.isnull(),
            both=small.told & (small.whole > 0),
            either=small.told | (small.whole > 0),
            neither=~small.told,
            chosen=ibis.ifelse(small.told, small.whole, 5),
            cases=ibis.cases((small.told, "yes"), (small.whole > 3, "more"), else_=ibis.null("string")),
        ),
        "numbers",
    )
    assert ours == theirs


@pytest.mark.spark
def test_groups_and_orders_are_equal(engines: Any) -> None:
    """The order of texts is that of code points, and empty values come last."""
    table = awkward()
    grouped = table.group_by("other").aggregate(
        first=table.text.min(),
        last=table.text.max(),
        at=table.text.argmin(table.place),
        late=table.whole.cast("string").argmax(table.place),
        any=(table.whole > 0).any(),
        filled=(table.whole > 0).fill_null(False).any(),
        count=table.count(where=(table.whole > 0).fill_null(False)),
        different=table.part.nunique(),
        least=table.part.min(),
        most=table.part.max(),
    )
    ours, theirs = on_both(engines, grouped, "grouped")
    assert ours == theirs
    order = [table.text, ibis.desc(table.whole), table.place]
    placed = table.select(
        table.place,
        row=ibis.row_number().over(order_by=order),
        within=ibis.row_number().over(group_by=table.told, order_by=[ibis.desc(table.text), table.place]),
        before=table.text.lag().over(ibis.window(group_by=table.day, order_by=[table.whole, table.place])),
        so_far=table.day.sum().over(ibis.window(group_by=table.told, order_by=order, preceding=None, following=0)),
    )
    ours, theirs = on_both(engines, placed, "placed")
    assert ours == theirs


@pytest.mark.spark
def test_a_number_too_large_is_a_failure_on_both_and_never_empty(engines: Any) -> None:
    table = awkward()
    with pytest.raises(duckdb.OutOfRangeException):
        on_both(engines, table.select(more=table.whole + 1), "more")
    _, working = engines
    with pytest.raises(EngineError, match=r"^Working out the duties on Spark failed: .*ARITHMETIC_OVERFLOW"):
        working.begin([Stage("more", sql_of(table.select(more=table.whole + 1), SPARK), ())], [], 0)


def merged(seeds: Any) -> tuple[dict[str, list[dict[str, str]]], dict[str, str]]:
    """The extracts of several seeds as one, their ids under a prefix each."""
    found: dict[str, list[dict[str, str]]] = {name: [] for name in RECORD_SETS}
    links: dict[str, str] = {}
    for seed in seeds:
        random = Random(seed)
        for name, made in strategies.extract(random).items():
            own = {column.name for column in RECORD_SETS[name].columns if column.type == "id"} | OF_ONE_EXAMPLE
            found[name] += [
                {key: f"{seed}/{item}" if key in own and item else item for key, item in row.items()} for row in made
            ]
        if seed % 2:
            links |= {f"{seed}/{nominal}": f"{seed}/{person}" for nominal, person in strategies.links(random).items()}
    return found, links


@pytest.mark.spark
def test_extracts_that_nobody_would_think_of_are_equal(spark: None, tmp_path: Path) -> None:
    extract, links = merged(SEEDS)
    write(extract, tmp_path / "extracts")
    lines = ["nominal_id,person_id", *(f"{nominal},{person}" for nominal, person in links.items())]
    (tmp_path / "persons.csv").write_text("\n".join(lines) + "\n")
    standard = standards.load(uk_day(AS_OF_INSTANT), None)
    answers = {}
    with duckdb.connect(config={"threads": 1}) as db:
        read = reading.read(tmp_path / "extracts", AS_OF_INSTANT, db)
        decisions.load(db, None, AS_OF_INSTANT)
        given.load(db, tmp_path / "persons.csv")
        for engine in nightly.ENGINES:
            with nightly.ENGINES[engine](db) as working:
                evaluation.evaluate(db, standard, AS_OF_INSTANT, read.absent, engine=working)
            answers[engine] = stored_rows(db)
    ours, theirs = answers["duckdb"], answers["spark"]
    assert len({duty for duty, _ in ours}) > 35
    differing = [(ours.get(key), theirs.get(key)) for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
    assert differing[:3] == []


def in_order(release: Release, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = release.table(name).to_pylist()
    return sorted(found, key=repr)


def run(extracts: Path, out: Path, engine: str) -> Path:
    return nightly.run(
        extracts, out, as_of=force.LAST_NIGHT, standards=None, persons=None, decisions=None, engine=engine,
        ledger=None, strict=False, read_narratives=False,
    )  # fmt: skip


@pytest.mark.spark
def test_the_night_of_a_force_is_equal(spark: None, tmp_path: Path) -> None:
    force.make(tmp_path / "force", 1, 0.02, 1)
    night = next((tmp_path / "force").glob("night-*"))
    extracts = night / "extracts" if (night / "extracts").exists() else night
    duck, other = (open_release(run(extracts, tmp_path / engine, engine)) for engine in nightly.ENGINES)
    assert other.manifest["engine"] == "spark"
    for name in ("duty_states", "findings", "rates", "case_files", "case_file_events"):
        ours, theirs = in_order(duck, name), in_order(other, name)
        assert ours, name
        assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]][:3] == [], name


@pytest.mark.parametrize(
    ("installed", "java", "says"), [(False, True, "needs the package pyspark"), (True, False, "needs Java 17")]
)
def test_what_is_missing_is_said_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: bool, java: bool, says: str
) -> None:
    monkeypatch.setattr(on_spark, "INSTALLED", installed)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(ArgumentError, match=says):
        run(tmp_path / "no extracts", tmp_path / "out", "spark")
    assert not (tmp_path / "out").exists()
