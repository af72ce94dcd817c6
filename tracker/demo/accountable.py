"""Where a listing's term was missed in 示例市: an inspection, a conclusion, a suggestion handed to whoever may."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.people import Cast
from tracker.models import (
    AccountabilitySuggestion,
    Conclusion,
    Finding,
    Inspection,
    InspectionTask,
    Participation,
    Proposal,
    Task,
)
from tracker.policy.accountability import Case
from tracker.services import accountability, conclusions, findings, inspections, proposals
from tracker.services.conclusions import Findings, Service
from tracker.services.deadlines import Basis
from tracker.services.findings import Found, Visit
from tracker.services.inspections import Plan
from tracker.services.proposals import Verdict
from tracker.vocabulary.accountability import SuggestionState
from tracker.vocabulary.conclusions import ConclusionState
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome
from tracker.vocabulary.inspections import InspectionKind, InspectionMethod, InspectionState

_FACTS = "挂牌期满，剩余工作量约三成，未按整改要求配足力量，每周反馈所报进度与现场不符。"


def look(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """One step a day on the way from a term missed to 转交有权机关 and what came of it."""
    waiting = select(Proposal).where(
        Proposal.kind == ProposalKind.ACCOUNTABILITY, Proposal.outcome.is_(None), Proposal.proposed_on < day
    )
    for row in session.scalars(waiting.order_by(Proposal.id)).all():
        verdict = Verdict(ProposalOutcome.ACCEPTED, "先组织专项督查，查清事实后再提。")
        proposals.decide(session, cast.director, row, verdict, today=day)
        _plan(session, cast, session.get_one(Task, row.task_id), day)
    for inspection in session.scalars(select(Inspection).order_by(Inspection.id)).all():
        _inspect(session, cast, inspection, by, day)
    for conclusion in session.scalars(select(Conclusion).order_by(Conclusion.id)).all():
        _conclude(session, cast, conclusion, by, day)
    for suggestion in session.scalars(select(AccountabilitySuggestion).order_by(AccountabilitySuggestion.id)).all():
        _hand_over(session, cast, suggestion, day)


def _plan(session: Session, cast: Cast, task: Task, day: date) -> None:
    plan = Plan(
        InspectionKind.SPECIAL,
        "挂牌督办事项逾期未办结专项督查",
        "督查室建议，挂牌期满未办结",
        "剩余工作量、未完成原因、责任落实情况",
        (InspectionMethod.ON_SITE, InspectionMethod.MATERIALS),
        "督查室主任",
        day + timedelta(days=5),
        day + timedelta(days=9),
        (task.id,),
        others=("市政府办公室业务骨干", "第三方工程师"),
    )
    row = inspections.draft(session, cast.clerk(2), plan, today=day)
    inspections.put_forward(session, cast.clerk(2), row, today=day)


def _inspect(session: Session, cast: Cast, row: Inspection, by: Basis, day: date) -> None:
    if row.state is not InspectionState.APPROVED or day < row.from_on:
        return
    task_id = session.scalars(select(InspectionTask.task_id).where(InspectionTask.inspection_id == row.id)).one()
    unit = session.scalars(select(Participation.department_id).where(Participation.lead_of == task_id)).one()
    if session.scalars(select(Finding.id).where(Finding.inspection_id == row.id)).first() is None:
        seen = Visit(task_id, cast.clerk(2).name, day, "现场仅有少量人员施工，主要机械已撤场。", "项目现场")
        findings.visit(session, cast.clerk(2), row, seen, today=day)
        found = Found(task_id, unit, day, _FACTS, "立即恢复施工，配足力量，完成剩余工作。")
        findings.record(session, cast.clerk(2), row, found, by, today=day)
    elif day > row.until_on:
        inspections.finish(session, cast.clerk(2), row, "未办结主要是组织不力；已提出整改要求。", today=day)
        drafted = Findings(
            unit,
            f"督查方案《{row.title}》",
            _FACTS,
            "该单位对挂牌督办事项推进不力，未按期完成整改要求，应限期完成剩余工作。",
            inspection_id=row.id,
        )
        conclusion = conclusions.draft(session, cast.clerk(2), session.get_one(Task, task_id), drafted, today=day)
        conclusions.put_forward(session, cast.clerk(2), conclusion, today=day)


def _conclude(session: Session, cast: Cast, row: Conclusion, by: Basis, day: date) -> None:
    if row.state is ConclusionState.APPROVED:
        served = Service(cast.clerk(2).name, "单位办公室", day)
        conclusions.serve(session, cast.clerk(2), row, served, by, today=day)
    elif row.state is ConclusionState.SERVED and row.served_on is not None and row.served_on < day:
        known = select(AccountabilitySuggestion.id).where(AccountabilitySuggestion.conclusion_id == row.id)
        if session.scalars(known).first() is None:
            case = Case(
                "挂牌督办期满未完成，反馈情况与现场不符，影响全市重点工作。",
                "市重点工作督查督办办法关于限期办结和如实反馈的规定",
                lighter="督查后主动恢复施工。",
                studied_on=day,
                study="督查室主任会议集体研究，一致同意提出建议。",
            )
            task = session.get_one(Task, row.task_id)
            suggestion = accountability.draft(session, cast.director, task, f"conclusion:{row.id}", case, today=day)
            accountability.put_forward(session, cast.director, suggestion, task, {}, today=day)


def _hand_over(session: Session, cast: Cast, row: AccountabilitySuggestion, day: date) -> None:
    discipline = cast.by_login["discipline"]
    if row.state is SuggestionState.APPROVED:
        accountability.transfer(session, cast.director, row, "市纪委监委", f"督函〔{day.year}〕1号", day, today=day)
    elif row.state is SuggestionState.TRANSFERRED and row.transferred_on is not None and row.transferred_on < day:
        accountability.receive(session, discipline, row, f"收〔{day.year}〕21号", day, today=day)
