"""Where a document that was put forward is read: the page behind its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from tracker.vocabulary.approvals import ApprovalKind

# kind → endpoint of the document's page, and the name of its key there
DOORS: Mapping[ApprovalKind, tuple[str, str]] = {
    ApprovalKind.EXTENSION: ("extensions.show", "extension_id"),
    ApprovalKind.WARNING: ("slips.show", "slip_id"),
    ApprovalKind.LISTING: ("listings.show", "listing_id"),
    ApprovalKind.RELEASE: ("listings.release", "release_id"),
    ApprovalKind.INSPECTION: ("inspections.show", "inspection_id"),
    ApprovalKind.INSPECTION_CONCLUSION: ("conclusions.show", "conclusion_id"),
    ApprovalKind.REVIEW: ("reviews.show", "review_id"),
    ApprovalKind.ACCOUNTABILITY: ("accountability.show", "suggestion_id"),
    ApprovalKind.PUBLICATION: ("publications.show", "publication_id"),
}


def document_address(row: Any) -> str | None:
    """The page of the document a submission is about, or its task's; None where it has neither."""
    if (door := DOORS.get(row.kind)) is not None:
        endpoint, key = door
        return url_for(endpoint, **{key: row.subject_id})
    return url_for("tasks.show", task_id=row.task_id) if row.task_id else None
