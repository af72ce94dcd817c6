"""What must hold of every document of the ladder, whoever did what: no rung without the person it takes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import (
    AccountabilitySuggestion,
    Approval,
    Conclusion,
    Extension,
    Finding,
    Inspection,
    Listing,
    ListingRelease,
    Proposal,
    Publication,
    ReviewRequest,
    SiteVisit,
    Submission,
    TaskClerk,
    WarningSlip,
)
from tracker.queries.reviews import barred
from tracker.vocabulary.accountability import SuggestionState
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.conclusions import ConclusionState, ReviewState
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.escalation import SlipColour, SlipState
from tracker.vocabulary.extensions import ExtensionState
from tracker.vocabulary.inspections import FindingState, InspectionState
from tracker.vocabulary.listings import ListingState, ReleaseState
from tracker.vocabulary.publications import PublicationState

_UNISSUED = (SlipState.PREPARED, SlipState.DROPPED)
_PUT_FORWARD = (SuggestionState.DRAFT, SuggestionState.PENDING, SuggestionState.REFUSED)


def no_rung_without_its_person(session: Session, since: date) -> None:
    """Every document that has gone on was decided by somebody, of the rank it takes, on what it must rest on.

    What stood in public before ``since`` was furnished, not decided.
    """
    _extensions(session)
    _slips_and_proposals(session)
    _listings(session)
    _publications(session, since)
    _inspections(session)
    _conclusions(session)
    _suggestions(session)


def _approvers(session: Session, kind: ApprovalKind, subject_id: int) -> list[Approval]:
    """Who approved a document, by its submissions."""
    mine = select(Submission.id).where(Submission.kind == kind, Submission.subject_id == subject_id)
    given = select(Approval).where(
        Approval.kind == kind, Approval.subject_id.in_(mine), Approval.outcome == ApprovalOutcome.APPROVED
    )
    return list(session.scalars(given.order_by(Approval.id)))


def _extensions(session: Session) -> None:
    for row in session.scalars(select(Extension)):
        if row.state is ExtensionState.GRANTED:
            assert _approvers(session, ApprovalKind.EXTENSION, row.id), ("granted by nobody", row.id)
            assert row.granted_due_on is not None
            assert row.present_due_on < row.granted_due_on
        assert row.decided_by != row.signed_by or row.state is not ExtensionState.GRANTED, ("own request", row.id)


def _slips_and_proposals(session: Session) -> None:
    for slip in session.scalars(select(WarningSlip).where(WarningSlip.state.not_in(_UNISSUED))):
        assert slip.issued_by, slip.id
        if slip.colour is SlipColour.RED:
            assert _approvers(session, ApprovalKind.WARNING, slip.id), ("a red slip no leader issued", slip.id)
    for row in session.scalars(select(Proposal).where(Proposal.outcome.is_not(None))):
        assert row.decided_by, row.id


def _listings(session: Session) -> None:
    for row in session.scalars(select(Listing).where(Listing.listed_on.is_not(None))):
        by = _approvers(session, ApprovalKind.LISTING, row.id)
        assert by, ("listed by nobody", row.id)
        assert row.officer, row.id
        if row.state is ListingState.RELEASED:
            granted = select(ListingRelease).where(
                ListingRelease.listing_id == row.id, ListingRelease.state == ReleaseState.GRANTED
            )
            release = session.scalars(granted).one()
            visit = session.get_one(SiteVisit, release.visit_id)
            assert visit.passed
            assert visit.visitor not in (row.officer, release.asked_by), ("accepted by one concerned", row.id)
            clerks = session.scalars(select(TaskClerk.account_id).where(TaskClerk.task_id == row.task_id)).all()
            assert visit.account_id is None or visit.account_id not in clerks
            ranks = {one.rank for one in _approvers(session, ApprovalKind.RELEASE, release.id)}
            assert row.listed_rank in ranks, ("released by another rank", row.id)


def _publications(session: Session, since: date) -> None:
    for row in session.scalars(select(Publication).where(Publication.published_on >= since)):
        assert _approvers(session, ApprovalKind.PUBLICATION, row.id), ("published without approval", row.id)
        assert row.cosigned_by, row.id
        assert row.outlet, row.id
        assert row.state in (PublicationState.PUBLISHED, PublicationState.WITHDRAWN)


def _inspections(session: Session) -> None:
    for row in session.scalars(select(Inspection)):
        if row.state in (InspectionState.APPROVED, InspectionState.FINISHED):
            assert _approvers(session, ApprovalKind.INSPECTION, row.id), ("an inspection nobody approved", row.id)
    for found in session.scalars(select(Finding)):
        state = session.get_one(Inspection, found.inspection_id).state
        assert state in (InspectionState.APPROVED, InspectionState.FINISHED), found.id
        if found.state in (FindingState.RECTIFIED, FindingState.FAILED):
            assert found.checked_by, found.id


def _conclusions(session: Session) -> None:
    for row in session.scalars(select(Conclusion).where(Conclusion.served_on.is_not(None))):
        by = _approvers(session, ApprovalKind.INSPECTION_CONCLUSION, row.id)
        assert by, ("served unapproved", row.id)
        assert row.approved_on is not None
        assert row.served_on is not None
        assert row.approved_on <= row.served_on
    for review in session.scalars(select(ReviewRequest).where(ReviewRequest.state == ReviewState.DECIDED)):
        conclusion = session.get_one(Conclusion, review.conclusion_id)
        assert conclusion.served_on is not None
        took_part = barred(session, conclusion)
        assert review.reviewer_account_id not in took_part.accounts, ("reviewed by one who took part", review.id)
        for one in _approvers(session, ApprovalKind.REVIEW, review.id):
            assert one.approver_account_id not in took_part.accounts, ("decided by one who took part", review.id)


def _suggestions(session: Session) -> None:
    for row in session.scalars(select(AccountabilitySuggestion)):
        if row.conclusion_id is not None:
            served = session.get_one(Conclusion, row.conclusion_id).served_on
            assert served is not None, ("accountability without a served conclusion", row.id)
            assert served <= row.drafted_on
        else:
            assert session.get_one(Finding, row.finding_id).checked_on is not None
        if row.state not in _PUT_FORWARD:
            ranks = {one.rank for one in _approvers(session, ApprovalKind.ACCOUNTABILITY, row.id)}
            assert PostRank.HEAD in ranks, ("approved by nobody who may", row.id)
    withdrawn = select(Conclusion.id).where(Conclusion.state == ConclusionState.WITHDRAWN)
    resting = select(AccountabilitySuggestion.id).where(
        AccountabilitySuggestion.conclusion_id.in_(withdrawn), AccountabilitySuggestion.transferred_on.is_not(None)
    )
    for row_id in session.scalars(resting):
        row = session.get_one(AccountabilitySuggestion, row_id)
        review = select(ReviewRequest).where(ReviewRequest.conclusion_id == row.conclusion_id)
        decided = [one.asked_on for one in session.scalars(review)]
        assert all(row.transferred_on is not None and row.transferred_on <= day for day in decided), row_id
