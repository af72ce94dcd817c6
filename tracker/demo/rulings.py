"""Those above in 示例市 decide what was put forward: on screen where they have an account, else on paper."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.manners import lot
from tracker.demo.people import Cast
from tracker.models import Post, Submission, Task
from tracker.policy.access import Actor
from tracker.services import decisions
from tracker.services.approvals import Paper
from tracker.services.decisions import Ruling
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.departments import PostRank

_AGREED = {
    ApprovalKind.EXTENSION: "同意延期，不得再延。",
    ApprovalKind.LISTING: "同意挂牌，每周调度。",
    ApprovalKind.ACCOUNTABILITY: "同意，转有权机关依规办理。",
}
_REFUSED_OF_A_HUNDRED = 20


def rule(session: Session, cast: Cast, day: date) -> None:
    """Everything that has waited since yesterday; a fifth of the requests for more time are refused."""
    waiting = select(Submission).where(Submission.ended_on.is_(None), Submission.asked_on < day)
    for row in session.scalars(waiting.order_by(Submission.id)).all():
        ruling = Ruling(ApprovalOutcome.APPROVED, _AGREED.get(row.kind, "同意。"))
        if row.kind is ApprovalKind.EXTENSION and lot(f"refuse {row.subject_id}") < _REFUSED_OF_A_HUNDRED:
            ruling = Ruling(ApprovalOutcome.REFUSED, "前期准备不足，请倒排工期，按原时限完成。")
        who, paper = _who(session, cast, row, day)
        decisions.decide(session, who, row, ruling, on_paper=paper, today=day)


def _who(session: Session, cast: Cast, row: Submission, day: date) -> tuple[Actor, Paper | None]:
    """Whose turn it is; a seat without an account decides on paper, which a clerk enters."""
    own = {
        PostRank.OFFICE_DIRECTOR: cast.director,
        PostRank.SECRETARY_GENERAL: cast.by_login["secretary"],
        PostRank.HEAD: cast.by_login["mayor"],
    }
    if row.rank in own:
        return own[row.rank], None
    seat = row.post_id
    if seat is None and row.task_id is not None:
        seat = session.get_one(Task, row.task_id).leader_post_id
    leader = cast.by_login["leader"]
    if seat is None or seat == leader.post_id:
        return leader, None
    return cast.clerk(row.id), Paper(day, "", session.get_one(Post, seat).id)
