"""Two matters of 示例市 that are listed: one is put right and released, one is not and goes to the competent body."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demo.people import Cast
from tracker.models import Deadline, Listing, Participation, Proposal, Publication, Task
from tracker.policy.publications import Wording
from tracker.services import completion, deadlines, listings, milestones, publications, releases, site_visits
from tracker.services.completion import Account
from tracker.services.deadlines import Basis, of_task
from tracker.services.listings import Propose
from tracker.services.site_visits import Visit
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.escalation import ProposalKind
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.listings import ListingAuthority, ListingLimb, ListingState, ReleaseState
from tracker.vocabulary.publications import PublicationKind, PublicationState

OUTLET = "市政府门户网站"
_LISTED_AT_MOST = 2
_LISTED_UNTIL = date(2026, 8, 20)  # later ones could not be seen to their end within the year shown
_WORK_TAKES = timedelta(days=14)
_TERM = 30


def look(session: Session, cast: Cast, by: Basis, day: date) -> None:
    """Whatever is due on a working day with what is listed."""
    _list(session, cast, day)
    for place, listing in enumerate(session.scalars(select(Listing).order_by(Listing.id)).all()):
        task = session.get_one(Task, listing.task_id)
        if listing.state is ListingState.LISTED and listing.listed_on is not None:
            _visit_weekly(session, cast, listing, day)
            if place == 0 and listing.listed_on + _WORK_TAKES <= day:
                _put_right(session, cast, listing, task, by, day)
        if listing.state in (ListingState.LISTED, ListingState.RELEASED):
            _publish(session, cast, listing, task, by, day)
        if listing.state is ListingState.RELEASED and task.status is TaskStatus.IN_PROGRESS:
            unit = session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).one()
            account = Account("整改任务全部完成，已解除挂牌督办。", f"{cast.units[unit]}负责人")
            completion.claim_completion(session, cast.unit_head(unit), task, account, today=day)


def _list(session: Session, cast: Cast, day: date) -> None:
    """The director takes the gravest of the month's list, until two are listed."""
    if day > _LISTED_UNTIL or len(session.scalars(select(Listing.id)).all()) >= _LISTED_AT_MOST:
        return
    proposed = select(Proposal).where(
        Proposal.kind == ProposalKind.LISTING, Proposal.outcome.is_(None), Proposal.proposed_on <= day
    )
    for row in session.scalars(proposed.order_by(Proposal.days.desc(), Proposal.id)).all():
        task = session.get_one(Task, row.task_id)
        if task.status is not TaskStatus.IN_PROGRESS:
            continue
        command = Propose(
            ListingLimb.STALLED,
            f"{row.facts}。群众多次反映，催办后仍未见明显进展。",
            "一个月内完成全部剩余工作，通过现场验收；每周报告进展。",
            ListingAuthority.LEADER,
            _TERM,
            outlet=OUTLET,
            officer_account_id=cast.clerk(1).account_id,
            proposal_id=row.id,
        )
        listings.propose(session, cast.director, task, command, today=day)
        return


def _visit_weekly(session: Session, cast: Cast, listing: Listing, day: date) -> None:
    """The officer is on site every Tuesday."""
    if day.weekday() == 1 and listing.listed_on is not None and listing.listed_on < day:
        found = "到现场查看，施工人员和机械到位，剩余工作量较上周减少。"
        visit = Visit(day, found, "项目现场", account_id=cast.clerk(1).account_id)
        site_visits.visit_listed(session, cast.clerk(1), listing, visit, today=day)


def _put_right(session: Session, cast: Cast, listing: Listing, task: Task, by: Basis, day: date) -> None:
    """The unit finishes its nodes, has them verified, asks to be released, and is."""
    unit = session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).one()
    nodes = [one for one in of_task(session, task.id, DeadlineKind.MILESTONE) if one.met_on is None]
    waiting = releases.waiting_release(session, listing)
    if unclaimed := [one for one in nodes if one.claimed_on is None and one.opened_on is not None]:
        for duty in unclaimed:
            milestones.claim_milestone(session, cast.liaison(unit), duty, "现场已完工，自检合格。", (), today=day)
    elif claimed := [one for one in nodes if one.claimed_on is not None and one.claimed_on < day]:
        for duty in claimed:
            milestones.decide_milestone(session, cast.clerk(task.id), duty, None, today=day)
    elif not nodes and waiting is None:
        _claim_final(session, cast, task, unit, day)
        releases.ask(session, cast.unit_head(unit), listing, "整改任务全部完成，申请现场验收。", (), by, today=day)
    elif waiting is not None and waiting.state is ReleaseState.ASKED and waiting.asked_on < day:
        # Neither the officer nor the task's clerk: a third person looks.
        visit = Visit(day, "逐项核对，任务全部完成，同意通过验收。", "项目现场", account_id=cast.director.account_id)
        releases.accept(session, cast.director, listing, visit, passed=True, today=day)


def _claim_final(session: Session, cast: Cast, task: Task, unit: int, day: date) -> None:
    """Where a task has no nodes, its final date is what was to be put right."""
    if of_task(session, task.id, DeadlineKind.MILESTONE):
        return
    for duty in of_task(session, task.id, DeadlineKind.FINAL):
        if duty.claimed_on is None:
            deadlines.claim(session, cast.unit_head(unit), duty, "剩余工作已全部完成。", today=day)


def _publish(session: Session, cast: Cast, listing: Listing, task: Task, by: Basis, day: date) -> None:
    """The listing, and its release, made public: drafted, shown to the unit, co-signed, approved, published."""
    kind = PublicationKind.RELEASE if listing.state is ListingState.RELEASED else PublicationKind.LISTING
    row = session.scalars(
        select(Publication).where(Publication.listing_id == listing.id, Publication.kind == kind)
    ).first()
    unit_id = session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).one()
    if row is None:
        due_on = session.scalars(select(Deadline.due_on).where(Deadline.id == listing.deadline_id)).first()
        stage = "已通过现场验收，解除挂牌督办" if kind is PublicationKind.RELEASE else "挂牌督办，限期办结"
        body = "责任单位已倒排工期，督查室派人驻点督办，每周公布进展。"
        if kind is PublicationKind.RELEASE:
            body = "整改任务全部完成，经现场验收合格，解除挂牌督办。"
        wording = Wording(task.title[:200], cast.units[unit_id], stage, body, due_on)
        publications.draft(session, cast.clerk(1), task, kind, wording, today=day)
        return
    match row.state:
        case PublicationState.DRAFT:
            publications.ask_unit(session, cast.clerk(1), row, task, by, today=day)
        case PublicationState.REPLYING if row.replied_on is None:
            publications.reply(session, cast.unit_head(unit_id), row, "", agreed=True, today=day)
        case PublicationState.REPLYING:
            publications.forward(session, cast.clerk(1), row, today=day)
        case PublicationState.COSIGNING:
            publications.cosign(session, cast.by_login["publicity"], row, task, "同意公开。", today=day)
        case PublicationState.APPROVED:
            publications.publish(session, cast.clerk(1), row, task, OUTLET, day, today=day)
