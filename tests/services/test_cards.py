"""Cards follow a task's unit and its leader; a contact card is made by hand."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, assigned, department, draft, office
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import Card, OutboxMessage, Post, Task
from tracker.policy.access import Actor
from tracker.queries.cards import attached_tasks, cards, of_task
from tracker.services import assignment
from tracker.services.cards import ContactCard, end, make_contact, settle
from tracker.services.deadlines import basis
from tracker.vocabulary.cards import CardKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role

TODAY = date(2026, 3, 2)


def seat(session: Session, name: str) -> Post:
    post = Post(name=name, rank=PostRank.DEPUTY)
    session.add(post)
    session.flush()
    return post


def of(session: Session, task: Task) -> list[tuple]:
    rows = session.scalars(select(Card).where(Card.task_id == task.id).order_by(Card.id))
    return [(row.kind, row.number, row.department_id or row.post_id, row.from_on, row.until_on) for row in rows]


def clerk(session: Session) -> Actor:
    return Actor("督查员", 1, frozenset({Role.CLERK}), office_id=office(session).id)


def test_handing_out_makes_the_units_card_and_the_leaders(session: Session) -> None:
    leader, lead = seat(session, "分管城建副市长"), department(session, "市住建局")
    task = assigned(session, lead=lead, leader_post_id=leader.id, today=TODAY)
    assert of(session, task) == [
        (CardKind.SUPERVISION, "督办卡〔2026〕1号", lead.id, TODAY, None),
        (CardKind.RESPONSIBILITY, "责任卡〔2026〕1号", leader.id, TODAY, None),
    ]
    plain = assigned(session, lead=lead, today=TODAY)
    assert [row[:2] for row in of(session, plain)] == [(CardKind.SUPERVISION, "督办卡〔2026〕2号")]


def test_each_unit_is_told_what_it_was_handed(session: Session) -> None:
    lead, helper = department(session, "市住建局"), department(session, "市财政局")
    assigned(session, lead=lead, helpers=(helper,), today=TODAY)
    told = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [(row.department_id, row.subject) for row in told] == [
        (lead.id, "交办：督〔2026〕1号 牵头"),
        (helper.id, "交办：督〔2026〕1号 配合"),
    ]
    assert "请于2026-03-03前签收" in told[0].body


def test_another_leader_ends_the_old_card_and_makes_a_new_one(session: Session) -> None:
    first, second = seat(session, "分管城建副市长"), seat(session, "常务副市长")
    task = assigned(session, leader_post_id=first.id, today=TODAY)
    later = date(2026, 4, 1)
    settle(session, CLERK, task, today=later)
    assert len(of(session, task)) == 2
    task.leader_post_id = second.id
    settle(session, CLERK, task, today=later)
    assert [row[1:] for row in of(session, task) if row[0] is CardKind.RESPONSIBILITY] == [
        ("责任卡〔2026〕1号", first.id, TODAY, later),
        ("责任卡〔2026〕2号", second.id, later, None),
    ]
    assert [row[4] for row in of(session, task) if row[0] is CardKind.SUPERVISION] == [None]


def test_a_contact_card_carries_the_tasks_named_by_number(session: Session) -> None:
    leader = seat(session, "市委副书记")
    tasks = [assigned(session, title=f"事{number}", today=TODAY) for number in range(2)]
    numbers = tuple(str(task.reference) for task in (*tasks, tasks[0]))
    card = make_contact(
        session, clerk(session), ContactCard(leader.id, "某某公司", numbers), office(session).id, today=TODAY
    )
    assert card.number == "联系卡〔2026〕1号"
    assert [row.id for row in attached_tasks(session, clerk(session), card.id)] == [task.id for task in tasks]
    wrong = ContactCard(leader.id, "某某园区", ("督〔2026〕99号",))
    with pytest.raises(RuleBroken) as refused:
        make_contact(session, clerk(session), wrong, office(session).id, today=TODAY)
    assert "督〔2026〕99号" in refused.value.message


def test_a_card_ends_once(session: Session) -> None:
    leader = seat(session, "市委副书记")
    card = make_contact(session, clerk(session), ContactCard(leader.id, "某某公司"), office(session).id, today=TODAY)
    end(session, CLERK, card, today=TODAY)
    with pytest.raises(RuleBroken) as refused:
        end(session, CLERK, card, today=TODAY)
    assert refused.value.message == "联系卡〔2026〕1号已于2026-03-02终止"


def test_each_sees_the_cards_that_concern_him(session: Session) -> None:
    mine, other = seat(session, "分管城建副市长"), seat(session, "常务副市长")
    lead, stranger = department(session, "市住建局"), department(session, "市教育局")
    task = assigned(session, lead=lead, leader_post_id=mine.id, today=TODAY)
    contact = make_contact(session, clerk(session), ContactCard(other.id, "某某公司"), task.office_id, today=TODAY)
    session.add(draft(session, lead=stranger))
    supervision, responsibility = (row.id for row in of_task(session, clerk(session), task, TODAY))

    def seen(role: Role, **where: int) -> set[int]:
        return {row.id for row in cards(session, Actor("某人", 1, frozenset({role}), **where), None, None)}

    everything = {supervision, responsibility, contact.id}
    here = task.office_id
    assert seen(Role.CLERK, office_id=here, department_id=here) == everything
    assert seen(Role.LEADER, office_id=here, post_id=mine.id) == {responsibility}
    assert seen(Role.LEADER, office_id=here, post_id=other.id) == {contact.id}
    assert seen(Role.LIAISON, department_id=lead.id) == {supervision}
    assert seen(Role.LIAISON, department_id=stranger.id) == set()
    assert seen(Role.CLERK, office_id=stranger.id, department_id=stranger.id) == set()
    assert seen(Role.SYSTEM_ADMIN, office_id=here, department_id=lead.id, post_id=mine.id) == set()
    assert {row.id for row in cards(session, clerk(session), CardKind.CONTACT, None)} == {contact.id}
    assert {row.id for row in cards(session, clerk(session), None, contact.id)} == everything - {contact.id}


def test_a_running_ledgers_tasks_get_their_cards_too(session: Session) -> None:
    task = draft(session, lead=department(session, "市住建局"), today=TODAY)
    assignment.register(session, CLERK, assignment.Register(task, "接管在办台账"), today=TODAY)
    assignment.adopt(session, CLERK, task, basis(session, TODAY), watched_from=TODAY, today=TODAY)
    assert [row[0] for row in of(session, task)] == [CardKind.SUPERVISION]
