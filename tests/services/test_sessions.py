"""Sessions: kept by the server alone, over when they are idle, old, signed out or shut."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logins import ADMIN, NOW, TODAY, account, after, let_in
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.models import Account, AuditEntry, UserSession
from tracker.policy.access import Actor
from tracker.policy.sign_in import ABSOLUTE_LIMIT, IDLE_LIMIT, ended
from tracker.services.accounts import disable
from tracker.services.sessions import PastSeat, actor_of, past_seat, seat_of, sign_out
from tracker.vocabulary.people import AccountState, Role, SessionEnd
from tracker.vocabulary.running import AuditTag

pytestmark = pytest.mark.usefixtures("cheap_hashes")


def row(session: Session) -> UserSession:
    session.flush()
    return session.scalars(select(UserSession)).one()


def test_a_token_stands_for_whoever_signed_in(session: Session) -> None:
    made = account(session, "zhang", Role.DIRECTOR)
    token = let_in(session).token
    seat = actor_of(session, token, NOW)
    assert seat is not None
    assert seat.actor.account_id == made.id
    assert seat.actor.roles == {Role.DIRECTOR}
    assert seat.actor.office_id == made.department_id
    assert not seat.must_change


@pytest.mark.parametrize("token", ["", "x", "\ud800", "' OR 1=1--", "0" * 10_000])
def test_a_token_nobody_was_given_stands_for_nobody(session: Session, token: str) -> None:
    account(session)
    let_in(session)
    assert actor_of(session, token, NOW) is None
    assert seat_of(session, token, NOW) is None
    assert past_seat(session, token, NOW) is None


def test_what_the_server_keeps_of_a_token_does_not_open_the_door(session: Session) -> None:
    account(session)
    let_in(session)
    assert actor_of(session, row(session).token_hash, NOW) is None


@pytest.mark.parametrize(("minutes", "lives"), [(29.9, True), (30, False), (600, False)])
def test_half_an_hour_without_a_visit_ends_it(session: Session, minutes: float, lives: bool) -> None:
    """ID-7."""
    made = account(session)
    token = let_in(session).token
    assert (seat_of(session, token, after(minutes=minutes)) is not None) is lives
    assert (actor_of(session, token, after(minutes=minutes)) is not None) is lives
    if not lives:
        assert (row(session).ended_at, row(session).ended_by) == (NOW + IDLE_LIMIT, SessionEnd.IDLE)
        assert past_seat(session, token, after(minutes=minutes)) == PastSeat(made.id, SessionEnd.IDLE)


def test_twelve_hours_end_it_however_busy_it_is(session: Session) -> None:
    """ID-7."""
    account(session)
    token = let_in(session).token
    for minute in range(20, 720, 20):
        assert actor_of(session, token, after(minutes=minute)) is not None
    assert actor_of(session, token, after(hours=12)) is None
    assert (row(session).ended_at, row(session).ended_by) == (NOW + ABSOLUTE_LIMIT, SessionEnd.ABSOLUTE)


def test_what_is_over_stays_over(session: Session) -> None:
    account(session)
    token = let_in(session).token
    assert actor_of(session, token, after(minutes=31)) is None
    assert actor_of(session, token, after(minutes=1)) is None


def test_a_visit_is_written_down_at_most_once_a_minute(session: Session) -> None:
    account(session)
    token = let_in(session).token
    seen = []
    for second in (10, 59, 60, 90, 119, 120):
        seat = seat_of(session, token, after(seconds=second))
        assert seat is not None
        assert seat.unnoted is (second in (60, 120))
        actor_of(session, token, after(seconds=second))
        seen.append((row(session).seen_at - NOW).total_seconds())
    assert seen == [0, 0, 60, 60, 60, 120]


def test_asking_alone_writes_nothing(session: Session) -> None:
    account(session)
    token = let_in(session).token
    session.flush()
    for minute in (5, 500):
        seat_of(session, token, after(minutes=minute))
        past_seat(session, token, after(minutes=minute))
    assert not session.dirty


def test_signing_out_ends_it_on_the_server_and_is_audited(session: Session) -> None:
    account(session)
    signed_in = let_in(session)
    sign_out(session, signed_in.actor, signed_in.token, today=TODAY, now=after(minutes=1))
    assert actor_of(session, signed_in.token, after(minutes=1)) is None
    assert row(session).ended_by is SessionEnd.LOGOUT
    sign_out(session, signed_in.actor, signed_in.token, today=TODAY, now=after(minutes=2))
    told = session.scalars(select(AuditEntry).where(AuditEntry.tag == AuditTag.SESSION_ENDED)).all()
    assert [entry.actor for entry in told] == ["张明"]


def test_nobody_signs_another_out(session: Session) -> None:
    account(session)
    account(session, "wang")
    token, other = let_in(session).token, let_in(session, "wang")
    sign_out(session, other.actor, token, today=TODAY, now=NOW)
    assert actor_of(session, token, NOW) is not None


def test_an_account_shut_behind_the_programs_back_opens_nothing(session: Session) -> None:
    account(session)
    token = let_in(session).token
    session.execute(update(Account).values(state=AccountState.DISABLED))
    session.expire_all()
    assert actor_of(session, token, NOW) is None


def test_why_it_ended_is_told_for_what_was_typed_to_be_kept(session: Session) -> None:
    made = account(session)
    token = let_in(session).token
    assert past_seat(session, token, NOW) is None
    disable(session, ADMIN, made.id, today=TODAY, now=after(minutes=1))
    assert past_seat(session, token, after(minutes=2)) == PastSeat(made.id, SessionEnd.DISABLED)


def test_an_end_without_a_reason_is_refused_by_the_database(session: Session) -> None:
    account(session)
    let_in(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(UserSession).values(ended_at=NOW))


def test_a_stranger_has_no_session_to_end(session: Session) -> None:
    sign_out(session, Actor("未登录"), "x", today=TODAY, now=NOW)
    assert session.scalars(select(UserSession)).all() == []


@given(st.integers(0, 800), st.integers(0, 60), st.integers(0, 900))
def test_a_session_is_over_from_its_first_limit_on(seen: int, idle: int, later: int) -> None:
    began: datetime = NOW
    seen_at, now = began + timedelta(minutes=seen), began + timedelta(minutes=seen + idle)
    over = ended(began, seen_at, now)
    assert (over is None) == (idle < 30 and seen + idle < 720)
    if over is not None:
        assert over[0] <= now
        assert ended(began, seen_at, now + timedelta(minutes=later)) == over
