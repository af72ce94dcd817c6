"""The demonstration plays a whole year through the real services and says what is overdue."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_the_demo_plays_its_year_and_its_totals_agree(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("tracker")), "demo", "--no-serve", "--json"],
        capture_output=True,
        text=True,
        timeout=250,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["as_of"] == "2026-10-15"
    assert told["tasks"] >= 80
    lights = told["lights"]
    assert told["open"] == lights["green"] + lights["yellow"] + lights["red"] + lights["paused"]
    for number in ("open", "overdue", "red", "yellow"):
        total = told[number] if number in told else lights[number]
        assert total == sum(row[number] for row in told["by_department"])
    assert 0 < told["overdue"] < told["open"]
    assert min(lights["green"], lights["yellow"], lights["red"], lights["done"]) > 0
    assert list(tmp_path.iterdir()) == [], "the demonstration leaves nothing behind"
