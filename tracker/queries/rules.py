"""The rules in force, and all their versions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Rule
from tracker.policy.rules import RuleName, Rules, RuleVersion, as_parameters, in_force


def versions(session: Session) -> list[RuleVersion]:
    """Every version of every rule, oldest first."""
    rows = session.scalars(select(Rule).order_by(Rule.name, Rule.version))
    return [
        RuleVersion(
            row.id, RuleName(row.name), row.version, row.effective_on, as_parameters(row.parameters), row.clause
        )
        for row in rows
    ]


def rules_on(session: Session, day: date) -> Rules:
    """The rules in force on ``day``."""
    return in_force(versions(session), day)
