"""Signing in: the same words and the same work whatever is wrong, locks that outlive a restart, no word of it lost."""

from __future__ import annotations

import threading
import time

import pytest
from logins import ADMIN, HOME, NOW, PASSWORD, TODAY, CountingHashes, account, after, attempt, issued, let_in, said
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db import connect, reading, writing
from tracker.models import AuditEntry, LoginFailure, UserSession
from tracker.policy.passwords import ASVS
from tracker.services import accounts
from tracker.services.sign_in import Refused, SignedIn, sign_in
from tracker.vocabulary.people import AccountState
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sign_in import FailureReason

pytestmark = pytest.mark.usefixtures("cheap_hashes")

WRONG = ("用户名或密码不正确",)


def fail(session: Session, times: int, login: str = "zhang", *, minute: float = 0, address: str = HOME) -> None:
    for number in range(times):
        at = after(minutes=minute, seconds=number)
        assert said(attempt(session, login, "Wrong-horse-47", at=at, address=address)) == WRONG


def reasons(session: Session) -> list[FailureReason]:
    return list(session.scalars(select(LoginFailure.reason).order_by(LoginFailure.id)))


def entries(session: Session, tag: AuditTag) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.tag == tag).order_by(AuditEntry.id)))


@pytest.mark.parametrize(
    ("login", "password", "sentences"),
    [
        ("", "", ("请输入用户名", "请输入密码")),
        (" \u200b", "x", ("请输入用户名",)),
        ("zhang", "", ("请输入密码",)),
    ],
)
def test_an_empty_field_is_asked_for_and_is_no_attempt(
    session: Session, login: str, password: str, sentences: tuple[str, ...]
) -> None:
    assert said(attempt(session, login, password)) == sentences
    assert reasons(session) == []


def test_unknown_wrong_disabled_and_run_out_sound_the_same(session: Session) -> None:
    """ID-10, by the words; the audit trail knows better."""
    account(session)
    gone = account(session, "gone")
    accounts.disable(session, ADMIN, gone.id, today=TODAY, now=NOW)
    old = issued(session, "late")[1]
    tries = [("nobody", PASSWORD), ("zhang", "Wrong-horse-47"), ("gone", PASSWORD), ("late", old)]
    assert {said(attempt(session, *one, at=after(hours=72))) for one in tries} == {WRONG}
    assert reasons(session) == [
        FailureReason.UNKNOWN,
        FailureReason.WRONG,
        FailureReason.DISABLED,
        FailureReason.EXPIRED,
    ]
    told = entries(session, AuditTag.SESSION_REFUSED)
    assert [entry.actor for entry in told] == ["未登录"] * 4
    assert '"reason": "disabled"' in told[2].detail
    assert HOME in told[2].detail


def test_the_same_work_is_done_whatever_is_wrong(session: Session, cheap_hashes: CountingHashes) -> None:
    """ID-10, by the clock: the hash is what takes the time, and it is taken once on every path."""
    account(session)
    gone = account(session, "gone")
    accounts.disable(session, ADMIN, gone.id, today=TODAY, now=NOW)
    old = issued(session, "late")[1]
    work = []
    for login, password in [
        ("nobody", PASSWORD),
        ("zhang", "Wrong-horse-47"),
        ("gone", PASSWORD),
        ("gone", "Wrong-horse-47"),
        ("late", old),
        ("zhang", PASSWORD),
    ]:
        before = cheap_hashes.verified
        attempt(session, login, password, at=after(hours=72))
        work.append(cheap_hashes.verified - before)
    assert work == [1] * 6


def test_after_five_failures_the_right_password_does_not_help(session: Session) -> None:
    """ID-6, §6.1 no. 4."""
    account(session)
    fail(session, 5)
    sixth = attempt(session, at=after(seconds=5))
    assert said(sixth) == ("账号已临时锁定，请30分钟后再试或联系安全管理员",)
    assert reasons(session)[-1] is FailureReason.LOCKED
    assert len(entries(session, AuditTag.SESSION_LOCKED)) == 1
    assert '"reason": "locked"' in entries(session, AuditTag.SESSION_REFUSED)[-1].detail


def test_the_lock_ends_by_itself_and_trying_does_not_prolong_it(session: Session) -> None:
    account(session)
    fail(session, 5)
    for minute in (10, 20, 29):
        assert isinstance(attempt(session, at=after(minutes=minute)), Refused)
    assert said(attempt(session, at=after(minutes=29))) == ("账号已临时锁定，请2分钟后再试或联系安全管理员",)
    assert isinstance(attempt(session, at=after(minutes=30, seconds=4)), SignedIn)


def test_a_lock_that_ended_is_not_back_at_the_next_slip(session: Session) -> None:
    account(session)
    fail(session, 5)
    fail(session, 4, minute=31)
    assert isinstance(attempt(session, at=after(minutes=32)), SignedIn)


def test_five_failures_spread_over_more_than_the_window_lock_nothing(session: Session) -> None:
    account(session)
    for number in range(8):
        fail(session, 1, minute=8 * number)
    assert isinstance(attempt(session, at=after(minutes=60)), SignedIn)


def test_others_are_not_locked_out_with_it(session: Session) -> None:
    account(session)
    account(session, "wang")
    fail(session, 5)
    assert isinstance(attempt(session, "wang", at=after(minutes=1)), SignedIn)


def test_an_unknown_login_is_locked_like_any_other(session: Session) -> None:
    fail(session, 5, "nobody")
    assert "锁定" in said(attempt(session, "nobody", at=after(minutes=1)))[0]


def test_other_spellings_of_a_login_count_together(session: Session) -> None:
    account(session)
    for spelled in ("zhang", "ZHANG", "ｚｈａｎｇ", "zhang ", "zh\u200bang"):
        fail(session, 1, spelled)
    assert "锁定" in said(attempt(session, at=after(minutes=1)))[0]


def test_a_success_clears_nothing_but_counting_starts_afresh(session: Session) -> None:
    account(session)
    fail(session, 4)
    let_in(session, at=after(minutes=1))
    fail(session, 4, minute=2)
    assert len(reasons(session)) == 8
    assert isinstance(attempt(session, at=after(minutes=3)), SignedIn)
    fail(session, 5, minute=4)
    assert isinstance(attempt(session, at=after(minutes=5)), Refused)


def test_the_security_administrator_unlocks_and_that_is_audited(session: Session) -> None:
    made = account(session)
    fail(session, 5)
    accounts.unlock(session, ADMIN, made.id, today=TODAY, now=after(minutes=1))
    assert isinstance(attempt(session, at=after(minutes=2)), SignedIn)
    assert len(reasons(session)) == 5
    assert [entry.actor for entry in entries(session, AuditTag.ACCOUNT_UNLOCKED)] == [ADMIN.name]


def test_a_lock_survives_a_restart(database_url: str) -> None:
    engine = connect(database_url)
    with writing(engine) as session:
        account(session)
    for number in range(5):
        with writing(engine) as session:
            attempt(session, password="Wrong-horse-47", at=after(seconds=number))
    engine.dispose()
    again = connect(database_url)
    with writing(again) as session:
        assert "锁定" in said(attempt(session, at=after(minutes=1)))[0]
    again.dispose()


def test_guesses_made_all_at_once_are_counted_one_by_one(database_url: str, cheap_hashes: CountingHashes) -> None:
    """Eight at a time, and yet no more than five are even looked at."""
    engine = connect(database_url)
    with writing(engine) as session:
        account(session)
    cheap_hashes.verified = 0
    together = threading.Barrier(8)

    def guess(number: int) -> None:
        together.wait(timeout=20)
        with writing(engine) as session:
            attempt(session, password=f"Wrong-horse-{number}", at=after(seconds=1), address=f"10.0.0.{number}")

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cheap_hashes.verified == 5
    with reading(engine) as session:
        assert reasons(session).count(FailureReason.LOCKED) == 3
    engine.dispose()


def test_an_address_that_fails_too_often_is_held_off_whatever_login_it_tries(session: Session) -> None:
    account(session)
    for number in range(30):
        fail(session, 1, f"guess{number}", minute=number / 10)
    held = attempt(session, at=after(minutes=4))
    assert said(held) == ("您所在的网络地址登录失败次数过多，请6分钟后再试",)
    assert len(entries(session, AuditTag.SESSION_THROTTLED)) == 1
    assert isinstance(attempt(session, at=after(minutes=4), address="10.0.0.9"), SignedIn)
    assert isinstance(attempt(session, at=after(minutes=13)), SignedIn)


def test_hammering_a_locked_login_ends_in_the_limit_of_the_address(session: Session) -> None:
    """And so writes no more than the limit allows."""
    account(session)
    fail(session, 5)
    for second in range(40):
        attempt(session, at=after(minutes=1, seconds=second))
    assert len(reasons(session)) == 30
    assert len(entries(session, AuditTag.SESSION_REFUSED)) == 30


def test_ten_thousand_characters_are_refused_before_hashing(session: Session, cheap_hashes: CountingHashes) -> None:
    """§6.1 no. 7."""
    account(session)
    before = cheap_hashes.verified
    begun = time.perf_counter()
    assert said(attempt(session, password="x" * 10_000)) == WRONG
    assert time.perf_counter() - begun < 0.5
    assert cheap_hashes.verified == before
    assert reasons(session) == [FailureReason.WRONG]


@pytest.mark.parametrize("typed", ["ｚｈａｎｇ", "Zhang ", "\u202ezhang"])
def test_a_login_is_folded_and_a_password_never_is(session: Session, typed: str) -> None:
    """§6.1 nos. 6 and 8: Chinese, spaces and case count exactly as typed."""
    account(session)
    assert isinstance(attempt(session, typed), SignedIn)
    for other in (PASSWORD + " ", PASSWORD.upper(), PASSWORD.replace("4", "４")):
        assert isinstance(attempt(session, password=other, at=after(minutes=1)), Refused)


@pytest.mark.parametrize("login", ["' OR 1=1--", "<script>alert(1)</script>", "a\x00b\r\nc", "长" * 5000, "\ud800x"])
def test_whatever_is_typed_for_a_login_is_only_a_wrong_login(session: Session, login: str) -> None:
    """§6.1 no. 9."""
    account(session)
    assert said(attempt(session, login, "\ud800x\x00", address="fe80::1%\x00" + "e" * 500)) == WRONG
    (entry,) = entries(session, AuditTag.SESSION_REFUSED)
    assert "\n" not in entry.detail
    assert len(entry.detail) < 1000


def test_a_password_of_ninety_days_must_be_changed_and_says_so_a_week_before(session: Session) -> None:
    """ID-4."""
    account(session)
    told = [let_in(session, at=after(days=day)) for day in (1, 83, 89, 90)]
    assert [one.must_change for one in told] == [False, False, False, True]
    assert [one.password_days_left for one in told] == [89, 7, 1, 0]
    free = sign_in(session, "zhang", PASSWORD, HOME, after(days=91), profile=ASVS)
    assert isinstance(free, SignedIn)
    assert (free.must_change, free.password_days_left) == (False, None)


def test_an_account_unused_for_half_a_year_is_suspended(session: Session) -> None:
    """AC-3."""
    made = account(session)
    let_in(session, at=after(days=170))
    assert isinstance(attempt(session, at=after(days=351)), Refused)
    assert made.state is AccountState.DISABLED
    assert [entry.actor for entry in entries(session, AuditTag.ACCOUNT_DISABLED)] == ["系统"]
    accounts.enable(session, ADMIN, made.id, today=TODAY, now=after(days=352))
    assert isinstance(attempt(session, at=after(days=353)), SignedIn)


def test_a_second_place_is_told_and_logged(session: Session) -> None:
    """AC-3."""
    account(session)
    assert let_in(session).elsewhere == ()
    second = let_in(session, at=after(minutes=1), address="10.0.0.2")
    assert second.elsewhere == (HOME,)
    assert HOME in entries(session, AuditTag.SESSION_BEGUN)[-1].detail
    assert let_in(session, at=after(hours=2), address="10.0.0.3").elsewhere == ()


def test_each_sign_in_is_a_new_session_with_a_token_the_server_does_not_keep(session: Session) -> None:
    account(session)
    one, other = let_in(session), let_in(session)
    assert one.token != other.token
    assert len(one.token) >= 43
    kept = session.scalars(select(UserSession.token_hash)).all()
    assert not {one.token, other.token} & set(kept)
    assert session.scalars(select(func.count()).select_from(LoginFailure)).one() == 0
