"""The trail: every line holds to the one before, whoever writes at the same time, and whoever tampers is found."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from seenheard.cli import main
from seenheard.errors import TrailError
from seenheard.web.config.statements import rows_of
from seenheard.web.trail.actions import Program, cut, enter, record_listing, record_reading
from seenheard.web.trail.chain import FIRST, Line, hash_of, plain
from seenheard.web.trail.indexing import catch_up
from seenheard.web.trail.models import TrailEntry, TrailSubject
from seenheard.web.trail.queries import head, last_before, verify

BY = Program("test")
WRITERS, EACH = 8, 12


def write(count: int) -> None:
    for number in range(count):
        record_reading(by=BY, subject_kind="child", subject_id=f"N{number}", page="/child/")


def sql(statement: str, *values: object) -> None:
    """What somebody with the database in their hands could do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class TestALine:
    """What one line holds."""

    def test_it_holds_who_when_whom_which_page_and_why(self, db: None) -> None:
        record_reading(by=BY, subject_kind="child", subject_id="N1", page="/child/?id=N1", reason="Strategy meeting")
        entry = TrailEntry.objects.get()
        assert (entry.number, entry.before, entry.by_name, entry.reason) == (1, FIRST, "program: test", "Strategy meeting")
        assert entry.about == [["child", "N1"]]
        assert timezone.now() - entry.at < timedelta(seconds=10)

    def test_a_list_is_one_line_with_everyone_on_it_once(self, db: None) -> None:
        record_listing(by=BY, subjects=[("child", "N2"), ("child", "N1"), ("child", "N2")], page="/queue/")
        assert TrailEntry.objects.count() == 1
        assert TrailEntry.objects.get().about == [["child", "N1"], ["child", "N2"]]

    def test_outside_a_transaction_nothing_is_entered(self, transactional_db: None) -> None:
        with pytest.raises(TypeError, match="inside the transaction"):
            enter(by=BY, action="tried")
        assert not TrailEntry.objects.exists()

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        )
    )
    def test_any_detail_becomes_one_that_a_database_gives_back_as_it_was(self, detail: object) -> None:
        made = plain(detail)
        assert plain(made) == made
        assert len(hash_of(Line(1, timezone.now(), None, "x", "y", (), "", "", {"made": made}, FIRST))) == 64


def test_ten_lines_stand_and_the_head_is_the_last(db: None) -> None:
    write(10)
    last = TrailEntry.objects.get(number=10)
    assert verify() == head() == (10, last.hash)


def test_lines_are_found_by_whom_they_are_about_once_caught_up_and_each_once(db: None) -> None:
    write(3)
    record_listing(by=BY, subjects=[("child", f"N{n}") for n in range(700)], page="/queue/")
    assert not TrailSubject.objects.exists()
    assert (catch_up(), catch_up()) == (4, 0)
    write(1)
    assert catch_up() == 1
    assert TrailSubject.objects.filter(kind="child", subject_id="N0").count() == 3
    assert TrailSubject.objects.count() == 704 and verify().number == 5


def test_an_empty_trail_stands(db: None) -> None:
    assert verify() == (0, FIRST)


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE trail_trailentry SET by_name = 'somebody else' WHERE number = 4", "Line 4 was changed"),
        ("UPDATE trail_trailentry SET at = '2020-01-01 00:00:00+00:00' WHERE number = 4", "Line 4 was changed"),
        ("UPDATE trail_trailentry SET reason = 'a better one' WHERE number = 10", "Line 10 was changed"),
        ("UPDATE trail_trailentry SET detail = '{\"a\": 1}' WHERE number = 1", "Line 1 was changed"),
        ("UPDATE trail_trailentry SET subject_id = 'N9' WHERE number = 4", "Line 4 was changed"),
        ("UPDATE trail_trailsubject SET subject_id = 'N9' WHERE subject_id = 'N3'", "Line 4 was changed"),
        (
            "UPDATE trail_trailentry SET about = '[[\"child\", \"N9\"]]', subject_id = 'N9' WHERE number = 4",
            "Line 4 was changed",
        ),
        ("DELETE FROM trail_trailsubject WHERE subject_id = 'N3'", "Line 4 was changed"),
        ("DELETE FROM trail_trailentry WHERE number = 4", "Line 4 is missing"),
        ("DELETE FROM trail_trailentry WHERE number = 1", "Line 1 is missing"),
        ("DELETE FROM trail_trailentry WHERE number = 10", "Line 10 is missing"),
        ("DELETE FROM trail_trailentry WHERE number > 7", "Line 8 is missing"),
        ("DELETE FROM trail_trailentry", "Line 1 is missing"),
        ("UPDATE trail_trailhead SET number = 9", "Line 9 is not the one that the head knows"),
        ("DELETE FROM trail_trailhead", "Line 1 is not known to the head"),
    ],
)
def test_tampering_is_found_at_its_first_line(db: None, tampering: str, said: str) -> None:
    write(10)
    catch_up()
    if tampering.startswith("DELETE FROM trail_trailentry"):
        sql("DELETE FROM trail_trailsubject WHERE entry_id IN (SELECT id" + tampering.removeprefix("DELETE") + ")")
    sql(tampering)
    with pytest.raises(TrailError, match=said):
        verify()


def test_a_line_put_in_behind_the_head_is_found(db: None) -> None:
    write(3)
    last = TrailEntry.objects.get(number=3)
    said = {"by_name": "x", "action": "read", "before": last.hash, "hash": "0" * 64, "at": timezone.now()}
    TrailEntry(number=4, **said).save()
    with pytest.raises(TrailError, match="Line 4 is not known to the head"):
        verify()


def test_a_trail_written_anew_disagrees_with_what_was_noted_elsewhere(db: None) -> None:
    write(5)
    noted = head()
    write(2)
    assert verify(noted).number == 7
    for table in ("trailsubject", "trailentry", "trailhead"):
        sql(f"DELETE FROM trail_{table}")
    write(7)
    assert verify().number == 7
    with pytest.raises(TrailError, match="Line 5 is not the one that was noted"):
        verify(noted)


def test_a_trail_without_its_head_takes_no_further_line(db: None) -> None:
    write(3)
    sql("DELETE FROM trail_trailhead")
    with pytest.raises(TrailError, match="no head"):
        write(1)


class TestCutting:
    """Lines older than the force keeps them go away, and what is left still proves itself."""

    def cut_at(self, number: int) -> int:
        return cut(by=BY, before=TrailEntry.objects.get(number=number).at)

    def test_what_is_left_stands_and_tells_of_the_cut(self, db: None) -> None:
        write(10)
        catch_up()
        assert self.cut_at(6) == 5
        assert list(TrailEntry.objects.order_by("number").values_list("number", flat=True)) == [6, 7, 8, 9, 10, 11]
        assert TrailSubject.objects.count() == 5
        told = TrailEntry.objects.get(number=11)
        assert (told.action, told.detail["through"], told.detail["lines"]) == ("trail cut", 5, 5)
        assert verify().number == 11

    def test_a_second_cut_takes_the_first_one_s_line_too(self, db: None) -> None:
        write(4)
        self.cut_at(3)
        write(4)
        self.cut_at(8)
        assert TrailEntry.objects.order_by("number")[0].number == 8
        assert verify().number == 10

    def test_everything_can_be_cut_but_the_word_of_it(self, db: None) -> None:
        write(3)
        assert cut(by=BY, before=timezone.now() + timedelta(days=1)) == 3
        assert verify().number == TrailEntry.objects.get().number == 4

    def test_nothing_to_cut_says_nothing(self, db: None) -> None:
        write(3)
        assert self.cut_at(1) == 0 and last_before(timezone.now() - timedelta(days=1)) is None
        assert verify().number == 3

    def test_a_cut_that_the_key_did_not_sign_is_found(self, db: None, settings: Any) -> None:
        write(6)
        settings.SECRET_KEY = "of somebody who has the database but not the key" * 2
        self.cut_at(4)
        settings.SECRET_KEY = "the site's own key " * 4
        with pytest.raises(TrailError, match="Line 1 is missing: the trail begins with line 4"):
            verify()

    def test_a_line_after_the_cut_that_is_gone_is_found(self, db: None) -> None:
        write(6)
        self.cut_at(3)
        TrailSubject.objects.filter(entry__number=3)._raw_delete(connection.alias)
        sql("DELETE FROM trail_trailentry WHERE number = 3")
        with pytest.raises(TrailError, match="Line 1 is missing: the trail begins with line 4"):
            verify()


@pytest.fixture
def processes(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of processes that share a database, as web workers do."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "PYTHONPATH": "src:."}
    if connection.vendor == "postgresql":
        request.getfixturevalue("transactional_db")
        said = connection.settings_dict
        host = f"{said['USER']}:{quote(said['PASSWORD'])}@{said['HOST']}:{said['PORT']}"
        return environment | {"SEENHEARD_DATABASE_URL": f"postgresql://{host}/{said['NAME']}"}
    environment |= {"SEENHEARD_DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    return environment


def start_writer(environment: dict[str, str], name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.web.trail_writer", name, str(count)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def lines_that_stand(environment: dict[str, str]) -> int:
    """As the command line proves them."""
    command = [sys.executable, "-m", "seenheard", "trail", "verify"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return int(said.stdout.rsplit("elsewhere: ", 1)[1].split(":")[0])


def test_eight_writers_at_once_lose_no_line_and_break_no_chain(processes: dict[str, str]) -> None:
    writers = [start_writer(processes, f"w{number}", EACH) for number in range(WRITERS)]
    said = [writer.communicate(timeout=120) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    assert lines_that_stand(processes) == WRITERS * EACH


def test_the_first_line_of_all_waits_for_another_first_line(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writes the trail's first line between this one's look for the head and its look for lines."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's writers wait before they begin")

    def another() -> None:
        write(1)
        connection.close()

    def interrupted(statement: str, values: list[object]) -> list[Any]:
        found = rows_of(statement, values)
        monkeypatch.setattr("seenheard.web.trail.actions.rows_of", rows_of)
        writer = Thread(target=another)
        writer.start()
        writer.join()
        return found

    monkeypatch.setattr("seenheard.web.trail.actions.rows_of", interrupted)
    write(1)
    assert verify().number == TrailEntry.objects.count() == 2


def test_a_writer_that_is_killed_leaves_a_whole_chain(processes: dict[str, str]) -> None:
    for number in range(1, 3):
        writer = start_writer(processes, f"k{number}", 100_000)
        assert writer.stdout is not None and [writer.stdout.readline() for _ in range(5)][-1] == "4\n"
        writer.kill()
        writer.communicate()
        assert lines_that_stand(processes) >= 5 * number


def test_the_command_names_the_first_line_at_fault_and_leaves_with_2(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    write(3)
    assert main(["trail", "verify"]) == 0
    noted = capsys.readouterr().out.rsplit(" ", 1)[1].strip()
    write(1)
    assert main(["trail", "verify", "--noted", noted]) == 0
    sql("UPDATE trail_trailentry SET about = '[]', subject_id = '' WHERE number = 2")
    assert main(["trail", "verify"]) == 2
    assert "Line 2 was changed" in capsys.readouterr().err


@pytest.mark.parametrize("noted", ["x", "1:2", ":", f"-1:{FIRST}", f"1:{FIRST[1:]}g"])
def test_a_head_that_is_none_is_a_sentence(db: None, noted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trail", "verify", f"--noted={noted}"]) == 2
    assert "is not a head of the trail" in capsys.readouterr().err
