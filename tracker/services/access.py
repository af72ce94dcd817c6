"""Rights at the object: a stranger's task does not exist, a forbidden act on a visible one is refused."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker.errors import NotFound, NotPermitted
from tracker.models import Card, Deadline, Task
from tracker.policy.access import Actor, Subject, may
from tracker.queries.cards import card_row
from tracker.queries.visibility import subject_of
from tracker.vocabulary.actions import Action
from tracker.vocabulary.sources import Disclosure
from tracker.vocabulary.web import WebRefusal


def open_task(session: Session, actor: Actor, action: Action, task_id: int) -> Task:
    """The task, for ``action``. Raises NotFound where the actor may not know of it, NotPermitted where only not act."""
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    subject = subject_of(session, task)
    if not may(actor, Action.TASK_VIEW, subject):
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    if not may(actor, action, subject):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return task


def open_duty(session: Session, actor: Actor, action: Action, deadline_id: int) -> tuple[Deadline, Task]:
    """A deadline and its task, for ``action``; a unit may touch only what it owes itself."""
    deadline = session.get(Deadline, deadline_id)
    if deadline is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    task = open_task(session, actor, action, deadline.task_id)
    if action is Action.DUTY_CLAIM and deadline.owed_by_department_id != actor.department_id:
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return deadline, task


def permitted(session: Session, actor: Actor, task: Task) -> frozenset[Action]:
    """All the actor may do to the task, for a page that draws only what would succeed."""
    subject = subject_of(session, task)
    return frozenset(action for action in Action if may(actor, action, subject))


def open_card(session: Session, actor: Actor, action: Action, card_id: int) -> Card:
    """A card, for ``action``. Raises NotFound where the actor may not know of it, NotPermitted where only not act."""
    card = session.get(Card, card_id)
    if card is None or card_row(session, actor, card_id) is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    if action is not Action.CARD_VIEW and not may(actor, action, _subject_of_card(session, card)):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return card


def _subject_of_card(session: Session, card: Card) -> Subject:
    """The facts rights depend on: the task's, or for a contact card its office and its seat."""
    if card.task_id is not None:
        return subject_of(session, session.get_one(Task, card.task_id))
    return Subject(card.office_id, None, frozenset(), card.post_id, Disclosure.INTERNAL)
