"""待说明: lights that turned red within one working day, about which the unit has not said anything yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.models import Extension, Task, WarningSlip
from tracker.policy.access import Actor
from tracker.policy.light import new_red_since
from tracker.queries.calendar import work_calendar
from tracker.vocabulary.extensions import ExtensionState
from tracker.vocabulary.lights import Light


def new_reds(session: Session, task_ids: Collection[int], day: date) -> frozenset[int]:
    """Those of the tasks tagged on ``day``: an explanation (逾期说明) or an answer to a slip takes the tag off."""
    explained = select(Extension.id).where(
        Extension.task_id == Task.id,
        Extension.state == ExtensionState.EXPLAINED,
        Extension.signed_on >= Task.light_since,
    )
    answered = select(WarningSlip.id).where(WarningSlip.task_id == Task.id, WarningSlip.answered_on >= Task.light_since)
    return frozenset(
        session.scalars(
            select(Task.id).where(
                Task.id.in_(list(task_ids)),
                Task.light == Light.RED,
                Task.light_since >= new_red_since(day, work_calendar(session)),
                ~or_(explained.exists(), answered.exists()),
            )
        )
    )


def of_task(session: Session, actor: Actor, task: Task, day: date) -> bool:
    """Whether the task is tagged."""
    return bool(new_reds(session, [task.id], day))
