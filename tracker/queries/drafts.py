"""A draft as the page fills its fields, and who may look after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import (
    Account,
    Deadline,
    Department,
    DepartmentGroup,
    GroupParticipation,
    Milestone,
    Participation,
    RoleGrant,
    Task,
    TaskClerk,
)
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.people import OFFICE, AccountState


@dataclass(frozen=True)
class ClerkRow:
    id: int
    name: str


@dataclass(frozen=True)
class NodeRow:
    content: str
    evidence_wanted: str
    due_on: date | None
    weight: int


@dataclass(frozen=True)
class DraftPage:
    """What is not on the task itself: units by role, dates, nodes, the responsible clerk."""

    lead: str
    co_leads: str
    supporting: str
    due_on: date | None
    due_phrase: str
    nodes: Sequence[NodeRow]
    clerk_id: int | None


def clerks(session: Session, office_id: int) -> Sequence[ClerkRow]:
    """The office's clerks and directors, by name."""
    rows = session.execute(
        select(Account.id, Account.name)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.department_id == office_id,
            Account.state == AccountState.ACTIVE,
            RoleGrant.role.in_(sorted(OFFICE)),
        )
        .distinct()
        .order_by(Account.name, Account.id)
    )
    return [ClerkRow(row.id, row.name) for row in rows]


def draft_page(session: Session, task: Task) -> DraftPage:
    """A draft the caller has found visible."""
    final = session.execute(
        select(Deadline.due_on, Deadline.phrase).where(
            Deadline.task_id == task.id, Deadline.kind == DeadlineKind.FINAL, Deadline.voided_on.is_(None)
        )
    ).first()
    nodes = session.execute(
        select(Milestone.content, Milestone.evidence_wanted, Deadline.due_on, Milestone.weight)
        .outerjoin(Deadline, (Deadline.kind == DeadlineKind.MILESTONE) & (Deadline.subject_id == Milestone.id))
        .where(Milestone.task_id == task.id)
        .order_by(Milestone.ordinal)
    )
    return DraftPage(
        **_units(session, task.id),
        due_on=final.due_on if final else None,
        due_phrase=final.phrase if final else "",
        nodes=[NodeRow(*row) for row in nodes],
        clerk_id=session.scalars(
            select(TaskClerk.account_id).where(TaskClerk.task_id == task.id, TaskClerk.until_on.is_(None))
        ).first(),
    )


def _units(session: Session, task_id: int) -> dict[str, str]:
    named: dict[ParticipationRole, list[str]] = {role: [] for role in ParticipationRole}
    units = select(Participation.role, Department.name).join(Department, Department.id == Participation.department_id)
    groups = select(GroupParticipation.role, DepartmentGroup.name).join(
        DepartmentGroup, DepartmentGroup.id == GroupParticipation.group_id
    )
    for rows in (
        session.execute(
            units.where(Participation.task_id == task_id, Participation.until_on.is_(None)).order_by(Participation.id)
        ),
        session.execute(groups.where(GroupParticipation.task_id == task_id).order_by(GroupParticipation.id)),
    ):
        for role, name in rows:
            named[role].append(name)
    return {
        "lead": "、".join(named[ParticipationRole.LEAD]),
        "co_leads": "、".join(named[ParticipationRole.CO_LEAD]),
        "supporting": "、".join(named[ParticipationRole.SUPPORTING]),
    }
