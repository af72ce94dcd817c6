"""批示 on a source, in order; the office sorts them: 阅知, 阅处, 办理反馈. What asks for an answer becomes a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.models import Endorsement, Post, Source, Task
from tracker.policy.access import Actor
from tracker.policy.secrecy import refuse_marked
from tracker.queries.routes import seats
from tracker.services import audit
from tracker.services.sources import Clause, add_clauses, open_source
from tracker.vocabulary.approvals import ApprovalRefusal, Triage
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sources import SourceRefusal


@dataclass(frozen=True)
class Endorse:
    """A leader's words as the paper has them; ``post_id`` where the seat is on the register."""

    source: Source
    wording: str
    written_on: date
    leader: str = ""
    post_id: int | None = None


@dataclass(frozen=True)
class Sort:
    """What the words ask for; with 办理反馈, the matter they are about and who is to see to it."""

    endorsement: Endorsement
    triage: Triage
    matter: str = ""
    lead: str = ""
    due_phrase: str = ""


def endorse(session: Session, actor: Actor, command: Endorse, *, today: date) -> Endorsement:
    """登记批示 behind those the source has. Raises RuleBroken for no leader, a day to come, or a mark of secrecy."""
    source = command.source
    refuse_marked(command.wording)
    if command.written_on > today:
        raise RuleBroken(SourceRefusal.DATED_LATER, day=command.written_on)
    if command.post_id is not None and command.post_id not in {
        seat.id for seat in seats(session, source.office_id, today)
    }:
        raise RuleBroken(ApprovalRefusal.APPROVER_MISSING)
    seat = session.get(Post, command.post_id) if command.post_id is not None else None
    leader = command.leader.strip() or (seat.name if seat else "")
    if not leader:
        raise RuleBroken(SourceRefusal.LEADER_MISSING)
    last = session.scalars(select(func.max(Endorsement.ordinal)).where(Endorsement.source_id == source.id)).one()
    row = Endorsement(
        source_id=source.id,
        ordinal=(last or 0) + 1,
        leader=leader,
        post_id=command.post_id,
        wording=command.wording.strip(),
        written_on=command.written_on,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()  # the audit entry names the key
    audit.record(session, actor, AuditTag.ENDORSEMENT_RECORDED, "endorsement", row.id, today=today, source=source.id)
    return row


def open_endorsement(session: Session, actor: Actor, endorsement_id: int) -> tuple[Endorsement, Source]:
    """A 批示 on a source of the actor's office. Raises NotFound for any other."""
    row = session.get(Endorsement, endorsement_id)
    if row is None or row.source_id is None:
        raise NotFound(SourceRefusal.NO_SUCH_SOURCE)
    return row, open_source(session, actor, row.source_id)


def sort(session: Session, actor: Actor, command: Sort, home: str, *, today: date) -> Task | None:
    """分办: once. 办理反馈 becomes a clause of the source and a draft task, which is returned."""
    row = command.endorsement
    if row.triage is not None:
        raise RuleBroken(SourceRefusal.TRIAGED, triage=row.triage.label)
    if command.triage is Triage.REPORT_BACK and not command.matter.strip():
        raise RuleBroken(SourceRefusal.MATTER_MISSING)
    row.triage, row.triaged_on, row.triaged_by = command.triage, today, actor.name
    audit.record(
        session, actor, AuditTag.ENDORSEMENT_TRIAGED, "endorsement", row.id, today=today, triage=command.triage
    )
    if command.triage is not Triage.REPORT_BACK:
        return None
    source = session.get_one(Source, row.source_id)
    clause = Clause(
        command.matter.strip(),
        number=f"批示{row.ordinal}",
        leader=row.leader,
        lead=command.lead,
        due_phrase=command.due_phrase,
    )
    (task,) = add_clauses(session, actor, source, [clause], home, today=today)
    task.leader_post_id = task.leader_post_id or row.post_id
    task.requirement = f"{row.leader}批示：{row.wording}"
    return task
