"""What a person must be told of in time, once a week; and what nobody needs is forgotten."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from factories import CLERK, department, office
from job_site import Site
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import reading, writing
from tracker.models import JobRun, MessageDelivery, OutboxMessage
from tracker.policy.sending import Hours
from tracker.policy.work_calendar import WorkCalendar
from tracker.services.calendar import LoadYear, load_year
from tracker.services.evidence import shelf
from tracker.services.outbox import Timing, enqueue, spread
from tracker.services.upkeep import upkeep
from tracker.vocabulary.departments import DepartmentKind
from tracker.vocabulary.messages import ChannelWord, DeliveryState
from tracker.vocabulary.running import RunOutcome

NOTICE = LoadYear(2027, ((date(2027, 1, 1), False, "元旦"),))


def subjects(session: Session) -> list[str]:
    return list(session.scalars(select(OutboxMessage.subject).order_by(OutboxMessage.id)))


@pytest.mark.parametrize(
    ("today", "missed"), [(date(2026, 11, 14), False), (date(2026, 11, 15), True), (date(2026, 12, 31), True)]
)
def test_next_years_calendar_is_missed_from_mid_november(session: Session, today: date, missed: bool) -> None:
    assert upkeep(session, today) == missed
    assert subjects(session) == ["2027年工作日历尚未载入"] * missed


def test_the_same_is_said_once_a_week(session: Session) -> None:
    # Monday the 16th to Sunday the 22nd is one week.
    days = [date(2026, 11, day) for day in (16, 16, 17, 22, 23, 29, 30)]
    assert [upkeep(session, day) for day in days] == [1, 0, 0, 0, 1, 0, 1]


def test_nothing_is_missed_once_the_year_is_loaded(session: Session) -> None:
    load_year(session, CLERK, NOTICE, today=date(2026, 11, 12))
    assert upkeep(session, date(2026, 11, 16)) == 0


def test_a_year_begun_without_its_calendar_is_said_too(session: Session) -> None:
    assert upkeep(session, date(2027, 3, 1)) == 1
    assert subjects(session) == ["2027年工作日历未确认"]


def test_each_office_is_told(session: Session) -> None:
    city, county = office(session).id, department(session, "甲县督查室")
    county.kind = DepartmentKind.SUPERVISION_OFFICE
    session.flush()
    assert upkeep(session, date(2026, 11, 16)) == 2
    assert set(session.scalars(select(OutboxMessage.department_id))) == {city, county.id}


def test_messages_that_failed_for_good_are_reported(session: Session) -> None:
    unit = department(session, "市住建局").id
    for number in range(3):
        enqueue(session, f"remind:{number}", unit, f"{number}项办理时限提醒", "")
    timing = Timing(Hours.of("08:40", "20:00", "07:30"), WorkCalendar())
    spread(session, [ChannelWord.LOCAL], timing, now=clock.now())
    for row in session.scalars(select(MessageDelivery).limit(2)):
        row.state = DeliveryState.DEAD
    session.flush()
    assert upkeep(session, date(2026, 3, 2)) == 1
    said = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)).one()
    assert (said.subject, said.department_id) == ("2条消息发送失败", office(session).id)
    assert said.body == "多次重试未成，请到“发送情况”查看原因，解决后重发：市住建局（本机记录）"
    assert upkeep(session, date(2026, 3, 3)) == 0


def test_the_job_says_how_many_messages_it_wrote_and_a_dry_run_writes_none(site: Site) -> None:
    today = date(2026, 11, 16)
    assert site.run("upkeep", today, dry_run=True) == {"messages": 1, "files": 0}
    assert site.run("upkeep", today) == {"messages": 1, "files": 0}
    assert site.run("upkeep", today) == {"messages": 0, "files": 0}


def test_a_file_that_no_row_names_is_cleared_a_day_after_it_came(site: Site) -> None:
    store = shelf(site.settings).store
    name = store.put(b"x")
    assert site.run("upkeep", date(2026, 3, 2)) == {"messages": 0, "files": 0}
    yesterday = (clock.now() - timedelta(days=1, minutes=1)).timestamp()
    os.utime(store.path(name), (yesterday, yesterday))
    assert site.run("upkeep", date(2026, 3, 3)) == {"messages": 0, "files": 1}
    with pytest.raises(FileNotFoundError):
        store.path(name)


def test_idle_runs_are_forgotten_in_days_others_in_half_a_year_and_failures_never(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 9, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    kept = {"idle yesterday", "busy in spring", "failed long ago"}
    with writing(site.engine) as session:
        for slot, days, outcome, counts in (
            ("idle yesterday", 1, RunOutcome.FINISHED, "{}"),
            ("idle last week", 7, RunOutcome.FINISHED, "{}"),
            ("busy in spring", 170, RunOutcome.FINISHED, '{"sent": 1}'),
            ("busy in winter", 200, RunOutcome.FINISHED, '{"sent": 1}'),
            ("failed long ago", 400, RunOutcome.FAILED, "{}"),
        ):
            then = now - timedelta(days=days)
            session.add(
                JobRun(
                    job="deliver", slot=slot, business_day=then.date(), started_at=then, finished_at=then,
                    outcome=outcome, counts=counts,
                )
            )  # fmt: skip
    with writing(site.engine) as session:
        upkeep(session, date(2026, 9, 1))
    with reading(site.engine) as session:
        assert set(session.scalars(select(JobRun.slot))) == kept
