"""Days gone by, walked once more: what the ladder would have done by these rules on what is known to have happened.

The facts are intervals, loaded once; nothing here asks a database. By the rules that held, the walk comes out where the
daily jobs came out; by others it shows what they would have changed (DOMAIN.md §6: replayed before they are adopted).
What people decided is a fact as well: a proposal or slip that is made again meets the same decision, if it was made by
the day of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tracker.policy.deadlines import dates
from tracker.policy.escalation import (
    LADDERED,
    Earlier,
    Former,
    Late,
    Proposed,
    Slip,
    Still,
    accountability_on,
    has_lapsed,
    late_workdays,
    listing_on,
    slip_on,
    standing_grounds,
)
from tracker.policy.light import Interval
from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import DeadlineKind, ReminderKind
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Dated:
    """The date of a duty while one revision was in force; ``soon_on`` is when reminders begin."""

    in_force: Interval
    due_on: date
    soon_on: date
    clock_no: int


@dataclass(frozen=True)
class Duty:
    """One deadline through its life. ``holds``: while a request for more time was being decided; ``debtors``: who owed
    it before ``department_id`` did."""

    id: int
    kind: DeadlineKind
    life: Interval
    revisions: Sequence[Dated]
    claims: Sequence[Interval] = ()
    holds: Sequence[Interval] = ()
    department_id: int | None = None
    debtors: Sequence[tuple[Interval, int]] = ()
    what: str = ""

    @property
    def term(self) -> int:
        """The original term in natural days."""
        return max((self.revisions[0].due_on - self.life.start).days, 0)

    def unanswered_on(self, day: date) -> Dated | None:
        """The date in force, where the duty exists and no claim answers it."""
        if not self.life.covers(day) or any(claim.covers(day) for claim in self.claims):
            return None
        return next((one for one in self.revisions if one.in_force.covers(day)), None)

    def debtor_on(self, day: date) -> int | None:
        return next((unit for life, unit in self.debtors if life.covers(day)), self.department_id)


@dataclass(frozen=True)
class TaskLife:
    """All that the ladder and the reminders need to know of a task.

    ``slips`` and ``proposals`` are those on record: of the walk's own days they tell only what people did.
    ``by_hand`` are slips the office began itself, which are facts like any other.
    """

    id: int
    office_id: int
    open: Sequence[Interval]
    watched_from: date | None
    duties: Sequence[Duty] = ()
    pauses: Sequence[Interval] = ()
    stills: Sequence[tuple[Still, Interval]] = ()
    listed: Sequence[Interval] = ()
    slips: Sequence[Former] = ()
    by_hand: Sequence[Former] = ()
    proposals: Sequence[tuple[ProposalKind, Earlier]] = ()
    reminded: frozenset[tuple[int, ReminderKind, int, int]] = frozenset()

    def in_work_on(self, day: date) -> bool:
        """Open, watched and not paused."""
        return (
            self.watched_from is not None
            and self.watched_from <= day
            and any(life.covers(day) for life in self.open)
            and not any(pause.covers(day) for pause in self.pauses)
        )


@dataclass(frozen=True)
class Reminded:
    deadline_id: int
    kind: ReminderKind
    clock_no: int
    department_id: int


@dataclass(frozen=True)
class Day:
    """What a day of the walk brought, by task."""

    day: date
    reminders: Sequence[tuple[int, Reminded]] = ()
    slips: Sequence[tuple[int, Slip]] = ()
    proposals: Sequence[tuple[int, Proposed]] = ()


@dataclass
class _Walked:
    """What a task has had so far in the walk."""

    slips: list[Former]
    proposals: list[tuple[ProposalKind, Earlier]]
    reminded: set[tuple[int, ReminderKind, int, int]] = field(default_factory=set)


def late_of(life: TaskLife, day: date, calendar: WorkCalendar) -> list[Late]:
    """The late deadlines of a task on ``day``: ``queries.escalation.late_on`` says the same of all tasks."""
    if not life.in_work_on(day):
        return []
    found = []
    for duty in life.duties:
        if duty.kind not in LADDERED:
            continue
        dated = duty.unanswered_on(day)
        if dated is None or dated.due_on >= day or any(hold.covers(day) for hold in duty.holds):
            continue
        workdays = late_workdays(dated.due_on, day, life.pauses, calendar)
        days = (day - dated.due_on).days
        found.append(
            Late(
                duty.id, duty.kind, dated.clock_no, dated.due_on, days, workdays, duty.term, duty.what,
                duty.debtor_on(day),
            )
        )  # fmt: skip
    return found


def walk(
    lives: Iterable[TaskLife],
    first: date,
    last: date,
    rules: Rules,
    calendar: WorkCalendar,
    *,
    recount: bool = False,
) -> Iterator[Day]:
    """Each day from ``first`` to ``last``, by the rules of that day. ``recount``: reminders begin as the rules say,
    not as was worked out when the dates were set."""
    chosen = [_recounted(life, rules, calendar) if recount else life for life in lives]
    walked = {life.id: _begun(life, first) for life in chosen}
    for number in range((last - first).days + 1):
        day = first + number * _ONE_DAY
        of_day = rules.on(day)
        reminders: list[tuple[int, Reminded]] = []
        slips: list[tuple[int, Slip]] = []
        proposals: list[tuple[int, Proposed]] = []
        for life in chosen:
            had = walked[life.id]
            late = late_of(life, day, calendar)
            slip = slip_on(day, late, [*had.slips, *life.by_hand], of_day, calendar)
            if slip is not None:
                had.slips.append(_met(life, slip, day))
                slips.append((life.id, slip))
            proposals += [(life.id, one) for one in _propose(life, had, late, day, of_day, calendar)]
            reminders += [(life.id, one) for one in reminders_on(life, had.reminded, day, of_day, calendar)]
        yield Day(day, reminders, slips, proposals)


def _begun(life: TaskLife, first: date) -> _Walked:
    return _Walked(
        [one for one in life.slips if one.prepared_on < first],
        [(kind, one) for kind, one in life.proposals if one.proposed_on < first],
        set(life.reminded),
    )


def _met(life: TaskLife, slip: Slip, day: date) -> Former:
    """The slip as it went on: raised where the one on record was."""
    made = Former(slip.about.deadline_id, slip.about.clock_no, slip.colour, day)
    for one in life.slips:
        same = (one.deadline_id, one.clock_no, one.colour) == (made.deadline_id, made.clock_no, made.colour)
        if same and one.raised_on is not None and one.raised_on >= day:
            return replace(made, raised_to=one.raised_to, raised_on=one.raised_on)
    return made


def _propose(
    life: TaskLife, had: _Walked, late: Sequence[Late], day: date, rules: Rules, calendar: WorkCalendar
) -> list[Proposed]:
    at_work = life.in_work_on(day)
    stills = [still for still, stood in life.stills if at_work and stood.covers(day)]
    listed = any(one.covers(day) for one in life.listed)
    if not late and not stills and not had.proposals:
        return []
    standing = {ground.key for ground in standing_grounds(day, late, stills)}
    before = {kind: [one for of, one in had.proposals if of is kind] for kind in ProposalKind}
    made = [accountability_on(day, late, before[ProposalKind.ACCOUNTABILITY], rules)]
    if not listed:
        made.append(listing_on(day, late, stills, before[ProposalKind.LISTING], rules, calendar))
    had.proposals = [
        (kind, _lapsed(one, day, set() if kind is ProposalKind.LISTING and listed else standing))
        for kind, one in had.proposals
    ]
    found = [one for one in made if one is not None]
    had.proposals += [(one.kind, _decided(life, one, day)) for one in found]
    return found


def _lapsed(one: Earlier, day: date, standing: set[str]) -> Earlier:
    """An open proposal whose facts have passed is over, whatever was decided about it later."""
    if not has_lapsed(day, one, standing):
        return one
    return replace(one, outcome=ProposalOutcome.LAPSED, decided_on=day, postponed_until=None)


def _decided(life: TaskLife, made: Proposed, day: date) -> Earlier:
    """The proposal as it went on: decided where the one on record was, by a person."""
    for kind, one in life.proposals:
        by_person = one.outcome is not None and one.outcome is not ProposalOutcome.LAPSED
        in_time = one.decided_on is not None and one.decided_on >= day
        if (kind, one.facts_key) == (made.kind, made.facts_key) and by_person and in_time:
            return replace(one, proposed_on=day)
    return Earlier(made.facts_key, day)


# --- Reminders -------------------------------------------------------------------------------------------------------


def reminders_on(
    life: TaskLife,
    told: set[tuple[int, ReminderKind, int, int]],
    day: date,
    rules: Rules,
    calendar: WorkCalendar,
) -> list[Reminded]:
    """What is reminded of on ``day`` and was not before; ``told`` is kept up to date. None on rest days.

    The daily job, ``services.reminders``, finds the same in SQL.
    """
    if not calendar.is_workday(day) or not life.in_work_on(day):
        return []
    tomorrow = calendar.add_workdays(day, 1)
    late_before = min(calendar.add_workdays(day, 1 - rules.number(RuleName.REMINDER, "after_workdays")), day)
    found = []
    for duty in life.duties:
        dated = duty.unanswered_on(day)
        doer = duty.debtor_on(day)
        if dated is None or doer is None:
            continue
        for kind, unit in _occasions(dated, doer, life.office_id, day, tomorrow, late_before):
            key = (duty.id, kind, dated.clock_no, unit)
            if key not in told:
                told.add(key)
                found.append(Reminded(*key))
    return found


def _occasions(
    dated: Dated, doer: int, office_id: int, day: date, tomorrow: date, late_before: date
) -> Iterator[tuple[ReminderKind, int]]:
    if dated.soon_on < tomorrow <= dated.due_on:
        yield ReminderKind.BEFORE, doer
    if day <= dated.due_on < tomorrow:
        yield ReminderKind.ON_THE_DAY, doer
    if dated.due_on < late_before:
        yield from ((ReminderKind.AFTER, unit) for unit in dict.fromkeys((doer, office_id)))


def _recounted(life: TaskLife, rules: Rules, calendar: WorkCalendar) -> TaskLife:
    return replace(life, duties=[_recounted_duty(duty, rules, calendar) for duty in life.duties])


def _recounted_duty(duty: Duty, rules: Rules, calendar: WorkCalendar) -> Duty:
    return replace(
        duty,
        revisions=[
            replace(
                one,
                soon_on=dates(duty.kind, duty.life.start, one.due_on, rules.on(one.in_force.start), calendar).soon_on,
            )
            for one in duty.revisions
        ],
    )
