"""The ladder: which slip is prepared for a task on a day, and what is proposed, by the rules of that day.

The machine prepares and proposes; a person issues, lists, holds to account (政府督查工作条例 art. 11 and 21). All is
decided from what happened and when: late deadlines, slips prepared and proposals made before. Whoever asks about the
same day later gets the same answer. ``policy.replay`` reads the facts of past days out of intervals, the nightly job
reads them from the database; what follows from them is decided here alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.policy.light import Interval
from tracker.policy.rules import RuleName, Rules
from tracker.policy.work_calendar import WorkCalendar
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome, SlipColour, StandstillKind

SLIPPED = (DeadlineKind.MILESTONE, DeadlineKind.RECTIFICATION, DeadlineKind.FINAL)
"""What a slip may be about, the gravest last. Reports are counted apart; the office's and leaders' own duties never."""
LADDERED = (*SLIPPED, DeadlineKind.LISTING_TERM)
"""What the ladder looks at."""

_COLOURS = tuple(SlipColour)
_ONE_DAY = timedelta(days=1)
_AND, _AGAIN = "+", "#"


@dataclass(frozen=True)
class Late:
    """A deadline nobody has answered on the day, past the date in force; no suspension and no request holds it.

    ``days`` are natural, ``workdays`` leave out those of a suspension. ``term`` is the original one in natural days.
    """

    deadline_id: int
    kind: DeadlineKind
    clock_no: int
    due_on: date
    days: int
    workdays: int
    term: int
    what: str = ""
    department_id: int | None = None


@dataclass(frozen=True)
class Former:
    """A slip prepared before. ``raised_to``: the graver colour it was issued in on ``raised_on``."""

    deadline_id: int
    clock_no: int
    colour: SlipColour
    prepared_on: date
    raised_to: SlipColour | None = None
    raised_on: date | None = None

    def colour_on(self, day: date) -> SlipColour:
        if self.raised_to is not None and self.raised_on is not None and self.raised_on <= day:
            return self.raised_to
        return self.colour


@dataclass(frozen=True)
class Slip:
    """A slip to prepare: the colour, the deadline it is about, and the facts in words."""

    colour: SlipColour
    about: Late
    facts: str


# --- Slips -----------------------------------------------------------------------------------------------------------


def late_workdays(due_on: date, day: date, pauses: Iterable[Interval], calendar: WorkCalendar) -> int:
    """Working days after ``due_on`` up to and with ``day``; days of a suspension are nobody's delay."""
    counted = calendar.workdays_between(due_on, day)
    reached = due_on + _ONE_DAY
    for pause in sorted(pauses, key=lambda one: one.start):
        begin, end = max(pause.start, reached), min(pause.end or day + _ONE_DAY, day + _ONE_DAY)
        if begin < end:
            counted -= calendar.workdays_between(begin - _ONE_DAY, end - _ONE_DAY)
            reached = end
    return counted


def colour_of(workdays: int, term: int, rules: Rules) -> SlipColour | None:
    """The colour so many working days after the date; None before the first.

    On a short term no step of the ladder is longer than a third of it (DOMAIN.md §4, lead times): after an order of
    six days, two days lie between the colours.
    """
    blue, orange, red = (rules.number(RuleName.WARNING_SLIP, f"{colour}_workdays") for colour in _COLOURS)
    if term <= rules.number(RuleName.FINAL_LIGHT, "short_term_days"):
        step = max(term // 3, 1)
        orange, red = blue + min(orange - blue, step), blue + min(orange - blue, step) + min(red - orange, step)
    reached = [colour for colour, least in zip(_COLOURS, (blue, orange, red), strict=True) if workdays >= least]
    return reached[-1] if reached else None


def graver(one: SlipColour, other: SlipColour) -> bool:
    """``one`` stands higher on the ladder."""
    return _COLOURS.index(one) > _COLOURS.index(other)


def slip_on(
    day: date, late: Iterable[Late], formers: Sequence[Former], rules: Rules, calendar: WorkCalendar
) -> Slip | None:
    """The slip to prepare for a task on ``day``; None where there is none to prepare.

    The gravest late deadline speaks for the task. It gets each colour once, and none below one it has had, until an
    approved extension or a reopening starts a new clock. Two slips of a task lie so many working days apart, counted
    from the day the last was prepared: when people get round to issuing it changes nothing.
    """
    made = [former for former in formers if former.prepared_on <= day]
    apart = rules.number(RuleName.WARNING_SLIP, "apart_workdays")
    if made and calendar.workdays_between(max(former.prepared_on for former in made), day) < apart:
        return None
    graded = [
        (one, colour)
        for one in late
        if one.kind in SLIPPED and (colour := colour_of(one.workdays, one.term, rules)) is not None
    ]
    if not graded:
        return None
    about, colour = max(graded, key=_gravity)
    same = [one for one in formers if (one.deadline_id, one.clock_no) == (about.deadline_id, about.clock_no)]
    if any(not graver(colour, one.colour_on(day)) for one in same if one in made):
        return None
    # A day made up late: the office was quicker, and has issued one in this colour since.
    if any(colour in (one.colour, one.raised_to) for one in same):
        return None
    return Slip(colour, about, facts_of(day, about, made))


def _gravity(graded: tuple[Late, SlipColour]) -> tuple[int, int, int, int]:
    about, colour = graded
    return _COLOURS.index(colour), SLIPPED.index(about.kind), about.workdays, -about.deadline_id


def facts_of(day: date, about: Late, formers: Sequence[Former] = ()) -> str:
    """What was due, since when, and what was asked before."""
    named = f"{about.kind.label}“{about.what}”" if about.what else about.kind.label
    said = f"{named}应于{about.due_on}完成，至{day}逾期{about.workdays}个工作日（{about.days}天），尚未申报完成"
    before = [
        f"{former.prepared_on}{former.colour.label}" for former in sorted(formers, key=lambda one: one.prepared_on)
    ]
    return f"{said}；此前已拟：{'、'.join(before)}" if before else said


# --- Proposals -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Still:
    """未见明显进展, found on a day and standing on the day asked for."""

    id: int
    kind: StandstillKind
    found_on: date
    facts: str = ""


@dataclass(frozen=True)
class Ground:
    """One fact a proposal rests on. ``key`` names it: it is the same fact however many days later."""

    key: str
    words: str
    days: int = 0


@dataclass(frozen=True)
class Earlier:
    """A proposal made before about the task, of the kind asked for."""

    facts_key: str
    proposed_on: date
    outcome: ProposalOutcome | None = None
    decided_on: date | None = None
    postponed_until: date | None = None

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(self.facts_key.split(_AGAIN)[0].split(_AND))

    def is_open_on(self, day: date) -> bool:
        return self.proposed_on <= day and (self.decided_on is None or self.decided_on > day)

    def settles(self, day: date) -> frozenset[str]:
        """The facts that somebody has decided about for the day, so that they are not proposed again."""
        if self.proposed_on > day or self.is_open_on(day) or self.outcome is ProposalOutcome.LAPSED:
            return frozenset()
        if self.postponed_until is not None and self.postponed_until <= day:
            return frozenset()
        return self.facts


@dataclass(frozen=True)
class Proposed:
    """A proposal to make: its facts by key and in words, and the natural days the gravest of them has lasted."""

    kind: ProposalKind
    facts_key: str
    facts: str
    days: int


def standing_grounds(day: date, late: Iterable[Late], stills: Iterable[Still]) -> list[Ground]:
    """All that may be a ground of any proposal, whether it has lasted long enough or not."""
    grounds = []
    for one in late:
        if one.kind in (DeadlineKind.FINAL, DeadlineKind.LISTING_TERM):
            words = f"{one.kind.label}{one.due_on}，至{day}逾期{one.workdays}个工作日（{one.days}天），尚未申报完成"
            grounds.append(Ground(_key(one), words, one.days))
    for still in _first_of_kind(stills):
        words = f"{still.found_on}已告知未见明显进展（{still.kind.label}），至{day}仍无进展"
        words += f"：{still.facts}" if still.facts else ""
        grounds.append(Ground(f"standstill:{still.id}", words, (day - still.found_on).days))
    return grounds


def listing_on(
    day: date,
    late: Sequence[Late],
    stills: Sequence[Still],
    earlier: Sequence[Earlier],
    rules: Rules,
    calendar: WorkCalendar,
) -> Proposed | None:
    """The listing to propose for a task that is neither listed nor put forward; on the first of a month alone.

    It rests on a final date long past, or on work that has not moved since the unit was told (牡丹江市挂牌督办做法).
    """
    if day.day != 1:
        return None
    least = rules.number(RuleName.LISTING_PROPOSAL, "overdue_workdays")
    told = rules.number(RuleName.STANDSTILL, "unit_first_workdays")
    ripe = standing_grounds(
        day,
        [one for one in late if one.kind is DeadlineKind.FINAL and one.workdays >= least],
        [one for one in _first_of_kind(stills) if calendar.workdays_between(one.found_on, day) >= told],
    )
    return _proposed(ProposalKind.LISTING, day, ripe, earlier)


def accountability_on(day: date, late: Iterable[Late], earlier: Sequence[Earlier], rules: Rules) -> Proposed | None:
    """The accountability to propose: the term of a listing was missed, and nobody has asked for its release."""
    least = rules.number(RuleName.ACCOUNTABILITY_PROPOSAL, "term_missed_workdays")
    missed = [one for one in late if one.kind is DeadlineKind.LISTING_TERM and one.workdays >= least]
    return _proposed(ProposalKind.ACCOUNTABILITY, day, standing_grounds(day, missed, ()), earlier)


def has_lapsed(day: date, one: Earlier, standing: Collection[str]) -> bool:
    """An open proposal none of whose facts holds any more; ``standing`` are the keys of those that do."""
    return one.is_open_on(day) and not one.facts & frozenset(standing)


def _proposed(kind: ProposalKind, day: date, ripe: Sequence[Ground], earlier: Sequence[Earlier]) -> Proposed | None:
    """What is proposed on these grounds: only where one of them is new, and nothing about the task waits already."""
    if any(one.is_open_on(day) or day in (one.proposed_on, one.decided_on) for one in earlier):
        return None
    settled = frozenset[str]().union(*(one.settles(day) for one in earlier))
    keys = sorted(ground.key for ground in ripe)
    if not set(keys) - settled:
        return None
    key = _AND.join(keys)
    # What was postponed, or had passed, comes back under a name of its own.
    times = sum(one.facts == frozenset(keys) for one in earlier if one.proposed_on < day)
    return Proposed(
        kind,
        f"{key}{_AGAIN}{times + 1}" if times else key,
        "；".join(ground.words for ground in ripe),
        max(ground.days for ground in ripe),
    )


def _key(late: Late) -> str:
    return f"{late.kind}:{late.deadline_id}:{late.clock_no}"


def _first_of_kind(stills: Iterable[Still]) -> list[Still]:
    """A standstill that goes on is found again each period; the first says since when."""
    first: dict[StandstillKind, Still] = {}
    for still in sorted(stills, key=lambda one: (one.found_on, one.id)):
        first.setdefault(still.kind, still)
    return list(first.values())
