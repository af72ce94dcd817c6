"""A task to be listed, and whoever has to do with it: the office, the mayor, the unit."""

from __future__ import annotations

from datetime import date

from factories import department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Account, Deadline, Listing, ListingRelease, Post, RoleGrant, Submission, Task
from tracker.policy.access import Actor
from tracker.services import clerks, decisions, listings, milestones, releases
from tracker.services.approvals import Paper
from tracker.services.deadlines import basis, of_task
from tracker.services.decisions import Ruling
from tracker.services.listings import Propose
from tracker.services.site_visits import Visit
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.listings import ListingAuthority, ListingLimb
from tracker.vocabulary.people import Role

TODAY = date(2026, 3, 2)


class Cast:
    """A task in work with a node due; its unit's head, the office of three, the mayor and the leader of the field."""

    def __init__(self, session: Session, *, nodes: bool = True, **values: object) -> None:
        self.session = session
        self.mayor = Post(name="市长", rank=PostRank.HEAD)
        self.deputy = Post(name="分管城建副市长", rank=PostRank.DEPUTY)
        session.add_all([self.mayor, self.deputy])
        session.flush()
        self.office_id = office(session).id
        self.unit = department(session, "市住建局")
        self.director = self._staff("主任甲", Role.DIRECTOR)
        self.clerk = self._staff("督查员乙", Role.CLERK)
        self.other = self._staff("督查员丙", Role.CLERK)
        self.head = Actor("市长", roles=frozenset({Role.LEADER}), office_id=self.office_id, post_id=self.mayor.id)
        self.unit_head = Actor("住建局长", roles=frozenset({Role.UNIT_HEAD}), department_id=self.unit.id)
        values |= {"milestones": ((date(2026, 2, 20), 100),)} if nodes else {}
        values.setdefault("due_on", date(2026, 12, 31))
        self.task = working(session, lead=self.unit, leader_post_id=self.deputy.id, **values)
        clerks.make_clerk(session, self.director, self.task, self.clerk.account_id, today=date(2026, 1, 5))

    def command(self, **values: object) -> Propose:
        given: dict[str, object] = {
            "limb": ListingLimb.STALLED,
            "grounds": "节点逾期，两次督办未见进展",
            "requirement": "三十个工作日内完成主体施工",
            "authority": ListingAuthority.LEADER,
            "term": 30,
            "outlet": "市政府网站",
            "officer_account_id": self.clerk.account_id,
        }
        return Propose(**(given | values))  # type: ignore[arg-type]

    def propose(self, *, today: date = TODAY, **values: object) -> Listing:
        return listings.propose(self.session, self.director, self.task, self.command(**values), today=today)

    def listed(self, *, today: date = TODAY, **values: object) -> Listing:
        row = self.propose(today=today, **values)
        self.decide(ApprovalKind.LISTING, row.id, today=today)
        return row

    def submission(self, kind: ApprovalKind, subject_id: int) -> Submission:
        return self.session.scalars(
            select(Submission)
            .where(Submission.kind == kind, Submission.subject_id == subject_id)
            .order_by(Submission.id.desc())
        ).first()

    def decide(
        self,
        kind: ApprovalKind,
        subject_id: int,
        outcome: ApprovalOutcome = ApprovalOutcome.APPROVED,
        opinion: str = "",
        *,
        actor: Actor | None = None,
        paper: Paper | None = None,
        today: date = TODAY,
    ) -> None:
        row = self.submission(kind, subject_id)
        who = actor or (self.clerk if paper else self.head)
        decisions.decide(self.session, who, row, Ruling(outcome, opinion), on_paper=paper, today=today)

    def verify_nodes(self, *, today: date = TODAY) -> None:
        for duty in of_task(self.session, self.task.id, DeadlineKind.MILESTONE):
            if duty.met_on is None:
                milestones.claim_milestone(self.session, self.unit_head, duty, "主体已封顶", [], today=today)
                milestones.decide_milestone(self.session, self.clerk, duty, None, today=today)

    def ask(self, listing: Listing, *, today: date = TODAY) -> ListingRelease:
        by = basis(self.session, today)
        return releases.ask(self.session, self.unit_head, listing, "已按要求整改到位", [], by, today=today)

    def accept(
        self, listing: Listing, *, passed: bool = True, reason: str = "", today: date = TODAY, **who: object
    ) -> ListingRelease:
        who = who or {"account_id": self.other.account_id}
        visit = Visit(today, "主体封顶，现场属实", "工地", **who)  # type: ignore[arg-type]
        return releases.accept(self.session, self.director, listing, visit, passed=passed, reason=reason, today=today)

    def released(self, listing: Listing, *, today: date = TODAY) -> ListingRelease:
        row = self.ask(listing, today=today)
        self.accept(listing, today=today)
        self.decide(ApprovalKind.RELEASE, row.id, today=today)
        return row

    def duties(self, kind: DeadlineKind) -> list[Deadline]:
        self.session.flush()
        rows = select(Deadline).where(Deadline.task_id == self.task.id, Deadline.kind == kind)
        return list(self.session.scalars(rows.order_by(Deadline.id)))

    def _staff(self, name: str, role: Role) -> Actor:
        now = clock.now()
        row = Account(
            login=name, name=name, department_id=self.office_id, state_since=now, password_hash="-",
            password_set_at=now, created_at=now,
        )  # fmt: skip
        row.roles.append(RoleGrant(role=role))
        self.session.add(row)
        self.session.flush()
        return Actor(name, row.id, frozenset({role}), self.office_id)


def fresh(session: Session, task: Task) -> Task:
    """The task as it is stored."""
    session.flush()
    session.expire(task)
    return task
