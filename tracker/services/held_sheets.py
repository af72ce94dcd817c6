"""An uploaded sheet between the steps of its import: read once, kept a day, seen by whoever uploaded it alone.

What is kept is what was read, not the stranger's file: no later step opens that again.
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.documents import wire
from tracker.documents.document import Document
from tracker.documents.sandbox import read_safely
from tracker.errors import NotFound, Unreadable
from tracker.models import HeldSheet
from tracker.policy.access import Actor
from tracker.policy.evidence import display_name
from tracker.services import audit
from tracker.services.file_store import FileStore
from tracker.services.sessions import token_hash
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.files import FileProblem
from tracker.vocabulary.running import AuditTag

HELD_FOR = timedelta(hours=24)
FOLDER = "held"


@dataclass(frozen=True)
class Upload:
    """A file as it came, under a name made safe to show."""

    name: str
    digest: str
    document: Document


@dataclass(frozen=True)
class Held:
    """Something held: bytes under a name, and the digest of the file they came from."""

    name: str
    digest: str
    content: bytes

    @property
    def document(self) -> Document:
        """What was read from the uploaded file."""
        return wire.decode(self.content.splitlines(keepends=True))


def read_upload(name: str, content: bytes) -> Upload:
    """Read a stranger's file in a child process. Raises Unreadable with what is wrong. Knows no database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        return Upload(display_name(name), hashlib.sha256(content).hexdigest(), read_safely(path))


def hold_upload(session: Session, actor: Actor, store: FileStore, upload: Upload, now: datetime) -> str:
    """Keep what was read; returns the token it is asked back with."""
    return hold(session, actor, store, Held(upload.name, upload.digest, b"".join(wire.encode(upload.document))), now)


def hold(session: Session, actor: Actor, store: FileStore, held: Held, now: datetime) -> str:
    """Keep bytes for a day; returns their token."""
    token = secrets.token_urlsafe(32)
    session.add(
        HeldSheet(
            account_id=actor.account_id,
            token_hash=token_hash(token),
            name=held.name,
            digest=held.digest,
            stored_as=store.put(held.content),
            held_at=now,
        )
    )
    return token


def held(session: Session, actor: Actor, store: FileStore, token: str, now: datetime) -> Held:
    """What is held under ``token``. Raises NotFound for a stranger's, after a day, and once it was let go."""
    row = _row(session, actor, token, now)
    try:
        return Held(row.name, row.digest, store.path(row.stored_as).read_bytes())
    except FileNotFoundError as error:
        raise NotFound(Refusal.SHEET_GONE) from error


def let_go(session: Session, actor: Actor, token: str, now: datetime) -> None:
    """Hold it no longer; the file itself is swept once nothing names it."""
    session.delete(_row(session, actor, token, now))
    session.flush()


def note_unsafe(session: Session, actor: Actor, name: str, problem: Unreadable, *, today: date) -> bool:
    """Audit a file that tried to do something to us; whether it was one."""
    if problem.code is not FileProblem.UNSAFE:
        return False
    audit.record(session, actor, AuditTag.FILE_REFUSED, "file", None, today=today, name=display_name(name))
    return True


def clear_held(session: Session, store: FileStore, now: datetime) -> int:
    """Remove every file that no row names any more; returns how many. A file just written waits for its row."""
    known = set(session.scalars(select(HeldSheet.stored_as)))
    return store.sweep(known, (now - timedelta(hours=1)).timestamp())


def _row(session: Session, actor: Actor, token: str, now: datetime) -> HeldSheet:
    row = session.scalars(
        select(HeldSheet)
        .where(
            HeldSheet.token_hash == token_hash(token),
            HeldSheet.account_id == actor.account_id,
            HeldSheet.held_at > now - HELD_FOR,
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(Refusal.SHEET_GONE)
    return row
