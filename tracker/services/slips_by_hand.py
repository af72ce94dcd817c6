"""督办单 begun by the office itself, for a late deadline the rule has prepared none for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Task, WarningSlip
from tracker.policy.access import Actor
from tracker.policy.escalation import Former, Late, facts_of
from tracker.policy.reasons import demand_clear
from tracker.policy.rules import RuleName
from tracker.queries.escalation import formers_on
from tracker.services.deadlines import Basis
from tracker.services.slips import Issue, demand_free, demand_right, late_now
from tracker.vocabulary.escalation import EscalationRefusal, SlipColour, SlipState


def begin_slip(
    session: Session, actor: Actor, task: Task, deadline_id: int, given: Issue, by: Basis, *, today: date
) -> WarningSlip:
    """A slip begun by the office for a late deadline; it is issued, or put forward, like one the rule prepared.

    Raises NotPermitted for a colour that is not the actor's, RuleBroken without a reason, where nothing of it is late,
    it had a slip lately, or had one of the colour.
    """
    demand_right(session, actor, task, given.colour)
    if not given.reason.strip():
        raise RuleBroken(EscalationRefusal.RAISE_REASON)
    demand_clear(given.reason)
    late = late_now(session, task, by, today=today)
    about = next((one for one in late if one.deadline_id == deadline_id), None)
    if about is None:
        raise RuleBroken(EscalationRefusal.NOT_OVERDUE, title=task.title)
    formers = demand_none_lately(session, task, by, today=today)
    slip = WarningSlip(
        office_id=task.office_id,
        task_id=task.id,
        department_id=about.department_id,
        deadline_id=about.deadline_id,
        clock_no=about.clock_no,
        colour=given.colour,
        state=SlipState.PREPARED,
        prepared_on=today,
        by_hand=True,
        overdue_workdays=about.workdays,
        facts=facts_of(today, about, formers),
        rule_id=by.rules.id(RuleName.WARNING_SLIP),
        reason=given.reason.strip(),
        recorded_at=clock.now(),
    )
    demand_free(session, slip, given.colour)
    session.add(slip)
    session.flush()  # what follows names the key
    return slip


def demand_none_lately(session: Session, task: Task, by: Basis, *, today: date) -> Sequence[Former]:
    """The task's slips so far. Raises RuleBroken where the last was prepared too few working days ago."""
    formers = formers_on(session, today, lambda task_id: task_id == task.id).get(task.id, [])
    apart = by.rules.number(RuleName.WARNING_SLIP, "apart_workdays")
    last = max((former.prepared_on for former in formers), default=None)
    if last is not None and by.calendar.workdays_between(last, today) < apart:
        raise RuleBroken(EscalationRefusal.LATELY, day=last, next=by.calendar.add_workdays(last, apart))
    return formers


def not_had(session: Session, late: Sequence[Late], colours: Collection[SlipColour]) -> list[Late]:
    """Those late deadlines that have not had a slip in every one of the colours since their clock began."""
    had: dict[tuple[int, int], set[SlipColour]] = {}
    rows = select(WarningSlip.deadline_id, WarningSlip.clock_no, WarningSlip.colour)
    for row in session.execute(rows.where(WarningSlip.deadline_id.in_([one.deadline_id for one in late]))):
        had.setdefault((row.deadline_id, row.clock_no), set()).add(row.colour)
    return [one for one in late if set(colours) - had.get((one.deadline_id, one.clock_no), set())]
