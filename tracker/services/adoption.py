"""Taking over a running ledger: in work as of a day, finished rows closed, progress kept as unverified."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tracker.models import Task
from tracker.policy.access import Actor
from tracker.policy.sheets.item import Item
from tracker.services import assignment, completion
from tracker.services.deadlines import Basis
from tracker.vocabulary.lifecycle import ClosureKind

_BASIS = "接管在办台账"


def take_over(session: Session, actor: Actor, task: Task, item: Item, by: Basis, *, today: date) -> None:
    """Bring a draft into the running ledger as of ``today``; nothing is flagged before it or the unit's 启用日."""
    task.adopted_progress = item.progress
    assignment.register(session, actor, assignment.Register(task, _BASIS), today=today)
    assignment.adopt(session, actor, task, by, watched_from=today, today=today)
    if item.finished:
        completion.claim_completion(session, actor, task, today=today)
        completion.complete(session, actor, task, today=today)
        completion.close(session, actor, task, ClosureKind.DONE, today=today)
