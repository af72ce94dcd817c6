"""The ladder's nightly work: finds what does not move, prepares slips, makes proposals, drops what is overtaken.

Like the sweep it walks the days it has not reached, each in its own transaction. It runs at the beginning of a day and
judges by what the day before has completed, so that missed nights leave what kept ones leave. What follows from the
facts is ``policy.escalation``'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Proposal, Submission, WarningSlip
from tracker.policy.access import Actor
from tracker.policy.escalation import (
    Proposed,
    accountability_on,
    graver,
    has_lapsed,
    listing_on,
    slip_on,
    standing_grounds,
)
from tracker.policy.rules import RuleName, Rules
from tracker.queries.escalation import (
    Looked,
    earlier_on,
    formers_on,
    late_tonight,
    listed_tonight,
    offices_of,
    settled_tonight,
    stills_tonight,
)
from tracker.services.deadlines import Basis, basis
from tracker.services.nights import reach
from tracker.services.standstills import find_standstills
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome, SlipColour, SlipState

ESCALATE = "escalate"

_DAY = timedelta(days=1)
_RULE_OF_KIND = {
    ProposalKind.LISTING: RuleName.LISTING_PROPOSAL,
    ProposalKind.ACCOUNTABILITY: RuleName.ACCOUNTABILITY_PROPOSAL,
}


@dataclass(frozen=True)
class Escalated:
    """What one run wrote. ``dropped``: slips overtaken before anybody issued them; ``lapsed``: proposals likewise."""

    standstills: int = 0
    slips: int = 0
    dropped: int = 0
    proposals: int = 0
    lapsed: int = 0

    def __add__(self, other: Escalated) -> Escalated:
        return Escalated(
            self.standstills + other.standstills,
            self.slips + other.slips,
            self.dropped + other.dropped,
            self.proposals + other.proposals,
            self.lapsed + other.lapsed,
        )


def escalate_day(session: Session, day: date) -> Escalated:
    """One day of the ladder. Two runs of the same day wait for each other; the second finds nothing left to write."""
    reach(session, ESCALATE, day)
    by = basis(session, day)
    found = find_standstills(session, day, by)
    late = late_tonight(session, day, by.calendar)
    dropped = _drop_settled(session, day)
    slips, superseded = _prepare(session, day, late, by)
    _take_back(session, day)
    lapsed, proposals = _propose(session, day, late, by)
    return Escalated(found, slips, dropped + superseded, proposals, lapsed)


def _prepare(session: Session, day: date, late: Mapping[int, Looked], by: Basis) -> tuple[int, int]:
    """Prepare the day's slips; returns how many, and how many lower ones they overtook."""
    formers = formers_on(session, day)
    rows = []
    for task_id, looked in sorted(late.items()):
        slip = slip_on(day, looked.late, formers.get(task_id, ()), by.rules, by.calendar)
        if slip is None:
            continue
        rows.append(
            {
                "version": 1,
                "office_id": looked.office_id,
                "task_id": task_id,
                "department_id": slip.about.department_id,
                "deadline_id": slip.about.deadline_id,
                "clock_no": slip.about.clock_no,
                "colour": slip.colour,
                "state": SlipState.PREPARED,
                "prepared_on": day,
                "overdue_workdays": slip.about.workdays,
                "facts": slip.facts,
                "rule_id": by.rules.id(RuleName.WARNING_SLIP),
                "recorded_at": clock.now(),
            }
        )
    superseded = _drop_lower(session, day, rows)
    if rows:
        session.execute(insert(WarningSlip), rows)
    return len(rows), superseded


def _drop_lower(session: Session, day: date, rows: Sequence[Mapping[str, Any]]) -> int:
    """A graver slip overtakes those of its task that nobody has issued."""
    overtaken = []
    for than in SlipColour:
        lower = [colour for colour in SlipColour if graver(than, colour)]
        tasks = [row["task_id"] for row in rows if row["colour"] is than]
        if lower and tasks:
            overtaken.append(and_(WarningSlip.task_id.in_(tasks), WarningSlip.colour.in_(lower)))
    return _drop(session, day, or_(*overtaken), "已拟更高一级的督办单") if overtaken else 0


def _drop_settled(session: Session, day: date) -> int:
    """What was answered, taken back or given a new date needs no slip any more."""
    return _drop(session, day, settled_tonight(day), "时限已办结、取消或变更，不再签发")


def _drop(session: Session, day: date, which: Any, because: str) -> int:
    dropped = (
        update(WarningSlip)
        .where(WarningSlip.state == SlipState.PREPARED, WarningSlip.prepared_on <= day, which)
        .values(
            state=SlipState.DROPPED,
            dropped_on=day,
            dropped_by=Actor.system().name,
            dropped_because=because,
            version=WarningSlip.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    written: int = session.execute(dropped).rowcount  # type: ignore[attr-defined]
    return written


def _take_back(session: Session, day: date) -> None:
    """Nobody need decide about a slip that was overtaken today."""
    overtaken = select(WarningSlip.id).where(WarningSlip.state == SlipState.DROPPED, WarningSlip.dropped_on == day)
    session.execute(
        update(Submission)
        .where(
            Submission.kind == ApprovalKind.WARNING,
            Submission.ended_on.is_(None),
            Submission.subject_id.in_(overtaken),
        )
        .values(ended_on=day, version=Submission.version + 1)
        .execution_options(synchronize_session=False)
    )


def _propose(session: Session, day: date, late: Mapping[int, Looked], by: Basis) -> tuple[int, int]:
    """Let go of proposals whose facts have passed, and make the day's; returns how many of each."""
    stills, earlier = stills_tonight(session, day), earlier_on(session, day)
    listed = frozenset(session.scalars(listed_tonight(day)))
    offices = {**offices_of(session, sorted(stills)), **{one.task_id: one.office_id for one in late.values()}}
    owed = {task_id: looked.late for task_id, looked in late.items()}
    gone = []
    for (kind, task_id), ones in earlier.items():
        moot = kind is ProposalKind.LISTING and task_id in listed
        grounds = () if moot else standing_grounds(day, owed.get(task_id, ()), stills.get(task_id, ()))
        gone += [key for key, one in ones if has_lapsed(day, one, {ground.key for ground in grounds})]
    rows = []
    for task_id, office_id in sorted(offices.items()):
        before = {kind: [one for _, one in earlier.get((kind, task_id), ())] for kind in ProposalKind}
        mine = owed.get(task_id, ())
        made = [accountability_on(day, mine, before[ProposalKind.ACCOUNTABILITY], by.rules)]
        if task_id not in listed:
            still = stills.get(task_id, ())
            made.append(listing_on(day, mine, still, before[ProposalKind.LISTING], by.rules, by.calendar))
        rows += [_row(one, task_id, office_id, day, by.rules) for one in made if one is not None]
    lapsed = _let_go(session, day, gone)
    if rows:
        session.execute(insert(Proposal), rows)
    return lapsed, len(rows)


def _row(one: Proposed, task_id: int, office_id: int, day: date, rules: Rules) -> dict[str, Any]:
    return {
        "version": 1,
        "office_id": office_id,
        "task_id": task_id,
        "kind": one.kind,
        "facts_key": one.facts_key,
        "month": f"{day:%Y-%m}",
        "days": one.days,
        "facts": one.facts,
        "rule_id": rules.id(_RULE_OF_KIND[one.kind]),
        "proposed_on": day,
        "recorded_at": clock.now(),
    }


def _let_go(session: Session, day: date, keys: Sequence[int]) -> int:
    """Proposals that nobody has decided and whose facts are past."""
    if not keys:
        return 0
    lapsed = (
        update(Proposal)
        .where(Proposal.id.in_(keys), Proposal.outcome.is_(None))
        .values(
            outcome=ProposalOutcome.LAPSED,
            decided_on=day,
            decided_by=Actor.system().name,
            reason="所列情况已不存在",
            version=Proposal.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    written: int = session.execute(lapsed).rowcount  # type: ignore[attr-defined]
    return written
