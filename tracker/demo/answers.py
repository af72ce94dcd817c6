"""What the units of 示例市 do: acknowledge, plan, report, claim; on time, late or never, as their manners are."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.demo import words
from tracker.demo.manners import acts_on, lot
from tracker.demo.people import Cast
from tracker.models import CoordinationRequest, Deadline, Participation, ProgressReport, Task
from tracker.policy.plans import Node, Proposal
from tracker.policy.reports import Words
from tracker.queries.plans import final_day, task_nodes
from tracker.services import answers, completion, coordination, deadlines, milestones, plans, reports
from tracker.services.completion import Account
from tracker.services.deadlines import Basis
from tracker.vocabulary.approvals import Procedure
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.reports import AssignmentAnswer, CoordinationReach

# Thousands of helpers' answers of a year would take a minute to write: the earlier ones were given by telephone.
_WRITTEN_FROM = date(2026, 8, 1)
_LONG_ENOUGH = 60
_REPORTS = (DeadlineKind.REPORT, DeadlineKind.HELPER_ANSWER)


def give(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """Everybody answers what, by their manners, they answer by ``day``; nobody on the day they are asked."""
    acting = (
        select(Deadline, Task)
        .join(Task, Task.id == Deadline.task_id)
        .where(Deadline.id.in_(_due_to_act(session, day)))
        .order_by(Deadline.id)
    )
    for duty, task in session.execute(acting).all():
        if duty.claimed_on is None and duty.owed_by_department_id is not None:
            _answer(session, cast, duty, task, by, day)


def _due_to_act(session: Session, day: date) -> list[int]:
    rows = session.execute(
        select(Deadline.id, Deadline.kind, Deadline.duty, Deadline.due_on)
        .where(
            Deadline.opened_on < day,
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
            Deadline.kind.in_(
                (
                    DeadlineKind.ACKNOWLEDGEMENT,
                    DeadlineKind.PLAN,
                    DeadlineKind.MILESTONE,
                    DeadlineKind.FINAL,
                    *_REPORTS,
                )
            ),
            Deadline.due_on.between(day - timedelta(days=40), day + timedelta(days=7)),
        )
        .order_by(Deadline.id)
    )
    return [row.id for row in rows if (when := acts_on(row.kind, row.duty, row.due_on)) is not None and when <= day]


def _answer(session: Session, cast: Cast, duty: Deadline, task: Task, by: Basis, day: date) -> None:
    unit = duty.owed_by_department_id or 0
    match duty.kind, task.status:
        case DeadlineKind.ACKNOWLEDGEMENT, TaskStatus.ASSIGNED:
            _acknowledge(session, cast, duty, task, by, day)
        case DeadlineKind.PLAN, TaskStatus.ACKNOWLEDGED:
            proposal = _plan(session, cast, task, unit, day)
            plans.submit(session, cast.liaison(unit), task, proposal, today=day)
        case ((DeadlineKind.REPORT | DeadlineKind.HELPER_ANSWER), status) if (
            status is not TaskStatus.COMPLETION_CLAIMED
        ):
            _report(session, cast, duty, day)
        case DeadlineKind.MILESTONE, TaskStatus.IN_PROGRESS:
            milestones.claim_milestone(session, cast.liaison(unit), duty, words.statement(duty.duty), (), today=day)
        case DeadlineKind.FINAL, TaskStatus.IN_PROGRESS:
            _claim_completion(session, cast, duty, task, day)


def _acknowledge(session: Session, cast: Cast, duty: Deadline, task: Task, by: Basis, day: date) -> None:
    """The lead answers, and its helpers with it; one in fifty does not think the task is its own."""
    parts = session.scalars(
        select(Participation)
        .where(Participation.task_id == task.id, Participation.until_on.is_(None), Participation.answer.is_(None))
        .order_by(Participation.id)
    ).all()
    for part in parts:
        answer, said = AssignmentAnswer.SUPPORTING, ""
        if part.lead_of is not None:
            returns = lot(f"return {duty.duty}") < 2 and "return" not in duty.duty
            answer = AssignmentAnswer.WANTS_RETURN if returns else AssignmentAnswer.LEADING
            said = "该项工作的审批权限已调整，建议由主管部门牵头。" if returns else ""
        command = answers.GiveAnswer(task, answer, said)
        answers.give(session, cast.liaison(part.department_id), command, by, today=day)


def _plan(session: Session, cast: Cast, task: Task, unit: int, day: date) -> Proposal:
    """Who does it and how, by the task's own nodes or, where the list has none, by three of the unit's making."""
    nodes = tuple(one.node for one in task_nodes(session, task)) or _thirds(final_day(session, task), day)
    return Proposal(
        people=f"分管负责人：{cast.units[unit]}副职；具体承办：业务科室；联络员：办公室",
        measures=task.measures or "成立工作专班，按月调度，问题清单销号管理。",
        requirement="按标准验收，资料留存备查，如实反馈。" if lot(f"requirement {task.id}") < 85 else "",
        nodes=nodes,
    )


def _thirds(final_on: date | None, day: date) -> tuple[Node, ...]:
    if final_on is None or (final_on - day).days < _LONG_ENOUGH:
        return ()
    third = (final_on - day) / 3
    steps = (
        ("完成前期准备并启动", "实施方案", 30),
        ("主体工作过半", "进度表和现场照片", 30),
        ("全面完成并自查", "自查报告", 40),
    )
    return tuple(
        Node(content, evidence, day + number * third, weight)
        for number, (content, evidence, weight) in enumerate(steps, start=1)
    )


def _report(session: Session, cast: Cast, duty: Deadline, day: date) -> None:
    """Written and signed; in the unit that has accounts, by two people."""
    unit = duty.owed_by_department_id or 0
    if duty.kind is DeadlineKind.HELPER_ANSWER and duty.due_on is not None and duty.due_on < _WRITTEN_FROM:
        deadlines.claim(session, cast.liaison(unit), duty, today=day)
        return
    times = session.scalars(
        select(func.count()).select_from(ProgressReport).where(ProgressReport.deadline_id == duty.id)
    ).one()
    said = words.report(duty.duty, times)
    before = reports.previous(session, duty)
    if times == 0 and before is not None and not before.unchanged and lot(f"unchanged {duty.duty}") < 8:
        said = Words(unchanged=True)
    command = reports.Write(said)
    if cast.has_accounts(unit):
        reports.submit(session, cast.liaison(unit), duty, command, today=day)
    reports.sign(session, cast.unit_head(unit), duty, command, today=day)


def _claim_completion(session: Session, cast: Cast, duty: Deadline, task: Task, day: date) -> None:
    """报结; on the short way the liaison does it and names who signed."""
    unit = duty.owed_by_department_id or 0
    account = Account(words.achieved(duty.duty), f"{cast.units[unit]}负责人")
    claimant = cast.liaison(unit) if task.procedure is Procedure.SIMPLE else cast.unit_head(unit)
    completion.claim_completion(session, claimant, task, account, today=day)


def ask_for_help(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """A third of the nodes that come to nothing are stuck on somebody else: the unit says so on the day."""
    stuck = session.execute(
        select(Deadline, Task)
        .join(Task, Task.id == Deadline.task_id)
        .where(
            Deadline.kind == DeadlineKind.MILESTONE,
            Deadline.due_on.between(day - timedelta(days=4), day),  # a date on a rest day is seen after it
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
            Deadline.opened_on.is_not(None),
            Task.status == TaskStatus.IN_PROGRESS,
            ~select(CoordinationRequest.id).where(CoordinationRequest.task_id == Task.id).exists(),
        )
        .order_by(Deadline.id)
    )
    for duty, task in stuck.all():
        unit = duty.owed_by_department_id
        if unit is None or lot(f"stuck {duty.duty}") >= 33:
            continue
        to = task.leader_post_id if lot(f"to {duty.duty}") < 40 else None
        coordination.raise_request(
            session,
            cast.liaison(unit),
            task,
            unit,
            CoordinationReach.UPWARD if to else CoordinationReach.JOINT,
            words.help_wanted(duty.duty),
            to=to,
            by=by,
            today=day,
        )
