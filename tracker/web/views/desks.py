"""First pages: the office's desk, a leader's view, what a unit owes."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor, may_ever
from tracker.policy.extensions import EXTENSIBLE
from tracker.queries.approvals import pending
from tracker.queries.closing import counts
from tracker.queries.conclusions import to_receive
from tracker.queries.coordination import waiting_requests
from tracker.queries.desk import numbers, red_list, waiting_claims
from tracker.queries.extensions import to_advise
from tracker.queries.extensions import to_sign as extensions_to_sign
from tracker.queries.listings import to_accept
from tracker.queries.new_reds import new_reds
from tracker.queries.notes import untriaged
from tracker.queries.owed import owed as owed_duties
from tracker.queries.plans import waiting as waiting_plans
from tracker.queries.proposals import waiting as proposed
from tracker.queries.publications import to_reply
from tracker.queries.reassignment import waiting as waiting_returns
from tracker.queries.rectification import waiting as waiting_rectifications
from tracker.queries.reports import to_decide, to_sign
from tracker.queries.reviews import open_reviews
from tracker.queries.slips import to_issue
from tracker.queries.standstills import of_unit
from tracker.queries.submissions import waiting as waiting_submissions
from tracker.queries.urging import leads_urged
from tracker.services.slips import ISSUES
from tracker.vocabulary.actions import Action
from tracker.vocabulary.web import WebRefusal
from tracker.web.doors import door_of_duty
from tracker.web.guard import grants, see_other

desks = Blueprint("desks", __name__)

_HOMES = (
    (Action.OFFICE_DESK, "desks.office"),
    (Action.LEADER_DESK, "desks.leader"),
    (Action.OWED_LIST, "desks.owed"),
    (Action.PUBLICATION_COSIGN, "publications.cosigning"),
    (Action.OUTCOME_NOTE, "accountability.index"),
    (Action.ACCOUNT_LIST, "accounts.show"),
    (Action.AUDIT_READ, "audit.show"),
)


@desks.get("/")
@grants(Action.OWN_ACCOUNT)
def home(session: Session, actor: Actor) -> ResponseReturnValue:
    """Everybody's own first page."""
    home = next((endpoint for action, endpoint in _HOMES if may_ever(actor, action)), "desks.nothing")
    return see_other(url_for(home))


@desks.get("/nothing")
@grants(Action.OWN_ACCOUNT)
def nothing(session: Session, actor: Actor) -> ResponseReturnValue:
    """For whom nothing waits."""
    return render_template("desks/nothing.html")


@desks.get("/desk")
@grants(Action.OFFICE_DESK)
def office(session: Session, actor: Actor) -> ResponseReturnValue:
    """The office's workbench: where things stand, and what waits for it."""
    day = clock.today()
    red = red_list(session, actor, day, 10)
    return render_template(
        "desks/office.html",
        numbers=numbers(session, actor, day),
        closing=counts(session, actor),
        claims=waiting_claims(session, actor),
        reports=to_decide(session, actor),
        red=red,
        fresh=new_reds(session, [row.id for row in red], day),
        urged=leads_urged(session, [row.id for row in red], day),
        notes=untriaged(session, actor),
        requests=waiting_requests(session, actor, day),
        plans=waiting_plans(session, actor),
        returns=waiting_returns(session, actor),
        rectified=waiting_rectifications(session, actor),
        reviews=open_reviews(session, actor, day),
        extensions=to_advise(session, actor),
        extensions_word="延期申请待提出意见",
        to_approve=_to_approve(session, actor, day),
        to_accept=to_accept(session, actor),
        to_issue=to_issue(session, actor, [one for one, action in ISSUES.items() if may_ever(actor, action)]),
        proposed=proposed(session, actor) if may_ever(actor, Action.PROPOSAL_DECIDE) else 0,
    )


@desks.get("/leader")
@grants(Action.LEADER_DESK)
def leader(session: Session, actor: Actor) -> ResponseReturnValue:
    """Three numbers and the red list."""
    day = clock.today()
    red = red_list(session, actor, day)
    return render_template(
        "desks/leader.html",
        numbers=numbers(session, actor, day),
        red=red,
        fresh=new_reds(session, [row.id for row in red], day),
        requests=waiting_requests(session, actor, day),
        to_approve=_to_approve(session, actor, day),
    )


@desks.get("/owed")
@grants(Action.OWED_LIST)
def owed(session: Session, actor: Actor) -> ResponseReturnValue:
    """我要办的: everything the unit owes, by date."""
    if actor.department_id is None:
        raise NotFound(WebRefusal.NO_SUCH_TASK)
    signs = may_ever(actor, Action.REPORT_SIGN)
    return render_template(
        "desks/owed.html",
        rows=owed_duties(session, actor.department_id, clock.today()),
        to_sign=to_sign(session, actor) if signs else (),
        reports=to_decide(session, actor),
        extensions=extensions_to_sign(session, actor) if signs else (),
        extensions_word="延期申请待我签发",
        standstills=of_unit(session, actor.department_id, clock.today()),
        EXTENSIBLE=EXTENSIBLE,
        publications=to_reply(session, actor),
        conclusions=to_receive(session, actor, clock.today()),
        door_of_duty=partial(door_of_duty, signs=signs),
    )


def _to_approve(session: Session, actor: Actor, day: date) -> int:
    """How much waits for the reader's decision, 立项 and other documents together."""
    mine = sum(row.mine for row in pending(session, actor, day))
    return mine + sum(row.mine for row in waiting_submissions(session, actor, day))
