"""Units change: one gets another name, one is merged into another; past days keep their names and their debtors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import (
    Deadline,
    Department,
    DepartmentGroupMember,
    DepartmentName,
    Handover,
    Participation,
    ProgressReport,
    Task,
)
from tracker.policy.access import Actor
from tracker.queries.handovers import lines_of, tasks_of_unit
from tracker.services import cards, deadlines
from tracker.services.handovers import Terms, demand, write_down
from tracker.services.outbox import enqueue
from tracker.vocabulary.cards import HandoverKind, HandoverRefusal
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import NameKind, ParticipationRole
from tracker.vocabulary.lifecycle import ENDED_STATUSES
from tracker.vocabulary.reports import ReportState

_WEIGHT = {role: place for place, role in enumerate(reversed(ParticipationRole))}
_BY_PERIOD = (DeadlineKind.REPORT, DeadlineKind.HELPER_ANSWER)


def rename(session: Session, actor: Actor, department_id: int, name: str, terms: Terms, *, today: date) -> Handover:
    """单位更名: from the day on it goes by ``name``; the old one still finds it, and names it on earlier days.

    Raises RuleBroken for a day ahead, without a name, or for one that some unit has.
    """
    office_id = demand(actor, terms, today)
    unit, name = session.get_one(Department, department_id), name.strip()
    if not name:
        raise RuleBroken(HandoverRefusal.NAME_EMPTY)
    if session.scalars(select(Department.id).where(Department.name == name)).first() is not None:
        raise RuleBroken(HandoverRefusal.NAME_TAKEN, name=name)
    outgoing = unit.name
    for row in unit.names:
        if row.kind is NameKind.FULL:
            row.kind, row.until_on = NameKind.OLD, terms.effective_on
    again = next((row for row in unit.names if row.name == name), None)
    if again is None:
        unit.names.append(DepartmentName(name=name, kind=NameKind.FULL, from_on=terms.effective_on))
    else:
        again.kind, again.from_on, again.until_on = NameKind.FULL, terms.effective_on, None
    unit.name = name
    session.flush()
    paper = Handover(
        kind=HandoverKind.RENAMED,
        from_department_id=unit.id,
        to_department_id=unit.id,
        outgoing=outgoing,
        incoming=name,
    )
    lines = tasks_of_unit(session, office_id, unit.id, terms.effective_on)
    write_down(session, actor, paper, terms, lines, today=today)
    body = f"自{terms.effective_on}起，{outgoing}更名为{name}，承办事项{len(lines)}件不变。"
    enqueue(session, f"handover:{paper.id}:{unit.id}", unit.id, paper.kind.label, body)
    return paper


def merge(session: Session, actor: Actor, from_id: int, to_id: int, terms: Terms, *, today: date) -> Handover:
    """单位合并: the unit ends; its part in every unfinished task, and what it owes there, passes to its successor.

    Where the successor takes part already, it has the weightier part. The paper lists the tasks of the actor's office.
    Raises RuleBroken for a day ahead, a unit that has ended, or the same one twice.
    """
    office_id = demand(actor, terms, today)
    old, new = session.get_one(Department, from_id), session.get_one(Department, to_id)
    if old.id == new.id:
        raise RuleBroken(HandoverRefusal.SAME)
    for unit in (old, new):
        if unit.ended_on is not None:
            raise RuleBroken(HandoverRefusal.ENDED, name=unit.name, day=unit.ended_on)
    day = terms.effective_on
    listed = [line.id for line in tasks_of_unit(session, office_id, old.id, day)]
    parts = session.scalars(
        select(Participation)
        .join(Task, Task.id == Participation.task_id)
        .where(
            Participation.department_id == old.id,
            Participation.until_on.is_(None),
            Task.status.not_in(sorted(ENDED_STATUSES)),
        )
        .order_by(Participation.id)
    ).all()
    for part in parts:
        _pass_part(session, actor, part, new.id, day, today=today)
    _pass_memberships(session, old.id, new.id, day)
    old.ended_on, old.successor_id = day, new.id
    session.flush()
    paper = Handover(kind=HandoverKind.MERGED, from_department_id=old.id, to_department_id=new.id)
    write_down(session, actor, paper, terms, lines_of(session, listed, day, new.id), today=today)
    body = f"自{day}起，{old.name}并入贵单位，其承办事项{len(parts)}件由贵单位继续承办，时限不变。"
    enqueue(session, f"handover:{paper.id}:{new.id}", new.id, paper.kind.label, body)
    return paper


def _pass_part(session: Session, actor: Actor, part: Participation, to_id: int, day: date, *, today: date) -> None:
    task = session.get_one(Task, part.task_id)
    part.until_on, part.lead_of = max(day, part.from_on), None
    session.flush()  # one lead at a time
    own = session.scalars(
        select(Participation).where(
            Participation.task_id == task.id, Participation.department_id == to_id, Participation.until_on.is_(None)
        )
    ).first()
    if own is None or _WEIGHT[own.role] < _WEIGHT[part.role]:
        _take_part(session, part, own, to_id, day)
    _pass_duties(session, task, part.department_id, to_id, day)
    session.flush()
    if task.status.is_open:
        cards.settle(session, actor, task, today=today)


def _take_part(session: Session, part: Participation, own: Participation | None, to_id: int, day: date) -> None:
    """The successor's part begins, as the old unit's was."""
    since = max(day, part.from_on)
    if own is not None and own.from_on < since:
        own.until_on, own = since, None
        session.flush()
    taken = own or Participation(task_id=part.task_id, department_id=to_id, from_on=since)
    taken.role, taken.duty = part.role, part.duty
    taken.lead_of = part.task_id if part.role is ParticipationRole.LEAD else None
    taken.answer, taken.answered_on, taken.answered_by = part.answer, part.answered_on, part.answered_by
    session.add(taken)
    session.flush()


def _pass_duties(session: Session, task: Task, from_id: int, to_id: int, day: date) -> None:
    """What the old unit still owes. What the successor owes already, or would owe itself, falls away."""
    for duty in deadlines.of_task(session, task.id):
        if duty.owed_to_department_id == from_id:
            duty.owed_to_department_id = to_id
        mine = duty.owed_by_department_id == from_id
        to_itself = duty.owed_to_department_id == to_id and (mine or duty.owed_by_department_id == to_id)
        if duty.met_on is not None or not (mine or to_itself):
            continue
        if to_itself or (duty.kind in _BY_PERIOD and not _rename_period(session, duty, to_id)):
            deadlines.void([duty], today=max(day, duty.opened_on or day))
            continue
        deadlines.pass_on(session, duty, to_id, day=day)
        drafts = session.scalars(
            select(ProgressReport).where(
                ProgressReport.deadline_id == duty.id,
                ProgressReport.state.in_([ReportState.DRAFT, ReportState.SIGNING]),
            )
        )
        for draft in drafts:
            draft.department_id = to_id


def _rename_period(session: Session, duty: Deadline, to_id: int) -> bool:
    """Give a period's report the successor's name, so that the sweep opens no second; False where there is one."""
    name = f"{duty.kind}:{duty.period}:{duty.task_id}:{to_id}"
    if session.scalars(select(Deadline.id).where(Deadline.duty == name)).first() is not None:
        return False
    duty.duty = name
    return True


def _pass_memberships(session: Session, from_id: int, to_id: int, day: date) -> None:
    """Groups keep a member where they had one."""
    current = DepartmentGroupMember.until_on.is_(None)
    members: Sequence[DepartmentGroupMember] = session.scalars(
        select(DepartmentGroupMember).where(DepartmentGroupMember.department_id.in_([from_id, to_id]), current)
    ).all()
    there = {row.group_id for row in members if row.department_id == to_id}
    for row in members:
        if row.department_id == from_id:
            row.until_on = max(day, row.from_on)
            if row.group_id not in there:
                session.add(DepartmentGroupMember(group_id=row.group_id, department_id=to_id, from_on=row.until_on))
