"""What is decided on the site: what stands, what is refused, and the file that the next night takes."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from django.db import connection, connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seenheard import decisions as night
from seenheard.uk_time import EPOCH
from seenheard.web.accounts.models import User
from seenheard.web.config.words import LONDON
from seenheard.web.decisions import queries
from seenheard.web.decisions.actions import record_excuse, record_link, take_back, write_decisions
from seenheard.web.decisions.file import COLUMNS
from seenheard.web.decisions.models import Decision
from seenheard.web.decisions.refusals import DecidedMeanwhile, DecisionError
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry

BY = Program("test")
TODAY = datetime.now(LONDON).date()
LATER = TODAY + timedelta(days=30)
Account = Callable[..., User]


@pytest.fixture(autouse=True)
def database(db: None) -> None:
    """Every test here has one."""


def excused(**said: object) -> Decision:
    told = {"by": BY, "duty": "child-seen", "key": "I1|N1", "until": LATER, "reason": "In hospital."} | said
    return record_excuse(**told)  # type: ignore[arg-type]


def linked(first: str = "N1", second: str = "N2", **said: object) -> Decision:
    told = {"by": BY, "nominal_id": first, "other_nominal_id": second, "same": True, "reason": "One PNC id."} | said
    return record_link(**told)  # type: ignore[arg-type]


class AsTheNightReads:
    """The file as the next night takes it."""

    def __init__(self, file: Path) -> None:
        self.db = duckdb.connect()
        self.db.execute("CREATE SCHEMA standing; CREATE TABLE standing.nominals (nominal_id VARCHAR)")
        with file.open(newline="", encoding="utf-8") as written:
            named = {row[name] for row in csv.DictReader(written) for name in ("nominal_id", "other_nominal_id")}
        self.db.execute("INSERT INTO standing.nominals SELECT unnest(?)", [sorted(named)])
        now = int((datetime.now(UTC) + timedelta(days=1) - EPOCH).total_seconds() * 1_000_000)
        self.counts = night.load(self.db, file, now)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.db.execute(query).fetchall()


class TestWhatStands:
    def test_an_excuse_stands_until_its_date_and_that_date_counts(self) -> None:
        made = excused(until=TODAY)
        assert queries.excuse_in_force("child-seen", "I1|N1") == made
        assert queries.in_force(made, TODAY + timedelta(days=1)) is None
        assert queries.excuse_in_force("child-seen", "I2|N1") is None

    def test_a_link_decision_is_of_the_two_in_either_order_and_the_last_one_stands(self) -> None:
        linked("N2", "N1")
        last = linked("N1", "N2", same=False)
        assert queries.link_in_force("N1", "N2") == queries.link_in_force("N2", "N1") == last
        assert queries.links_in_force([("N2", "N1"), ("N3", "N4")]) == {("N1", "N2"): last}
        assert queries.links_of(["N2"]) == [last]

    def test_when_the_last_is_taken_back_no_older_one_returns(self) -> None:
        linked()
        take_back(by=BY, decision_id=linked(same=False).decision_id, reason="Wrong pair.")
        assert queries.link_in_force("N1", "N2") is None
        assert not queries.links_in_force([("N1", "N2")]) and not queries.links_of(["N1"])

    def test_many_at_once_are_asked_in_a_few_queries(self, django_assert_max_num_queries: Callable[..., object]) -> None:
        made = {("child-seen", f"I{n}|N"): excused(key=f"I{n}|N") for n in range(3)}
        asked = [("child-seen", f"I{n}|N") for n in range(1200)]
        with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
            assert queries.excuses_in_force(asked) == made

    def test_what_someone_can_undo_is_their_own_last_that_stands(self, account: Account) -> None:
        clerk, other = account("officer"), account("auditor")
        first, second = linked(by=clerk), linked("N3", "N4", by=clerk)
        linked("N5", "N6", by=other)
        assert queries.last_link_of(clerk.username) == second
        take_back(by=clerk, decision_id=second.decision_id, reason="Undone.")
        assert queries.last_link_of(clerk.username) == first


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("decide", "said"),
        [
            (lambda: excused(until=TODAY - timedelta(days=1)), "has passed: an excuse needs a date from today on."),
            (lambda: excused(reason="  \n"), "An excuse needs a reason, in a few words."),
            (lambda: excused(reason="x" * 2001), "The reason has 2,001 characters: 2,000 are allowed."),
            (lambda: excused(reason="a\0b"), "NUL"),
            (lambda: excused(key=" "), "An excuse needs the finding that it is for."),
            (lambda: linked("N1", "N1"), "two different records: these are one."),
            (lambda: linked("N1", ""), "A link decision needs two records."),
            (lambda: linked(reason=""), "A link decision needs a reason"),
            (lambda: take_back(by=BY, decision_id="nobody", reason="x"), "There is no such decision to take back."),
        ],
    )
    def test_it_is_a_sentence_and_nothing_is_written(self, decide: Callable[[], object], said: str) -> None:
        with pytest.raises(DecisionError, match=said.replace("(", r"\(")):
            decide()
        assert not Decision.objects.exists() and not TrailEntry.objects.exists()

    def test_taking_back_twice_an_older_one_or_a_taking_back(self) -> None:
        older, made = linked(), linked(same=False)
        with pytest.raises(DecisionError, match="A later decision stands in its place"):
            take_back(by=BY, decision_id=older.decision_id, reason="Wrong.")
        taken = take_back(by=BY, decision_id=made.decision_id, reason="Wrong.")
        with pytest.raises(DecisionError, match="program: test has taken this back already, at "):
            take_back(by=BY, decision_id=made.decision_id, reason="Wrong.")
        with pytest.raises(DecisionError, match="There is no such decision"):
            take_back(by=BY, decision_id=taken.decision_id, reason="Wrong.")

    def test_who_decides_second_on_what_they_saw_undecided_is_told_by_whom(self) -> None:
        first = linked(seen="")
        with pytest.raises(DecidedMeanwhile, match="program: test decided that these are the same person at ") as told:
            linked(same=False, seen="")
        assert told.value.decision == first
        assert linked(same=False, seen=first.decision_id).place == 2

    def test_a_decision_is_never_changed_or_taken_away(self) -> None:
        made = excused()
        made.reason = "another"
        for refused in (made.save, made.delete, Decision.objects.all().delete, lambda: Decision.objects.update(reason="x")):
            with pytest.raises(TypeError, match="never changed"):
                refused()


def test_each_decision_is_one_entry_of_the_trail(account: Account) -> None:
    clerk = account("officer")
    made = linked("N2", "N1", by=clerk)
    take_back(by=clerk, decision_id=made.decision_id, reason="Wrong pair.")
    excused(by=clerk)
    entries = TrailEntry.objects.order_by("pk")
    assert [entry.action for entry in entries] == ["link decision recorded", "decision taken back", "excuse recorded"]
    assert {entry.by_user for entry in entries} == {clerk}
    assert entries[0].detail == {
        "decision_id": made.decision_id,
        "kind": "same",
        "nominals": ["N1", "N2"],
        "reason": "One PNC id.",
    }
    assert entries[1].detail["takes_back"] == made.decision_id and entries[1].detail["nominals"] == ["N1", "N2"]
    assert entries[2].detail["until"] == LATER.isoformat()


class TestTheFile:
    def test_its_columns_are_those_that_the_night_reads(self) -> None:
        assert COLUMNS == night.COLUMNS

    def test_the_next_night_takes_it_whole(self, tmp_path: Path) -> None:
        hard = 'He said "no",\r\nthen\nleft; =1+1, \N{LATIN SMALL LETTER W WITH CIRCUMFLEX} \N{BALLOON}'
        made = excused(key='I"1\n|N,1', reason=hard)
        same, apart = linked("N2", "N1", reason=hard), linked("007", "=1+1", same=False)
        take_back(by=BY, decision_id=linked("N8", "N9").decision_id, reason="Wrong.")
        file = tmp_path / "decisions.csv"
        assert write_decisions(by=BY, file=file) == 5
        read = AsTheNightReads(file)
        assert (read.counts.read, read.counts.accepted, read.counts.rejected) == (5, 5, 0)
        assert read.rows("FROM decisions.excuses") == [("child-seen", made.key, made.decision_id, LATER.isoformat(), hard)]
        assert sorted(read.rows("SELECT nominal_id, other_nominal_id, kind, decision_id FROM decisions.links")) == sorted(
            [("N1", "N2", "same", same.decision_id), ("007", "=1+1", "not_same", apart.decision_id)]
        )

    def test_what_stands_on_the_site_stands_in_the_night(self, tmp_path: Path) -> None:
        for number in range(12):
            made = linked(f"N{number % 3}", "N9", same=number % 2 == 0)
            if number % 4 == 3:
                take_back(by=BY, decision_id=made.decision_id, reason="Wrong.")
        write_decisions(by=BY, file=tmp_path / "d.csv")
        read = AsTheNightReads(tmp_path / "d.csv")
        assert read.counts.rejected == 0
        assert {row[0] for row in read.rows("SELECT decision_id FROM decisions.links")} == {
            decision.decision_id for decision in queries.decided_links()
        }

    def test_only_decisions_made_by_then_are_written(self, tmp_path: Path) -> None:
        excused()
        assert write_decisions(by=BY, file=tmp_path / "d.csv", as_of=timezone.now() - timedelta(minutes=1)) == 0
        assert (tmp_path / "d.csv").read_bytes() == (",".join(COLUMNS) + "\r\n").encode()

    def test_the_same_decisions_are_the_same_bytes_and_a_file_that_is_there_is_replaced(self, tmp_path: Path) -> None:
        for number in range(5):
            excused(key=f"I{number}|N")
        for name in ("a.csv", "b.csv"):
            (tmp_path / name).write_text("old", encoding="utf-8")
            write_decisions(by=BY, file=tmp_path / name)
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]

    def test_a_folder_that_is_not_there_leaves_no_entry(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            write_decisions(by=BY, file=tmp_path / "nowhere" / "d.csv")
        assert not TrailEntry.objects.exists()

    @given(
        reason=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip),
        key=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip),
    )
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_text_comes_through(self, tmp_path: Path, reason: str, key: str) -> None:
        made = excused(reason=reason, key=key)
        write_decisions(by=BY, file=tmp_path / "d.csv")
        read = AsTheNightReads(tmp_path / "d.csv")
        asked = f"SELECT key, reason FROM decisions.excuses WHERE decision_id = '{made.decision_id}'"
        assert read.counts.rejected == 0 and read.rows(asked) == [(key, reason)]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_one_pair_at_once_one_wins_and_the_others_are_told() -> None:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one writer")
    said: list[str] = []

    def decide(number: int) -> None:
        try:
            linked(reason=f"by {number}", seen="")
            said.append("recorded")
        except DecidedMeanwhile:
            said.append("told")
        finally:
            connections.close_all()

    clerks = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert sorted(said) == ["recorded", *["told"] * 7]
    assert Decision.objects.count() == TrailEntry.objects.count() == 1
