"""The outbox: written once, spread over channels, claimed, sent, noted; never lost, and never twice by two workers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from factories import department, office
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import writing
from tracker.errors import NotFound, RuleBroken
from tracker.models import AuditEntry, ContactPoint, MessageDelivery, OutboxMessage, Post
from tracker.policy.access import Actor
from tracker.policy.sending import Hours
from tracker.policy.work_calendar import WorkCalendar
from tracker.queries.deliveries import delivery_board, troubled
from tracker.services.contacts import NewContact, add_contact, opened, remove_contact
from tracker.services.outbox import (
    Claimed,
    Outcome,
    Timing,
    claim,
    due_letters,
    enqueue,
    note,
    resend,
    resend_dead,
    spread,
)
from tracker.vocabulary.departments import DepartmentKind, PostRank
from tracker.vocabulary.messages import ChannelWord, DeliveryState

CLERK = Actor("督查员甲")
KEY, TODAY = b"k" * 32, date(2026, 6, 1)
TIMING = Timing(Hours.of("08:40", "20:00", "07:30"), WorkCalendar())
ON = (ChannelWord.EMAIL, ChannelWord.SMS, ChannelWord.WECOM)
MAIL = NewContact(ChannelWord.EMAIL, "liaison@zjj.example.gov.cn")


def at(text: str) -> datetime:
    """An instant by the office's clock."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.OFFICE_ZONE).astimezone(UTC)


@dataclass
class Desk:
    """The outbox worked by hand, at hours of its own."""

    session: Session
    monkeypatch: pytest.MonkeyPatch
    now: datetime

    def go_to(self, text: str) -> None:
        self.now = at(text)
        self.monkeypatch.setattr(clock, "now", lambda: self.now)

    def write(self, key: str, unit_id: int | None, subject: str = "事", **values: object) -> bool:
        return enqueue(self.session, key, unit_id, subject, f"{key}的内容", **values)  # type: ignore[arg-type]

    def reach(self, unit_id: int | None, contact: NewContact = MAIL, post_id: int | None = None) -> ContactPoint:
        command = NewContact(contact.channel, contact.address, contact.secret, unit_id, post_id)
        return add_contact(self.session, CLERK, command, KEY, today=TODAY)

    def claimed(self, on: tuple[ChannelWord, ...] = ON) -> list[Claimed]:
        spread(self.session, on, TIMING, now=self.now)
        taken = [
            claim(self.session, letter, KEY, now=self.now)
            for letter in due_letters(self.session, on, TIMING, now=self.now)
        ]
        return [one for one in taken if one is not None]

    def send(self, error: str = "", on: tuple[ChannelWord, ...] = ON) -> list[tuple[str, str, str]]:
        """What goes out now: address, subject, body."""
        out = self.claimed(on)
        for one in out:
            note(self.session, one, Outcome("r-1", error), TIMING, now=self.now)
        self.session.flush()
        return [(one.message.address, one.message.subject, one.message.body) for one in out if one.message]

    def rows(self) -> list[MessageDelivery]:
        return list(self.session.scalars(select(MessageDelivery).order_by(MessageDelivery.id)))


@pytest.fixture
def desk(session: Session, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(session, monkeypatch, at("06-01 08:30"))
    desk.go_to("06-01 08:30")
    return desk


def test_a_key_that_is_known_is_not_written_twice(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    assert desk.write("k", unit, "甲")
    assert not desk.write("k", unit, "乙")
    assert desk.session.scalars(select(OutboxMessage.subject)).all() == ["甲"]
    assert desk.write("long", unit, "长" * 300)  # a title too long is no reason for an act to fail


@pytest.mark.parametrize("both", [True, False])
def test_a_message_has_one_addressee(desk: Desk, both: bool) -> None:
    unit = department(desk.session, "市住建局").id
    seat = Post(name="市长", rank=PostRank.HEAD)
    desk.session.add(seat)
    desk.session.flush()
    with pytest.raises(IntegrityError):
        desk.write("k", unit if both else None, post_id=seat.id if both else None)


def test_a_days_messages_of_a_unit_go_out_as_one_at_the_set_hour(desk: Desk) -> None:
    unit, other = department(desk.session, "市住建局").id, department(desk.session, "市水务局").id
    desk.reach(unit)
    desk.reach(other, NewContact(ChannelWord.EMAIL, "water@example.gov.cn"))
    desk.go_to("05-31 15:00")  # a Sunday
    desk.write("k1", unit, "甲事")
    assert desk.send() == []
    desk.go_to("06-01 08:30")
    desk.write("k2", unit, "乙事")
    desk.write("k3", other, "丙事")
    assert desk.send() == []
    desk.go_to("06-01 08:40")
    (first, second) = desk.send()
    one, two, three = desk.session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id))
    assert first == (
        "liaison@zjj.example.gov.cn",
        "2条督查督办消息",
        f"1. 甲事\nk1的内容\n（消息编号{one}）\n\n2. 乙事\nk2的内容\n（消息编号{two}）",
    )
    assert second == ("water@example.gov.cn", "丙事", f"k3的内容\n（消息编号{three}）")
    assert desk.send() == []
    assert {(row.state, row.provider_id) for row in desk.rows()} == {(DeliveryState.SENT, "r-1")}


def test_what_comes_after_the_digest_waits_for_the_next_and_late_workers_make_no_second(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    desk.write("early", unit, "早的")
    desk.go_to("06-01 09:30")  # nobody sent anything at 8:40: what was written before goes out as soon as somebody does
    assert [subject for _, subject, _ in desk.send()] == ["早的"]
    desk.go_to("06-01 08:35")
    desk.write("slow", unit, "提交得慢的")  # written before the digest, seen after it
    desk.go_to("06-01 09:31")
    desk.write("late", unit, "晚的")
    assert desk.send() == []
    desk.go_to("06-02 08:40")
    assert [subject for _, subject, _ in desk.send()] == ["2条督查督办消息"]


def test_what_is_urgent_goes_at_once_by_itself_day_or_night(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    desk.reach(unit, NewContact(ChannelWord.SMS, "13800001234"))
    desk.go_to("06-06 23:10")  # a Saturday night
    desk.write("u1", unit, "急事", urgent=True)
    desk.write("n1", unit, "常事")
    assert {(to, subject) for to, subject, _ in desk.send()} == {
        ("liaison@zjj.example.gov.cn", "急事"),
        ("13800001234", "急事"),
    }
    desk.go_to("06-08 08:39")
    assert desk.send() == []
    desk.go_to("06-08 08:40")
    assert {subject for _, subject, _ in desk.send()} == {"常事"}


def test_a_digest_that_was_missed_is_not_sent_in_the_night(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    desk.write("k", unit)
    desk.go_to("06-01 20:00")
    assert desk.send() == []
    desk.go_to("06-02 07:29")
    assert desk.send() == []
    desk.go_to("06-02 07:30")
    assert len(desk.send()) == 1


def test_a_seat_is_written_to_and_a_channel_that_is_off_is_not_used(desk: Desk) -> None:
    seat = Post(name="市长", rank=PostRank.HEAD)
    desk.session.add(seat)
    desk.session.flush()
    desk.reach(None, NewContact(ChannelWord.SMS, "13900001234"), seat.id)
    desk.reach(None, NewContact(ChannelWord.FEISHU, "hook-key-1234", "SEC1"), seat.id)
    desk.write("k", None, "请示", post_id=seat.id, urgent=True)
    (out,) = desk.claimed()
    assert (out.message.to, out.message.address) == ("市长", "13900001234")  # type: ignore[union-attr]


def test_waits_grow_and_after_the_last_it_is_dead_and_can_be_resent(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    desk.write("k", unit, "急事", urgent=True)
    waits = []
    for _ in range(6):
        assert len(desk.send("对方未接收（550 no such user）")) == 1
        (row,) = desk.rows()
        assert row.last_error == "对方未接收（550 no such user）"
        if row.state is DeliveryState.FAILED:
            waits.append((row.next_attempt_at - desk.now) // timedelta(minutes=1))
            desk.now = row.next_attempt_at - timedelta(seconds=1)
            assert desk.send() == []
            desk.now = row.next_attempt_at
    assert waits == [1, 5, 30, 120, 720]
    desk.now += timedelta(days=9)
    assert desk.send() == []
    (dead,) = troubled(desk.session)
    assert (dead.to, dead.channel, dead.attempts, dead.state) == ("市住建局", ChannelWord.EMAIL, 6, DeliveryState.DEAD)
    board = delivery_board(desk.session, desk.now)
    assert ([one.id for one in board.dead], board.dead_total, board.waiting_total) == ([dead.id], 1, 0)
    resend(desk.session, CLERK, dead.id, now=desk.now, today=TODAY)
    assert desk.send()[0][1] == "急事"
    (row,) = desk.rows()
    assert (row.state, row.attempts, row.last_error, row.sent_at) == (DeliveryState.SENT, 1, "", desk.now)
    told = desk.session.scalars(select(AuditEntry).where(AuditEntry.tag == "delivery:resent")).one()
    assert (told.actor, told.subject_id) == ("督查员甲", row.message_id)
    with pytest.raises(RuleBroken):
        resend(desk.session, CLERK, dead.id, now=desk.now, today=TODAY)


def test_all_that_is_dead_is_tried_again_after_a_channel_was_mended(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    for number in range(4):
        desk.write(f"k{number}", unit, urgent=True)
    desk.send("对方拒绝连接")
    for row in desk.rows()[:3]:
        row.state = DeliveryState.DEAD
    desk.session.flush()
    assert resend_dead(desk.session, CLERK, now=desk.now, today=TODAY) == 3
    assert len(desk.send()) == 3
    assert resend_dead(desk.session, CLERK, now=desk.now, today=TODAY) == 0
    details = desk.session.scalars(select(AuditEntry.detail).where(AuditEntry.tag == "delivery:resent")).all()
    assert details == ['{"count": 3}']


def test_what_waits_is_being_sent_or_has_no_address_is_not_resent(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    contact = desk.reach(unit)
    desk.write("k", unit, urgent=True)
    desk.send("对方未接收")
    desk.now += timedelta(minutes=1)
    (being_sent,) = desk.claimed()
    (row,) = desk.rows()
    with pytest.raises(RuleBroken, match="BUSY"):
        resend(desk.session, CLERK, row.id, now=desk.now, today=TODAY)
    note(desk.session, being_sent, Outcome(error="对方未接收"), TIMING, now=desk.now)
    resend(desk.session, CLERK, row.id, now=desk.now, today=TODAY)
    with pytest.raises(RuleBroken, match="WAITING"):
        resend(desk.session, CLERK, row.id, now=desk.now, today=TODAY)
    remove_contact(desk.session, CLERK, contact.id, today=TODAY)
    with pytest.raises(RuleBroken, match="ADDRESS_GONE"):
        resend(desk.session, CLERK, row.id, now=desk.now, today=TODAY)
    assert desk.send() == []
    with pytest.raises(NotFound):
        resend(desk.session, CLERK, 999, now=desk.now, today=TODAY)


def test_a_claim_keeps_others_away_until_it_runs_out_and_the_number_stays_the_same(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    desk.write("k", unit, urgent=True)
    (first,) = desk.claimed()
    assert claim(desk.session, first.letter, KEY, now=desk.now) is None
    assert desk.claimed() == []
    desk.now += timedelta(minutes=5)  # its sender died
    (second,) = desk.claimed()
    assert first.message == second.message
    # The first was only slow: what it reports late closes the row, and what the second reports then changes nothing.
    assert note(desk.session, first, Outcome("late"), TIMING, now=desk.now) is DeliveryState.SENT
    assert note(desk.session, second, Outcome(error="对方未接收"), TIMING, now=desk.now) is DeliveryState.SENT
    (row,) = desk.rows()
    assert (row.provider_id, row.last_error, row.attempts) == ("late", "", 2)


def test_a_failure_told_late_does_not_free_what_another_is_sending(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    desk.write("k", unit, urgent=True)
    (first,) = desk.claimed()
    desk.now += timedelta(minutes=5)
    (second,) = desk.claimed()
    note(desk.session, first, Outcome(error="超时"), TIMING, now=desk.now)
    (row,) = desk.rows()
    assert (row.claimed_until, row.state) == (second.until, DeliveryState.PENDING)


def test_two_workers_never_send_one_row(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    now = at("06-01 10:00")
    monkeypatch.setattr(clock, "now", lambda: now)
    with writing(engine) as session:
        unit = department(session, "市住建局").id
        add_contact(session, CLERK, NewContact(MAIL.channel, MAIL.address, "", unit), KEY, today=TODAY)
        for number in range(12):
            enqueue(session, f"k{number}", unit, "急事", "", urgent=True)
    sent: list[int] = []

    def work() -> None:
        with writing(engine) as session:
            spread(session, ON, TIMING, now=now)
        with writing(engine) as session:
            letters = due_letters(session, ON, TIMING, now=now)
        for letter in letters:
            with writing(engine) as session:
                taken = claim(session, letter, KEY, now=now)
            if taken is not None:
                sent.extend(taken.letter.ids)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sent) == len(set(sent)) == 12
    with writing(engine) as session:
        assert session.scalars(select(func.count()).select_from(MessageDelivery)).one() == 12


def test_an_address_is_kept_sealed_known_again_and_forgotten(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    phone = NewContact(ChannelWord.SMS, "138 0000 1234")
    row = desk.reach(unit, phone)
    robot = desk.reach(unit, NewContact(ChannelWord.DINGTALK, "token-12345678", "SECabc"))
    assert opened(row, KEY) == ("13800001234", "")
    assert opened(robot, KEY) == ("token-12345678", "SECabc")
    for one in (row, robot):
        kept = " ".join(str(getattr(one, column.name)) for column in ContactPoint.__table__.columns)
        assert not any(secret in kept for secret in ("13800001234", "token-12345678", "SECabc"))
    with pytest.raises(RuleBroken, match="KNOWN"):
        desk.reach(unit, NewContact(ChannelWord.SMS, "13800001234"))
    desk.reach(office(desk.session).id, phone)  # one telephone may serve two units
    details = " ".join(desk.session.scalars(select(AuditEntry.detail).where(AuditEntry.tag == "contact:added")))
    assert "138****1234" in details
    assert "13800001234" not in details
    remove_contact(desk.session, CLERK, row.id, today=TODAY)
    assert desk.session.get(ContactPoint, row.id) is None
    with pytest.raises(NotFound):
        remove_contact(desk.session, CLERK, row.id, today=TODAY)
    for nobody in (NewContact(MAIL.channel, MAIL.address), NewContact(MAIL.channel, MAIL.address, "", 999)):
        with pytest.raises(RuleBroken, match="ADDRESSEE_GONE"):
            add_contact(desk.session, CLERK, nobody, KEY, today=TODAY)


def test_a_letter_whose_address_cannot_be_unsealed_is_not_sent_into_the_blue(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    desk.write("k", unit, urgent=True)
    spread(desk.session, ON, TIMING, now=desk.now)
    (letter,) = due_letters(desk.session, ON, TIMING, now=desk.now)
    taken = claim(desk.session, letter, b"another key of the site.........", now=desk.now)
    assert taken is not None
    assert taken.message is None


def test_where_several_offices_share_a_site_neither_reads_the_others_titles(desk: Desk) -> None:
    unit = department(desk.session, "市住建局").id
    desk.reach(unit)
    desk.write("k", unit, "一件事")
    spread(desk.session, ON, TIMING, now=desk.now)
    assert [one.subject for one in delivery_board(desk.session, desk.now).waiting] == ["一件事"]
    department(desk.session, "甲县督查室").kind = DepartmentKind.SUPERVISION_OFFICE
    desk.session.flush()
    assert [one.subject for one in delivery_board(desk.session, desk.now).waiting] == [""]
