"""The verbs: each has help, hands over to its room, and says every failure as one sentence with its exit code."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from seenheard import __version__, cli
from seenheard.errors import (
    ArgumentError,
    ContractError,
    DoubtfulError,
    EngineError,
    ReleaseError,
    SeenHeardError,
    SiteError,
    StandardError,
)

VERBS = (
    "demo",
    "synth",
    "check",
    "run",
    "load",
    "account",
    "decisions",
    "digest",
    "serve",
    "work",
    "forget",
    "backup",
    "trail",
    "standards",
)
# The least that each verb takes.
LEAST = {
    "demo": [],
    "synth": ["--out", "force"],
    "check": ["extracts"],
    "run": ["extracts", "--out", "releases"],
    "load": ["release"],
    "account": ["jo", "--role", "chief"],
    "decisions": ["--out", "d.csv"],
    "digest": [],
    "serve": [],
    "work": [],
    "forget": ["old"],
    "backup": ["copy.sqlite3"],
    "trail": ["verify"],
    "standards": [],
}


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Every room, replaced by one that notes what it was asked, and fails if told so."""
    asked = SimpleNamespace(verb=None, given=(), named={}, failure=None, answer=None)

    def stand_in(verb: str) -> Any:
        def work(*given: object, **named: object) -> object:
            asked.verb, asked.given, asked.named = verb, given, named
            if asked.failure is not None:
                raise asked.failure
            return asked.answer

        return work

    monkeypatch.setattr(cli, "room", stand_in)
    return asked


def one_sentence(text: str) -> bool:
    return text.endswith("\n") and text.count("\n") == 1 and "Traceback" not in text and len(text) > 1


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([verb, "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert f"example:\n  seenheard {verb}" in said


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert all(re.search(rf"^ +{verb}\b", said, re.MULTILINE) for verb in VERBS)


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"seenheard {__version__}\n"


@pytest.mark.parametrize("verb", VERBS)
def test_every_example_in_the_help_is_understood(verb: str) -> None:
    choices = cli.parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    example = choices[verb].epilog.rpartition("seenheard ")[2].split()  # type: ignore[index,call-overload]
    assert cli.parser().parse_args(example).verb == verb


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_hands_over_to_its_room(verb: str, room: Any) -> None:
    assert cli.main([verb, *LEAST[verb]]) == 0
    assert room.verb == verb


def test_every_verb_has_a_room() -> None:
    assert set(cli.ROOMS) == set(cli.VERBS) == set(VERBS)


def test_run_prints_the_release_last(room: Any, capsys: pytest.CaptureFixture[str]) -> None:
    room.answer = Path("releases/2026-11-22T0600Z-1a2b")
    assert cli.main(["run", "extracts", "--out", "releases"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "releases/2026-11-22T0600Z-1a2b"


def test_run_hands_over_every_option(room: Any) -> None:
    options = "--as-of 2026-11-22T06:00 --standards s --persons p --decisions d --ledger l --strict --read-narratives"
    assert cli.main(["run", "extracts", "--out", "releases", *options.split()]) == 0
    assert room.given == (Path("extracts"), Path("releases"))
    assert room.named == {
        "as_of": "2026-11-22T06:00",
        "standards": Path("s"),
        "persons": Path("p"),
        "decisions": Path("d"),
        "engine": "duckdb",
        "ledger": Path("l"),
        "strict": True,
        "read_narratives": True,
    }


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "VERB"),
        (["dance"], "dance"),
        (["ru", "extracts", "--out", "x"], "ru"),  # no abbreviations: a later verb could mean something else
        (["run"], "EXTRACTS"),
        (["run", "extracts"], "--out"),
        (["run", "extracts", "--out", "x", "--as", "y"], "--as"),
        (["run", "extracts", "--out", "x", "--engine", "oracle"], "duckdb"),
        (["check"], "EXTRACTS"),
        (["load"], "RELEASE"),
        (["synth"], "--out"),
        (["serve", "--port", "0"], "'0' is not a port: 1 to 65535"),
        (["serve", "--port", "65536"], "'65536' is not a port"),
        (["serve", "--port", "-1"], "-1"),
        (["serve", "--port", "http"], "'http' is not a whole number"),
        (["serve", "--port", "８０"], "is not a whole number"),
        (["demo", "--scale", "0"], "'0' is not a scale: above 0, at most 100"),
        (["demo", "--scale", "-1"], "-1"),
        (["demo", "--scale", "100.5"], "'100.5' is not a scale"),
        (["demo", "--scale", "nan"], "'nan' is not a scale"),
        (["demo", "--scale", "inf"], "'inf' is not a scale"),
        (["demo", "--scale", "large"], "'large' is not a scale"),
        (["demo", "--nights", "0"], "'0' is not a whole number from 1"),
        (["synth", "--out", "x", "--seed", "1.5"], "'1.5' is not a whole number from 0"),
        (["demo", "everything"], "everything"),
    ],
)
def test_a_wrong_argument_is_one_sentence_and_exit_2(
    arguments: list[str], says: str, room: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    said = capsys.readouterr()
    assert one_sentence(said.err)
    assert says in said.err
    assert "--help" in said.err
    assert said.out == ""
    assert room.verb is None


@pytest.mark.parametrize(
    ("arguments", "taken"),
    [
        (["serve", "--port", "1"], {"port": 1}),
        (["serve", "--port", "65535"], {"port": 65535}),
    ],
)
def test_the_outermost_ports_are_taken(arguments: list[str], taken: dict[str, int], room: Any) -> None:
    assert cli.main(arguments) == 0
    assert room.named == taken


@pytest.mark.parametrize("scale", ["100", "0.0001", "1e-3"])
def test_the_outermost_scales_are_taken(scale: str, room: Any) -> None:
    assert cli.main(["synth", "--out", "x", "--scale", scale]) == 0
    assert room.given == (Path("x"), 1, float(scale), 1)


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [
        (ArgumentError, 2),
        (ContractError, 2),
        (StandardError, 2),
        (DoubtfulError, 2),
        (ReleaseError, 2),
        (SiteError, 2),
        (EngineError, 3),
        (SeenHeardError, 1),
    ],
)
def test_a_failure_of_a_room_is_its_sentence_and_its_exit_code(
    kind: type[SeenHeardError], exit_code: int, room: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    room.failure = kind("visits.csv, row 7:\n  something\r\nis wrong.")
    assert cli.main(["run", "extracts", "--out", "releases"]) == exit_code
    said = capsys.readouterr()
    assert said.err == "visits.csv, row 7: something is wrong.\n"
    assert said.out == ""


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/releases"), "/releases: No space left on device.\n"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), "Permission denied.\n"),
        (OSError(), "OSError.\n"),
    ],
)
def test_a_failure_of_the_machine_is_one_sentence_and_exit_2(
    failure: OSError, sentence: str, room: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    room.failure = failure
    assert cli.main(["run", "extracts", "--out", "releases"]) == 2
    assert capsys.readouterr().err == sentence


def test_the_keyboard_stops_it_without_a_traceback(room: Any, capsys: pytest.CaptureFixture[str]) -> None:
    room.failure = KeyboardInterrupt()
    assert cli.main(["serve"]) == 130
    assert capsys.readouterr().err == "Stopped by the keyboard.\n"


def test_a_mistake_of_ours_is_not_passed_off_as_the_users(room: Any) -> None:
    room.failure = KeyError("ours")
    with pytest.raises(KeyError):
        cli.main(["serve"])


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "seenheard", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[1])},
    )


def test_the_program_itself_leaves_with_the_exit_code() -> None:
    left = program("dance")
    assert left.returncode == 2
    assert one_sentence(left.stderr)


def test_help_needs_neither_the_engine_nor_the_site() -> None:
    listing = "import sys, seenheard.cli; print(sorted({'duckdb', 'ibis', 'django', 'pyarrow'} & set(sys.modules)))"
    told = subprocess.run(
        [sys.executable, "-c", listing],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[1])},
    )
    assert told.stdout == "[]\n"


def test_a_reader_that_leaves_early_is_no_failure_worth_a_word() -> None:
    talkative = "import sys; from seenheard import cli; cli.room = lambda verb: lambda **named: print('x' * 100_000)"
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        left = subprocess.run(
            [sys.executable, "-c", f"{talkative}; sys.exit(cli.main(['serve']))"],
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[1])},
        )
    assert left.returncode == 141
    assert left.stderr == ""
