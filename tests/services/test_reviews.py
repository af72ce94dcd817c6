"""复核: within thirty natural days, by people who took no part, decided by somebody who did not approve it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from inspecting import AGREED, TODAY, Cast
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import ApprovalRoute, Conclusion, Deadline, ReviewRequest, TaskClerk
from tracker.policy.access import Actor
from tracker.queries.conclusions import stands
from tracker.queries.duties import owed_by, owed_on
from tracker.queries.reviews import barred, open_reviews
from tracker.services import completion, conclusions, reviews
from tracker.services.approvals import Paper
from tracker.services.conclusions import Service
from tracker.services.deadlines import basis
from tracker.services.decisions import Ruling
from tracker.services.findings import Visit, visit
from tracker.services.reviews import Ask, Opinion, open_review
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.conclusions import ConclusionRefusal, ConclusionState, ReviewOutcome, ReviewState
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role

LAST = date(2026, 7, 1)
MAINTAIN = Opinion("事实清楚，证据充分", ReviewOutcome.MAINTAINED)


def refused(why: ConclusionRefusal, act: object) -> None:
    with pytest.raises(RuleBroken) as broken:
        act()  # type: ignore[operator]
    assert broken.value.code is why


def test_asked_on_the_last_day_owed_for_thirty_more_and_nothing_rests_on_it_meanwhile(session: Session) -> None:
    cast = Cast(session)
    of = cast.served()
    assert stands(session, of.id, LAST)
    row = cast.asks(of, on=LAST)
    duty = session.get_one(Deadline, row.deadline_id)
    assert (row.state, duty.owed_by_department_id, duty.due_on) == (
        ReviewState.ASKED,
        cast.office_id,
        date(2026, 7, 31),
    )
    assert [stands(session, of.id, day) for day in (LAST - timedelta(1), LAST, date(2026, 8, 1))] == [
        True,
        False,
        False,
    ]
    assert cast.told(cast.lead.id)[-1] == cast.told(cast.office_id)[-1] == "复核申请"
    refused(ConclusionRefusal.REVIEW_OPEN, lambda: cast.asks(of, on=LAST))


def test_a_day_late_is_recorded_told_and_binds_nobody(session: Session) -> None:
    cast = Cast(session)
    of = cast.served()
    late = cast.asks(of, on=date(2026, 7, 2))
    assert (late.state, late.deadline_id, late.open_of) == (ReviewState.LATE, None, None)
    assert stands(session, of.id, date(2026, 7, 2))
    assert open_reviews(session, cast.clerk, LAST) == []
    # a paper that had come in time, found afterwards
    paper = Ask("事实认定有误，停工系暴雨所致", "住建局长", date(2026, 6, 30), on_paper=True)
    today = date(2026, 7, 3)
    found = reviews.ask(session, cast.other_clerk, of, paper, basis(session, today), today=today)
    assert (found.ordinal, found.state, found.on_paper) == (2, ReviewState.ASKED, True)
    assert session.get_one(Deadline, found.deadline_id).due_on == date(2026, 7, 30)


def test_what_cannot_be_asked(session: Session) -> None:
    cast = Cast(session)
    waits = cast.conclusion()
    refused(ConclusionRefusal.NOT_SERVED, lambda: cast.asks(waits))
    of = cast.served(on=date(2026, 6, 10), today=date(2026, 6, 10))
    refused(ConclusionRefusal.ASKED_BEFORE, lambda: cast.asks(of, on=date(2026, 6, 9), today=date(2026, 6, 10)))
    refused(ConclusionRefusal.IN_THE_FUTURE, lambda: cast.asks(of, on=date(2026, 6, 11), today=date(2026, 6, 10)))


def test_everybody_who_took_part_stays_out_by_account_and_by_name(session: Session) -> None:
    cast = Cast(session)
    went, served, cared = (cast.of(name, Role.CLERK, cast.office_id) for name in ("督查员丙", "督查员丁", "督查员戊"))
    free, mended = (cast.of(name, Role.CLERK, cast.office_id) for name in ("督查员己", "督查员庚"))
    inspection = cast.inspection(head="督查员乙")
    visit(session, went, inspection, Visit(cast.task.id, "督查员丙、专家赵某", TODAY, "工地无人施工"), today=TODAY)
    session.add(TaskClerk(task_id=cast.task.id, account_id=cared.account_id, from_on=date(2026, 1, 5), until_on=TODAY))
    of = conclusions.draft(session, mended, cast.task, cast.words(inspection_id=inspection.id), today=TODAY)
    conclusions.edit(session, cast.director, of, cast.words(inspection_id=inspection.id), today=TODAY)
    conclusions.put_forward(session, cast.director, of, today=TODAY)
    cast.decide(ApprovalKind.INSPECTION_CONCLUSION, of.id, cast.secretary)
    conclusions.serve(session, served, of, Service("督查员丁", "联络员", TODAY), basis(session, TODAY), today=TODAY)
    out = barred(session, of)
    for actor in (cast.clerk, cast.other_clerk, cast.director, went, served, cared, mended, cast.secretary):
        assert out.how(actor.account_id, actor.name), actor.name
    assert out.how(None, "专家赵某") == "到现场"
    assert out.how(mended.account_id, "改了名") == "起草督查结论"  # by the audit trail, whatever the name is now
    # the head of government only approved the plan; the unit's own people are no part of it
    for actor in (free, cast.mayor, cast.head):
        assert out.how(actor.account_id, actor.name) is None, actor.name
    row = cast.asks(of)
    for actor in (cast.clerk, cast.other_clerk, went, cared, mended):
        refused(
            ConclusionRefusal.BARRED,
            lambda actor=actor: reviews.propose(session, actor, row, of, MAINTAIN, today=TODAY),
        )
    reviews.propose(session, free, row, of, MAINTAIN, today=TODAY)
    assert (row.state, row.reviewer) == (ReviewState.DECIDING, "督查员己")


def reviewed(cast: Cast, of: Conclusion, opinion: Opinion) -> ReviewRequest:
    row = cast.asks(of)
    reviews.propose(cast.session, cast.other_clerk, row, of, opinion, today=TODAY)
    return row


def test_maintained_it_stands_again_from_the_day_of_the_decision(session: Session) -> None:
    cast = Cast(session)
    of = cast.served()
    row, day = reviewed(cast, of, MAINTAIN), date(2026, 6, 20)
    assert not stands(session, of.id, day)
    cast.decide(ApprovalKind.REVIEW, row.id, cast.mayor, today=day)
    assert (of.state, row.state, row.outcome, row.number) == (
        ConclusionState.SERVED,
        ReviewState.DECIDED,
        ReviewOutcome.MAINTAINED,
        "督复〔2026〕1号",
    )
    assert [stands(session, of.id, one) for one in (day - timedelta(1), day)] == [False, True]
    assert session.get_one(Deadline, row.deadline_id).met_on == day
    assert cast.told(cast.lead.id)[-1] == "复核决定"
    refused(ConclusionRefusal.REVIEWED, lambda: cast.asks(of))


def test_changed_it_keeps_both_texts(session: Session) -> None:
    cast = Cast(session)
    of = cast.served()
    changed = Opinion("部分事实有误", ReviewOutcome.CHANGED, "停工系暴雨所致，责令补报")
    row = reviewed(cast, of, changed)
    cast.decide(ApprovalKind.REVIEW, row.id, cast.mayor)
    assert (of.state, of.conclusion, row.changed_to) == (
        ConclusionState.CHANGED,
        "推进不力，责令整改",
        "停工系暴雨所致，责令补报",
    )
    assert stands(session, of.id, TODAY)


def test_withdrawn_it_stands_no_more_and_what_it_required_falls_away(session: Session) -> None:
    cast = Cast(session)
    of = cast.served(requirement="查清停工责任并复工", rectify_term=5)
    row = reviewed(cast, of, Opinion("主要事实不成立", ReviewOutcome.WITHDRAWN))
    cast.decide(ApprovalKind.REVIEW, row.id, cast.mayor)
    assert of.state is ConclusionState.WITHDRAWN
    assert not stands(session, of.id, TODAY)
    assert session.get_one(Deadline, of.rectify_deadline_id).voided_on == TODAY


@pytest.mark.parametrize(
    ("opinion", "why"),
    [
        (Opinion("部分事实有误", ReviewOutcome.CHANGED), ConclusionRefusal.NEW_TEXT_MISSING),
        (Opinion("事实清楚的", ReviewOutcome.MAINTAINED, "另一个结论"), ConclusionRefusal.NEW_TEXT_UNUSED),
        (Opinion("事实清楚的", ReviewOutcome.MAINTAINED, seat_id=999), ConclusionRefusal.SEAT_UNKNOWN),
    ],
)
def test_what_is_no_opinion(session: Session, opinion: Opinion, why: ConclusionRefusal) -> None:
    cast = Cast(session)
    of = cast.served()
    row = cast.asks(of)
    refused(why, lambda: reviews.propose(session, cast.other_clerk, row, of, opinion, today=TODAY))
    assert row.state is ReviewState.ASKED


def test_an_opinion_not_agreed_to_is_worked_over(session: Session) -> None:
    cast = Cast(session)
    of = cast.served()
    row = reviewed(cast, of, MAINTAIN)
    cast.decide(ApprovalKind.REVIEW, row.id, cast.mayor, Ruling(ApprovalOutcome.REFUSED, "证据再核一遍"))
    assert (row.state, cast.told(cast.office_id)[-1]) == (ReviewState.ASKED, "复核决定：不同意")
    assert not stands(session, of.id, TODAY)
    reviews.propose(session, cast.other_clerk, row, of, MAINTAIN, today=TODAY)
    cast.decide(ApprovalKind.REVIEW, row.id, cast.mayor)
    assert row.outcome is ReviewOutcome.MAINTAINED
    with pytest.raises(IllegalTransition):
        reviews.propose(session, cast.other_clerk, row, of, MAINTAIN, today=TODAY)


def _head_approves_conclusions(session: Session, cast: Cast) -> None:
    routes = select(ApprovalRoute).where(ApprovalRoute.kind == ApprovalKind.INSPECTION_CONCLUSION)
    for route in session.scalars(routes):
        route.rank = PostRank.HEAD
    session.flush()


def test_whoever_approved_it_is_not_asked_to_decide_its_review(session: Session) -> None:
    cast = Cast(session)
    _head_approves_conclusions(session, cast)
    of = conclusions.draft(session, cast.clerk, cast.task, cast.words(), today=TODAY)
    conclusions.put_forward(session, cast.clerk, of, today=TODAY)
    cast.decide(ApprovalKind.INSPECTION_CONCLUSION, of.id, cast.mayor)
    conclusions.receive(session, cast.liaison, of, basis(session, TODAY), today=TODAY)
    row = cast.asks(of)
    with pytest.raises(RuleBroken) as broken:
        reviews.propose(session, cast.other_clerk, row, of, MAINTAIN, today=TODAY)
    assert broken.value.code is ConclusionRefusal.DECIDER_BARRED
    assert "市长某" in broken.value.message
    another = Opinion(MAINTAIN.words, MAINTAIN.proposed, seat_id=cast.secretary_seat.id)
    reviews.propose(session, cast.other_clerk, row, of, another, today=TODAY)
    cast.decide(ApprovalKind.REVIEW, row.id, cast.secretary)
    assert row.decided_by == "秘书长某"


def test_who_decides_is_looked_at_again_when_he_does_on_screen_and_on_paper(session: Session) -> None:
    """The 秘书长 approved it; then he became the head of government, or a paper says that he decided."""
    cast = Cast(session)
    of = cast.served()
    row = reviewed(cast, of, MAINTAIN)
    leads = frozenset({Role.LEADER})
    promoted = Actor("秘书长某", cast.secretary.account_id, leads, cast.office_id, None, cast.mayor_seat.id)
    paper = Paper(TODAY, "秘书长某", cast.mayor_seat.id)
    for by, on_paper in ((promoted, None), (cast.other_clerk, paper)):
        with pytest.raises(RuleBroken) as broken, session.begin_nested():
            cast.decide(ApprovalKind.REVIEW, row.id, by, AGREED, on_paper=on_paper)
        assert broken.value.code is ConclusionRefusal.BARRED
        session.refresh(row)
        assert (row.state, row.outcome) == (ReviewState.DECIDING, None)
    cast.decide(ApprovalKind.REVIEW, row.id, cast.mayor)
    assert row.outcome is ReviewOutcome.MAINTAINED


def test_a_paper_decision_counts_from_its_own_day(session: Session) -> None:
    cast = Cast(session)
    of = cast.served()
    row = reviewed(cast, of, MAINTAIN)
    paper = Paper(date(2026, 6, 20), "市长某", cast.mayor_seat.id)
    cast.decide(ApprovalKind.REVIEW, row.id, cast.other_clerk, on_paper=paper, today=date(2026, 7, 10))
    assert row.decided_on == session.get_one(Deadline, row.deadline_id).met_on == date(2026, 6, 20)


def test_the_office_owes_the_decision_beyond_the_tasks_end(session: Session) -> None:
    cast = Cast(session)
    row = cast.asks(cast.served())
    completion.claim_completion(session, cast.head, cast.task, today=TODAY)
    completion.complete(session, cast.director, cast.task, today=TODAY)
    day = date(2026, 7, 10)
    due = owed_on(day, Deadline.id).where(owed_by(cast.office_id, day))
    assert list(session.scalars(due)) == [row.deadline_id]
    (waits,) = open_reviews(session, cast.clerk, day)
    assert (waits.id, waits.late) == (row.id, 9)


def test_a_review_is_known_to_whoever_knows_its_conclusion(session: Session) -> None:
    cast = Cast(session)
    row = cast.asks(cast.served())
    assert open_review(session, cast.head, Action.CONCLUSION_VIEW, row.id)[0] is row
    for actor, key in ((cast.helper_head, row.id), (cast.head, 999)):
        with pytest.raises(NotFound):
            open_review(session, actor, Action.CONCLUSION_VIEW, key)
    with pytest.raises(NotPermitted):
        open_review(session, cast.head, Action.REVIEW_HANDLE, row.id)
