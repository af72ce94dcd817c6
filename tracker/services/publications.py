"""公开: exactly what the public will see, from the first draft to the day it is taken down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import NotFound, NotPermitted, RuleBroken
from tracker.models import Participation, Publication, Task
from tracker.policy.access import Actor, may
from tracker.policy.deadlines import due_after
from tracker.policy.lifecycle.publications import PUBLICATIONS
from tracker.policy.publications import FIELDS, Wording, demand_clean, demand_open, demand_publishable, same_outlet
from tracker.policy.reasons import demand_clear
from tracker.policy.rules import RuleName
from tracker.policy.secrecy import refuse_marked
from tracker.queries.publications import listing_for, outlet_of_listing, people, seen_by, units_of
from tracker.queries.visibility import subject_of
from tracker.services import audit, deadlines, submissions
from tracker.services.deadlines import Basis
from tracker.services.outbox import enqueue
from tracker.services.submissions import Decided, Put
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.deadlines import DeadlineKind, TermUnit
from tracker.vocabulary.people import OFFICE
from tracker.vocabulary.publications import PublicationAct as Act
from tracker.vocabulary.publications import PublicationKind, PublicationRefusal, PublicationState
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.web import WebRefusal

_OF_LISTING = {
    PublicationKind.LISTING: PublicationRefusal.NOT_LISTED,
    PublicationKind.RELEASE: PublicationRefusal.NOT_RELEASED,
}
# How a listing names what the office owes the public: of itself, and of its release.
_DUTY = {PublicationKind.LISTING: "listing", PublicationKind.RELEASE: "released"}


@dataclass(frozen=True)
class Signature:
    """Given on paper and entered by the office: whose, and on which day."""

    name: str
    day: date


def open_publication(session: Session, actor: Actor, action: Action, publication_id: int) -> tuple[Publication, Task]:
    """The publication and its task, for ``action``.

    Raises NotFound where the actor may not know of it, NotPermitted where only not act.
    """
    row = session.scalars(select(Publication).where(Publication.id == publication_id, seen_by(actor))).first()
    if row is None:
        raise NotFound(PublicationRefusal.NO_SUCH)
    task = session.get_one(Task, row.task_id)
    if not may(actor, action, subject_of(session, task)):
        raise NotPermitted(WebRefusal.NOT_YOURS, action=action.label)
    return row, task


def draft(
    session: Session, actor: Actor, task: Task, kind: PublicationKind, wording: Wording, *, today: date
) -> Publication:
    """Draft what the public will see of ``task``.

    Raises RuleBroken where the task is not for the public, is not listed or released as ``kind`` says, or the words
    name what must not be named.
    """
    if task.assigned_on is None:
        raise RuleBroken(PublicationRefusal.NOT_ASSIGNED)
    listing = listing_for(session, task.id, kind)
    if listing is None and (refusal := _OF_LISTING.get(kind)):
        raise RuleBroken(refusal)
    row = Publication(
        office_id=task.office_id,
        task_id=task.id,
        listing_id=listing.id if listing else None,
        kind=kind,
        state=PUBLICATIONS.after(None, Act.EDIT),
        drafted_by=actor.name,
        drafted_on=today,
        recorded_at=clock.now(),
        **vars(_allowed(session, task, wording)),
    )
    session.add(row)
    session.flush()
    _record(session, actor, AuditTag.PUBLICATION_DRAFTED, row, today, kind=kind)
    return row


def edit(session: Session, actor: Actor, row: Publication, task: Task, wording: Wording, *, today: date) -> None:
    """Change the words: whatever was said and signed to the former ones is void, and all begins again."""
    former, state = row.state, PUBLICATIONS.after(row.state, Act.EDIT)
    allowed = _allowed(session, task, wording)
    for name, value in vars(allowed).items():
        setattr(row, name, value)
    row.state = state
    if former is PublicationState.PENDING:
        submissions.withdraw(session, actor, ApprovalKind.PUBLICATION, row.id, today=today)
    _unsign(row)
    _record(session, actor, AuditTag.PUBLICATION_DRAFTED, row, today, again=former)


def ask_unit(session: Session, actor: Actor, row: Publication, task: Task, by: Basis, *, today: date) -> None:
    """Show it to the unit that leads, which may say something to it until a day."""
    state = PUBLICATIONS.after(row.state, Act.ASK)
    _allowed(session, task, wording_of(row))
    term = by.rules.number(RuleName.PUBLICATION, "reply_workdays")
    row.state, row.asked_unit_on = state, today
    row.reply_until = due_after(today, term, TermUnit.WORKING, by.calendar)
    row.cosign_words = ""
    body = f"拟公开“{row.title}”，请于{row.reply_until}前答复有无意见；逾期未答复的，按原稿继续办理。"
    for unit in session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)):
        enqueue(session, f"publication:{row.id}:{row.version}:ask", unit, "公开前征求意见", body, task_id=task.id)
    _record(session, actor, AuditTag.PUBLICATION_DRAFTED, row, today, asked_until=row.reply_until)


def reply(
    session: Session, actor: Actor, row: Publication, words: str, *, agreed: bool, signer: str = "", today: date
) -> None:
    """The unit has nothing against it, or says what. What came on paper the office enters, with ``signer``.

    Raises RuleBroken for a second answer, words that say too little, or a paper of nobody.
    """
    state = PUBLICATIONS.after(row.state, Act.AGREE if agreed else Act.OBJECT)
    if row.replied_on is not None:
        raise RuleBroken(PublicationRefusal.REPLIED, day=row.replied_on)
    if not agreed and not words.strip():
        raise RuleBroken(PublicationRefusal.REPLY_EMPTY)
    refuse_marked(words)
    entered = bool(actor.roles & OFFICE)
    if entered and not signer.strip():
        raise RuleBroken(PublicationRefusal.SIGNER_MISSING)
    row.state = state
    row.reply = words.strip() or "无意见"
    row.replied_by = f"{signer.strip()}（{actor.name}代录）" if entered else actor.name
    row.replied_on = today
    _record(session, actor, AuditTag.PUBLICATION_REPLIED, row, today, agreed=agreed)
    if agreed:
        _tell_office(session, row, "单位无意见，已转宣传部会签")
    else:
        _tell_office(session, row, f"单位意见：{row.reply}")


def forward(session: Session, actor: Actor, row: Publication, *, today: date) -> None:
    """On to 宣传部, as it is: over the unit's words, or because it was silent until its day had passed."""
    state = PUBLICATIONS.after(row.state, Act.FORWARD)
    if row.replied_on is None and row.reply_until is not None and today <= row.reply_until:
        raise RuleBroken(PublicationRefusal.STILL_ASKING, day=row.reply_until)
    row.state = state
    _record(session, actor, AuditTag.PUBLICATION_REPLIED, row, today, silent=row.replied_on is None)


def cosign(
    session: Session,
    actor: Actor,
    row: Publication,
    task: Task,
    words: str,
    *,
    on_paper: Signature | None = None,
    today: date,
) -> None:
    """宣传部 signs, on its page or on paper entered by the office; the publication then waits for its decision."""
    state = PUBLICATIONS.after(row.state, Act.COSIGN)
    _allowed(session, task, wording_of(row))
    refuse_marked(words)
    if on_paper is not None:
        if not on_paper.name.strip():
            raise RuleBroken(PublicationRefusal.COSIGNER_MISSING)
        _demand_day(on_paper.day, row.asked_unit_on or row.drafted_on, today)
    row.state, row.cosign_words = state, words.strip()
    row.cosigned_by = on_paper.name.strip() if on_paper else actor.name
    row.cosigned_on = on_paper.day if on_paper else today
    row.cosign_entered_by = actor.name if on_paper else ""
    _record(session, actor, AuditTag.PUBLICATION_COSIGNED, row, today, by=row.cosigned_by, on_paper=bool(on_paper))
    put = Put(ApprovalKind.PUBLICATION, row.id, row.office_id, f"公开：{row.title}", _for_decider(row), task)
    submissions.submit(session, actor, put, today=today)


def send_back(session: Session, actor: Actor, row: Publication, words: str, *, today: date) -> None:
    """宣传部 does not sign and says why; the draft begins again."""
    state = PUBLICATIONS.after(row.state, Act.SEND_BACK)
    demand_clear(words)
    refuse_marked(words)
    row.state = state
    _unsign(row)
    row.cosign_words = f"{actor.name}退回：{words.strip()}"
    _record(session, actor, AuditTag.PUBLICATION_COSIGNED, row, today, sent_back=words.strip())
    _tell_office(session, row, row.cosign_words)


def decided(session: Session, actor: Actor, subject_id: int, decided: Decided, *, today: date) -> str:
    """What the person asked has decided."""
    row = session.get_one(Publication, subject_id)
    row.state = PUBLICATIONS.after(row.state, Act.APPROVE if decided.approved else Act.REFUSE)
    if decided.approved:
        row.approved_by, row.approved_on = decided.approver, decided.decided_on
    _record(session, actor, AuditTag.PUBLICATION_DECIDED, row, today, outcome=decided.outcome)
    return "请发布。" if decided.approved else ""


def publish(
    session: Session,
    actor: Actor,
    row: Publication,
    task: Task,
    outlet: str,
    day: date,
    *,
    takes_comments: bool = False,
    today: date,
) -> None:
    """It stands in public since ``day``, at ``outlet``; the office has then done what a listing asks of it.

    Raises RuleBroken where something in it must by now not be named, or a release goes to another outlet than its
    listing.
    """
    state = PUBLICATIONS.after(row.state, Act.PUBLISH)
    _allowed(session, task, wording_of(row))
    if not outlet.strip():
        raise RuleBroken(PublicationRefusal.OUTLET_MISSING)
    demand_clean("公开媒体", outlet, people(session))
    _demand_day(day, row.approved_on or today, today)
    if row.kind is PublicationKind.RELEASE and row.listing_id is not None:
        _demand_same_outlet(session, row.listing_id, outlet)
    row.state = state
    row.outlet, row.published_on, row.published_by = outlet.strip(), day, actor.name
    row.takes_comments = takes_comments
    owed = f"{DeadlineKind.PUBLICATION}:{task.id}:{_DUTY[row.kind]}-{row.listing_id}" if row.kind in _DUTY else ""
    for duty in deadlines.of_task(session, task.id, DeadlineKind.PUBLICATION):
        if duty.duty == owed and duty.met_on is None:
            deadlines.meet(session, actor, duty, today=today)
    _record(session, actor, AuditTag.PUBLICATION_PUBLISHED, row, today, outlet=row.outlet, day=day)


def withdraw(session: Session, actor: Actor, row: Publication, reason: str, *, today: date) -> None:
    """Take it down, at once and for good."""
    state = PUBLICATIONS.after(row.state, Act.WITHDRAW)
    demand_clear(reason)
    row.state = state
    row.withdrawn_because, row.withdrawn_by, row.withdrawn_on = reason.strip(), actor.name, today
    _record(session, actor, AuditTag.PUBLICATION_WITHDRAWN, row, today, reason=reason.strip())


def wording_of(row: Publication) -> Wording:
    """The words as they are now."""
    return Wording(row.title, row.unit, row.stage, row.body, row.due_on)


def _allowed(session: Session, task: Task, wording: Wording) -> Wording:
    """The words without blanks around them, if they may stand in public as of now: since they were drafted the
    register may have got a name, and the task a mark."""
    plain = {name: getattr(wording, name).strip() for name in FIELDS}
    wording = replace(wording, **plain)
    demand_open(task.disclosure)
    demand_publishable(wording, [unit.name for unit in units_of(session, task.id)], people(session))
    return wording


def _demand_day(day: date, earliest: date, latest: date) -> None:
    if not earliest <= day <= latest:
        raise RuleBroken(PublicationRefusal.DAY_WRONG, day=day, earliest=earliest, latest=latest)


def _demand_same_outlet(session: Session, listing_id: int, outlet: str) -> None:
    listed_at = outlet_of_listing(session, listing_id)
    if listed_at is None:
        raise RuleBroken(PublicationRefusal.LISTING_UNPUBLISHED)
    if not same_outlet(listed_at, outlet):
        raise RuleBroken(PublicationRefusal.OTHER_OUTLET, outlet=listed_at)


def _unsign(row: Publication) -> None:
    row.asked_unit_on = row.reply_until = row.replied_on = row.cosigned_on = row.approved_on = None
    row.reply = row.replied_by = row.cosign_words = row.cosigned_by = row.cosign_entered_by = row.approved_by = ""


def _for_decider(row: Publication) -> str:
    said = f"{row.replied_on} {row.replied_by}：{row.reply}" if row.replied_on else "期满未答复"
    due = f"\n时限：{row.due_on}" if row.due_on else ""
    return (
        f"{row.kind.label}\n标题：{row.title}\n承办单位：{row.unit}\n办理情况：{row.stage}{due}\n摘要：{row.body}\n"
        f"单位意见：{said}\n宣传部会签：{row.cosigned_on} {row.cosigned_by} {row.cosign_words}".rstrip()
    )


def _tell_office(session: Session, row: Publication, said: str) -> None:
    key = f"publication:{row.id}:{row.version}:{row.state}"
    enqueue(session, key, row.office_id, f"公开：{row.title}", said, task_id=row.task_id)


def _record(session: Session, actor: Actor, tag: AuditTag, row: Publication, today: date, **detail: object) -> None:
    audit.record(session, actor, tag, "publication", row.id, today=today, task=row.task_id, **detail)
