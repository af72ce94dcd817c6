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
    accountability_on,
    has_lapsed,
    late_workdays,
    listing_on,
    slip_on,
    standing_grounds,
)
from tracker.policy.rules import RuleName, Rules
from tracker.policy.task_lives import Dated, Duty, TaskLife
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import ReminderKind
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome

_ONE_DAY = timedelta(days=1)


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
    """The late deadlines of a task as the night of ``day`` finds them: ``queries.escalation.late_tonight`` says the
    same of all tasks."""
    eve = day - _ONE_DAY
    if not life.watched_on(day):
        return []
    begun = [pause for pause in life.pauses if pause.start <= eve]
    found = []
    for duty in [one for one in life.owed_on(eve) if one.kind in LADDERED]:
        dated = duty.unanswered_on(eve)
        if dated is None or dated.due_on >= day or any(hold.covers(eve) for hold in duty.holds):
            continue
        workdays = late_workdays(dated.due_on, day, begun, calendar)
        since = (dated.clock_no, dated.due_on, (day - dated.due_on).days, workdays)
        found.append(Late(duty.id, duty.kind, *since, duty.term, duty.what, duty.debtor_on(eve)))
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
    eve = day - _ONE_DAY
    at_work = life.watched_on(day) and life.in_work_on(eve)
    # One that ended on the day itself still stood by night.
    standing_by_night = [one for one, stood in life.stills if stood.start <= day <= (stood.end or day)]
    stills = standing_by_night if at_work else []
    listed = any(one.covers(eve) for one in life.listed)
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
    found = list(filter(None, made))
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
    eve = day - _ONE_DAY
    if not calendar.is_workday(day) or not life.watched_on(day):
        return []
    tomorrow = calendar.add_workdays(day, 1)
    late_before = min(calendar.add_workdays(day, 1 - rules.number(RuleName.REMINDER, "after_workdays")), day)
    found = []
    for duty in life.owed_on(eve):
        dated = duty.unanswered_on(eve)
        if dated is None:
            continue
        for kind, unit in _occasions(dated, duty.debtor_on(eve), life.office_id, day, tomorrow, late_before):
            key = (duty.id, kind, dated.clock_no, unit)
            if key not in told:
                told.add(key)
                found.append(Reminded(*key))
    return found


def _occasions(
    dated: Dated, doer: int | None, office_id: int, day: date, tomorrow: date, late_before: date
) -> Iterator[tuple[ReminderKind, int]]:
    """What a leader owes has no unit to remind: the office alone is told when it is late."""
    if doer is not None and dated.soon_on < tomorrow <= dated.due_on:
        yield ReminderKind.BEFORE, doer
    if doer is not None and day <= dated.due_on < tomorrow:
        yield ReminderKind.ON_THE_DAY, doer
    if dated.due_on < late_before:
        yield from ((ReminderKind.AFTER, unit) for unit in dict.fromkeys((doer, office_id)) if unit is not None)


def _recounted(life: TaskLife, rules: Rules, calendar: WorkCalendar) -> TaskLife:
    """The life with reminders beginning as the rules say."""
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
