"""Importing: drafts with all the paper says, nothing twice, all or nothing, one task for one matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from factories import CLERK, department, office
from sheets import row, workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.documents.reading import read
from tracker.errors import RuleBroken
from tracker.models import (
    Deadline,
    DeadlineFlag,
    Department,
    DepartmentGroup,
    DepartmentName,
    GroupParticipation,
    Milestone,
    Participation,
    Post,
    SourceItem,
    Task,
    TaskSource,
)
from tracker.policy.sheets.items import read_grid
from tracker.services.import_plan import Origin, Plan, plan_import
from tracker.services.imports import Import, Imported, import_rows
from tracker.services.sweep import sweep_day
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import ParticipationRole, PostRank
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.sheets import Every, Level
from tracker.vocabulary.sources import Regime

ISSUED = date(2026, 1, 20)


def _import(
    session: Session, file: Path, *, title: str = "政府工作报告任务分解", digest: str = "d1", **options: object
) -> tuple[Plan, Imported]:
    origin = Origin(title, "市政府", ISSUED, 2026, file_digest=digest, regime=Regime.GOVERNMENT)
    readings = [read_grid(grid, issued_on=ISSUED) for grid in read(file).grids]
    create = bool(options.setdefault("create_units", True))
    office_id = office(session).id
    plan = plan_import(
        session,
        office_id,
        readings,
        origin,
        file_digest=digest,
        unknown_units_are=Level.DOUBT if create else Level.ERROR,
    )
    command = Import(plan, origin, office_id, **options)  # type: ignore[arg-type]
    return plan, import_rows(session, CLERK, command, today=ISSUED)


def _tasks(session: Session) -> list[Task]:
    return list(session.scalars(select(Task).order_by(Task.id)))


def test_a_row_becomes_a_draft_with_its_units_dates_and_clause(session: Session, tmp_path: Path) -> None:
    session.add(Post(name="分管城建副市长", rank=PostRank.DEPUTY))
    session.flush()
    cells = {
        "target": "新建20公里",
        "leader": "分管城建副市长",
        "supporting": "市财政局、发改委，各县（市、区）政府",
        "points": "5",
    }
    file = workbook(
        tmp_path / "a.xlsx", [row(1, "改造供热管网", "市住建局、市城管局", "6月底前完成招标；10月底前竣工", **cells)]
    )
    _import(session, file)
    (task,) = _tasks(session)
    assert (task.status, task.title, task.target, task.points) == (TaskStatus.DRAFT, "改造供热管网", "新建20公里", 5.0)
    assert (task.reference, task.light) == (None, None)
    assert task.leader_post_id == session.scalars(select(Post.id)).one()
    parts = session.execute(
        select(Department.name, Participation.role)
        .join(Participation, Participation.department_id == Department.id)
        .order_by(Participation.id)
    ).all()
    assert [tuple(part) for part in parts] == [
        ("市住建局", ParticipationRole.LEAD),
        ("市城管局", ParticipationRole.CO_LEAD),
        ("市财政局", ParticipationRole.SUPPORTING),
        ("市发改委", ParticipationRole.SUPPORTING),
    ]
    assert session.scalars(select(GroupParticipation.role)).all() == [ParticipationRole.SUPPORTING]
    nodes = session.scalars(select(Milestone).order_by(Milestone.ordinal)).all()
    assert [node.weight for node in nodes] == [50, 50]
    planned = session.scalars(select(Deadline).order_by(Deadline.due_on, Deadline.id)).all()
    assert [(one.kind, one.due_on, one.opened_on) for one in planned] == [
        (DeadlineKind.MILESTONE, date(2026, 6, 30), None),
        (DeadlineKind.FINAL, date(2026, 10, 31), None),
        (DeadlineKind.MILESTONE, date(2026, 10, 31), None),
    ]
    clause = session.scalars(select(SourceItem)).one()
    assert (clause.number, clause.row_no, clause.lead, clause.co_leads) == ("1", 3, "市住建局", "市城管局")


def test_a_second_import_adds_nothing_and_a_resaved_copy_adds_nothing(session: Session, tmp_path: Path) -> None:
    rows = [row(1, "改造供热管网"), row(2, "新建中学两所", "市教育局")]
    _import(session, workbook(tmp_path / "a.xlsx", rows))
    plan, again = _import(session, tmp_path / "a.xlsx")
    assert again == Imported((), 0)
    assert all(one.known for one in plan.rows)
    _, resaved = _import(session, workbook(tmp_path / "b.xlsx", rows), digest="d2")
    assert resaved.added == ()
    _, other_title = _import(session, tmp_path / "a.xlsx", title="同一文件换了标题")
    assert other_title.added == ()
    assert len(_tasks(session)) == 2


def test_a_corrected_row_of_the_same_paper_is_added_and_the_rest_is_not(session: Session, tmp_path: Path) -> None:
    _import(session, workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网"), row(2, "")]))
    assert len(_tasks(session)) == 1
    corrected = workbook(tmp_path / "b.xlsx", [row(1, "改造供热管网"), row(2, "新建中学两所", "市教育局")])
    _, outcome = _import(session, corrected, digest="d2")
    assert len(outcome.added) == 1


def test_the_same_wording_twice_in_a_file_is_two_rows_and_a_likely_duplicate(session: Session, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "a.xlsx", [row(1, "改造城区老旧供热管网", number) for number in ("市住建局", "市住建局")]
    )
    plan, outcome = _import(session, file)
    assert len(outcome.added) == 2
    assert [one.is_duplicate for one in plan.rows] == [False, True]


def test_one_matter_in_two_lists_is_merged_on_request_with_the_stricter_term(session: Session, tmp_path: Path) -> None:
    due = "5月底前开工；2026年10月底前完工"
    first = workbook(tmp_path / "a.xlsx", [row(1, "实施城镇老旧小区综合改造工程", due=due)])
    second = workbook(
        tmp_path / "b.xlsx",
        [row(7, "实施城镇老旧小区综合改造工程", "市住房和城乡建设局", "2026年9月20日前", supporting="市财政局")],
    )
    _import(session, first)
    plan, outcome = _import(session, second, title="市委常委会工作要点", digest="d2", merge_duplicates=True)
    assert (len(outcome.added), outcome.merged) == (0, 1)
    assert plan.rows[0].twin_task is not None
    (task,) = _tasks(session)
    assert session.scalars(select(func.count()).select_from(TaskSource)).one() == 2
    dated = session.execute(select(Deadline.kind, Deadline.due_on).order_by(Deadline.due_on, Deadline.id)).all()
    assert [tuple(one) for one in dated] == [
        (DeadlineKind.MILESTONE, date(2026, 5, 31)),
        (DeadlineKind.FINAL, date(2026, 9, 20)),
        (DeadlineKind.MILESTONE, date(2026, 9, 20)),
    ], "no node may come after the final date"
    roles = session.scalars(
        select(Participation.role).where(Participation.task_id == task.id).order_by(Participation.id)
    )
    assert list(roles) == [ParticipationRole.LEAD, ParticipationRole.SUPPORTING]


def test_names_of_one_unit_create_one_unit(session: Session, tmp_path: Path) -> None:
    names = ["市发改委", "市发展改革委", "市发展和改革委员会"]
    _import(
        session, workbook(tmp_path / "a.xlsx", [row(n, f"任务{n}号工程推进", name) for n, name in enumerate(names)])
    )
    leads = set(session.scalars(select(Participation.department_id)))
    assert len(leads) == 1
    known = session.scalars(select(DepartmentName.name).where(DepartmentName.department_id == leads.pop()))
    assert set(known) == set(names)


def test_an_unknown_unit_is_an_error_where_units_may_not_be_created(session: Session, tmp_path: Path) -> None:
    department(session, "市教育局")
    file = workbook(tmp_path / "a.xlsx", [row(1, "新建中学两所", "市教育局"), row(2, "改造供热管网", "市供热办")])
    plan, outcome = _import(session, file, create_units=False)
    assert len(outcome.added) == 1
    assert [one.is_error for one in plan.rows] == [False, True]


def test_open_groups_are_never_created_as_units(session: Session, tmp_path: Path) -> None:
    _import(
        session, workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网", supporting="各有关单位，各县（市、区）政府")])
    )
    assert set(session.scalars(select(Department.name))) == {"督查室", "市住建局"}
    assert session.scalars(select(DepartmentGroup.name)).all() == ["各县（市、区）政府"]


def test_what_recurs_or_never_ends_is_reviewed_each_period(session: Session, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "a.xlsx", [row(1, "开展安全隐患排查", due="每季度"), row(2, "持续优化营商环境", due="长期坚持")]
    )
    _import(session, file)
    quarterly, endless = _tasks(session)
    assert (quarterly.endless, quarterly.report_every) == (True, Every.QUARTER)
    assert (endless.endless, endless.report_every) == (True, Every.MONTH)
    assert session.scalars(select(func.count()).select_from(Deadline)).one() == 0


def test_a_running_ledger_is_adopted_in_work_with_finished_rows_closed(session: Session, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for cells in (
        ("2026年民生实事进展表",),
        ("序号", "实事项目", "责任单位", "完成时限", "进展情况"),
        (1, "新建公办幼儿园", "市教育局", "2026年5月底前", "主体封顶"),
        (2, "新增养老床位", "市民政局", "2026年6月底前", "已完成"),
    ):
        book.active.append(cells)
    book.save(tmp_path / "ledger.xlsx")
    adopted_on = date(2026, 7, 1)
    _import(session, tmp_path / "ledger.xlsx", adopt_on=adopted_on)
    running, finished = _tasks(session)
    assert (running.status, running.assigned_on, running.adopted_progress) == (
        TaskStatus.IN_PROGRESS,
        adopted_on,
        "主体封顶",
    )
    assert finished.status is TaskStatus.CLOSED
    running.watched_from = date(2026, 7, 10)
    for day in (date(2026, 7, 8), date(2026, 7, 9)):
        sweep_day(session, day)
    assert session.scalars(select(func.count()).select_from(DeadlineFlag)).one() == 0
    sweep_day(session, date(2026, 7, 10))
    flags = session.scalars(select(DeadlineFlag.happened_on)).all()
    assert set(flags) == {date(2026, 7, 10)}


def test_a_ledger_cannot_be_adopted_before_its_paper_was_issued(session: Session, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken) as refused:
        _import(session, workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网")]), adopt_on=date(2026, 1, 1))
    assert "早于印发日期2026-01-20" in refused.value.message
    assert _tasks(session) == []


def test_a_plan_made_before_another_import_of_the_paper_adds_nothing_twice(session: Session, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [row(1, "改造供热管网"), row(2, "新建中学两所", "市教育局")])
    origin = Origin("政府工作报告任务分解", "市政府", ISSUED, 2026, file_digest="d2", regime=Regime.GOVERNMENT)
    readings = [read_grid(grid, issued_on=ISSUED) for grid in read(file).grids]
    early = plan_import(session, office(session).id, readings, origin, file_digest="d2")
    _import(session, file)
    late = import_rows(session, CLERK, Import(early, origin, office(session).id, create_units=True), today=ISSUED)
    assert late.added == ()
    assert len(_tasks(session)) == 2
