"""未见明显进展: found by what was verified and by what reports say; ended by news; the unit sees it first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import CLERK, department, office, working
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import RuleBroken
from tracker.models import Deadline, OutboxMessage, Standstill, Suspension, Task
from tracker.policy.access import Actor
from tracker.policy.reports import Words
from tracker.queries.standstills import of_task, of_unit
from tracker.services import deadlines, milestones, reports, standstills
from tracker.services.deadlines import basis
from tracker.services.report_periods import open_periods
from tracker.services.reports import Write
from tracker.services.standstills import find_standstills
from tracker.vocabulary.actions import Action
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import StandstillKind
from tracker.vocabulary.people import Role
from tracker.vocabulary.standstills import StandstillRefusal

DAY = timedelta(days=1)
FIRST = date(2026, 1, 26)


class Cast:
    """A task handed out on the first day of a period, with a node due in the next."""

    def __init__(self, session: Session, **values: object) -> None:
        self.session = session
        self.unit = department(session, "市住建局")
        values.setdefault("milestones", ((date(2026, 3, 1), 40), (date(2026, 9, 1), 60)))
        self.task: Task = working(session, today=FIRST, lead=self.unit, **values)
        self.head = Actor("局长", roles=frozenset({Role.UNIT_HEAD}), department_id=self.unit.id)
        self.clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=office(session).id)

    def walk(self, first: date, last: date) -> int:
        """The job on those days that matter: the ends, and about the turn of a period. Returns how many were found."""
        found = 0
        for number in range((last - first).days + 1):
            day = first + number * DAY
            if day not in (first, last) and day.day not in (26, 27):
                continue
            by = basis(self.session, day)
            open_periods(self.session, day, by)
            found += find_standstills(self.session, day, by)
        return found

    def node(self, place: int = 0) -> Deadline:
        return deadlines.of_task(self.session, self.task.id, DeadlineKind.MILESTONE)[place]

    def report(self, day: date, done: str, *, unchanged: bool = False) -> None:
        duty = self.session.scalars(
            select(Deadline)
            .where(
                Deadline.task_id == self.task.id, Deadline.kind == DeadlineKind.REPORT, Deadline.claimed_on.is_(None)
            )
            .order_by(Deadline.due_on)
        ).first()
        sent = reports.sign(self.session, self.head, duty, Write(Words(done, unchanged=unchanged)), today=day)
        reports.decide(self.session, self.clerk, sent, None, today=day)

    @property
    def rows(self) -> list[tuple[object, ...]]:
        found = self.session.scalars(select(Standstill).order_by(Standstill.id))
        return [(row.kind, row.period, row.found_on, row.over_on) for row in found]


def test_two_periods_without_a_verified_node_stand_still_and_are_found_once(session: Session) -> None:
    cast = Cast(session)
    assert cast.walk(FIRST, date(2026, 3, 25)) == 0
    assert cast.walk(date(2026, 3, 26), date(2026, 3, 27)) == 1
    assert cast.rows == [(StandstillKind.NOT_VERIFIED, "2026-03", date(2026, 3, 26), None)]
    assert cast.walk(date(2026, 3, 26), date(2026, 4, 30)) == 0  # again, and on while it is open
    row = session.scalars(select(Standstill)).one()
    assert "2026-02至2026-03连续2个反馈期" in row.facts
    assert "逾期未完成的节点1个" in row.facts
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.subject == "未见明显进展")).one()
    assert told.department_id == cast.unit.id


def test_a_claim_that_waits_at_the_office_is_no_standstill_and_an_accepted_one_ends_it(session: Session) -> None:
    cast = Cast(session)
    cast.walk(FIRST, date(2026, 3, 20))
    milestones.claim_milestone(session, cast.head, cast.node(), "已完成", (), today=date(2026, 3, 20))
    assert cast.walk(date(2026, 3, 21), date(2026, 4, 20)) == 0
    milestones.decide_milestone(session, cast.clerk, cast.node(), "没有佐证", today=date(2026, 4, 20))
    assert cast.walk(date(2026, 4, 21), date(2026, 4, 30)) == 1  # found at the end of April's period
    milestones.claim_milestone(session, cast.head, cast.node(), "已完成", (), today=date(2026, 5, 4))
    milestones.decide_milestone(session, cast.clerk, cast.node(), None, today=date(2026, 5, 6))
    cast.walk(date(2026, 5, 1), date(2026, 5, 10))
    assert cast.rows == [(StandstillKind.NOT_VERIFIED, "2026-04", date(2026, 4, 26), date(2026, 5, 6))]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"milestones": ((date(2026, 9, 1), 100),)}, 0),  # nothing due yet, and in the first third
        ({"milestones": ((date(2026, 9, 1), 100),), "due_on": date(2026, 6, 30)}, 1),  # past the first third
        ({"milestones": ()}, 0),
        ({"milestones": (), "due_on": date(2026, 6, 30)}, 1),
    ],
)
def test_what_need_not_move_yet_does_not_stand_still(session: Session, values: dict[str, object], found: int) -> None:
    assert Cast(session, **values).walk(FIRST, date(2026, 3, 31)) == found


def test_without_nodes_a_report_with_news_is_what_can_be_seen(session: Session) -> None:
    cast = Cast(session, milestones=(), due_on=date(2026, 6, 30))
    cast.walk(FIRST, date(2026, 2, 20))
    cast.report(date(2026, 2, 20), "完成立项批复")
    cast.walk(date(2026, 2, 21), date(2026, 3, 20))
    cast.report(date(2026, 3, 20), "", unchanged=True)
    assert cast.walk(date(2026, 3, 21), date(2026, 4, 20)) == 1  # the second report repeats the first by its own word
    assert [row[0] for row in cast.rows] == [StandstillKind.REPEATED]
    assert cast.walk(date(2026, 4, 21), date(2026, 4, 30)) == 0  # February's news still counts for March and April's
    cast.report(date(2026, 4, 30), "完成招标，施工单位已进场，基坑开挖过半")
    cast.walk(date(2026, 5, 1), date(2026, 5, 2))
    assert cast.rows[0][-1] == date(2026, 4, 30)


def test_alike_reports_are_found_the_day_after_the_second(session: Session) -> None:
    cast = Cast(session)
    text = "正在积极推进前期工作，召开协调会三次，已完成地勘和初步设计，下一步加快办理审批手续"
    cast.walk(FIRST, date(2026, 2, 20))
    cast.report(date(2026, 2, 20), text)
    cast.walk(date(2026, 2, 21), date(2026, 3, 10))
    cast.report(date(2026, 3, 10), text.replace("三次", "四次"))
    cast.walk(date(2026, 3, 11), date(2026, 3, 12))
    assert cast.rows == [(StandstillKind.REPEATED, "2026-03", date(2026, 3, 11), None)]
    assert "内容雷同" in session.scalars(select(Standstill.facts)).one()


def test_nothing_is_found_while_paused_nor_before_the_unit_is_watched(session: Session) -> None:
    cast = Cast(session)
    session.add(
        Suspension(
            task_id=cast.task.id, from_on=date(2026, 3, 2), until_on=date(2026, 3, 9), reason="等待批复",
            decided_by="主任", recorded_at=clock.now(),
        )
    )  # fmt: skip
    assert cast.walk(FIRST, date(2026, 4, 30)) == 0
    session.query(Suspension).delete()
    cast.task.watched_from = date(2026, 2, 1)
    session.flush()
    assert cast.walk(date(2026, 3, 1), date(2026, 3, 31)) == 0


def test_the_unit_sees_it_first_and_explains_once(session: Session) -> None:
    cast = Cast(session)
    cast.walk(FIRST, date(2026, 3, 26))
    day = date(2026, 3, 27)
    assert [row.period for row in of_unit(session, cast.unit.id, day)] == ["2026-03"]
    assert len(of_task(session, cast.head, cast.task, day)) == 1
    assert of_task(session, cast.clerk, cast.task, day) == []
    assert len(of_task(session, cast.clerk, cast.task, date(2026, 4, 30))) == 1
    row, _ = standstills.open_standstill(session, cast.head, Action.STANDSTILL_EXPLAIN, 1)
    with pytest.raises(RuleBroken):
        standstills.explain(session, cast.head, row, "有进展", today=day)
    standstills.explain(session, cast.head, row, "节点已完成，正在收集佐证", today=day)
    assert len(of_task(session, cast.clerk, cast.task, day)) == 1
    assert of_unit(session, cast.unit.id, day) == []
    with pytest.raises(RuleBroken) as refused:
        standstills.explain(session, CLERK, row, "节点已完成，正在收集佐证", today=day)
    assert refused.value.code is StandstillRefusal.EXPLAINED
