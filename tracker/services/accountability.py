"""追责建议: drafted by the director, approved by the head, handed to whoever is competent. Nothing here decides a
sanction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, NotPermitted, RuleBroken
from tracker.models import AccountabilitySuggestion as Suggestion
from tracker.models import Department, Task
from tracker.policy.access import Actor, may
from tracker.policy.accountability import (
    Case,
    as_text,
    demand_between,
    demand_government,
    demand_said,
    demand_studied,
    kept_lines,
)
from tracker.policy.lifecycle.accountability import SUGGESTIONS
from tracker.policy.secrecy import refuse_marked
from tracker.queries.accountability import (
    bases,
    basis_of,
    proposal_for,
    regimes_of,
    rests_on_its_basis,
    seen_by,
)
from tracker.queries.case_evidence import evidence_lines
from tracker.queries.conclusions import stands
from tracker.queries.inspections import failed_findings
from tracker.queries.routes import steps
from tracker.queries.visibility import subject_of
from tracker.services import audit, submissions
from tracker.services.numbering import next_reference
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.accountability import AccountabilityRefusal
from tracker.vocabulary.accountability import SuggestionAct as Act
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal

_SERIES = "督责"


def open_suggestion(session: Session, actor: Actor, action: Action, suggestion_id: int) -> tuple[Suggestion, Task]:
    """The suggestion and its task, for ``action``.

    Raises NotFound for all but the few who may know of it, NotPermitted where they may not act.
    """
    row = session.scalars(select(Suggestion).where(Suggestion.id == suggestion_id, seen_by(session, actor))).first()
    if row is None:
        raise NotFound(AccountabilityRefusal.NO_SUCH)
    task = session.get_one(Task, row.task_id)
    if not may(actor, action, subject_of(session, task)):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return row, task


def draft(session: Session, actor: Actor, task: Task, basis_key: str, case: Case, *, today: date) -> Suggestion:
    """Draft it on one basis. Raises RuleBroken where the matter is the party's alone, or the basis does not stand, is
    another task's, or has been used."""
    demand_government(regimes_of(session, task.id), task.basis)
    demand_said(case)
    basis = next((one for one in bases(session, actor, today, task.id) if one.key == basis_key), None)
    if basis is None:
        raise RuleBroken(AccountabilityRefusal.NO_BASIS)
    proposal = proposal_for(session, task.id)
    kind, _, key = basis.key.partition(":")
    row = Suggestion(
        office_id=task.office_id,
        task_id=task.id,
        department_id=basis.department_id,
        proposal_id=proposal.id if proposal else None,
        conclusion_id=int(key) if kind == "conclusion" else None,
        finding_id=int(key) if kind == "finding" else None,
        state=SUGGESTIONS.after(None, Act.EDIT),
        drafted_by=actor.name,
        drafted_on=today,
        recorded_at=clock.now(),
        **_plain(case),
    )
    session.add(row)
    session.flush()
    _record(session, actor, AuditTag.ACCOUNTABILITY_DRAFTED, row, today)
    return row


def edit(session: Session, actor: Actor, row: Suggestion, case: Case, *, today: date) -> None:
    """Say it otherwise, before it is put forward, or after it was refused; what it rests on stays.

    Raises RuleBroken where another suggestion rests on the same by now.
    """
    state = SUGGESTIONS.after(row.state, Act.EDIT)
    demand_said(case)
    if rests_on_its_basis(session, row):
        raise RuleBroken(AccountabilityRefusal.BASIS_USED)
    for name, value in _plain(case).items():
        setattr(row, name, value)
    row.state, row.evidence = state, ""
    _record(session, actor, AuditTag.ACCOUNTABILITY_DRAFTED, row, today)


def put_forward(
    session: Session, actor: Actor, row: Suggestion, task: Task, cuts: Mapping[str, str], *, today: date
) -> None:
    """Put it to the head with the record's evidence as of today, less what is cut with a reason (mark → reason).

    Raises RuleBroken where it was not studied collectively, its basis no longer stands, or the head is not the last
    to decide.
    """
    state = SUGGESTIONS.after(row.state, Act.PUT_FORWARD)
    demand_studied(row.studied_on, row.study)
    if row.studied_on is not None:
        demand_between(row.studied_on, task.assigned_on or row.studied_on, today)
    _demand_basis(session, row, today)
    route = steps(session, row.office_id, ApprovalKind.ACCOUNTABILITY, None, today)
    if not route or route[-1].rank is not PostRank.HEAD:
        raise RuleBroken(AccountabilityRefusal.NOT_HEAD)
    stays, cut = kept_lines(evidence_lines(session, task, row.department_id, today), cuts)
    row.state, row.evidence = state, as_text(stays, cut)
    _record(session, actor, AuditTag.ACCOUNTABILITY_DRAFTED, row, today, lines=len(stays), cut=len(cut))
    # Told without a name: the message goes to the whole office. Without the task, its sheet shows nothing of it.
    title = f"追责建议（{row.drafted_on}起草，第{row.id}件）"
    put = Put(ApprovalKind.ACCOUNTABILITY, row.id, row.office_id, title, _for_decider(session, row, task), steps=route)
    submissions.submit(session, actor, put, today=today)


def take_back(session: Session, actor: Actor, row: Suggestion, *, today: date) -> None:
    """Back to a draft; nobody need decide any more."""
    row.state = SUGGESTIONS.after(row.state, Act.TAKE_BACK)
    row.evidence = ""
    submissions.withdraw(session, actor, ApprovalKind.ACCOUNTABILITY, row.id, today=today)


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """The head has decided. Raises RuleBroken for an approval where the basis no longer stands: a review was asked
    for meanwhile, or the unit has claimed its rectification again."""
    row = session.get_one(Suggestion, subject_id)
    state = SUGGESTIONS.after(row.state, Act.APPROVE if decided.approved else Act.REFUSE)
    if decided.approved:
        _demand_basis(session, row, today)
        row.number = next_reference(session, row.office_id, _SERIES, today.year)
        row.approved_by, row.approved_on = decided.approver, decided.decided_on
    row.state = state
    _record(session, actor, AuditTag.ACCOUNTABILITY_DECIDED, row, today, outcome=decided.outcome)
    return "请办理转交。" if decided.approved else ""


def transfer(
    session: Session, actor: Actor, row: Suggestion, to: str, letter_number: str, day: date, *, today: date
) -> None:
    """转交有权机关: to whom, by which letter, when. What it rests on must still stand."""
    state = SUGGESTIONS.after(row.state, Act.TRANSFER)
    for text, label in ((to, "有权机关"), (letter_number, "函号")):
        if not text.strip():
            raise RuleBroken(AccountabilityRefusal.MISSING, field=label)
    demand_between(day, row.approved_on or day, today)
    _demand_basis(session, row, today)
    row.state = state
    row.transferred_to, row.letter_number = to.strip(), letter_number.strip()
    row.transferred_by, row.transferred_on = actor.name, day
    _record(session, actor, AuditTag.ACCOUNTABILITY_TRANSFERRED, row, today, day=day)


def receive(session: Session, actor: Actor, row: Suggestion, receipt_number: str, day: date, *, today: date) -> None:
    """The receipt has come: noted by 纪检 or the office."""
    state = SUGGESTIONS.after(row.state, Act.RECEIVE)
    if not receipt_number.strip():
        raise RuleBroken(AccountabilityRefusal.MISSING, field="回执编号")
    demand_between(day, row.transferred_on or day, today)
    row.state = state
    row.receipt_number, row.received_by, row.received_on = receipt_number.strip(), actor.name, day
    _record(session, actor, AuditTag.ACCOUNTABILITY_RECEIVED, row, today, day=day)


def note_outcome(session: Session, actor: Actor, row: Suggestion, outcome: str, day: date, *, today: date) -> None:
    """What came of it, noted by 纪检. The audit trail says that it was noted, and nothing of what it is."""
    state = SUGGESTIONS.after(row.state, Act.CLOSE)
    if not outcome.strip():
        raise RuleBroken(AccountabilityRefusal.MISSING, field="处理结果")
    refuse_marked(outcome)
    demand_between(day, row.received_on or day, today)
    row.state = state
    row.outcome, row.outcome_by, row.outcome_on = outcome.strip(), actor.name, day
    _record(session, actor, AuditTag.OUTCOME_NOTED, row, today)


def _plain(case: Case) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in vars(case).items()}


def _demand_basis(session: Session, row: Suggestion, today: date) -> None:
    if row.conclusion_id is not None:
        good = stands(session, row.conclusion_id, today)
    else:
        good = any(one.id == row.finding_id for one in failed_findings(session, row.task_id))
    if not good:
        raise RuleBroken(AccountabilityRefusal.BASIS_GONE)


def _for_decider(session: Session, row: Suggestion, task: Task) -> str:
    unit = session.get_one(Department, row.department_id).name
    said = (
        ("督办事项", f"{task.reference or ''} {task.title}".strip()),
        ("责任单位", unit),
        ("依据", basis_of(session, row)),
        ("追责事由", row.grounds),
        ("违反的规定条款", row.clause),
        ("从轻情节", row.lighter),
        ("从重情节", row.heavier),
        ("免责情节", row.exempt),
        ("主要负责人连带责任", row.head_joint),
        ("集体研究", f"{row.studied_on} {row.study}"),
    )
    return "\n".join(f"{label}：{text or '无'}" for label, text in said) + f"\n证据目录：\n{row.evidence}"


def _record(session: Session, actor: Actor, tag: AuditTag, row: Suggestion, today: date, **detail: object) -> None:
    """What was done, by whom, when; of the words nothing."""
    audit.record(session, actor, tag, "accountability", row.id, today=today, state=row.state, **detail)
