"""Signed-in browsers: begun, kept alive, ended. The token is the browser's; the server keeps its hash alone."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Account, Department, UserSession
from tracker.policy.access import Actor
from tracker.policy.passwords import DENGBAO, Profile, days_left
from tracker.policy.sign_in import ABSOLUTE_LIMIT, IDLE_LIMIT, SEEN_EVERY, ended
from tracker.services import audit
from tracker.vocabulary.departments import DepartmentKind
from tracker.vocabulary.people import AccountState, SessionEnd
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class Seat:
    """A living session: who it is, and what they must be told of their password."""

    actor: Actor
    must_change: bool
    password_days_left: int | None
    unnoted: bool
    """This visit is not written down yet, and it is time to; ``actor_of`` does."""


@dataclass(frozen=True)
class PastSeat:
    """A session that is over: whose it was, to give back what they had typed, and why it ended."""

    account_id: int
    ended_by: SessionEnd


def begin_session(session: Session, actor: Actor, address: str, now: datetime) -> str:
    """A new session for the account that ``actor`` is; returns its token."""
    token = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            account_id=actor.account_id, token_hash=token_hash(token), address=address, began_at=now, seen_at=now
        )
    )
    return token


def seat_of(session: Session, token: str, now: datetime, *, profile: Profile = DENGBAO) -> Seat | None:
    """The living session behind ``token``; only reads."""
    row = _row(session, token)
    return None if row is None or _end(row, now) else _seat(session, row, now, profile)


def actor_of(session: Session, token: str, now: datetime, *, profile: Profile = DENGBAO) -> Seat | None:
    """The living session behind ``token``; writes down that it was seen, at most once a minute, or that it ran out."""
    row = _row(session, token)
    if row is None:
        return None
    if over := _end(row, now):
        row.ended_at, row.ended_by = over
        return None
    seat = _seat(session, row, now, profile)
    if seat is not None and seat.unnoted:
        row.seen_at = now
    return seat


def past_seat(session: Session, token: str, now: datetime) -> PastSeat | None:
    """Whose session ``token`` was, now that it is over; None for one that lives or never was."""
    row = _row(session, token)
    over = row and _end(row, now)
    return PastSeat(row.account_id, over[1]) if row and over else None


def sign_out(session: Session, actor: Actor, token: str, *, today: date, now: datetime) -> None:
    """End the session behind ``token``, if it is the actor's; one that is over stays as it ended."""
    row = _row(session, token)
    if row is None or row.account_id != actor.account_id or row.ended_at is not None:
        return
    row.ended_at, row.ended_by = _end(row, now) or (now, SessionEnd.LOGOUT)
    audit.record(session, actor, AuditTag.SESSION_ENDED, "account", actor.account_id, today=today, by=row.ended_by)


def end_sessions(session: Session, account_id: int, reason: SessionEnd, now: datetime, *, but: str = "") -> int:
    """End the account's sessions except the one behind the token ``but``; the act that causes it is what is audited."""
    rows = session.scalars(
        select(UserSession).where(
            UserSession.account_id == account_id,
            UserSession.ended_at.is_(None),
            UserSession.token_hash != token_hash(but),
        )
    ).all()
    for row in rows:
        row.ended_at, row.ended_by = _end(row, now) or (now, reason)
    session.flush()
    return len(rows)


def living_addresses(session: Session, account_id: int, now: datetime) -> tuple[str, ...]:
    """Where the account is signed in at this moment."""
    found = session.scalars(
        select(UserSession.address)
        .where(
            UserSession.account_id == account_id,
            UserSession.ended_at.is_(None),
            UserSession.seen_at > now - IDLE_LIMIT,
            UserSession.began_at > now - ABSOLUTE_LIMIT,
        )
        .distinct()
        .order_by(UserSession.address)
    )
    return tuple(found)


def actor_for(session: Session, account: Account) -> Actor:
    """The account as policy knows it: with an office it works in, or a unit it speaks for."""
    department = session.get(Department, account.department_id) if account.department_id else None
    in_office = department is not None and department.kind is DepartmentKind.SUPERVISION_OFFICE
    return Actor(
        account.name,
        account_id=account.id,
        roles=frozenset(grant.role for grant in account.roles),
        office_id=account.department_id if in_office else None,
        department_id=None if in_office else account.department_id,
        post_id=account.post_id,
    )


def must_change(account: Account, now: datetime, profile: Profile) -> bool:
    """An issued password, or one too old, opens nothing but the page where it is changed."""
    return account.issued_until is not None or days_left(account.password_set_at, now, profile) == 0


def token_hash(token: str) -> str:
    """What is kept of a token. It is long and random, so a fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _row(session: Session, token: str) -> UserSession | None:
    return session.scalars(select(UserSession).where(UserSession.token_hash == token_hash(token))).one_or_none()


def _end(row: UserSession, now: datetime) -> tuple[datetime, SessionEnd] | None:
    if row.ended_at is not None and row.ended_by is not None:
        return row.ended_at, row.ended_by
    return ended(row.began_at, row.seen_at, now)


def _seat(session: Session, row: UserSession, now: datetime, profile: Profile) -> Seat | None:
    account = session.get_one(Account, row.account_id)
    if account.state is not AccountState.ACTIVE:
        return None
    return Seat(
        actor_for(session, account),
        must_change(account, now, profile),
        days_left(account.password_set_at, now, profile),
        unnoted=now - row.seen_at >= SEEN_EVERY,
    )
