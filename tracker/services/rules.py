"""Rules changed by a new version with a date; nothing is edited, and the past keeps the rule it had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import Rule
from tracker.policy.access import Actor
from tracker.policy.rules import DEFAULTS, RuleName, as_text, check_parameters
from tracker.queries.rules import versions
from tracker.services import audit
from tracker.services.recount import recount
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.running import AuditTag


@dataclass(frozen=True)
class SetRule:
    """A new version of a rule: its numbers, from when they hold, and the clause they come from."""

    name: str
    parameters: Mapping[str, int]
    effective_on: date
    clause: str


def set_rule(session: Session, actor: Actor, command: SetRule, *, today: date) -> int:
    """Add a version; returns how many open deadlines moved by it now.

    Raises NotFound for a rule there is not, RuleBroken for numbers out of bounds, a day in the past or one taken.
    """
    if command.name not in DEFAULTS:
        raise NotFound(Refusal.RULE_UNKNOWN)
    name = RuleName(command.name)
    check_parameters(name, command.parameters)
    if command.effective_on < today:
        raise RuleBroken(Refusal.RULE_BACKWARDS, today=today)
    known = [version for version in versions(session) if version.name is name]
    if any(version.effective_on == command.effective_on for version in known):
        raise RuleBroken(Refusal.RULE_TWICE, day=command.effective_on)
    before = max((one for one in known if one.effective_on < command.effective_on), key=lambda one: one.effective_on)
    if dict(before.parameters) == dict(command.parameters):
        raise RuleBroken(Refusal.RULE_SAME, day=before.effective_on)
    row = Rule(
        name=name,
        version=max(one.version for one in known) + 1,
        effective_on=command.effective_on,
        parameters=as_text(command.parameters),
        clause=command.clause,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    moved = recount(session, actor, today=today) if command.effective_on == today else 0
    audit.record(
        session,
        actor,
        AuditTag.RULE_SET,
        "rule",
        row.id,
        today=today,
        name=name,
        version=row.version,
        effective_on=command.effective_on,
        before=dict(before.parameters),
        parameters=dict(command.parameters),
        clause=command.clause,
        moved=moved,
    )
    return moved


def put_rules_in_force(session: Session, actor: Actor, *, today: date) -> int:
    """Recount the open deadlines on the day a new version begins to hold; returns how many moved."""
    begun = select(Rule.id).where(Rule.effective_on == today, Rule.version > 1).limit(1)
    return recount(session, actor, today=today) if session.scalars(begun).first() is not None else 0
