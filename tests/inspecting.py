"""An office, its leaders and two units around one task, and the steps of an inspection and a conclusion among them."""

from __future__ import annotations

from datetime import date

from factories import department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Account, Conclusion, Finding, Inspection, OutboxMessage, Post, Submission, Task
from tracker.policy.access import Actor
from tracker.services import conclusions, decisions, findings, inspections, reviews
from tracker.services.approvals import Paper
from tracker.services.conclusions import Findings, Service
from tracker.services.deadlines import basis
from tracker.services.decisions import Ruling
from tracker.services.findings import Found
from tracker.services.inspections import Plan
from tracker.services.reviews import Ask
from tracker.services.submissions import Decided
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.inspections import InspectionKind, InspectionMethod
from tracker.vocabulary.people import Role

TODAY = date(2026, 6, 1)
AGREED = Ruling(ApprovalOutcome.APPROVED, "同意")


class Cast:
    """Everybody with an account, as the gate would let them in."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.office_id = office(session).id
        self.lead, self.helper = department(session, "市住建局"), department(session, "市水务局")
        self.mayor_seat = Post(name="市长", rank=PostRank.HEAD)
        self.secretary_seat = Post(name="秘书长", rank=PostRank.SECRETARY_GENERAL)
        session.add_all([self.mayor_seat, self.secretary_seat])
        session.flush()
        self.task = working(session, title="新建标准化厂房", lead=self.lead, helpers=(self.helper,))
        self.clerk = self.of("督查员甲", Role.CLERK, self.office_id)
        self.other_clerk = self.of("督查员乙", Role.CLERK, self.office_id)
        self.director = self.of("主任", Role.DIRECTOR, self.office_id)
        self.mayor = self.of("市长某", Role.LEADER, self.office_id, self.mayor_seat.id)
        self.secretary = self.of("秘书长某", Role.SECRETARY_GENERAL, self.office_id, self.secretary_seat.id)
        self.head = self.of("住建局长", Role.UNIT_HEAD, self.lead.id)
        self.liaison = self.of("住建联络员", Role.LIAISON, self.lead.id)
        self.helper_head = self.of("水务局长", Role.UNIT_HEAD, self.helper.id)

    def of(self, name: str, role: Role, department_id: int, post_id: int | None = None) -> Actor:
        now = clock.now()
        account = Account(
            login=name,
            name=name,
            department_id=department_id,
            post_id=post_id,
            state_since=now,
            password_hash="",
            password_set_at=now,
            created_at=now,
        )
        self.session.add(account)
        self.session.flush()
        unit = role in (Role.UNIT_HEAD, Role.LIAISON)
        return Actor(
            name,
            account.id,
            frozenset({role}),
            None if unit else department_id,
            department_id if unit else None,
            post_id,
        )

    def plan(self, *tasks: Task, since: date = TODAY, until: date = date(2026, 6, 5), **values: object) -> Plan:
        facts = {
            "kind": InspectionKind.SPECIAL,
            "title": "厂房建设专项督查",
            "basis": "市政府常务会议决定",
            "scope": "厂房建设进度",
            "methods": [InspectionMethod.ON_SITE],
            "head": "主任",
            "from_on": since,
            "until_on": until,
            "task_ids": [task.id for task in tasks or (self.task,)],
            "member_ids": [self.clerk.account_id],
            "others": ["专家李某"],
        }
        return Plan(**(facts | values))  # type: ignore[arg-type]

    def inspection(self, *tasks: Task, today: date = TODAY, **values: object) -> Inspection:
        """An approved one."""
        row = inspections.draft(self.session, self.clerk, self.plan(*tasks, **values), today=today)
        inspections.put_forward(self.session, self.clerk, row, "情况紧急，确需督查", today=today)
        self.decide(ApprovalKind.INSPECTION, row.id, self.mayor, today=today)
        return row

    def decide(
        self,
        kind: ApprovalKind,
        subject_id: int,
        by: Actor,
        ruling: Ruling = AGREED,
        *,
        on_paper: Paper | None = None,
        today: date = TODAY,
    ) -> None:
        query = select(Submission).where(
            Submission.kind == kind, Submission.subject_id == subject_id, Submission.ended_on.is_(None)
        )
        row = self.session.scalars(query).one()
        decisions.decide(self.session, by, row, ruling, on_paper=on_paper, today=today)

    def finding(self, row: Inspection, *, today: date = TODAY, due_on: date | None = None) -> Finding:
        found = Found(self.task.id, self.lead.id, today, "塔吊停工已半个月", "一周内复工", due_on)
        return findings.record(self.session, self.clerk, row, found, basis(self.session, today), today=today)

    def words(self, **values: object) -> Findings:
        facts = {
            "department_id": self.lead.id,
            "basis": "条例第十六条",
            "facts": "停工半个月未报告",
            "conclusion": "推进不力，责令整改",
            "record": "2026-05-25 反馈超期",
        }
        return Findings(**(facts | values))  # type: ignore[arg-type]

    def conclusion(self, *, today: date = TODAY, by: Actor | None = None, **values: object) -> Conclusion:
        """One put forward and approved by the 秘书长."""
        row = conclusions.draft(self.session, by or self.clerk, self.task, self.words(**values), today=today)
        conclusions.put_forward(self.session, by or self.clerk, row, today=today)
        self.decide(ApprovalKind.INSPECTION_CONCLUSION, row.id, self.secretary, today=today)
        return row

    def served(self, *, on: date = TODAY, today: date = TODAY, **values: object) -> Conclusion:
        row = self.conclusion(today=on, **values)
        service = Service("督查员甲", "住建联络员", on)
        conclusions.serve(self.session, self.clerk, row, service, basis(self.session, today), today=today)
        return row

    def asks(self, of: Conclusion, *, on: date = TODAY, today: date | None = None) -> reviews.ReviewRequest:
        today = today or on
        ask = Ask("事实认定有误，停工系暴雨所致", "住建局长", on)
        return reviews.ask(self.session, self.head, of, ask, basis(self.session, today), today=today)

    def told(self, department_id: int) -> list[str]:
        """The subjects of the messages to a unit, in order."""
        self.session.flush()
        rows = select(OutboxMessage.subject).where(OutboxMessage.department_id == department_id)
        return list(self.session.scalars(rows.order_by(OutboxMessage.id)))


def furnish(session: Session, task_id: int, lead_id: int, day: date = date(2026, 5, 28)) -> dict[str, int]:
    """An inspection of the task with a finding to put right, and a served conclusion whose review has been asked for:
    the keys a page may name."""
    task, home = session.get_one(Task, task_id), office(session).id
    drafter = Actor("督查员甲", office_id=home)
    agreed = Decided(ApprovalOutcome.APPROVED, "同意", "市长某", PostRank.HEAD, day)
    by = basis(session, day)
    plan = Plan(
        InspectionKind.SPECIAL, "专项督查", "市政府常务会议决定", "建设进度", [InspectionMethod.ON_SITE], "组长某",
        day, day, [task_id],
    )  # fmt: skip
    row = inspections.draft(session, drafter, plan, today=day)
    inspections.put_forward(session, drafter, row, today=day)
    _settle(session, ApprovalKind.INSPECTION, day)
    inspections.decided(session, drafter, row.id, agreed, today=day)
    finding = findings.record(
        session, drafter, row, Found(task_id, lead_id, day, "塔吊停工已半个月", "一周内复工"), by, today=day
    )
    words = Findings(lead_id, "条例第十六条", "停工半个月未报告", "推进不力，责令整改", inspection_id=row.id)
    conclusion = conclusions.draft(session, drafter, task, words, today=day)
    conclusions.put_forward(session, drafter, conclusion, today=day)
    session.scalars(
        select(Submission).where(Submission.kind == ApprovalKind.INSPECTION_CONCLUSION)
    ).one().ended_on = day
    conclusions.decided(session, drafter, conclusion.id, agreed, today=day)
    conclusions.serve(session, drafter, conclusion, Service("督查员甲", "联络员", day), by, today=day)
    ask = Ask("事实认定有误，停工系暴雨所致", "局长", day)
    review = reviews.ask(session, Actor("局长", department_id=lead_id), conclusion, ask, by, today=day)
    assert finding.deadline_id is not None
    return {
        "inspection": row.id,
        "rectification": finding.deadline_id,
        "conclusion": conclusion.id,
        "review": review.id,
    }


def _settle(session: Session, kind: ApprovalKind, day: date) -> None:
    session.scalars(select(Submission).where(Submission.kind == kind)).one().ended_on = day
