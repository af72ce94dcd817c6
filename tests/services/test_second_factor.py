"""动态口令: both are asked for, each code opens once, a lost one is cleared by somebody else."""

from __future__ import annotations

import pyotp
import pytest
from logins import ADMIN, HOME, NOW, PASSWORD, TODAY, account, after, attempt, said
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import AuditEntry, SecondFactor
from tracker.policy.access import Actor
from tracker.policy.second_factor import accepted_step
from tracker.services.second_factor import begin_factor, clear_factor, confirm_factor, enrolment, switch_off
from tracker.services.sign_in import CodeWanted, Refused, SignedIn, enter_code
from tracker.vocabulary.running import AuditTag

pytestmark = pytest.mark.usefixtures("cheap_hashes")

SITE = b"k" * 32
WRONG = ("动态口令不正确或已使用",)


def code_at(key: str, **span: float) -> str:
    return pyotp.TOTP(key).at(after(**span))


def enrolled(session: Session) -> tuple[Actor, str]:
    """An account whose factor was proved a minute before NOW."""
    made = account(session)
    owner = Actor(made.name, account_id=made.id)
    begin_factor(session, owner, SITE)
    waiting = enrolment(session, owner, SITE, "督查室")
    assert waiting is not None
    confirm_factor(session, owner, code_at(waiting.key, minutes=-2), SITE, today=TODAY, now=after(minutes=-2))
    return owner, waiting.key


def enter(session: Session, owner: Actor, code: str, **span: float) -> SignedIn | Refused:
    assert owner.account_id is not None
    return enter_code(session, owner.account_id, code, HOME, SITE, after(**span))


def test_the_password_alone_opens_no_more_and_the_code_does(session: Session) -> None:
    owner, key = enrolled(session)
    assert attempt(session) == CodeWanted(owner.account_id)
    assert isinstance(enter(session, owner, code_at(key)), SignedIn)


def test_a_key_that_was_never_proved_demands_nothing(session: Session) -> None:
    made = account(session)
    begin_factor(session, Actor("张明", account_id=made.id), SITE)
    assert isinstance(attempt(session), SignedIn)


def test_one_code_opens_once_and_not_what_proved_the_key(session: Session) -> None:
    owner, key = enrolled(session)
    assert said(enter(session, owner, code_at(key, minutes=-2), minutes=-2)) == WRONG
    assert isinstance(enter(session, owner, code_at(key)), SignedIn)
    assert said(enter(session, owner, code_at(key))) == WRONG
    assert said(enter(session, owner, code_at(key, seconds=-30))) == WRONG, "older than the one used"
    assert isinstance(enter(session, owner, code_at(key, seconds=30), seconds=30), SignedIn)


@pytest.mark.parametrize(("seconds", "opens"), [(-90, False), (-30, True), (0, True), (30, True), (90, False)])
def test_a_clock_that_is_half_a_minute_off_opens_and_one_that_is_ninety_seconds_off_does_not(
    seconds: int, opens: bool
) -> None:
    key = pyotp.random_base32()
    assert (accepted_step(key, code_at(key, seconds=seconds), 0, NOW) is not None) is opens


@pytest.mark.parametrize("code", ["", "000", "abcdef", "１２３", "🙂" * 6, "0" * 20])
def test_what_is_no_code_opens_nothing(code: str) -> None:
    assert accepted_step(pyotp.random_base32(), code, 0, NOW) is None


def test_full_width_digits_and_blanks_are_read_as_digits() -> None:
    key = pyotp.random_base32()
    wide = "".join(chr(ord(one) + 0xFEE0) for one in code_at(key))
    assert accepted_step(key, f" {wide[:3]} {wide[3:]} ", 0, NOW) is not None


def test_wrong_codes_count_towards_the_lock_and_the_password_does_not_reset_them(session: Session) -> None:
    owner, key = enrolled(session)
    for number in range(5):
        assert isinstance(attempt(session, at=after(seconds=number)), CodeWanted)
        assert said(enter(session, owner, "not-it", seconds=number)) == WRONG
    (locked,) = said(enter(session, owner, code_at(key, seconds=9), seconds=9))
    assert "临时锁定" in locked
    assert "临时锁定" in said(attempt(session, password=PASSWORD, at=after(seconds=10)))[0]


def test_the_key_is_kept_encrypted(session: Session) -> None:
    _, key = enrolled(session)
    kept = session.scalars(select(SecondFactor.sealed_key)).one()
    assert key not in kept


def test_a_lost_factor_is_cleared_and_audited_and_the_password_opens_again(session: Session) -> None:
    owner, _ = enrolled(session)
    assert owner.account_id is not None
    clear_factor(session, ADMIN, owner.account_id, today=TODAY, now=NOW)
    assert isinstance(attempt(session), SignedIn)
    tags = session.scalars(select(AuditEntry.tag).where(AuditEntry.tag.like("account:second-factor%")))
    assert list(tags) == [AuditTag.SECOND_FACTOR_SET, AuditTag.SECOND_FACTOR_CLEARED]
    with pytest.raises(RuleBroken):
        clear_factor(session, ADMIN, owner.account_id, today=TODAY, now=NOW)
    with pytest.raises(NotFound):
        clear_factor(session, ADMIN, 9999, today=TODAY, now=NOW)


def test_the_owner_switches_it_off_with_a_code_and_cannot_begin_another_before(session: Session) -> None:
    owner, key = enrolled(session)
    with pytest.raises(RuleBroken):
        begin_factor(session, owner, SITE)
    with pytest.raises(RuleBroken):
        switch_off(session, owner, "000000x", SITE, today=TODAY, now=NOW)
    switch_off(session, owner, code_at(key), SITE, today=TODAY, now=NOW)
    assert isinstance(attempt(session), SignedIn)
