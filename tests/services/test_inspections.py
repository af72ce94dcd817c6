"""督查: planned, approved, on site, put right, checked; who is told, who may know, what outlives the task."""

from __future__ import annotations

from datetime import date

import pytest
from factories import department, working
from inspecting import TODAY, Cast
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import AuditEntry, Deadline, DeadlineClaim, Evidence, Inspection, Participation, Submission
from tracker.policy.access import Actor
from tracker.queries import approvals, evidence
from tracker.queries.conclusions import of_task as conclusions_panel
from tracker.queries.inspected_tasks import tasks_of
from tracker.queries.inspections import failed_findings, loads, near, of_year, team, touched_units
from tracker.queries.owed import owed
from tracker.queries.rectification import claims, findings, own
from tracker.queries.rectification import of_task as rectification_panel
from tracker.services import completion, inspections
from tracker.services import findings as on_site
from tracker.services import rectification as acts
from tracker.services.approvals import Paper
from tracker.services.deadlines import basis
from tracker.services.decisions import Ruling
from tracker.services.findings import Found, Visit
from tracker.services.rectification import Check, open_rectification
from tracker.services.suspension import Suspend, suspend
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.inspections import FindingState, InspectionRefusal, InspectionState
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import Disclosure

AFTER = date(2026, 6, 3)


def test_a_plan_is_put_forward_approved_numbered_and_the_units_told(session: Session) -> None:
    cast = Cast(session)
    row = inspections.draft(session, cast.clerk, cast.plan(), today=TODAY)
    assert (row.state, row.year, row.number) == (InspectionState.DRAFT, 2026, None)
    assert team(session, row.id).members == ["专家李某", "督查员甲"]
    before = len(cast.told(cast.lead.id))
    inspections.put_forward(session, cast.clerk, row, today=TODAY)
    submission = session.scalars(select(Submission).where(Submission.kind == ApprovalKind.INSPECTION)).one()
    assert "新建标准化厂房" in submission.body
    cast.decide(ApprovalKind.INSPECTION, row.id, cast.mayor)
    assert (row.state, row.number, row.approved_by) == (InspectionState.APPROVED, "督查〔2026〕1号", "市长某")
    for unit in (cast.lead, cast.helper):
        assert cast.told(unit.id)[before:] == ["督查通知"]
    tags = list(session.scalars(select(AuditEntry.tag).where(AuditEntry.subject_kind == "inspection")))
    assert tags == ["inspection:planned", "inspection:decided"]


def test_a_refused_plan_comes_back_with_the_reason_and_may_be_put_forward_again(session: Session) -> None:
    cast = Cast(session)
    row = inspections.draft(session, cast.clerk, cast.plan(), today=TODAY)
    inspections.put_forward(session, cast.clerk, row, today=TODAY)
    cast.decide(ApprovalKind.INSPECTION, row.id, cast.mayor, Ruling(ApprovalOutcome.REFUSED, "本月已安排较多"))
    assert row.state is InspectionState.REFUSED
    assert cast.told(cast.office_id)[-1] == "督查方案：不同意"
    inspections.edit(session, cast.clerk, row, cast.plan(head="督查员乙", member_ids=[]), today=TODAY)
    assert (row.state, team(session, row.id).members) == (InspectionState.DRAFT, ["专家李某"])
    inspections.put_forward(session, cast.clerk, row, today=TODAY)
    cast.decide(ApprovalKind.INSPECTION, row.id, cast.mayor)
    assert row.state is InspectionState.APPROVED


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"until": date(2026, 5, 31)}, InspectionRefusal.ENDS_BEFORE),
        ({"methods": []}, InspectionRefusal.NO_METHODS),
        ({"task_ids": []}, InspectionRefusal.NO_TASKS),
        ({"task_ids": [999]}, InspectionRefusal.NOT_YOUR_TASK),
        ({"member_ids": [999]}, InspectionRefusal.MEMBER_UNKNOWN),
    ],
)
def test_what_is_no_plan(session: Session, values: dict[str, object], why: InspectionRefusal) -> None:
    cast = Cast(session)
    with pytest.raises(RuleBroken) as refused:
        inspections.draft(session, cast.clerk, cast.plan(**values), today=TODAY)  # type: ignore[arg-type]
    assert refused.value.code is why


def test_a_units_account_is_no_member_and_an_ended_task_is_not_inspected(session: Session) -> None:
    cast = Cast(session)
    with pytest.raises(RuleBroken):
        inspections.draft(session, cast.clerk, cast.plan(member_ids=[cast.head.account_id]), today=TODAY)
    completion.claim_completion(session, cast.head, cast.task, today=TODAY)
    completion.complete(session, cast.director, cast.task, today=TODAY)
    with pytest.raises(RuleBroken):
        inspections.draft(session, cast.clerk, cast.plan(), today=TODAY)


def test_an_inspection_too_close_to_another_needs_a_reason(session: Session) -> None:
    cast = Cast(session)
    first = cast.inspection()
    elsewhere = working(session, title="修建河堤", lead=cast.helper)
    far = working(session, title="办好学校", lead=department(session, "市教育局"))
    july = {"since": date(2026, 7, 4), "until": date(2026, 7, 6)}
    beside = inspections.draft(session, cast.clerk, cast.plan(elsewhere, **july), today=TODAY)
    (one,) = near(session, beside, 30)
    assert (one.id, one.days, one.units, one.tasks) == (first.id, 29, ["市水务局"], [])
    with pytest.raises(RuleBroken) as refused:
        inspections.put_forward(session, cast.clerk, beside, today=TODAY)
    assert refused.value.code is InspectionRefusal.OVERLAPS
    assert "30天" in refused.value.message
    with pytest.raises(RuleBroken):
        inspections.put_forward(session, cast.clerk, beside, "急", today=TODAY)
    assert beside.state is InspectionState.DRAFT
    inspections.put_forward(session, cast.clerk, beside, "群众反映强烈，确需督查", today=TODAY)
    submission = session.scalars(select(Submission).where(Submission.subject_id == beside.id)).one()
    assert "群众反映强烈" in submission.body
    # thirty days lie between, nothing shared, or the other was called off: no reason is asked for
    autumn = {"since": date(2026, 9, 1), "until": date(2026, 9, 2)}
    later = inspections.draft(session, cast.clerk, cast.plan(elsewhere, **autumn), today=TODAY)
    apart = inspections.draft(session, cast.clerk, cast.plan(far), today=TODAY)
    assert [one.tasks for one in near(session, later, 30)] == [["修建河堤"]]
    inspections.cancel(session, cast.clerk, beside, "合并到下次督查", today=TODAY)
    assert near(session, later, 30) == near(session, apart, 30) == []
    inspections.put_forward(session, cast.clerk, apart, "用不着的理由", today=TODAY)
    assert apart.overlap_reason == ""
    assert {load.unit: load.number for load in loads(session, cast.office_id, 2026)} == {
        "市住建局": 1,
        "市水务局": 1,
        "市教育局": 1,
    }


def test_of_an_unannounced_inspection_the_units_learn_only_what_was_found(session: Session) -> None:
    cast = Cast(session)
    row = cast.inspection(unannounced=True)
    later = cast.inspection(unannounced=True, since=date(2026, 9, 3), until=date(2026, 9, 4))
    inspections.cancel(session, cast.clerk, later, "领导另有安排", today=TODAY)
    assert not {"督查通知", "督查取消"} & set(cast.told(cast.lead.id))
    put = session.scalars(select(Submission).where(Submission.subject_id == row.id)).first()
    assert put is not None
    assert "暗访：不预先通知被督查单位" in put.body
    cast.finding(row)
    assert cast.told(cast.lead.id)[-1] == "督查发现"


def test_an_inspection_is_called_off_before_it_begins_and_not_after(session: Session) -> None:
    cast = Cast(session)
    begun = cast.inspection()
    with pytest.raises(RuleBroken) as refused:
        inspections.cancel(session, cast.clerk, begun, "领导另有安排", today=TODAY)
    assert refused.value.code is InspectionRefusal.BEGUN
    coming = cast.inspection(since=date(2026, 8, 3), until=date(2026, 8, 4))
    inspections.cancel(session, cast.clerk, coming, "领导另有安排", today=TODAY)
    assert coming.state is InspectionState.CANCELLED
    assert cast.told(cast.lead.id)[-1] == "督查取消"
    waits = inspections.draft(session, cast.clerk, cast.plan(), today=TODAY)
    inspections.put_forward(session, cast.clerk, waits, "情况紧急，确需督查", today=TODAY)
    inspections.cancel(session, cast.clerk, waits, "不再需要督查", today=TODAY)
    open_ones = select(Submission).where(Submission.subject_id == waits.id, Submission.ended_on.is_(None))
    assert session.scalars(open_ones).all() == []


def _found(cast: Cast, **values: object) -> Found:
    facts = {
        "task_id": cast.task.id,
        "department_id": cast.lead.id,
        "found_on": TODAY,
        "content": "塔吊停工已半个月",
    }
    return Found(**(facts | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"found_on": date(2026, 5, 31)}, InspectionRefusal.NOT_BEGUN),
        ({"found_on": date(2026, 6, 2)}, InspectionRefusal.IN_THE_FUTURE),
        ({"task_id": "other"}, InspectionRefusal.OUT_OF_SCOPE),
        ({"department_id": "other"}, InspectionRefusal.OUT_OF_SCOPE),
        ({"due_on": date(2026, 6, 20)}, InspectionRefusal.REQUIREMENT_MISSING),
        ({"due_on": TODAY, "requirement": "一周内复工"}, InspectionRefusal.TERM_PAST),
    ],
)
def test_what_is_not_found(session: Session, values: dict[str, object], why: InspectionRefusal) -> None:
    cast = Cast(session)
    row = cast.inspection()
    other = working(session, lead=department(session, "市教育局"))
    keys = {"task_id": other.id, "department_id": touched_of(session, other.id)}
    facts = {name: keys[name] if value == "other" else value for name, value in values.items()}
    with pytest.raises(RuleBroken) as refused:
        on_site.record(session, cast.clerk, row, _found(cast, **facts), basis(session, TODAY), today=TODAY)
    assert refused.value.code is why


def touched_of(session: Session, task_id: int) -> int:
    return session.scalars(select(Participation.department_id).where(Participation.task_id == task_id)).one()


def test_a_finding_is_told_owed_reported_checked_and_owed_again_until_it_is_right(session: Session) -> None:
    cast = Cast(session)
    finding = cast.finding(cast.inspection())
    duty = session.get_one(Deadline, finding.deadline_id)
    assert (duty.owed_by_department_id, duty.due_on, duty.red_on) == (cast.lead.id, date(2026, 6, 23), None)
    assert (finding.state, cast.told(cast.lead.id)[-1]) == (FindingState.OPEN, "督查发现")
    assert DeadlineKind.RECTIFICATION in [row.kind for row in owed(session, cast.lead.id, TODAY)]
    of = open_rectification(session, cast.head, Action.RECTIFICATION_CLAIM, duty.id)
    acts.claim(session, cast.head, of, "塔吊已复工，附现场照片", (), today=AFTER)
    assert (finding.state, duty.claimed_on, cast.told(cast.office_id)[-1]) == (
        FindingState.CLAIMED,
        AFTER,
        "整改待核查",
    )
    with pytest.raises(IllegalTransition):
        acts.claim(session, cast.head, of, "塔吊已复工，附现场照片", (), today=AFTER)
    acts.check(session, cast.clerk, of, Check(False, "塔吊仍未开动", "督查员甲、专家李某"), today=AFTER)
    assert (finding.state, duty.claimed_on) == (FindingState.FAILED, None)
    assert cast.told(cast.lead.id)[-1] == "整改核查结果"
    (failed,) = failed_findings(session, cast.task.id)
    assert (failed.unit, failed.check_words, failed.checked_by) == ("市住建局", "塔吊仍未开动", "督查员甲、专家李某")
    acts.claim(session, cast.head, of, "塔吊现已开动", (), today=date(2026, 6, 4))
    assert failed_findings(session, cast.task.id) == []
    acts.check(session, cast.clerk, of, Check(True, "已开动，查看了记录", "督查员甲"), today=date(2026, 6, 5))
    assert (finding.state, duty.met_on) == (FindingState.RECTIFIED, date(2026, 6, 4))
    told = claims(session, cast.clerk, duty.id)
    assert [(one.claimed_by, one.outcome, one.decided_on) for one in told] == [
        ("住建局长", "sent-back", AFTER),
        ("住建局长", "accepted", date(2026, 6, 5)),
    ]
    with pytest.raises(RuleBroken):
        acts.check(session, cast.clerk, of, Check(True, "再查一次也可以", "督查员甲"), today=date(2026, 6, 5))


def test_two_checks_that_fail_on_one_day_are_told_twice(session: Session) -> None:
    cast = Cast(session)
    finding = cast.finding(cast.inspection())
    of = open_rectification(session, cast.head, Action.RECTIFICATION_CLAIM, finding.deadline_id)
    for words in ("塔吊仍未开动", "塔吊开动又停"):
        acts.claim(session, cast.head, of, "塔吊已复工，附现场照片", (), today=AFTER)
        acts.check(session, cast.clerk, of, Check(False, words, "督查员甲"), today=AFTER)
    assert cast.told(cast.lead.id).count("整改核查结果") == 2


def test_a_failure_without_a_word_from_the_unit_is_found_only_after_the_date(session: Session) -> None:
    cast = Cast(session)
    finding = cast.finding(cast.inspection(), due_on=date(2026, 6, 10))
    of = open_rectification(session, cast.clerk, Action.INSPECTION_MANAGE, finding.deadline_id)
    with pytest.raises(RuleBroken) as refused:
        acts.check(session, cast.clerk, of, Check(False, "还没有动静", "督查员甲"), today=date(2026, 6, 10))
    assert refused.value.code is InspectionRefusal.NOT_DUE
    assert session.scalars(select(DeadlineClaim).where(DeadlineClaim.deadline_id == of.duty.id)).all() == []
    acts.check(session, cast.clerk, of, Check(False, "还没有动静", "督查员甲"), today=date(2026, 6, 11))
    assert finding.state is FindingState.FAILED
    assert of.duty.claimed_on is None


def test_what_is_only_recorded_is_owed_by_nobody(session: Session) -> None:
    cast = Cast(session)
    row = cast.inspection()
    finding = on_site.record(session, cast.clerk, row, _found(cast), basis(session, TODAY), today=TODAY)
    assert (finding.state, finding.deadline_id) == (FindingState.RECORDED, None)
    on_site.visit(session, cast.clerk, row, Visit(cast.task.id, "督查员甲", TODAY, "工地无人施工"), today=TODAY)
    inspections.finish(session, cast.clerk, row, "督查发现一个问题", today=TODAY)
    assert (row.state, row.finished_on) == (InspectionState.FINISHED, TODAY)
    with pytest.raises(IllegalTransition):
        on_site.record(session, cast.clerk, row, _found(cast), basis(session, TODAY), today=TODAY)


def test_putting_right_is_owed_through_a_pause_and_beyond_the_tasks_end(session: Session) -> None:
    cast = Cast(session)
    finding = cast.finding(cast.inspection())
    suspend(
        session,
        cast.director,
        cast.task,
        Suspend("等待招标结果，单位申请", AFTER),
        on_paper=Paper(AFTER, "王主任"),
        today=AFTER,
    )
    late = date(2026, 6, 30)
    assert [row.kind for row in owed(session, cast.lead.id, late)] == [DeadlineKind.RECTIFICATION]
    completion.claim_completion(session, cast.head, cast.task, today=late)
    completion.complete(session, cast.director, cast.task, today=late)
    (row,) = owed(session, cast.lead.id, late)
    assert (row.kind, row.late) == (DeadlineKind.RECTIFICATION, 7)
    assert owed(session, cast.helper.id, late) == []
    of = open_rectification(session, cast.head, Action.RECTIFICATION_CLAIM, finding.deadline_id)
    acts.claim(session, cast.head, of, "塔吊已复工，附现场照片", (), today=late)
    acts.check(session, cast.clerk, of, Check(True, "已开动，查看了记录", "督查员甲"), today=late)
    assert owed(session, cast.lead.id, late) == []


def test_each_unit_knows_of_what_was_found_about_itself_and_nothing_else(session: Session) -> None:
    cast = Cast(session)
    row = cast.inspection()
    for actor in (cast.head, cast.helper_head):
        with pytest.raises(NotFound):
            inspections.open_inspection(session, actor, Action.INSPECTION_VIEW, row.id)
    finding = cast.finding(row)
    assert inspections.open_inspection(session, cast.head, Action.INSPECTION_VIEW, row.id) is row
    assert [one.id for one in own(session, cast.head)] == [finding.id]
    assert [one.id for one in of_year(session, cast.head, 2026)] == [row.id]
    assert own(session, cast.helper_head) == of_year(session, cast.helper_head, 2026) == []
    with pytest.raises(NotFound):
        inspections.open_inspection(session, cast.helper_head, Action.INSPECTION_VIEW, row.id)
    with pytest.raises(NotFound):
        open_rectification(session, cast.helper_head, Action.RECTIFICATION_CLAIM, finding.deadline_id)
    with pytest.raises(NotPermitted):
        open_rectification(session, cast.liaison, Action.RECTIFICATION_CLAIM, finding.deadline_id)
    stranger = Actor("外办督查员", roles=frozenset({Role.CLERK}), office_id=cast.helper.id)
    with pytest.raises(NotFound):
        inspections.open_inspection(session, stranger, Action.INSPECTION_MANAGE, row.id)
    with pytest.raises(NotPermitted):
        inspections.open_inspection(session, cast.mayor, Action.INSPECTION_MANAGE, row.id)
    assert [one.id for one in findings(session, cast.mayor)] == [finding.id]


def test_the_successor_of_a_unit_answers_for_what_was_found_about_it(session: Session) -> None:
    cast = Cast(session)
    row = cast.inspection()
    cast.finding(row)
    heir = department(session, "市住建和城管局")
    cast.lead.successor_id = heir.id
    session.flush()
    head = cast.of("新局长", Role.UNIT_HEAD, heir.id)
    assert inspections.open_inspection(session, head, Action.INSPECTION_VIEW, row.id) is row
    assert len(own(session, head)) == 1


def test_a_leader_reads_no_draft_and_no_sensitive_task(session: Session) -> None:
    cast = Cast(session)
    row = inspections.draft(session, cast.clerk, cast.plan(), today=TODAY)
    with pytest.raises(NotFound):
        inspections.open_inspection(session, cast.mayor, Action.INSPECTION_VIEW, row.id)
    cast.task.disclosure = Disclosure.SENSITIVE
    inspections.put_forward(session, cast.clerk, row, today=TODAY)
    assert isinstance(inspections.open_inspection(session, cast.mayor, Action.INSPECTION_VIEW, row.id), Inspection)
    assert (len(tasks_of(session, cast.clerk, row.id)), tasks_of(session, cast.mayor, row.id)) == (1, [])
    submission = session.scalars(select(Submission).where(Submission.subject_id == row.id)).one()
    assert "新建标准化厂房" not in submission.body
    assert touched_units(session, row.id) == sorted([cast.lead.id, cast.helper.id])


def test_what_one_unit_put_right_and_what_was_decided_about_it_is_nothing_to_the_others(session: Session) -> None:
    cast = Cast(session)
    finding = cast.finding(cast.inspection())
    cast.asks(cast.served())
    proof = Evidence(
        task_id=cast.task.id, department_id=cast.lead.id, name="现场.jpg", media_type="image/jpeg", size=1, digest="a",
        stored_as="a", uploaded_by="住建局长", uploaded_on=TODAY, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(proof)
    session.flush()
    of = open_rectification(session, cast.head, Action.RECTIFICATION_CLAIM, finding.deadline_id)
    acts.claim(session, cast.head, of, "塔吊已复工，附现场照片", [proof.id], today=AFTER)
    everybody = (cast.clerk, cast.mayor, cast.head, cast.helper_head)
    assert [len(evidence.of_task(session, one, cast.task)) for one in everybody] == [1, 1, 1, 0]
    assert [one.evidence[0].name for one in claims(session, cast.clerk, of.duty.id)] == ["现场.jpg"]
    told = [{row.kind for row in approvals.of_task(session, one, cast.task, TODAY)} for one in everybody]
    alone = {ApprovalKind.INSPECTION_CONCLUSION}
    assert [bool(kinds & alone) for kinds in told] == [True, True, False, False]
    for panel in (rectification_panel, conclusions_panel):
        assert [len(panel(session, one, cast.task, TODAY)) for one in everybody] == [1, 1, 1, 0]
