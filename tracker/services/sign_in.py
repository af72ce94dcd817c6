"""Letting somebody in, or not: with the same words and the same work whatever was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Account
from tracker.policy.access import Actor
from tracker.policy.passwords import DENGBAO, LONGEST, Profile, days_left, folded
from tracker.policy.sign_in import UNUSED_SUSPENDED, Refused, minutes_until
from tracker.services import audit
from tracker.services.login_failures import Attempt, address_throttled, login_locked, note_failure
from tracker.services.password_hashes import hashes
from tracker.services.second_factor import factor_of, use_code
from tracker.services.sessions import actor_for, begin_session, living_addresses, must_change
from tracker.vocabulary.people import AccountState
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sign_in import FailureReason, SignInRefusal

_NOBODY = Actor("未登录")


@dataclass(frozen=True)
class SignedIn:
    """Somebody was let in. ``elsewhere``: other addresses this account is signed in from at this moment."""

    token: str
    actor: Actor
    must_change: bool
    password_days_left: int | None
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class CodeWanted:
    """The password was right; the account's one-time code is wanted too (see ``enter_code``)."""

    account_id: int


def sign_in(
    session: Session, login: str, password: str, address: str, now: datetime, *, profile: Profile = DENGBAO
) -> SignedIn | CodeWanted | Refused:
    """Let somebody in. A refusal is returned, not raised: commit it, or the failed attempt is not counted."""
    login = folded(login)
    given = ((SignInRefusal.LOGIN_MISSING, login), (SignInRefusal.PASSWORD_MISSING, password))
    if missing := tuple(refusal for refusal, text in given if not text):
        return Refused(missing)
    attempt = Attempt(login, address)
    if until := address_throttled(session, attempt, now):
        return Refused((SignInRefusal.THROTTLED,), minutes_until(until, now))
    today = now.astimezone(clock.OFFICE_ZONE).date()
    account = _locked(session, Account.login == login)
    if until := login_locked(session, attempt, account, now):
        note_failure(session, _NOBODY, attempt, FailureReason.LOCKED, account, today=today, now=now)
        return Refused((SignInRefusal.LOCKED,), minutes_until(until, now))
    is_right = _is_right(account, password)
    if account is not None:
        _suspend_if_unused(session, account, today=today, now=now)
        if (reason := _wrong(account, is_right, now)) is None:
            if hashes().is_outdated(account.password_hash):
                account.password_hash = hashes().hash(password)
            if factor_of(session, account.id) is not None:
                return CodeWanted(account.id)
            return _let_in(session, account, attempt.kept[1], profile, today=today, now=now)
    else:
        reason = FailureReason.UNKNOWN
    note_failure(session, _NOBODY, attempt, reason, account, today=today, now=now)
    return Refused((SignInRefusal.WRONG,))


def enter_code(
    session: Session,
    account_id: int,
    code: str,
    address: str,
    site_key: bytes,
    now: datetime,
    *,
    profile: Profile = DENGBAO,
) -> SignedIn | Refused:
    """The second step, after ``CodeWanted``: a wrong, used or late code is a failed attempt like a wrong password."""
    today = now.astimezone(clock.OFFICE_ZONE).date()
    account = _locked(session, Account.id == account_id)
    factor = factor_of(session, account_id)
    if account is None or factor is None:
        return Refused((SignInRefusal.CODE_WRONG,))
    attempt = Attempt(account.login, address)
    if until := address_throttled(session, attempt, now):
        return Refused((SignInRefusal.THROTTLED,), minutes_until(until, now))
    if until := login_locked(session, attempt, account, now):
        note_failure(session, _NOBODY, attempt, FailureReason.LOCKED, account, today=today, now=now)
        return Refused((SignInRefusal.LOCKED,), minutes_until(until, now))
    reason = _wrong(account, use_code(factor, code, site_key, now), now)
    if reason is None:
        return _let_in(session, account, attempt.kept[1], profile, today=today, now=now)
    note_failure(session, _NOBODY, attempt, reason, account, today=today, now=now)
    return Refused((SignInRefusal.CODE_WRONG,))


def _locked(session: Session, which: ColumnElement[bool]) -> Account | None:
    """The row is locked, so that attempts at one login come one after the other and none goes uncounted."""
    return session.scalars(
        select(Account).where(which).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).one_or_none()


def _is_right(account: Account | None, password: str) -> bool:
    """One verification whether there is such an account or not; none for what is too long to be a password."""
    nobodys = hashes().nobodys
    stored = account.password_hash if account else nobodys
    return len(password) <= LONGEST and hashes().verify(stored, password)


def _wrong(account: Account, is_right: bool, now: datetime) -> FailureReason | None:
    if not is_right:
        return FailureReason.WRONG
    if account.state is not AccountState.ACTIVE:
        return FailureReason.DISABLED
    if account.issued_until is not None and account.issued_until <= now:
        return FailureReason.EXPIRED
    return None


def _let_in(
    session: Session, account: Account, address: str, profile: Profile, *, today: date, now: datetime
) -> SignedIn:
    if account.issued_until is not None:
        account.issued_until = now  # it opens the door once
    account.signed_in_at = account.failures_from = now
    actor = actor_for(session, account)
    elsewhere = tuple(one for one in living_addresses(session, account.id, now) if one != address)
    token = begin_session(session, actor, address, now)
    audit.record(
        session,
        actor,
        AuditTag.SESSION_BEGUN,
        "account",
        account.id,
        today=today,
        login=account.login,
        address=address,
        elsewhere=elsewhere,
        roles=sorted(actor.roles),
    )
    return SignedIn(
        token,
        actor,
        must_change(account, now, profile),
        days_left(account.password_set_at, now, profile),
        elsewhere,
    )


def _suspend_if_unused(session: Session, account: Account, *, today: date, now: datetime) -> None:
    """An account nobody has used for half a year is disabled before it is used again."""
    if account.state is AccountState.ACTIVE and now - account.used_at >= UNUSED_SUSPENDED:
        account.state, account.state_since = AccountState.DISABLED, now
        audit.record(
            session,
            Actor.system(),
            AuditTag.ACCOUNT_DISABLED,
            "account",
            account.id,
            today=today,
            login=account.login,
            unused_since=account.used_at,
        )
