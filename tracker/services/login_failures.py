"""Failed attempts: counted by login and by address, in the database, so that a restart forgets none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.models import Account, LoginFailure
from tracker.policy.access import Actor
from tracker.policy.passwords import folded
from tracker.policy.sign_in import ADDRESS_FAILURES, LOCK_AFTER, locked_until, throttled_until
from tracker.services import audit
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sign_in import FailureReason

_LONGEST_KEPT = 100


@dataclass(frozen=True)
class Attempt:
    """Somebody at ``address`` tries a login, folded; known or not."""

    login: str
    address: str

    @property
    def kept(self) -> tuple[str, str]:
        """Login and address as they are stored: whatever was typed, it fits."""
        return self.login[:_LONGEST_KEPT], folded(self.address)[:_LONGEST_KEPT]


def login_locked(session: Session, attempt: Attempt, account: Account | None, now: datetime) -> datetime | None:
    """Until when the login is locked. One that does not exist is locked like any other."""
    counts = [LoginFailure.login == attempt.kept[0], LoginFailure.reason != FailureReason.LOCKED]
    if account is not None and account.failures_from is not None:
        counts.append(LoginFailure.failed_at > account.failures_from)
    return locked_until(_latest(session, LOCK_AFTER, *counts), now)


def address_throttled(session: Session, attempt: Attempt, now: datetime) -> datetime | None:
    """Until when the address is held off, whatever login it tries."""
    return throttled_until(_latest(session, ADDRESS_FAILURES, LoginFailure.address == attempt.kept[1]), now)


def note_failure(
    session: Session,
    actor: Actor,
    attempt: Attempt,
    reason: FailureReason,
    account: Account | None = None,
    *,
    today: date,
    now: datetime,
) -> None:
    """Remember and audit a failed attempt; say so as well where it was the one too many."""
    login, address = attempt.kept
    session.add(LoginFailure(login=login, address=address, reason=reason, failed_at=now))
    session.flush()  # it counts from now on
    tags = [AuditTag.SESSION_REFUSED]
    if reason is not FailureReason.LOCKED and login_locked(session, attempt, account, now):
        tags.append(AuditTag.SESSION_LOCKED)
    if address_throttled(session, attempt, now):
        tags.append(AuditTag.SESSION_THROTTLED)
    for tag in tags:
        audit.record(
            session,
            actor,
            tag,
            "account",
            account.id if account else None,
            today=today,
            login=login,
            address=address,
            reason=reason,
        )


def _latest(session: Session, number: int, *which: ColumnElement[bool]) -> Sequence[datetime]:
    return session.scalars(
        select(LoginFailure.failed_at).where(*which).order_by(LoginFailure.failed_at.desc()).limit(number)
    ).all()
