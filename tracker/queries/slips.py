"""督办单 as they are read: what waits to be issued, what was issued and answered, and by whom they may be seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import Deadline, Department, Participation, Rule, Submission, Task, WarningSlip
from tracker.policy.access import Actor
from tracker.policy.work_calendar import WorkCalendar
from tracker.queries.escalation import late_on
from tracker.queries.visibility import visible_to
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.escalation import SlipColour, SlipState
from tracker.vocabulary.people import OFFICE, Role

MOST = 200
_LEADERS = frozenset({Role.LEADER, Role.SECRETARY_GENERAL})
_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD})
_ISSUED = (SlipState.ISSUED, SlipState.ACKNOWLEDGED, SlipState.ANSWERED)
_UNANSWERED = (SlipState.ISSUED, SlipState.ACKNOWLEDGED)


@dataclass(frozen=True)
class SlipRow:
    """A slip. ``unit`` is the one that owes the answer; ``submission_id`` where it waits for a leader's decision.

    ``lapsed_on``: the answer is owed no longer, its task being over. ``issuable``: its deadline is late today.
    An answer that is not signed yet is shown to its unit alone.
    """

    id: int
    version: int
    task_id: int
    reference: str
    title: str
    unit: str
    unit_id: int
    colour: SlipColour
    raised_from: SlipColour | None
    state: SlipState
    by_hand: bool
    prepared_on: date
    facts: str
    rule_version: int
    clause: str
    deadline_id: int
    clock_no: int
    number: str
    reason: str
    issued_by: str
    issued_on: date | None
    answer_due_on: date | None
    acknowledged_by: str
    acknowledged_on: date | None
    answer: str
    answered_by: str
    answered_on: date | None
    dropped_because: str
    dropped_by: str
    dropped_on: date | None
    submission_id: int | None
    lapsed_on: date | None
    issuable: bool = False

    @property
    def waits(self) -> bool:
        """Issued, not answered, and the answer is still owed."""
        return self.state in _UNANSWERED and self.lapsed_on is None


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """A condition on WarningSlip: the office's own; others see what was issued, and a leader what he is asked about.

    Which tasks, ``visible_to`` says.
    """
    clauses: list[Any] = []
    if actor.roles & OFFICE and actor.office_id is not None:
        clauses.append(WarningSlip.office_id == actor.office_id)
    issued = WarningSlip.state.in_(_ISSUED)
    if actor.roles & _LEADERS and actor.office_id is not None:
        asked = select(Submission.id).where(
            Submission.kind == ApprovalKind.WARNING, Submission.subject_id == WarningSlip.id
        )
        clauses.append(and_(WarningSlip.office_id == actor.office_id, or_(issued, asked.exists())))
    if actor.roles & _UNIT and actor.department_id is not None:
        mine = select(Participation.task_id).where(
            Participation.department_id == actor.department_id, Participation.until_on.is_(None)
        )
        clauses.append(and_(WarningSlip.task_id.in_(mine), issued))
    return or_(*clauses) if clauses else false()


def prepared(session: Session, actor: Actor, day: date, calendar: WorkCalendar) -> Sequence[SlipRow]:
    """What waits to be issued, the gravest and oldest first."""
    chosen = and_(WarningSlip.office_id == actor.office_id, WarningSlip.state == SlipState.PREPARED)
    rows = [
        _row(row)
        for row in session.execute(
            _slips().where(chosen, visible_to(actor)).order_by(WarningSlip.prepared_on, WarningSlip.id).limit(MOST)
        )
    ]
    tasks = select(WarningSlip.task_id).where(chosen)
    late = late_on(session, day, calendar, lambda task_id: task_id.in_(tasks))
    keys = {(one.deadline_id, one.clock_no) for looked in late.values() for one in looked.late}
    return [replace(row, issuable=(row.deadline_id, row.clock_no) in keys) for row in rows]


def to_issue(session: Session, actor: Actor, colours: Collection[SlipColour]) -> int:
    """How many are prepared in these colours and wait for the office."""
    query = select(func.count()).select_from(WarningSlip).join(Task, Task.id == WarningSlip.task_id)
    chosen = and_(WarningSlip.office_id == actor.office_id, WarningSlip.state == SlipState.PREPARED)
    return session.scalars(query.where(chosen, visible_to(actor), WarningSlip.colour.in_(colours))).one()


def issued(session: Session, actor: Actor, *, waiting: bool) -> Sequence[SlipRow]:
    """Slips issued that the actor may see: those that wait for an answer, or the last ones dealt with."""
    lapsed = (
        select(Deadline.id)
        .where(Deadline.id == WarningSlip.answer_deadline_id, Deadline.voided_on.is_not(None))
        .exists()
    )
    unanswered = WarningSlip.state.in_(_UNANSWERED)
    over = or_(WarningSlip.state.in_((SlipState.ANSWERED, SlipState.DROPPED)), and_(unanswered, lapsed))
    last = func.coalesce(WarningSlip.answered_on, WarningSlip.dropped_on, WarningSlip.issued_on).desc()
    chosen, order = (and_(unanswered, ~lapsed), WarningSlip.issued_on) if waiting else (over, last)
    query = _slips().where(seen_by(actor), visible_to(actor), chosen)
    return [_row(row) for row in session.execute(query.order_by(order, WarningSlip.id).limit(MOST))]


def of_task(session: Session, actor: Actor, task: Task, _day: date | None = None) -> Sequence[SlipRow]:
    """A task's slips that the actor may see, the newest first."""
    query = _slips().where(seen_by(actor), WarningSlip.task_id == task.id)
    return [_own(_row(row), actor) for row in session.execute(query.order_by(WarningSlip.id.desc()))]


def one(session: Session, actor: Actor, slip_id: int) -> SlipRow:
    """A slip the caller has found visible."""
    return _own(_row(session.execute(_slips().where(WarningSlip.id == slip_id)).one()), actor)


def of_duty(session: Session, deadline_id: int) -> int | None:
    """The slip whose answer the deadline is for."""
    return session.scalars(select(WarningSlip.id).where(WarningSlip.answer_deadline_id == deadline_id)).first()


def counts(session: Session, actor: Actor) -> dict[SlipColour, int]:
    """How many wait to be issued, by colour."""
    rows = session.execute(
        select(WarningSlip.colour, func.count())
        .where(WarningSlip.office_id == actor.office_id, WarningSlip.state == SlipState.PREPARED)
        .group_by(WarningSlip.colour)
    )
    found: dict[SlipColour, int] = dict(rows.tuples().all())
    return {colour: found.get(colour, 0) for colour in SlipColour}


def _slips() -> Any:
    duty = aliased(Deadline)
    waiting = (
        select(func.max(Submission.id))
        .where(
            Submission.kind == ApprovalKind.WARNING,
            Submission.subject_id == WarningSlip.id,
            Submission.ended_on.is_(None),
        )
        .correlate(WarningSlip)
        .scalar_subquery()
    )
    return (
        select(
            WarningSlip,
            Task.reference,
            Task.title,
            Department.id.label("unit_id"),
            Department.name.label("unit"),
            duty.due_on.label("answer_due_on"),
            duty.voided_on.label("lapsed_on"),
            Rule.version.label("rule_version"),
            Rule.clause,
            waiting.label("submission_id"),
        )
        .join(Task, Task.id == WarningSlip.task_id)
        .join(Rule, Rule.id == WarningSlip.rule_id)
        .outerjoin(duty, duty.id == WarningSlip.answer_deadline_id)
        .join(Department, Department.id == func.coalesce(duty.owed_by_department_id, WarningSlip.department_id))
    )


def _own(row: SlipRow, actor: Actor) -> SlipRow:
    """Without the words of an answer its unit has not signed yet."""
    return row if row.answered_on is not None or row.unit_id == actor.department_id else replace(row, answer="")


def _row(row: Any) -> SlipRow:
    slip: WarningSlip = row.WarningSlip
    return SlipRow(
        id=slip.id,
        version=slip.version,
        task_id=slip.task_id,
        reference=row.reference or "",
        title=row.title,
        unit=row.unit,
        unit_id=row.unit_id,
        colour=slip.colour,
        raised_from=slip.raised_from,
        state=slip.state,
        by_hand=slip.by_hand,
        prepared_on=slip.prepared_on,
        facts=slip.facts,
        rule_version=row.rule_version,
        clause=row.clause,
        deadline_id=slip.deadline_id,
        clock_no=slip.clock_no,
        number=slip.number or "",
        reason=slip.reason,
        issued_by=slip.issued_by,
        issued_on=slip.issued_on,
        answer_due_on=row.answer_due_on,
        acknowledged_by=slip.acknowledged_by,
        acknowledged_on=slip.acknowledged_on,
        answer=slip.answer,
        answered_by=slip.answered_by,
        answered_on=slip.answered_on,
        dropped_because=slip.dropped_because,
        dropped_by=slip.dropped_by,
        dropped_on=slip.dropped_on,
        submission_id=row.submission_id,
        lapsed_on=row.lapsed_on,
    )
