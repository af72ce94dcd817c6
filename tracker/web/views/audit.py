"""审计: read by the audit administrator alone."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker.policy.access import Actor
from tracker.queries.audit import AuditFilter, audit_page
from tracker.services.sealing import verify
from tracker.vocabulary.actions import Action
from tracker.vocabulary.running import AuditTag
from tracker.web.guard import grants, settings

audit = Blueprint("audit", __name__, url_prefix="/audit")

_LONGEST = 50


@audit.get("")
@grants(Action.AUDIT_READ)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """A page of the trail, as the address filters it; the chain is walked only when asked for."""
    wanted = AuditFilter(
        actor=_asked("actor"),
        tag=_asked("tag"),
        subject=_asked("subject"),
        since=_day("since"),
        until=_day("until"),
    )
    before = _asked("before")
    return render_template(
        "audit/show.html",
        page=audit_page(session, wanted, int(before) if before.isdecimal() and len(before) < 18 else None),
        wanted=wanted,
        tags=list(AuditTag),
        verdict=verify(session, settings().secret()) if request.args.get("verify") else None,
    )


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:_LONGEST]


def _day(name: str) -> date | None:
    """A day of the address; what is none is left out."""
    try:
        return date.fromisoformat(_asked(name))
    except ValueError:
        return None
