"""A task's life as a replay reads it: every fact an interval, loaded once (``queries.replay``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.policy.escalation import Earlier, Former, Still
from tracker.policy.light import Interval
from tracker.vocabulary.deadlines import OUTLIVING, DeadlineKind, ReminderKind
from tracker.vocabulary.escalation import ProposalKind


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
    ``by_hand`` are slips the office began itself, which are facts like any other. ``watched_from`` is the present one:
    a task that another unit took over is watched since then, and its days under the first are not walked again.
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

    def watched_on(self, day: date) -> bool:
        return self.watched_from is not None and self.watched_from <= day

    def in_work_on(self, day: date) -> bool:
        """Open and not paused."""
        return any(life.covers(day) for life in self.open) and not any(pause.covers(day) for pause in self.pauses)

    def owed_on(self, day: date) -> Sequence[Duty]:
        """The duties a unit may be asked about: all while in work, those that outlive the task also else."""
        at_work = self.in_work_on(day)
        return [one for one in self.duties if at_work or one.kind in OUTLIVING]
