"""The tool that runs tests beside a PostgreSQL server of its own: the server is there, and then it is gone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import postgres

ROOT = Path(__file__).parents[1]
needs_server = pytest.mark.skipif(postgres.programs() is None, reason=postgres.MISSING)
ANSWERS = """
import os, psycopg
with psycopg.connect(os.environ["SEENHEARD_DATABASE_URL"]) as line:
    print(line.execute("SELECT current_user, current_database(), rolcreatedb FROM pg_roles "
                       "WHERE rolname = current_user").fetchone())
raise SystemExit(7)
"""
TELLS_AND_WAITS = """
import os, time, psycopg
with psycopg.connect(os.environ["SEENHEARD_DATABASE_URL"]) as line:
    folder = line.execute("SHOW data_directory").fetchone()[0]
print(os.environ["SEENHEARD_DATABASE_URL"], folder, flush=True)
time.sleep(60)
"""


def answers(url: str) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", urlsplit(url).port)) == 0


def beside(program: str) -> list[str]:
    return [sys.executable, "-m", "tests.postgres", "--", sys.executable, "-c", program]


@needs_server
def test_the_command_finds_a_server_and_its_exit_code_is_passed_on() -> None:
    left = subprocess.run(beside(ANSWERS), cwd=ROOT, capture_output=True, text=True, check=False)
    assert left.stdout == "('seenheard', 'seenheard', True)\n", left.stderr
    assert left.returncode == 7


@needs_server
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_is_gone_however_the_tool_ends(how: signal.Signals) -> None:
    with subprocess.Popen(
        beside(TELLS_AND_WAITS), cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as tool:
        assert tool.stdout is not None
        url, data = tool.stdout.readline().split()
        assert answers(url)
        tool.send_signal(how)
        tool.wait(30)
        until = time.monotonic() + 30
        while answers(url) and time.monotonic() < until:
            time.sleep(0.1)
        assert not answers(url)
        with suppress(ProcessLookupError):
            os.killpg(tool.pid, signal.SIGKILL)  # the command outlives a tool that is killed outright
    shutil.rmtree(Path(data).parent, ignore_errors=True)  # as does the folder


@needs_server
def test_the_server_does_not_run_as_root_and_leaves_nothing_behind() -> None:
    bin_folder = postgres.programs()
    assert bin_folder is not None
    with postgres.server(bin_folder) as running:
        assert running.process is not None
        assert os.stat(f"/proc/{running.process.pid}").st_uid != 0  # noqa: PTH116 - a process, not a file
        folder = running.folder
    assert not folder.exists()


def test_missing_programs_are_one_line_and_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(postgres, "programs", lambda: None)
    assert postgres.main(["--", "pytest"]) == 0
    assert capsys.readouterr().out == postgres.MISSING + "\n"


def test_the_newest_of_debians_servers_is_taken(tmp_path: Path) -> None:
    for version in ("9", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        for name in postgres.PROGRAMS:
            (tmp_path / version / "bin" / name).touch()
    (tmp_path / "17" / "bin" / "initdb").unlink()  # only a client
    assert postgres.programs(tmp_path) == tmp_path / "15" / "bin"


def test_a_command_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert postgres.main(["--"]) == 2
    assert "Say which command to run" in capsys.readouterr().err
