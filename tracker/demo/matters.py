"""What happens in 示例市 beside the yearly list: 批示, a leader's note, calls, a pause, a handing back."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.manners import lot
from tracker.demo.people import Cast
from tracker.demo.register import HERE
from tracker.models import CallRecord, Deadline, Endorsement, Participation, Post, Task
from tracker.policy.work_calendar import WorkCalendar
from tracker.services import cards, closing, handovers, notes, suspension, urging
from tracker.services.approvals import Paper
from tracker.services.cards import ContactCard
from tracker.services.closing import Reopen
from tracker.services.deadlines import Basis
from tracker.services.departments import unit_called
from tracker.services.handovers import Terms
from tracker.services.offices import first_office
from tracker.services.simple import AssignSimply, assign_simply
from tracker.services.suspension import Suspend
from tracker.vocabulary.approvals import Procedure, TaskBasis, Triage
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.lifecycle import OPEN_STATUSES, TaskStatus
from tracker.vocabulary.lights import Light

_NOTES = {date(2026, 6, 10): "请抓紧，月底前要见到实效。", date(2026, 9, 16): "困难要及时提出，不能拖。"}
_PAUSED_ON, _PAUSED_UNTIL = date(2026, 4, 8), date(2026, 5, 20)
_REOPENED_ON = date(2026, 9, 22)
_CALL_DAYS = (8, 20)
_DIVIDED_ON, _FROM_SEAT, _TO_SEAT = date(2026, 9, 1), "分管工业副市长", "常务副市长"
_LOOKED_AFTER_FROM = date(2026, 2, 2)
_LOOKED_AFTER = (("市长", "示例装备制造集团"), ("分管城建副市长", "示湖新区片区开发"))


def happen(session: Session, cast: Cast, by: Basis, home: str, day: date) -> None:
    """Whatever falls on ``day``; what falls on a rest day happens on the next workday."""
    days, office = _since_last_workday(by.calendar, day), first_office(session)
    for row in _instructions():
        if date.fromisoformat(row["written_on"]) in days:
            _instruct(session, cast, row, by, home, day)
    for written_on, wording in _NOTES.items():
        if written_on in days:
            _note(session, cast, wording, day)
    _triage(session, cast, day)
    if day.day in _CALL_DAYS:
        _call(session, cast, day)
    if _PAUSED_ON in days:
        _pause(session, cast, day)
    if _LOOKED_AFTER_FROM in days:
        for seat, what in _LOOKED_AFTER:
            cards.make_contact(session, cast.clerk(1), ContactCard(_seat(session, seat), what), office, today=day)
    if _DIVIDED_ON in days:
        _divide(session, cast, by, day)
    if _REOPENED_ON in days:
        _reopen(session, cast, by, day)


def _instruct(session: Session, cast: Cast, row: Mapping[str, str], by: Basis, home: str, day: date) -> None:
    command = AssignSimply(
        office_id=first_office(session),
        leader=row["leader"],
        wording=row["wording"],
        written_on=date.fromisoformat(row["written_on"]),
        title=row["title"],
        department_id=unit_called(session, row["unit"], home),
        due_on=day + timedelta(days=int(row["days"])),
        basis=TaskBasis(row["basis"]),
    )
    assign_simply(session, cast.clerk(lot(row["title"])), command, by, today=day)


def _note(session: Session, cast: Cast, wording: str, day: date) -> None:
    """The leader who looks after the city's building writes on the first of his tasks that is red."""
    leader = cast.by_login["leader"]
    red = select(Task).where(
        Task.leader_post_id == leader.post_id, Task.light == Light.RED, Task.status == TaskStatus.IN_PROGRESS
    )
    if (task := session.scalars(red.order_by(Task.id)).first()) is not None:
        notes.write(session, leader, task, wording, today=day)


def _triage(session: Session, cast: Cast, day: date) -> None:
    """The office sorts a note the day after."""
    waiting = select(Endorsement).where(Endorsement.triage.is_(None), Endorsement.written_on < day)
    for note in session.scalars(waiting.order_by(Endorsement.id)).all():
        if note.task_id is not None:
            passed_on = "请对照批示倒排工期，五日内报措施。"
            notes.triage(session, cast.clerk(note.task_id), note, Triage.REPORT_BACK, passed_on, today=day)


def _call(session: Session, cast: Cast, day: date) -> None:
    """The office telephones the leads of the five tasks that are longest overdue."""
    late = session.execute(
        select(Task, Participation.department_id)
        .join(Deadline, Deadline.task_id == Task.id)
        .join(Participation, Participation.lead_of == Task.id)
        .where(
            Task.status.in_(sorted(OPEN_STATUSES)),
            Deadline.kind == DeadlineKind.FINAL,
            Deadline.claimed_on.is_(None),
            Deadline.voided_on.is_(None),
            Deadline.due_on < day,
            ~select(CallRecord.id)
            .where(CallRecord.task_id == Task.id, CallRecord.happened_on > day - timedelta(days=5))
            .exists(),
        )
        .order_by(Deadline.due_on, Task.id)
        .limit(5)
    )
    for task, unit in late.all():
        urging.record_call(
            session, cast.clerk(task.id), task, unit, "联络员", "答复本周内补报进展，说明逾期原因。", today=day
        )


def _pause(session: Session, cast: Cast, day: date) -> None:
    """One task waits for an approval from above."""
    task = _task(session, TaskStatus.IN_PROGRESS, "pause")
    reason = "承办单位报告：等待省级主管部门用地批复，批复前无法施工。"
    paper = Paper(day, cast.director.name)
    suspension.suspend(session, cast.director, task, Suspend(reason, day, _PAUSED_UNTIL), on_paper=paper, today=day)


def _divide(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """A change of 分工: what one deputy mayor looked after passes to another, with a 交接单."""
    before = _seat(session, _FROM_SEAT)
    moving = session.scalars(
        select(Task.id).where(Task.leader_post_id == before, Task.status.in_(sorted(OPEN_STATUSES)))
    )
    terms = Terms(day, "市政府领导分工调整通知")
    after = _seat(session, _TO_SEAT)
    handovers.change_division(session, cast.director, before, after, moving.all(), terms, by, today=day)


def _seat(session: Session, name: str) -> int:
    return session.scalars(select(Post.id).where(Post.name == name)).one()


def _reopen(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """A 回头看 finds one that was struck off not to last."""
    task = _task(session, TaskStatus.CLOSED, "reopen")
    command = Reopen("回头看发现管护责任未落实，恢复督办。", day + timedelta(days=60))
    closing.reopen(session, cast.director, task, command, by, today=day)


def _task(session: Session, status: TaskStatus, key: str) -> Task:
    """The ordinary task in that state whose lot is drawn."""
    ids = session.scalars(
        select(Task.id).where(Task.status == status, Task.procedure == Procedure.ORDINARY, Task.endless.is_(False))
    ).all()
    return session.get_one(Task, min(ids, key=lambda one: (lot(f"{key} {one}"), one)))


def _since_last_workday(calendar: WorkCalendar, day: date) -> frozenset[date]:
    """``day`` and the rest days just before it."""
    before = calendar.add_workdays(day, -1)
    return frozenset(before + timedelta(days=number) for number in range(1, (day - before).days + 1))


@cache
def _instructions() -> tuple[Mapping[str, str], ...]:
    with (HERE / "instructions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
