"""联系方式: where messages of units and seats go."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.delivery import carriers
from tracker.policy.access import Actor
from tracker.queries.contacts import addressees, contact_lines
from tracker.services.contacts import add_contact, remove_contact
from tracker.vocabulary.actions import Action
from tracker.vocabulary.messages import ChannelWord
from tracker.web.forms.base import kept
from tracker.web.forms.contacts import ContactForm
from tracker.web.guard import grants, see_other, settings

contacts = Blueprint("contacts", __name__, url_prefix="/contacts")

_REFUSED = 422


@contacts.route("", methods=["GET", "POST"])
@grants(Action.REGISTER_MANAGE)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """All addresses, and a form for a new one."""
    form = ContactForm()
    form.offer(addressees(session))
    if form.is_submitted() and form.validate():
        with kept(form, session, "address"):
            row = add_contact(session, actor, form.command(), settings().secret(), today=clock.today())
            flash(f"{row.channel.label}地址 {row.shown} 已登记，今后的消息也发到这里")
            return see_other(url_for("contacts.show"))
    on = carriers(settings())
    off = [one for one in ChannelWord if one not in on and one is not ChannelWord.LOCAL]
    page = render_template("contacts/show.html", contacts=contact_lines(session), form=form, off=off)
    return page, _REFUSED if form.errors else 200


@contacts.post("/<int:contact_id>/remove")
@grants(Action.REGISTER_MANAGE)
def remove(session: Session, actor: Actor, contact_id: int) -> ResponseReturnValue:
    """Nothing goes there any more."""
    row = remove_contact(session, actor, contact_id, today=clock.today())
    flash(f"{row.channel.label}地址 {row.shown} 已删除，待发的也不再发到那里")
    return see_other(url_for("contacts.show"))
