"""督办单 in people's hands: issued by whoever may, raised and dropped for reasons, answered by whoever owes it."""

from __future__ import annotations

from datetime import date

import pytest
from factories import department, office, working
from lives import DAY, START
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, NotPermitted, RuleBroken
from tracker.models import AuditEntry, Deadline, OutboxMessage, Post, Submission, Task, WarningSlip
from tracker.policy.access import Actor
from tracker.queries import slips as read
from tracker.services import completion, slips
from tracker.services.approvals import Paper
from tracker.services.deadlines import basis
from tracker.services.decisions import Ruling, decide
from tracker.services.escalation import escalate_day
from tracker.services.slip_answers import Answer, acknowledge, answer, draft_answer
from tracker.services.slips import Issue
from tracker.services.slips_by_hand import begin_slip
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalOutcome
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.escalation import SlipColour, SlipState
from tracker.vocabulary.people import Role

BLUE, ORANGE, RED = SlipColour
DUE, MONDAY = date(2026, 3, 20), date(2026, 3, 23)


@pytest.fixture
def task(session: Session) -> Task:
    return working(session, today=START, lead=department(session, "市住建局"), due_on=DUE, title="新建厂房")


def person(session: Session, role: Role, **values: object) -> Actor:
    return Actor(role.label, roles=frozenset({role}), office_id=office(session).id, **values)  # type: ignore[arg-type]


def of_unit(session: Session, role: Role, slip: WarningSlip) -> Actor:
    return Actor(role.label, roles=frozenset({role}), department_id=slip.department_id)


def only_slip(session: Session) -> WarningSlip:
    session.expire_all()
    return session.scalars(select(WarningSlip).order_by(WarningSlip.id.desc())).first()  # type: ignore[return-value]


def messages(session: Session) -> list[str]:
    return list(session.scalars(select(OutboxMessage.subject).order_by(OutboxMessage.id)))


def test_a_blue_slip_goes_its_way(session: Session, task: Task) -> None:
    escalate_day(session, MONDAY)
    slip, clerk = only_slip(session), person(session, Role.CLERK)
    slips.issue(session, clerk, slip, Issue(BLUE), basis(session, MONDAY), today=MONDAY)
    assert (slip.state, slip.number, slip.issued_by) == (SlipState.ISSUED, "督催蓝〔2026〕1号", clerk.name)
    duty = session.get_one(Deadline, slip.answer_deadline_id)
    assert (duty.due_on, duty.owed_by_department_id) == (date(2026, 3, 26), slip.department_id)
    assert "蓝色督办单督催蓝〔2026〕1号" in messages(session)
    unit = of_unit(session, Role.LIAISON, slip)
    acknowledge(session, unit, slip, today=MONDAY)
    answer(session, unit, slip, Answer("已增加两个班组，四月十日前完成"), today=MONDAY + DAY)
    session.flush()
    assert (slip.state, duty.met_on) == (SlipState.ANSWERED, MONDAY + DAY)
    assert "督办单已答复" in messages(session)
    tags = session.scalars(select(AuditEntry.tag).where(AuditEntry.subject_kind == "slip").order_by(AuditEntry.id))
    assert [str(tag) for tag in tags] == ["slip:issued", "slip:acknowledged", "slip:answered"]
    with pytest.raises(RuleBroken) as refused:
        answer(session, unit, slip, Answer("再答复一次试试看"), today=MONDAY + DAY)
    assert "已答复" in refused.value.message
    # Its deadline keeps its date, and the ladder goes on.
    assert session.get_one(Deadline, slip.deadline_id).due_on == DUE
    assert escalate_day(session, date(2026, 3, 30)).slips == 1


def test_orange_is_the_directors_and_its_answer_the_heads(session: Session, task: Task) -> None:
    today = date(2026, 3, 30)
    escalate_day(session, today)
    slip, by = only_slip(session), basis(session, today)
    with pytest.raises(NotPermitted):
        slips.issue(session, person(session, Role.CLERK), slip, Issue(ORANGE), by, today=today)
    slips.issue(session, person(session, Role.DIRECTOR), slip, Issue(ORANGE), by, today=today)
    assert "请抄送橙色督办单" in messages(session)
    liaison, head = (of_unit(session, role, slip) for role in (Role.LIAISON, Role.UNIT_HEAD))
    with pytest.raises(RuleBroken) as refused:
        answer(session, liaison, slip, Answer("已增加两个班组"), today=today)
    assert "单位负责人" in refused.value.message
    draft_answer(session, liaison, slip, Answer("已增加两个班组"), today=today)
    assert (slip.state, slip.answered_on) == (SlipState.ACKNOWLEDGED, None)
    director = person(session, Role.DIRECTOR)
    assert read.one(session, director, slip.id).answer == ""
    assert read.one(session, liaison, slip.id).answer == "已增加两个班组"
    answer(session, head, slip, Answer("已增加两个班组，四月十日前完成"), today=today)
    assert read.one(session, director, slip.id).answer == "已增加两个班组，四月十日前完成"


def test_red_is_issued_by_the_leader_it_is_put_before(session: Session, task: Task) -> None:
    today = date(2026, 4, 7)
    seat, head = Post(name="分管副市长", rank=PostRank.DEPUTY), Post(name="市长", rank=PostRank.HEAD)
    session.add_all([seat, head])
    session.flush()
    task.leader_post_id = seat.id
    escalate_day(session, today)
    slip, by, director = only_slip(session), basis(session, today), person(session, Role.DIRECTOR)
    with pytest.raises(RuleBroken):
        slips.issue(session, director, slip, Issue(RED), by, today=today)
    slips.put_forward(session, director, slip, "", by, today=today)
    waiting = session.scalars(select(Submission)).one()
    leader = person(session, Role.LEADER, post_id=seat.id)
    # He is asked about it, so he may read it; the unit knows nothing yet.
    assert slips.open_slip(session, leader, Action.SLIP_VIEW, slip.id)[0] is slip
    with pytest.raises(NotFound):
        slips.open_slip(session, of_unit(session, Role.LIAISON, slip), Action.SLIP_VIEW, slip.id)
    decide(session, leader, waiting, Ruling(ApprovalOutcome.APPROVED, "务必四月底前完成"), today=today)
    assert (slip.state, slip.number, slip.issued_by) == (SlipState.ISSUED, "督催红〔2026〕1号", leader.name)
    assert slip.reason == "务必四月底前完成"
    copied = session.scalars(select(OutboxMessage.body).where(OutboxMessage.dedupe_key == f"slip:{slip.id}:copy"))
    assert "分管副市长、主要领导" in copied.one()
    told = select(OutboxMessage.post_id).where(OutboxMessage.subject == "抄送红色督办单")
    assert set(session.scalars(told)) == {seat.id, head.id}


def test_a_bare_word_of_consent_is_not_passed_on_to_the_unit(session: Session, task: Task) -> None:
    today = date(2026, 4, 7)
    seat = Post(name="分管副市长", rank=PostRank.DEPUTY)
    session.add(seat)
    session.flush()
    escalate_day(session, today)
    slip, director = only_slip(session), person(session, Role.DIRECTOR)
    slips.put_forward(session, director, slip, "请四月底前补齐进度", basis(session, today), today=today)
    row = session.scalars(select(Submission)).one()
    paper = Paper(today, "副市长某", seat.id)
    decide(session, director, row, Ruling(ApprovalOutcome.APPROVED, "同意。"), on_paper=paper, today=today)
    assert (slip.state, slip.reason) == (SlipState.ISSUED, "请四月底前补齐进度")


def test_a_leader_declines_on_paper_and_the_slip_is_dropped_with_his_reason(session: Session, task: Task) -> None:
    today = date(2026, 4, 7)
    escalate_day(session, today)
    slip, director = only_slip(session), person(session, Role.DIRECTOR)
    slips.put_forward(session, director, slip, "", basis(session, today), today=today)
    row = session.scalars(select(Submission)).one()
    paper = Paper(today, "副市长甲", None)
    ruling = Ruling(ApprovalOutcome.REFUSED, "先约谈，暂不发单")
    decide(session, person(session, Role.CLERK), row, ruling, on_paper=paper, today=today)
    assert (slip.state, slip.dropped_by, slip.dropped_because) == (SlipState.DROPPED, "副市长甲", "先约谈，暂不发单")


def test_what_was_made_good_meanwhile_is_not_issued(session: Session, task: Task) -> None:
    escalate_day(session, MONDAY)
    slip, clerk = only_slip(session), person(session, Role.CLERK)
    completion.claim_completion(session, clerk, task, today=MONDAY)
    with pytest.raises(RuleBroken) as refused:
        slips.issue(session, clerk, slip, Issue(BLUE), basis(session, MONDAY), today=MONDAY)
    assert "今天没有逾期" in refused.value.message
    assert read.prepared(session, clerk, MONDAY, basis(session, MONDAY).calendar)[0].issuable is False


def test_importance_may_start_higher_with_a_reason(session: Session, task: Task) -> None:
    escalate_day(session, MONDAY)
    slip, by, director = only_slip(session), basis(session, MONDAY), person(session, Role.DIRECTOR)
    for given, said in ((Issue(ORANGE), "理由"), (Issue(ORANGE, "急"), "不少于"), (Issue(RED, "市长批示"), "送审")):
        with pytest.raises(RuleBroken) as refused:
            slips.issue(session, director, slip, given, by, today=MONDAY)
        assert said in refused.value.message
    slips.issue(session, director, slip, Issue(ORANGE, "市长两次批示督办"), by, today=MONDAY)
    assert (slip.colour, slip.raised_from, slip.number) == (ORANGE, BLUE, "督催橙〔2026〕1号")
    # The orange one has been had: the next is red.
    total = [escalate_day(session, MONDAY + number * DAY).slips for number in range(1, 20)]
    assert sum(total) == 1
    assert only_slip(session).colour is RED


def test_a_slip_is_dropped_with_a_reason_by_whoever_might_issue_it(session: Session, task: Task) -> None:
    escalate_day(session, date(2026, 3, 30))
    slip = only_slip(session)
    today = date(2026, 3, 30)
    with pytest.raises(NotPermitted):
        slips.drop(session, person(session, Role.CLERK), slip, "已电话催办", today=today)
    director = person(session, Role.DIRECTOR)
    with pytest.raises(RuleBroken):
        slips.drop(session, director, slip, "算了", today=today)
    slips.drop(session, director, slip, "已当面约谈，限期整改", today=today)
    assert (slip.state, slip.dropped_on) == (SlipState.DROPPED, today)
    assert escalate_day(session, today).slips == 0


def test_the_office_begins_a_slip_for_what_is_late(session: Session, task: Task) -> None:
    by, clerk = basis(session, MONDAY), person(session, Role.CLERK)
    final = session.scalars(select(Deadline).where(Deadline.kind == "final")).one()
    for deadline_id, reason, said in ((final.id, "", "理由"), (0, "领导要求立即督办", "今天没有逾期")):
        with pytest.raises(RuleBroken) as refused:
            begin_slip(session, clerk, task, deadline_id, Issue(BLUE, reason), by, today=MONDAY)
        assert said in refused.value.message
    slip = begin_slip(session, clerk, task, final.id, Issue(BLUE, "领导要求立即督办"), by, today=MONDAY)
    slips.issue(session, clerk, slip, Issue(BLUE), by, today=MONDAY)
    assert (slip.by_hand, slip.reason, slip.overdue_workdays) == (True, "领导要求立即督办", 1)
    assert escalate_day(session, MONDAY).slips == 0
    with pytest.raises(NotPermitted):
        begin_slip(session, clerk, task, final.id, Issue(ORANGE, "领导要求立即督办"), by, today=date(2026, 3, 25))
    director = person(session, Role.DIRECTOR)
    with pytest.raises(RuleBroken) as refused:
        begin_slip(session, director, task, final.id, Issue(ORANGE, "领导要求立即督办"), by, today=date(2026, 3, 25))
    assert "2026-03-30起才能再拟" in refused.value.message


def test_another_unit_and_another_office_have_nothing_to_do_with_it(session: Session, task: Task) -> None:
    escalate_day(session, MONDAY)
    slip = only_slip(session)
    slips.issue(session, person(session, Role.CLERK), slip, Issue(BLUE), basis(session, MONDAY), today=MONDAY)
    other = Actor("旁人", roles=frozenset({Role.LIAISON}), department_id=department(session, "市教育局").id)
    with pytest.raises(NotFound):
        slips.open_slip(session, other, Action.SLIP_ANSWER, slip.id)
    with pytest.raises(NotPermitted):
        acknowledge(session, other, slip, today=MONDAY)
    stranger = Actor("县督查员", roles=frozenset({Role.CLERK}), office_id=department(session, "县督查室").id)
    with pytest.raises(NotFound):
        slips.open_slip(session, stranger, Action.SLIP_VIEW, slip.id)
