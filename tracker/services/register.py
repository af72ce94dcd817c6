"""The register of units, groups and seats, kept up to date: a former name, member or holder stays, with its dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import Department, DepartmentGroup, DepartmentGroupMember, DepartmentName, Post, PostHolding
from tracker.policy.access import Actor
from tracker.services import audit
from tracker.services.departments import CreateDepartment, create_department, create_group, create_post
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, NameKind, PostRank
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class UnitFacts:
    """What the register says of a unit beside its full name."""

    kind: DepartmentKind
    level: DepartmentLevel
    parent_id: int | None = None
    track: str = ""
    enabled_on: date | None = None
    short_names: tuple[str, ...] = ()


def register_unit(session: Session, actor: Actor, name: str, facts: UnitFacts, *, today: date) -> Department:
    """A new unit. Raises RuleBroken where the name is taken or the parent ended."""
    _demand_free(session, name)
    command = CreateDepartment(name, facts.kind, facts.level, facts.track, facts.short_names)
    row = create_department(session, actor, command, today=today)
    row.parent_id, row.enabled_on = _parent(session, row, facts.parent_id), facts.enabled_on
    return row


def change_unit(session: Session, actor: Actor, unit_id: int, facts: UnitFacts, *, today: date) -> Department:
    """Other facts for a unit. A supervision office stays one, and nothing else becomes one here: tasks hang on it."""
    row = _unit(session, unit_id)
    if DepartmentKind.SUPERVISION_OFFICE not in (row.kind, facts.kind):
        row.kind = facts.kind
    row.level, row.track, row.enabled_on = facts.level, facts.track, facts.enabled_on
    row.parent_id = _parent(session, row, facts.parent_id)
    _set_short_names(session, row, facts.short_names)
    _record(session, actor, row, today, track=row.track, enabled_on=row.enabled_on, short_names=facts.short_names)
    return row


def rename_unit(session: Session, actor: Actor, unit_id: int, name: str, on: date, *, today: date) -> Department:
    """A new full name from ``on``; the former stays with its last day, and papers that use it still find the unit."""
    row = _unit(session, unit_id)
    before = row.name
    if name == before:
        return row
    _demand_free(session, name)
    for known in row.names:
        if known.name == before:
            known.kind, known.until_on = NameKind.OLD, on
    again = next((known for known in row.names if known.name == name), None)
    if again is None:
        row.names.append(DepartmentName(name=name, kind=NameKind.FULL, from_on=on))
    else:
        again.kind, again.from_on, again.until_on = NameKind.FULL, on, None
    row.name = name
    _record(session, actor, row, today, before=before, on=on)
    return row


def end_unit(session: Session, actor: Actor, unit_id: int, successor_id: int, on: date, *, today: date) -> Department:
    """A unit merged into another from ``on``. What it still owes passes on by a handover, not by this."""
    row, successor = _unit(session, unit_id), _unit(session, successor_id)
    if row.ended_on is not None:
        raise RuleBroken(Refusal.UNIT_ENDED, name=row.name, day=row.ended_on)
    if successor is row or successor.ended_on is not None:
        raise RuleBroken(Refusal.SUCCESSOR_ITSELF)
    row.successor_id, row.ended_on = successor.id, on
    _record(session, actor, row, today, successor=successor.name, on=on)
    return row


def register_group(session: Session, actor: Actor, name: str, *, today: date) -> DepartmentGroup:
    """A new group, without members yet."""
    taken = session.scalars(select(DepartmentGroup.id).where(DepartmentGroup.name == name)).first()
    if taken is not None:
        raise RuleBroken(Refusal.UNIT_NAME_TAKEN, name=name)
    return create_group(session, actor, name, today=today)


def set_members(
    session: Session, actor: Actor, group_id: int, unit_ids: Collection[int], *, today: date
) -> DepartmentGroup:
    """The group's members from today on; those it had stay on record."""
    group = session.scalars(
        select(DepartmentGroup).where(DepartmentGroup.id == group_id).with_for_update()
    ).one_or_none()
    if group is None:
        raise NotFound(Refusal.GROUP_GONE)
    of_group = DepartmentGroupMember.group_id == group_id
    present = {
        row.department_id: row
        for row in session.scalars(
            select(DepartmentGroupMember).where(of_group, DepartmentGroupMember.until_on.is_(None))
        )
    }
    known = set(session.scalars(select(Department.id).where(Department.id.in_(unit_ids))))
    for unit_id in present.keys() - known:
        present[unit_id].until_on = today
    begun = select(DepartmentGroupMember).where(of_group, DepartmentGroupMember.from_on == today)
    back = {row.department_id: row for row in session.scalars(begun)}
    for unit_id in sorted(known - present.keys()):
        if unit_id in back:
            back[unit_id].until_on = None  # taken out and put back on one day
        else:
            session.add(DepartmentGroupMember(group_id=group_id, department_id=unit_id, from_on=today))
    audit.record(
        session, actor, AuditTag.GROUP_CHANGED, "group", group_id, today=today, name=group.name, members=sorted(known)
    )
    return group


def register_post(session: Session, actor: Actor, name: str, rank: PostRank, track: str, *, today: date) -> Post:
    """A new seat. Raises RuleBroken where the name is taken."""
    if session.scalars(select(Post.id).where(Post.name == name)).first() is not None:
        raise RuleBroken(Refusal.POST_NAME_TAKEN, name=name)
    return create_post(session, actor, name, rank, track, today=today)


def seat_holder(session: Session, actor: Actor, post_id: int, holder: str, on: date, *, today: date) -> Post:
    """Who holds a seat from ``on``; the present holder's time ends that day. An empty name leaves it vacant."""
    post = session.scalars(select(Post).where(Post.id == post_id).with_for_update()).one_or_none()
    if post is None:
        raise NotFound(Refusal.POST_GONE)
    of_post = select(PostHolding).where(PostHolding.post_id == post_id)
    last = session.scalars(of_post.order_by(PostHolding.from_on.desc(), PostHolding.id.desc())).first()
    if last is not None and on <= last.from_on:
        raise RuleBroken(Refusal.HOLDER_BACKWARDS, day=last.from_on)
    if last is not None and last.until_on is None:
        last.until_on = on
    if holder:
        session.add(PostHolding(post_id=post_id, holder=holder, from_on=on))
    audit.record(session, actor, AuditTag.POST_CHANGED, "post", post_id, today=today, holder=holder, on=on)
    return post


def _unit(session: Session, unit_id: int) -> Department:
    row = session.scalars(
        select(Department).where(Department.id == unit_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(Refusal.UNIT_GONE)
    return row


def _demand_free(session: Session, name: str) -> None:
    if session.scalars(select(Department.id).where(Department.name == name)).first() is not None:
        raise RuleBroken(Refusal.UNIT_NAME_TAKEN, name=name)


def _parent(session: Session, row: Department, parent_id: int | None) -> int | None:
    """``parent_id`` if the tree stays a tree."""
    above = parent_id
    while above is not None:
        if above == row.id:
            raise RuleBroken(Refusal.UNIT_UNDER_ITSELF, name=row.name)
        above = _unit(session, above).parent_id
    return parent_id


def _set_short_names(session: Session, row: Department, short_names: Collection[str]) -> None:
    """Short names are ways of writing, not history: those left out go."""
    known = {name.name for name in row.names if name.kind is not NameKind.SHORT}
    for known_name in [one for one in row.names if one.kind is NameKind.SHORT and one.name not in short_names]:
        session.delete(known_name)
    session.flush()
    session.expire(row, ["names"])
    present = known | {name.name for name in row.names}
    for name in dict.fromkeys(short_names):
        if name not in present:
            row.names.append(DepartmentName(name=name, kind=NameKind.SHORT))


def _record(session: Session, actor: Actor, row: Department, today: date, **detail: object) -> None:
    audit.record(
        session, actor, AuditTag.DEPARTMENT_CHANGED, "department", row.id, today=today, name=row.name, **detail
    )
