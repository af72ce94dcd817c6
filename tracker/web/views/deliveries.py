"""发送情况: dead letters with what the receiver said, what waits, and one click to send again."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.policy.access import Actor
from tracker.queries.deliveries import delivery_board
from tracker.services.outbox import resend as send_again
from tracker.services.outbox import resend_dead
from tracker.vocabulary.actions import Action
from tracker.web.guard import grants, see_other, settings

deliveries = Blueprint("deliveries", __name__, url_prefix="/deliveries")


@deliveries.get("")
@grants(Action.OFFICE_DESK)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """What could not be sent, and what waits."""
    return render_template("deliveries/show.html", board=delivery_board(session, clock.now()), hours=settings())


@deliveries.post("/resend")
@grants(Action.OFFICE_DESK)
def resend_all(session: Session, actor: Actor) -> ResponseReturnValue:
    """Try all that failed again, as after a channel was mended."""
    number = resend_dead(session, actor, now=clock.now(), today=clock.today())
    flash(f"{number}条发送失败的消息将重新发送，结果请稍后在本页查看" if number else "没有发送失败的消息")
    return see_other(url_for("deliveries.show"))


@deliveries.post("/<int:delivery_id>/resend")
@grants(Action.OFFICE_DESK)
def resend(session: Session, actor: Actor, delivery_id: int) -> ResponseReturnValue:
    """Try one again, from the beginning."""
    row = send_again(session, actor, delivery_id, now=clock.now(), today=clock.today())
    flash(f"第{row.message_id}号消息将重新发送，结果请稍后在本页查看")
    return see_other(url_for("deliveries.show"))
