"""Eight clients on sites of several sizes, which take turns: python -m bench.crowd_worker FOLDER ROUNDS COUNT...

Prints, for each size, the milliseconds of every answer by page, and how long its release took to load.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.crowd import release_of

CLIENTS, EACH = 8, 5  # each client asks for every page so often in a round
SECONDS_TO_START = 60


@dataclass
class Site:
    """One size, served."""

    count: int
    environment: dict[str, str]
    told: dict[str, Any]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def start(self) -> None:
        """Serve it, and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "bench.crowd_site", "serve", str(self.port)]
        self.process = subprocess.Popen(command, env=self.environment)
        until = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                self.ask("/today/")
                return
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def ask(self, address: str) -> float:
        """The milliseconds until the whole page was there."""
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        line.request("GET", address, headers={"Cookie": self.told["cookies"], "Host": "localhost"})
        answer = line.getresponse()
        answer.read()
        line.close()
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status}")
        return (time.perf_counter() - began) * 1000

    def turn(self) -> None:
        """All clients at once, each through all pages; they begin at different ones."""
        asked = list(self.told["pages"].items())

        def client(number: int) -> list[tuple[str, float]]:
            mine = asked[number % len(asked) :] + asked[: number % len(asked)]
            return [(name, self.ask(address)) for _ in range(EACH) for name, address in mine]

        with ThreadPoolExecutor(CLIENTS) as pool:
            for answers in pool.map(client, range(CLIENTS)):
                for name, taken in answers:
                    self.times[name].append(taken)


def prepared(folder: Path, count: int) -> Site:
    """A database of its own with this many findings."""
    paths = os.pathsep.join((str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1])))
    environment = os.environ | {"SEENHEARD_DATABASE_URL": database(folder, count), "PYTHONPATH": paths}
    return Site(count, environment, said(environment, "prepare", str(release_of(count))))


def said(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """What a process of the site's prints last."""
    command = [sys.executable, "-m", "bench.crowd_site", *arguments]
    out = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
    told: dict[str, Any] = json.loads(out.splitlines()[-1])
    return told


def database(folder: Path, count: int) -> str:
    """Its address: on the server that is there, else a file."""
    server = os.environ.get("SEENHEARD_DATABASE_URL", "")
    if not server.startswith("postgresql"):
        return f"sqlite:///{folder / f'site-{count}.sqlite3'}"
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f"CREATE DATABASE bench_{count:d}")
    return urlunsplit(urlsplit(server)._replace(path=f"/bench_{count:d}"))


def measure(folder: Path, rounds: int, counts: list[int]) -> dict[str, Any]:
    """Sizes take turns, so that whatever else the machine does falls on all alike."""
    sites = [prepared(folder, count) for count in counts]
    try:
        for site in sites:
            site.start()
            site.turn()
            site.times.clear()
        for _ in range(rounds):
            for site in sites:
                site.turn()
    finally:
        for site in sites:
            if site.process is not None:
                site.process.terminate()
                site.process.wait()
    return {
        str(site.count): {"load": site.told["load"], "ms": site.times, **said(site.environment, "readings")}
        for site in sites
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), [int(given) for given in sys.argv[3:]])))
