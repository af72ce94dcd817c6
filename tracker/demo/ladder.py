"""The ladder in 示例市: more time asked for, slips issued and answered, proposals decided."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.manners import acts_on, lot
from tracker.demo.people import Cast
from tracker.errors import RuleBroken
from tracker.models import Deadline, Extension, Proposal, Standstill, Task, WarningSlip
from tracker.services import extensions, granting, proposals, slip_answers, slips, standstills
from tracker.services.deadlines import Basis
from tracker.services.extensions import Ask
from tracker.services.proposals import Verdict
from tracker.services.slip_answers import Answer
from tracker.services.slips import Issue
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome, SlipColour, SlipState
from tracker.vocabulary.extensions import ExtensionCause, ExtensionState
from tracker.vocabulary.lifecycle import TaskStatus

_ASKED_AHEAD = timedelta(days=20)
_CAUSES = (ExtensionCause.LAND, ExtensionCause.APPROVAL, ExtensionCause.PROCEDURE, ExtensionCause.FUNDS)
_ANSWERED_OF_A_HUNDRED = 75


def climb(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """What people do on the ladder on a working day, from the lowest rung up."""
    _ask_for_time(session, cast, by, day)
    _advise(session, cast, day)
    _explain(session, cast, day)
    _issue(session, cast, by, day)
    _answer(session, cast, day)
    _postpone_old_proposals(session, cast, day)


def _ask_for_time(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """A third of the units that will not make it say so in time, the head himself."""
    ahead = session.execute(
        select(Deadline, Task)
        .join(Task, Task.id == Deadline.task_id)
        .where(
            Deadline.kind == DeadlineKind.FINAL,
            Deadline.due_on.between(day + _ASKED_AHEAD, day + _ASKED_AHEAD + timedelta(days=6)),
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
            Deadline.opened_on.is_not(None),
            Task.status == TaskStatus.IN_PROGRESS,
            Task.procedure == Procedure.ORDINARY,
            ~select(Extension.id).where(Extension.deadline_id == Deadline.id).exists(),
        )
        .order_by(Deadline.id)
    )
    for duty, _task in ahead.all():
        due_on, unit = duty.due_on, duty.owed_by_department_id
        when = acts_on(duty.kind, duty.duty, due_on) if due_on else None
        if due_on is None or unit is None or (when is not None and when <= due_on) or lot(f"time {duty.duty}") >= 33:
            continue
        cause = _CAUSES[lot(f"cause {duty.duty}") % len(_CAUSES)]
        ask = Ask(
            cause,
            f"{cause.label}，原定工期无法按时完成，申请延期办理。",
            "已完成主体工作六成，措施已逐项落实到人。",
            due_on + timedelta(days=30),
        )
        try:
            extensions.sign(session, cast.unit_head(unit), duty, ask, by, today=day)
        except RuleBroken:
            continue  # too short a term for so much more, or another reason the rules know: they go on as they were


def _advise(session: Session, cast: Cast, day: date) -> None:
    waiting = select(Extension).where(Extension.state == ExtensionState.ASKED, Extension.signed_on < day)
    for row in session.scalars(waiting.order_by(Extension.id)).all():
        granting.advise(session, cast.clerk(row.task_id), row, "情况属实，拟同意延期，请领导审定。", today=day)


def _explain(session: Session, cast: Cast, day: date) -> None:
    """Half of the units say how it stands where nothing was seen to move."""
    found = session.execute(
        select(Standstill, Task, Deadline.owed_by_department_id)
        .join(Task, Task.id == Standstill.task_id)
        .join(Deadline, (Deadline.task_id == Task.id) & (Deadline.kind == DeadlineKind.FINAL))
        .where(
            Standstill.over_on.is_(None),
            Standstill.explained_on.is_(None),
            Standstill.found_on < day,
            Task.status == TaskStatus.IN_PROGRESS,
            Deadline.voided_on.is_(None),
            Deadline.owed_by_department_id.is_not(None),
        )
        .order_by(Standstill.id)
    )
    for row, _, unit in found.all():
        if unit is not None and lot(f"explain {row.id}") < 50:
            said = "前期手续已办结，实物工作量集中在下期，届时一并申报核实。"
            standstills.explain(session, cast.liaison(unit), row, said, today=day)


def _issue(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """What the night prepared: blue at once, orange the day after, red put to a leader."""
    prepared = select(WarningSlip).where(WarningSlip.state == SlipState.PREPARED, WarningSlip.prepared_on <= day)
    for slip in session.scalars(prepared.order_by(WarningSlip.id)).all():
        try:
            match slip.colour:
                case SlipColour.BLUE:
                    slips.issue(session, cast.clerk(slip.task_id), slip, Issue(slip.colour), by, today=day)
                case SlipColour.ORANGE if slip.prepared_on < day:
                    slips.issue(session, cast.director, slip, Issue(slip.colour), by, today=day)
                case SlipColour.RED if slip.prepared_on == day:
                    slips.put_forward(session, cast.director, slip, "多次催办仍未完成，建议签发。", by, today=day)
        except RuleBroken as moved:
            slips.drop(session, cast.director, slip, f"情况已变：{moved.message}", today=day)


def _answer(session: Session, cast: Cast, day: date) -> None:
    """Acknowledged the day after; three in four are answered the day after that, by the head."""
    told = select(WarningSlip).where(
        WarningSlip.state.in_((SlipState.ISSUED, SlipState.ACKNOWLEDGED)), WarningSlip.issued_on < day
    )
    for slip in session.scalars(told.order_by(WarningSlip.id)).all():
        unit = slips.addressee(session, slip)
        if slip.state is SlipState.ISSUED:
            slip_answers.acknowledge(session, cast.liaison(unit), slip, today=day)
        elif lot(f"slip {slip.id}") < _ANSWERED_OF_A_HUNDRED:
            said = "已成立专班，倒排工期，主要负责人每周调度，确保本月底前完成。"
            slip_answers.answer(session, cast.unit_head(unit), slip, Answer(said), today=day)


def _postpone_old_proposals(session: Session, cast: Cast, day: date) -> None:
    """The director looks at the month's list on its third day; what becomes a listing, ``listings`` decides."""
    if day.day < 3:
        return
    open_ones = select(Proposal).where(
        Proposal.kind == ProposalKind.LISTING, Proposal.outcome.is_(None), Proposal.proposed_on < day
    )
    for row in session.scalars(open_ones.order_by(Proposal.id)).all():
        if lot(f"proposal {row.id}") < 60:
            until = day + timedelta(days=30)
            verdict = Verdict(ProposalOutcome.POSTPONED, "已约谈主要负责人，先看一个月。", until)
        else:
            verdict = Verdict(ProposalOutcome.DECLINED, "主体工程已完工，正在办理验收，不宜挂牌。")
        proposals.decide(session, cast.director, row, verdict, today=day)
