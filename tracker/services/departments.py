"""Units, groups of units and seats: put on the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import (
    Department,
    DepartmentGroup,
    DepartmentGroupMember,
    DepartmentGroupName,
    DepartmentName,
    Post,
)
from tracker.policy.access import Actor
from tracker.policy.unit_names import KnownName, Resolution, UnitNames
from tracker.services import audit
from tracker.services.routes import furnish_routes
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, NameKind, PostRank
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class CreateDepartment:
    """A unit with its full name, and the short and former names it is also found by."""

    name: str
    kind: DepartmentKind = DepartmentKind.OTHER
    level: DepartmentLevel = DepartmentLevel.CITY
    track: str = ""
    short_names: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()


def create_department(session: Session, actor: Actor, command: CreateDepartment, *, today: date) -> Department:
    """Add a unit to the register."""
    row = Department(name=command.name, kind=command.kind, level=command.level, track=command.track)
    named = (
        [(NameKind.FULL, command.name)]
        + [(NameKind.SHORT, name) for name in command.short_names if name != command.name]
        + [(NameKind.OLD, name) for name in command.old_names]
    )
    row.names.extend(DepartmentName(name=name, kind=kind) for kind, name in named)
    session.add(row)
    session.flush()  # the audit entry names the key
    if row.kind is DepartmentKind.SUPERVISION_OFFICE:
        furnish_routes(session)
    audit.record(
        session,
        actor,
        AuditTag.DEPARTMENT_CREATED,
        "department",
        row.id,
        today=today,
        name=command.name,
        kind=command.kind,
    )
    return row


def create_group(
    session: Session,
    actor: Actor,
    name: str,
    members: Sequence[int] = (),
    aliases: Sequence[str] = (),
    *,
    today: date,
) -> DepartmentGroup:
    """Add a group; ``members`` are unit ids, from today on."""
    row = DepartmentGroup(name=name)
    session.add(row)
    session.flush()  # members and names need the group's key
    session.add_all(DepartmentGroupMember(group_id=row.id, department_id=one, from_on=today) for one in members)
    session.add_all(
        DepartmentGroupName(group_id=row.id, name=alias) for alias in dict.fromkeys(aliases) if alias != name
    )
    audit.record(session, actor, AuditTag.GROUP_CREATED, "group", row.id, today=today, name=name)
    return row


def create_post(session: Session, actor: Actor, name: str, rank: PostRank, track: str = "", *, today: date) -> Post:
    """Add a seat."""
    row = Post(name=name, rank=rank, track=track)
    session.add(row)
    session.flush()  # the audit entry names the key
    audit.record(session, actor, AuditTag.POST_CREATED, "post", row.id, today=today, name=name)
    return row


def known_names(session: Session, home: str) -> UnitNames:
    """Every name a unit or a group is known by, ready to resolve what papers write."""
    known = [
        KnownName(name.name, name.department_id, name.kind)
        for name in session.scalars(select(DepartmentName).order_by(DepartmentName.id))
    ]
    known += [
        KnownName(group.name, group.id, NameKind.FULL, True)
        for group in session.scalars(select(DepartmentGroup).order_by(DepartmentGroup.id))
    ]
    known += [
        KnownName(alias.name, alias.group_id, NameKind.SHORT, True)
        for alias in session.scalars(select(DepartmentGroupName).order_by(DepartmentGroupName.id))
    ]
    return UnitNames(known, home)


def unit_called(session: Session, name: str, home: str) -> int:
    """The unit a name means, whichever of its names it is. Raises RuleBroken with those it may have meant."""
    found = known_names(session, home).resolve(name)
    if found.unit_id is None:
        raise unknown_unit(name, found)
    return found.unit_id


def unknown_unit(name: str, found: Resolution) -> RuleBroken:
    """The refusal of a name that means nobody, with those it may have meant."""
    alike = "、".join(other for other, _ in found.suggestions)
    return RuleBroken(Refusal.UNIT_UNKNOWN, name=name, hint=f"，相近的有：{alike}" if alike else "")
