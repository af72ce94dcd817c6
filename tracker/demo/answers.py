"""What the units of 示例市 answer, and what becomes of it. The same duty always gets the same words."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from tracker.demo.manners import lot
from tracker.demo.people import Cast
from tracker.models import Deadline, Task
from tracker.policy.reports import Words
from tracker.services import reports
from tracker.services.milestones import claim_milestone
from tracker.services.reports import Write
from tracker.vocabulary.deadlines import DeadlineKind

_DONE = (
    "已完成前期手续，正在组织实施，进度与计划一致。",
    "召开调度会两次，逐项明确责任人和完成时间，已完成本期任务的八成。",
    "现场施工有序推进，本期完成投资约占年度计划的一成。",
    "已印发实施方案，各承办单位按分工落实，正在汇总情况。",
    "完成招标，施工单位已进场，正在平整场地。",
)
_PROBLEMS = ("", "", "", "部分点位征地拆迁进展慢。", "专项资金尚未到位。", "连续降雨影响工期。")
_NEXT = "按计划推进，下期前完成剩余工作。"
_WANTING = "内容空泛，请写明完成的数量和时间"


# Earlier reports keep their dates and lose their words: a year of them would take minutes to write.
_WORDED_DAYS = timedelta(days=70)


def is_worded(day: date, last: date) -> bool:
    """Whether the year is near enough its end that people will read what was reported."""
    return day > last - _WORDED_DAYS


def answer(session: Session, cast: Cast, duty: Deadline, day: date) -> None:
    """The unit reports, or claims a node."""
    unit = duty.owed_by_department_id or 0
    chosen = lot(f"words {duty.duty}")
    done = _DONE[chosen % len(_DONE)]
    if duty.kind is DeadlineKind.MILESTONE:
        claim_milestone(session, cast.liaison(unit), duty, done, (), today=day)
        return
    words = Words(done, _PROBLEMS[chosen % len(_PROBLEMS)], _NEXT)
    reports.sign(session, cast.unit_head(unit), duty, Write(words), today=day)


def check(session: Session, cast: Cast, duty: Deadline, task: Task, wanting: bool, day: date) -> bool:
    """The office looks at its leads' reports, a lead at its helpers'; False where there is none to look at."""
    report = reports.latest(session, duty) if duty.kind in reports.KINDS else None
    if report is None:
        return False
    helps = duty.kind is DeadlineKind.HELPER_ANSWER
    decider = cast.liaison(duty.owed_to_department_id or 0) if helps else cast.clerk(task.id)
    reports.decide(session, decider, report, _WANTING if wanting else None, today=day)
    return True
