"""The units an import names: resolved, and put on the register where that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import DepartmentName
from tracker.policy.access import Actor
from tracker.policy.sheets.item import Item
from tracker.policy.unit_kinds import kind_of, level_of
from tracker.policy.unit_names import Resolution, canonical_key
from tracker.policy.unit_phrases import is_group, is_open_group
from tracker.services import audit
from tracker.services.departments import CreateDepartment, create_department, create_group, known_names
from tracker.services.import_plan import PlannedRow, units_of
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import NameKind
from tracker.vocabulary.running import AuditTag

Units = dict[str, Resolution]
NEW = "+"
"""The choice to register a name as a unit of its own."""


@dataclass(frozen=True)
class Stranger:
    """A unit's name that is not on the register: in how many rows it stands, and which registered names are like it."""

    name: str
    rows: int
    alike: tuple[str, ...]


def strangers(session: Session, items: Iterable[Item], home: str) -> list[Stranger]:
    """The unknown units, in the order they come; open groups are nobody and not among them."""
    counts: dict[str, int] = {}
    for item in items:
        for name in dict.fromkeys(units_of(item)):
            counts[name] = counts.get(name, 0) + 1
    names = known_names(session, home)
    found = {name: names.resolve(name) for name in counts if not is_open_group(name)}
    return [
        Stranger(name, counts[name], tuple(alike for alike, _ in meaning.suggestions))
        for name, meaning in found.items()
        if meaning.unit_id is None and meaning.group_id is None
    ]


def register_names(session: Session, actor: Actor, choices: Mapping[str, str], *, home: str, today: date) -> None:
    """Register what was chosen for each name: NEW for a unit of its own, else the registered unit it also calls.

    Raises RuleBroken where the unit chosen is not on the register.
    """
    for name, choice in choices.items():
        names = known_names(session, home)
        found = names.resolve(name)
        if found.unit_id is not None or found.group_id is not None or is_open_group(name):
            continue
        if choice == NEW:
            _create(session, actor, name, today=today)
            continue
        meant = names.resolve(choice)
        if meant.unit_id is None:
            raise RuleBroken(Refusal.UNIT_UNKNOWN, name=choice, hint="")
        _also_called(session, name, meant)
        audit.record(
            session,
            actor,
            AuditTag.DEPARTMENT_CHANGED,
            "department",
            meant.unit_id,
            today=today,
            also_called=name,
        )


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
        session.flush()  # two names with one key may mean one unit, and the second looks for the first
