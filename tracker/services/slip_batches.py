"""Many slips ticked on one list: each issued, or put before the leader, by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tracker.errors import Stale, TrackerError
from tracker.policy.access import Actor
from tracker.services import slips
from tracker.services.closing import Batch, Picked
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.escalation import SlipColour
from tracker.vocabulary.web import WebRefusal


def issue_ticked(session: Session, actor: Actor, picked: Sequence[Picked], *, today: date) -> Batch:
    """签发 each in the colour it was prepared in; red goes to the leader. One that cannot go never stops the others.

    ``Picked.task_id`` is the slip's key here.
    """
    by = basis(session, today)
    done: list[str] = []
    left: list[tuple[str, str]] = []
    for one in picked:
        named = "选中的一张"
        try:
            with session.begin_nested():
                slip, task = slips.open_slip(session, actor, Action.SLIP_ISSUE, one.task_id)
                named = task.title
                if slip.version != one.version:
                    raise Stale(WebRefusal.STALE)
                if slip.colour is SlipColour.RED:
                    slips.put_forward(session, actor, slip, "", by, today=today)
                else:
                    slips.issue(session, actor, slip, slips.Issue(slip.colour), by, today=today)
                session.flush()
            done.append(named)
        except TrackerError as refused:
            left.append((named, refused.message))
        except StaleDataError:
            left.append((named, WebRefusal.STALE.worded()))
    return Batch(tuple(done), tuple(left))
