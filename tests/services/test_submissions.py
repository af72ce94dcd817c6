"""送审: put forward once, decided in the order of the route, on screen or on paper, by the seat or its deputy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from factories import CLERK, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import Approval, OutboxMessage, Post, PostDeputy, PostHolding, Submission
from tracker.policy.access import Actor
from tracker.policy.routes import Step
from tracker.queries.submissions import steps_taken, waiting
from tracker.services import decisions, submissions
from tracker.services.approvals import Paper
from tracker.services.decisions import Ruling
from tracker.services.submissions import Put
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role

TODAY = date(2026, 6, 1)
TWO_STEPS = (Step(1, PostRank.SECRETARY_GENERAL), Step(2, PostRank.HEAD))
AGREED = Ruling(ApprovalOutcome.APPROVED, "同意")


@dataclass(frozen=True)
class People:
    director: Actor
    clerk: Actor
    secretary: Actor
    deputy: Actor
    mayor: Actor


@pytest.fixture
def people(session: Session) -> People:
    own = office(session).id
    seats = [
        Post(name="秘书长", rank=PostRank.SECRETARY_GENERAL),
        Post(name="分管副市长", rank=PostRank.DEPUTY),
        Post(name="市长", rank=PostRank.HEAD),
    ]
    session.add_all(seats)
    session.flush()
    session.add(PostHolding(post_id=seats[0].id, holder="秘书长某", from_on=date(2025, 1, 1)))
    secretary, deputy, mayor = (seat.id for seat in seats)

    def of(name: str, role: Role, post_id: int | None = None) -> Actor:
        return Actor(name, roles=frozenset({role}), office_id=own, post_id=post_id)

    return People(
        of("主任", Role.DIRECTOR),
        of("督查员甲", Role.CLERK),
        of("秘书长", Role.SECRETARY_GENERAL, secretary),
        of("副市长", Role.LEADER, deputy),
        of("市长", Role.LEADER, mayor),
    )


def put(session: Session, kind: ApprovalKind = ApprovalKind.LISTING, **values: object) -> Submission:
    task = working(session)
    command = Put(kind, task.id, task.office_id, "挂牌督办“新建标准化厂房”", task=task, **values)  # type: ignore[arg-type]
    return submissions.submit(session, CLERK, command, today=TODAY)


def test_a_document_waits_once_and_again_only_after_it_was_taken_back(session: Session, people: People) -> None:
    row = put(session)
    again = Put(row.kind, row.subject_id, row.office_id, row.title)
    with pytest.raises(RuleBroken) as refused:
        submissions.submit(session, CLERK, again, today=TODAY)
    assert "正在等待审批" in refused.value.message
    submissions.withdraw(session, CLERK, row.kind, row.subject_id, today=TODAY)
    assert submissions.submit(session, CLERK, again, today=TODAY).ordinal == 2
    with pytest.raises(RuleBroken):
        decisions.decide(session, people.mayor, row, AGREED, today=TODAY)


def test_the_route_of_the_kind_decides_whose_turn_it_is_and_the_seat_is_told(session: Session, people: People) -> None:
    row = put(session)
    turns = {name: decisions.my_turn(session, actor, row, today=TODAY) for name, actor in vars(people).items()}
    assert {name for name, turn in turns.items() if turn} == {"mayor"}
    told = select(OutboxMessage).where(OutboxMessage.dedupe_key.like(f"submission:{row.id}:1%"))
    (message,) = session.scalars(told)
    assert message.post_id == people.mayor.post_id
    assert "主要领导" in message.body


def test_a_second_step_comes_after_the_first_and_each_is_taken_down(session: Session, people: People) -> None:
    row = put(session, steps=TWO_STEPS)
    with pytest.raises(RuleBroken) as refused:
        decisions.decide(session, people.mayor, row, AGREED, today=TODAY)
    assert "还没有轮到您" in refused.value.message
    decisions.decide(session, people.secretary, row, AGREED, today=TODAY)
    assert (row.step, row.rank, row.ended_on) == (2, PostRank.HEAD, None)
    (taken,) = steps_taken(session, row)
    assert (taken.approver, taken.outcome, taken.on_paper) == ("秘书长", ApprovalOutcome.APPROVED, False)
    assert decisions.my_turn(session, people.secretary, row, today=TODAY) is None


def test_a_refusal_needs_its_reason(session: Session, people: People) -> None:
    row = put(session)
    with pytest.raises(RuleBroken) as refused:
        decisions.decide(session, people.mayor, row, Ruling(ApprovalOutcome.REFUSED, " "), today=TODAY)
    assert "请写明不同意的理由" in refused.value.message


def test_a_decision_on_paper_names_the_seat_and_no_day_before_it_was_asked(session: Session, people: People) -> None:
    row = put(session, steps=TWO_STEPS)
    seat, mayor = people.secretary.post_id, people.mayor.post_id
    for paper, said in (
        (Paper(TODAY, "某人"), "请选择审批人职务"),
        (Paper(TODAY, "", mayor), "不在这一步"),
        (Paper(date(2026, 5, 31), "", seat), "早于2026-06-01（送审之日）"),
        (Paper(date(2026, 6, 2), "", seat), "晚于今天"),
    ):
        with pytest.raises(RuleBroken) as refused:
            decisions.decide(session, people.clerk, row, AGREED, on_paper=paper, today=TODAY)
        assert said in refused.value.message
    decisions.decide(session, people.clerk, row, AGREED, on_paper=Paper(TODAY, "", seat), today=TODAY)
    (taken,) = steps_taken(session, row)
    assert (taken.approver, taken.on_paper, taken.entered_by) == ("秘书长某", True, "督查员甲")
    # The seat reads afterwards what was entered as its decision; another seat does not.
    assert decisions.open_submission(session, replace(people.secretary, account_id=98), row.id) is row
    with pytest.raises(NotFound):
        decisions.open_submission(session, replace(people.deputy, account_id=99), row.id)


def test_a_deputy_acts_for_the_seat_and_it_is_written_down(session: Session, people: People) -> None:
    row = put(session, steps=TWO_STEPS)
    dated = {"from_on": TODAY, "recorded_by": "主任", "recorded_at": row.recorded_at}
    session.add(PostDeputy(post_id=people.secretary.post_id, deputy_id=people.deputy.post_id, **dated))
    session.flush()
    decisions.decide(session, people.deputy, row, AGREED, today=TODAY)
    given = session.scalars(select(Approval).where(Approval.kind == ApprovalKind.LISTING)).one()
    assert given.acting_for_post_id == people.secretary.post_id


def test_the_office_sees_its_own_a_seat_what_is_its_turn_and_clerks_no_suggestion(
    session: Session, people: People
) -> None:
    listing = put(session)
    suggestion = put(session, ApprovalKind.ACCOUNTABILITY)
    seen = {name: {row.id: row.mine for row in waiting(session, actor, TODAY)} for name, actor in vars(people).items()}
    assert seen == {
        "director": {listing.id: False, suggestion.id: False},
        "clerk": {listing.id: False},
        "secretary": {},
        "deputy": {},
        "mayor": {listing.id: True, suggestion.id: True},
    }
    for actor, row in ((people.clerk, suggestion), (people.secretary, listing), (Actor("外人"), listing)):
        with pytest.raises(NotFound):
            decisions.open_submission(session, actor, row.id)
    assert decisions.open_submission(session, people.mayor, suggestion.id) is suggestion
