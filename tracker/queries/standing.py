"""Every task's light on a day, set-based: ``policy.light`` said once more in SQL, held to it by a property test.

Points are (task, day) pairs: the day asked for, and the last days of the reporting periods before it. All points are
judged by the same expression, so the running-periods rule costs no second round trip.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    String,
    Subquery,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker.models import (
    Deadline,
    DeadlineClaim,
    DeadlineRevision,
    Milestone,
    Suspension,
    Task,
    TaskTransition,
)
from tracker.policy.rules import RuleName, Rules
from tracker.vocabulary.deadlines import DeadlineKind, SubjectKind
from tracker.vocabulary.lifecycle import ENDED_STATUSES, TaskStatus
from tracker.vocabulary.lights import Light, LightReason

_FINALS = (DeadlineKind.FINAL, DeadlineKind.LISTING_TERM)
_COLOURING = (*_FINALS, DeadlineKind.MILESTONE, DeadlineKind.REPORT)
_CLAIM = aliased(DeadlineClaim)
_UNLIT = (TaskStatus.DRAFT, TaskStatus.PENDING_APPROVAL, TaskStatus.REGISTERED, TaskStatus.REFUSED)

Day = ColumnElement[date]
Filter = Callable[[Any], ColumnElement[bool]]


def covers(start: Any, end: Any, day: Any) -> ColumnElement[bool]:
    """[start, end) holds ``day``."""
    return and_(start <= day, or_(end.is_(None), end > day))


def unanswered(day: Any) -> ColumnElement[bool]:
    """No claim stands for the deadline on ``day``: none made, or sent back by then."""
    return ~(
        select(_CLAIM.id)
        .where(_CLAIM.deadline_id == Deadline.id, covers(_CLAIM.claimed_on, _CLAIM.sent_back_on, day))
        .exists()
    )


def standing(day: date, rules: Rules, among: Filter | None = None) -> Subquery:
    """Rows (task_id, light, base, reason) on ``day``; ``among`` narrows the tasks by a condition on ``Task.id``."""
    periods = rules.on(day).number(RuleName.PERIOD_LIGHT, "periods")
    points = _points(day, periods, among)
    judged = _judged(points, rules).subquery("judged")
    is_poor = and_(judged.c.back > 0, judged.c.base.in_([Light.YELLOW.value, Light.RED.value]))
    now = (
        select(
            judged.c.task_id,
            func.max(case((judged.c.back == 0, judged.c.base))).label("base"),
            func.max(case((judged.c.back == 0, judged.c.reason))).label("reason"),
            func.sum(case((is_poor, 1), else_=0)).label("poor_periods"),
        )
        .group_by(judged.c.task_id)
        .subquery("now")
    )
    running = and_(now.c.base == Light.YELLOW.value, now.c.poor_periods == periods) if periods else literal(False)
    return select(
        now.c.task_id,
        case((running, Light.RED.value), else_=now.c.base).label("light"),
        now.c.base.label("base"),
        case((running, LightReason.PERIODS_RUNNING.value), else_=now.c.reason).label("reason"),
    ).subquery("standing")


def _points(day: date, periods: int, among: Filter | None) -> CTE:
    """(task_id, day, back): the day itself is back 0, the last period's end back 1, and so on."""
    that_day = literal(day, Date)
    chosen = [] if among is None else [among(Task.id)]
    parts: list[Any] = [
        select(Task.id.label("task_id"), that_day.label("day"), literal(0).label("back")).where(*chosen)
    ]
    ends = that_day
    for back in range(1, periods + 1):
        ends = _period_end(_report(back), ends, strictly_before=back > 1, opened_by=that_day)
        parts.append(
            select(Task.id.label("task_id"), ends.label("day"), literal(back).label("back")).where(
                *chosen, ends.is_not(None)
            )
        )
    # Named once and read twice, it is worked out once.
    return union_all(*parts).cte()


@cache
def _report(back: int) -> Any:
    """Each look further back needs a name of its own; naming is dear, so it is done once."""
    return aliased(Deadline, name=f"report_{back}")


def _period_end(report: Any, limit: Any, *, strictly_before: bool, opened_by: Any) -> Any:
    return (
        select(func.max(report.period_ends_on))
        .where(
            report.task_id == Task.id,
            report.kind == DeadlineKind.REPORT,
            report.opened_on <= opened_by,
            report.period_ends_on < limit if strictly_before else report.period_ends_on <= limit,
        )
        .correlate(Task)
        .scalar_subquery()
    )


def _judged(points: CTE, rules: Rules) -> Any:
    day = points.c.day
    owed = _owed(points)
    status = TaskTransition.to_status
    paused = (
        select(Suspension.id)
        .where(Suspension.task_id == points.c.task_id, covers(Suspension.from_on, Suspension.until_on, day))
        .exists()
    )
    yellow_weight = _threshold(rules, RuleName.MILESTONE_LIGHT, "yellow_weight", day)
    red_weight = _threshold(rules, RuleName.MILESTONE_LIGHT, "red_weight", day)
    missed = func.coalesce(owed.c.missed, 0)
    verdicts: list[tuple[ColumnElement[bool], Light | None, LightReason]] = [
        (or_(status.is_(None), status.in_(_UNLIT)), None, LightReason.ON_TRACK),
        (status.in_(sorted(ENDED_STATUSES)), Light.DONE, LightReason.ENDED),
        (paused, Light.PAUSED, LightReason.PAUSED),
        (owed.c.final_red == 1, Light.RED, LightReason.FINAL_OVERDUE),
        (missed >= red_weight, Light.RED, LightReason.MILESTONES_MISSED),
        (owed.c.final_yellow == 1, Light.YELLOW, LightReason.FINAL_NEAR),
        (missed >= yellow_weight, Light.YELLOW, LightReason.MILESTONE_MISSED),
        (owed.c.report_late == 1, Light.YELLOW, LightReason.REPORT_LATE),
    ]
    base = case(
        *[(when, literal(light.value, String) if light else null()) for when, light, _ in verdicts],
        else_=Light.GREEN.value,
    )
    reason = case(*[(when, why.value) for when, _, why in verdicts], else_=LightReason.ON_TRACK.value)
    return (
        select(points.c.task_id, points.c.back, base.label("base"), reason.label("reason"))
        .select_from(points)
        .outerjoin(
            TaskTransition,
            and_(
                TaskTransition.task_id == points.c.task_id,
                covers(TaskTransition.happened_on, TaskTransition.until_on, day),
            ),
        )
        .outerjoin(owed, and_(owed.c.task_id == points.c.task_id, owed.c.back == points.c.back))
    )


def _owed(points: CTE) -> Subquery:
    """What is unanswered at each point, summed up: one row per (task, day) that owes anything."""
    day = points.c.day
    # A period may end on the day asked for; grouping by back as well keeps its milestones from counting twice.
    is_final = Deadline.kind.in_(_FINALS)

    def any_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.max(case((condition, 1), else_=0))

    return (
        select(
            points.c.task_id,
            points.c.back,
            any_of(and_(is_final, DeadlineRevision.red_on <= day)).label("final_red"),
            any_of(and_(is_final, DeadlineRevision.yellow_on <= day)).label("final_yellow"),
            any_of(and_(Deadline.kind == DeadlineKind.REPORT, DeadlineRevision.yellow_on <= day)).label("report_late"),
            func.sum(case((DeadlineRevision.due_on < day, func.coalesce(Milestone.weight, 0)), else_=0)).label(
                "missed"
            ),
        )
        .select_from(points)
        .join(Deadline, and_(Deadline.task_id == points.c.task_id, covers(Deadline.opened_on, Deadline.voided_on, day)))
        .join(
            DeadlineRevision,
            and_(
                DeadlineRevision.deadline_id == Deadline.id,
                covers(DeadlineRevision.in_force_on, DeadlineRevision.until_on, day),
            ),
        )
        .outerjoin(Milestone, and_(Deadline.subject_kind == SubjectKind.MILESTONE, Milestone.id == Deadline.subject_id))
        .where(
            Deadline.kind.in_(_COLOURING),
            # What colours nothing yet needs no look into its claims.
            or_(DeadlineRevision.yellow_on <= day, DeadlineRevision.red_on <= day, DeadlineRevision.due_on < day),
            unanswered(day),
        )
        .group_by(points.c.task_id, points.c.back)
        .subquery("owed")
    )


def _threshold(rules: Rules, name: RuleName, parameter: str, day: Any) -> ColumnElement[int]:
    """The number in force on each point's own day."""
    dated = rules.history[name]
    newest_first = [(day >= literal(one.effective_on, Date), one.parameters[parameter]) for one in reversed(dated[1:])]
    first = literal(dated[0].parameters[parameter], Integer)
    return case(*newest_first, else_=first) if newest_first else first
