"""提请协调: asked, answered, passed up, taken back; who may, who is told, and how the delay splits."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, department, draft, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import AuditEntry, CoordinationRequest, Deadline, OutboxMessage, Post, Task
from tracker.policy.access import Actor
from tracker.policy.delay import Delay
from tracker.queries.coordination import first_raised_on, of_task, seats_above, waiting_requests
from tracker.queries.delay import delays
from tracker.services import completion, coordination
from tracker.services.deadlines import basis
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role
from tracker.vocabulary.reports import CoordinationReach
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sources import Disclosure

TODAY = date(2026, 3, 2)
NEXT = date(2026, 3, 5)


class Cast:
    """A task in work, its unit, its leader's seat, and whoever has to do with a request."""

    def __init__(self, session: Session, **values: object) -> None:
        self.session = session
        self.deputy = Post(name="分管城建副市长", rank=PostRank.DEPUTY)
        self.mayor = Post(name="市长", rank=PostRank.HEAD)
        self.other = Post(name="分管农业副市长", rank=PostRank.DEPUTY)
        session.add_all([self.deputy, self.mayor, self.other])
        session.flush()
        self.unit, self.helper = department(session, "市住建局"), department(session, "市水务局")
        values |= {"lead": self.unit, "helpers": (self.helper,), "leader_post_id": self.deputy.id}
        self.task = working(session, due_on=date(2026, 3, 10), **values)
        own = office(session).id
        self.office_id = own
        self.liaison = Actor("住建联络员", roles=frozenset({Role.LIAISON}), department_id=self.unit.id)
        self.helping = Actor("水务联络员", roles=frozenset({Role.LIAISON}), department_id=self.helper.id)
        self.clerk = Actor("督查员甲", roles=frozenset({Role.CLERK}), office_id=own)
        self.secretary = Actor("秘书长甲", roles=frozenset({Role.SECRETARY_GENERAL}), office_id=own)
        self.leader, self.head, self.foreign = (
            Actor(post.name, roles=frozenset({Role.LEADER}), office_id=own, post_id=post.id)
            for post in (self.deputy, self.mayor, self.other)
        )

    def ask(self, to: int | None = None, content: str = "地块权属不清", today: date = TODAY) -> CoordinationRequest:
        return coordination.raise_request(
            self.session, self.liaison, self.task, self.unit.id, CoordinationReach.OWN_LEVEL, content,
            to=to, by=basis(self.session, today), today=today,
        )  # fmt: skip

    def told(self) -> list[tuple[str, int | str]]:
        rows = self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        own = [row for row in rows if row.dedupe_key.startswith("coordination:")]
        return [(row.subject, row.department_id or f"seat {row.post_id}") for row in own]

    def open_for(self, actor: Actor, request: CoordinationRequest, action: Action = Action.COORDINATION_VIEW) -> Task:
        return coordination.open_request(self.session, actor, action, request.id)[1]


def test_the_office_has_three_workdays_and_a_leader_five(session: Session) -> None:
    cast = Cast(session)
    asked, above = cast.ask(), cast.ask(cast.deputy.id)
    duties = [session.get_one(Deadline, one.deadline_id) for one in (asked, above)]
    assert [(one.owed_by_department_id, one.owed_by_post_id, one.due_on) for one in duties] == [
        (cast.office_id, None, date(2026, 3, 5)),
        (None, cast.deputy.id, date(2026, 3, 9)),
    ]
    assert all(one.yellow_on is None and one.red_on is None for one in duties)
    asked_leader = ("待协调事项", f"seat {cast.deputy.id}")
    assert cast.told() == [("提请协调", cast.office_id), ("提请协调", cast.office_id), asked_leader]


def test_an_answer_ends_the_wait_meets_the_duty_and_tells_the_unit(session: Session) -> None:
    cast = Cast(session)
    request = cast.ask()
    coordination.answer(session, cast.clerk, request, " 已商自然资源局，周五前确权 ", today=NEXT)
    session.flush()
    assert (request.answer, request.answered_by, request.ended_on) == ("已商自然资源局，周五前确权", "督查员甲", NEXT)
    assert session.get_one(Deadline, request.deadline_id).met_on == NEXT
    assert cast.told()[1:] == [("协调答复", cast.unit.id)]
    tags = list(session.scalars(select(AuditEntry.tag).where(AuditEntry.subject_kind == "coordination")))
    assert tags == [AuditTag.COORDINATION_RAISED, AuditTag.COORDINATION_ANSWERED]
    with pytest.raises(RuleBroken) as refused:
        coordination.answer(session, cast.clerk, request, "再答一次", today=NEXT)
    assert refused.value.code is Refusal.REQUEST_OVER


def test_a_leader_answers_what_is_addressed_to_his_seat_and_nothing_else(session: Session) -> None:
    cast = Cast(session)
    to_office, to_leader = cast.ask(), cast.ask(cast.deputy.id)
    for actor, request in ((cast.leader, to_office), (cast.secretary, to_office), (cast.secretary, to_leader)):
        with pytest.raises(NotPermitted):
            coordination.answer(session, actor, request, "同意", today=NEXT)
    coordination.answer(session, cast.leader, to_leader, "同意", today=NEXT)
    assert to_leader.answered_by == "分管城建副市长"
    assert cast.told()[3:] == [("协调答复", one) for one in sorted([cast.office_id, cast.unit.id])]


def test_the_office_writes_down_what_a_leader_answered_and_says_so(session: Session) -> None:
    cast = Cast(session)
    request = cast.ask(cast.deputy.id)
    coordination.answer(session, cast.clerk, request, "请财政局配合", today=NEXT)
    assert request.answered_by == "分管城建副市长（督查员甲代录）"


@pytest.mark.parametrize("words", ["", "  \n"])
def test_a_request_and_an_answer_need_words(session: Session, words: str) -> None:
    cast = Cast(session)
    with pytest.raises(RuleBroken) as refused:
        cast.ask(content=words)
    assert refused.value.code is Refusal.COORDINATION_EMPTY
    with pytest.raises(RuleBroken) as refused:
        coordination.answer(session, cast.clerk, cast.ask(), words, today=NEXT)
    assert refused.value.code is Refusal.ANSWER_EMPTY


def test_a_unit_may_not_address_another_leader_nor_ask_on_what_nobody_works_on(session: Session) -> None:
    cast = Cast(session)
    with pytest.raises(RuleBroken) as refused:
        cast.ask(cast.mayor.id)
    assert refused.value.code is Refusal.SEAT_NOT_OF_TASK
    cast.task = draft(session, lead=cast.unit)
    with pytest.raises(IllegalTransition):
        cast.ask()


def test_passed_up_it_ends_and_the_next_names_it_with_a_clock_of_its_own(session: Session) -> None:
    cast = Cast(session)
    request = cast.ask(cast.deputy.id)
    by = basis(session, NEXT)
    above = coordination.pass_up(session, cast.secretary, request, cast.mayor.id, by, today=NEXT)
    session.flush()
    assert (request.ended_on, request.answered_by) == (NEXT, None)
    assert session.get_one(Deadline, request.deadline_id).voided_on == NEXT
    assert (above.passed_from_id, above.to_post_id, above.reach) == (
        request.id,
        cast.mayor.id,
        CoordinationReach.UPWARD,
    )
    assert session.get_one(Deadline, above.deadline_id).due_on == date(2026, 3, 12)
    assert [row.passed_up for row in of_task(session, cast.clerk, cast.task, NEXT)] == [True, False]
    assert cast.told()[2:] == [
        ("转请领导协调", cast.unit.id),
        ("转请领导协调", cast.office_id),
        ("待协调事项", f"seat {cast.mayor.id}"),
    ]
    assert first_raised_on(session, above) == TODAY


def test_it_climbs_only_upwards(session: Session) -> None:
    cast = Cast(session)
    request, by = cast.ask(cast.deputy.id), basis(session, NEXT)
    for seat in (cast.deputy, cast.other):
        with pytest.raises(RuleBroken) as refused:
            coordination.pass_up(session, cast.secretary, request, seat.id, by, today=NEXT)
        assert refused.value.code is Refusal.SEAT_NOT_HIGHER
    assert [row.id for row in seats_above(session, cast.task, PostRank.DEPUTY)] == [cast.mayor.id]
    assert len(seats_above(session, cast.task, None)) == 3


def test_a_sensitive_task_reaches_no_seat_that_may_not_see_it(session: Session) -> None:
    cast = Cast(session, disclosure=Disclosure.SENSITIVE)
    with pytest.raises(RuleBroken) as refused:
        coordination.pass_up(session, cast.secretary, cast.ask(), cast.mayor.id, basis(session, NEXT), today=NEXT)
    assert refused.value.code is Refusal.SEAT_CANNOT_SEE


def test_only_the_secretary_general_may_pass_up(session: Session) -> None:
    cast = Cast(session)
    request = cast.ask(cast.deputy.id)
    assert cast.open_for(cast.secretary, request, Action.COORDINATION_PASS_UP) is cast.task
    for actor in (cast.clerk, cast.leader, cast.liaison):
        with pytest.raises(NotPermitted):
            cast.open_for(actor, request, Action.COORDINATION_PASS_UP)


def test_what_is_asked_of_a_leader_is_seen_by_him_the_secretary_general_the_office_and_the_asker(
    session: Session,
) -> None:
    cast = Cast(session)
    request = cast.ask(cast.deputy.id)
    for actor in (cast.leader, cast.secretary, cast.clerk, cast.liaison):
        assert cast.open_for(actor, request) is cast.task
        assert [row.id for row in waiting_requests(session, actor, NEXT)] == [request.id]
    for actor in (cast.head, cast.foreign, cast.helping):
        with pytest.raises(NotFound):
            cast.open_for(actor, request)
        assert waiting_requests(session, actor, NEXT) == []
        assert of_task(session, actor, cast.task, NEXT) == []


def test_a_leader_finds_his_own_among_those_he_may_see(session: Session) -> None:
    cast = Cast(session)
    cast.ask()
    mine = cast.ask(cast.deputy.id)
    assert [(row.id, row.days, row.to) for row in waiting_requests(session, cast.leader, NEXT)] == [
        (mine.id, 4, "分管城建副市长")
    ]


def test_withdrawn_it_waits_no_more_and_can_not_be_answered(session: Session) -> None:
    cast = Cast(session)
    request = cast.ask()
    coordination.withdraw(session, cast.liaison, request, today=NEXT)
    session.flush()
    assert waiting_requests(session, cast.clerk, NEXT) == []
    [row] = of_task(session, cast.liaison, cast.task, date(2026, 4, 1))
    assert (row.withdrawn, row.days) == (True, 4)
    assert session.get_one(Deadline, request.deadline_id).voided_on == NEXT
    assert cast.told()[1:] == [("撤回提请协调", cast.office_id)]
    with pytest.raises(RuleBroken):
        coordination.answer(session, cast.clerk, request, "迟了", today=NEXT)


def test_a_request_lapses_with_the_work_it_was_raised_for(session: Session) -> None:
    cast = Cast(session)
    request = cast.ask()
    completion.claim_completion(session, CLERK, cast.task, today=NEXT)
    completion.complete(session, CLERK, cast.task, today=NEXT)
    session.flush()
    assert waiting_requests(session, cast.clerk, NEXT) == []
    with pytest.raises(RuleBroken) as refused:
        coordination.withdraw(session, cast.liaison, request, today=NEXT)
    assert refused.value.code is Refusal.REQUEST_OVER


def test_days_of_waiting_are_not_the_units_own(session: Session) -> None:
    cast = Cast(session)
    first = cast.ask(today=date(2026, 3, 9))
    cast.ask(cast.deputy.id, today=date(2026, 3, 12))
    coordination.answer(session, cast.clerk, first, "请等待", today=date(2026, 3, 13))
    lone = working(session, lead=cast.unit, due_on=date(2026, 3, 10))
    session.flush()
    due = {cast.task.id: date(2026, 3, 10), lone.id: date(2026, 3, 10)}
    assert delays(session, due, date(2026, 3, 20)) == {cast.task.id: Delay(own=0, waiting=10), lone.id: Delay(own=10)}
