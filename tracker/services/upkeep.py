"""What a person must be told of in time: next year's calendar is missing, messages that could not be delivered."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import CalendarYear, Department, HeldForm, HeldSheet, JobRun, LoginFailure, PostedForm, UserSession
from tracker.queries.deliveries import troubled
from tracker.services.evidence import forget_unused
from tracker.services.held_sheets import HELD_FOR
from tracker.services.outbox import enqueue
from tracker.vocabulary.departments import DepartmentKind
from tracker.vocabulary.running import RunOutcome, YearState

_KEEP_RUNS_DAYS, _KEEP_IDLE_RUNS_DAYS, _KEEP_TRACES_DAYS = 180, 2, 30


def upkeep(session: Session, today: date) -> int:
    """Tell each office, at most once a week and cause; returns how many messages were written."""
    offices = session.scalars(select(Department.id).where(Department.kind == DepartmentKind.SUPERVISION_OFFICE)).all()
    _forget_runs(session)
    _forget_traces(session)
    forget_unused(session, clock.now())
    week = f"{today:%G-W%V}"
    return sum(
        enqueue(session, f"upkeep:{cause}:{week}:{office}", office, subject, body)
        for cause, subject, body in _causes(session, today)
        for office in offices
    )


def _forget_runs(session: Session) -> None:
    """Runs that found nothing to do, one a minute of some jobs, are forgotten sooner."""
    idle, old = (clock.now() - timedelta(days=days) for days in (_KEEP_IDLE_RUNS_DAYS, _KEEP_RUNS_DAYS))
    forgotten = or_(JobRun.finished_at < old, (JobRun.finished_at < idle) & (JobRun.counts == "{}"))
    session.execute(delete(JobRun).where(JobRun.outcome == RunOutcome.FINISHED, forgotten))


def _forget_traces(session: Session) -> None:
    """Drop what has served its purpose: old failures, form keys, held forms, sessions long over. The audit stays."""
    since = clock.now() - timedelta(days=_KEEP_TRACES_DAYS)
    session.execute(delete(LoginFailure).where(LoginFailure.failed_at < since))
    session.execute(delete(PostedForm).where(PostedForm.posted_at < since))
    session.execute(delete(HeldForm).where(HeldForm.held_at < since))
    session.execute(delete(HeldSheet).where(HeldSheet.held_at <= clock.now() - HELD_FOR))
    session.execute(delete(UserSession).where(UserSession.ended_at < since))


def _causes(session: Session, today: date) -> list[tuple[str, str, str]]:
    found = []
    year = today.year + 1
    # The State Council publishes the next year's holidays in the first half of November.
    if today >= date(today.year, 11, 15) and not _confirmed(session, year):
        found.append(
            (
                "calendar",
                f"{year}年工作日历尚未载入",
                f"{year}年的节假日安排应已公布。请运行 tracker calendar load {year}，或用 --file 载入国务院通知；"
                "在此之前，跨年时限按周一至周五推算，确认后自动重算。",
            )
        )
    if not _confirmed(session, today.year):
        found.append(
            ("this-year", f"{today.year}年工作日历未确认", "本年工作日按周一至周五推算，请尽快载入节假日安排。")
        )
    if dead := troubled(session):
        ways = "、".join(sorted({f"{one.to}（{one.channel.label}）" for one in dead})[:5])
        found.append(
            ("messages", f"{len(dead)}条消息发送失败", f"多次重试未成，请到“发送情况”查看原因，解决后重发：{ways}")
        )
    return found


def _confirmed(session: Session, year: int) -> bool:
    return session.scalars(select(CalendarYear.state).where(CalendarYear.year == year)).first() is YearState.CONFIRMED
