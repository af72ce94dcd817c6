"""解除挂牌督办: asked when all is verified, accepted by a third person, approved by the rank that listed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import CLERK
from listed import TODAY, Cast, fresh
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import Deadline, DeadlineClaim, OutboxMessage, Submission
from tracker.queries.listings import of_task
from tracker.queries.releases import course
from tracker.services import completion, releases
from tracker.services.approvals import Paper
from tracker.services.site_visits import Visit
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, ApprovalRefusal
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.lights import Light
from tracker.vocabulary.listings import ListingRefusal, ListingState, ListingStep, ReleaseState
from tracker.vocabulary.sheets import Every

ASKED, SEEN, DONE = date(2026, 3, 20), date(2026, 3, 24), date(2026, 3, 27)
DAY = timedelta(days=1)


def _refused(act, code) -> None:
    with pytest.raises(RuleBroken) as refused:
        act()
    assert refused.value.code is code
    assert refused.value.message


def test_the_whole_course_from_request_to_release(session: Session) -> None:
    cast = Cast(session)
    listing = cast.listed()
    with pytest.raises(RuleBroken) as refused:
        cast.ask(listing, today=ASKED)
    assert refused.value.code is ListingRefusal.NODES_UNVERIFIED
    assert "“节点1”" in refused.value.message
    cast.verify_nodes()
    row = cast.ask(listing, today=ASKED)
    (term,), (visit_due,) = cast.duties(DeadlineKind.LISTING_TERM), cast.duties(DeadlineKind.ACCEPTANCE)
    assert (term.claimed_on, term.met_on) == (ASKED, None)
    assert (visit_due.owed_by_department_id, visit_due.due_on) == (cast.office_id, date(2026, 4, 3))
    assert of_task(session, cast.clerk, cast.task, SEEN)[0].step is ListingStep.ACCEPT
    _refused(lambda: cast.ask(listing, today=ASKED), ListingRefusal.RELEASE_WAITS)
    cast.accept(listing, today=SEEN)
    assert (row.state, visit_due.met_on) == (ReleaseState.DECIDING, SEEN)
    waiting = cast.submission(ApprovalKind.RELEASE, row.id)
    assert (waiting.rank, waiting.asked_on) == (PostRank.HEAD, SEEN)
    _refused(lambda: cast.accept(listing, today=SEEN), ListingRefusal.NO_RELEASE_WAITS)
    _refused(
        lambda: cast.decide(ApprovalKind.RELEASE, row.id, paper=Paper(SEEN, "副市长", cast.deputy.id), today=DONE),
        ApprovalRefusal.WRONG_RANK,
    )
    _refused(lambda: cast.decide(ApprovalKind.RELEASE, row.id, actor=cast.director), ApprovalRefusal.NOT_YOUR_TURN)
    cast.decide(ApprovalKind.RELEASE, row.id, opinion="同意", today=DONE)
    session.flush()
    assert (row.state, row.open_of, row.decided_by) == (ReleaseState.GRANTED, None, "市长")
    assert (listing.state, listing.open_of, listing.released_by, listing.released_on) == (
        ListingState.RELEASED, None, "市长", DONE,
    )  # fmt: skip
    assert (term.met_on, fresh(session, cast.task).report_every) == (ASKED, Every.MONTH)
    assert [one.due_on for one in cast.duties(DeadlineKind.PUBLICATION)] == [date(2026, 3, 9), date(2026, 4, 3)]
    shown = of_task(session, cast.clerk, cast.task, DONE)[0]
    assert (shown.step, shown.step_due_on) == (ListingStep.PUBLISH_RELEASE, date(2026, 4, 3))
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.subject.startswith("解除挂牌督办"))).all()
    assert {one.department_id for one in told if one.post_id is None} == {cast.unit.id, cast.office_id}
    assert any("请在市政府网站公开解除情况" in one.body for one in told)
    with pytest.raises(IllegalTransition):
        cast.ask(listing, today=DONE)


def test_a_task_without_nodes_is_claimed_whole_first(session: Session) -> None:
    cast = Cast(session, nodes=False)
    listing = cast.listed()
    _refused(lambda: cast.ask(listing), ListingRefusal.FINAL_UNCLAIMED)
    completion.claim_completion(session, cast.unit_head, cast.task, today=TODAY)
    row = cast.ask(listing)
    completion.send_back(session, cast.clerk, cast.task, "缺竣工验收单", today=TODAY)
    _refused(lambda: cast.accept(listing), ListingRefusal.FINAL_UNCLAIMED)
    completion.claim_completion(session, cast.unit_head, cast.task, today=TODAY)
    cast.accept(listing)
    cast.decide(ApprovalKind.RELEASE, row.id)
    assert completion.complete(session, CLERK, cast.task, today=TODAY).completed_on == TODAY


def test_whoever_had_a_part_in_it_does_not_accept_it(session: Session) -> None:
    cast = Cast(session)
    cast.verify_nodes()
    listing = cast.listed(officer_account_id=None, officer="专员 丁")
    cast.ask(listing)
    for who, part in (
        ({"visitor": "专员丁"}, "督办专员"),
        ({"visitor": "王某、专员丁"}, "督办专员"),
        ({"account_id": cast.clerk.account_id}, "责任督查员"),
        ({"visitor": " 督查员乙 "}, "责任督查员"),
        ({"visitor": "住建局长"}, "经办人"),
    ):
        with pytest.raises(RuleBroken) as refused:
            cast.accept(listing, **who)
        assert refused.value.code is ListingRefusal.NOT_THIRD
        assert part in refused.value.message
    assert cast.accept(listing, visitor="政府办王某").state is ReleaseState.DECIDING


def test_the_officer_neither_accepts_nor_writes_the_acceptance_down(session: Session) -> None:
    cast = Cast(session)
    cast.verify_nodes()
    listing = cast.listed(officer_account_id=cast.other.account_id)
    cast.ask(listing)
    with pytest.raises(RuleBroken) as refused:
        cast.accept(listing, account_id=cast.other.account_id)
    assert refused.value.code is ListingRefusal.NOT_THIRD
    visit = Visit(TODAY, "主体封顶，现场属实", visitor="政府办王某")
    _refused(
        lambda: releases.accept(session, cast.other, listing, visit, passed=True, today=TODAY),
        ListingRefusal.OFFICER_RECORDS,
    )


def test_a_visit_that_fails_sends_it_back_and_the_term_runs_on(session: Session) -> None:
    cast = Cast(session)
    cast.verify_nodes()
    listing = cast.listed()
    after = cast.duties(DeadlineKind.LISTING_TERM)[0].due_on + DAY
    asked = cast.ask(listing, today=ASKED)
    assert cast.task.light is Light.GREEN
    for passed, reason, code in (
        (False, " ", ListingRefusal.FAIL_REASON_MISSING),
        (True, "外立面未完工", ListingRefusal.FAIL_REASON_UNUSED),
    ):
        _refused(lambda p=passed, r=reason: cast.accept(listing, passed=p, reason=r, today=SEEN), code)
    _refused(lambda: cast.accept(listing, today=ASKED - DAY), ListingRefusal.VISIT_BEFORE)
    cast.accept(listing, passed=False, reason="外立面未完工", today=after)
    session.flush()
    term = session.get_one(Deadline, listing.deadline_id)
    assert (asked.state, asked.reason, asked.decided_on) == (ReleaseState.SENT_BACK, "外立面未完工", after)
    assert (term.claimed_on, term.met_on, listing.state) == (None, None, ListingState.LISTED)
    assert fresh(session, cast.task).light is Light.RED
    assert cast.duties(DeadlineKind.ACCEPTANCE)[0].met_on == after
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.subject.startswith("退回解除申请"))).all()
    assert [one.department_id for one in told] == [cast.unit.id]
    assert "外立面未完工" in told[0].body
    again = cast.ask(listing, today=after)
    assert (again.ordinal, cast.session.get_one(Deadline, listing.deadline_id).claimed_on) == (2, after)
    assert session.scalars(select(Submission).where(Submission.kind == ApprovalKind.RELEASE)).all() == []


def test_the_rank_that_listed_may_refuse_and_it_may_be_asked_again(session: Session) -> None:
    cast = Cast(session)
    cast.verify_nodes()
    listing = cast.listed()
    first = cast.ask(listing, today=ASKED)
    cast.accept(listing, today=SEEN)
    cast.decide(ApprovalKind.RELEASE, first.id, ApprovalOutcome.REFUSED, "群众仍有反映", today=DONE)
    assert (first.state, first.reason, first.decided_by) == (ReleaseState.SENT_BACK, "群众仍有反映", "市长")
    second = cast.ask(listing, today=DONE)
    cast.accept(listing, today=DONE)
    cast.decide(ApprovalKind.RELEASE, second.id, today=DONE)
    session.flush()
    claims = session.scalars(
        select(DeadlineClaim).where(DeadlineClaim.deadline_id == listing.deadline_id).order_by(DeadlineClaim.id)
    )
    assert [(one.claimed_on, one.sent_back_on) for one in claims] == [(ASKED, DONE), (DONE, None)]
    shown = course(session, cast.clerk, listing.id)
    refusal = select(OutboxMessage).where(OutboxMessage.subject == "解除挂牌督办：不同意")
    assert [(one.department_id, "群众仍有反映" in one.body) for one in session.scalars(refusal)] == [
        (cast.office_id, True)
    ]
    assert [(one.ordinal, one.state, len(one.steps)) for one in shown.releases] == [
        (2, ReleaseState.GRANTED, 1), (1, ReleaseState.SENT_BACK, 1),
    ]  # fmt: skip
    assert shown.waits_at is None
