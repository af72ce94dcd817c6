"""Publications as far as they are wanted: drafted, or all the way into public."""

from __future__ import annotations

from datetime import date

from factories import CLERK
from sqlalchemy.orm import Session

from tracker import clock
from tracker.models import Listing, Publication, Submission, Task
from tracker.policy.access import Actor
from tracker.policy.publications import Wording
from tracker.services import publications
from tracker.services.deadlines import Owed, basis, owe
from tracker.services.decisions import Ruling, decide
from tracker.services.submissions import waiting_for
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.listings import ListingAuthority, ListingLimb, ListingState
from tracker.vocabulary.people import Role
from tracker.vocabulary.publications import PublicationKind, PublicationState

PUBLICITY = Actor("宣传部甲", roles=frozenset({Role.PUBLICITY}))


def listed(session: Session, task: Task, *, today: date, state: ListingState = ListingState.LISTED) -> Listing:
    """A listing in force, or released; the office owes its publication."""
    row = Listing(
        office_id=task.office_id,
        task_id=task.id,
        open_of=task.id if state is ListingState.LISTED else None,
        limb=ListingLimb.STALLED,
        grounds="已列入督办而未取得明显进展",
        requirement="限期竣工",
        authority=ListingAuthority.LEADER,
        term=30,
        officer="督办专员甲",
        outlet="示例日报",
        state=state,
        number=f"挂〔2026〕{task.id}号",
        proposed_by="主任甲",
        proposed_on=today,
        listed_by="市长",
        listed_on=today,
        released_on=today if state is ListingState.RELEASED else None,
        recorded_at=clock.now(),
    )
    session.add(row)
    session.flush()
    owed = Owed(DeadlineKind.PUBLICATION, f"listing-{row.id}", department_id=task.office_id, term=5)
    owe(session, CLERK, task, owed, basis(session, today), today=today)
    return row


def wording(unit: str, **change: object) -> Wording:
    values = {"title": "老旧小区改造", "unit": unit, "stage": "挂牌督办中", "body": "已完成3个小区改造。"}
    return Wording(**{**values, **change})  # type: ignore[arg-type]


def drafted(
    session: Session,
    task: Task,
    unit: str,
    *,
    kind: PublicationKind = PublicationKind.LIVELIHOOD,
    today: date,
    **change: object,
) -> Publication:
    return publications.draft(session, CLERK, task, kind, wording(unit, **change), today=today)


def approved(session: Session, row: Publication, task: Task, *, today: date) -> Publication:
    """On through the unit, 宣传部 and the decision."""
    publications.ask_unit(session, CLERK, row, task, basis(session, today), today=today)
    publications.reply(session, Actor("局长"), row, "", agreed=True, today=today)
    publications.cosign(session, PUBLICITY, row, task, "口径无误", today=today)
    waiting = waiting_for(session, ApprovalKind.PUBLICATION, row.id)
    assert isinstance(waiting, Submission)
    director = Actor("主任甲", roles=frozenset({Role.DIRECTOR}), office_id=task.office_id)
    decide(session, director, waiting, Ruling(ApprovalOutcome.APPROVED), today=today)
    return row


def published(session: Session, task: Task, unit: str, *, today: date, **values: object) -> Publication:
    outlet, comments = values.pop("outlet", "示例日报"), bool(values.pop("takes_comments", False))
    row = approved(session, drafted(session, task, unit, today=today, **values), task, today=today)  # type: ignore[arg-type]
    publications.publish(session, CLERK, row, task, str(outlet), today, takes_comments=comments, today=today)
    session.flush()
    return row


def standing(session: Session, task: Task, *, today: date, **values: object) -> Publication:
    """A publication that stands in public, whatever the task: as if all had been signed."""
    row = {
        "office_id": task.office_id,
        "task_id": task.id,
        "kind": PublicationKind.LIVELIHOOD,
        "title": "公开的事",
        "unit": "市住建局",
        "stage": "正在施工",
        "body": "已完成3个小区改造。",
        "state": PublicationState.PUBLISHED,
        "drafted_by": "督查员",
        "drafted_on": today,
        "asked_unit_on": today,
        "reply_until": today,
        "cosigned_by": "宣传部甲",
        "cosigned_on": today,
        "approved_by": "主任甲",
        "approved_on": today,
        "outlet": "示例日报",
        "published_by": "督查员",
        "published_on": today,
        "recorded_at": clock.now(),
    }
    made = Publication(**{**row, **values})
    session.add(made)
    session.flush()
    return made
