"""追责建议: on a basis that stands and no other, by those who may, with the record's evidence and not a line more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from accusing import CASE, concluded, failed, lead_of, review
from factories import CLERK, department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import (
    AccountabilitySuggestion,
    ApprovalRoute,
    AuditEntry,
    OutboxMessage,
    Post,
    Source,
    SourceItem,
    Submission,
    Task,
    TaskSource,
)
from tracker.policy.access import Actor
from tracker.policy.accountability import digest
from tracker.queries.accountability import bases, exported, outcome_for, suggestions
from tracker.queries.case_evidence import evidence_lines
from tracker.services import accountability as desk
from tracker.services.clues import note_receipt, open_clue, refer
from tracker.services.decisions import Ruling, decide
from tracker.services.submissions import waiting_for
from tracker.services.urging import record_call
from tracker.vocabulary.accountability import ReferralBody, SuggestionState
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.conclusions import ConclusionState, ReviewOutcome, ReviewState
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.inspections import FindingState
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import Regime, SourceKind

DAY = date(2026, 6, 1)
NEXT = date(2026, 6, 2)


@pytest.fixture
def task(session: Session) -> Task:
    nodes = ((date(2026, 3, 31), 40), (date(2026, 12, 1), 60))
    return working(session, title="新建标准化厂房", lead=department(session, "市工信局"), milestones=nodes)


@pytest.fixture
def director(session: Session) -> Actor:
    return Actor("主任甲", roles=frozenset({Role.DIRECTOR}), office_id=office(session).id)


@pytest.fixture
def head(session: Session) -> Actor:
    seat = Post(name="市长", rank=PostRank.HEAD)
    session.add(seat)
    session.flush()
    return Actor("市长", account_id=None, roles=frozenset({Role.LEADER}), office_id=office(session).id, post_id=seat.id)


@pytest.fixture
def discipline(session: Session) -> Actor:
    return Actor("纪检甲", roles=frozenset({Role.DISCIPLINE}), office_id=office(session).id)


def _pending(session: Session, director: Actor, task: Task, key: str) -> tuple[AccountabilitySuggestion, Submission]:
    row = desk.draft(session, director, task, key, CASE, today=DAY)
    desk.put_forward(session, director, row, task, {}, today=DAY)
    waiting = waiting_for(session, ApprovalKind.ACCOUNTABILITY, row.id)
    assert waiting is not None
    return row, waiting


def test_from_a_served_conclusion_to_its_outcome(
    session: Session, task: Task, director: Actor, head: Actor, discipline: Actor
) -> None:
    served = concluded(session, task, on=DAY)
    row, waiting = _pending(session, director, task, f"conclusion:{served.id}")
    assert (waiting.rank, waiting.task_id) == (PostRank.HEAD, None)
    decide(session, head, waiting, Ruling(ApprovalOutcome.APPROVED), today=DAY)
    assert (row.state, row.number, row.approved_by) == (SuggestionState.APPROVED, "督责〔2026〕1号", "市长")
    for wrong in ("", date(2026, 5, 31)):
        with pytest.raises(RuleBroken):
            desk.transfer(session, director, row, "有权机关" if wrong else "", "函1", wrong or DAY, today=DAY)
    desk.transfer(session, director, row, "市监察机关", "督函〔2026〕1号", DAY, today=DAY)
    with pytest.raises(IllegalTransition):
        desk.note_outcome(session, discipline, row, "已办结", DAY, today=DAY)
    desk.receive(session, discipline, row, "收〔2026〕8号", NEXT, today=NEXT)
    desk.note_outcome(session, discipline, row, "已按规定处理完毕", NEXT, today=NEXT)
    assert row.state is SuggestionState.CLOSED
    assert outcome_for(session, discipline, row) == outcome_for(session, head, row) == "已按规定处理完毕"
    for other in (director, CLERK, Actor("副市长", roles=frozenset({Role.LEADER}), office_id=task.office_id)):
        assert outcome_for(session, other, row) is None
    session.flush()
    told = " ".join(session.scalars(select(AuditEntry.detail)).all())
    told += " ".join(session.scalars(select(OutboxMessage.body)).all())
    told += " ".join(session.scalars(select(OutboxMessage.subject)).all())
    assert "已按规定处理完毕" not in told
    assert CASE.grounds not in told
    assert "已按规定处理完毕" not in exported(session, row).text


def test_a_verified_failure_to_rectify_is_a_basis_and_each_carries_one(
    session: Session, task: Task, director: Actor
) -> None:
    finding = failed(session, task, on=DAY)
    assert [one.key for one in bases(session, director, DAY)] == [f"finding:{finding.id}"]
    row = desk.draft(session, director, task, f"finding:{finding.id}", CASE, today=DAY)
    assert (row.conclusion_id, row.finding_id, row.department_id) == (None, finding.id, lead_of(session, task))
    assert bases(session, director, DAY) == []
    with pytest.raises(RuleBroken):
        desk.draft(session, director, task, f"finding:{finding.id}", CASE, today=DAY)


@pytest.mark.parametrize("key", ["", "conclusion:999", "finding:1", "conclusion:1; drop", "conclusion:"])
def test_nothing_rests_on_what_is_not_there(session: Session, task: Task, director: Actor, key: str) -> None:
    with pytest.raises(RuleBroken):
        desk.draft(session, director, task, key, CASE, today=DAY)


def test_a_conclusion_of_another_task_or_not_served_or_under_review_or_withdrawn_is_no_basis(
    session: Session, task: Task, director: Actor
) -> None:
    served = concluded(session, task, on=DAY)
    other = working(session, title="别的事", lead=department(session, "市商务局"))
    with pytest.raises(RuleBroken):
        desk.draft(session, director, other, f"conclusion:{served.id}", CASE, today=DAY)
    asked = review(session, served, on=DAY)
    assert bases(session, director, DAY) == []
    asked.state, asked.open_of, asked.outcome, asked.decided_on = (
        ReviewState.DECIDED,
        None,
        ReviewOutcome.MAINTAINED,
        DAY,
    )
    assert [one.task_id for one in bases(session, director, DAY)] == [task.id]
    asked.outcome, served.state = ReviewOutcome.WITHDRAWN, ConclusionState.WITHDRAWN
    assert bases(session, director, DAY) == []
    asked.outcome, served.state = ReviewOutcome.MAINTAINED, ConclusionState.APPROVED
    served.served_on = served.review_until = None
    assert bases(session, director, DAY) == []


def test_a_review_asked_meanwhile_stops_the_approval_and_the_transfer(
    session: Session, task: Task, director: Actor, head: Actor
) -> None:
    served = concluded(session, task, on=DAY)
    row, waiting = _pending(session, director, task, f"conclusion:{served.id}")
    asked = review(session, served, on=DAY)
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        decide(session, head, waiting, Ruling(ApprovalOutcome.APPROVED), today=DAY)
    assert "正在复核" in refused.value.message
    assert (row.state, row.number) == (SuggestionState.PENDING, None)
    asked.state, asked.open_of, asked.outcome, asked.decided_on = (
        ReviewState.DECIDED,
        None,
        ReviewOutcome.MAINTAINED,
        DAY,
    )
    session.flush()
    decide(session, head, waiting, Ruling(ApprovalOutcome.APPROVED), today=DAY)
    asked.state, asked.open_of, asked.outcome, asked.decided_on = ReviewState.ASKED, served.id, None, None
    with pytest.raises(RuleBroken):
        desk.transfer(session, director, row, "市监察机关", "督函1号", DAY, today=DAY)
    assert row.state is SuggestionState.APPROVED


def test_a_rectification_claimed_again_is_no_failure_any_more(
    session: Session, task: Task, director: Actor, head: Actor
) -> None:
    finding = failed(session, task, on=DAY)
    _, waiting = _pending(session, director, task, f"finding:{finding.id}")
    finding.state, finding.checked_on = FindingState.CLAIMED, None
    session.flush()
    with pytest.raises(RuleBroken), session.begin_nested():
        decide(session, head, waiting, Ruling(ApprovalOutcome.APPROVED), today=DAY)
    decide(session, head, waiting, Ruling(ApprovalOutcome.REFUSED, "整改后再议"), today=DAY)


def test_one_basis_carries_one_suggestion_even_after_a_refusal(
    session: Session, task: Task, director: Actor, head: Actor
) -> None:
    key = f"conclusion:{concluded(session, task, on=DAY).id}"
    row, waiting = _pending(session, director, task, key)
    decide(session, head, waiting, Ruling(ApprovalOutcome.REFUSED, "证据还不充分"), today=DAY)
    # The whole office reads that it was decided, and not a word of what was said.
    (told,) = session.scalars(select(OutboxMessage).where(OutboxMessage.subject == "追责建议：不同意"))
    assert told.department_id == task.office_id
    assert "证据还不充分" not in told.body
    second = desk.draft(session, director, task, key, CASE, today=DAY)
    with pytest.raises(RuleBroken):
        desk.edit(session, director, row, CASE, today=DAY)
    desk.edit(session, director, second, CASE, today=DAY)
    assert (row.state, second.state) == (SuggestionState.REFUSED, SuggestionState.DRAFT)


def test_only_the_head_approves_whatever_the_route_says(session: Session, task: Task, director: Actor) -> None:
    served = concluded(session, task, on=DAY)
    route = session.scalars(select(ApprovalRoute).where(ApprovalRoute.kind == ApprovalKind.ACCOUNTABILITY)).one()
    route.rank = PostRank.SECRETARY_GENERAL
    row = desk.draft(session, director, task, f"conclusion:{served.id}", CASE, today=DAY)
    with pytest.raises(RuleBroken) as refused:
        desk.put_forward(session, director, row, task, {}, today=DAY)
    assert "行政首长" in refused.value.message
    route.rank = PostRank.HEAD
    desk.put_forward(session, director, row, task, {}, today=DAY)
    waiting = waiting_for(session, ApprovalKind.ACCOUNTABILITY, row.id)
    assert waiting is not None
    with pytest.raises(RuleBroken):
        decide(session, director, waiting, Ruling(ApprovalOutcome.APPROVED), today=DAY)


def test_what_was_not_studied_together_or_not_said_is_not_put_forward(
    session: Session, task: Task, director: Actor
) -> None:
    key = f"conclusion:{concluded(session, task, on=DAY).id}"
    for name in ("grounds", "clause"):
        with pytest.raises(RuleBroken):
            desk.draft(session, director, task, key, replace(CASE, **{name: " "}), today=DAY)
    row = desk.draft(session, director, task, key, replace(CASE, studied_on=None, study=""), today=DAY)
    with pytest.raises(RuleBroken) as refused:
        desk.put_forward(session, director, row, task, {}, today=DAY)
    assert "集体研究" in refused.value.message
    desk.edit(session, director, row, replace(CASE, studied_on=NEXT), today=DAY)
    with pytest.raises(RuleBroken):  # studied tomorrow
        desk.put_forward(session, director, row, task, {}, today=DAY)
    assert row.state is SuggestionState.DRAFT


def test_what_the_party_alone_decided_goes_by_its_own_rules(session: Session, task: Task, director: Actor) -> None:
    key = f"conclusion:{concluded(session, task, on=DAY).id}"
    _come_from(session, task, Regime.PARTY)
    with pytest.raises(RuleBroken) as refused:
        desk.draft(session, director, task, key, CASE, today=DAY)
    assert "按党内规定办理" in refused.value.message
    _come_from(session, task, Regime.JOINT)
    assert desk.draft(session, director, task, key, CASE, today=DAY).state is SuggestionState.DRAFT


def test_the_evidence_is_the_record_cut_with_a_reason_and_never_added_to(
    session: Session, task: Task, director: Actor
) -> None:
    unit = lead_of(session, task)
    record_call(session, CLERK, task, unit, "张科长", "已催三次", today=DAY)
    failed(session, task, on=DAY)
    served = concluded(session, task, on=DAY)
    row = desk.draft(session, director, task, f"conclusion:{served.id}", CASE, today=DAY)
    lines = evidence_lines(session, task, unit, DAY)
    texts = [line.text for line in lines]
    assert [line.day for line in lines] == sorted(line.day for line in lines)
    assert any("2026-03-31 — 节点“节点1”到期未完成，至2026-06-01已逾期62天" in text for text in texts)
    assert any("督查结论送达：落实不力 — 督结〔2026〕1号" in text for text in texts)
    assert any("核查整改：整改不到位，仍未复工 — 督查〔2026〕1号" in text for text in texts)
    assert any(text.startswith("2026-01-05 — 交办（督办单） — 督〔2026〕") for text in texts)
    called = next(line for line in lines if "催办" in line.what)
    assert "张科长" not in " ".join(texts)  # a unit answers, not a person
    for cuts in ({"0" * 16: "没有这样一条"}, {called.mark: "短"}, {line.mark: "全都不要了" for line in lines}):
        with pytest.raises(RuleBroken):
            desk.put_forward(session, director, row, task, cuts, today=DAY)
    desk.put_forward(session, director, row, task, {called.mark: "与本次事由无关"}, today=DAY)
    kept = row.evidence.splitlines()
    assert kept[:-1] == [text for text in texts if text != called.text]
    assert kept[-1] == "未列入1条（2026-06-01），理由：与本次事由无关"
    before = row.evidence
    record_call(session, CLERK, task, unit, "李科长", "又催一次", today=NEXT)
    assert row.evidence == before  # as it was put forward
    paper = exported(session, row)
    assert before in paper.text
    assert paper.digest == digest(paper.text)


def test_it_may_be_taken_back_and_put_forward_again_with_the_record_of_that_day(
    session: Session, task: Task, director: Actor
) -> None:
    row, waiting = _pending(session, director, task, f"conclusion:{concluded(session, task, on=DAY).id}")
    desk.take_back(session, director, row, today=DAY)
    assert (row.state, row.evidence, waiting.ended_on) == (SuggestionState.DRAFT, "", DAY)
    desk.put_forward(session, director, row, task, {}, today=NEXT)
    assert "已逾期63天" in row.evidence


def test_the_few_who_may_know_of_it(
    session: Session, task: Task, director: Actor, head: Actor, discipline: Actor
) -> None:
    row, waiting = _pending(session, director, task, f"conclusion:{concluded(session, task, on=DAY).id}")
    own = task.office_id
    others = [
        Actor("督查员", roles=frozenset({Role.CLERK}), office_id=own),
        Actor("副市长", account_id=901, roles=frozenset({Role.LEADER}), office_id=own),
        Actor("秘书长", account_id=902, roles=frozenset({Role.SECRETARY_GENERAL}), office_id=own),
        Actor("宣传部", roles=frozenset({Role.PUBLICITY}), office_id=own),
        Actor("局长", roles=frozenset({Role.UNIT_HEAD}), department_id=lead_of(session, task)),
        Actor("县主任", roles=frozenset({Role.DIRECTOR}), office_id=own + 999),
        Actor("县纪检", roles=frozenset({Role.DISCIPLINE}), office_id=own + 999),
        Actor("无处纪检", roles=frozenset({Role.DISCIPLINE})),
    ]

    def see() -> list[str]:
        session.flush()
        return [one.name for one in (director, head, discipline, *others) if suggestions(session, one)]

    assert see() == ["主任甲", "市长"]
    decide(session, head, waiting, Ruling(ApprovalOutcome.APPROVED), today=DAY)
    assert see() == ["主任甲", "市长"]
    desk.transfer(session, director, row, "市监察机关", "督函1号", DAY, today=DAY)
    assert see() == ["主任甲", "市长", "纪检甲"]
    for other in others:
        with pytest.raises(NotFound):
            desk.open_suggestion(session, other, Action.ACCOUNTABILITY_SEE, row.id)
    for actor, action in ((director, Action.OUTCOME_NOTE), (discipline, Action.ACCOUNTABILITY_DRAFT)):
        with pytest.raises(NotPermitted):
            desk.open_suggestion(session, actor, action, row.id)


def test_clues_are_letters_and_nothing_else(session: Session, director: Actor, discipline: Actor) -> None:
    row = refer(session, director, ReferralBody.SUPERVISORY, " 督移〔2026〕1号 ", DAY, today=DAY)
    with pytest.raises(RuleBroken):
        refer(session, director, ReferralBody.JUDICIAL, "督移〔2026〕1号", DAY, today=DAY)
    for number, day in (("", DAY), ("督移2号", NEXT)):
        with pytest.raises(RuleBroken):
            refer(session, director, ReferralBody.JUDICIAL, number, day, today=DAY)
    with pytest.raises(NotFound):
        open_clue(session, Actor("县主任", roles=frozenset({Role.DIRECTOR}), office_id=9999), row.id)
    note_receipt(session, discipline, open_clue(session, discipline, row.id), "收1号", NEXT, today=NEXT)
    with pytest.raises(RuleBroken):
        note_receipt(session, discipline, row, "收2号", NEXT, today=NEXT)
    assert (row.letter_number, row.receipt_number, row.received_on) == ("督移〔2026〕1号", "收1号", NEXT)
    detail = [
        json.loads(one) for one in session.scalars(select(AuditEntry.detail).where(AuditEntry.tag == "clue:referred"))
    ]
    assert detail == [{"body": "supervisory"}, {"received": NEXT.isoformat()}]


def _come_from(session: Session, task: Task, regime: Regime) -> None:
    source = Source(
        office_id=task.office_id,
        title=f"{regime.label}文件",
        issuer="办公室",
        issued_on=date(2026, 1, 2),
        kind=SourceKind.OTHER,
        regime=regime,
        plan_year=2026,
        recorded_at=clock.now(),
    )
    session.add(source)
    session.flush()
    item = SourceItem(source_id=source.id, fingerprint=regime.value, row_no=1, title=task.title)
    session.add(item)
    session.flush()
    session.add(TaskSource(task_id=task.id, source_item_id=item.id))
    session.flush()
