"""Papers taken down with their clauses: drafted, only kept, or answered by what exists; 批示 in order and sorted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from factories import assigned, department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import Deadline, Participation, SourceItem, Task, TaskClerk, TaskSource
from tracker.policy.access import Actor
from tracker.queries.sources import source_page, sources
from tracker.services import completion
from tracker.services.accounts import CreateAccount, create_account
from tracker.services.endorsements import Endorse, Sort, endorse, open_endorsement, sort
from tracker.services.import_plan import Origin
from tracker.services.sources import Clause, RegisterSource, draft_from, judge, open_source, register_source
from tracker.vocabulary.approvals import Triage
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import ParticipationRole
from tracker.vocabulary.people import Role
from tracker.vocabulary.sources import SourceKind, SourceRefusal, Treatment

TODAY = date(2026, 6, 1)
ORIGIN = Origin("第9次常务会议纪要", "市政府办公室", date(2026, 5, 29), 2026, SourceKind.MEETING)


@pytest.fixture
def clerk(session: Session) -> Actor:
    own = office(session)
    command = CreateAccount("clerk", "督查员", own.id, None, frozenset({Role.CLERK}))
    account, _ = create_account(session, Actor.system(), command, today=TODAY, now=clock.now())
    session.flush()
    department(session, "市住建局")
    department(session, "市财政局")
    return Actor("督查员", account.id, frozenset({Role.CLERK}), own.id)


def registered(session: Session, clerk: Actor, *clauses: Clause, origin: Origin = ORIGIN):
    assert clerk.office_id is not None
    command = RegisterSource(clerk.office_id, origin, clauses)
    return register_source(session, clerk, command, today=TODAY)


def final_of(session: Session, task: Task) -> Deadline:
    session.flush()
    return session.scalars(
        select(Deadline).where(Deadline.task_id == task.id, Deadline.kind == DeadlineKind.FINAL)
    ).one()


def only_task(session: Session) -> Task:
    return session.scalars(select(Task)).one()


def test_a_clause_becomes_a_draft_with_units_date_and_clerk(session: Session, clerk: Actor) -> None:
    clause = Clause("城东污水处理厂提标改造", "1", "", "", "市住建局", "市财政局", "6月底前")
    source = registered(session, clerk, clause)
    task = only_task(session)
    assert (task.title, task.assessment_year, task.office_id) == (clause.title, 2026, clerk.office_id)
    parts = session.scalars(select(Participation).order_by(Participation.id)).all()
    assert [part.role for part in parts] == [ParticipationRole.LEAD, ParticipationRole.SUPPORTING]
    assert final_of(session, task).due_on == date(2026, 6, 30)
    assert session.scalars(select(TaskClerk.account_id)).all() == [clerk.account_id]
    (row,) = source_page(session, source).items
    assert (row.task_id, row.due_phrase, row.lead) == (task.id, "6月底前", "市住建局")


@pytest.mark.parametrize(
    ("kind", "due_on"),
    [
        (SourceKind.MEETING, date(2026, 6, 21)),
        (SourceKind.INSTRUCTION, date(2026, 6, 16)),
        (SourceKind.INCOMING, date(2026, 7, 1)),
        (SourceKind.PROPOSAL, date(2026, 8, 30)),
    ],
)
def test_without_a_date_the_kind_of_source_gives_the_term(
    session: Session, clerk: Actor, kind: SourceKind, due_on: date
) -> None:
    registered(session, clerk, Clause("老旧小区改造", lead="市住建局"), origin=replace(ORIGIN, kind=kind))
    final = final_of(session, only_task(session))
    assert (final.due_on, final.assumed, final.reading) == (due_on, True, "source-term")


def test_a_kind_without_a_term_and_an_endless_matter_get_no_date(session: Session, clerk: Actor) -> None:
    registered(session, clerk, Clause("重点项目", lead="市住建局"), origin=replace(ORIGIN, kind=SourceKind.PROJECT))
    endless = replace(ORIGIN, title="另一份")
    registered(session, clerk, Clause("河道保洁", lead="市住建局", due_phrase="长期坚持"), origin=endless)
    assert session.scalars(select(Deadline)).all() == []
    assert [task.endless for task in session.scalars(select(Task).order_by(Task.id))] == [False, True]


def test_a_clause_only_kept_becomes_a_task_later_and_once(session: Session, clerk: Actor) -> None:
    registered(session, clerk, Clause("老旧小区改造", "1", lead="市住建局、市财政局", treatment=Treatment.KEEP))
    assert session.scalars(select(Task)).all() == []
    item = session.scalars(select(SourceItem)).one()
    task = draft_from(session, clerk, item, "", today=TODAY)
    assert task.title == "老旧小区改造"
    roles = session.scalars(select(Participation.role).order_by(Participation.id)).all()
    assert roles == [ParticipationRole.LEAD, ParticipationRole.CO_LEAD]
    with pytest.raises(RuleBroken) as refused:
        draft_from(session, clerk, item, "", today=TODAY)
    assert refused.value.code is SourceRefusal.CLAUSE_TAKEN


def test_a_near_duplicate_is_found_and_can_be_answered_by_the_task_there_is(session: Session, clerk: Actor) -> None:
    lead = department(session, "市水务局")
    task = assigned(session, title="加快城东污水处理厂提标改造工程建设", lead=lead, due_on=date(2026, 12, 31))
    clause = Clause("城东污水处理厂提标改造", lead="市水务局", due_phrase="9月底前")
    (row,) = judge(session, clerk.office_id or 0, [clause], ORIGIN, "")
    assert row.twin_task == task.id
    answered = replace(clause, treatment=Treatment.ANSWER, answered_by=task.id)
    registered(session, clerk, answered)
    assert session.scalars(select(TaskSource.task_id)).all() == [task.id]
    assert final_of(session, task).due_on == date(2026, 9, 30)


def test_a_task_that_is_done_or_anothers_answers_nothing(session: Session, clerk: Actor) -> None:
    done = working(session, lead=department(session, "市水务局"))
    completion.claim_completion(session, clerk, done, today=TODAY)
    for task_id, why in ((done.id, SourceRefusal.NOT_OPEN), (999, SourceRefusal.TASK_UNKNOWN)):
        with pytest.raises(RuleBroken) as refused:
            registered(
                session,
                clerk,
                Clause("某事", treatment=Treatment.ANSWER, answered_by=task_id),
                origin=replace(ORIGIN, title=f"纪要{task_id}"),
            )
        assert refused.value.code is why


@pytest.mark.parametrize(
    ("origin", "clause", "why"),
    [
        (replace(ORIGIN, title="秘密★1年 纪要"), Clause("某事"), SourceRefusal.MARKED_SECRET),
        (ORIGIN, Clause("（机密）某事"), SourceRefusal.MARKED_SECRET),
        (replace(ORIGIN, issued_on=date(2026, 6, 2)), Clause("某事"), SourceRefusal.DATED_LATER),
        (ORIGIN, Clause("某事", lead="市住建委员"), Refusal.UNIT_UNKNOWN),
    ],
)
def test_what_is_not_registered(session: Session, clerk: Actor, origin: Origin, clause: Clause, why: object) -> None:
    with pytest.raises(RuleBroken) as refused:
        registered(session, clerk, clause, origin=origin)
    assert refused.value.code is why


def test_an_unknown_unit_is_answered_with_those_it_may_be(session: Session, clerk: Actor) -> None:
    with pytest.raises(RuleBroken, match="unit-unknown") as refused:
        registered(session, clerk, Clause("某事", lead="市财正局"))
    assert "相近的有：市财政局" in refused.value.message


def test_a_paper_is_registered_once_and_a_clause_once(session: Session, clerk: Actor) -> None:
    registered(session, clerk, Clause("某事", treatment=Treatment.KEEP))
    with pytest.raises(RuleBroken) as twice:
        registered(session, clerk)
    assert twice.value.code is SourceRefusal.KNOWN


def test_endorsements_stand_in_order_and_what_asks_for_an_answer_becomes_a_task(session: Session, clerk: Actor) -> None:
    source = registered(session, clerk)
    rows = [
        endorse(session, clerk, Endorse(source, words, date(2026, 5, 30), leader), today=TODAY)
        for leader, words in (("市委书记", "请市长阅。"), ("市长", "请住建局抓紧办理，月底前报结果。"))
    ]
    assert [row.ordinal for row in rows] == [1, 2]
    assert sort(session, clerk, Sort(rows[0], Triage.NOTED), "", today=TODAY) is None
    with pytest.raises(RuleBroken) as empty:
        sort(session, clerk, Sort(rows[1], Triage.REPORT_BACK), "", today=TODAY)
    assert empty.value.code is SourceRefusal.MATTER_MISSING
    task = sort(session, clerk, Sort(rows[1], Triage.REPORT_BACK, "抓紧改造", "市住建局", "6月底前"), "", today=TODAY)
    assert task is not None
    assert (task.title, task.leader) == ("抓紧改造", "市长")
    assert "请住建局抓紧办理" in task.requirement
    with pytest.raises(RuleBroken) as again:
        sort(session, clerk, Sort(rows[1], Triage.NOTED), "", today=TODAY)
    assert again.value.code is SourceRefusal.TRIAGED


@pytest.mark.parametrize(
    ("words", "day", "leader", "why"),
    [
        ("绝密★", date(2026, 5, 30), "市长", SourceRefusal.MARKED_SECRET),
        ("请阅", date(2026, 6, 2), "市长", SourceRefusal.DATED_LATER),
        ("请阅", date(2026, 5, 30), " ", SourceRefusal.LEADER_MISSING),
    ],
)
def test_endorsements_that_are_not_taken_down(
    session: Session, clerk: Actor, words: str, day: date, leader: str, why: SourceRefusal
) -> None:
    source = registered(session, clerk)
    with pytest.raises(RuleBroken) as refused:
        endorse(session, clerk, Endorse(source, words, day, leader), today=TODAY)
    assert refused.value.code is why


def test_another_offices_papers_do_not_exist(session: Session, clerk: Actor) -> None:
    source = registered(session, clerk)
    row = endorse(session, clerk, Endorse(source, "请阅", TODAY, "市长"), today=TODAY)
    stranger = replace(clerk, office_id=department(session, "县督查室").id)
    assert sources(session, stranger) == []
    assert [one.title for one in sources(session, clerk, "常务")] == [ORIGIN.title]
    assert sources(session, clerk, "%") == []
    for attempt in (
        lambda: open_source(session, stranger, source.id),
        lambda: open_endorsement(session, stranger, row.id),
    ):
        with pytest.raises(NotFound):
            attempt()
