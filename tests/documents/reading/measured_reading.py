"""Reads a file through the sandbox from a small process of its own and reports what it cost.

Peak memory of a child is only told apart from its parent's when the parent is small: Linux counts the parent's pages
from before the exec as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
_PROGRAM = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tracker.documents.sandbox import read_safely
from tracker.errors import Unreadable
began = time.monotonic()
code, rows, strays = "", [], 0
try:
    document = read_safely(Path(sys.argv[2]))
    rows, strays = [len(grid.rows) for grid in document.grids], len(document.strays)
except Unreadable as problem:
    code = str(problem.code)
seconds = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": code, "rows": rows, "strays": strays, "seconds": seconds,
                  "megabytes": used.ru_maxrss / 1024}))
"""


@dataclass(frozen=True)
class Reading:
    code: str
    rows: list[int]
    strays: int
    seconds: float
    megabytes: float


def measure(path: Path, seconds: float) -> Reading:
    """The reading; one that took longer than it should is given a second chance, as other tests run beside it."""
    reading = _measure_once(path)
    return reading if reading.seconds <= seconds else _measure_once(path)


def _measure_once(path: Path) -> Reading:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(_ROOT), str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    return Reading(**json.loads(done.stdout))
