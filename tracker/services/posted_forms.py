"""Posted forms: a double click is one act, and gets the answer of the first."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.models import PostedForm


def claim_form(session: Session, account_id: int, form_key: str, now: datetime) -> str | None:
    """None for the first to post a form; for a repetition where the first was sent.

    Claim and act in one transaction: a repetition waits for the first to end, and takes its place if that was undone.
    """
    key = _kept(form_key)
    try:
        with session.begin_nested():
            session.add(PostedForm(account_id=account_id, form_key=key, answer="", posted_at=now))
    except IntegrityError:
        answer = select(PostedForm.answer).where(PostedForm.account_id == account_id, PostedForm.form_key == key)
        return session.scalars(answer).one()
    return None


def answer_form(session: Session, account_id: int, form_key: str, answer: str) -> None:
    """Keep where the act led, for whoever posts the same form again."""
    session.execute(
        update(PostedForm)
        .where(PostedForm.account_id == account_id, PostedForm.form_key == _kept(form_key))
        .values(answer=answer)
    )


def forget_form(session: Session, account_id: int, form_key: str) -> None:
    """The form was refused, though something that came with it was kept: it may be posted again."""
    session.execute(
        delete(PostedForm).where(PostedForm.account_id == account_id, PostedForm.form_key == _kept(form_key))
    )


def _kept(form_key: str) -> str:
    """The key comes from outside and may be anything; its hash always fits."""
    return hashlib.sha256(form_key.encode("utf-8", "surrogatepass")).hexdigest()
