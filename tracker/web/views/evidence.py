"""佐证: read by whoever may see the task."""

from __future__ import annotations

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.policy.access import Actor
from tracker.services.evidence import open_evidence, path_of
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.web.forms.evidence import evidence_shelf
from tracker.web.guard import grants

evidence = Blueprint("evidence", __name__, url_prefix="/evidence")


@evidence.get("/<int:evidence_id>")
@grants(Action.EVIDENCE_VIEW)
def read(session: Session, actor: Actor, evidence_id: int) -> ResponseReturnValue:
    """The file, always to be saved and never shown by the browser as a page of ours."""
    piece = open_evidence(session, actor, evidence_id)
    path = path_of(piece, evidence_shelf())
    if not path.is_file():
        raise RuleBroken(Refusal.FILE_GONE, name=piece.name)
    return send_file(path, mimetype=piece.media_type, as_attachment=True, download_name=piece.name)
