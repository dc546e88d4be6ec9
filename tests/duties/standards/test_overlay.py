"""A force's folder laid over the shipped standard, and what is said about a faulty one."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.duties.standards import load
from seenheard.duties.standards.toml_files import letters_only, read_toml
from seenheard.errors import StandardError
from seenheard.uk_time import day_number

TODAY = day_number(date(2026, 11, 24))
NUMBER = """[[number]]
duty = "online-grading"
name = "within"
value = 12
unit = "hours"
in_force_from = 2026-01-01
source = "Force policy"
url = ""
confidence = "verified"
keeper = "Head of online investigation"
check_by = 2027-01-01
"""
LIST = """[[list]]
duty = "child-heard"
name = "not_voice"
values = ["N/A", "All  in order!"]
in_force_from = "2026-01-01"
source = "Force policy"
confidence = "verified"
keeper = "Head of public protection"
check_by = "2027-01-01"
"""


def folder(path: Path, text: str, name: str = "2026-01-01-ours.toml") -> Path:
    (path / name).write_text(text, encoding="utf-8")
    return path


def value(overlay: Path | None, on: int = TODAY) -> object:
    number = load(on, overlay).number("online-grading", "within")
    assert number is not None
    return number.value


def test_a_force_has_its_own_number_from_its_date_on(tmp_path: Path) -> None:
    folder(tmp_path, NUMBER)
    assert value(tmp_path, day_number(date(2025, 12, 31))) == 24
    assert value(tmp_path, day_number(date(2026, 1, 1))) == 12


def test_on_the_same_date_the_force_goes_before_us(tmp_path: Path) -> None:
    assert value(folder(tmp_path, NUMBER.replace("2026-01-01", "2012-01-01"))) == 12


def test_an_older_number_of_the_force_does_not_go_before_a_newer_of_ours(tmp_path: Path) -> None:
    assert value(folder(tmp_path, NUMBER.replace("in_force_from = 2026", "in_force_from = 2011"))) == 24


def test_the_newest_of_several_wins_whatever_the_order(tmp_path: Path) -> None:
    later = NUMBER.replace("value = 12", "value = 6").replace("in_force_from = 2026-01", "in_force_from = 2026-02")
    assert value(folder(tmp_path, later + NUMBER)) == 6


def test_a_list_is_normalised_as_text_is(tmp_path: Path) -> None:
    lists = load(TODAY, folder(tmp_path, LIST)).lists
    assert lists[("child-heard", "not_voice")] == ("na", "all in order")


def test_version_and_hash_follow_the_content_not_the_day(tmp_path: Path) -> None:
    shipped, empty = load(TODAY, None), load(TODAY, tmp_path)
    assert shipped.hash == empty.hash
    ours = load(TODAY, folder(tmp_path, NUMBER))
    assert ours.hash != shipped.hash
    assert ours.version == f"2026-01-01-{ours.hash[:8]}"
    assert load(TODAY - 400, tmp_path).hash == ours.hash
    assert load(TODAY - 400, tmp_path).version.startswith("2012-01-01-")


def test_the_same_said_twice_is_no_change_but_something_else_is(tmp_path: Path) -> None:
    folder(tmp_path, NUMBER)
    folder(tmp_path, NUMBER, "2026-02-01-again.toml")
    assert value(tmp_path) == 12
    folder(tmp_path, NUMBER.replace("12", "13"), "2026-02-01-again.toml")
    with pytest.raises(StandardError, match=r"2026-02-01-again.toml, line 1: within of online-grading from 2026-01-01"):
        load(TODAY, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('unit = "hours"', 'unit = "hour"', "line 5: unit 'hour' is not allowed. Allowed: hours, days, working_days"),
        ('unit = "hours"', 'unit = "count"', "line 5: unit 'count' can't be used for within of online-grading"),
        ("value = 12", 'value = "12"', "line 4: value '12' does not suit hours. Allowed: a number from 0 to"),
        ("value = 12", "value = true", "line 4: value 'True' is not a number or text"),
        ("value = 12", "value = nan", "line 4: value 'nan' does not suit hours"),
        ("value = 12", "value = 1" + "0" * 400, "line 4: value '10000"),
        ("value = 12", "value = 1" + "0" * 5000, "the text is not TOML"),
        ("value = 12", "value = -1", "line 4: value '-1' does not suit hours"),
        ("value = 12\n", "value = 1.5\n", None),
        ('value = 12\nunit = "hours"', 'value = 1.5\nunit = "days"', "line 4: value '1.5' does not suit days"),
        ('value = 12\nunit = "hours"', 'value = 2\nunit = "school_day"', "Allowed: 1 .the next school day."),
        ('duty = "online-grading"', 'duty = "grading"', r"line 2: duty 'grading' is not known. Allowed: \*, child-heard"),
        ('name = "within"', 'name = "whithin"', "line 3: name 'whithin' is not known for online-grading. Allowed: can_"),
        ('"verified"', '"certain"', "line 9: confidence 'certain' is not allowed. Allowed: verified, secondary, unver"),
        ("check_by = 2027-01-01", 'check_by = "2027-02-30"', "line 11: check_by '2027-02-30' is not a date"),
        ("check_by = 2027-01-01", "check_by = 2027-01-01T00:00:00", "line 11: check_by"),
        ("keeper =", "owner =", "line 10: the field 'owner' is not known. Allowed: duty, name, value, unit"),
        ('source = "Force policy"\n', "", "line 1: the field 'source' is missing"),
        ('url = ""', 'url = "javascript:alert(1)"', "line 8: url 'javascript:alert.1.' is not an address"),
        ('source = "Force policy"', 'source = "Force', "line 7: the text is not TOML"),
        ("[[number]]", "[[numbers]]", "the table 'numbers' is not known"),
    ],
)
def test_a_fault_is_named_with_file_line_field_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, says: str | None
) -> None:
    assert old in NUMBER
    folder(tmp_path, NUMBER.replace(old, new, 1))
    if says is None:
        assert value(tmp_path) == 1.5
        return
    with pytest.raises(StandardError, match=rf"2026-01-01-ours\.toml.*{says}"):
        load(TODAY, tmp_path)


def test_the_line_of_a_later_entry_is_found(tmp_path: Path) -> None:
    text = "# a comment with [[number]] in it\n" + NUMBER + "\n" + NUMBER.replace("12", '"x"').replace("2026", "2025")
    with pytest.raises(StandardError, match="line 17: value"):
        load(TODAY, folder(tmp_path, text))


def test_a_force_may_set_the_age_of_any_record_set_and_a_duty_its_own_warning(tmp_path: Path) -> None:
    age = NUMBER.replace("online-grading", "doubtful").replace('"within"', '"age_offenders"')
    warning = NUMBER.replace('"within"', '"warning"')
    standard = load(TODAY, folder(tmp_path, age + warning))
    assert standard.number("doubtful", "age_offenders") is not None
    assert standard.number("online-grading", "warning") is not None
    assert standard.number("online-devices", "warning") is None


def test_a_choice_is_one_of_those_there_are(tmp_path: Path) -> None:
    choice = NUMBER.replace("online-grading", "online-enforcement").replace('"within"', '"counts_from"')
    choice = choice.replace('unit = "hours"', 'unit = "choice"')
    assert load(TODAY, folder(tmp_path, choice.replace("12", '"receipt"'))).version.startswith("2026-01-01")
    with pytest.raises(StandardError, match="Allowed: grading, receipt"):
        load(TODAY, folder(tmp_path, choice.replace("12", '"arrival"')))


def test_a_file_without_a_date_in_its_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match=r"2026-04-01-ours.toml"):
        load(TODAY, folder(tmp_path, NUMBER, "ours.toml"))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match="is not a folder"):
        load(TODAY, tmp_path / "nowhere")


def test_bank_holidays_of_a_force_add_and_rename_and_wait_until_known(tmp_path: Path) -> None:
    rows = "date,name,known_from\n2027-06-01,A day off,2026-11-25\n2026-12-25,Xmas,2020-01-01\n2029-01-01,New,2026-01-01\n"
    folder(tmp_path, rows, "bank_holidays.csv")
    today, tomorrow = load(TODAY, tmp_path), load(TODAY + 1, tmp_path)
    extra = day_number(date(2027, 6, 1))
    assert extra not in dict(today.bank_holidays)
    assert dict(tomorrow.bank_holidays)[extra] == "A day off"
    assert dict(today.bank_holidays)[day_number(date(2026, 12, 25))] == "Xmas"
    assert today.last_listed_year == 2029


def test_school_days_of_a_force(tmp_path: Path) -> None:
    folder(tmp_path, "school,date,open\n,2026-12-21,false\nHill School,2026-12-21,true\n", "school_days.csv")
    day = day_number(date(2026, 12, 21))
    assert load(TODAY, tmp_path).school_days == (("", day, False), ("Hill School", day, True))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("bank_holidays.csv", "date,name\n", "line 1: the header 'date,name' is not right. Allowed: date, name, known"),
        ("bank_holidays.csv", "date,name,known_from\n2026-02-29,A,2020-01-01\n", "line 2: date '2026-02-29' is not"),
        ("bank_holidays.csv", "date,name,known_from\n2026-01-01,A,\n", "line 2: known_from '' is not a date"),
        ("bank_holidays.csv", "date,name,known_from\n2026-01-01,A\n", "line 2: the row has 2 cells. Allowed: 3"),
        ("school_days.csv", "school,date,open\nA,2026-01-05,yes\n", "line 2: open 'yes' is not allowed. Allowed: true"),
        ("school_days.csv", "school,date,open\n,2026-01-05,true\n,2026-01-05,false\n", "line 3: date .* stands twice"),
    ],
)
def test_a_faulty_calendar_is_named_with_file_line_and_column(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(StandardError, match=rf"{name}, {says}"):
        load(TODAY, folder(tmp_path, text, name))


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_it_is_read_or_refused_with_a_sentence(content: bytes) -> None:
    try:
        read_toml("2026-01-01-any.toml", content)
    except StandardError as failure:
        assert "2026-01-01-any.toml" in str(failure)


@given(st.text(max_size=30))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = letters_only(text)
    assert letters_only(once) == once
