"""办理经过: in the order things happened, with who claimed, decided and approved."""

from __future__ import annotations

from datetime import date

from factories import CLERK, working
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import TaskPlan
from tracker.policy.access import Actor
from tracker.queries.timeline import timeline
from tracker.services import completion, deadlines
from tracker.services.approvals import Paper
from tracker.services.completion import Account
from tracker.vocabulary.deadlines import ClaimOutcome, DeadlineKind

TODAY = date(2026, 6, 1)
HEAD = Actor("局长李")


def test_a_decision_stands_after_its_submission_of_the_same_day(session: Session) -> None:
    task = working(session, milestones=((date(2026, 5, 1), 100),))
    first = deadlines.of_task(session, task.id, DeadlineKind.MILESTONE)[0]
    deadlines.claim(session, HEAD, first, "已封顶", today=TODAY)
    deadlines.decide(session, CLERK, first, ClaimOutcome.SENT_BACK, "照片不清", today=TODAY)
    session.add(
        TaskPlan(
            task_id=task.id,
            ordinal=1,
            people="专班",
            measures="三班倒",
            submitted_on=TODAY,
            submitted_by="局长李",
            outcome=ClaimOutcome.SENT_BACK,
            decided_on=TODAY,
            decided_by="督查员",
            reason="没有节点",
            recorded_at=clock.now(),
        )
    )
    session.flush()
    told = [(event.what, event.who) for event in timeline(session, task.id)]
    claim, back = ("申报节点“节点1”", "局长李"), ("退回节点“节点1”", CLERK.name)
    assert told.index(back) == told.index(claim) - 1
    assert told.index(("退回方案", "督查员")) == told.index(("第1次报方案", "局长李")) - 1


def test_a_completion_names_who_approved_it_and_who_entered_the_paper(session: Session) -> None:
    task = working(session)
    completion.claim_completion(session, CLERK, task, Account("已建成", "局长李"), today=TODAY)
    completion.conclude(session, CLERK, task, "属实", today=TODAY)
    completion.approve(session, CLERK, task, on_paper=Paper(TODAY, "主任王"), today=TODAY)
    session.flush()
    done = next(event for event in timeline(session, task.id) if event.what == "办结")
    assert done.who == f"批准人主任王，{CLERK.name}补录"
