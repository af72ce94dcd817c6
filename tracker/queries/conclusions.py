"""督查结论: who may read it, whether anything may rest on it, and how a review of it stands."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Conclusion, ReviewRequest
from tracker.vocabulary.conclusions import ReviewOutcome, ReviewState


def standing(day: date) -> ColumnElement[bool]:
    """A condition on Conclusion: served by ``day``, not withdrawn, and no review of it pending that day.

    That somebody may still ask for review (``review_until`` has not passed) does not bar it; only a review asked for
    and not yet decided does (政府督查工作条例 art. 17). A late request is none.
    """
    decided = and_(ReviewRequest.decided_on.is_not(None), ReviewRequest.decided_on <= day)
    against = or_(
        and_(decided, ReviewRequest.outcome == ReviewOutcome.WITHDRAWN),
        and_(~decided, ReviewRequest.state != ReviewState.LATE, ReviewRequest.asked_on <= day),
    )
    said_against = select(ReviewRequest.id).where(ReviewRequest.conclusion_id == Conclusion.id, against).exists()
    return and_(Conclusion.served_on.is_not(None), Conclusion.served_on <= day, ~said_against)


def stands(session: Session, conclusion_id: int, day: date) -> bool:
    """Whether anything may rest on the conclusion on ``day``: see ``standing``."""
    session.flush()
    found = select(Conclusion.id).where(Conclusion.id == conclusion_id, standing(day))
    return session.scalars(found).first() is not None
