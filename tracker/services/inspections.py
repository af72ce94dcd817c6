"""督查: planned by the office, approved by the head of government, carried out, finished with a summary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, NotPermitted, RuleBroken
from tracker.models import Account, Inspection, InspectionMember, InspectionTask, Task
from tracker.policy.access import Actor, may_ever
from tracker.policy.lifecycle.inspections import INSPECTIONS
from tracker.policy.reasons import demand_clear
from tracker.policy.rules import RuleName
from tracker.queries.inspections import Near, near, seen_by, touched_units
from tracker.queries.rules import rules_on
from tracker.services import audit, submissions
from tracker.services.numbering import next_reference
from tracker.services.outbox import enqueue
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.inspections import (
    InspectionAct,
    InspectionKind,
    InspectionMethod,
    InspectionRefusal,
    InspectionState,
)
from tracker.vocabulary.lifecycle import OPEN_STATUSES
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sources import Disclosure
from tracker.vocabulary.web import WebRefusal

SERIES = "督查"


@dataclass(frozen=True)
class Plan:
    """督查方案 (政府督查工作条例 art. 11–15). ``others`` are deputies, advisers and experts without an account.

    ``unannounced`` (暗访): the units are not told beforehand.
    """

    kind: InspectionKind
    title: str
    basis: str
    scope: str
    methods: Sequence[InspectionMethod]
    head: str
    from_on: date
    until_on: date
    task_ids: Sequence[int]
    member_ids: Sequence[int] = ()
    others: Sequence[str] = ()
    unannounced: bool = False


def open_inspection(session: Session, actor: Actor, action: Action, inspection_id: int) -> Inspection:
    """An inspection, for ``action``. Raises NotFound where the actor may not know of it, NotPermitted otherwise."""
    row = session.scalars(select(Inspection).where(Inspection.id == inspection_id, seen_by(actor))).first()
    if row is None:
        raise NotFound(InspectionRefusal.NO_SUCH)
    if not may_ever(actor, action):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return row


def draft(session: Session, actor: Actor, plan: Plan, *, today: date) -> Inspection:
    """Write a plan down. Raises RuleBroken where days, methods, tasks or members do not fit, NotFound for no office."""
    if actor.office_id is None:
        raise NotFound(InspectionRefusal.NO_SUCH)
    _demand_possible(plan)
    row = Inspection(
        office_id=actor.office_id,
        state=INSPECTIONS.after(None, InspectionAct.PLAN),
        proposed_by=actor.name,
        proposed_on=today,
        recorded_at=clock.now(),
        **_columns(plan),
    )
    session.add(row)
    session.flush()  # team and tasks name the key
    _set_team(session, row, plan)
    _set_tasks(session, row, plan.task_ids)
    audit.record(session, actor, AuditTag.INSPECTION_PLANNED, "inspection", row.id, today=today, title=row.title)
    return row


def edit(session: Session, actor: Actor, row: Inspection, plan: Plan, *, today: date) -> Inspection:
    """Change a plan that nobody has approved; a reason given for an overlap is asked for again."""
    _demand_possible(plan)
    row.state = INSPECTIONS.after(row.state, InspectionAct.EDIT)
    for name, value in _columns(plan).items():
        setattr(row, name, value)
    row.overlap_reason = ""
    row.proposed_by, row.proposed_on = actor.name, today
    _set_team(session, row, plan)
    _set_tasks(session, row, plan.task_ids)
    audit.record(session, actor, AuditTag.INSPECTION_PLANNED, "inspection", row.id, today=today, title=row.title)
    return row


def put_forward(session: Session, actor: Actor, row: Inspection, overlap_reason: str = "", *, today: date) -> None:
    """送审 to the head of government.

    Raises RuleBroken where it lies too close to another inspection and no reason says why (art. 15).
    """
    state = INSPECTIONS.after(row.state, InspectionAct.PUT_FORWARD)
    session.flush()
    apart = rules_on(session, today).number(RuleName.INSPECTION, "apart_days")
    others = near(session, row, apart)
    if others:
        if not overlap_reason.strip():
            raise RuleBroken(InspectionRefusal.OVERLAPS, others=_named(others), days=apart)
        demand_clear(overlap_reason)
    row.state, row.overlap_reason = state, overlap_reason.strip() if others else ""
    put = Put(
        ApprovalKind.INSPECTION, row.id, row.office_id, f"批准督查方案：{row.title}"[:200], _body(session, row, others)
    )
    submissions.submit(session, actor, put, today=today)


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """批准: it gets its number and the units are told, of a 暗访 nobody; 不批准: back to the office with the reason."""
    row = session.get_one(Inspection, subject_id)
    act = InspectionAct.APPROVE if decided.approved else InspectionAct.REFUSE
    state = INSPECTIONS.after(row.state, act)
    if decided.approved:
        number = next_reference(session, row.office_id, SERIES, row.year)
        row.state, row.number, row.approved_by, row.approved_on = state, number, decided.approver, decided.decided_on
        body = f"{row.number}“{row.title}”将于{row.from_on}至{row.until_on}进行，组长{row.head}，请予配合。"
        _tell_units(session, row, "approved", "督查通知", f"{body}\n督查内容：{row.scope}")
        said = f"编号{row.number}，{'暗访，不预先通知各单位' if row.unannounced else '已通知各单位'}。"
    else:
        row.state, said = state, ""
    audit.record(
        session, actor, AuditTag.INSPECTION_DECIDED, "inspection", row.id, today=today, outcome=decided.outcome
    )
    return said


def cancel(session: Session, actor: Actor, row: Inspection, reason: str, *, today: date) -> None:
    """取消 before it begins. Raises RuleBroken where it has begun: then it is finished, with what there is to say."""
    state = INSPECTIONS.after(row.state, InspectionAct.CANCEL)
    demand_clear(reason)
    if row.state is InspectionState.APPROVED:
        if row.from_on <= today:
            raise RuleBroken(InspectionRefusal.BEGUN, day=row.from_on)
        _tell_units(session, row, "cancelled", "督查取消", f"{row.number}“{row.title}”已取消。\n理由：{reason.strip()}")
    submissions.withdraw(session, actor, ApprovalKind.INSPECTION, row.id, today=today)
    row.state = state
    audit.record(
        session, actor, AuditTag.INSPECTION_CANCELLED, "inspection", row.id, today=today, reason=reason.strip()
    )


def finish(session: Session, actor: Actor, row: Inspection, summary: str, *, today: date) -> None:
    """结束督查 with a summary; what is still to be put right is checked later. Raises RuleBroken before it began."""
    state = INSPECTIONS.after(row.state, InspectionAct.FINISH)
    demand_clear(summary)
    if today < row.from_on:
        raise RuleBroken(InspectionRefusal.NOT_BEGUN, day=row.from_on)
    row.state, row.summary, row.finished_on = state, summary.strip(), today
    audit.record(session, actor, AuditTag.INSPECTION_FINISHED, "inspection", row.id, today=today)


def _demand_possible(plan: Plan) -> None:
    if plan.until_on < plan.from_on:
        raise RuleBroken(InspectionRefusal.ENDS_BEFORE, until=plan.until_on, since=plan.from_on)
    if not plan.methods:
        raise RuleBroken(InspectionRefusal.NO_METHODS)
    if not plan.task_ids:
        raise RuleBroken(InspectionRefusal.NO_TASKS)


def _columns(plan: Plan) -> dict[str, object]:
    return {
        "year": plan.from_on.year,
        "kind": plan.kind,
        "title": plan.title,
        "basis": plan.basis,
        "scope": plan.scope,
        "methods": ",".join(plan.methods),
        "unannounced": plan.unannounced,
        "head": plan.head,
        "from_on": plan.from_on,
        "until_on": plan.until_on,
    }


def _set_team(session: Session, row: Inspection, plan: Plan) -> None:
    """The members, those with an account of the office by their names there."""
    wanted = set(plan.member_ids)
    found = session.execute(
        select(Account.id, Account.name).where(Account.id.in_(wanted), Account.department_id == row.office_id)
    ).all()
    if len(found) < len(wanted):
        raise RuleBroken(InspectionRefusal.MEMBER_UNKNOWN)
    team: dict[str, int | None] = dict.fromkeys(plan.others)
    team |= {one.name: one.id for one in found}
    session.execute(delete(InspectionMember).where(InspectionMember.inspection_id == row.id))
    session.add_all(InspectionMember(inspection_id=row.id, name=name, account_id=key) for name, key in team.items())


def _set_tasks(session: Session, row: Inspection, task_ids: Iterable[int]) -> None:
    """What is looked at: open tasks of the office. Raises RuleBroken for any other."""
    wanted = set(task_ids)
    known = set(
        session.scalars(
            select(Task.id).where(
                Task.id.in_(wanted), Task.office_id == row.office_id, Task.status.in_(sorted(OPEN_STATUSES))
            )
        )
    )
    if wanted - known:
        raise RuleBroken(InspectionRefusal.NOT_YOUR_TASK)
    session.execute(delete(InspectionTask).where(InspectionTask.inspection_id == row.id))
    session.add_all(InspectionTask(inspection_id=row.id, task_id=one) for one in sorted(wanted))
    session.flush()


def _body(session: Session, row: Inspection, others: Sequence[Near]) -> str:
    tasks = session.execute(
        select(Task.reference, Task.title, Task.disclosure)
        .join(InspectionTask, InspectionTask.task_id == Task.id)
        .where(InspectionTask.inspection_id == row.id)
        .order_by(Task.id)
    ).all()
    named = [f"{one.reference or '未编号'} {one.title}" for one in tasks if one.disclosure is not Disclosure.SENSITIVE]
    if kept := len(tasks) - len(named):
        named.append(f"敏感事项{kept}件，不列名称")
    lines = [
        f"种类：{row.kind.label}",
        f"依据：{row.basis}",
        f"内容：{row.scope}",
        f"时间：{row.from_on}至{row.until_on}，组长{row.head}",
        *(["暗访：不预先通知被督查单位"] if row.unannounced else []),
        "事项：" + "；".join(named),
    ]
    if others:
        lines += [f"与其他督查重复：{_named(others)}", f"仍需督查的理由：{row.overlap_reason}"]
    return "\n".join(lines)


def _named(others: Sequence[Near]) -> str:
    return "、".join(f"“{one.title}”（{one.from_on}至{one.until_on}）" for one in others)


def _tell_units(session: Session, row: Inspection, what: str, subject: str, body: str) -> None:
    if row.unannounced:
        return
    for department_id in touched_units(session, row.id):
        enqueue(session, f"inspection:{row.id}:{what}:{department_id}", department_id, subject, body)
