"""What the office and the leaders of 示例市 do: check what was claimed, decide what was asked, strike off."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from tracker.demo import words
from tracker.demo.manners import lot, sent_back
from tracker.demo.people import Cast
from tracker.models import (
    Approval,
    CoordinationRequest,
    Deadline,
    DeadlineClaim,
    Participation,
    ProgressReport,
    ReassignmentRequest,
    Task,
    TaskPlan,
)
from tracker.queries.closing import unshown
from tracker.services import (
    closing,
    completion,
    coordination,
    deadlines,
    milestones,
    plans,
    reassignment,
    reports,
    showing,
)
from tracker.services.approvals import Paper
from tracker.services.deadlines import Basis
from tracker.services.departments import unit_called
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.lifecycle import ClosureKind, TaskStatus
from tracker.vocabulary.reports import ReportState, RequestOutcome

_CHECKED_AFTER = timedelta(days=2)
_EXPLAINED = "承办单位已口头说明，下期反馈时补齐。"
_OTHER_LEAD = "市发改委"
_NEVER_ANSWERED = 18


def look(session: Session, cast: Cast, by: Basis, home: str, day: date) -> None:
    """Everything that has waited for two days."""
    _plans(session, cast, by, day)
    _reports(session, cast, day)
    _helpers(session, cast, day)
    _milestones(session, cast, day)
    _completions(session, cast, day)
    _returns(session, cast, by, home, day)
    _requests(session, cast, day)
    _strike_off(session, cast, by, day)


def _plans(session: Session, cast: Cast, by: Basis, day: date) -> None:
    waiting = session.execute(
        select(TaskPlan, Task)
        .join(Task, Task.id == TaskPlan.task_id)
        .where(TaskPlan.outcome.is_(None), TaskPlan.submitted_on < day, Task.status == TaskStatus.ACKNOWLEDGED)
        .order_by(TaskPlan.id)
    )
    for plan, task in waiting.all():
        clerk = cast.clerk(task.id)
        if plan.ordinal == 1 and lot(f"plan {task.id}") < 12:
            plans.send_back(session, clerk, task, "措施过于笼统，请逐条写明做法和责任科室。", today=day)
        else:
            gaps = dict.fromkeys(("目标", "任务", "人员", "措施", "要求", "进度"), _EXPLAINED)
            plans.accept(session, clerk, task, gaps, by, today=day)


def _reports(session: Session, cast: Cast, day: date) -> None:
    """The office reads what leads report, leads what helpers answer."""
    waiting = session.execute(
        select(ProgressReport, Deadline, Task, Participation.department_id)
        .join(Deadline, Deadline.id == ProgressReport.deadline_id)
        .join(Task, Task.id == ProgressReport.task_id)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .where(
            ProgressReport.state == ReportState.SENT,
            ProgressReport.sent_on <= day - _CHECKED_AFTER,
            Deadline.voided_on.is_(None),
            Task.status != TaskStatus.COMPLETION_CLAIMED,
        )
        .order_by(ProgressReport.id)
    )
    for report, duty, task, lead in waiting.all():
        helps = duty.kind is DeadlineKind.HELPER_ANSWER
        reader = cast.liaison(lead) if helps else cast.clerk(task.id)
        wanting = not report.unchanged and sent_back(duty.duty, report.ordinal - 1)
        reports.decide(session, reader, report, words.sent_back_because(duty.duty) if wanting else None, today=day)


def _helpers(session: Session, cast: Cast, day: date) -> None:
    """What helpers told their leads without writing it down."""
    told = session.execute(
        select(Deadline, Participation.department_id)
        .outerjoin(Participation, Participation.lead_of == Deadline.task_id)
        .where(
            Deadline.kind == DeadlineKind.HELPER_ANSWER,
            Deadline.claimed_on <= day - _CHECKED_AFTER,
            Deadline.met_on.is_(None),
            Deadline.voided_on.is_(None),
            ~select(ProgressReport.id).where(ProgressReport.deadline_id == Deadline.id).exists(),
        )
        .order_by(Deadline.id)
    )
    for duty, lead in told.all():
        deadlines.decide(session, cast.liaison(lead or 0), duty, ClaimOutcome.ACCEPTED, today=day)


def _milestones(session: Session, cast: Cast, day: date) -> None:
    waiting = session.execute(
        select(Deadline, Task, _times_sent_back())
        .join(Task, Task.id == Deadline.task_id)
        .where(
            Deadline.kind == DeadlineKind.MILESTONE,
            Deadline.claimed_on <= day - _CHECKED_AFTER,
            Deadline.met_on.is_(None),
            Deadline.voided_on.is_(None),
            Task.status == TaskStatus.IN_PROGRESS,
        )
        .order_by(Deadline.id)
    )
    for duty, task, times in waiting.all():
        reason = "缺少现场照片，请补充后重报。" if sent_back(duty.duty, times) else None
        milestones.decide_milestone(session, cast.clerk(task.id), duty, reason, today=day)


def _completions(session: Session, cast: Cast, day: date) -> None:
    """The clerk looks first, the director a day later; a tenth of the director's words come on paper."""
    waiting = session.execute(
        select(Deadline, Task, _times_sent_back(), _concluded())
        .join(Task, Task.id == Deadline.task_id)
        .where(
            Deadline.kind == DeadlineKind.FINAL,
            Deadline.claimed_on <= day - _CHECKED_AFTER,
            Deadline.met_on.is_(None),
            Deadline.voided_on.is_(None),
            Task.status == TaskStatus.COMPLETION_CLAIMED,
        )
        .order_by(Deadline.id)
    )
    for duty, task, times, concluded_on in waiting.all():
        clerk = cast.clerk(task.id)
        if concluded_on is None or concluded_on < (duty.claimed_on or day):
            if sent_back(duty.duty, times):
                completion.send_back(session, clerk, task, "缺少验收材料，请补齐后重新报结。", today=day)
            else:
                completion.conclude(session, clerk, task, "现场核实，目标已完成，材料齐全，建议办结。", today=day)
        elif lot(f"paper {task.id}") < 10:
            completion.approve(session, clerk, task, "同意办结。", on_paper=Paper(day, cast.director.name), today=day)
        else:
            completion.approve(session, cast.director, task, "同意办结。", today=day)


def _returns(session: Session, cast: Cast, by: Basis, home: str, day: date) -> None:
    waiting = select(ReassignmentRequest).where(
        ReassignmentRequest.outcome.is_(None), ReassignmentRequest.asked_on < day
    )
    for request in session.scalars(waiting.order_by(ReassignmentRequest.id)).all():
        other = unit_called(session, _OTHER_LEAD, home)
        granted = other != request.department_id and lot(f"return {request.task_id}") < 50
        ruling = reassignment.Ruling(
            RequestOutcome.GRANTED if granted else RequestOutcome.DECLINED,
            "经核对三定规定，调整牵头单位。" if granted else "三定规定明确由你单位负责，请按时签收。",
            other if granted else None,
        )
        reassignment.rule(session, cast.director, request, ruling, by, today=day)


def _requests(session: Session, cast: Cast, day: date) -> None:
    """Answered after some days: five by the office, longer by leaders, whose words the office writes down."""
    open_ones = select(CoordinationRequest, Task).join(Task, Task.id == CoordinationRequest.task_id)
    waiting = session.execute(open_ones.where(CoordinationRequest.ended_on.is_(None)).order_by(CoordinationRequest.id))
    for request, task in waiting.all():
        days = lot(f"answer {request.id}") % 12 + (8 if request.to_post_id else 3)
        if (day - request.raised_on).days >= days and task.status.is_open and days < _NEVER_ANSWERED:
            coordination.answer(session, cast.clerk(task.id), request, words.help_given(request.id), today=day)


def _strike_off(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """Completed tasks are struck off in batches, on the first days of a month; 批示 items are shown first."""
    if day.day > 5:
        return
    done = session.scalars(select(Task).where(Task.status == TaskStatus.COMPLETED, Task.completed_on < day)).all()
    for task in done:
        if unshown(session, task):
            seen = showing.Showing(task.leader or "市长", day)
            showing.show(session, cast.clerk(task.id), task, seen, by, today=day)
        kind = ClosureKind.STAGE_DONE if lot(f"kind {task.id}") < 10 else ClosureKind.DONE
        closing.strike_off(session, cast.director, task, kind, today=day)


def _times_sent_back() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(DeadlineClaim.deadline_id == Deadline.id, DeadlineClaim.outcome == ClaimOutcome.SENT_BACK)
        .scalar_subquery()
    )


def _concluded() -> ScalarSelect[date]:
    """The day of the last conclusion."""
    return (
        select(func.max(Approval.decided_on))
        .where(Approval.task_id == Task.id, Approval.kind == ApprovalKind.CONCLUSION)
        .scalar_subquery()
    )
