"""A draft as somebody writes it: the six clarities, who takes part, and the dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Deadline, GroupParticipation, Milestone, Participation, Task
from tracker.policy.access import Actor
from tracker.policy.schedules import Schedule, final_day
from tracker.policy.secrecy import refuse_marked
from tracker.policy.unit_phrases import read_units
from tracker.queries.drafts import clerks
from tracker.queries.routes import seats
from tracker.services import audit
from tracker.services.clerks import make_clerk
from tracker.services.deadlines import Basis, planned_final, planned_node
from tracker.services.departments import known_names, unknown_unit
from tracker.services.movement import begin
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sheets import Every
from tracker.vocabulary.sources import Disclosure, DraftRefusal, GoalLevel

_TEXTS = ("title", "target", "people", "measures", "requirement", "section", "leader")


@dataclass(frozen=True)
class Draft:
    """Everything the page has. ``leads``, ``co_leads`` and ``supporting`` are names as typed."""

    title: str
    schedule: Schedule
    assessment_year: int
    target: str = ""
    people: str = ""
    measures: str = ""
    requirement: str = ""
    section: str = ""
    leader: str = ""
    leader_post_id: int | None = None
    lead: str = ""
    co_leads: str = ""
    supporting: str = ""
    due_phrase: str = ""
    disclosure: Disclosure = Disclosure.INTERNAL
    goal_level: GoalLevel = GoalLevel.NONE
    points: float | None = None
    report_every: Every = Every.MONTH
    clerk_id: int | None = None


def save_draft(
    session: Session, actor: Actor, command: Draft, by: Basis, *, home: str, task: Task | None = None, today: date
) -> Task:
    """登记, or change a draft. Raises RuleBroken for unknown units, seats or clerks, impossible dates, marked texts;
    IllegalTransition where the task is a draft no longer."""
    refuse_marked(*(getattr(command, name) for name in _TEXTS), *(node.content for node in command.schedule.nodes))
    if not command.title.strip():
        raise RuleBroken(DraftRefusal.TITLE_MISSING)
    due_on = final_day(command.schedule, today, by.calendar)
    if task is None:
        if actor.office_id is None:
            raise RuleBroken(DraftRefusal.NO_OFFICE)
        task = Task(office_id=actor.office_id, title=command.title, assessment_year=command.assessment_year)
        begin(session, actor, task, today=today)
    elif task.status is not TaskStatus.DRAFT:
        raise IllegalTransition(Refusal.ACT_NOT_NOW, act=Action.TASK_DRAFT.label, status=task.status.label)
    _write_words(session, task, command, today)
    _write_parts(session, task, command, home, today)
    _write_dates(session, task, command, due_on)
    _set_clerk(session, actor, task, command.clerk_id or actor.account_id, today)
    # Units and dates stand in tables of their own; the version must tell of them too.
    flag_modified(task, "title")
    audit.record(session, actor, AuditTag.TASK_EDITED, "task", task.id, today=today, title=task.title, due_on=due_on)
    return task


def _write_words(session: Session, task: Task, command: Draft, today: date) -> None:
    for name in _TEXTS:
        setattr(task, name, getattr(command, name).strip())
    if command.leader_post_id is not None:
        seat = next((one for one in seats(session, task.office_id, today) if one.id == command.leader_post_id), None)
        if seat is None:
            raise RuleBroken(DraftRefusal.SEAT_UNKNOWN)
        task.leader = task.leader or seat.name
    task.leader_post_id = command.leader_post_id
    task.assessment_year = command.assessment_year
    task.disclosure, task.goal_level, task.points = command.disclosure, command.goal_level, command.points
    task.report_every, task.endless = command.report_every, command.schedule.endless


def _write_parts(session: Session, task: Task, command: Draft, home: str, today: date) -> None:
    """Put the parts down anew: a draft is nobody's work yet, so there is nothing to keep."""
    for table in (Participation, GroupParticipation):
        session.execute(delete(table).where(table.task_id == task.id))
    names = known_names(session, home)
    units: set[int] = set()
    groups: set[int] = set()
    for name, role in _named(command):
        found = names.resolve(name)
        if found.unit_id is None and found.group_id is None:
            raise unknown_unit(name, found)
        if found.group_id is not None and found.group_id not in groups:
            groups.add(found.group_id)
            session.add(GroupParticipation(task_id=task.id, group_id=found.group_id, role=role))
        elif found.unit_id is not None and found.unit_id not in units:
            units.add(found.unit_id)
            session.add(
                Participation(
                    task_id=task.id,
                    department_id=found.unit_id,
                    role=role,
                    lead_of=task.id if role is ParticipationRole.LEAD else None,
                    from_on=today,
                )
            )
    session.flush()


def _named(command: Draft) -> Iterable[tuple[str, ParticipationRole]]:
    """The units, the lead first; whoever is named beside it leads too."""
    leads = read_units(command.lead, "lead").lead
    for place, name in enumerate(leads):
        yield name, ParticipationRole.CO_LEAD if place else ParticipationRole.LEAD
    for name in read_units(command.co_leads, "lead").lead:
        yield name, ParticipationRole.CO_LEAD
    for name in read_units(command.supporting, "supporting").supporting:
        yield name, ParticipationRole.SUPPORTING


def _write_dates(session: Session, task: Task, command: Draft, due_on: date | None) -> None:
    """Put the planned dates down anew: none has begun."""
    session.execute(delete(Deadline).where(Deadline.task_id == task.id, Deadline.opened_on.is_(None)))
    session.execute(delete(Milestone).where(Milestone.task_id == task.id))
    schedule = command.schedule
    if due_on is not None:
        final = planned_final(task, due_on=due_on)
        final.term, final.phrase = schedule.term, command.due_phrase.strip()
        final.term_unit = schedule.unit if schedule.term is not None else None
        session.add(final)
    for ordinal, node in enumerate(schedule.nodes, start=1):
        if node.due_on is None:
            continue  # policy has refused it already
        milestone = Milestone(
            task_id=task.id,
            ordinal=ordinal,
            content=node.content.strip(),
            evidence_wanted=node.evidence_wanted.strip(),
            weight=node.weight,
        )
        session.add(milestone)
        session.flush()  # its date names its key
        session.add(planned_node(task, milestone, due_on=node.due_on))
    session.flush()


def _set_clerk(session: Session, actor: Actor, task: Task, account_id: int | None, today: date) -> None:
    if account_id is not None and account_id not in {one.id for one in clerks(session, task.office_id)}:
        raise RuleBroken(DraftRefusal.CLERK_UNKNOWN)
    make_clerk(session, actor, task, account_id, today=today)
