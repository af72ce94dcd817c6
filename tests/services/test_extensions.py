"""延期申请 from the unit to the decision: each line of the table of bad input, and what a decision moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import CLERK, assigned, department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import (
    Approval,
    AuditEntry,
    Deadline,
    DeadlineRevision,
    Extension,
    LightChange,
    OutboxMessage,
    Submission,
    Task,
)
from tracker.policy.access import Actor
from tracker.policy.extensions import hold
from tracker.queries import slippage
from tracker.queries.evidence import of_task as evidence_of
from tracker.queries.extensions import askable, held, holds, one
from tracker.services import closing, completion, deadlines, decisions, extensions, granting, merging
from tracker.services.approvals import Paper
from tracker.services.deadlines import basis
from tracker.services.decisions import Ruling
from tracker.services.extensions import Ask
from tracker.services.lights import relight
from tracker.services.suspension import Suspend, suspend
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalOutcome, ApprovalRefusal, Procedure, TurnReason
from tracker.vocabulary.deadlines import DeadlineKind, RevisionCause
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.extensions import ExtensionCause, ExtensionRefusal, ExtensionState
from tracker.vocabulary.lights import Light
from tracker.vocabulary.people import Role
from tracker.vocabulary.running import AuditTag

OPENED, DUE = date(2026, 1, 5), date(2026, 3, 31)
TODAY, NEW = date(2026, 3, 2), date(2026, 4, 20)
REASON = "征地拆迁尚未完成，施工单位无法进场"
AGREED = Ruling(ApprovalOutcome.APPROVED, "同意")


class Cast:
    """A task due on 31 March with a node due on the 20th, its unit, a helper, and the office."""

    def __init__(self, session: Session, **values: object) -> None:
        self.session = session
        self.unit, self.helper_unit = department(session, "市住建局"), department(session, "市水务局")
        self.own = office(session).id
        values = {"due_on": DUE, "milestones": ((date(2026, 3, 20), 100),)} | values
        self.task: Task = working(session, lead=self.unit, helpers=(self.helper_unit,), **values)
        self.liaison = self.actor("联络员", Role.LIAISON, department_id=self.unit.id)
        self.head = self.actor("局长", Role.UNIT_HEAD, department_id=self.unit.id)
        self.helper = self.actor("水务局长", Role.UNIT_HEAD, department_id=self.helper_unit.id)
        self.clerk = self.actor("督查员甲", Role.CLERK, office_id=self.own)
        self.director = self.actor("主任", Role.DIRECTOR, office_id=self.own)
        self.secretary = self.actor("秘书长甲", Role.SECRETARY_GENERAL, office_id=self.own)
        relight(session, [self.task], today=OPENED)

    @staticmethod
    def actor(name: str, *roles: Role, **place: int) -> Actor:
        return Actor(name, roles=frozenset(roles), **place)

    def duty(self, kind: DeadlineKind = DeadlineKind.FINAL) -> Deadline:
        return deadlines.of_task(self.session, self.task.id, kind)[0]

    def sign(
        self, new: date | None = NEW, today: date = TODAY, actor: Actor | None = None, **more: object
    ) -> Extension:
        duty = self.duty(more.pop("kind", DeadlineKind.FINAL))  # type: ignore[arg-type]
        facts = {"cause": ExtensionCause.LAND, "reason": REASON, "progress": "已完成七成", "due_on": new} | more
        by = basis(self.session, today)
        return extensions.sign(self.session, actor or self.head, duty, Ask(**facts), by, today=today)  # type: ignore[arg-type]

    def put(self, row: Extension, today: date = TODAY) -> Submission:
        return granting.advise(self.session, self.clerk, row, "情况属实，建议同意", today=today)

    def decide(
        self, row: Extension, ruling: Ruling = AGREED, today: date = TODAY, by: Actor | None = None, **more: object
    ) -> None:
        put = self.session.scalars(select(Submission).where(Submission.subject_id == row.id)).one()
        with self.session.begin_nested():
            decisions.decide(self.session, by or self.director, put, ruling, today=today, **more)  # type: ignore[arg-type]

    def told(self, department_id: int) -> list[str]:
        rows = self.session.scalars(select(OutboxMessage).where(OutboxMessage.department_id == department_id))
        return [row.body for row in rows if row.dedupe_key.startswith("extension:")]


@pytest.fixture
def cast(session: Session) -> Cast:
    return Cast(session)


def code_of(act: object, *errors: type[Exception]) -> object:
    """What an act is refused with."""
    with pytest.raises(errors or (RuleBroken, IllegalTransition)) as refused:
        act()  # type: ignore[operator]
    return refused.value.code  # type: ignore[attr-defined]


# security-ux.md §6.5, rows 1, 3–7, 12, 13: refused, with nothing moved. Rows 2, 11 and 14 are the page's.
WRONG: tuple[tuple[dict[str, object], ExtensionRefusal], ...] = (
    ({"reason": ""}, ExtensionRefusal.REASON_SHORT),
    ({"reason": "无"}, ExtensionRefusal.REASON_SHORT),
    ({"reason": "下雨了"}, ExtensionRefusal.REASON_SHORT),
    ({"progress": " "}, ExtensionRefusal.PROGRESS_EMPTY),
    ({"new": DUE}, ExtensionRefusal.NOT_LATER),
    ({"new": date(2026, 3, 1)}, ExtensionRefusal.NOT_LATER),
    ({"new": date(2026, 5, 13)}, ExtensionRefusal.TOO_LONG),  # 85 days: 42 at most
    ({"new": None}, ExtensionRefusal.NOT_LATE_YET),
    ({"today": date(2026, 4, 1)}, ExtensionRefusal.LATE_MOVES_NOTHING),
    ({"today": date(2026, 3, 30)}, ExtensionRefusal.ASKED_LATE),
    ({"kind": DeadlineKind.MILESTONE, "new": date(2026, 4, 1)}, ExtensionRefusal.BEYOND_FINAL),
)


def test_what_would_not_do_is_refused_and_moves_nothing(session: Session, cast: Cast) -> None:
    for more, code in WRONG:
        assert code_of(lambda more=more: cast.sign(**more)) is code, more
    assert cast.duty().due_on == DUE
    assert session.scalars(select(Submission.id)).all() == []


def test_the_first_goes_to_the_director_with_a_clock_of_its_own_and_is_granted(session: Session, cast: Cast) -> None:
    row = cast.sign()
    decision = session.get_one(Deadline, row.decision_deadline_id)
    assert (decision.kind, decision.owed_by_department_id, decision.due_on) == (
        DeadlineKind.REQUEST_DECISION,
        cast.own,
        date(2026, 3, 5),
    )
    assert decision.yellow_on is None
    put = cast.put(row)
    assert (put.rank, put.due_on, len(put.steps.split("],"))) == (PostRank.OFFICE_DIRECTOR, date(2026, 3, 5), 1)
    assert REASON in put.body
    cast.decide(row, today=date(2026, 3, 4))
    assert (row.state, row.granted_due_on, row.slip_days, row.open_of) == (ExtensionState.GRANTED, NEW, 20, None)
    duty = cast.duty()
    assert (duty.due_on, duty.clock_no, decision.met_on) == (NEW, 2, date(2026, 3, 4))
    dates = session.execute(
        select(DeadlineRevision.due_on, DeadlineRevision.cause)
        .where(DeadlineRevision.deadline_id == duty.id)
        .order_by(DeadlineRevision.ordinal)
    ).all()
    assert dates == [(DUE, RevisionCause.OPENED), (NEW, RevisionCause.EXTENDED)]
    assert any("同意延期至2026-04-20" in body for body in cast.told(cast.unit.id))
    assert any("同意延期至2026-04-20" in body for body in cast.told(cast.helper_unit.id))
    slip = slippage.of_task(session, cast.clerk, cast.task)
    assert (slip.times, slip.days, slip.first_due_on, slip.due_on) == (1, 20, DUE, NEW)
    assert [(one.name, one.days) for one in slip.by_cause] == [("征地拆迁", 20)]


def test_a_liaison_drafts_what_only_the_unit_sees_and_the_head_signs_it(session: Session, cast: Cast) -> None:
    duty, by = cast.duty(), basis(session, TODAY)
    ask = Ask(ExtensionCause.WEATHER, REASON, "已完成七成", NEW)
    row = extensions.draft(session, cast.liaison, duty, ask, by, today=TODAY)
    assert (row.state, row.signed_on, row.decision_deadline_id) == (ExtensionState.SIGNING, None, None)
    assert one(session, cast.clerk, row.id) is None
    assert code_of(lambda: extensions.open_extension(session, cast.clerk, Action.TASK_VIEW, row.id), NotFound)
    assert holds(session, TODAY) == frozenset()
    signed = cast.sign(date(2026, 4, 10))
    assert signed is row
    assert (row.asked_due_on, row.drafted_by, row.signed_by) == (date(2026, 4, 10), "联络员", "局长")
    assert one(session, cast.clerk, row.id) is not None


def test_row_4_after_the_date_it_explains_and_moves_nothing(session: Session, cast: Cast) -> None:
    late = date(2026, 4, 2)
    relight(session, [cast.task], today=late)
    row = cast.sign(None, late)
    assert (row.state, row.asked_due_on, row.open_of, row.holds) == (ExtensionState.EXPLAINED, None, None, False)
    relight(session, [cast.task], today=late)
    assert (cast.task.light, cast.duty().due_on) == (Light.RED, DUE)
    assert code_of(lambda: extensions.withdraw(session, cast.head, row, today=late)) is ExtensionRefusal.OVER


def test_row_5_one_open_request_for_a_deadline(cast: Cast) -> None:
    cast.sign()
    with pytest.raises(RuleBroken) as refused:
        cast.sign(today=date(2026, 3, 3))
    assert refused.value.message == "已有待审批的延期申请（2026-03-02提交），请等待批复或先撤回"
    assert cast.sign(date(2026, 3, 31), kind=DeadlineKind.MILESTONE).state is ExtensionState.ASKED  # another deadline


def test_row_6_each_further_one_goes_a_rank_up_and_is_measured_by_the_original_term(cast: Cast) -> None:
    ranks = []
    for day, new in ((2, date(2026, 4, 10)), (3, date(2026, 4, 20)), (4, date(2026, 4, 30)), (5, date(2026, 5, 10))):
        today = date(2026, 3, day)
        row = cast.sign(new, today)
        put = cast.put(row, today)
        ranks.append(put.rank)
        by = {PostRank.OFFICE_DIRECTOR: cast.director, PostRank.SECRETARY_GENERAL: cast.secretary}.get(put.rank)
        paper = None if by else Paper(today, "市长王某")
        cast.decide(row, today=today, by=by or cast.clerk, on_paper=paper)
    assert ranks == [PostRank.OFFICE_DIRECTOR, PostRank.SECRETARY_GENERAL, PostRank.HEAD, PostRank.HEAD]
    assert cast.duty().clock_no == 5
    assert code_of(lambda: cast.sign(date(2026, 6, 30), date(2026, 3, 6))) is ExtensionRefusal.TOO_LONG


def test_row_7_a_helper_asks_for_its_own_deadline_alone(session: Session, cast: Cast) -> None:
    for kind in (DeadlineKind.FINAL, DeadlineKind.MILESTONE):
        open_it = (session, cast.helper, Action.EXTENSION_ASK, cast.duty(kind).id)
        with pytest.raises(RuleBroken) as refused:
            extensions.open_owed(*open_it)
        assert "请由主办单位提出" in refused.value.message
    node = cast.duty(DeadlineKind.MILESTONE)
    node.owed_by_department_id = cast.helper_unit.id
    session.flush()
    assert extensions.open_owed(session, cast.helper, Action.EXTENSION_ASK, node.id)[0] is node
    by = basis(session, TODAY)
    rows = askable(session, cast.helper, cast.task, TODAY, by.rules, by.calendar)
    assert [(row.kind, row.last_day, row.late) for row in rows] == [(DeadlineKind.MILESTONE, date(2026, 3, 17), False)]


def test_row_8_nobody_decides_or_weighs_what_he_asked_for(session: Session, cast: Cast) -> None:
    both = Cast.actor("两职", Role.UNIT_HEAD, Role.DIRECTOR, Role.CLERK, department_id=cast.unit.id, office_id=cast.own)
    row = cast.sign(actor=both)
    assert code_of(lambda: granting.advise(session, both, row, "情况属实", today=TODAY)) is ExtensionRefusal.OWN_REQUEST
    cast.put(row)
    assert code_of(lambda: cast.decide(row, by=both)) is ExtensionRefusal.OWN_REQUEST
    paper = Paper(TODAY, "两职")
    assert code_of(lambda: cast.decide(row, by=cast.clerk, on_paper=paper)) is ExtensionRefusal.OWN_REQUEST
    put = session.scalars(select(Submission)).one()
    assert decisions.note_barred(session, both, put, ExtensionRefusal.OWN_REQUEST, today=TODAY)
    assert not decisions.note_barred(session, both, put, ApprovalRefusal.ENDED, today=TODAY)
    session.flush()
    assert session.scalars(select(AuditEntry.actor).where(AuditEntry.tag == AuditTag.SUBMISSION_BARRED)).all() == [
        "两职"
    ]


@pytest.mark.parametrize("end", ["complete", "terminate", "merge"])
def test_row_9_it_lapses_with_its_task_and_cannot_be_decided_afterwards(session: Session, cast: Cast, end: str) -> None:
    row, duty = cast.sign(), cast.duty()
    put = cast.put(row)
    if end == "complete":
        completion.claim_completion(session, cast.head, cast.task, today=TODAY)
        completion.complete(session, CLERK, cast.task, today=TODAY)
    elif end == "terminate":
        closing.terminate(session, cast.director, cast.task, "不再实施", today=TODAY)
    else:
        other = working(session, title="另一件事", due_on=DUE)
        merging.merge(session, CLERK, cast.task, other, "同一件事", basis(session, TODAY), today=TODAY)
    assert (row.state, row.decided_on, put.ended_on) == (ExtensionState.LAPSED, TODAY, TODAY)
    assert session.get_one(Deadline, row.decision_deadline_id).voided_on == TODAY
    assert code_of(lambda: decisions.decide(session, cast.director, put, AGREED, today=TODAY)) is ApprovalRefusal.ENDED
    assert (duty.due_on, duty.clock_no) == (DUE, 1)


def test_row_10_another_date_than_asked_is_granted_and_both_are_kept(cast: Cast) -> None:
    row = cast.sign()
    cast.put(row)
    early = Ruling(ApprovalOutcome.APPROVED, "抓紧", date(2026, 3, 31))
    assert code_of(lambda: cast.decide(row, early)) is ExtensionRefusal.NOT_LATER
    cast.decide(row, Ruling(ApprovalOutcome.APPROVED, "抓紧", date(2026, 4, 10)))
    assert (row.asked_due_on, row.granted_due_on, row.slip_days) == (NEW, date(2026, 4, 10), 10)
    assert cast.duty().due_on == date(2026, 4, 10)
    assert any("2026-04-10（申请的是2026-04-20）" in body and "抓紧" in body for body in cast.told(cast.unit.id))


def test_row_11_it_is_decided_once(session: Session, cast: Cast) -> None:
    row = cast.sign()
    cast.put(row)
    cast.decide(row)
    assert code_of(lambda: cast.decide(row)) is ApprovalRefusal.ENDED
    assert cast.duty().clock_no == 2
    assert len(session.scalars(select(Approval).where(Approval.kind == "extension")).all()) == 1


def test_row_12_a_refusal_says_why_and_moves_nothing(cast: Cast) -> None:
    row = cast.sign()
    cast.put(row)
    assert code_of(lambda: cast.decide(row, Ruling(ApprovalOutcome.REFUSED, " "))) is ApprovalRefusal.OPINION_MISSING
    cast.decide(row, Ruling(ApprovalOutcome.REFUSED, "前期准备不足，应按期完成"))
    assert (row.state, row.slip_days, cast.duty().due_on, cast.duty().clock_no) == (
        ExtensionState.REFUSED,
        None,
        DUE,
        1,
    )
    assert any("前期准备不足" in body and "不同意延期" in body for body in cast.told(cast.unit.id))


def test_row_13_it_is_withdrawn_only_before_the_decision_and_by_its_own_unit(session: Session, cast: Cast) -> None:
    row = cast.sign()
    put = cast.put(row)
    assert code_of(lambda: extensions.withdraw(session, cast.helper, row, today=TODAY), NotPermitted)
    extensions.withdraw(session, cast.liaison, row, today=TODAY)
    assert (row.state, put.ended_on) == (ExtensionState.WITHDRAWN, TODAY)
    again = cast.sign(today=date(2026, 3, 3))
    assert again.ordinal == 2
    put = cast.put(again, date(2026, 3, 3))
    decisions.decide(session, cast.director, put, AGREED, today=date(2026, 3, 3))
    with pytest.raises(RuleBroken) as refused:
        extensions.withdraw(session, cast.liaison, again, today=date(2026, 3, 3))
    assert refused.value.message == "该申请已由主任于2026-03-03处理（同意延期），不能再撤回"


def test_row_15_the_past_reds_stand_when_it_is_granted_after_the_date(session: Session) -> None:
    cast = Cast(session, milestones=())
    asked, late = date(2026, 3, 26), date(2026, 4, 2)
    row = cast.sign(today=asked)
    cast.put(row, asked)
    shown = one(session, cast.clerk, row.id)
    assert shown is not None
    assert not shown.waits_past_due(DUE)
    assert shown.waits_past_due(late)
    relight(session, [cast.task], today=late)
    assert cast.task.light is Light.RED
    cast.decide(row, today=late)
    assert cast.task.light is not Light.RED
    reds = select(LightChange.happened_on).where(LightChange.to_light == Light.RED)
    assert session.scalars(reds).all() == [late]


def test_the_ladder_waits_once_for_each_clock_and_not_beyond_the_decisions_date(session: Session, cast: Cast) -> None:
    duty, node = cast.duty(), cast.duty(DeadlineKind.MILESTONE)
    row = cast.sign(today=TODAY)
    assert row.held_until == date(2026, 3, 5)
    assert [holds(session, TODAY + timedelta(days=number)) for number in (-1, 0, 3, 4)] == [
        frozenset(),
        {duty.id},
        {duty.id},
        frozenset(),
    ]
    extensions.withdraw(session, cast.head, row, today=date(2026, 3, 3))
    assert holds(session, date(2026, 3, 3)) == {duty.id}
    assert holds(session, date(2026, 3, 4)) == frozenset()
    second = cast.sign(today=date(2026, 3, 4))
    assert not second.holds
    assert holds(session, date(2026, 3, 4)) == frozenset()
    cast.put(second, date(2026, 3, 4))
    decisions.decide(
        session,
        cast.director,
        session.scalars(select(Submission)).one(),
        AGREED,
        today=date(2026, 3, 5),
    )
    third = cast.sign(date(2026, 5, 10), date(2026, 3, 6))
    assert third.holds  # a new clock
    on_node = cast.sign(date(2026, 3, 31), date(2026, 3, 6), kind=DeadlineKind.MILESTONE)
    assert on_node.holds
    for day in (TODAY + timedelta(days=number) for number in range(15)):
        kept = session.scalars(select(Extension).where(Extension.holds)).all()
        by_policy = {one.deadline_id for one in kept if hold(one.signed_on, one.decided_on, one.held_until).covers(day)}
        assert holds(session, day) == by_policy
        assert set(session.scalars(select(Deadline.id).where(held(Deadline.id, day)))) == by_policy
    assert holds(session, date(2026, 3, 6), [cast.task.id + 1]) == frozenset()
    assert node.id in holds(session, date(2026, 3, 6), [cast.task.id])


def test_a_small_matter_turns_ordinary_by_itself_and_a_short_term_is_answered_the_same_day(session: Session) -> None:
    cast = Cast(session, milestones=(), due_on=date(2026, 1, 10))
    cast.task.procedure = Procedure.SIMPLE
    row = cast.sign(date(2026, 1, 12), date(2026, 1, 10))  # its own day, a Saturday
    assert row.held_until == date(2026, 1, 10)
    cast.put(row, date(2026, 1, 10))
    cast.decide(row, today=date(2026, 1, 10))
    assert (cast.task.procedure, cast.task.ordinary_reason) == (Procedure.ORDINARY, TurnReason.EXTENDED)


def test_what_was_met_meanwhile_needs_no_more_time(session: Session, cast: Cast) -> None:
    row = cast.sign(date(2026, 3, 31), kind=DeadlineKind.MILESTONE)
    cast.put(row)
    node = cast.duty(DeadlineKind.MILESTONE)
    deadlines.meet(session, cast.clerk, node, today=TODAY)
    cast.decide(row)
    assert (row.state, node.due_on) == (ExtensionState.LAPSED, date(2026, 3, 20))


def test_a_suspension_keeps_the_way_open_and_the_new_date_out_of_it(session: Session, cast: Cast) -> None:
    command = Suspend("等待国家规划批复", date(2026, 3, 20), date(2026, 4, 15))
    suspend(session, cast.director, cast.task, command, on_paper=Paper(TODAY, "主任"), today=TODAY)
    assert code_of(lambda: cast.sign(date(2026, 4, 10), date(2026, 4, 2))) is ExtensionRefusal.WITHIN_PAUSE
    assert cast.sign(date(2026, 4, 30), date(2026, 4, 2)).state is ExtensionState.ASKED


def test_no_duty_no_request(session: Session, cast: Cast) -> None:
    stranger = Cast.actor("教育局长", Role.UNIT_HEAD, department_id=department(session, "市教育局").id)
    assert code_of(lambda: extensions.open_owed(session, stranger, Action.EXTENSION_ASK, cast.duty().id), NotFound)
    assert code_of(lambda: extensions.open_owed(session, cast.head, Action.EXTENSION_ASK, 99999), NotFound)
    new = assigned(session, lead=cast.unit, title="刚交办")
    slip = deadlines.of_task(session, new.id, DeadlineKind.ACKNOWLEDGEMENT)[0]
    refused = code_of(lambda: extensions.open_owed(session, cast.head, Action.EXTENSION_ASK, slip.id))
    assert refused is ExtensionRefusal.KIND_NOT_EXTENSIBLE
    completion.claim_completion(session, cast.head, cast.task, today=TODAY)
    claimed = code_of(lambda: extensions.open_owed(session, cast.head, Action.EXTENSION_ASK, cast.duty().id))
    assert claimed is ExtensionRefusal.NOT_OWED
    assert evidence_of(session, cast.clerk, cast.task) == []
