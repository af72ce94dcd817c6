"""“这是重复填报”: said by anybody, answered by the office, counted of nobody (国办函〔2026〕12号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import BurdenReport
from tracker.policy.access import Actor
from tracker.services import audit
from tracker.services.offices import first_office
from tracker.services.outbox import enqueue
from tracker.vocabulary.complaints import Refusal
from tracker.vocabulary.running import AuditTag

_SHOWN = 50


@dataclass(frozen=True)
class ReportBurden:
    """What somebody says of a page: that it asks for what was given elsewhere."""

    page: str
    wording: str


def report_burden(session: Session, actor: Actor, command: ReportBurden, *, today: date) -> BurdenReport:
    """Take it down and tell the office."""
    row = BurdenReport(
        account_id=actor.account_id,
        department_id=actor.department_id or actor.office_id,
        page=command.page,
        wording=command.wording,
        reported_by=actor.name,
        reported_on=today,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # message and audit name the key
    office_id = actor.office_id or first_office(session)
    enqueue(session, f"burden:{row.id}:reported", office_id, "有人反映重复填报", command.wording)
    audit.record(session, actor, AuditTag.BURDEN_REPORTED, "burden", row.id, today=today, page=command.page)
    return row


def answer_burden(session: Session, actor: Actor, report_id: int, answer: str, *, today: date) -> BurdenReport:
    """The office's answer, once. Raises NotFound, or RuleBroken where somebody has answered."""
    row = session.scalars(select(BurdenReport).where(BurdenReport.id == report_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(Refusal.BURDEN_UNKNOWN)
    if row.answered_by is not None:
        raise RuleBroken(Refusal.BURDEN_ANSWERED, by=row.answered_by)
    row.answer, row.answered_by, row.answered_on = answer, actor.name, today
    if row.department_id is not None:
        subject = f"重复填报反映已答复：{row.wording[:_SHOWN]}"
        enqueue(session, f"burden:{row.id}:answered", row.department_id, subject, answer)
    audit.record(session, actor, AuditTag.BURDEN_ANSWERED, "burden", row.id, today=today)
    return row
