"""解除申请 as they are shown, and every decision in the course of a listing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from tracker.models import Approval, Deadline, ListingRelease, Submission
from tracker.policy.access import Actor
from tracker.queries.evidence import EvidenceRow, of_documents
from tracker.queries.submissions import StepRow
from tracker.queries.submissions import seen_by as submissions_seen_by
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.listings import ReleaseState
from tracker.vocabulary.reports import EvidenceOf


@dataclass(frozen=True)
class ReleaseRow:
    """A request to be released. ``accept_due_on`` is the date of the office's visit, ``steps`` who decided what."""

    id: int
    version: int
    ordinal: int
    state: ReleaseState
    statement: str
    asked_by: str
    asked_on: date
    accept_due_on: date | None
    visit_id: int | None
    reason: str
    decided_by: str
    decided_on: date | None
    steps: Sequence[StepRow]
    evidence: Sequence[EvidenceRow]


@dataclass(frozen=True)
class Course:
    """What was decided of a listing, and of each request to be released; ``waits_at``: where the reader may decide."""

    steps: Sequence[StepRow]
    releases: Sequence[ReleaseRow]
    waits_at: int | None


def course(session: Session, actor: Actor, listing_id: int) -> Course:
    """The whole course of a listing the caller has found visible; the latest request first."""
    steps = _steps(session, listing_id)
    mine = select(ListingRelease.id).where(ListingRelease.listing_id == listing_id)
    evidence = of_documents(session, actor, EvidenceOf.RELEASE, mine)
    rows = session.execute(
        select(ListingRelease, Deadline.due_on)
        .outerjoin(Deadline, Deadline.id == ListingRelease.deadline_id)
        .where(ListingRelease.listing_id == listing_id)
        .order_by(ListingRelease.ordinal.desc())
    )
    releases = [
        ReleaseRow(
            row.id, row.version, row.ordinal, row.state, row.statement, row.asked_by, row.asked_on, accept_due_on,
            row.visit_id, row.reason, row.decided_by, row.decided_on, steps.get((ApprovalKind.RELEASE, row.id), ()),
            evidence.get(row.id, ()),
        )
        for row, accept_due_on in rows
    ]  # fmt: skip
    waits = select(Submission.id).where(
        _of_course(listing_id), Submission.ended_on.is_(None), submissions_seen_by(session, actor)
    )
    return Course(steps.get((ApprovalKind.LISTING, listing_id), ()), releases, session.scalars(waits).first())


def _of_course(listing_id: int) -> ColumnElement[bool]:
    mine = select(ListingRelease.id).where(ListingRelease.listing_id == listing_id)
    return or_(
        and_(Submission.kind == ApprovalKind.LISTING, Submission.subject_id == listing_id),
        and_(Submission.kind == ApprovalKind.RELEASE, Submission.subject_id.in_(mine)),
    )


def _steps(session: Session, listing_id: int) -> Mapping[tuple[ApprovalKind, int], list[StepRow]]:
    found: dict[tuple[ApprovalKind, int], list[StepRow]] = defaultdict(list)
    rows = session.execute(
        select(Submission.subject_id, Approval)
        .join(Approval, and_(Approval.kind == Submission.kind, Approval.subject_id == Submission.id))
        .where(_of_course(listing_id))
        .order_by(Submission.ordinal, Approval.step)
    )
    for subject_id, one in rows:
        found[one.kind, subject_id].append(
            StepRow(
                one.approver, one.rank, one.outcome, one.opinion, one.decided_on, one.on_paper, one.entered_by or ""
            )
        )
    return found
