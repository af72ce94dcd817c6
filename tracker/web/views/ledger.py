"""台账: on the page, as a workbook, on paper."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from tracker import clock
from tracker.documents.ledger_workbook import ledger_workbook
from tracker.policy.access import Actor, may_ever
from tracker.policy.numbering import as_printed
from tracker.queries.ledger import Filter, LedgerRow, Order, whole_ledger
from tracker.queries.ledger import ledger as ledger_page
from tracker.queries.new_reds import new_reds
from tracker.queries.units import leading_units
from tracker.queries.urging import leads_urged
from tracker.vocabulary.actions import Action
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light
from tracker.web.guard import grants
from tracker.wording import split_days

ledger = Blueprint("ledger", __name__, url_prefix="/ledger")

_LONGEST_QUERY = 50
_THIS_WEEK = "completed-this-week"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@ledger.get("")
@grants(Action.LEDGER)
def show(session: Session, actor: Actor) -> ResponseReturnValue:
    """A page of the ledger, as the address filters it."""
    wanted, day = _wanted(), clock.today()
    page = ledger_page(session, actor, wanted, day, request.args.get("after", ""))
    urges = wanted.overdue and may_ever(actor, Action.UNIT_URGE)
    return render_template(
        "ledger/show.html",
        page=page,
        fresh=new_reds(session, [row.id for row in page.rows], day),
        urged=leads_urged(session, [row.id for row in page.rows], day) if urges else None,
        wanted=wanted,
        units=leading_units(session, actor),
        statuses=list(TaskStatus),
        lights=list(Light),
    )


@ledger.get("/print")
@grants(Action.LEDGER)
def paper(session: Session, actor: Actor) -> ResponseReturnValue:
    """The whole ledger for A3, its header repeated on every sheet."""
    return render_template("ledger/print.html", rows=whole_ledger(session, actor, _wanted(), clock.today()))


@ledger.get("/台账.xlsx", endpoint="export")
@grants(Action.LEDGER_EXPORT)
def export(session: Session, actor: Actor) -> ResponseReturnValue:
    """The whole ledger as a workbook; nothing in it is a formula."""
    today = clock.today()
    rows = whole_ledger(session, actor, _wanted(), today)
    content = ledger_workbook([_cells(row) for row in rows], f"督查台账（截至{today}）")
    return send_file(BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name=f"督查台账{today}.xlsx")


def _cells(row: LedgerRow) -> tuple[str, ...]:
    due = row.due_on.isoformat() if row.due_on else "长期" if row.endless else ""
    light = row.light.label if row.light else ""
    late = f"{row.delay.days}天" if row.delay else ""
    if split := split_days(row.delay):
        late = f"{late}（{split}）"
    return (row.reference, row.title, row.target, row.leader, row.lead, due, late, row.status.label, light)


def _wanted() -> Filter:
    """What the address asks for; what it does not understand it ignores."""
    asked = request.args
    department = asked.get("department", "")
    overdue = asked.get("late") == "overdue"
    # What is overdue is asked for to be urged: the longest overdue first, unless said.
    order = asked.get("order") or (Order.DUE if overdue else Order.REFERENCE)
    return Filter(
        words=tuple(as_printed(asked.get("q", "")[:_LONGEST_QUERY]).split()),
        statuses=frozenset(status for status in TaskStatus if status.value in asked.getlist("status")),
        light=next((light for light in Light if light.value == asked.get("light")), None),
        department_id=int(department) if department.isdecimal() and len(department) < 10 else None,
        done_this_week=asked.get("status") == _THIS_WEEK,
        overdue=overdue,
        due_soon=asked.get("late") == "soon",
        order=Order.DUE if order == Order.DUE else Order.REFERENCE,
    )
