"""Random lives of tasks: what people may do to them on a day, for tests that hold whatever they do."""

from __future__ import annotations

import random
from datetime import date, timedelta

from factories import CLERK, department, working
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Suspension, Task
from tracker.services import completion, deadlines
from tracker.services.deadlines import basis
from tracker.services.lights import relight
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind, RevisionCause
from tracker.vocabulary.lifecycle import ClosureKind, TaskStatus

DAY = timedelta(days=1)
START = date(2026, 3, 2)
FIRST_SWEEP = date(2026, 3, 14)


def begin_lives(session: Session, chance: random.Random) -> None:
    """Five tasks that report by the 25th, and a first sweep ten days before that."""
    lead, helper = department(session, "市住建局"), department(session, "市水务局")
    for _ in range(5):
        working(
            session,
            today=START,
            lead=lead,
            helpers=(helper,),
            due_on=START + chance.randint(14, 40) * DAY,
            milestones=tuple((START + chance.randint(14, 40) * DAY, weight) for weight in (5, 25, 70)),
        )
    sweep_day(session, FIRST_SWEEP)


def act(session: Session, chance: random.Random, task: Task, day: date) -> None:
    work = [
        one
        for one in deadlines.of_task(session, task.id, DeadlineKind.FINAL, DeadlineKind.MILESTONE)
        if one.opened_on and not one.met_on
    ]
    match chance.choice(["claim", "decide", "extend", "pause", "finish", "finish"]), task.status:
        case "claim", TaskStatus.IN_PROGRESS if work:
            if (one := chance.choice(work)).claimed_on is None:
                deadlines.claim(session, CLERK, one, today=day)
        case "decide", TaskStatus.IN_PROGRESS if waiting := [one for one in work if one.claimed_on]:
            deadlines.decide(session, CLERK, chance.choice(waiting), chance.choice(list(ClaimOutcome)), today=day)
        case "extend", TaskStatus.IN_PROGRESS if work:
            later = (work[0].due_on or day) + chance.randint(1, 20) * DAY
            by = basis(session, day)
            deadlines.revise(session, CLERK, work[0], later, RevisionCause.EXTENDED, "停工", by, today=day)
        case "pause", _:
            pause(session, task, day, day + chance.randint(1, 8) * DAY, today=day)
        case "finish", TaskStatus.IN_PROGRESS if chance.random() < 0.4:
            completion.claim_completion(session, CLERK, task, today=day)
        case "finish", TaskStatus.COMPLETION_CLAIMED if chance.random() < 0.6:
            completion.send_back(session, CLERK, task, "缺验收单", today=day)
        case "finish", TaskStatus.COMPLETION_CLAIMED:
            completion.complete(session, CLERK, task, today=day)
        case "finish", TaskStatus.COMPLETED:
            completion.close(session, CLERK, task, ClosureKind.DONE, today=day)
    relight(session, [task], today=day)


def pause(session: Session, task: Task, from_on: date, until_on: date, *, today: date) -> None:
    session.add(
        Suspension(
            task_id=task.id,
            from_on=from_on,
            until_on=until_on,
            reason="等待招标",
            decided_by=CLERK.name,
            recorded_at=clock.now(),
        )
    )
    relight(session, [task], today=today)
