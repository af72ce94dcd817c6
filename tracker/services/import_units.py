"""The units an import names: resolved, and put on the register where that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from tracker.models import DepartmentName
from tracker.policy.access import Actor
from tracker.policy.unit_kinds import kind_of, level_of
from tracker.policy.unit_names import Resolution, canonical_key
from tracker.policy.unit_phrases import is_group, is_open_group
from tracker.services.departments import CreateDepartment, create_department, create_group
from tracker.services.import_plan import PlannedRow, units_of
from tracker.vocabulary.departments import NameKind

Units = dict[str, Resolution]


def resolved_units(
    session: Session, actor: Actor, rows: Sequence[PlannedRow], *, create: bool, home: str, today: date
) -> Units:
    """Every name the rows use and what it means. Unknown ones are created if ``create``, open groups never are."""
    units: Units = {name: found for row in rows for name, found in row.units.items()}
    if not create:
        return units
    created: Units = {}
    for name in dict.fromkeys(name for row in rows for name in units_of(row.item)):
        if units[name].unit_id is not None or units[name].group_id is not None or is_open_group(name):
            continue
        key = canonical_key(name, home) or name
        if key in created:
            units[name] = created[key]
            _also_called(session, name, created[key])
        else:
            units[name] = created[key] = _create(session, actor, name, today=today)
    return units


def _create(session: Session, actor: Actor, name: str, *, today: date) -> Resolution:
    if is_group(name):
        return Resolution(group_id=create_group(session, actor, name, today=today).id, how="exact")
    command = CreateDepartment(name, kind_of(name), level_of(name))
    return Resolution(unit_id=create_department(session, actor, command, today=today).id, how="exact")


def _also_called(session: Session, name: str, unit: Resolution) -> None:
    if unit.unit_id is not None:
        session.add(DepartmentName(department_id=unit.unit_id, name=name, kind=NameKind.SHORT))
