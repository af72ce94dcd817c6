"""佐证 as it is shown: what there is, and what each piece proves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.models import (
    Deadline,
    DeadlineClaim,
    Department,
    Evidence,
    EvidenceUse,
    Extension,
    ProgressReport,
    Task,
    WarningSlip,
)
from tracker.policy.access import Actor
from tracker.vocabulary.reports import EvidenceOf, ReportState

_UNSENT = (ReportState.DRAFT, ReportState.SIGNING)
# What was found or concluded about one unit is nothing to the others of the task.
_OF_ONE_UNIT = (EvidenceOf.FINDING, EvidenceOf.REVIEW)

# Made once: an alias of a wide table takes longer to make than the statement to run.
_USE, _REPORT, _EXTENSION, _SLIP = (
    aliased(EvidenceUse), aliased(ProgressReport), aliased(Extension), aliased(WarningSlip),
)  # fmt: skip
_UNDISCLOSED = (
    select(_REPORT.id).where(
        _USE.subject_kind == EvidenceOf.REPORT, _REPORT.id == _USE.subject_id, _REPORT.state.in_(_UNSENT)
    ),
    select(_EXTENSION.id).where(
        _USE.subject_kind == EvidenceOf.EXTENSION, _EXTENSION.id == _USE.subject_id, _EXTENSION.signed_on.is_(None)
    ),
    select(_SLIP.id).where(
        _USE.subject_kind == EvidenceOf.SLIP, _SLIP.id == _USE.subject_id, _SLIP.answered_on.is_(None)
    ),
)
_SENT = select(_USE.id).where(_USE.evidence_id == Evidence.id, *(~one.exists() for one in _UNDISCLOSED))


@dataclass(frozen=True)
class EvidenceRow:
    """A piece of evidence. ``proves`` names the kinds of documents it is attached to."""

    id: int
    name: str
    size: int
    unit: str
    uploaded_by: str
    uploaded_on: date
    proves: Sequence[EvidenceOf] = ()

    @property
    def worded_size(self) -> str:
        return f"{self.size / 1024 / 1024:.1f}MB" if self.size >= 1024 * 1024 else f"{max(self.size // 1024, 1)}KB"


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """A condition on Evidence: what a unit has uploaded is its own until something it proves has been sent."""
    sent = _SENT if actor.office_id is not None else _SENT.where(_USE.subject_kind.not_in(_OF_ONE_UNIT))
    own = [one for one in (actor.department_id, actor.office_id) if one is not None]
    return or_(Evidence.department_id.in_(own), sent.exists())


def attached(session: Session, kind: EvidenceOf, subject_id: int) -> set[int]:
    """The pieces that prove a document, by their keys."""
    return set(
        session.scalars(
            select(EvidenceUse.evidence_id).where(
                EvidenceUse.subject_kind == kind, EvidenceUse.subject_id == subject_id
            )
        )
    )


def of_task(session: Session, actor: Actor, task: Task, _day: date | None = None) -> list[EvidenceRow]:
    """All evidence of a task that the actor may see, the newest first, in two statements."""
    uses: dict[int, set[EvidenceOf]] = defaultdict(set)
    for evidence_id, kind in session.execute(
        select(EvidenceUse.evidence_id, EvidenceUse.subject_kind)
        .join(Evidence, Evidence.id == EvidenceUse.evidence_id)
        .where(Evidence.task_id == task.id)
    ):
        uses[evidence_id].add(kind)
    rows = session.execute(_pieces(Evidence.task_id == task.id, shown_to(actor)).order_by(Evidence.id.desc()))
    return [_row(row, sorted(uses[row[0]])) for row in rows]


def of_claims(session: Session, actor: Actor, task: Task, _day: date | None = None) -> dict[int, list[EvidenceRow]]:
    """What proves each claim made for a task's duties, by the claim's key."""
    claims = (
        select(DeadlineClaim.id)
        .join(Deadline, Deadline.id == DeadlineClaim.deadline_id)
        .where(Deadline.task_id == task.id)
    )
    return of_documents(session, actor, EvidenceOf.CLAIM, claims)


def of_documents(
    session: Session, actor: Actor, kind: EvidenceOf, subject_ids: Collection[int] | Select[Any]
) -> dict[int, list[EvidenceRow]]:
    """The evidence of several documents of a kind, by the document's key, in one statement."""
    found: dict[int, list[EvidenceRow]] = defaultdict(list)
    rows = session.execute(
        _pieces(EvidenceUse.subject_id.in_(subject_ids), shown_to(actor), EvidenceUse.subject_id)
        .join(EvidenceUse, and_(EvidenceUse.evidence_id == Evidence.id, EvidenceUse.subject_kind == kind))
        .order_by(Evidence.id)
    )
    for row in rows:
        found[row[-1]].append(_row(row))
    return found


def _pieces(where: ColumnElement[bool], shown: ColumnElement[bool], *more: Any) -> Any:
    return (
        select(
            Evidence.id, Evidence.name, Evidence.size, Department.name, Evidence.uploaded_by, Evidence.uploaded_on,
            *more,
        )
        .select_from(Evidence)
        .outerjoin(Department, Department.id == Evidence.department_id)
        .where(where, shown)
    )  # fmt: skip


def _row(row: Any, proves: Sequence[EvidenceOf] = ()) -> EvidenceRow:
    key, name, size, unit, by, on = row[:6]
    return EvidenceRow(key, name, size, unit or "", by, on, proves)
