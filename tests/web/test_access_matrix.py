"""Every door × every persona → the status it must answer with; the matrix and the map of addresses cover each other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from inspecting import furnish
from site_of_personas import PERSONAS, Site

from tracker.db import writing

MATRIX = Path(__file__).with_name("access_matrix.csv")
ROWS = list(csv.DictReader(MATRIX.read_text(encoding="utf-8").splitlines()))


def _inspected(site: Site) -> dict[str, int]:
    """What an inspection of the task in work brings with it."""
    with writing(site.engine) as session:
        return furnish(session, site.working_id, site.accounts["unit-head"].department_id or 0)


def test_the_matrix_covers_exactly_the_doors_there_are(site: Site) -> None:
    doors = {
        (rule.endpoint, method)
        for rule in site.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {(row["endpoint"], row["method"]) for row in ROWS}
    assert told == doors


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_door_answers_each_persona_as_the_matrix_says(site: Site, persona: str) -> None:
    wrong, ids = [], {**site.ids, **_inspected(site)}
    for row in ROWS:
        browser = site.browser(persona)
        data = {} if row["method"] == "POST" else None
        answer = browser.open(row["path"].format(**ids), method=row["method"], data=data, buffered=True)
        if str(answer.status_code) != row[persona]:
            wrong.append((row["endpoint"], row["method"], answer.status_code, row[persona]))
    assert wrong == []
