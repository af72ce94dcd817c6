"""What a suggestion may rest on: a conclusion that was served, a rectification that failed."""

from __future__ import annotations

from datetime import date, timedelta

from factories import CLERK
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Conclusion, Finding, Inspection, Participation, ReviewRequest, Task
from tracker.policy.accountability import Case
from tracker.services.deadlines import Owed, basis, owe
from tracker.vocabulary.conclusions import ConclusionState, ReviewState
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.inspections import FindingState, InspectionKind, InspectionState

CASE = Case(
    "逾期未完成主体工程，经催办仍无进展",
    "《政府督查工作条例》第二十条",
    lighter="已主动报告",
    studied_on=date(2026, 6, 1),
    study="主任办公会：一致同意提出",
)


def lead_of(session: Session, task: Task) -> int:
    return session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).one()


def concluded(session: Session, task: Task, *, on: date, number: str = "督结〔2026〕1号") -> Conclusion:
    """A conclusion about the lead, served."""
    row = Conclusion(
        office_id=task.office_id,
        task_id=task.id,
        department_id=lead_of(session, task),
        basis="督办记录",
        record="节点逾期",
        facts="节点逾期未完成",
        conclusion="落实不力",
        state=ConclusionState.SERVED,
        number=number,
        drafted_by="督查员",
        drafted_on=on,
        served_by="督查员",
        served_on=on,
        review_until=on + timedelta(days=30),
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def review(session: Session, conclusion: Conclusion, *, on: date) -> ReviewRequest:
    """The unit asks for a review, which is not decided yet."""
    row = ReviewRequest(
        conclusion_id=conclusion.id,
        ordinal=1,
        open_of=conclusion.id,
        state=ReviewState.ASKED,
        reason="事实认定有误",
        asked_by="局长",
        asked_on=on,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def failed(session: Session, task: Task, *, on: date) -> Finding:
    """A rectification that was checked and found wanting."""
    plan = Inspection(
        office_id=task.office_id,
        year=on.year,
        kind=InspectionKind.SPECIAL,
        title="专项督查",
        basis="年度计划",
        scope="在建项目",
        methods="on-site",
        head="主任甲",
        from_on=on,
        until_on=on,
        state=InspectionState.APPROVED,
        number="督查〔2026〕1号",
        proposed_by="督查员",
        proposed_on=on,
        recorded_at=clock.now(),
    )
    session.add(plan)
    session.flush()
    unit = lead_of(session, task)
    term = Owed(DeadlineKind.RECTIFICATION, f"finding:{plan.id}", department_id=unit, due_on=on)
    duty = owe(session, CLERK, task, term, basis(session, on), today=on)
    row = Finding(
        inspection_id=plan.id,
        task_id=task.id,
        department_id=unit,
        found_on=on,
        content="现场没有施工",
        requirement="限期复工",
        deadline_id=duty.id,
        state=FindingState.FAILED,
        checked_by="督查员",
        checked_on=on,
        check_words="仍未复工",
        recorded_by="督查员",
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row
