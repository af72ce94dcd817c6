"""From 报结 to 销号 and back: what each person needs before acting, and what each act leaves behind."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, department, draft, office, working
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, RuleBroken
from tracker.models import (
    Approval,
    Deadline,
    DeadlineRevision,
    Endorsement,
    OutboxMessage,
    Participation,
    Source,
    SourceItem,
    Suspension,
    Task,
    TaskSource,
)
from tracker.policy.access import Actor
from tracker.policy.light import read
from tracker.queries.closing import closed_between, counts, waiting
from tracker.queries.completion import of_task as rounds_of
from tracker.queries.light_facts import light_facts
from tracker.queries.overdue import overdue
from tracker.queries.rules import rules_on
from tracker.services import closing, completion, deadlines
from tracker.services.approvals import Paper
from tracker.services.closing import Batch, Picked, Reopen
from tracker.services.completion import Account
from tracker.services.deadlines import basis
from tracker.services.showing import Showing, show
from tracker.services.suspension import Suspend, resume
from tracker.services.suspension import suspend as begin_suspension
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, Triage
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.lifecycle import ClosingStage, ClosureKind, LifeRefusal, TaskStatus
from tracker.vocabulary.lights import Light
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import Regime, SourceKind

DIRECTOR = Actor("主任王")
DAY = date(2026, 6, 1)
DONE = Account("厂房已竣工验收", "局长李")


def director_of(session: Session) -> Actor:
    return Actor("主任王", roles=frozenset({Role.DIRECTOR}), office_id=office(session).id)


def claimed(session: Session, today: date = DAY, **values: object) -> Task:
    task = working(session, **values)
    return completion.claim_completion(session, CLERK, task, DONE, today=today)


def completed(session: Session, today: date = DAY, **values: object) -> Task:
    task = claimed(session, today, **values)
    completion.conclude(session, CLERK, task, "现场查看属实", today=today)
    return completion.approve(session, DIRECTOR, task, "同意", today=today)


def on_instruction(session: Session, task: Task, kind: SourceKind = SourceKind.INSTRUCTION) -> Source:
    """Let the task answer a paper of ``kind``."""
    source = Source(
        office_id=task.office_id,
        title=f"来源{task.id}",
        issuer="市政府",
        issued_on=date(2026, 1, 4),
        kind=kind,
        regime=Regime.GOVERNMENT,
        plan_year=2026,
        recorded_at=clock.now(),
    )
    session.add(source)
    session.flush()
    texts = dict.fromkeys(
        ("sheet", "number", "section", "target", "measures", "leader", "lead", "co_leads", "supporting"), ""
    )
    item = SourceItem(
        source_id=source.id, file_digest="", fingerprint=f"f{task.id}", row_no=1, title=task.title,
        due_phrase="", points="", progress="", **texts,
    )  # fmt: skip
    session.add(item)
    session.flush()
    session.add(TaskSource(task_id=task.id, source_item_id=item.id))
    session.flush()
    return source


def final(session: Session, task: Task) -> Deadline:
    return session.scalars(
        select(Deadline).where(Deadline.task_id == task.id, Deadline.kind == DeadlineKind.FINAL)
    ).one()


def light_on(session: Session, task: Task, day: date) -> Light | None:
    return read(light_facts(session, [task.id])[task.id], day, rules_on(session, day)).light


def refusal(raised: pytest.ExceptionInfo[RuleBroken]) -> object:
    return raised.value.code


def test_the_director_approves_only_what_was_concluded_in_this_round(session: Session) -> None:
    task = claimed(session)
    with pytest.raises(RuleBroken) as raised:
        completion.approve(session, DIRECTOR, task, today=DAY)
    assert refusal(raised) is LifeRefusal.NOT_CONCLUDED
    completion.conclude(session, CLERK, task, "属实", today=DAY)
    completion.send_back(session, CLERK, task, "缺验收单", today=DAY)
    completion.claim_completion(session, CLERK, task, DONE, today=date(2026, 6, 3))
    with pytest.raises(RuleBroken) as raised:
        completion.approve(session, DIRECTOR, task, today=date(2026, 6, 3))
    assert refusal(raised) is LifeRefusal.NOT_CONCLUDED
    completion.conclude(session, CLERK, task, "补齐了", today=date(2026, 6, 3))
    completion.approve(session, DIRECTOR, task, "同意办结", today=date(2026, 6, 4))
    assert task.status is TaskStatus.COMPLETED

    seen = rounds_of(session, CLERK, task, DAY)
    assert seen.sent_back == 1
    assert [(one.concluded and one.concluded.words, one.sent_back and one.sent_back.words) for one in seen.rounds] == [
        ("补齐了", None),
        ("属实", "缺验收单"),
    ]
    assert seen.rounds[0].approved is not None
    assert (seen.rounds[0].approved.who, seen.rounds[0].approved.words) == ("主任王", "同意办结")
    assert "局长李签发" in seen.rounds[0].claimed.words


def test_nothing_is_concluded_before_it_is_claimed(session: Session) -> None:
    task = working(session)
    with pytest.raises(IllegalTransition):
        completion.conclude(session, CLERK, task, "属实", today=DAY)
    with pytest.raises(IllegalTransition):
        completion.approve(session, DIRECTOR, task, today=DAY)
    assert session.scalars(select(Approval)).all() == []


def test_an_approval_on_paper_counts_the_same_and_names_who_entered_it(session: Session) -> None:
    task = claimed(session)
    completion.conclude(session, CLERK, task, "属实", today=DAY)
    completion.approve(session, CLERK, task, "同意", on_paper=Paper(DAY, "主任王"), today=DAY)
    given = session.scalars(select(Approval).where(Approval.kind == ApprovalKind.COMPLETION)).one()
    assert (given.approver, given.on_paper, given.entered_by) == ("主任王", True, "督查员")
    assert (task.status, given.decided_on) == (TaskStatus.COMPLETED, DAY)


def test_the_lead_hears_of_a_send_back_and_the_office_of_a_claim(session: Session) -> None:
    task = claimed(session)
    completion.send_back(session, CLERK, task, "缺验收单", today=DAY)
    lead = session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).one()
    told = {row.department_id: row.subject for row in session.scalars(select(OutboxMessage)) if "报" in row.subject}
    assert task.office_id in told
    assert any("缺验收单" in row.body and row.department_id == lead for row in session.scalars(select(OutboxMessage)))


@pytest.mark.parametrize("kind", [SourceKind.INSTRUCTION, SourceKind.MEETING])
def test_an_instruction_is_struck_off_only_after_it_was_shown(session: Session, kind: SourceKind) -> None:
    task = completed(session)
    on_instruction(session, task, kind)
    if kind is SourceKind.MEETING:
        closing.strike_off(session, DIRECTOR, task, ClosureKind.DONE, today=DAY)
        assert task.status is TaskStatus.CLOSED
        return
    with pytest.raises(RuleBroken) as raised:
        closing.strike_off(session, DIRECTOR, task, ClosureKind.DONE, today=DAY)
    assert refusal(raised) is LifeRefusal.NOT_SHOWN
    show(session, CLERK, task, Showing("市长赵", DAY), basis(session, DAY), today=DAY)
    show(session, CLERK, task, Showing("副市长钱", DAY), basis(session, DAY), today=DAY)
    closing.strike_off(session, DIRECTOR, task, ClosureKind.STAGE_DONE, today=DAY)
    assert (task.status, task.closure_kind) == (TaskStatus.CLOSED, ClosureKind.STAGE_DONE)
    assert [one.who for one in rounds_of(session, CLERK, task, DAY).shown] == ["市长赵", "副市长钱"]


def test_words_that_want_an_answer_make_a_batch_item_one_to_be_shown(session: Session) -> None:
    task = completed(session)
    source = on_instruction(session, task, SourceKind.MEETING)
    stages = []
    for ordinal, triage in enumerate((Triage.NOTED, Triage.REPORT_BACK), start=1):
        endorsement = Endorsement(
            source_id=source.id, ordinal=ordinal, triage=triage, triaged_on=DAY, leader="市长赵", wording="请阅",
            written_on=DAY, recorded_by="督查员", recorded_at=clock.now(),
        )  # fmt: skip
        session.add(endorsement)
        found = counts(session, director_of(session))
        stages.append((found[ClosingStage.STRIKE_OFF], found[ClosingStage.SHOW]))
    assert stages == [(1, 0), (0, 1)]


def test_a_new_instruction_puts_the_task_back_to_work_and_must_be_shown_again(session: Session) -> None:
    task = completed(session, due_on=date(2026, 5, 30))
    on_instruction(session, task)
    command = Showing("市长赵", DAY, "请再核实质量问题", date(2026, 7, 31))
    show(session, CLERK, task, command, basis(session, DAY), today=DAY)
    assert (task.status, task.completed_on) == (TaskStatus.IN_PROGRESS, None)
    assert final(session, task).due_on == date(2026, 7, 31)
    words = session.scalars(select(Endorsement).where(Endorsement.task_id == task.id)).one()
    assert (words.leader, words.triage, words.passed_on) == ("市长赵", Triage.REPORT_BACK, "请再核实质量问题")

    later = date(2026, 7, 1)
    completion.claim_completion(session, CLERK, task, DONE, today=later)
    completion.conclude(session, CLERK, task, "属实", today=later)
    completion.approve(session, DIRECTOR, task, today=later)
    with pytest.raises(RuleBroken):
        closing.strike_off(session, DIRECTOR, task, ClosureKind.DONE, today=later)


def test_only_a_completed_task_is_shown(session: Session) -> None:
    with pytest.raises(IllegalTransition):
        show(session, CLERK, working(session), Showing("市长赵", DAY), basis(session, DAY), today=DAY)


def test_a_reopened_task_has_a_new_clock_and_keeps_every_date(session: Session) -> None:
    task = completed(session, due_on=date(2026, 5, 1))
    closing.strike_off(session, DIRECTOR, task, ClosureKind.DONE, today=DAY)
    before = {day: light_on(session, task, day) for day in (date(2026, 5, 20), DAY)}
    closing.reopen(
        session,
        DIRECTOR,
        task,
        Reopen("回头看发现渗漏", date(2026, 8, 1)),
        basis(session, DAY),
        today=date(2026, 6, 10),
    )
    duty = final(session, task)
    assert (task.status, task.closed_on, task.closure_kind, task.completed_on) == (
        TaskStatus.IN_PROGRESS,
        None,
        None,
        None,
    )
    assert (duty.clock_no, duty.due_on, duty.claimed_on, duty.met_on) == (2, date(2026, 8, 1), None, None)
    kept = session.scalars(select(DeadlineRevision).where(DeadlineRevision.deadline_id == duty.id)).all()
    assert [(row.due_on, row.cause) for row in sorted(kept, key=lambda row: row.ordinal)] == [
        (date(2026, 5, 1), RevisionCause.OPENED),
        (date(2026, 8, 1), RevisionCause.REOPENED),
    ]
    assert {day: light_on(session, task, day) for day in before} == before
    assert light_on(session, task, date(2026, 8, 2)) is Light.RED
    assert [row.task_id for row in overdue(session, date(2026, 8, 2))] == [task.id]
    assert overdue(session, date(2026, 6, 20)) == []


@pytest.mark.parametrize("due_on", [None, date(2026, 6, 1), date(2026, 5, 1)])
def test_a_reopening_wants_a_day_ahead(session: Session, due_on: date | None) -> None:
    task = completed(session)
    with pytest.raises(RuleBroken) as raised:
        closing.reopen(session, DIRECTOR, task, Reopen("回头看", due_on), basis(session, DAY), today=DAY)
    assert refusal(raised) in (LifeRefusal.FINAL_WANTED, LifeRefusal.DAY_NOT_AHEAD)


def test_what_runs_without_end_is_reopened_without_a_date(session: Session) -> None:
    task = completed(session, due_on=None)
    closing.reopen(session, DIRECTOR, task, Reopen("回头看", None), basis(session, DAY), today=DAY)
    assert (task.status, task.light) == (TaskStatus.IN_PROGRESS, Light.GREEN)
    completion.claim_completion(session, CLERK, task, DONE, today=DAY)
    completion.complete(session, CLERK, task, today=DAY)
    closing.reopen(session, DIRECTOR, task, Reopen("定个日子", date(2026, 9, 1)), basis(session, DAY), today=DAY)
    assert final(session, task).due_on == date(2026, 9, 1)


def test_terminating_takes_back_what_was_owed(session: Session) -> None:
    task = working(session)
    closing.terminate(session, DIRECTOR, task, "政策调整", today=DAY)
    assert (task.status, task.light) == (TaskStatus.TERMINATED, Light.DONE)
    assert deadlines.of_task(session, task.id, DeadlineKind.FINAL) == []
    for ended in (task, draft(session)):
        with pytest.raises(IllegalTransition):
            closing.terminate(session, DIRECTOR, ended, "政策调整", today=DAY)


def test_carried_over_leaves_next_years_draft_with_the_same_units(session: Session) -> None:
    lead, helper = department(session, "市住建局"), department(session, "市财政局")
    task = completed(session, lead=lead, helpers=(helper,))
    closing.strike_off(session, DIRECTOR, task, ClosureKind.CARRIED_OVER, today=DAY)
    following = session.scalars(select(Task).where(Task.parent_id == task.id)).one()
    assert (following.status, following.assessment_year, following.title) == (TaskStatus.DRAFT, 2027, task.title)
    parts = session.execute(
        select(Participation.department_id, Participation.lead_of).where(Participation.task_id == following.id)
    ).all()
    assert {tuple(part) for part in parts} == {(lead.id, following.id), (helper.id, None)}
    assert deadlines.of_task(session, following.id) == []


def test_a_batch_strikes_off_the_good_ones_and_says_why_the_others_stay(session: Session) -> None:
    good, again, stale, shown = (completed(session, title=name) for name in ("甲", "乙", "丙", "丁"))
    on_instruction(session, shown)
    still = working(session, title="戊")
    session.flush()
    picked = [Picked(task.id, task.version) for task in (good, stale, shown, still, again)]
    picked += [Picked(good.id, good.version), Picked(99999, 1)]
    session.execute(update(Task).where(Task.id == stale.id).values(version=Task.version + 1))
    session.expire_all()

    def strike_off(task: Task) -> None:
        closing.strike_off(session, DIRECTOR, task, ClosureKind.DONE, today=DAY)

    batch = closing.one_by_one(session, director_of(session), Action.TASK_CLOSE, picked, strike_off)
    assert batch.done == ("甲", "乙")
    assert [name for name, _ in batch.left] == ["丙", "丁", "戊", "甲", "选中的一项"]
    reasons = " ".join(reason for _, reason in batch.left)
    assert "已被他人更新" in reasons
    assert "呈阅" in reasons
    statuses = {task.title: session.get_one(Task, task.id).status for task in (good, again, stale, shown, still)}
    assert {name for name, status in statuses.items() if status is TaskStatus.CLOSED} == {"甲", "乙"}
    assert len(session.scalars(select(Approval).where(Approval.kind == ApprovalKind.CLOSING)).all()) == 2


def test_a_stranger_can_strike_nothing_off_in_a_batch(session: Session) -> None:
    task = completed(session)
    stranger = Actor("外人", roles=frozenset({Role.DIRECTOR}), office_id=task.office_id + 999)
    batch = closing.one_by_one(
        session, stranger, Action.TASK_CLOSE, [Picked(task.id, task.version)], lambda _: pytest.fail("acted")
    )
    assert batch == Batch((), (("选中的一项", "没有这个事项"),))


def test_each_stage_lists_what_waits_there(session: Session) -> None:
    actor = director_of(session)
    checking, approving = claimed(session, title="待核"), claimed(session, title="待批")
    completion.conclude(session, CLERK, approving, "情况属实", today=DAY)
    showing, striking = completed(session, title="待阅"), completed(session, title="待销")
    on_instruction(session, showing)
    session.flush()
    found = {stage: [row.title for row in waiting(session, actor, stage)] for stage in ClosingStage}
    assert found == {
        ClosingStage.CHECK: ["待核"],
        ClosingStage.APPROVE: ["待批"],
        ClosingStage.SHOW: ["待阅"],
        ClosingStage.STRIKE_OFF: ["待销"],
    }
    assert {stage: len(titles) for stage, titles in found.items()} == counts(session, actor)
    approve = waiting(session, actor, ClosingStage.APPROVE)[0]
    assert (approve.said, approve.said_by) == ("情况属实", "督查员")
    assert "竣工验收" in waiting(session, actor, ClosingStage.CHECK)[0].said
    closing.strike_off(session, DIRECTOR, striking, ClosureKind.DONE, today=DAY)
    assert [row.id for row in closed_between(session, actor, DAY, DAY)] == [striking.id]
    assert closed_between(session, actor, date(2026, 6, 2), date(2026, 6, 30)) == []
    assert checking.status is TaskStatus.COMPLETION_CLAIMED


def suspend(
    session: Session, actor: Actor, task: Task, command: Suspend, *, on_paper: Paper | None = None, today: date
) -> Suspension:
    """暂缓办理, proved by a paper."""
    return begin_suspension(session, actor, task, command, on_paper=on_paper or Paper(DAY, "主任"), today=today)


def test_a_suspension_pauses_the_light_for_its_days_alone(session: Session) -> None:
    task = working(session, due_on=date(2026, 6, 10))
    suspend(session, DIRECTOR, task, Suspend("等待省里批复（市住建局申请）", DAY, date(2026, 6, 20)), today=DAY)
    assert task.light is Light.PAUSED
    assert light_on(session, task, date(2026, 5, 31)) is not Light.PAUSED
    assert light_on(session, task, date(2026, 6, 19)) is Light.PAUSED
    assert light_on(session, task, date(2026, 6, 20)) is Light.RED
    assert overdue(session, date(2026, 6, 15)) == []
    resume(session, DIRECTOR, task, today=date(2026, 6, 12))
    assert (light_on(session, task, date(2026, 6, 12)), task.light) == (Light.RED, Light.RED)


@pytest.mark.parametrize(
    ("from_on", "until_on", "fits"),
    [
        (date(2026, 6, 20), None, True),
        (date(2026, 6, 2), date(2026, 6, 10), True),
        (date(2026, 6, 2), date(2026, 6, 11), False),
        (date(2026, 6, 19), None, False),
        (date(2026, 6, 2), None, False),
    ],
)
def test_suspensions_do_not_overlap(session: Session, from_on: date, until_on: date | None, fits: bool) -> None:
    task = working(session)
    suspend(session, DIRECTOR, task, Suspend("甲", date(2026, 6, 10), date(2026, 6, 20)), today=DAY)
    if fits:
        suspend(session, DIRECTOR, task, Suspend("乙", from_on, until_on), today=DAY)
        return
    with pytest.raises(RuleBroken) as raised:
        suspend(session, DIRECTOR, task, Suspend("乙", from_on, until_on), today=DAY)
    assert refusal(raised) is LifeRefusal.PAUSES_OVERLAP


def test_the_clock_never_stops_in_the_past_or_backwards(session: Session) -> None:
    task = working(session)
    for from_on, until_on in ((date(2026, 5, 31), None), (DAY, DAY), (date(2026, 6, 9), date(2026, 6, 8))):
        with pytest.raises(RuleBroken):
            suspend(session, DIRECTOR, task, Suspend("理由", from_on, until_on), today=DAY)
    with pytest.raises(IllegalTransition):
        suspend(session, DIRECTOR, draft(session), Suspend("理由", DAY), today=DAY)
    with pytest.raises(RuleBroken) as raised:
        resume(session, DIRECTOR, task, today=DAY)
    assert refusal(raised) is LifeRefusal.NOT_PAUSED


def test_a_suspension_taken_back_before_it_began_covers_no_day_and_frees_its_days(session: Session) -> None:
    task = working(session)
    suspend(session, DIRECTOR, task, Suspend("甲", date(2026, 6, 10)), today=DAY)
    resume(session, DIRECTOR, task, today=date(2026, 6, 2))
    assert light_on(session, task, date(2026, 6, 10)) is not Light.PAUSED
    suspend(session, DIRECTOR, task, Suspend("乙", date(2026, 6, 9), date(2026, 6, 12)), today=date(2026, 6, 2))
    assert len(session.scalars(select(Suspension)).all()) == 2


def test_a_suspension_wants_a_proof(session: Session) -> None:
    task = working(session)
    with pytest.raises(RuleBroken) as raised:
        begin_suspension(session, DIRECTOR, task, Suspend("等待省里批复", DAY), today=DAY)
    assert refusal(raised) is LifeRefusal.PAUSE_UNPROVED


def test_a_suspension_on_paper_names_its_approver(session: Session) -> None:
    task = working(session)
    row = suspend(session, CLERK, task, Suspend("甲", DAY), on_paper=Paper(DAY, "主任王"), today=DAY)
    given = session.scalars(select(Approval).where(Approval.kind == ApprovalKind.SUSPENSION)).one()
    assert (row.decided_by, given.subject_id, given.entered_by) == ("主任王", row.id, "督查员")
