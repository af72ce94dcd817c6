"""Delivery: at least once, patient with a channel that fails, and never given up without saying so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factories import department
from job_process import Start, ended
from job_site import Site
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.config import Settings
from tracker.db import reading, writing
from tracker.delivery import Message
from tracker.models import OutboxMessage
from tracker.services.outbox import BACKOFF_MINUTES, deliver, due_messages, enqueue, troubled
from tracker.vocabulary.running import MessageState

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@dataclass
class Post:
    """A channel that fails as often as it is told to and keeps what it carried."""

    failures: int = 0
    tried: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        self.tried.append(message)
        if len(self.tried) <= self.failures:
            raise ConnectionRefusedError("通道不通")


class Watch:
    """Stands in for the clock, and is moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(clock, "now", watch)
    return watch


def letter(session: Session, key: str = "remind:1:2026-03-02", name: str = "市住建局") -> int:
    enqueue(session, key, department(session, name).id, "1项办理时限提醒", "【到期提醒】督〔2026〕1号")
    return session.scalars(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key)).one()


def test_a_message_waits_longer_after_each_failure_and_is_dead_after_the_last(session: Session, watch: Watch) -> None:
    message, post, waits = letter(session), Post(failures=99), []
    for _ in range(len(BACKOFF_MINUTES) + 1):
        assert due_messages(session) == [message]
        deliver(session, message, post)
        session.flush()
        row = session.get_one(OutboxMessage, message)
        if row.state is MessageState.FAILED:
            assert row.last_error == "通道不通"
            waits.append((row.next_attempt_at - watch.now) // timedelta(minutes=1))
            watch.now = row.next_attempt_at - timedelta(seconds=1)
            assert due_messages(session) == []
            watch.now = row.next_attempt_at
    assert waits == [1, 5, 30, 120, 720]
    assert (row.state, row.attempts) == (MessageState.DEAD, 6)
    assert due_messages(session) == []
    assert troubled(session) == [row]
    assert {one.key for one in post.tried} == {"remind:1:2026-03-02"}


def test_a_message_that_gets_through_at_last_is_sent_and_done_with(session: Session, watch: Watch) -> None:
    message, post = letter(session), Post(failures=2)
    states = []
    for _ in range(3):
        states.append(deliver(session, message, post))
        watch.now += timedelta(hours=1)
    row = session.get_one(OutboxMessage, message)
    assert states == [MessageState.FAILED, MessageState.FAILED, MessageState.SENT]
    assert (row.attempts, row.sent_at, row.last_error) == (3, NOON + timedelta(hours=2), "")
    assert deliver(session, message, post) is None
    assert len(post.tried) == 3


def test_a_key_that_is_known_is_not_written_twice(session: Session) -> None:
    unit = department(session, "市住建局").id
    assert enqueue(session, "remind:1:2026-03-02", unit, "甲", "一")
    assert not enqueue(session, "remind:1:2026-03-02", unit, "乙", "二")
    assert session.scalars(select(OutboxMessage.subject)).all() == ["甲"]


def test_letters_are_appended_to_the_file_the_site_has_set(site: Site) -> None:
    with writing(site.engine) as session:
        letter(session)
        letter(session, "remind:2:2026-03-02", "市水务局")
    assert site.run("deliver", TODAY, dry_run=True) == {"waiting": 2}
    assert not Path(site.settings.delivery).exists()
    assert site.run("deliver", TODAY) == {"sent": 2, "failed": 0, "dead": 0}
    assert Path(site.settings.delivery).read_text(encoding="utf-8") == (
        "致 市住建局：1项办理时限提醒\n【到期提醒】督〔2026〕1号\n\n"
        "致 市水务局：1项办理时限提醒\n【到期提醒】督〔2026〕1号\n\n"
    )
    assert site.run("deliver", TODAY) == {"sent": 0, "failed": 0, "dead": 0}


def test_letters_are_printed_where_no_file_is_set(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    with writing(site.engine) as session:
        letter(session)
    assert Site(site.engine, Settings()).run("deliver", TODAY) == {"sent": 1, "failed": 0, "dead": 0}
    assert capsys.readouterr().out == "致 市住建局：1项办理时限提醒\n【到期提醒】督〔2026〕1号\n\n"


def test_a_channel_that_fails_costs_attempts_and_never_the_job(site: Site, tmp_path: Path) -> None:
    with writing(site.engine) as session:
        for number in range(2):
            letter(session, f"remind:{number}:2026-03-02", f"市{number}局")
    # A folder cannot be appended to.
    broken = Site(site.engine, Settings(instance=tmp_path, delivery=str(tmp_path)))
    assert broken.run("deliver", TODAY) == {"sent": 0, "failed": 2, "dead": 0}
    with reading(site.engine) as session:
        rows = session.scalars(select(OutboxMessage)).all()
        assert {(row.state, row.attempts) for row in rows} == {(MessageState.FAILED, 1)}
        assert all("Is a directory" in row.last_error for row in rows)
    assert site.runs() == [("deliver", "finished", '{"dead": 0, "failed": 2, "sent": 0}')]


def test_killed_between_sending_and_noting_it_sends_again_under_the_same_key(
    engine: Engine, site: Site, start: Start
) -> None:
    with writing(engine) as session:
        message = letter(session)
    sends_and_dies = f"""
import os, signal
from pathlib import Path
from tracker.config import Settings
from tracker.db import connect, writing
from tracker.delivery import File
from tracker.services.outbox import deliver

class Last:
    def send(self, message):
        File(Path({site.settings.delivery!r})).send(message)
        os.kill(os.getpid(), signal.SIGKILL)

with writing(connect(Settings().database)) as session:
    deliver(session, {message}, Last())
"""
    assert ended(start(code=sends_and_dies))[0] == -9
    with reading(engine) as session:
        row = session.get_one(OutboxMessage, message)
        assert (row.state, row.attempts) == (MessageState.PENDING, 0)
    again = Post()
    with writing(engine) as session:
        assert deliver(session, message, again) is MessageState.SENT
    assert [one.key for one in again.tried] == ["remind:1:2026-03-02"]
    assert Path(site.settings.delivery).read_text(encoding="utf-8").count("致 市住建局") == 1
