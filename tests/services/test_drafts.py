"""A draft written and rewritten: its parts and dates stand anew each time, its version tells, and its clerk is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from factories import assigned, department, office
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import AuditEntry, Deadline, Milestone, Participation, Post, Task, TaskClerk
from tracker.policy.access import Actor
from tracker.policy.schedules import Node, Schedule
from tracker.services import assignment
from tracker.services.accounts import CreateAccount, create_account
from tracker.services.deadlines import basis
from tracker.services.drafts import Draft, save_draft
from tracker.vocabulary.departments import ParticipationRole, PostRank
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import DraftRefusal

TODAY = date(2026, 6, 1)
NODES = (Node("立项", date(2026, 7, 1), 40, "批复"), Node("完工", date(2026, 9, 30), 60))
DRAFT = Draft("提标改造", Schedule(date(2026, 9, 30), nodes=NODES), 2026, lead="市住建局", supporting="市财政局")


@pytest.fixture
def clerks(session: Session) -> list[Actor]:
    own = office(session)
    found = []
    for login in ("clerk", "clerk2"):
        command = CreateAccount(login, login, own.id, None, frozenset({Role.CLERK}))
        account, _ = create_account(session, Actor.system(), command, today=TODAY, now=clock.now())
        session.flush()
        found.append(Actor(login, account.id, frozenset({Role.CLERK}), own.id))
    for name in ("市住建局", "市财政局"):
        department(session, name)
    return found


def save(session: Session, actor: Actor, command: Draft = DRAFT, task: Task | None = None) -> Task:
    saved = save_draft(session, actor, command, basis(session, TODAY), home="", task=task, today=TODAY)
    session.flush()
    return saved


def test_rewriting_leaves_nothing_of_before_and_raises_the_version(session: Session, clerks: list[Actor]) -> None:
    task = save(session, clerks[0])
    version = task.version
    again = replace(DRAFT, schedule=Schedule(date(2026, 8, 31)), lead="市财政局、市住建局", supporting="")
    save(session, clerks[0], again, task)
    assert task.version > version
    assert session.scalars(select(Milestone)).all() == []
    assert session.scalars(select(Deadline.due_on)).all() == [date(2026, 8, 31)]
    roles = session.scalars(select(Participation.role).order_by(Participation.id)).all()
    assert roles == [ParticipationRole.LEAD, ParticipationRole.CO_LEAD]
    assert len(session.scalars(select(AuditEntry.id).where(AuditEntry.tag == "task:edited")).all()) == 2


def test_a_draft_written_by_hand_can_be_handed_out(session: Session, clerks: list[Actor]) -> None:
    task = save(session, clerks[0])
    assignment.register(session, clerks[0], assignment.Register(task, "常务会议"), today=TODAY)
    assignment.assign(session, clerks[0], task, basis(session, TODAY), today=TODAY)
    assert task.status is TaskStatus.ASSIGNED
    opened = select(Deadline.due_on).where(Deadline.opened_on == TODAY).order_by(Deadline.due_on)
    assert {date(2026, 7, 1), date(2026, 9, 30)} <= set(session.scalars(opened))


def test_whoever_drafts_looks_after_it_until_another_is_named(session: Session, clerks: list[Actor]) -> None:
    task = save(session, clerks[0])
    save(session, clerks[0], replace(DRAFT, clerk_id=clerks[1].account_id), task)
    save(session, clerks[1], replace(DRAFT, clerk_id=clerks[0].account_id), task)
    rows = session.execute(select(TaskClerk.account_id, TaskClerk.until_on).order_by(TaskClerk.account_id)).all()
    assert [tuple(row) for row in rows] == [(clerks[0].account_id, None), (clerks[1].account_id, TODAY)]


def test_a_leaders_seat_gives_its_name_where_the_paper_has_none(session: Session, clerks: list[Actor]) -> None:
    seat = Post(name="分管副市长", rank=PostRank.DEPUTY)
    session.add(seat)
    session.flush()
    task = save(session, clerks[0], replace(DRAFT, leader_post_id=seat.id))
    assert (task.leader, task.leader_post_id) == ("分管副市长", seat.id)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": " "}, DraftRefusal.TITLE_MISSING),
        ({"leader_post_id": 999}, DraftRefusal.SEAT_UNKNOWN),
        ({"clerk_id": 999}, DraftRefusal.CLERK_UNKNOWN),
    ],
)
def test_what_is_not_kept(session: Session, clerks: list[Actor], change: dict[str, object], why: DraftRefusal) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, clerks[0], replace(DRAFT, **change))  # type: ignore[arg-type]
    assert refused.value.code is why


def test_a_task_handed_out_is_a_draft_no_longer(session: Session, clerks: list[Actor]) -> None:
    with pytest.raises(IllegalTransition):
        save(session, clerks[0], DRAFT, assigned(session))
