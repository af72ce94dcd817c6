"""职务: seats, and who holds them from when to when."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor
from tracker.queries.register import post_lines
from tracker.services import register
from tracker.vocabulary.actions import Action
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.departments import PostRank
from tracker.web.forms.base import kept
from tracker.web.forms.register import HolderForm, PostForm
from tracker.web.guard import grants, see_other

posts = Blueprint("posts", __name__, url_prefix="/posts")

_REFUSED = 422


@posts.route("", methods=["GET", "POST"])
@grants(Action.REGISTER_MANAGE)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """All seats, and a form for a new one."""
    form = PostForm()
    if form.is_submitted() and form.validate():
        with kept(form, session):
            name, rank, track = form.name.data.strip(), PostRank(form.rank.data), (form.track.data or "").strip()
            register.register_post(session, actor, name, rank, track, today=clock.today())
            flash(f"职务“{name}”已登记")
            return see_other(url_for("posts.show"))
    page = render_template("posts/show.html", posts=post_lines(session, clock.today()), form=form)
    return page, _REFUSED if form.errors else 200


@posts.route("/<int:post_id>", methods=["GET", "POST"])
@grants(Action.REGISTER_MANAGE)
def holder(session: Session, actor: Actor, post_id: int) -> ResponseReturnValue:
    """A new holder from a day; everybody who held the seat stays listed."""
    post = next((one for one in post_lines(session, clock.today()) if one.id == post_id), None)
    if post is None:
        raise NotFound(Refusal.POST_GONE)
    form = HolderForm()
    if form.is_submitted() and form.validate():
        with kept(form, session):
            name = (form.holder.data or "").strip()
            register.seat_holder(session, actor, post_id, name, form.from_on.data, today=clock.today())
            flash(f"“{post.name}”的任职已登记")
            return see_other(url_for("posts.show"))
    return render_template("posts/holder.html", post=post, form=form), _REFUSED if form.errors else 200
