"""Runs a command beside a PostgreSQL server of its own, and stops the server afterwards.

    python -m tests.postgres -- pytest tests/web

The command finds the server in SEENHEARD_DATABASE_URL. Where PostgreSQL's programs are missing, one line says so.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

DEBIAN = Path("/usr/lib/postgresql")
PROGRAMS = ("initdb", "postgres", "pg_isready", "createdb")
MISSING = "PostgreSQL's programs are missing: the tests on it are skipped (Debian: apt-get install postgresql)."
USER = "seenheard"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
USAGE_ERROR = 2
# A test's data need not outlive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")


class ServerError(Exception):
    """The server could not be started."""


def programs(debian: Path = DEBIAN) -> Path | None:
    """The folder with PostgreSQL's programs: the newest of Debian's, else the one on PATH."""
    versions = [folder for folder in debian.glob("*/bin") if folder.parent.name.isdigit()]
    folders = sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in folders if all((folder / name).is_file() for name in PROGRAMS)), None)


def owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root. None: whoever runs this."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server in one folder that goes away with it."""

    def __init__(self, bin_folder: Path, folder: Path) -> None:
        self.bin, self.folder, self.port = bin_folder, folder, free_port()
        self.password = secrets.token_urlsafe(24)
        self.log = folder / "log"
        self.owner = owner()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{USER}"

    def _as_owner(self) -> dict[str, object]:
        options: dict[str, object] = {"cwd": self.folder}
        if self.owner is not None:
            options |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        return options

    def _environment(self) -> dict[str, str]:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
        return kept | {"HOME": str(self.folder), "PGPASSWORD": self.password, "LC_ALL": "C"}

    def _run(self, program: str, *arguments: str) -> int:
        with self.log.open("ab") as log:
            command = [str(self.bin / program), *arguments]
            return subprocess.run(
                command, stdout=log, stderr=log, env=self._environment(), check=False, **self._as_owner()
            ).returncode  # type: ignore[call-overload]

    def start(self) -> None:
        """Make the data folder and the database, and wait until the server answers."""
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self.owner is not None:
            for path in (self.folder, secret):
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        made = self._run(
            "initdb",
            f"--pgdata={self.folder / 'data'}",
            f"--username={USER}",
            "--auth=scram-sha-256",
            f"--pwfile={secret}",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        secret.unlink()
        if made != 0:
            raise ServerError("PostgreSQL could not make its data folder.")
        self._launch()
        self._wait()
        if self._run("createdb", "--host=127.0.0.1", f"--port={self.port}", f"--username={USER}", USER) != 0:
            raise ServerError("PostgreSQL could not make its database.")

    def _launch(self) -> None:
        settings = (
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            f"unix_socket_directories={self.folder}",
            *FAST,
        )
        command = [str(self.bin / "postgres"), "-D", str(self.folder / "data")]
        command += [part for setting in settings for part in ("-c", setting)]
        if shutil.which("setpriv"):
            # If this program is killed outright, the kernel stops the server.
            command = ["setpriv", "--pdeathsig", "INT", "--", *command]
        with self.log.open("ab") as log:
            # A process group of its own: Ctrl-C ends the command first, and then the server, by stop().
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, env=self._environment(), process_group=0, **self._as_owner()
            )  # type: ignore[call-overload]

    def _wait(self) -> None:
        assert self.process is not None
        until = time.monotonic() + SECONDS_TO_START
        while self._run("pg_isready", "--quiet", "--host=127.0.0.1", f"--port={self.port}") != 0:
            if self.process.poll() is not None or time.monotonic() > until:
                raise ServerError("PostgreSQL did not start.")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server: at once, but in order; and if it will not, without."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(SECONDS_TO_STOP)


@contextmanager
def server(bin_folder: Path) -> Iterator[Server]:
    """A server while the block runs."""
    # Whom the server runs as can enter /tmp, but maybe not the temporary folder of whoever runs this.
    place = "/tmp" if owner() else None
    with tempfile.TemporaryDirectory(prefix="seenheard-postgres-", dir=place, ignore_cleanup_errors=True) as folder:
        running = Server(bin_folder, Path(folder))
        try:
            running.start()
            yield running
        except ServerError:
            print(running.log.read_text(errors="replace") if running.log.exists() else "", file=sys.stderr)
            raise
        finally:
            running.stop()


def run_beside(running: Server, command: Sequence[str]) -> int:
    """The command's exit code; an interrupted command may still tidy up."""
    process = subprocess.Popen(command, env=os.environ | {"SEENHEARD_DATABASE_URL": running.url})
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            process.terminate()
            process.wait()
            raise


def leave(number: int, _frame: FrameType | None) -> None:
    """On SIGTERM and SIGHUP leave by the front door, so that the server is stopped."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """Run the command given after `--`."""
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        print("Say which command to run: python -m tests.postgres -- pytest tests/web", file=sys.stderr)
        return USAGE_ERROR
    bin_folder = programs()
    if bin_folder is None:
        print(MISSING)
        return 0
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        with server(bin_folder) as running:
            return run_beside(running, command)
    except ServerError as failure:
        print(failure, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
