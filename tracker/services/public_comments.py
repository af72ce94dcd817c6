"""What somebody of the public writes to the office about a publication: limited, never a score."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import Publication, PublicComment
from tracker.policy.access import Actor
from tracker.policy.publications import demand_comment
from tracker.policy.rules import RuleName
from tracker.queries.rules import rules_on
from tracker.services import audit
from tracker.vocabulary.publications import CommentRefusal, PublicationState
from tracker.vocabulary.running import AuditTag

PUBLIC = Actor("公众")
"""Who writes from outside: nobody is known by name."""


def sender_of(address: str, secret: bytes) -> str:
    """What is kept of an address: the same for the same sender, and not to be turned back without the site's key."""
    return hmac.new(secret, f"comment:{address}".encode(), hashlib.sha256).hexdigest()


def post_comment(
    session: Session, actor: Actor, publication_id: int, body: str, sender: str, *, today: date
) -> PublicComment:
    """Take down what somebody wrote. Raises NotFound where the publication is gone, RuleBroken where it takes no
    comments, where the words are too few or too many, came before, or come too often."""
    publication = session.get(Publication, publication_id)
    if publication is None or publication.state is not PublicationState.PUBLISHED:
        raise NotFound(CommentRefusal.GONE)
    if not publication.takes_comments:
        raise RuleBroken(CommentRefusal.CLOSED)
    demand_comment(body)
    now, text = clock.now(), body.strip()
    _demand_few(session, sender, rules_on(session, today).number(RuleName.PUBLICATION, "comments_per_hour"))
    twice = select(PublicComment.id).where(
        PublicComment.publication_id == publication.id,
        PublicComment.sender == sender,
        PublicComment.body == text,
        PublicComment.posted_on == today,
    )
    if session.scalars(twice.limit(1)).first() is not None:
        raise RuleBroken(CommentRefusal.TWICE)
    row = PublicComment(publication_id=publication.id, body=text, sender=sender, posted_on=today, posted_at=now)
    session.add(row)
    session.flush()
    audit.record(
        session, actor, AuditTag.COMMENT_POSTED, "public-comment", row.id, today=today, publication=publication.id
    )
    return row


def _demand_few(session: Session, sender: str, most: int) -> None:
    since = clock.now() - timedelta(hours=1)
    sent = session.scalars(
        select(func.count())
        .select_from(PublicComment)
        .where(PublicComment.sender == sender, PublicComment.posted_at > since)
    ).one()
    if sent >= most:
        raise RuleBroken(CommentRefusal.TOO_OFTEN)
