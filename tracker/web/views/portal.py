"""挂牌公示: the public's pages. No login, nothing but what was published."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, flash, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.db import reading, writing
from tracker.documents.publications import list_as_csv, list_as_workbook
from tracker.errors import NotFound, RuleBroken
from tracker.queries.portal import Order, Page, PublicItem, Wanted, public_item, public_list, whole_list
from tracker.services.public_comments import PUBLIC, post_comment, sender_of
from tracker.vocabulary.publications import CommentRefusal, PublicationKind, PublicationRefusal
from tracker.web.errors import page as error_page
from tracker.web.forms.base import kept
from tracker.web.forms.portal import CommentForm
from tracker.web.guard import engine, open_to_public, see_other, settings

portal = Blueprint("portal", __name__, url_prefix="/public")

_LONGEST_QUERY = 50
_GONE = "该事项已下线"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADER = ("类别", "事项", "承办单位", "办理情况", "时限", "摘要", "公开媒体", "公开日期", "最新进展")


@portal.get("")
@open_to_public
def index() -> ResponseReturnValue:
    """What stands in public, searched, a page at a time."""
    wanted = _wanted()
    with reading(engine()) as session:
        page: Page = public_list(session, wanted, _page_number())
    return render_template(
        "portal/index.html", page=page, wanted=wanted, kinds=tuple(PublicationKind), orders=tuple(Order)
    )


@portal.get("/list.csv", endpoint="as_csv")
@open_to_public
def as_csv() -> ResponseReturnValue:
    """The same fields as the page, as text."""
    content = list_as_csv(_HEADER, _cells())
    return send_file(BytesIO(content), mimetype="text/csv", as_attachment=True, download_name="公开事项.csv")


@portal.get("/list.xlsx", endpoint="as_workbook")
@open_to_public
def as_workbook() -> ResponseReturnValue:
    """The same fields as the page, as a workbook; nothing in it is a formula."""
    content = list_as_workbook(_HEADER, _cells())
    return send_file(BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name="公开事项.xlsx")


@portal.get("/<int:publication_id>")
@open_to_public
def show(publication_id: int) -> ResponseReturnValue:
    """One item. What was taken down says so and nothing else; what is not public does not exist."""
    item = _item(publication_id)
    if item is None:
        return error_page(404, _GONE)
    return _page(item, CommentForm(formdata=None)), 200


@portal.post("/<int:publication_id>/comments")
@open_to_public
def comment(publication_id: int) -> ResponseReturnValue:
    """Somebody writes to the office; what is refused stays in the box."""
    item = _item(publication_id)
    if item is None:
        return error_page(404, CommentRefusal.GONE.worded())
    form = CommentForm()
    sender = sender_of(request.remote_addr or "", settings().secret())
    with writing(engine()) as session, kept(form, session, "body"):
        if not settings().public_comments:
            raise RuleBroken(CommentRefusal.CLOSED)
        post_comment(session, PUBLIC, publication_id, form.body.data or "", sender, today=clock.today())
    if form.errors:
        often = CommentRefusal.TOO_OFTEN.worded() in form.body.errors
        return _page(item, form), 429 if often else 422
    flash("留言已提交，由督查室阅处，不公开显示")
    return see_other(url_for("portal.show", publication_id=publication_id))


def _item(publication_id: int) -> PublicItem | None:
    """What is in public; None for what was taken down. Raises NotFound for any other key."""
    with reading(engine()) as session:
        item = public_item(session, publication_id)
    if item is None:
        raise NotFound(PublicationRefusal.NO_SUCH)
    return item if item.published_on is not None else None


def _page(item: PublicItem, form: CommentForm) -> str:
    return render_template(
        "portal/show.html", item=item, form=form, takes_comments=item.takes_comments and settings().public_comments
    )


def _wanted() -> Wanted:
    """What the address asks for; what it does not understand it ignores."""
    asked = request.args
    words = "".join(one for one in asked.get("q", "") if one.isprintable())[:_LONGEST_QUERY].strip()
    return Wanted(
        words,
        next((kind for kind in PublicationKind if kind.value == asked.get("kind")), None),
        Order.DUE if asked.get("sort") == Order.DUE else Order.NEWEST,
    )


def _page_number() -> int:
    asked = request.args.get("page", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1


def _cells() -> list[tuple[str, ...]]:
    with reading(engine()) as session:
        items = whole_list(session, _wanted())
    return [
        (
            one.kind.label,
            one.title,
            one.unit,
            one.stage,
            one.due_on.isoformat() if one.due_on else "",
            one.body,
            one.outlet,
            one.published_on.isoformat() if one.published_on else "",
            f"{one.progress[0].published_on} {one.progress[0].body}" if one.progress else "",
        )
        for one in items
    ]
