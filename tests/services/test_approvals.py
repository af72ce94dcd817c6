"""Decisions taken down: on screen and on paper alike, once in a state, with reasons and by name."""

from __future__ import annotations

import json
from datetime import date

import pytest
from factories import CLERK, draft
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Approval, AuditEntry, Post, PostHolding, Source, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.queries.approvals import of_task
from tracker.services.approvals import Paper, record
from tracker.services.movement import move
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, ApprovalRefusal
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.lifecycle import TaskAct
from tracker.vocabulary.sources import Regime, SourceKind

TODAY = date(2026, 6, 1)
DIRECTOR = Actor("主任")
KIND, RANK, AGREED = ApprovalKind.REASSIGNMENT, PostRank.OFFICE_DIRECTOR, ApprovalOutcome.APPROVED


def test_a_decision_on_screen_is_the_actors_own(session: Session) -> None:
    task = draft(session)
    record(session, DIRECTOR, KIND, task, None, RANK, AGREED, " 同意。 ", today=TODAY)
    (row,) = of_task(session, DIRECTOR, task, TODAY)
    assert (row.approver, row.opinion, row.decided_on, row.on_paper, row.entered_by) == (
        "主任",
        "同意。",
        TODAY,
        False,
        "",
    )


def test_a_decision_on_paper_says_who_gave_it_and_who_entered_it(session: Session) -> None:
    task = draft(session)
    paper = Paper(date(2026, 5, 20), "王某某")
    record(session, CLERK, KIND, task, None, PostRank.HEAD, AGREED, "拟同意", today=TODAY, on_paper=paper)
    (row,) = of_task(session, CLERK, task, TODAY)
    assert (row.approver, row.decided_on, row.on_paper, row.entered_by) == (
        "王某某",
        date(2026, 5, 20),
        True,
        CLERK.name,
    )
    entry = session.scalars(select(AuditEntry).where(AuditEntry.tag == "approval:entered")).one()
    assert (entry.actor, json.loads(entry.detail)["approver"]) == (CLERK.name, "王某某")


def test_a_paper_without_a_name_means_the_seats_holder_of_that_day(session: Session) -> None:
    task, seat = draft(session, today=date(2025, 12, 1)), Post(name="市长", rank=PostRank.HEAD)
    session.add(seat)
    session.flush()
    session.add(PostHolding(post_id=seat.id, holder="张某", from_on=date(2026, 1, 1), until_on=date(2026, 5, 1)))
    session.add(PostHolding(post_id=seat.id, holder="李某", from_on=date(2026, 5, 1)))
    for step, day in enumerate((date(2026, 4, 30), date(2026, 5, 1), date(2025, 12, 31)), start=1):
        paper = Paper(day, post_id=seat.id)
        record(session, CLERK, KIND, task, None, PostRank.HEAD, AGREED, today=TODAY, on_paper=paper, step=step)
    assert [row.approver for row in of_task(session, CLERK, task, TODAY)] == ["市长", "李某", "张某"]


@pytest.mark.parametrize(
    ("outcome", "opinion", "paper", "why"),
    [
        (ApprovalOutcome.REFUSED, " ", None, ApprovalRefusal.OPINION_MISSING),
        (AGREED, "", Paper(date(2026, 6, 2), "王某某"), ApprovalRefusal.DECIDED_LATER),
        (AGREED, "", Paper(TODAY, "  "), ApprovalRefusal.APPROVER_MISSING),
        (AGREED, "", Paper(TODAY, post_id=999), ApprovalRefusal.APPROVER_MISSING),
    ],
)
def test_what_is_not_taken_down(
    session: Session, outcome: ApprovalOutcome, opinion: str, paper: Paper | None, why: ApprovalRefusal
) -> None:
    task = draft(session)
    with pytest.raises(RuleBroken) as refused:
        record(session, CLERK, KIND, task, None, RANK, outcome, opinion, today=TODAY, on_paper=paper)
    assert refused.value.code is why
    assert session.scalars(select(Approval)).all() == []


def _refused_day(session: Session, kind: ApprovalKind, task: Task, day: date) -> str:
    with pytest.raises(RuleBroken) as refused:
        record(session, CLERK, kind, task, None, RANK, AGREED, today=TODAY, on_paper=Paper(day, "王某某"))
    assert refused.value.code is ApprovalRefusal.DECIDED_BEFORE
    return refused.value.message


def test_a_paper_is_no_older_than_the_task_and_the_papers_it_answers(session: Session) -> None:
    task, day = draft(session, today=date(2026, 5, 20)), date(2026, 5, 19)
    assert "早于2026-05-20（事项登记之日）" in _refused_day(session, KIND, task, day)
    source = Source(
        title="纪要",
        issuer="市政府",
        issued_on=day,
        plan_year=2026,
        kind=SourceKind.MEETING,
        regime=Regime.GOVERNMENT,
        office_id=task.office_id,
        recorded_at=clock.now(),
    )
    session.add(source)
    session.flush()
    item = SourceItem(source_id=source.id, fingerprint="建厂房", row_no=1, title="建厂房")
    session.add(item)
    session.flush()
    session.add(TaskSource(task_id=task.id, source_item_id=item.id))
    session.flush()
    assert "早于2026-05-19（来源文件成文之日）" in _refused_day(session, KIND, task, date(2026, 5, 18))
    record(session, CLERK, KIND, task, None, RANK, AGREED, today=TODAY, on_paper=Paper(day, "王某某"))


def test_an_end_is_not_approved_before_the_state_it_is_decided_in(session: Session) -> None:
    task = draft(session)
    move(session, CLERK, task, TaskAct.SUBMIT, today=date(2026, 5, 20))
    for kind in (ApprovalKind.CONCLUSION, ApprovalKind.COMPLETION, ApprovalKind.CLOSING):
        assert "早于2026-05-20（报批之日）" in _refused_day(session, kind, task, date(2026, 5, 19))
        paper = Paper(date(2026, 5, 20), "王某某")
        record(session, CLERK, kind, task, None, RANK, AGREED, today=TODAY, on_paper=paper)


def test_a_step_is_decided_once_and_again_when_the_task_has_moved(session: Session) -> None:
    task = draft(session)
    record(session, DIRECTOR, KIND, task, None, RANK, AGREED, today=TODAY)
    with pytest.raises(RuleBroken) as refused:
        record(session, CLERK, KIND, task, None, RANK, AGREED, today=TODAY, on_paper=Paper(TODAY, "王某某"))
    assert refused.value.code is ApprovalRefusal.DECIDED_ALREADY
    assert "主任已于2026-06-01" in refused.value.message
    move(session, CLERK, task, TaskAct.SUBMIT, today=TODAY)
    record(session, DIRECTOR, KIND, task, None, RANK, AGREED, today=TODAY)
    assert len(of_task(session, CLERK, task, TODAY)) == 2


def test_paper_and_who_entered_it_belong_together(session: Session) -> None:
    record(session, DIRECTOR, KIND, draft(session), None, RANK, AGREED, today=TODAY)
    session.scalars(select(Approval)).one().on_paper = True
    with pytest.raises(IntegrityError):
        session.flush()
