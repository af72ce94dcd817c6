"""督办单: what the rule prepared is issued by a person, raised or dropped for reasons; the office may begin one too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, NotPermitted, RuleBroken
from tracker.models import Deadline, Department, Post, Task, WarningSlip
from tracker.policy.access import Actor, may
from tracker.policy.escalation import Late, graver
from tracker.policy.reasons import demand_clear
from tracker.policy.rules import RuleName
from tracker.queries.escalation import late_on
from tracker.queries.routes import seats
from tracker.queries.slips import seen_by
from tracker.queries.visibility import subject_of
from tracker.services import audit, deadlines, submissions
from tracker.services.access import open_task
from tracker.services.deadlines import Basis, Owed, basis
from tracker.services.numbering import next_reference
from tracker.services.outbox import enqueue
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.escalation import EscalationRefusal, SlipColour, SlipState
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal

_CONSENT = ("同意", "同意签发", "可", "照办")
SERIES = {SlipColour.BLUE: "督催蓝", SlipColour.ORANGE: "督催橙", SlipColour.RED: "督催红"}
ISSUES = {
    SlipColour.BLUE: Action.SLIP_ISSUE,
    SlipColour.ORANGE: Action.SLIP_ISSUE_ORANGE,
    SlipColour.RED: Action.SLIP_ISSUE_ORANGE,
}
"""Who issues a colour; a red one he drops, or takes back, but a leader issues (ApprovalKind.WARNING)."""


@dataclass(frozen=True)
class Issue:
    """In which colour, and in the issuer's own words why, where it is graver than what was prepared."""

    colour: SlipColour
    reason: str = ""


def open_slip(session: Session, actor: Actor, action: Action, slip_id: int) -> tuple[WarningSlip, Task]:
    """A slip and its task, for ``action``. Raises NotFound where the actor may not know of it."""
    slip = session.scalars(select(WarningSlip).where(WarningSlip.id == slip_id, seen_by(actor))).first()
    if slip is None:
        raise NotFound(EscalationRefusal.NO_SLIP)
    return slip, open_task(session, actor, action, slip.task_id)


def issue(session: Session, actor: Actor, slip: WarningSlip, given: Issue, by: Basis, *, today: date) -> None:
    """签发 blue or orange: numbered, told to the unit, which owes an answer.

    Raises NotPermitted for a colour that is not the actor's, RuleBroken where it was dealt with, is overdue no longer,
    or is raised without a reason. Red goes to a leader: see ``put_forward``.
    """
    if given.colour is SlipColour.RED:
        raise RuleBroken(EscalationRefusal.RED_BY_LEADER)
    task = session.get_one(Task, slip.task_id)
    demand_right(session, actor, task, given.colour)
    demand_prepared(slip, "签发")
    _demand_colour(session, slip, given)
    demand_late(session, slip, by, today=today)
    submissions.withdraw(session, actor, ApprovalKind.WARNING, slip.id, today=today)
    _issue(session, actor, slip, given, actor.name, by, today=today)


def put_forward(session: Session, actor: Actor, slip: WarningSlip, reason: str, by: Basis, *, today: date) -> None:
    """送审: a red slip waits for the leader's decision. Raises RuleBroken as ``issue`` does."""
    demand_prepared(slip, "送审")
    _demand_colour(session, slip, Issue(SlipColour.RED, reason))
    demand_late(session, slip, by, today=today)
    task = session.get_one(Task, slip.task_id)
    slip.reason = reason.strip()
    body = "\n".join(
        line for line in (slip.facts, f"督查室意见：{slip.reason}" if slip.reason else "", _unit(session, slip)) if line
    )
    title = f"向{_unit(session, slip)}签发红色督办单：{task.title}"
    put = Put(ApprovalKind.WARNING, slip.id, slip.office_id, title, body, task)
    submissions.submit(session, actor, put, today=today)


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """The leader has decided: the slip is issued in red by his name, or dropped with his reason."""
    slip = session.get_one(WarningSlip, subject_id)
    demand_prepared(slip, "审批")
    if not decided.approved:
        _drop(session, actor, slip, decided.opinion, decided.approver, today=today)
        return "该督办单不予签发。"
    by = basis(session, today)
    demand_late(session, slip, by, today=today)
    # A bare word of consent is for the office; what else he says, the unit reads.
    reason = slip.reason if decided.opinion.strip("。！! ") in _CONSENT else decided.opinion or slip.reason
    _issue(session, actor, slip, Issue(SlipColour.RED, reason), decided.approver, by, today=today)
    return f"已签发，编号{slip.number}。"


def drop(session: Session, actor: Actor, slip: WarningSlip, reason: str, *, today: date) -> None:
    """不予签发, with a reason, by whoever may issue the colour."""
    demand_right(session, actor, session.get_one(Task, slip.task_id), slip.colour)
    demand_prepared(slip, "不予签发")
    demand_clear(reason)
    submissions.withdraw(session, actor, ApprovalKind.WARNING, slip.id, today=today)
    _drop(session, actor, slip, reason.strip(), actor.name, today=today)


def late_now(session: Session, task: Task, by: Basis, *, today: date) -> list[Late]:
    """The task's late deadlines a slip may be about."""
    looked = late_on(session, today, by.calendar, lambda task_id: task_id == task.id).get(task.id)
    return [one for one in looked.late if one.kind is not DeadlineKind.LISTING_TERM] if looked else []


def demand_prepared(slip: WarningSlip, act: str) -> None:
    if slip.state is not SlipState.PREPARED:
        raise RuleBroken(EscalationRefusal.SLIP_OVER, state=slip.state.label, act=act)


def demand_late(session: Session, slip: WarningSlip, by: Basis, *, today: date) -> None:
    """Raises RuleBroken where the deadline is not late today: answered, extended, held by a request, suspended."""
    task = session.get_one(Task, slip.task_id)
    keys = {(one.deadline_id, one.clock_no) for one in late_now(session, task, by, today=today)}
    if (slip.deadline_id, slip.clock_no) not in keys:
        raise RuleBroken(EscalationRefusal.NOT_OVERDUE, title=task.title)


def demand_right(session: Session, actor: Actor, task: Task, colour: SlipColour) -> None:
    if not may(actor, ISSUES[colour], subject_of(session, task)):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=ISSUES[colour].label)


def _demand_colour(session: Session, slip: WarningSlip, given: Issue) -> None:
    if given.colour is slip.colour:
        return
    if not graver(given.colour, slip.colour):
        raise RuleBroken(EscalationRefusal.NOT_GRAVER)
    if not given.reason.strip():
        raise RuleBroken(EscalationRefusal.RAISE_REASON)
    demand_clear(given.reason)
    demand_free(session, slip, given.colour)


def demand_free(session: Session, slip: WarningSlip, colour: SlipColour) -> None:
    """Raises RuleBroken where the deadline has had a slip of the colour since its clock began."""
    session.flush()
    taken = select(WarningSlip.id).where(
        WarningSlip.deadline_id == slip.deadline_id,
        WarningSlip.clock_no == slip.clock_no,
        WarningSlip.colour == colour,
        WarningSlip.id.is_distinct_from(slip.id),
    )
    if session.scalars(taken).first() is not None:
        raise RuleBroken(EscalationRefusal.COLOUR_TAKEN, colour=colour.label)


def _issue(
    session: Session, actor: Actor, slip: WarningSlip, given: Issue, issuer: str, by: Basis, *, today: date
) -> None:
    task = session.get_one(Task, slip.task_id)
    # Taken first: a slip half issued must not be written on the way.
    number = next_reference(session, slip.office_id, SERIES[given.colour], today.year)
    if given.colour is not slip.colour:
        slip.raised_from, slip.colour = slip.colour, given.colour
    slip.state, slip.issued_by, slip.issued_on, slip.number = SlipState.ISSUED, issuer, today, number
    slip.reason = given.reason.strip() or slip.reason
    days = by.rules.number(RuleName.WARNING_SLIP, "answer_workdays")
    owed = Owed(
        DeadlineKind.SLIP_ANSWER, f"slip-{slip.id}", department_id=slip.department_id,
        to_department_id=slip.office_id, term=days,
    )  # fmt: skip
    duty = deadlines.owe(session, actor, task, owed, by, today=today)
    slip.answer_deadline_id = duty.id
    _overtake(session, actor, slip, today=today)
    audit.record(
        session, actor, AuditTag.SLIP_ISSUED, "slip", slip.id, today=today, colour=slip.colour,
        raised_from=slip.raised_from, number=slip.number, issued_by=issuer, reason=slip.reason,
    )  # fmt: skip
    session.flush()
    body = f"{task.reference or ''}“{task.title}”：{slip.facts}。请于{duty.due_on}前答复。"
    body += f"\n督查室意见：{slip.reason}" if slip.reason else ""
    enqueue(
        session,
        f"slip:{slip.id}:issued",
        slip.department_id,
        f"{slip.colour.label}{slip.number}",
        body,
        task_id=task.id,
        urgent=slip.colour is SlipColour.RED,
    )
    _copy(session, task, slip, today)


def _overtake(session: Session, actor: Actor, slip: WarningSlip, *, today: date) -> None:
    """Others of the task that nobody has issued and that are no graver need not be issued any more."""
    others = select(WarningSlip).where(
        WarningSlip.task_id == slip.task_id, WarningSlip.id != slip.id, WarningSlip.state == SlipState.PREPARED
    )
    for other in session.scalars(others).all():
        if not graver(other.colour, slip.colour):
            submissions.withdraw(session, actor, ApprovalKind.WARNING, other.id, today=today)
            _drop(session, actor, other, f"已签发{slip.number}", actor.name, today=today)


def _copy(session: Session, task: Task, slip: WarningSlip, today: date) -> None:
    """抄送: orange to the task's leader, red to the 主要领导 as well: to their seats, and on paper by the office."""
    if slip.colour is SlipColour.BLUE:
        return
    leader = session.get(Post, task.leader_post_id) if task.leader_post_id else None
    to = [leader.name if leader else "分管领导"] + (["主要领导"] if slip.colour is SlipColour.RED else [])
    issued = f"{slip.number}已签发给{_unit(session, slip)}：{task.title}。"
    body = f"{issued}请抄送{'、'.join(to)}。"
    enqueue(session, f"slip:{slip.id}:copy", slip.office_id, f"请抄送{slip.colour.label}", body, task_id=task.id)
    heads = [one.id for one in seats(session, slip.office_id, today) if one.rank is PostRank.HEAD]
    told = {*([leader.id] if leader else []), *(heads if slip.colour is SlipColour.RED else [])}
    for seat in sorted(told):
        key, subject = f"slip:{slip.id}:seat:{seat}", f"抄送{slip.colour.label}"
        enqueue(session, key, None, subject, f"{issued}{slip.facts}。", post_id=seat, task_id=task.id)


def _drop(session: Session, actor: Actor, slip: WarningSlip, reason: str, who: str, *, today: date) -> None:
    slip.state, slip.dropped_on, slip.dropped_by, slip.dropped_because = SlipState.DROPPED, today, who, reason
    audit.record(session, actor, AuditTag.SLIP_DROPPED, "slip", slip.id, today=today, reason=reason, dropped_by=who)


def _unit(session: Session, slip: WarningSlip) -> str:
    return session.get_one(Department, slip.department_id).name


def addressee(session: Session, slip: WarningSlip) -> int:
    """The unit that owes the answer: it passes on with the task's duties."""
    duty = session.get(Deadline, slip.answer_deadline_id) if slip.answer_deadline_id else None
    owes = duty.owed_by_department_id if duty is not None else None
    return owes if owes is not None else slip.department_id
