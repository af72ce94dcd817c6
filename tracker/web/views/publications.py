"""公开: the desk where it is drafted and published, the unit's word, and the page of 宣传部."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor, may_ever
from tracker.policy.lifecycle.publications import PUBLICATIONS
from tracker.queries import publications as read
from tracker.queries.portal import item_of
from tracker.services import publications as desk
from tracker.services.access import open_task, permitted
from tracker.services.deadlines import basis
from tracker.services.submissions import waiting_for
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.people import OFFICE
from tracker.vocabulary.publications import PublicationAct as Act
from tracker.vocabulary.publications import PublicationState
from tracker.web.forms.base import Form, demand_version, kept
from tracker.web.forms.publications import (
    CosignForm,
    CosignPaperForm,
    PublishForm,
    ReplyForm,
    SendBackForm,
    WithdrawForm,
    WordingForm,
    blank,
)
from tracker.web.guard import grants, see_other, settings

publications = Blueprint("publications", __name__)

# act on the page → what it does to the publication, and the right it takes
_ACTS = {
    "edit": (Act.EDIT, Action.PUBLICATION_DRAFT),
    "ask": (Act.ASK, Action.PUBLICATION_DRAFT),
    "reply": (Act.AGREE, Action.PUBLICATION_REPLY),
    "forward": (Act.FORWARD, Action.PUBLICATION_DRAFT),
    "cosign": (Act.COSIGN, Action.PUBLICATION_COSIGN),
    "cosign_paper": (Act.COSIGN, Action.PUBLICATION_DRAFT),
    "send_back": (Act.SEND_BACK, Action.PUBLICATION_COSIGN),
    "publish": (Act.PUBLISH, Action.PUBLICATION_DRAFT),
    "withdraw": (Act.WITHDRAW, Action.PUBLICATION_DRAFT),
}


@publications.get("/publications")
@grants(Action.PUBLICATION_DRAFT)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """Everything the office publishes or published."""
    return render_template("publications/index.html", rows=read.publications(session, actor))


@publications.get("/publications/cosigning")
@grants(Action.PUBLICATION_COSIGN)
def cosigning(session: Session, actor: Actor) -> ResponseReturnValue:
    """What waits for 宣传部, and what it has signed."""
    rows = read.publications(session, actor)
    waiting = [row for row in rows if row.state is PublicationState.COSIGNING]
    signed = [row for row in rows if row.state is not PublicationState.COSIGNING]
    return render_template("publications/cosigning.html", waiting=waiting, signed=signed)


@publications.get("/publications/comments")
@grants(Action.COMMENT_READ)
def comments(session: Session, actor: Actor) -> ResponseReturnValue:
    """What the public wrote to the office."""
    return render_template("publications/comments.html", rows=read.comments(session, actor))


@publications.route("/tasks/<int:task_id>/publications/new", methods=["GET", "POST"])
@grants(Action.PUBLICATION_DRAFT)
def draft(session: Session, actor: Actor, task_id: int) -> ResponseReturnValue:
    """Draft what the public will see of a task; the form begins with the task's own words."""
    task = open_task(session, actor, Action.PUBLICATION_DRAFT, task_id)
    form = WordingForm()
    if form.is_submitted():
        if form.validate():
            with kept(form, session):
                row = desk.draft(session, actor, task, form.chosen, form.wording, today=clock.today())
                return _done(row.id, "已起草，请预览后征求单位意见")
    else:
        kind, wording = read.suggested(session, task, request.args.get("kind", ""))
        form.kind.data = kind.value
        form.fill(wording)
    page = render_template("publications/edit.html", form=form, task=task, row=None)
    return page, 422 if form.is_submitted() else 200


@publications.get("/publications/<int:publication_id>")
@grants(Action.PUBLICATION_SEE)
def show(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """One publication: its words, who said and signed what, and what this person may do now."""
    row, task = desk.open_publication(session, actor, Action.PUBLICATION_SEE, publication_id)
    return _page(session, actor, row, task)


@publications.get("/publications/<int:publication_id>/preview")
@grants(Action.PUBLICATION_SEE)
def preview(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """The public's own page, before it is public."""
    row, _ = desk.open_publication(session, actor, Action.PUBLICATION_SEE, publication_id)
    return render_template("portal/show.html", item=item_of(row), preview=True, form=None)


@publications.route("/publications/<int:publication_id>/edit", methods=["GET", "POST"])
@grants(Action.PUBLICATION_DRAFT)
def edit(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """Change the words, and begin again."""
    row, task = desk.open_publication(session, actor, Action.PUBLICATION_DRAFT, publication_id)
    form = WordingForm()
    del form.kind
    if form.is_submitted():
        demand_version(row.version, 办理情况=row.state.label)
        if form.validate():
            with kept(form, session):
                begins_again = row.asked_unit_on is not None
                desk.edit(session, actor, row, task, form.wording, today=clock.today())
                said = "已保存，此前的意见、会签和审批一并作废" if begins_again else "已保存"
                return _done(publication_id, said)
    else:
        form.fill(desk.wording_of(row))
    page = render_template("publications/edit.html", form=form, task=task, row=row)
    return page, 422 if form.is_submitted() else 200


@publications.post("/publications/<int:publication_id>/ask")
@grants(Action.PUBLICATION_DRAFT)
def ask(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """Show it to the unit."""

    def act(row: Any, task: Any, _: Form) -> None:
        desk.ask_unit(session, actor, row, task, basis(session, clock.today()), today=clock.today())

    return _act(session, actor, publication_id, "ask", Form(), act, "已征求承办单位意见")


@publications.post("/publications/<int:publication_id>/reply")
@grants(Action.PUBLICATION_REPLY)
def reply(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """The unit's word, or the office enters it from paper."""

    def act(row: Any, _: Any, form: Any) -> None:
        words, signer = form.words.data or "", form.signer.data or ""
        desk.reply(session, actor, row, words, agreed=form.agreed, signer=signer, today=clock.today())

    return _act(session, actor, publication_id, "reply", ReplyForm(), act, "已答复")


@publications.post("/publications/<int:publication_id>/forward")
@grants(Action.PUBLICATION_DRAFT)
def forward(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """On to 宣传部."""

    def act(row: Any, _: Any, __: Form) -> None:
        desk.forward(session, actor, row, today=clock.today())

    return _act(session, actor, publication_id, "forward", Form(), act, "已送宣传部会签")


@publications.post("/publications/<int:publication_id>/cosign")
@grants(Action.PUBLICATION_COSIGN)
def cosign(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """宣传部 signs."""

    def act(row: Any, task: Any, form: Any) -> None:
        desk.cosign(session, actor, row, task, form.words.data or "", today=clock.today())

    return _act(session, actor, publication_id, "cosign", CosignForm(), act, "已会签，并送审批")


@publications.post("/publications/<int:publication_id>/cosign-paper")
@grants(Action.PUBLICATION_DRAFT)
def cosign_paper(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """The office enters a signature given on paper."""

    def act(row: Any, task: Any, form: Any) -> None:
        words, paper = form.words.data or "", form.signature
        desk.cosign(session, actor, row, task, words, on_paper=paper, today=clock.today())

    return _act(session, actor, publication_id, "cosign_paper", CosignPaperForm(), act, "已补录会签，并送审批")


@publications.post("/publications/<int:publication_id>/send-back")
@grants(Action.PUBLICATION_COSIGN)
def send_back(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """宣传部 does not sign."""

    def act(row: Any, _: Any, form: Any) -> None:
        desk.send_back(session, actor, row, form.reason.data, today=clock.today())

    return _act(session, actor, publication_id, "send_back", SendBackForm(), act, "已退回督查室修改")


@publications.post("/publications/<int:publication_id>/publish")
@grants(Action.PUBLICATION_DRAFT)
def publish(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """It stands in public."""

    def act(row: Any, task: Any, form: Any) -> None:
        takes = bool(form.takes_comments.data) and settings().public_comments
        outlet, day = form.outlet.data, form.day.data
        desk.publish(session, actor, row, task, outlet, day, takes_comments=takes, today=clock.today())

    return _act(session, actor, publication_id, "publish", PublishForm(), act, "已公开")


@publications.post("/publications/<int:publication_id>/withdraw")
@grants(Action.PUBLICATION_DRAFT)
def withdraw(session: Session, actor: Actor, publication_id: int) -> ResponseReturnValue:
    """It is taken down, at once."""

    def act(row: Any, _: Any, form: Any) -> None:
        desk.withdraw(session, actor, row, form.reason.data, today=clock.today())

    return _act(session, actor, publication_id, "withdraw", WithdrawForm(), act, "已撤下，公众页面不再显示")


def _act(
    session: Session,
    actor: Actor,
    publication_id: int,
    name: str,
    form: Any,
    act: Callable[[Any, Any, Any], None],
    said: str,
) -> ResponseReturnValue:
    """Do one act on the page, and come back to it; what is refused comes back with all that was typed."""
    row, task = desk.open_publication(session, actor, _ACTS[name][1], publication_id)
    demand_version(row.version, 办理情况=row.state.label)
    if form.validate():
        with kept(form, session):
            act(row, task, form)
            session.flush()
    if form.errors:
        return _page(session, actor, row, task, **{name: form}), 422
    if name == "send_back":  # no longer theirs to see
        flash(said)
        return see_other(url_for("publications.cosigning"))
    return _done(publication_id, said)


def _page(session: Session, actor: Actor, row: Any, task: Any, **refused: Form) -> str:
    rights, possible = permitted(session, actor, task), PUBLICATIONS.available(row.state)
    now = {name for name, (act, right) in _ACTS.items() if act in possible and right in rights}
    if row.replied_on is not None:
        now.discard("reply")
    elif row.reply_until is not None and clock.today() <= row.reply_until:
        now.discard("forward")
    forms = blank(sorted(now)) | refused
    if "publish" in forms and "publish" not in refused:
        forms["publish"].day.data = clock.today()
        forms["publish"].outlet.data = read.outlet_wanted(session, row)
    waiting = waiting_for(session, ApprovalKind.PUBLICATION, row.id)
    return render_template(
        "publications/show.html",
        row=row,
        task=task,
        item=item_of(row),
        now=now,
        forms=forms,
        wrong=next(iter(refused.values()), None),
        enters=bool(actor.roles & OFFICE),
        sees_task=Action.TASK_VIEW in rights,
        waiting=waiting if waiting and may_ever(actor, Action.APPROVAL_GIVE) else None,
        comments=read.comments(session, actor, row.id),
        comments_on=settings().public_comments,
        silent=row.state is not PublicationState.REPLYING and row.asked_unit_on and row.replied_on is None,
    )


def _done(publication_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return see_other(url_for("publications.show", publication_id=publication_id))
