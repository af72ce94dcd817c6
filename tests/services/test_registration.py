"""立项 by basis: the route of the day, in order, on screen or on paper, by the seat or its deputy; or refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import CLERK, department, draft, office
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, NotFound, RuleBroken
from tracker.models import ApprovalRoute, Department, OutboxMessage, Post, Task, TaskTransition
from tracker.policy.access import Actor
from tracker.policy.routes import DEFAULTS, Step
from tracker.queries.approvals import of_task, panel, pending
from tracker.queries.routes import routes, steps
from tracker.services import registration
from tracker.services.approvals import Paper
from tracker.services.departments import CreateDepartment, create_department
from tracker.services.registration import Decide, Submit
from tracker.services.routes import SetDeputy, SetRoute, end_deputy, furnish_routes, set_deputy, set_route
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, ApprovalRefusal, RouteRefusal, TaskBasis
from tracker.vocabulary.departments import DepartmentKind, PostRank
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.people import Role

TODAY = date(2026, 6, 1)
KIND = ApprovalKind.REGISTRATION
DAY = timedelta(days=1)
YES, NO = ApprovalOutcome.APPROVED, ApprovalOutcome.REFUSED


class People:
    """The office's director, and leaders on their seats."""

    def __init__(self, session: Session) -> None:
        self.office_id = office(session).id
        self.seats = {
            rank: Post(name=name, rank=rank)
            for rank, name in (
                (PostRank.HEAD, "市长"),
                (PostRank.DEPUTY, "副市长"),
                (PostRank.SECRETARY_GENERAL, "秘书长"),
            )
        }
        session.add_all(self.seats.values())
        session.flush()
        self.director = Actor("主任", roles=frozenset({Role.DIRECTOR}), office_id=self.office_id)
        self.clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=self.office_id)
        self.head = self._seated("市长", Role.LEADER, PostRank.HEAD)
        self.deputy = self._seated("副市长", Role.LEADER, PostRank.DEPUTY)
        self.secretary = self._seated("秘书长", Role.SECRETARY_GENERAL, PostRank.SECRETARY_GENERAL)

    def _seated(self, name: str, role: Role, rank: PostRank) -> Actor:
        return Actor(name, roles=frozenset({role}), office_id=self.office_id, post_id=self.seats[rank].id)


@pytest.fixture
def people(session: Session) -> People:
    return People(session)


def submitted(session: Session, basis: TaskBasis, *, today: date = TODAY, **values: object) -> Task:
    task = draft(session, **values)  # type: ignore[arg-type]
    return registration.submit(session, CLERK, Submit(task, basis, "市长6月1日批示"), today=today)


def decide(session: Session, actor: Actor, task: Task, outcome: ApprovalOutcome = YES, words: str = "") -> Task:
    return registration.decide(session, actor, Decide(task, outcome, words), today=TODAY)


def test_every_office_starts_with_a_route_for_every_basis(session: Session) -> None:
    own = office(session).id
    found = {basis: tuple(step.rank for step in steps(session, own, KIND, basis, TODAY)) for basis in TaskBasis}
    assert found == dict(DEFAULTS)
    county = create_department(
        session, CLERK, CreateDepartment("某县督查室", DepartmentKind.SUPERVISION_OFFICE), today=TODAY
    )
    before = len(session.scalars(select(ApprovalRoute.id)).all())
    assert steps(session, county.id, KIND, TaskBasis.OFFICE_PROPOSAL, TODAY) == (Step(1, PostRank.HEAD),)
    furnish_routes(session)
    assert len(session.scalars(select(ApprovalRoute.id)).all()) == before


def test_a_government_decision_is_registered_by_the_director_alone(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.GOVERNMENT_DECISION)
    for other in (people.head, people.secretary, people.deputy, people.clerk):
        with pytest.raises(RuleBroken) as refused:
            decide(session, other, task)
        assert refused.value.code is ApprovalRefusal.NOT_YOUR_TURN
    decide(session, people.director, task, words="同意立项")
    assert (task.status, task.reference) == (TaskStatus.REGISTERED, "督〔2026〕1号")
    assert task.basis is TaskBasis.GOVERNMENT_DECISION
    last = session.scalars(select(TaskTransition).where(TaskTransition.until_on.is_(None))).one()
    assert last.reason == "市长6月1日批示"


def test_the_offices_own_proposal_goes_to_the_head_not_to_the_director(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.OFFICE_PROPOSAL)
    with pytest.raises(RuleBroken):
        decide(session, people.director, task)
    decide(session, people.head, task)
    assert task.status is TaskStatus.REGISTERED


def test_another_leaders_instruction_goes_step_by_step(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.LEADER_INSTRUCTION)
    with pytest.raises(RuleBroken):
        decide(session, people.director, task)
    decide(session, people.secretary, task)
    assert task.status is TaskStatus.PENDING_APPROVAL
    with pytest.raises(RuleBroken):
        decide(session, people.secretary, task)
    decide(session, people.director, task)
    assert task.status is TaskStatus.REGISTERED
    assert [(row.step, row.approver) for row in of_task(session, people.clerk, task, TODAY)] == [
        (2, "主任"),
        (1, "秘书长"),
    ]


def test_a_refusal_at_any_step_ends_it_with_its_reason(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.PARTY_DECISION)
    with pytest.raises(RuleBroken) as silent:
        decide(session, people.secretary, task, NO)
    assert silent.value.code is ApprovalRefusal.OPINION_MISSING
    decide(session, people.secretary, task, NO, "与上半年重点事项重复")
    assert task.status is TaskStatus.REFUSED
    last = session.scalars(select(TaskTransition).where(TaskTransition.until_on.is_(None))).one()
    assert last.reason == "与上半年重点事项重复"
    with pytest.raises(IllegalTransition):
        decide(session, people.director, task)
    told = session.scalars(select(OutboxMessage.subject).order_by(OutboxMessage.id)).all()
    assert told == ["立项待审批", "不予立项"]


def test_a_paper_entered_afterwards_counts_the_same(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.OFFICE_PROPOSAL)
    seat = people.seats[PostRank.HEAD].id
    paper = Paper(date(2026, 5, 28), post_id=seat)
    registration.enter_paper(session, people.clerk, Decide(task, YES, "同意。"), paper, today=TODAY)
    assert task.status is TaskStatus.REGISTERED
    (row,) = of_task(session, people.clerk, task, TODAY)
    assert (row.approver, row.on_paper, row.entered_by, row.decided_on) == ("市长", True, "督查员", paper.decided_on)


def test_a_paper_from_the_wrong_seat_is_not_entered(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.OFFICE_PROPOSAL)
    for seat in (people.seats[PostRank.DEPUTY].id, 999):
        with pytest.raises(RuleBroken) as refused:
            registration.enter_paper(session, people.clerk, Decide(task, YES), Paper(TODAY, post_id=seat), today=TODAY)
        assert refused.value.code is ApprovalRefusal.WRONG_RANK
    assert task.status is TaskStatus.PENDING_APPROVAL


def test_a_refusal_on_paper_ends_it_too(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.OFFICE_PROPOSAL)
    named, seated = Paper(TODAY, "王某"), Paper(TODAY, "王某", people.seats[PostRank.HEAD].id)
    with pytest.raises(RuleBroken) as refused:
        registration.enter_paper(session, people.clerk, Decide(task, NO, "暂不立项"), named, today=TODAY)
    assert refused.value.code is ApprovalRefusal.SEAT_MISSING
    registration.enter_paper(session, people.clerk, Decide(task, NO, "暂不立项"), seated, today=TODAY)
    assert task.status is TaskStatus.REFUSED


def test_the_director_registers_in_one_act_only_what_is_left_to_the_director(session: Session, people: People) -> None:
    task = draft(session)
    for basis in (TaskBasis.OFFICE_PROPOSAL, TaskBasis.PARTY_DECISION):
        with pytest.raises(RuleBroken) as refused:
            registration.register(session, people.director, Submit(task, basis, "建议"), today=TODAY)
        assert refused.value.code is ApprovalRefusal.ROUTE_LONGER
    assert task.status is TaskStatus.DRAFT
    registration.register(
        session, people.director, Submit(task, TaskBasis.GOVERNMENT_DECISION, "第9次常务会议"), today=TODAY
    )
    assert task.status is TaskStatus.REGISTERED
    assert [row.approver for row in of_task(session, people.clerk, task, TODAY)] == ["主任"]


def test_nothing_is_put_forward_without_words_or_a_route(session: Session, people: People) -> None:
    task = draft(session)
    with pytest.raises(RuleBroken) as wordless:
        registration.submit(session, CLERK, Submit(task, TaskBasis.PARTY_DECISION, " "), today=TODAY)
    assert wordless.value.code is ApprovalRefusal.BASIS_WORDS
    for row in session.scalars(select(ApprovalRoute).where(ApprovalRoute.basis == TaskBasis.PARTY_DECISION)):
        row.until_on = TODAY
    session.flush()
    with pytest.raises(RuleBroken) as lost:
        registration.submit(session, CLERK, Submit(task, TaskBasis.PARTY_DECISION, "市委常委会"), today=TODAY)
    assert lost.value.code is ApprovalRefusal.NO_ROUTE
    assert task.status is TaskStatus.DRAFT


def test_a_deputy_decides_for_an_absent_seat_and_it_shows(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.OFFICE_PROPOSAL)
    seats = people.seats
    command = SetDeputy(seats[PostRank.HEAD].id, seats[PostRank.DEPUTY].id, TODAY, TODAY + 5 * DAY)
    row = set_deputy(session, people.director, command, today=TODAY)
    assert [one.mine and one.acting for one in pending(session, people.deputy, TODAY)] == [True]
    assert [one.mine for one in pending(session, people.deputy, TODAY + 5 * DAY)] == [False]
    end_deputy(session, people.director, row.id, today=TODAY)
    with pytest.raises(RuleBroken):
        decide(session, people.deputy, task)
    set_deputy(session, people.director, command, today=TODAY)
    decide(session, people.deputy, task)
    (given,) = of_task(session, people.clerk, task, TODAY)
    assert (given.approver, given.post, given.acting_for) == ("副市长", "副市长", "市长")


def test_a_new_route_holds_from_its_day_and_not_for_what_is_on_its_way(session: Session, people: People) -> None:
    on_its_way = submitted(session, TaskBasis.GOVERNMENT_DECISION)
    stricter = (Step(1, PostRank.OFFICE_DIRECTOR), Step(2, PostRank.HEAD, people.seats[PostRank.HEAD].id))
    tomorrow = TODAY + DAY
    set_route(session, people.director, SetRoute(KIND, TaskBasis.GOVERNMENT_DECISION, stricter, tomorrow), today=TODAY)
    later = registration.submit(
        session,
        CLERK,
        Submit(draft(session, "另一件"), TaskBasis.GOVERNMENT_DECISION, "第10次常务会议"),
        today=tomorrow,
    )
    for task in (on_its_way, later):
        registration.decide(session, people.director, Decide(task, YES), today=tomorrow)
    assert (on_its_way.status, later.status) == (TaskStatus.REGISTERED, TaskStatus.PENDING_APPROVAL)
    assert [row.waits_for for row in pending(session, people.head, tomorrow)] == ["市长"]
    rows = [row for row in routes(session, people.office_id, TODAY) if row.basis is TaskBasis.GOVERNMENT_DECISION]
    assert [(row.steps, row.from_on, row.until_on) for row in rows] == [
        (["督查室主任"], date(2000, 1, 1), tomorrow),
        (["督查室主任", "市长"], tomorrow, None),
    ]


def test_a_route_that_has_not_begun_can_be_changed_again(session: Session, people: People) -> None:
    basis, tomorrow = TaskBasis.PARTY_DECISION, TODAY + DAY
    for rank in (PostRank.HEAD, PostRank.SECRETARY_GENERAL):
        set_route(session, people.director, SetRoute(KIND, basis, (Step(1, rank),), tomorrow), today=TODAY)
    assert steps(session, people.office_id, KIND, basis, tomorrow) == (Step(1, PostRank.SECRETARY_GENERAL),)
    assert len(steps(session, people.office_id, KIND, basis, TODAY)) == 2


@pytest.mark.parametrize(
    ("day", "number", "seat", "why"),
    [
        (TODAY, 1, None, RouteRefusal.NOT_BEFORE_TOMORROW),
        (TODAY + DAY, 0, None, RouteRefusal.NO_STEPS),
        (TODAY + DAY, 1, PostRank.DEPUTY, RouteRefusal.SEAT_UNKNOWN),
    ],
)
def test_routes_that_are_not_set(
    session: Session, people: People, day: date, number: int, seat: PostRank | None, why: RouteRefusal
) -> None:
    found = [Step(1, PostRank.HEAD, people.seats[seat].id if seat else None)] * number
    with pytest.raises(RuleBroken) as refused:
        set_route(session, people.director, SetRoute(KIND, TaskBasis.PARTY_DECISION, found, day), today=TODAY)
    assert refused.value.code is why


def test_deputies_that_are_not_set(session: Session, people: People) -> None:
    head, deputy = people.seats[PostRank.HEAD].id, people.seats[PostRank.DEPUTY].id
    for command, why in (
        (SetDeputy(head, head, TODAY), RouteRefusal.SAME_SEAT),
        (SetDeputy(head, 999, TODAY), RouteRefusal.SEAT_UNKNOWN),
        (SetDeputy(head, deputy, TODAY - DAY), RouteRefusal.REACHES_BACK),
        (SetDeputy(head, deputy, TODAY, TODAY), RouteRefusal.ENDS_BEFORE),
    ):
        with pytest.raises(RuleBroken) as refused:
            set_deputy(session, people.director, command, today=TODAY)
        assert refused.value.code is why


def test_another_offices_seats_are_nobodys_business(session: Session, people: People) -> None:
    head, deputy = people.seats[PostRank.HEAD].id, people.seats[PostRank.DEPUTY].id
    row = set_deputy(session, people.director, SetDeputy(head, deputy, TODAY), today=TODAY)
    county = Department(name="县督查室", kind=DepartmentKind.SUPERVISION_OFFICE, level=department(session, "甲").level)
    session.add(county)
    session.flush()
    stranger = Actor("县主任", roles=frozenset({Role.DIRECTOR}), office_id=county.id)
    with pytest.raises(RuleBroken):
        set_deputy(session, stranger, SetDeputy(head, deputy, TODAY), today=TODAY)
    with pytest.raises(NotFound):
        end_deputy(session, stranger, row.id, today=TODAY)
    assert row.until_on is None


def test_the_sheet_shows_the_turn_only_to_whose_it_is(session: Session, people: People) -> None:
    task = submitted(session, TaskBasis.OFFICE_PROPOSAL)
    assert panel(session, people.head, task, TODAY).turn is not None
    assert panel(session, people.director, task, TODAY).turn is None
    decide(session, people.head, task)
    after = panel(session, people.head, task, TODAY)
    assert (after.turn, after.standing, len(after.rows)) == (None, None, 1)
