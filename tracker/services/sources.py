"""Sources: a paper taken down with its clauses, and what becomes of each clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound, RuleBroken
from tracker.models import Source, SourceItem, Task, TaskSource
from tracker.policy.access import Actor
from tracker.policy.deadlines import due_after
from tracker.policy.due_phrases import read_due
from tracker.policy.rules import RuleName
from tracker.policy.secrecy import refuse_marked
from tracker.policy.sheets.item import Item, SheetReading
from tracker.policy.unit_phrases import read_units
from tracker.services import audit
from tracker.services.clerks import make_clerk
from tracker.services.deadlines import Basis, basis, of_task, planned_final
from tracker.services.departments import unknown_unit
from tracker.services.drafting import draft_task, known_paper, paper_of, record_item
from tracker.services.import_plan import Origin, PlannedRow, plan_import
from tracker.services.merging import answer_with
from tracker.vocabulary.deadlines import DeadlineKind, TermUnit
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sheets import DueKind
from tracker.vocabulary.sources import SourceKind, SourceRefusal, Treatment

_TERM_OF_KIND = {
    SourceKind.INSTRUCTION: "instruction",
    SourceKind.MEETING: "meeting",
    SourceKind.INCOMING: "incoming",
    SourceKind.PROPOSAL: "proposal",
}
_TAKES_MORE = frozenset(
    {
        TaskStatus.DRAFT,
        TaskStatus.REGISTERED,
        TaskStatus.ASSIGNED,
        TaskStatus.ACKNOWLEDGED,
        TaskStatus.IN_PROGRESS,
    }
)


@dataclass(frozen=True)
class Clause:
    """One clause as somebody typed it, and what is to become of it; ``answered_by`` is a task of the same office."""

    title: str
    number: str = ""
    section: str = ""
    leader: str = ""
    lead: str = ""
    supporting: str = ""
    due_phrase: str = ""
    treatment: Treatment = Treatment.DRAFT
    answered_by: int | None = None


@dataclass(frozen=True)
class RegisterSource:
    office_id: int
    origin: Origin
    clauses: Sequence[Clause]
    home: str = ""


def open_source(session: Session, actor: Actor, source_id: int) -> Source:
    """The source, for the office that entered it. Raises NotFound for anybody else's."""
    source = session.get(Source, source_id)
    if source is None or actor.office_id is None or source.office_id != actor.office_id:
        raise NotFound(SourceRefusal.NO_SUCH_SOURCE)
    return source


def judge(
    session: Session, office_id: int, clauses: Sequence[Clause], origin: Origin | None, home: str
) -> tuple[PlannedRow, ...]:
    """What each clause would be: its units, its dates, and the task it may repeat. Writes nothing."""
    issued_on = origin.issued_on if origin else None
    year = origin.plan_year if origin else None
    items = tuple(_item(number, clause, issued_on, year) for number, clause in enumerate(clauses, start=1))
    reading = SheetReading("", 0, (), "", year, items, ())
    return plan_import(session, office_id, [reading], origin, home=home).rows


def register_source(session: Session, actor: Actor, command: RegisterSource, *, today: date) -> Source:
    """登记来源, with its clauses. Raises RuleBroken for a paper known, marked secret, or of a day to come."""
    origin = command.origin
    refuse_marked(origin.title, origin.issuer, origin.document_number)
    if origin.issued_on > today:
        raise RuleBroken(SourceRefusal.DATED_LATER, day=origin.issued_on)
    if session.scalars(known_paper(command.office_id, origin)).first() is not None:
        raise RuleBroken(SourceRefusal.KNOWN, title=origin.title, issuer=origin.issuer, day=origin.issued_on)
    source = paper_of(command.office_id, origin)
    session.add(source)
    session.flush()  # its clauses name the key
    audit.record(
        session,
        actor,
        AuditTag.SOURCE_REGISTERED,
        "source",
        source.id,
        today=today,
        title=source.title,
        clauses=len(command.clauses),
    )
    add_clauses(session, actor, source, command.clauses, command.home, today=today)
    return source


def add_clauses(
    session: Session, actor: Actor, source: Source, clauses: Sequence[Clause], home: str, *, today: date
) -> list[Task]:
    """Take down further clauses of a source; returns the tasks drafted from them.

    Raises RuleBroken for a clause that is there already, marked secret, names a unit nobody knows, or is to be
    answered by a task that takes no more.
    """
    for clause in clauses:
        refuse_marked(clause.title, clause.section, clause.due_phrase)
    by, drafted = basis(session, today), []
    rows = judge(session, source.office_id, clauses, _origin_of(source), home)
    for clause, row in zip(clauses, rows, strict=True):
        if row.known:
            raise RuleBroken(SourceRefusal.CLAUSE_KNOWN, title=clause.title)
        kept = record_item(session, source, row, "")
        if clause.treatment is Treatment.ANSWER:
            _answer(session, actor, source, clause, row, kept, by, today=today)
        elif clause.treatment is Treatment.DRAFT:
            drafted.append(_draft(session, actor, source, row, kept, by, today=today))
    return drafted


def draft_from(session: Session, actor: Actor, item: SourceItem, home: str, *, today: date) -> Task:
    """Draft a task from a clause that was only kept. Raises RuleBroken where it has become one already."""
    if session.scalars(select(TaskSource.id).where(TaskSource.source_item_id == item.id)).first() is not None:
        raise RuleBroken(SourceRefusal.CLAUSE_TAKEN, title=item.title)
    source = session.get_one(Source, item.source_id)
    leads = "、".join(name for name in (item.lead, item.co_leads) if name)
    clause = Clause(
        item.title, item.number, item.section, item.leader, leads, item.supporting, item.due_phrase, Treatment.DRAFT
    )
    (row,) = judge(session, source.office_id, [clause], _origin_of(source), home)
    return _draft(session, actor, source, row, item, basis(session, today), today=today)


def _draft(
    session: Session, actor: Actor, source: Source, row: PlannedRow, kept: SourceItem, by: Basis, *, today: date
) -> Task:
    for name, found in row.units.items():
        if found.unit_id is None and found.group_id is None:
            raise unknown_unit(name, found)
    task = draft_task(session, actor, row, kept, source, dict(row.units), by, today=today)
    make_clerk(session, actor, task, actor.account_id, today=today)
    session.flush()
    if not task.endless and not of_task(session, task.id, DeadlineKind.FINAL):
        _default_term(session, task, source.kind, by, today)
    return task


def _default_term(session: Session, task: Task, kind: SourceKind, by: Basis, today: date) -> None:
    """The term the rule gives a kind of source, counted from the day it is drafted; some kinds have none."""
    if (parameter := _TERM_OF_KIND.get(kind)) is None:
        return
    term = by.rules.number(RuleName.SOURCE_TERM, parameter)
    session.add(
        planned_final(
            task,
            term=term,
            term_unit=TermUnit.NATURAL,
            due_on=due_after(today, term, TermUnit.NATURAL, by.calendar),
            reading="source-term",
            assumed=True,
        )
    )


def _answer(
    session: Session,
    actor: Actor,
    source: Source,
    clause: Clause,
    row: PlannedRow,
    kept: SourceItem,
    by: Basis,
    *,
    today: date,
) -> None:
    task = session.get(Task, clause.answered_by) if clause.answered_by is not None else None
    if task is None or task.office_id != source.office_id:
        raise RuleBroken(SourceRefusal.TASK_UNKNOWN)
    if task.status not in _TAKES_MORE:
        raise RuleBroken(SourceRefusal.NOT_OPEN, title=task.title, status=task.status.label)
    answer_with(session, actor, task, row.item, kept, dict(row.units), by, issued_on=source.issued_on, today=today)


def _origin_of(source: Source) -> Origin:
    return Origin(
        source.title,
        source.issuer,
        source.issued_on,
        source.plan_year,
        source.kind,
        source.regime,
        source.document_number,
    )


def _item(number: int, clause: Clause, issued_on: date | None, plan_year: int | None) -> Item:
    """The clause as a row of a sheet, so that one reader serves both."""
    leads = read_units(clause.lead, "lead")
    dues = read_due(clause.due_phrase, issued_on=issued_on, plan_year=plan_year)
    return Item(
        row=number,
        number=clause.number,
        section=clause.section,
        title=clause.title,
        target="",
        measures="",
        leader=clause.leader,
        lead=leads.lead[0] if leads.lead else "",
        co_leads=tuple(leads.lead[1:]),
        supporting=(*leads.supporting, *read_units(clause.supporting, "supporting").supporting),
        points="",
        progress="",
        finished=False,
        deadlines=tuple(due for due in dues if due.due_on or due.term_count or due.kind is not DueKind.FINAL),
        problems=tuple(problem for due in dues for problem in due.problems),
        raw=(),
    )


def open_item(session: Session, actor: Actor, item_id: int) -> SourceItem:
    """A clause of one of the office's papers. Raises NotFound for any other."""
    item = session.get(SourceItem, item_id)
    if item is None:
        raise NotFound(SourceRefusal.NO_SUCH_SOURCE)
    open_source(session, actor, item.source_id)
    return item
