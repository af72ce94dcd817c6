"""What further nouns show on a task's sheet: one line each, read only when the sheet is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.policy.access import Actor
from tracker.queries import (
    answers,
    approvals,
    cards,
    clarity,
    completion,
    conclusions,
    coordination,
    delay,
    evidence,
    extensions,
    family,
    listings,
    new_reds,
    notes,
    plans,
    publications,
    reassignment,
    rectification,
    reports,
    slippage,
    slips,
    standstills,
    suspension,
    urging,
)

Read = Callable[[Session, Actor, Any, date], Any]

# name in the template → read model
PANELS: Mapping[str, Read] = {
    "evidence": evidence.of_task,
    "proof": evidence.of_claims,
    "reports": reports.of_task,
    "coordination": coordination.of_task,
    "delay": delay.of_task,
    "extensions": extensions.of_task,
    "slippage": slippage.of_task,
    "standstills": standstills.of_task,
    "clarity": clarity.of_task,
    "cards": cards.of_task,
    "answers": answers.of_task,
    "plans": plans.of_task,
    "reassignment": reassignment.of_task,
    "approvals": approvals.panel,
    "notes": notes.of_task,
    "urging": urging.of_task,
    "completion": completion.of_task,
    "suspensions": suspension.of_task,
    "family": family.of_task,
    "slips": slips.of_task,
    "new_red": new_reds.of_task,
    "listings": listings.of_task,
    "findings": rectification.of_task,
    "conclusions": conclusions.of_task,
    "publications": publications.of_task,
}


def panels(session: Session, actor: Actor, task: Any, day: date) -> dict[str, Any]:
    """Everything the panels show, by name."""
    return {name: read(session, actor, task, day) for name, read in PANELS.items()}
