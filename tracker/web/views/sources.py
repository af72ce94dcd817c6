"""Papers: listed, taken down by form or from pasted minutes, their clauses drafted, 批示 recorded and sorted."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from tracker import clock
from tracker.errors import NotFound
from tracker.policy.access import Actor
from tracker.policy.minutes import Decided, read_minutes
from tracker.policy.secrecy import refuse_marked
from tracker.queries.routes import seats
from tracker.queries.sources import source_page, task_titles
from tracker.queries.sources import sources as source_rows
from tracker.services.endorsements import Endorse, Sort, endorse, open_endorsement, sort
from tracker.services.import_plan import Origin
from tracker.services.sources import (
    Clause,
    RegisterSource,
    add_clauses,
    draft_from,
    judge,
    open_item,
    open_source,
    register_source,
)
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import Triage
from tracker.vocabulary.sources import SourceKind, SourceRefusal, Treatment
from tracker.web.forms.base import kept
from tracker.web.forms.sources import MOST_ROWS, ClausesForm, EndorseForm, SortForm, SourceForm
from tracker.web.guard import grants, see_other, settings

sources = Blueprint("sources", __name__, url_prefix="/sources")


@sources.get("")
@grants(Action.SOURCE_VIEW)
def index(session: Session, actor: Actor) -> ResponseReturnValue:
    """The office's papers, the newest first."""
    q = request.args.get("q", "").strip()[:50]
    return render_template("sources/index.html", rows=source_rows(session, actor, q), q=q)


@sources.get("/<int:source_id>")
@grants(Action.SOURCE_VIEW)
def show(session: Session, actor: Actor, source_id: int) -> ResponseReturnValue:
    """One paper: 批示, clauses, and the task each became."""
    return render_template("sources/show.html", source=source_page(session, open_source(session, actor, source_id)))


@sources.route("/new", methods=["GET", "POST"])
@grants(Action.SOURCE_REGISTER)
def new(session: Session, actor: Actor) -> ResponseReturnValue:
    """登记来源 with a few clauses; 再加一行 gives one more."""
    form = SourceForm()
    if not form.is_submitted():
        form.kind.data = SourceKind.MEETING.value
        return _new_page(form)
    if form.more.data:
        form.add_row()
        return _again(session, _new_page(form))
    if form.check():
        clauses = [row.clause() for _, row in form.filled()]
        if _shows_twins(session, actor, form, form.origin()):
            return _again(session, _new_page(form))
        with kept(form, session):
            command = RegisterSource(_office(actor), form.origin(), clauses, settings().home)
            source = register_source(session, actor, command, today=clock.today())
            flash(f"已登记《{source.title}》，条目{len(clauses)}个")
            return see_other(url_for("sources.show", source_id=source.id))
        _shows_twins(session, actor, form, form.origin())
    return _new_page(form), 422


@sources.route("/minutes", methods=["GET", "POST"])
@grants(Action.SOURCE_REGISTER)
def minutes(session: Session, actor: Actor) -> ResponseReturnValue:
    """Pasted minutes, split into rows that are corrected before anything is kept."""
    form = SourceForm()
    if not form.is_submitted():
        form.kind.data = SourceKind.MEETING.value
        return render_template("sources/minutes.html", form=form)
    if form.validate():
        with kept(form, session, "text"):
            refuse_marked(form.text.data or "", form.title.data or "")
            origin = form.origin()
            read = read_minutes(form.text.data or "", issued_on=origin.issued_on, plan_year=origin.plan_year)
            if found := read.decided:
                form.show([_clause(one) for one in found], [one.original for one in found])
                form.unread.data = "\n".join(read.unread)
                _shows_twins(session, actor, form, origin)
                if len(found) > MOST_ROWS:
                    flash(f"读出{len(found)}条，先处理前{MOST_ROWS}条；其余请在登记后添加条目")
                return _again(session, _new_page(form, from_minutes=True))
            form.refuse(SourceRefusal.NOTHING_READ.worded(), "text")
    return render_template("sources/minutes.html", form=form), 422


@sources.route("/<int:source_id>/items", methods=["GET", "POST"])
@grants(Action.SOURCE_REGISTER)
def items(session: Session, actor: Actor, source_id: int) -> ResponseReturnValue:
    """Further clauses of a paper."""
    source, form = open_source(session, actor, source_id), ClausesForm()
    page = source_page(session, source)
    if form.is_submitted() and form.more.data:
        form.add_row()
        session.rollback()  # nothing was done: the same form may be posted again
    elif form.is_submitted() and not form.filled():
        form.refuse(SourceRefusal.NO_CLAUSE.worded())
    elif form.is_submitted() and form.check():
        origin = Origin(page.title, page.issuer, page.issued_on, page.plan_year, page.kind, page.regime)
        if _shows_twins(session, actor, form, origin):
            session.rollback()
        else:
            with kept(form, session):
                clauses = [row.clause() for _, row in form.filled()]
                add_clauses(session, actor, source, clauses, settings().home, today=clock.today())
                flash(f"已添加条目{len(clauses)}个")
                return see_other(url_for("sources.show", source_id=source_id))
    return render_template("sources/items.html", form=form, source=page), 422 if form.errors else 200


@sources.post("/items/<int:item_id>/draft")
@grants(Action.TASK_DRAFT)
def draft(session: Session, actor: Actor, item_id: int) -> ResponseReturnValue:
    """A clause that was only kept becomes a draft."""
    task = draft_from(session, actor, open_item(session, actor, item_id), settings().home, today=clock.today())
    flash("已立为草稿，请补齐四清后报批")
    return see_other(url_for("drafts.edit", task_id=task.id))


@sources.route("/<int:source_id>/endorsements", methods=["GET", "POST"])
@grants(Action.SOURCE_REGISTER)
def endorsements(session: Session, actor: Actor, source_id: int) -> ResponseReturnValue:
    """登记批示, behind those the paper has."""
    source, form = open_source(session, actor, source_id), EndorseForm()
    found = seats(session, source.office_id, clock.today())
    form.seat.choices = [
        SelectChoice("", "不在名册，照原件填写"),
        *(SelectChoice(str(seat.id), seat.label) for seat in found),
    ]
    if form.is_submitted() and form.validate():
        with kept(form, session):
            seat = int(form.seat.data) if form.seat.data else None
            command = Endorse(source, form.wording.data, form.written_on.data, form.leader.data or "", seat)
            row = endorse(session, actor, command, today=clock.today())
            flash(f"已登记第{row.ordinal}条批示，请分办")
            return see_other(url_for("sources.show", source_id=source_id))
    page = render_template("sources/endorse.html", form=form, source=source_page(session, source))
    return page, 422 if form.errors else 200


@sources.route("/endorsements/<int:endorsement_id>", methods=["GET", "POST"])
@grants(Action.NOTE_TRIAGE)
def triage(session: Session, actor: Actor, endorsement_id: int) -> ResponseReturnValue:
    """分办: 阅知, 阅处, or 办理反馈, which becomes a task."""
    row, source = open_endorsement(session, actor, endorsement_id)
    page, form = source_page(session, source), SortForm()
    shown = next(one for one in page.endorsements if one.id == endorsement_id)
    if form.is_submitted() and form.validate():
        with kept(form, session):
            texts = (form.matter.data or "", form.lead.data or "", form.due_phrase.data or "")
            command = Sort(row, Triage(form.triage.data), *texts)
            task = sort(session, actor, command, settings().home, today=clock.today())
            flash(f"已分办：{command.triage.label}" + ("，并立为草稿" if task else ""))
            target = url_for("tasks.show", task_id=task.id) if task else url_for("sources.show", source_id=page.id)
            return see_other(target)
    body = render_template("sources/triage.html", form=form, source=page, row=shown)
    return body, 422 if form.errors else 200


def _again(session: Session, page: str) -> str:
    """The page once more: nothing was done, so the form's key is free and a double click finds it still typed."""
    session.rollback()
    return page


def _new_page(form: SourceForm, *, from_minutes: bool = False) -> str:
    return render_template("sources/new.html", form=form, from_minutes=from_minutes)


def _office(actor: Actor) -> int:
    if actor.office_id is None:
        raise NotFound(SourceRefusal.NO_SUCH_SOURCE)
    return actor.office_id


def _shows_twins(session: Session, actor: Actor, form: ClausesForm, origin: Origin) -> bool:
    """Offer, in each row that repeats a task, that task as its answer; true where the page has not shown it yet."""
    rows = [row for _, row in form.filled()]
    judged = judge(session, _office(actor), [row.clause() for row in rows], origin, settings().home)
    twins = [(row, one.twin_task) for row, one in zip(rows, judged, strict=True) if one.twin_task is not None]
    titles = task_titles(session, actor, [task_id for _, task_id in twins if task_id is not None])
    for row, task_id in twins:
        if task_id in titles:
            row.offer(task_id, titles[task_id])
    seen = ",".join(f"{row.title.data}:{task_id}" for row, task_id in twins)
    news = bool(seen) and form.twins.data != seen
    form.twins.data = seen
    form.twins.raw_data = None
    return news


def _clause(one: Decided) -> Clause:
    return Clause(
        title=one.title,
        number=one.number,
        section=one.section,
        leader=one.leader,
        lead="、".join(name for name in (one.lead, *one.co_leads) if name),
        supporting="、".join(one.supporting),
        due_phrase=one.due_phrase,
        treatment=Treatment.DRAFT,
    )
