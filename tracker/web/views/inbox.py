"""消息: what was written to the reader's unit, office or seat."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.policy.access import Actor
from tracker.queries.inbox import inbox as messages_of
from tracker.vocabulary.actions import Action
from tracker.web.doors import door_of_message
from tracker.web.guard import grants

inbox = Blueprint("inbox", __name__, url_prefix="/inbox")


@inbox.get("")
@grants(Action.OWN_ACCOUNT)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """Newest first, a page at a time."""
    before = request.args.get("before", "")
    key = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    return render_template(
        "inbox/show.html", page=messages_of(session, actor, key), older_only=key is not None, door=door_of_message
    )
