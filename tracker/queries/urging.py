"""催办: whom the office last urged, when, by whom; and what there is to be urged about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Account, CallRecord, Department, Participation, RoleGrant, Task
from tracker.policy.access import Actor
from tracker.policy.urging import next_message_on
from tracker.queries.calendar import work_calendar
from tracker.queries.owed import owed
from tracker.queries.rules import rules_on
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.people import OFFICE, AccountState, Role
from tracker.vocabulary.reports import UrgeChannel

_DUTIES_NAMED = 3


@dataclass(frozen=True)
class Urged:
    """The last call or message. ``free_on``: another message may go from that day on; empty where it may today."""

    happened_on: date
    channel: UrgeChannel
    whom: str
    said: str
    recorded_by: str
    free_on: date | None


@dataclass(frozen=True)
class UnitRow:
    """A unit that takes part, and when it was last urged."""

    id: int
    name: str
    role: ParticipationRole
    last: Urged | None


def of_task(session: Session, actor: Actor, task: Task, day: date) -> Sequence[UnitRow]:
    """For the office alone: the units of an open task, the lead first."""
    if not actor.roles & OFFICE or not task.status.is_open:
        return []
    parts = session.execute(
        select(Department.id, Department.name, Participation.role)
        .join(Participation, Participation.department_id == Department.id)
        .where(Participation.task_id == task.id, Participation.until_on.is_(None))
        .order_by(Participation.id)
    ).all()
    last = _last(session, _newest().where(CallRecord.task_id == task.id), day)
    order = {role: place for place, role in enumerate(ParticipationRole)}
    rows = [UnitRow(part.id, part.name, part.role, last.get((task.id, part.id))) for part in parts]
    return sorted(rows, key=lambda row: order[row.role])


def leads_urged(session: Session, task_ids: Collection[int], day: date) -> Mapping[int, Urged]:
    """When the leads of these tasks were last urged, by task; for lists."""
    lead = (
        select(Participation.lead_of, Participation.department_id)
        .where(Participation.lead_of.in_(task_ids))
        .subquery("lead")
    )
    newest = _newest().join(
        lead, (lead.c.lead_of == CallRecord.task_id) & (lead.c.department_id == CallRecord.department_id)
    )
    return {task_id: urged for (task_id, _), urged in _last(session, newest, day).items()}


def owed_words(session: Session, task: Task, department_id: int, day: date) -> str:
    """What the unit owes on the task, in a sentence for a message or a call."""
    duties = [row for row in owed(session, department_id, day) if row.task_id == task.id]
    named = "；".join(
        f"{row.kind.label} {row.due_on}{f'，已过{row.late}天' if row.late else ''}" for row in duties[:_DUTIES_NAMED]
    )
    return f"{named}。请抓紧办理，并反馈进展。" if named else "请抓紧办理，并反馈进展。"


def to_be_called(session: Session, department_id: int) -> str:
    """Whom one calls at a unit: who was called last, else its liaison."""
    last = session.scalars(
        select(CallRecord.whom)
        .where(CallRecord.department_id == department_id, CallRecord.channel == UrgeChannel.PHONE)
        .order_by(CallRecord.id.desc())
        .limit(1)
    ).first()
    liaison = (
        select(Account.name)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.department_id == department_id, RoleGrant.role == Role.LIAISON, Account.state == AccountState.ACTIVE
        )
        .order_by(Account.id)
        .limit(1)
    )
    return last or session.scalars(liaison).first() or ""


def _newest() -> Select[Any]:
    """The newest record of each task and unit: what was written down last on its last day."""
    later = aliased(CallRecord)
    return select(CallRecord).where(
        ~select(later.id)
        .where(
            later.task_id == CallRecord.task_id,
            later.department_id == CallRecord.department_id,
            or_(
                later.happened_on > CallRecord.happened_on,
                and_(later.happened_on == CallRecord.happened_on, later.id > CallRecord.id),
            ),
        )
        .exists()
    )


def _last(session: Session, newest: Select[Any], day: date) -> dict[tuple[int, int], Urged]:
    rules, calendar = rules_on(session, day), work_calendar(session)
    found = {}
    for record in session.scalars(newest):
        free_on = next_message_on(record.happened_on, rules, calendar)
        found[record.task_id, record.department_id] = Urged(
            record.happened_on,
            record.channel,
            record.whom,
            record.said,
            record.recorded_by,
            free_on if free_on is not None and day < free_on else None,
        )
    return found
