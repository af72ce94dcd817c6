"""动态口令: switched on by its owner, proved before it counts, cleared by the security administrator when lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import Account, SecondFactor
from tracker.policy.access import Actor
from tracker.policy.second_factor import accepted_step, address_of
from tracker.services import audit
from tracker.services.boxes import box
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sign_in import AccountRefusal

_PURPOSE = b"tracker second factor"


@dataclass(frozen=True)
class Enrolment:
    """A key that is not proved yet: to be typed, or read as ``address`` from a picture."""

    key: str
    address: str


def begin_factor(session: Session, actor: Actor, site_key: bytes) -> None:
    """Make a new key for the actor's own account; it opens and demands nothing until a code proves it."""
    row = _of(session, actor.account_id)
    if row is None:
        row = SecondFactor(account_id=actor.account_id)
        session.add(row)
    elif row.confirmed_at is not None:
        raise RuleBroken(AccountRefusal.FACTOR_ON)
    row.sealed_key, row.last_step = box(site_key, _PURPOSE).encrypt(pyotp.random_base32().encode()).decode(), 0
    session.flush()


def enrolment(session: Session, actor: Actor, site_key: bytes, issuer: str) -> Enrolment | None:
    """The actor's key that waits to be proved; None where there is none."""
    row = _of(session, actor.account_id)
    if row is None or row.confirmed_at is not None:
        return None
    key = _key(row, site_key)
    return Enrolment(key, address_of(key, session.get_one(Account, row.account_id).login, issuer))


def confirm_factor(session: Session, actor: Actor, code: str, site_key: bytes, *, today: date, now: datetime) -> None:
    """Prove the new key by one code, which is used up by it. Raises RuleBroken for a wrong one."""
    row = _of(session, actor.account_id)
    if row is None or row.confirmed_at is not None:
        raise RuleBroken(AccountRefusal.FACTOR_NOT_BEGUN)
    if not use_code(row, code, site_key, now):
        raise RuleBroken(AccountRefusal.CODE_WRONG)
    row.confirmed_at = now
    audit.record(session, actor, AuditTag.SECOND_FACTOR_SET, "account", row.account_id, today=today)


def switch_off(session: Session, actor: Actor, code: str, site_key: bytes, *, today: date, now: datetime) -> None:
    """Give up one's own factor, with a code of it. Raises RuleBroken for a wrong one."""
    row = factor_of(session, actor.account_id)
    if row is None:
        raise RuleBroken(AccountRefusal.FACTOR_NOT_BEGUN)
    if not use_code(row, code, site_key, now):
        raise RuleBroken(AccountRefusal.CODE_WRONG)
    _clear(session, actor, row, today)


def clear_factor(session: Session, actor: Actor, account_id: int, *, today: date, now: datetime) -> Account:
    """Clear a lost factor. Raises NotFound where there is no such account, RuleBroken where it has no factor."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(AccountRefusal.ACCOUNT_UNKNOWN)
    row = _of(session, account_id)
    if row is None:
        raise RuleBroken(AccountRefusal.FACTOR_NOT_BEGUN)
    _clear(session, actor, row, today)
    return account


def factor_of(session: Session, account_id: int | None) -> SecondFactor | None:
    """The account's factor if it is proved: then no password opens alone."""
    row = _of(session, account_id)
    return row if row is not None and row.confirmed_at is not None else None


def use_code(row: SecondFactor, code: str, site_key: bytes, now: datetime) -> bool:
    """Whether ``code`` opens now; it will not again."""
    step = accepted_step(_key(row, site_key), code, row.last_step, now)
    if step is None:
        return False
    row.last_step = step
    return True


def _clear(session: Session, actor: Actor, row: SecondFactor, today: date) -> None:
    session.delete(row)
    session.flush()
    audit.record(session, actor, AuditTag.SECOND_FACTOR_CLEARED, "account", row.account_id, today=today)


def _of(session: Session, account_id: int | None) -> SecondFactor | None:
    """Locked, so that two requests cannot use one code."""
    return session.scalars(
        select(SecondFactor)
        .where(SecondFactor.account_id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _key(row: SecondFactor, site_key: bytes) -> str:
    return box(site_key, _PURPOSE).decrypt(row.sealed_key.encode()).decode()
