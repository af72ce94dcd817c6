"""What somebody had typed when their session ran out: kept for a day, given back once, to the same account alone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.models import HeldForm
from tracker.services.sessions import token_hash

_HELD_FOR = timedelta(hours=24)
_NEVER_KEPT = ("password", "csrf_token")


@dataclass(frozen=True)
class Held:
    """A form as it was typed, and the page it belongs to."""

    path: str
    fields: tuple[tuple[str, str], ...]


def hold_form(session: Session, account_id: int, path: str, fields: Iterable[tuple[str, str]], now: datetime) -> str:
    """Keep a form; returns the token it is asked back with. Passwords are not kept."""
    session.execute(delete(HeldForm).where(HeldForm.account_id == account_id, HeldForm.held_at <= now - _HELD_FOR))
    kept = [(name, value) for name, value in fields if not any(one in name.lower() for one in _NEVER_KEPT)]
    token = secrets.token_urlsafe(32)
    session.add(
        HeldForm(
            account_id=account_id,
            token_hash=token_hash(token),
            path=path,
            fields=json.dumps(kept, ensure_ascii=False),
            held_at=now,
        )
    )
    return token


def take_form(session: Session, account_id: int, token: str, now: datetime) -> Held | None:
    """Give a form back, and forget it; None for a stranger, the second time, and after a day."""
    row = session.scalars(
        select(HeldForm)
        .where(
            HeldForm.token_hash == token_hash(token),
            HeldForm.account_id == account_id,
            HeldForm.held_at > now - _HELD_FOR,
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        return None
    session.delete(row)
    session.flush()
    return Held(row.path, tuple((name, value) for name, value in json.loads(row.fields)))
