"""示例市: its units, groups and seats, from the bundled lists. Posts carry no names; nobody here is real."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.policy.access import Actor
from tracker.services.departments import CreateDepartment, create_department, create_group, create_post
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, PostRank

HERE = Path(__file__).parent
OFFICE = "示例市人民政府督查室"
HOME = "示例市"


def fill_register(session: Session, actor: Actor, *, today: date) -> None:
    """Put the fictional city's units, groups and seats on the register; the office itself is there already."""
    ids: dict[str, int] = {}
    for row in _rows("units.csv"):
        kind = DepartmentKind(row["kind"])
        if kind is DepartmentKind.SUPERVISION_OFFICE:
            continue
        unit = CreateDepartment(
            row["name"],
            kind,
            DepartmentLevel(row["level"]),
            row["track"],
            _split(row["short_names"]),
            _split(row["old_names"]),
        )
        ids[row["name"]] = create_department(session, actor, unit, today=today).id
    for row in _rows("groups.csv"):
        members = [ids[name] for name in _split(row["members"])]
        create_group(session, actor, row["name"], members, _split(row["aliases"]), today=today)
    for row in _rows("posts.csv"):
        create_post(session, actor, row["name"], PostRank(row["rank"]), row["track"], today=today)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("；") if part)
