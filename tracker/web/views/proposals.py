"""拟挂牌建议清单: what the machine proposed, month by month, and what the director decided."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.policy.rules import DEFAULTS, LABELS
from tracker.queries import proposals as read
from tracker.services.access import permitted
from tracker.services.proposals import decide as settle
from tracker.services.proposals import is_followed, open_proposal
from tracker.vocabulary.actions import Action
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome
from tracker.web.forms.base import demand_version, kept
from tracker.web.forms.proposals import VerdictForm
from tracker.web.guard import grants, see_other

proposals = Blueprint("proposals", __name__, url_prefix="/proposals")

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@proposals.get("")
@grants(Action.PROPOSAL_VIEW)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """The list of a month, of this one unless the address says another."""
    asked = request.args.get("month", "")
    month = asked if _MONTH.fullmatch(asked) else f"{clock.today():%Y-%m}"
    rows = read.of_month(session, actor, month)
    return render_template(
        "proposals/index.html",
        month=month,
        months=read.months(session, actor),
        lists={kind: [row for row in rows if row.kind is kind] for kind in ProposalKind},
    )


@proposals.route("/<int:proposal_id>", methods=["GET"])
@grants(Action.PROPOSAL_VIEW)
def show(session: Session, actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """One proposal: facts, rule, version, and the decision."""
    row, task = open_proposal(session, actor, Action.PROPOSAL_VIEW, proposal_id)
    return _page(session, row, VerdictForm(formdata=None), permitted(session, actor, task))


@proposals.post("/<int:proposal_id>")
@grants(Action.PROPOSAL_DECIDE)
def decide(session: Session, actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """采纳, 不采纳 or 暂缓. What is accepted leads on: to the form of a listing, or to what a 追责建议 needs."""
    row, task = open_proposal(session, actor, Action.PROPOSAL_DECIDE, proposal_id)
    demand_version(row.version, 建议=row.outcome.label if row.outcome else "待处理")
    form = VerdictForm()
    if form.validate() and form.words_fit():
        with kept(form, session, "outcome"):
            settle(session, actor, row, form.verdict, today=clock.today())
            flash(f"{row.kind.label}：{form.verdict.outcome.label}")
            if form.verdict.outcome is not ProposalOutcome.ACCEPTED:
                return see_other(url_for("proposals.index"))
            if row.kind is ProposalKind.LISTING:
                return see_other(url_for("listings.propose", task_id=task.id, proposal=row.id))
            return see_other(url_for("proposals.show", proposal_id=row.id))
    return _page(session, row, form, permitted(session, actor, task)), 422


def _page(session: Session, proposal: Any, form: VerdictForm, rights: Collection[Action]) -> str:
    row = read.one(session, proposal.id)
    accepted = row.outcome is ProposalOutcome.ACCEPTED
    return render_template(
        "proposals/show.html",
        row=row,
        form=form,
        may_decide=Action.PROPOSAL_DECIDE in rights,
        goes_on=accepted and not is_followed(session, proposal),
        rights=rights,
        defaults=DEFAULTS,
        labels=LABELS,
    )
