"""督查结论: on what it rests, whom it binds, how it is approved and served, and who may read it."""

from __future__ import annotations

from datetime import date

import pytest
from factories import draft, working
from inspecting import TODAY, Cast
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, RuleBroken
from tracker.models import AuditEntry, Deadline, Source, SourceItem, Submission, Task, TaskSource
from tracker.policy.access import Actor
from tracker.queries.conclusion_grounds import record_lines
from tracker.queries.conclusions import conclusions as listed
from tracker.queries.conclusions import stands
from tracker.services import completion, conclusions
from tracker.services import rectification as putting_right
from tracker.services.conclusions import Service, open_conclusion
from tracker.services.deadlines import basis
from tracker.services.decisions import Ruling
from tracker.services.rectification import Check, open_rectification
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.conclusions import ConclusionRefusal, ConclusionState
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import Regime, SourceKind


def of_source(session: Session, task: Task, regime: Regime) -> None:
    source = Source(
        title=f"{regime.label}文件",
        issuer="市委",
        issued_on=TODAY,
        plan_year=2026,
        kind=SourceKind.MEETING,
        regime=regime,
        office_id=task.office_id,
        recorded_at=clock.now(),
    )
    session.add(source)
    session.flush()
    item = SourceItem(source_id=source.id, fingerprint=regime, row_no=1, title="建厂房")
    session.add(item)
    session.flush()
    session.add(TaskSource(task_id=task.id, source_item_id=item.id))
    session.flush()


def test_drafted_approved_numbered_and_waiting_to_be_served(session: Session) -> None:
    cast = Cast(session)
    row = conclusions.draft(session, cast.clerk, cast.task, cast.words(), today=TODAY)
    conclusions.put_forward(session, cast.clerk, row, today=TODAY)
    submission = session.scalars(select(Submission).where(Submission.kind == ApprovalKind.INSPECTION_CONCLUSION)).one()
    assert "推进不力" in submission.body
    with pytest.raises(RuleBroken):
        cast.decide(ApprovalKind.INSPECTION_CONCLUSION, row.id, cast.mayor)
    cast.decide(ApprovalKind.INSPECTION_CONCLUSION, row.id, cast.secretary)
    assert (row.state, row.number, row.approved_by) == (ConclusionState.APPROVED, "督结〔2026〕1号", "秘书长某")
    assert cast.told(cast.lead.id)[-1] == "督查结论待签收"
    assert not stands(session, row.id, TODAY)
    tags = list(session.scalars(select(AuditEntry.tag).where(AuditEntry.subject_kind == "conclusion")))
    assert tags == ["conclusion:drafted", "conclusion:decided"]


def test_a_refused_one_is_mended_and_put_forward_again(session: Session) -> None:
    cast = Cast(session)
    row = conclusions.draft(session, cast.clerk, cast.task, cast.words(), today=TODAY)
    conclusions.put_forward(session, cast.clerk, row, today=TODAY)
    cast.decide(
        ApprovalKind.INSPECTION_CONCLUSION, row.id, cast.secretary, Ruling(ApprovalOutcome.REFUSED, "事实不够清楚")
    )
    assert (row.state, cast.told(cast.lead.id)[-1:] != ["督查结论待签收"]) == (ConclusionState.REFUSED, True)
    conclusions.edit(session, cast.other_clerk, row, cast.words(facts="自5月16日起停工"), today=TODAY)
    assert (row.state, row.drafted_by) == (ConclusionState.DRAFT, "督查员乙")
    conclusions.put_forward(session, cast.clerk, row, today=TODAY)
    cast.decide(ApprovalKind.INSPECTION_CONCLUSION, row.id, cast.secretary)
    with pytest.raises(IllegalTransition):
        conclusions.edit(session, cast.clerk, row, cast.words(), today=TODAY)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"record": " "}, ConclusionRefusal.RESTS_ON_NOTHING),
        ({"inspection_id": 999}, ConclusionRefusal.INSPECTION_UNFIT),
        ({"department_id": 1}, ConclusionRefusal.UNIT_NOT_IN_TASK),
        ({"rectify_term": 5}, ConclusionRefusal.REQUIREMENT_MISSING),
    ],
)
def test_what_is_no_conclusion(session: Session, values: dict[str, object], why: ConclusionRefusal) -> None:
    cast = Cast(session)
    with pytest.raises(RuleBroken) as refused:
        conclusions.draft(session, cast.clerk, cast.task, cast.words(**values), today=TODAY)
    assert refused.value.code is why


def test_it_rests_on_an_inspection_that_was_approved_and_looked_at_the_task(session: Session) -> None:
    cast = Cast(session)
    looked, elsewhere = cast.inspection(), cast.inspection(working(session, title="修建河堤", lead=cast.helper))
    row = conclusions.draft(session, cast.clerk, cast.task, cast.words(inspection_id=looked.id, record=""), today=TODAY)
    assert row.inspection_id == looked.id
    with pytest.raises(RuleBroken):
        conclusions.draft(session, cast.clerk, cast.task, cast.words(inspection_id=elsewhere.id), today=TODAY)


def test_a_task_of_the_party_alone_is_supervised_by_its_own_rules(session: Session) -> None:
    cast = Cast(session)
    of_source(session, cast.task, Regime.PARTY)
    part = working(session, title="分出的部分", lead=cast.lead, parent_id=cast.task.id)
    for task in (cast.task, part):
        with pytest.raises(RuleBroken) as refused:
            conclusions.draft(session, cast.clerk, task, cast.words(), today=TODAY)
        assert refused.value.code is ConclusionRefusal.PARTY_ONLY
        assert "按党内规定办理" in refused.value.message
    of_source(session, cast.task, Regime.JOINT)
    assert conclusions.draft(session, cast.clerk, cast.task, cast.words(), today=TODAY).id
    unassigned = draft(session, "还没交办", lead=cast.lead)
    with pytest.raises(RuleBroken) as refused:
        conclusions.draft(session, cast.clerk, unassigned, cast.words(), today=TODAY)
    assert refused.value.code is ConclusionRefusal.NOT_HANDED_OUT


def test_served_by_the_office_on_a_day_between_approval_and_today(session: Session) -> None:
    cast = Cast(session)
    row, later = cast.conclusion(), date(2026, 6, 10)
    by = basis(session, later)
    for day, why in (
        (date(2026, 5, 31), ConclusionRefusal.SERVED_BEFORE),
        (date(2026, 6, 11), ConclusionRefusal.IN_THE_FUTURE),
    ):
        with pytest.raises(RuleBroken) as refused:
            conclusions.serve(session, cast.clerk, row, Service("甲", "乙", day), by, today=later)
        assert refused.value.code is why
    conclusions.serve(session, cast.clerk, row, Service("甲", "乙", date(2026, 6, 5)), by, today=later)
    assert (row.state, row.served_on, row.review_until) == (
        ConclusionState.SERVED,
        date(2026, 6, 5),
        date(2026, 7, 5),  # natural days, the day of receipt not counted
    )
    assert cast.told(cast.lead.id)[-1] == "督查结论送达"
    assert [stands(session, row.id, day) for day in (date(2026, 6, 4), date(2026, 6, 5), later)] == [False, True, True]
    assert [one.stands for one in listed(session, cast.clerk, later)] == [True]
    with pytest.raises(IllegalTransition):
        conclusions.serve(session, cast.clerk, row, Service("甲", "乙", later), by, today=later)


def test_the_unit_serves_itself_by_acknowledging(session: Session) -> None:
    cast = Cast(session)
    row = cast.conclusion()
    conclusions.receive(session, cast.liaison, row, basis(session, TODAY), today=TODAY)
    assert (row.received_by, row.served_by, row.served_on) == ("住建联络员", "督查室（系统送达）", TODAY)


def test_its_requirement_is_owed_from_the_day_of_service(session: Session) -> None:
    cast = Cast(session)
    row = cast.served(today=date(2026, 6, 3), requirement="查清停工责任并复工", rectify_term=5)
    duty = session.get_one(Deadline, row.rectify_deadline_id)
    assert (duty.owed_by_department_id, duty.due_on, duty.opened_on) == (
        cast.lead.id,
        date(2026, 6, 8),
        date(2026, 6, 3),
    )
    completion.claim_completion(session, cast.head, cast.task, today=date(2026, 6, 3))
    completion.complete(session, cast.director, cast.task, today=date(2026, 6, 3))
    assert duty.voided_on is None
    of = open_rectification(session, cast.head, Action.RECTIFICATION_CLAIM, duty.id)
    putting_right.claim(session, cast.head, of, "已查清责任并复工", (), today=date(2026, 6, 4))
    putting_right.check(session, cast.clerk, of, Check(True, "查看了现场", "督查员甲"), today=date(2026, 6, 9))
    assert duty.met_on == date(2026, 6, 4)
    with pytest.raises(NotFound):
        open_rectification(session, cast.helper_head, Action.INSPECTION_VIEW, duty.id)


def test_a_unit_knows_of_its_own_once_approved_and_a_leader_of_what_was_put_forward(session: Session) -> None:
    cast = Cast(session)
    row = conclusions.draft(session, cast.clerk, cast.task, cast.words(), today=TODAY)
    stranger = Actor("外办督查员", roles=frozenset({Role.CLERK}), office_id=cast.helper.id)

    def knows(*actors: Actor) -> list[bool]:
        return [bool(listed(session, actor, TODAY)) for actor in actors]

    everybody = (cast.clerk, cast.mayor, cast.head, cast.liaison, cast.helper_head, stranger)
    assert knows(*everybody) == [True, False, False, False, False, False]
    conclusions.put_forward(session, cast.clerk, row, today=TODAY)
    assert knows(*everybody) == [True, True, False, False, False, False]
    cast.decide(ApprovalKind.INSPECTION_CONCLUSION, row.id, cast.secretary)
    assert knows(*everybody) == [True, True, True, True, False, False]
    for actor in (cast.helper_head, stranger):
        with pytest.raises(NotFound):
            open_conclusion(session, actor, Action.CONCLUSION_VIEW, row.id)


def test_the_record_offers_what_is_on_it_with_its_day(session: Session) -> None:
    cast = Cast(session)
    cast.finding(cast.inspection())
    late = working(session, title="修建河堤", lead=cast.helper, due_on=date(2026, 5, 20))
    completion.claim_completion(session, cast.helper_head, late, today=date(2026, 5, 22))
    completion.send_back(session, cast.clerk, late, "缺验收单", today=date(2026, 5, 25))
    (found, *_) = record_lines(session, cast.task.id, TODAY)
    assert found == "2026-06-01 督查〔2026〕1号现场发现市住建局：塔吊停工已半个月（整改中）"
    lines = record_lines(session, late.id, TODAY)
    assert "2026-05-25 报结被退回重办：缺验收单" in lines
    assert "2026-05-20 最终时限应由市水务局于2026-05-20前完成，截至2026-06-01未完成，超期12天" in lines
    assert record_lines(session, late.id, date(2026, 5, 20)) == []
