"""方案: those of a task, what the next one starts from, and those that wait for review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.models import Deadline, Department, Milestone, Participation, Task, TaskPlan
from tracker.policy.access import Actor
from tracker.policy.plans import Node, Proposal
from tracker.queries.visibility import visible_to
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind
from tracker.vocabulary.lifecycle import TaskStatus


@dataclass(frozen=True)
class PlanRow:
    """A plan as it was submitted, and what became of it."""

    id: int
    ordinal: int
    proposal: Proposal
    submitted_on: date
    submitted_by: str
    on_paper: bool
    outcome: ClaimOutcome | None
    decided_on: date | None
    decided_by: str
    reason: str
    gaps_explained: str


@dataclass(frozen=True)
class Plans:
    """A task's plans, the newest first."""

    rows: Sequence[PlanRow]

    @property
    def waiting(self) -> PlanRow | None:
        """The one the office has to look at."""
        return next((row for row in self.rows if row.outcome is None), None)

    @property
    def sent_back(self) -> int:
        return sum(row.outcome is ClaimOutcome.SENT_BACK for row in self.rows)


@dataclass(frozen=True)
class WaitingRow:
    """A plan on the office's desk."""

    task_id: int
    reference: str
    title: str
    unit: str
    submitted_on: date


@dataclass(frozen=True)
class TaskNode:
    """A milestone of the task as it is; ``settled`` where it was claimed, ``met`` where the office found it done."""

    node: Node
    settled: bool
    met: bool


def of_task(session: Session, _actor: Actor, task: Task, _day: date) -> Plans:
    """All plans of a task the caller has found visible."""
    plans = session.scalars(
        select(TaskPlan)
        .where(TaskPlan.task_id == task.id)
        .options(selectinload(TaskPlan.nodes))
        .order_by(TaskPlan.ordinal.desc())
    )
    return Plans([_row(plan) for plan in plans])


def proposal_of(plan: TaskPlan) -> Proposal:
    """What a plan proposes."""
    nodes = tuple(Node(node.content, node.evidence_wanted, node.due_on, node.weight) for node in plan.nodes)
    return Proposal(plan.people, plan.measures, plan.requirement, nodes)


def task_nodes(session: Session, task: Task) -> Sequence[TaskNode]:
    """The task's milestones in force, by date."""
    rows = session.execute(
        select(Milestone, Deadline.due_on, Deadline.claimed_on, Deadline.met_on)
        .join(Deadline, Deadline.subject_id == Milestone.id)
        .where(
            Deadline.task_id == task.id,
            Deadline.kind == DeadlineKind.MILESTONE,
            Deadline.voided_on.is_(None),
            Deadline.due_on.is_not(None),
        )
        .order_by(Deadline.due_on, Milestone.ordinal)
    )
    return [
        TaskNode(
            Node(row.Milestone.content, row.Milestone.evidence_wanted, row.due_on, row.Milestone.weight),
            row.claimed_on is not None,
            row.met_on is not None,
        )
        for row in rows
    ]


def settled_weight(nodes: Sequence[TaskNode]) -> int:
    """What nodes already claimed weigh; a plan shares out the rest."""
    return sum(one.node.weight for one in nodes if one.settled)


def final_day(session: Session, task: Task) -> date | None:
    """The task's final date."""
    return session.scalars(
        select(Deadline.due_on).where(
            Deadline.task_id == task.id, Deadline.kind == DeadlineKind.FINAL, Deadline.voided_on.is_(None)
        )
    ).first()


def next_proposal(session: Session, actor: Actor, task: Task, day: date) -> Proposal:
    """What the next plan starts from: the last one, if it was sent back, else the task's own words and nodes."""
    rows = of_task(session, actor, task, day).rows
    if rows and rows[0].outcome is ClaimOutcome.SENT_BACK:
        return rows[0].proposal
    nodes = tuple(one.node for one in task_nodes(session, task) if not one.settled)
    return Proposal(task.people, task.measures, task.requirement, nodes)


def waiting(session: Session, actor: Actor, most: int = 50) -> Sequence[WaitingRow]:
    """Plans of visible tasks that wait for review, the oldest first."""
    rows = session.execute(
        select(Task.id, Task.reference, Task.title, Department.name, TaskPlan.submitted_on)
        .join(TaskPlan, TaskPlan.task_id == Task.id)
        .outerjoin(Participation, Participation.lead_of == Task.id)
        .outerjoin(Department, Department.id == Participation.department_id)
        .where(visible_to(actor), TaskPlan.outcome.is_(None), Task.status == TaskStatus.ACKNOWLEDGED)
        .order_by(TaskPlan.submitted_on, TaskPlan.id)
        .limit(most)
    )
    return [WaitingRow(row.id, row.reference or "", row.title, row.name or "", row.submitted_on) for row in rows]


def _row(plan: TaskPlan) -> PlanRow:
    return PlanRow(
        plan.id,
        plan.ordinal,
        proposal_of(plan),
        plan.submitted_on,
        plan.submitted_by,
        plan.on_paper,
        plan.outcome,
        plan.decided_on,
        plan.decided_by,
        plan.reason,
        plan.gaps_explained,
    )
