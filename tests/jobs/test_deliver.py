"""The job that delivers: at least once, patient with a channel that fails, and never in the way of anybody's act."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from factories import department, working
from job_process import Start, ended
from job_site import Site
from receivers import Post, Web, closed_port, mail_server, web_server
from sqlalchemy import Engine, select

from tracker import clock
from tracker.config import Settings
from tracker.db import reading, writing
from tracker.delivery import asking, mail, patience
from tracker.models import ContactPoint, MessageDelivery, OutboxMessage
from tracker.policy.access import Actor
from tracker.services.contacts import NewContact, add_contact
from tracker.services.notices import tell_lead
from tracker.services.outbox import enqueue
from tracker.vocabulary.messages import ChannelWord, DeliveryState

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ADMIN = Actor("系统管理员")


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Noon of a working day; the clock goes on only a little by itself, and is moved by hand."""
    now = [NOON]

    def ticking() -> datetime:
        now[0] += timedelta(microseconds=1)
        return now[0]

    monkeypatch.setattr(clock, "now", ticking)
    for room in (asking, mail):
        monkeypatch.setattr(room, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(patience, "CONVERSATION_SECONDS", 1.0)
    return now


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as server:
        yield server


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as server:
        yield server


def reached(
    site: Site, settings: dict[str, object], *contacts: NewContact, names: tuple[str, ...] = ("市住建局",)
) -> Site:
    """The site with these channels on, units that can be reached by them, and an urgent message to each."""
    there = Site(site.engine, site.settings.model_copy(update={"delivery": "none", **settings}))
    with writing(site.engine) as session:
        for name in names:
            unit = department(session, name).id
            for contact in contacts:
                command = NewContact(contact.channel, contact.address, contact.secret, unit)
                add_contact(session, ADMIN, command, there.settings.secret(), today=TODAY)
            enqueue(session, f"k:{name}", unit, "1项办理时限提醒", "【到期提醒】督〔2026〕1号", urgent=True)
    return there


def states(site: Site) -> dict[ChannelWord, tuple[DeliveryState, str]]:
    with reading(site.engine) as session:
        return {row.channel: (row.state, row.last_error) for row in session.scalars(select(MessageDelivery))}


def letter(site: Site, name: str = "市住建局") -> None:
    with writing(site.engine) as session:
        enqueue(session, f"k:{name}", department(session, name).id, "1项办理时限提醒", "【到期提醒】督〔2026〕1号")


def test_letters_are_appended_to_the_file_the_site_has_set(site: Site) -> None:
    for name in ("市住建局", "市水务局"):
        letter(site, name)
    assert site.run("deliver", TODAY, dry_run=True) == {"waiting": 2}
    assert not Path(site.settings.delivery).exists()
    assert site.run("deliver", TODAY) == {"sent": 2, "failed": 0, "dead": 0}
    assert Path(site.settings.delivery).read_text(encoding="utf-8") == (
        "致 市住建局：1项办理时限提醒\n【到期提醒】督〔2026〕1号\n\n"
        "致 市水务局：1项办理时限提醒\n【到期提醒】督〔2026〕1号\n\n"
    )
    assert site.run("deliver", TODAY) == {"sent": 0, "failed": 0, "dead": 0}


def test_letters_are_printed_where_no_file_is_set(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter(site)
    assert Site(site.engine, Settings(instance=tmp_path)).run("deliver", TODAY) == {"sent": 1, "failed": 0, "dead": 0}
    assert capsys.readouterr().out == "致 市住建局：1项办理时限提醒\n【到期提醒】督〔2026〕1号\n\n"


def test_a_channel_that_fails_costs_attempts_and_never_the_job(site: Site, tmp_path: Path) -> None:
    for number in range(2):
        letter(site, f"市{number}局")
    # A folder cannot be appended to.
    broken = Site(site.engine, Settings(instance=tmp_path, delivery=str(tmp_path)))
    assert broken.run("deliver", TODAY) == {"sent": 0, "failed": 2, "dead": 0}
    with reading(site.engine) as session:
        rows = session.scalars(select(MessageDelivery)).all()
        assert {(row.state, row.attempts) for row in rows} == {(DeliveryState.FAILED, 1)}
        assert all("Is a directory" in row.last_error for row in rows)
    assert site.runs() == [("deliver", "finished", '{"dead": 0, "failed": 2, "sent": 0}')]


def test_every_channel_that_is_on_carries_an_urgent_message_at_once(site: Site, post: Post, web: Web) -> None:
    web.behaviour.answer = '{"errcode": 0, "code": 0, "msgid": "4711"}'
    there = reached(
        site,
        {
            "smtp_host": "127.0.0.1",
            "smtp_port": post.port,
            "smtp_from": "duban@example.gov.cn",
            "smtp_tls": "none",
            "wecom_base": web.base,
            "dingtalk_base": web.base,
            "feishu_base": web.base,
            "sms_url": f"{web.base}/sms",
        },
        NewContact(ChannelWord.EMAIL, "liaison@example.gov.cn"),
        NewContact(ChannelWord.WECOM, "wecom-key"),
        NewContact(ChannelWord.DINGTALK, "dingtalk-key", "SEC1"),
        NewContact(ChannelWord.FEISHU, "feishu-key", "SEC2"),
        NewContact(ChannelWord.SMS, "13800001234"),
    )
    assert there.run("deliver", TODAY) == {"sent": 5, "failed": 0, "dead": 0}
    assert len(post.letters) == 1
    assert {asked.path for asked in web.asked} == {
        "/cgi-bin/webhook/send", "/robot/send", "/open-apis/bot/v2/hook/feishu-key", "/sms"
    }  # fmt: skip
    with reading(site.engine) as session:
        number = session.scalars(select(OutboxMessage.id)).one()
        receipts = {row.channel: row.provider_id for row in session.scalars(select(MessageDelivery))}
    assert receipts[ChannelWord.EMAIL] == "250 2.0.0 queued as 4711"
    assert receipts[ChannelWord.WECOM] == "4711"
    assert all(f"消息编号{number}" in asked.body for asked in web.asked)
    assert there.run("deliver", TODAY) == {"sent": 0, "failed": 0, "dead": 0}


def test_one_dead_channel_does_not_hold_up_another_and_is_tried_until_it_lives(
    site: Site, web: Web, noon: list[datetime]
) -> None:
    there = reached(
        site,
        {"smtp_host": "127.0.0.1", "smtp_port": closed_port(), "smtp_from": "a@b.cn", "wecom_base": web.base},
        NewContact(ChannelWord.EMAIL, "liaison@example.gov.cn"),
        NewContact(ChannelWord.WECOM, "wecom-key"),
    )
    assert there.run("deliver", TODAY) == {"sent": 1, "failed": 1, "dead": 0}
    assert states(site)[ChannelWord.EMAIL][1].startswith("对方拒绝连接")
    with mail_server() as post:
        alive = Site(site.engine, there.settings.model_copy(update={"smtp_port": post.port, "smtp_tls": "none"}))
        assert alive.run("deliver", TODAY) == {"sent": 0, "failed": 0, "dead": 0}
        noon[0] += timedelta(minutes=1)
        assert alive.run("deliver", TODAY) == {"sent": 1, "failed": 0, "dead": 0}
        assert len(post.letters) == 1


@pytest.mark.parametrize("manner", ["hang", "drop", "refuse"])
def test_a_gateway_that_misbehaves_is_noted_in_its_own_words(site: Site, web: Web, manner: str) -> None:
    web.behaviour.manner = manner
    if manner == "refuse":
        web.behaviour.answer = '{"errcode": 45009, "errmsg": "api freq out of limit"}'
    there = reached(site, {"wecom_base": web.base}, NewContact(ChannelWord.WECOM, "wecom-key"))
    assert there.run("deliver", TODAY) == {"sent": 0, "failed": 1, "dead": 0}
    words = {
        "hang": "没有在限定时间内应答",
        "drop": "连接中断，对方是否收到不能确定",
        "refuse": "45009 api freq",
    }
    assert words[manner] in states(site)[ChannelWord.WECOM][1]


def test_a_channel_on_which_nobody_answers_is_left_alone_until_the_next_run(site: Site, web: Web) -> None:
    web.behaviour.manner = "hang"
    names = tuple(f"市{number}局" for number in range(9))
    there = reached(site, {"wecom_base": web.base}, NewContact(ChannelWord.WECOM, "wecom-key"), names=names)
    began = time.monotonic()
    assert there.run("deliver", TODAY) == {"sent": 0, "failed": 3, "dead": 0}
    assert time.monotonic() - began < 8
    with reading(site.engine) as session:
        untouched = session.scalars(select(MessageDelivery).where(MessageDelivery.attempts == 0)).all()
        assert {row.claimed_until for row in untouched} == {None}
        assert len(untouched) == 6


def test_an_act_takes_as_long_whether_its_channels_live_or_hang(site: Site, web: Web) -> None:
    web.behaviour.manner = "hang"
    there = reached(site, {"wecom_base": web.base}, NewContact(ChannelWord.WECOM, "wecom-key"))
    began = time.monotonic()
    with writing(there.engine) as session:
        task = working(session, lead=department(session, "市水务局"))
        tell_lead(session, task, "请报方案", "")
    assert time.monotonic() - began < 2
    assert web.asked == []


def test_a_message_that_was_answered_too_late_comes_again_under_the_same_number(
    site: Site, web: Web, noon: list[datetime]
) -> None:
    web.behaviour.manner, web.behaviour.seconds = "late", 0.8
    there = reached(site, {"wecom_base": web.base}, NewContact(ChannelWord.WECOM, "wecom-key"))
    assert there.run("deliver", TODAY) == {"sent": 0, "failed": 1, "dead": 0}
    web.behaviour.seconds = 0
    noon[0] += timedelta(minutes=1)
    assert there.run("deliver", TODAY) == {"sent": 1, "failed": 0, "dead": 0}
    first, second = web.asked
    assert first.body == second.body
    assert "消息编号" in first.body


def test_through_a_gateway_that_drops_every_other_line_each_message_comes_at_least_once(
    site: Site, web: Web, noon: list[datetime]
) -> None:
    web.behaviour.manner = "flaky"
    names = tuple(f"市{number}局" for number in range(9))
    there = reached(site, {"wecom_base": web.base}, NewContact(ChannelWord.WECOM, "wecom-key"), names=names)
    for _ in range(8):
        there.run("deliver", TODAY)
        noon[0] += timedelta(hours=13)
    with reading(site.engine) as session:
        numbers = set(session.scalars(select(OutboxMessage.id)))
        assert set(session.scalars(select(MessageDelivery.state))) == {DeliveryState.SENT}
    came = [int(re.findall(r"消息编号(\d+)", asked.body)[0]) for asked in web.asked]
    assert set(came) == numbers
    assert len(came) > len(numbers)


def test_killed_between_sending_and_noting_it_sends_again_and_loses_nothing(
    engine: Engine, site: Site, start: Start, noon: list[datetime]
) -> None:
    letter(site)
    sends_and_dies = f"""
import os, signal
from jobs import deliver
from jobs.context import Run, perform
from jobs.schedule import BY_NAME
from tracker.config import Settings
from tracker.db import connect
from tracker.delivery import File
from datetime import date
from pathlib import Path

class Last:
    def send(self, message):
        File(Path({site.settings.delivery!r})).send(message)
        os.kill(os.getpid(), signal.SIGKILL)

deliver.carriers = lambda settings: {{"local": Last()}}
perform("deliver", BY_NAME["deliver"].work, Run(connect(Settings().database), Settings(), date(2026, 3, 2)))
"""
    assert ended(start(code=sends_and_dies))[0] == -9
    with reading(engine) as session:
        row = session.scalars(select(MessageDelivery)).one()
        assert (row.state, row.attempts) == (DeliveryState.PENDING, 1)
        assert row.claimed_until is not None
        noon[0] = row.claimed_until - timedelta(seconds=1)
    assert site.run("deliver", TODAY) == {"sent": 0, "failed": 0, "dead": 0}
    noon[0] += timedelta(seconds=1)
    assert site.run("deliver", TODAY) == {"sent": 1, "failed": 0, "dead": 0}
    assert Path(site.settings.delivery).read_text(encoding="utf-8").count("致 市住建局") == 2


def test_a_letter_whose_address_cannot_be_unsealed_does_not_hold_up_the_rest(site: Site, web: Web) -> None:
    there = reached(
        site,
        {"wecom_base": web.base},
        NewContact(ChannelWord.WECOM, "wecom-key"),
        names=("市住建局", "市水务局"),
    )
    with writing(site.engine) as session:
        first = session.scalars(select(ContactPoint).order_by(ContactPoint.id).limit(1)).one()
        first.sealed_address = "not sealed"
    assert there.run("deliver", TODAY) == {"sent": 1, "failed": 1, "dead": 0}
