"""What a list shows is exactly what the rights table lets a person view."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from factories import assigned, department, draft, office
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Department, Post, Task
from tracker.policy.access import Actor, may
from tracker.queries.visibility import subject_of, visible_to
from tracker.vocabulary.actions import Action
from tracker.vocabulary.departments import DepartmentKind, DepartmentLevel, PostRank
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import Disclosure


def _world(session: Session) -> tuple[list[Task], list[Actor]]:
    """Tasks of two offices, of every disclosure, led, helped and merely drafted; actors of every role and pair."""
    own_office = office(session)
    post = Post(name="分管城建副市长", rank=PostRank.DEPUTY)
    other_office = Department(name="县督查室", kind=DepartmentKind.SUPERVISION_OFFICE, level=DepartmentLevel.COUNTY)
    session.add(post)
    session.flush()
    lead, helper, stranger = (department(session, name) for name in ("市住建局", "市财政局", "市教育局"))
    tasks = [
        assigned(
            session,
            title=f"{disclosure}{bound}",
            lead=lead,
            helpers=(helper,),
            disclosure=disclosure,
            leader_post_id=bound,
        )
        for disclosure in Disclosure
        for bound in (None, post.id)
    ]
    tasks.append(draft(session, "还没交办", lead=lead, helpers=(helper,)))
    foreign = assigned(session, title="别的督查室", lead=helper, today=date(2026, 1, 6))
    session.add(other_office)
    session.flush()
    foreign.office_id = other_office.id
    tasks.append(foreign)
    session.flush()
    units = [own_office, other_office, lead, helper, stranger]
    roles = [frozenset({role}) for role in Role] + [frozenset(pair) for pair in combinations(list(Role)[:6], 2)]
    actors = [
        Actor(
            "某人",
            1,
            held,
            office_id=unit.id if unit.kind is DepartmentKind.SUPERVISION_OFFICE else None,
            department_id=unit.id,
            post_id=seat,
        )
        for held in roles
        for unit in units
        for seat in (None, post.id)
    ]
    return tasks, actors


def test_sql_and_the_rights_table_agree_on_every_task_for_every_actor(session: Session) -> None:
    tasks, actors = _world(session)
    subjects = {task.id: subject_of(session, task) for task in tasks}
    seen = set()
    for actor in actors:
        listed = set(session.scalars(select(Task.id).where(visible_to(actor))))
        allowed = {task_id for task_id, subject in subjects.items() if may(actor, Action.TASK_VIEW, subject)}
        assert listed == allowed, actor
        seen.add(frozenset(listed))
    assert len(seen) > 4, "the world must tell rights apart"


def test_administrators_and_strangers_see_no_task(session: Session) -> None:
    (own, *_) = {task.office_id for task in _world(session)[0]}
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.DISCIPLINE):
        actor = Actor("管理员", 1, frozenset({role}), own, own, 1)
        assert session.scalars(select(Task.id).where(visible_to(actor))).all() == []
