"""报方案 → 办理中: a plan is submitted, sent back, or accepted and becomes the task's own words and milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Deadline, Milestone, PlanNode, Task, TaskPlan
from tracker.policy.access import Actor
from tracker.policy.plans import Node, Proposal, check_schedule, explained, if_accepted
from tracker.queries.clarity import facts_of
from tracker.queries.plans import final_day, proposal_of, settled_weight, task_nodes
from tracker.services import assignment, audit, deadlines
from tracker.services.deadlines import Basis
from tracker.services.lights import relight
from tracker.services.outbox import enqueue
from tracker.vocabulary.actions import Action
from tracker.vocabulary.assignment import AssignmentRefusal
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal


def submit(
    session: Session, actor: Actor, task: Task, proposal: Proposal, *, on_paper: bool = False, today: date
) -> TaskPlan:
    """Lay a plan before the office; ``on_paper``: the office enters it for the unit. It claims the plan's deadline.

    Raises IllegalTransition where no plan is wanted, RuleBroken where one waits or the schedule is wrong.
    """
    _hold(session, task, Action.PLAN_SUBMIT)
    if (before := _waiting(session, task)) is not None:
        raise RuleBroken(AssignmentRefusal.PLAN_WAITING, day=before.submitted_on)
    unsaid = [word for word, said in (("人员", proposal.people), ("措施", proposal.measures)) if not said.strip()]
    if unsaid:
        raise RuleBroken(AssignmentRefusal.PLAN_EMPTY, missing="、".join(unsaid))
    check_schedule(
        proposal.nodes,
        assigned_on=task.assigned_on,
        final_on=final_day(session, task),
        settled=settled_weight(task_nodes(session, task)),
    )
    given = session.scalars(select(func.max(TaskPlan.ordinal)).where(TaskPlan.task_id == task.id)).one() or 0
    plan = TaskPlan(
        task_id=task.id,
        ordinal=given + 1,
        people=proposal.people.strip(),
        measures=proposal.measures.strip(),
        requirement=proposal.requirement.strip(),
        submitted_on=today,
        submitted_by=actor.name,
        on_paper=on_paper,
        recorded_at=clock.now(),
        nodes=[
            PlanNode(ordinal=number, content=node.content.strip(), evidence_wanted=node.evidence_wanted.strip(),
                     due_on=node.due_on, weight=node.weight)
            for number, node in enumerate(proposal.nodes, start=1)
        ],
    )  # fmt: skip
    session.add(plan)
    for duty in deadlines.of_task(session, task.id, DeadlineKind.PLAN):
        deadlines.claim(session, actor, duty, today=today)
    session.flush()  # the audit entry names the key
    audit.record(session, actor, AuditTag.PLAN_SUBMITTED, "plan", plan.id, today=today, task=task.id, on_paper=on_paper)
    body = f"{task.reference}“{task.title}”第{plan.ordinal}次报方案，请审查。"
    enqueue(session, f"plan-submitted:{plan.id}", task.office_id, f"报方案：{task.reference}", body, task_id=task.id)
    relight(session, [task], today=today)
    return plan


def accept(
    session: Session, actor: Actor, task: Task, explanations: Mapping[str, str], by: Basis, *, today: date
) -> TaskPlan:
    """方案通过: its words and nodes become the task's, and the work begins. ``explanations``: a reason for each gap.

    Raises RuleBroken where no plan waits or something of the six is missing without a reason.
    """
    plan = _demand_waiting(session, task)
    proposal = proposal_of(plan)
    clarities = if_accepted(facts_of(session, task), proposal, settled_weight(task_nodes(session, task)))
    plan.gaps_explained = explained(clarities, explanations)
    task.people, task.measures, task.requirement = proposal.people, proposal.measures, proposal.requirement
    _replace_nodes(session, actor, task, list(proposal.nodes), by, today=today)
    _decide(session, actor, task, plan, ClaimOutcome.ACCEPTED, today=today)
    assignment.start(session, actor, task, today=today)
    return plan


def send_back(session: Session, actor: Actor, task: Task, reason: str, *, today: date) -> TaskPlan:
    """退回方案: its deadline runs on as if not met. Raises RuleBroken without a reason or a waiting plan."""
    if not reason.strip():
        raise RuleBroken(WebRefusal.REASON_MISSING)
    plan = _demand_waiting(session, task)
    plan.reason = reason.strip()
    for duty in deadlines.of_task(session, task.id, DeadlineKind.PLAN):
        if duty.claimed_on is not None and duty.met_on is None:
            deadlines.decide(session, actor, duty, ClaimOutcome.SENT_BACK, plan.reason, today=today)
    _decide(session, actor, task, plan, ClaimOutcome.SENT_BACK, today=today)
    relight(session, [task], today=today)
    return plan


def _hold(session: Session, task: Task, act: Action) -> None:
    """Lock the task until the act is written, so that two at once are one after the other."""
    session.flush()
    session.refresh(task, with_for_update=True)
    if task.status is not TaskStatus.ACKNOWLEDGED:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=act.label, status=task.status.label)


def _waiting(session: Session, task: Task) -> TaskPlan | None:
    return session.scalars(select(TaskPlan).where(TaskPlan.task_id == task.id, TaskPlan.outcome.is_(None))).first()


def _demand_waiting(session: Session, task: Task) -> TaskPlan:
    _hold(session, task, Action.TASK_START)
    plan = _waiting(session, task)
    if plan is None:
        raise RuleBroken(AssignmentRefusal.PLAN_DECIDED)
    return plan


def _decide(session: Session, actor: Actor, task: Task, plan: TaskPlan, outcome: ClaimOutcome, *, today: date) -> None:
    plan.outcome, plan.decided_on, plan.decided_by = outcome, today, actor.name
    audit.record(session, actor, AuditTag.PLAN_DECIDED, "plan", plan.id, today=today, task=task.id, outcome=outcome)
    lead = assignment.current_lead(session, task)
    if lead is not None:
        accepted = outcome is ClaimOutcome.ACCEPTED
        body = f"{task.reference}“{task.title}”的方案" + (
            "已通过，请按节点办理。" if accepted else f"被退回：{plan.reason}"
        )
        enqueue(session, f"plan-decided:{plan.id}", lead.id, f"方案审查：{task.reference}", body, task_id=task.id)


def _replace_nodes(session: Session, actor: Actor, task: Task, wanted: list[Node], by: Basis, *, today: date) -> None:
    """The plan's nodes become the task's. One that is already so stays, one that was claimed stays in any case; the
    others are taken back, on record."""
    rows = session.execute(
        select(Deadline, Milestone)
        .join(Milestone, Milestone.id == Deadline.subject_id)
        .where(Deadline.task_id == task.id, Deadline.kind == DeadlineKind.MILESTONE, Deadline.voided_on.is_(None))
    ).all()
    for duty, milestone in rows:
        if duty.claimed_on is not None:
            continue
        same = next((n for n in wanted if (n.content, n.due_on, n.weight) == _shape(duty, milestone)), None)
        if same is None:
            deadlines.void([duty], today=today)
        else:
            wanted.remove(same)
            milestone.evidence_wanted = same.evidence_wanted
    last = session.scalars(select(func.max(Milestone.ordinal)).where(Milestone.task_id == task.id)).one() or 0
    for ordinal, node in enumerate(wanted, start=last + 1):
        _add_node(session, actor, task, ordinal, node, by, today=today)


def _shape(duty: Deadline, milestone: Milestone) -> tuple[str, date | None, int]:
    return milestone.content, duty.due_on, milestone.weight


def _add_node(session: Session, actor: Actor, task: Task, ordinal: int, node: Node, by: Basis, *, today: date) -> None:
    milestone = Milestone(
        task_id=task.id,
        ordinal=ordinal,
        content=node.content,
        evidence_wanted=node.evidence_wanted,
        weight=node.weight,
    )
    session.add(milestone)
    session.flush()  # its date names its key
    lead = assignment.current_lead(session, task)
    owed_by = lead.id if lead else task.office_id
    duty = deadlines.planned_node(task, milestone, owed_by_department_id=owed_by, owed_to_department_id=task.office_id)
    deadlines.open_deadline(session, actor, duty, node.due_on, by, today=today)
