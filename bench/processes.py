"""Cold processes and what each took: wall clock, CPU, the most memory that it held."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Took:
    """`told` is what the process printed as JSON."""

    seconds: float
    cpu: float
    peak: int
    told: dict[str, Any]


def cold(module: str, *arguments: object, **environment: str) -> Took:
    """Runs a module of the benchmarks in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    with tempfile.TemporaryFile() as out:
        began = perf_counter()
        process = subprocess.Popen(command, stdout=out, cwd=ROOT, env=os.environ | {"PYTHONPATH": paths} | environment)
        # wait4 tells of this one process only, which getrusage of all children would not.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        out.seek(0)
        lines = out.read().decode().splitlines()
    told = json.loads(lines[-1]) if lines else {}
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, told)
