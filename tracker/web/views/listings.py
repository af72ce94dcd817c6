"""挂牌督办: proposed from a task's sheet, followed on a page of its own until it is released."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.letter import Letter
from tracker.errors import NotFound
from tracker.policy.access import Actor
from tracker.policy.rules import RuleName
from tracker.queries import listings as queries
from tracker.queries.drafts import clerks
from tracker.queries.publications import PublicationRow
from tracker.queries.publications import of_task as publications_of
from tracker.queries.releases import course
from tracker.queries.site_visits import of_listing
from tracker.services import listings as services
from tracker.services import releases
from tracker.services.access import open_duty, open_task, permitted
from tracker.services.deadlines import basis
from tracker.services.proposals import proposal_for
from tracker.services.site_visits import visit_listed
from tracker.vocabulary.actions import Action
from tracker.vocabulary.listings import ListingLimb, ListingRefusal, ListingState, ListingStep, ReleaseState
from tracker.vocabulary.publications import PublicationKind, PublicationState
from tracker.web.forms.base import demand_version, kept, why_not
from tracker.web.forms.evidence import offer_earlier, take_files
from tracker.web.forms.listings import AcceptanceForm, ProposeForm, ReleaseForm, VisitForm
from tracker.web.guard import grants, see_other, takes_files
from tracker.web.letters import has_announcement, listing_letter, release_letter
from tracker.web.papers import letter_page, paper_file

listings = Blueprint("listings", __name__)

_TO_PUBLISH = {ListingStep.PUBLISH: PublicationKind.LISTING, ListingStep.PUBLISH_RELEASE: PublicationKind.RELEASE}
_OUT = (PublicationState.PUBLISHED, PublicationState.WITHDRAWN)


@listings.get("/listings")
@grants(Action.LISTING_VIEW)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """Those the reader may know of, the open ones first."""
    rows = queries.listings(session, actor, clock.today())
    return render_template("listings/index.html", rows=rows)


@listings.route("/tasks/<int:task_id>/listing", methods=["GET", "POST"])
@grants(Action.LISTING_PROPOSE)
def propose(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """提请挂牌督办, of one's own accord or following a proposal."""
    task, form = open_task(session, actor, Action.LISTING_PROPOSE, task_id), ProposeForm()
    form.offer(clerks(session, task.office_id))
    proposal = proposal_for(session, task, _proposal_meant())
    if not form.is_submitted():
        _prefill(session, task, proposal, form)
    else:
        demand_version(task.version, 事项状态=task.status.label)
    if form.is_submitted() and form.validate():
        with kept(form, session):
            command = form.command(proposal.id if proposal else None)
            row = services.propose(session, actor, task, command, today=clock.today())
            flash("已提请挂牌督办，等待审批")
            return see_other(url_for("listings.show", listing_id=row.id))
    page = render_template("listings/propose.html", form=form, task=task, proposal=proposal)
    return page, 422 if form.is_submitted() else 200


def _proposal_meant() -> int | None:
    """The proposal the address or the form names; what is no key names one there is not."""
    given = request.values.get("proposal", "")
    if not given:
        return None
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0


def _prefill(session: Session, task: Any, proposal: Any, form: ProposeForm) -> None:
    """The rule's term, and what the record says of a task that does not move."""
    today = clock.today()
    form.term.data = basis(session, today).rules.number(RuleName.LISTING, "term_workdays")
    if proposal is not None:  # its facts say what is overdue and does not move
        facts = [proposal.facts, *queries.issued_facts(session, task)]
    else:
        facts = queries.stalled_facts(session, task, today)
    if facts:
        form.limb.data, form.grounds.data = ListingLimb.STALLED.value, "\n".join(facts)


@listings.get("/listings/<int:listing_id>")
@grants(Action.LISTING_VIEW)
def show(session: Session, actor: Actor, listing_id: int) -> ResponseReturnValue:
    """The whole course: grounds, decisions, visits, requests to be released, the term."""
    listing, task = services.open_listing(session, actor, Action.LISTING_VIEW, listing_id)
    row = queries.one_listing(session, listing_id, clock.today())
    told, rights = course(session, actor, listing_id), permitted(session, actor, task)
    listed = listing.state is ListingState.LISTED
    asked = next((one for one in told.releases if one.state.is_open), None)
    may_ask = listed and asked is None and Action.RELEASE_ASK in rights
    may_accept = bool(asked and asked.state is ReleaseState.ASKED) and Action.LISTING_CHECK in rights
    return render_template(
        "listings/show.html",
        listing=listing,
        row=row,
        course=told,
        visits=of_listing(session, actor, listing_id),
        former=queries.former_number(session, listing),
        has_announcement=has_announcement(listing, task),
        published=_under_way(session, actor, task, row.step),
        may_publish=row.step in _TO_PUBLISH and listing.outlet and Action.PUBLICATION_DRAFT in rights,
        may_visit=listed and Action.LISTING_CHECK in rights,
        may_ask=may_ask,
        not_yet=why_not(releases.demand_askable, session, listing, task) if may_ask else "",
        may_accept=may_accept,
        not_you=why_not(releases.demand_acceptable, session, actor, listing) if may_accept else "",
    )


@listings.get("/listings/<int:listing_id>/notice")
@grants(Action.LISTING_VIEW)
def notice(session: Session, actor: Actor, listing_id: int) -> ResponseReturnValue:
    """挂牌督办通知书, for printing."""
    back = url_for("listings.show", listing_id=listing_id)
    return letter_page(_notice(session, actor, listing_id), "listings.notice_file", back, listing_id=listing_id)


@listings.get('/listings/<int:listing_id>/notice.<any("docx", "pdf"):ending>')
@grants(Action.LISTING_VIEW)
def notice_file(session: Session, actor: Actor, listing_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(_notice(session, actor, listing_id), ending)


@listings.get("/listings/<int:listing_id>/announcement")
@grants(Action.LISTING_VIEW)
def announcement(session: Session, actor: Actor, listing_id: int) -> ResponseReturnValue:
    """解除挂牌督办公告, for printing."""
    back = url_for("listings.show", listing_id=listing_id)
    return letter_page(
        _announcement(session, actor, listing_id), "listings.announcement_file", back, listing_id=listing_id
    )


@listings.get('/listings/<int:listing_id>/announcement.<any("docx", "pdf"):ending>')
@grants(Action.LISTING_VIEW)
def announcement_file(session: Session, actor: Actor, listing_id: int, ending: str) -> ResponseReturnValue:
    """The same as a Word or PDF file."""
    return paper_file(_announcement(session, actor, listing_id), ending)


@listings.route("/listings/<int:listing_id>/visit", methods=["GET", "POST"])
@takes_files
@grants(Action.LISTING_CHECK)
def visit(session: Session, actor: Actor, listing_id: int) -> ResponseReturnValue:
    """到现场, written down by the officer or anybody of the office."""
    listing, task = services.open_listing(session, actor, Action.LISTING_CHECK, listing_id)
    form = VisitForm()
    if _fits(session, actor, task, form):
        with kept(form, session):
            visit_listed(session, actor, listing, form.visit, today=clock.today())
            return _done(listing_id, "到现场情况已登记")
    page = render_template("listings/visit.html", form=form, listing=listing, task=task)
    return page, 422 if form.is_submitted() else 200


@listings.route("/listings/<int:listing_id>/release", methods=["GET", "POST"])
@takes_files
@grants(Action.RELEASE_ASK)
def ask(session: Session, actor: Actor, listing_id: int) -> ResponseReturnValue:
    """申请解除, by the unit's head."""
    listing, task = services.open_listing(session, actor, Action.RELEASE_ASK, listing_id)
    form, today = ReleaseForm(), clock.today()
    if _fits(session, actor, task, form):
        with kept(form, session):
            given = form.statement.data or "", form.evidence_ids
            releases.ask(session, actor, listing, *given, basis(session, today), today=today)
            return _done(listing_id, "已申请解除挂牌督办，等待现场验收")
    unready = why_not(releases.demand_askable, session, listing, task)
    page = render_template("listings/ask.html", form=form, listing=listing, task=task, why_not=unready)
    return page, 422 if form.is_submitted() else 200


@listings.route("/listings/<int:listing_id>/acceptance", methods=["GET", "POST"])
@takes_files
@grants(Action.LISTING_CHECK)
def accept(session: Session, actor: Actor, listing_id: int) -> ResponseReturnValue:
    """现场验收 by a third person."""
    listing, task = services.open_listing(session, actor, Action.LISTING_CHECK, listing_id)
    form, asked = AcceptanceForm(), releases.waiting_release(session, listing)
    if form.is_submitted() and asked is not None:
        demand_version(asked.version, 解除申请=asked.state.label)
    if _fits(session, actor, task, form):
        with kept(form, session):
            releases.accept(
                session,
                actor,
                listing,
                form.visit,
                passed=form.passed,
                reason=form.reason.data or "",
                today=clock.today(),
            )
            return _done(listing_id, "验收合格，已报批解除" if form.passed else "已退回整改，单位会收到通知")
    barred = why_not(releases.demand_acceptable, session, actor, listing)
    page = render_template("listings/accept.html", form=form, listing=listing, task=task, asked=asked, why_not=barred)
    return page, 422 if form.is_submitted() else 200


@listings.get("/listings/releases/<int:release_id>")
@grants(Action.LISTING_VIEW)
def release(session: Session, actor: Actor, release_id: int) -> ResponseReturnValue:
    """A request to be released is read on its listing's page."""
    listing_id = services.listing_of_release(session, actor, release_id)
    return see_other(url_for("listings.show", listing_id=listing_id, _anchor="releases"))


@listings.get("/listings/duties/<int:deadline_id>")
@grants(Action.LISTING_VIEW)
def of_duty(session: Session, actor: Actor, deadline_id: int) -> ResponseReturnValue:
    """A term is seen to on its listing's page."""
    duty, task = open_duty(session, actor, Action.TASK_VIEW, deadline_id)
    for row in queries.of_task(session, actor, task, clock.today()):
        if row.deadline_id == duty.id:
            return see_other(url_for("listings.show", listing_id=row.id))
    raise NotFound(ListingRefusal.NO_SUCH)


def _under_way(session: Session, actor: Actor, task: Any, step: ListingStep) -> PublicationRow | None:
    """The publication the listing waits for, where it is drafted already."""
    rows = publications_of(session, actor, task, clock.today())
    kind = _TO_PUBLISH.get(step)
    return next((row for row in reversed(rows) if row.kind is kind and row.state not in _OUT), None)


def _fits(session: Session, actor: Actor, task: Any, form: Any) -> bool:
    """Whether a form that takes files was sent and is in order; one that was not sent yet is prepared."""
    if isinstance(form, VisitForm):
        form.offer(clerks(session, task.office_id))
    if not form.is_submitted():
        offer_earlier(session, actor, task, form)
        if isinstance(form, VisitForm):
            form.visited_on.data = clock.today()
        return False
    return bool(form.validate()) & take_files(session, actor, task, form)


def _done(listing_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("listings.show", listing_id=listing_id))


def _notice(session: Session, actor: Actor, listing_id: int) -> Letter:
    listing, task = services.open_listing(session, actor, Action.LISTING_VIEW, listing_id)
    return listing_letter(session, listing, queries.one_listing(session, listing_id, clock.today()), task)


def _announcement(session: Session, actor: Actor, listing_id: int) -> Letter:
    listing, task = services.open_listing(session, actor, Action.LISTING_VIEW, listing_id)
    return release_letter(session, actor, listing, queries.one_listing(session, listing_id, clock.today()), task)
