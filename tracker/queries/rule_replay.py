"""规则推演: what the ladder did, beside what it would have done by other numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import RuleBroken
from tracker.models import Deadline, Proposal, Reminder, Task, WarningSlip
from tracker.policy.replay import Day, walk
from tracker.policy.rules import Parameters, RuleName, changed
from tracker.queries.calendar import work_calendar
from tracker.queries.replay import lives
from tracker.queries.rules import rules_on
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.deadlines import ReminderKind
from tracker.vocabulary.escalation import ProposalKind, SlipColour

LONGEST = 366
_MOST = 500
_WORDS = (*ReminderKind, *SlipColour, *ProposalKind)


@dataclass(frozen=True, order=True)
class Effect:
    """One reminder, slip or proposal: its day, its task, its word, and what it is about by key."""

    day: date
    task_id: int
    word: str
    about: str


@dataclass(frozen=True)
class CountRow:
    """How many of a kind there were, and would have been."""

    word: str
    label: str
    happened: int
    replayed: int


@dataclass(frozen=True)
class DifferenceRow:
    """An effect that is in one of the two alone; ``happened``: it was, and would not have been."""

    day: date
    task_id: int
    reference: str
    title: str
    word: str
    label: str
    happened: bool


@dataclass(frozen=True)
class Replayed:
    """``more``: how many differences are left out of the list."""

    first: date
    last: date
    counts: Sequence[CountRow]
    differences: Sequence[DifferenceRow]
    more: int

    @property
    def same(self) -> bool:
        return not self.differences


def replay(
    session: Session, office_id: int | None, changes: Mapping[RuleName, Parameters], first: date, last: date
) -> Replayed:
    """Walk the days by the changed rules. Slips begun by hand are facts, and counted on neither side.

    Raises RuleBroken where the days are in the wrong order or too many, or a number is out of bounds.
    """
    if last < first:
        raise RuleBroken(Refusal.DATE_BACKWARDS, day=last, since=first)
    if (last - first).days >= LONGEST:
        raise RuleBroken(Refusal.REPLAY_TOO_LONG, most=LONGEST)
    rules, calendar = changed(rules_on(session, last), changes), work_calendar(session)
    recount = bool(changes.keys() & {RuleName.REMINDER})
    days = walk(lives(session, office_id, first), first, last, rules, calendar, recount=recount)
    would = {effect for day in days for effect in _effects(day)}
    was = _happened(session, office_id, first, last)
    differing = sorted(was ^ would)
    names = _names(session, differing[:_MOST])
    labels = {str(word.value): word.label for word in _WORDS}
    return Replayed(
        first,
        last,
        [
            CountRow(word, label, sum(one.word == word for one in was), sum(one.word == word for one in would))
            for word, label in labels.items()
        ],
        [
            DifferenceRow(one.day, one.task_id, *names[one.task_id], one.word, labels[one.word], one in was)
            for one in differing[:_MOST]
        ],
        max(len(differing) - _MOST, 0),
    )


def _effects(day: Day) -> Sequence[Effect]:
    told = [
        Effect(day.day, task, one.kind.value, f"{one.deadline_id}:{one.clock_no}:{one.department_id}")
        for task, one in day.reminders
    ]
    slips = [
        Effect(day.day, task, one.colour.value, f"{one.about.deadline_id}:{one.about.clock_no}")
        for task, one in day.slips
    ]
    return [*told, *slips, *(Effect(day.day, task, one.kind.value, one.facts_key) for task, one in day.proposals)]


def _happened(session: Session, office_id: int | None, first: date, last: date) -> set[Effect]:
    own = [Task.office_id == office_id] if office_id is not None else []
    told = session.execute(
        select(
            Reminder.happened_on, Deadline.task_id, Reminder.kind, Reminder.deadline_id, Reminder.clock_no,
            Reminder.department_id,
        )
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Task, Task.id == Deadline.task_id)
        .where(Reminder.happened_on.between(first, last), *own)
    )  # fmt: skip
    began = func.coalesce(WarningSlip.raised_from, WarningSlip.colour)
    slips = session.execute(
        select(WarningSlip.prepared_on, WarningSlip.task_id, began, WarningSlip.deadline_id, WarningSlip.clock_no)
        .join(Task, Task.id == WarningSlip.task_id)
        .where(WarningSlip.prepared_on.between(first, last), WarningSlip.by_hand.is_(False), *own)
    )
    proposed = session.execute(
        select(Proposal.proposed_on, Proposal.task_id, Proposal.kind, Proposal.facts_key)
        .join(Task, Task.id == Proposal.task_id)
        .where(Proposal.proposed_on.between(first, last), *own)
    )
    return {
        Effect(day, task, str(word), ":".join(map(str, about)))
        for rows in (told, slips, proposed)
        for day, task, word, *about in rows
    }


def _names(session: Session, effects: Sequence[Effect]) -> Mapping[int, tuple[str, str]]:
    rows = session.execute(
        select(Task.id, Task.reference, Task.title).where(Task.id.in_({one.task_id for one in effects}))
    )
    return {row.id: (row.reference or "", row.title) for row in rows}
