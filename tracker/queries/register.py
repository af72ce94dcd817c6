"""The register as its pages show it: units as a tree, groups with members, seats with holders."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.models import Department, DepartmentGroup, DepartmentGroupMember, Post, PostHolding
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, NameKind, PostRank


@dataclass(frozen=True)
class OldName:
    name: str
    until_on: date | None


@dataclass(frozen=True)
class UnitLine:
    """``depth`` in the tree; ``mark`` changes with anything a form on the unit may overwrite."""

    id: int
    depth: int
    name: str
    kind: DepartmentKind
    level: DepartmentLevel
    parent_id: int | None
    track: str
    short_names: tuple[str, ...]
    old_names: tuple[OldName, ...]
    enabled_on: date | None
    ended_on: date | None
    successor: str

    @property
    def mark(self) -> int:
        return zlib.crc32(repr(self).encode())


@dataclass(frozen=True)
class GroupLine:
    id: int
    name: str
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Holding:
    holder: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class PostLine:
    """``holdings`` newest first; ``present`` is whoever holds the seat on the day asked for."""

    id: int
    name: str
    rank: PostRank
    track: str
    holdings: tuple[Holding, ...]
    present: str


def unit_tree(session: Session) -> Sequence[UnitLine]:
    """All units, each below the one it belongs to."""
    rows = session.scalars(select(Department).options(selectinload(Department.names)).order_by(Department.id)).all()
    names = {row.id: row.name for row in rows}
    below: dict[int | None, list[Department]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[UnitLine] = []
    waiting = [(row, 0) for row in reversed(below.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        found.append(_unit(row, depth, names.get(row.successor_id or 0, "")))
        waiting += [(child, depth + 1) for child in reversed(below.get(row.id, []))]
    return found


def groups(session: Session) -> Sequence[GroupLine]:
    """All groups with their present members."""
    members: dict[int, list[tuple[int, str]]] = {}
    for group_id, unit_id, name in session.execute(
        select(DepartmentGroupMember.group_id, Department.id, Department.name)
        .join(Department, Department.id == DepartmentGroupMember.department_id)
        .where(DepartmentGroupMember.until_on.is_(None))
        .order_by(Department.id)
    ):
        members.setdefault(group_id, []).append((unit_id, name))
    rows = session.scalars(select(DepartmentGroup).order_by(DepartmentGroup.id))
    return [GroupLine(row.id, row.name, tuple(members.get(row.id, []))) for row in rows]


def post_lines(session: Session, day: date) -> Sequence[PostLine]:
    """All seats, with everybody who held them."""
    held: dict[int, list[Holding]] = {}
    for row in session.scalars(select(PostHolding).order_by(PostHolding.from_on.desc(), PostHolding.id.desc())):
        held.setdefault(row.post_id, []).append(Holding(row.holder, row.from_on, row.until_on))
    return [
        PostLine(
            post.id, post.name, post.rank, post.track, tuple(held.get(post.id, [])), _on(held.get(post.id, []), day)
        )
        for post in session.scalars(select(Post).order_by(Post.id))
    ]


def _on(holdings: Sequence[Holding], day: date) -> str:
    in_seat = (one for one in holdings if one.from_on <= day and (one.until_on is None or one.until_on > day))
    return next((one.holder for one in in_seat), "")


def _unit(row: Department, depth: int, successor: str) -> UnitLine:
    names = sorted(row.names, key=lambda name: name.id)
    return UnitLine(
        row.id,
        depth,
        row.name,
        row.kind,
        row.level,
        row.parent_id,
        row.track,
        tuple(name.name for name in names if name.kind is NameKind.SHORT),
        tuple(OldName(name.name, name.until_on) for name in names if name.kind is NameKind.OLD),
        row.enabled_on,
        row.ended_on,
        successor,
    )
