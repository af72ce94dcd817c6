"""挂牌督办: proposed, listed or refused, ended with its task; what begins with it and what it keeps others from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import CLERK, department, draft, working
from listed import TODAY, Cast, fresh
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import AuditEntry, Listing, OutboxMessage, Proposal, Rule
from tracker.policy.access import Actor
from tracker.policy.rules import RuleName
from tracker.queries.listings import listings as listed_rows
from tracker.queries.listings import of_task, stalled_facts
from tracker.queries.releases import course
from tracker.services import closing, completion, listings, site_visits
from tracker.services.approvals import Paper
from tracker.services.deadlines import basis
from tracker.services.merging import merge
from tracker.services.site_visits import Visit
from tracker.services.sweep import sweep_day
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome, ApprovalRefusal, Procedure, TurnReason
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.lights import Light, LightReason
from tracker.vocabulary.listings import ListingAuthority, ListingRefusal, ListingState, ListingStep
from tracker.vocabulary.people import Role
from tracker.vocabulary.running import AuditTag
from tracker.vocabulary.sheets import Every
from tracker.vocabulary.sources import Disclosure

DAY = timedelta(days=1)


def _refused(act, code) -> None:
    with pytest.raises((RuleBroken, IllegalTransition)) as refused:
        act()
    assert refused.value.code is code
    assert refused.value.message


def _proposal(session: Session, cast: Cast, **values: object) -> Proposal:
    rule = session.scalars(select(Rule.id).where(Rule.name == RuleName.LISTING_PROPOSAL)).first()
    row = Proposal(
        **{
            "office_id": cast.office_id, "task_id": cast.task.id, "kind": ProposalKind.LISTING, "facts_key": "a",
            "month": "2026-03", "days": 20, "facts": "逾期20天", "rule_id": rule, "proposed_on": TODAY,
            "recorded_at": clock.now(), **values,
        }
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_once_listed_the_clocks_start_and_everybody_concerned_is_told(session: Session) -> None:
    cast = Cast(session)
    row = cast.propose()
    assert (row.state, row.number, cast.submission(ApprovalKind.LISTING, row.id).rank) == (
        ListingState.PENDING, None, PostRank.HEAD,
    )  # fmt: skip
    cast.decide(ApprovalKind.LISTING, row.id)
    assert (row.state, row.number, row.listed_on) == (ListingState.LISTED, "督挂〔2026〕1号", TODAY)
    assert (row.listed_by, row.listed_rank, row.relapse_of_id) == ("市长", PostRank.HEAD, None)
    (term,), (public,) = cast.duties(DeadlineKind.LISTING_TERM), cast.duties(DeadlineKind.PUBLICATION)
    by = basis(session, TODAY)
    assert (term.id, term.owed_by_department_id, term.owed_to_department_id) == (
        row.deadline_id, cast.unit.id, cast.office_id,
    )  # fmt: skip
    assert term.due_on == by.calendar.add_workdays(TODAY, 30)
    assert (public.owed_by_department_id, public.due_on) == (cast.office_id, date(2026, 3, 9))
    assert (fresh(session, cast.task).report_every, row.former_report_every) == (Every.WEEK, Every.MONTH)
    sweep_day(session, TODAY + DAY)
    assert "2026-W10" in {one.period for one in cast.duties(DeadlineKind.REPORT)}
    told = {
        one.department_id: one.body
        for one in session.scalars(select(OutboxMessage).where(OutboxMessage.subject.startswith("挂牌督办")))
    }
    assert "三十个工作日内完成主体施工" in told[cast.unit.id]
    assert "督查员乙" in told[cast.office_id]
    of_seat = select(OutboxMessage.body).where(OutboxMessage.post_id == cast.task.leader_post_id)
    assert "挂牌督办" in session.scalars(of_seat).one()
    tags = set(session.scalars(select(AuditEntry.tag).where(AuditEntry.subject_kind == "listing")))
    assert tags == {AuditTag.LISTING_PROPOSED, AuditTag.LISTING_DECIDED}


def test_a_term_missed_colours_the_task_red_the_day_after(session: Session) -> None:
    cast = Cast(session)
    cast.verify_nodes()
    cast.listed()
    due = cast.duties(DeadlineKind.LISTING_TERM)[0].due_on
    assert due is not None
    sweep_day(session, due)
    assert fresh(session, cast.task).light is Light.YELLOW
    sweep_day(session, due + DAY)
    task = fresh(session, cast.task)
    assert (task.light, task.light_reason, task.light_since) == (Light.RED, LightReason.FINAL_OVERDUE, due + DAY)
    (shown,) = of_task(session, cast.clerk, task, due + DAY)
    assert shown.step is ListingStep.TERM_OVER
    assert shown.term is not None
    assert (shown.term.total, shown.term.left, shown.term.over, shown.term.percent) == (30, -1, 1, 100)


def test_a_refusal_is_kept_with_its_reason_and_the_task_is_as_before(session: Session) -> None:
    cast = Cast(session)
    row = cast.propose()
    cast.decide(ApprovalKind.LISTING, row.id, ApprovalOutcome.REFUSED, "先约谈")
    assert (row.state, row.open_of, row.number) == (ListingState.REFUSED, None, None)
    assert [(one.outcome, one.opinion) for one in course(session, cast.clerk, row.id).steps] == [
        (ApprovalOutcome.REFUSED, "先约谈")
    ]
    assert cast.duties(DeadlineKind.LISTING_TERM) == [] == cast.duties(DeadlineKind.PUBLICATION)
    assert fresh(session, cast.task).report_every is Every.MONTH
    (told,) = session.scalars(select(OutboxMessage).where(OutboxMessage.subject == "挂牌督办：不同意"))
    assert told.department_id == cast.office_id
    assert "先约谈" in told.body
    assert cast.propose().id != row.id  # it may be asked again


def test_a_decision_of_a_meeting_is_entered_from_paper_and_dated_by_it(session: Session) -> None:
    cast = Cast(session)
    row = cast.propose(authority=ListingAuthority.MEETING, meeting="市政府第9次常务会议")
    later = date(2026, 3, 6)
    for seat, day, code in (
        (cast.deputy.id, TODAY, ApprovalRefusal.WRONG_RANK),
        (cast.mayor.id, TODAY - DAY, ApprovalRefusal.DECIDED_BEFORE),
        (cast.mayor.id, later + DAY, ApprovalRefusal.DECIDED_LATER),
    ):
        paper = Paper(day, "市政府常务会议", seat)
        _refused(lambda paper=paper: cast.decide(ApprovalKind.LISTING, row.id, paper=paper, today=later), code)
    paper = Paper(TODAY + DAY, "市政府常务会议", cast.mayor.id)
    cast.decide(ApprovalKind.LISTING, row.id, paper=paper, today=later)
    assert (row.listed_on, row.listed_by, row.listed_rank) == (TODAY + DAY, "市政府常务会议", PostRank.HEAD)
    (term,) = cast.duties(DeadlineKind.LISTING_TERM)
    assert (term.opened_on, term.due_on) == (later, basis(session, later).calendar.add_workdays(later, 30))


def test_what_is_proposed_must_be_complete_and_one_at_a_time(session: Session) -> None:
    cast = Cast(session)
    stranger = working(session, title="别的事")
    for values, code in (
        ({"officer_account_id": None}, ListingRefusal.OFFICER_MISSING),
        ({"officer": "王某"}, ListingRefusal.PERSON_TWICE),
        ({"officer_account_id": 999}, ListingRefusal.OFFICER_NOT_OURS),
        ({"authority": ListingAuthority.MEETING}, ListingRefusal.MEETING_MISSING),
        ({"meeting": "第9次常务会议"}, ListingRefusal.MEETING_UNUSED),
        ({"term": 4}, ListingRefusal.TERM_OUT_OF_RANGE),
        ({"term": 251}, ListingRefusal.TERM_OUT_OF_RANGE),
        ({"outlet": " "}, ListingRefusal.OUTLET_MISSING),
        ({"proposal_id": 999}, ListingRefusal.PROPOSAL_OVER),
        ({"proposal_id": _proposal(session, cast, task_id=stranger.id).id}, ListingRefusal.PROPOSAL_OVER),
    ):
        _refused(lambda values=values: cast.propose(**values), code)
    assert session.scalars(select(Listing)).all() == []
    first = cast.propose()
    _refused(cast.propose, ListingRefusal.LISTED_ALREADY)
    cast.decide(ApprovalKind.LISTING, first.id)
    _refused(cast.propose, ListingRefusal.LISTED_ALREADY)
    for task in (draft(session, "草稿"),):
        with pytest.raises(IllegalTransition):
            listings.propose(session, cast.director, task, cast.command(), today=TODAY)


def test_a_proposal_taken_up_is_accepted_once(session: Session) -> None:
    cast = Cast(session)
    row = _proposal(
        session,
        cast,
        outcome=ProposalOutcome.POSTPONED,
        postponed_until=date(2026, 4, 1),
        decided_by="主任甲",
        decided_on=TODAY,
    )
    listing = cast.propose(proposal_id=row.id)
    session.flush()
    assert (listing.proposal_id, row.outcome, row.postponed_until, row.decided_by) == (
        row.id, ProposalOutcome.ACCEPTED, None, "主任甲",
    )  # fmt: skip
    cast.decide(ApprovalKind.LISTING, listing.id, ApprovalOutcome.REFUSED, "先约谈")
    _refused(lambda: cast.propose(proposal_id=row.id), ListingRefusal.PROPOSAL_OVER)


def test_a_small_matter_goes_the_ordinary_way_once_listed(session: Session) -> None:
    cast = Cast(session, nodes=False)
    cast.task.procedure = Procedure.SIMPLE
    cast.listed()
    task = fresh(session, cast.task)
    assert (task.procedure, task.ordinary_on, task.ordinary_reason) == (Procedure.ORDINARY, TODAY, TurnReason.LISTED)


def test_nothing_of_a_sensitive_task_is_owed_to_the_public(session: Session) -> None:
    cast = Cast(session, disclosure=Disclosure.SENSITIVE)
    cast.listed(outlet="", officer_account_id=None, officer="外聘专员")
    assert cast.duties(DeadlineKind.PUBLICATION) == []
    assert len(cast.duties(DeadlineKind.LISTING_TERM)) == 1


def test_a_listing_soon_after_a_release_is_marked_as_a_relapse(session: Session) -> None:
    cast = Cast(session)
    cast.verify_nodes()
    first = cast.listed()
    cast.released(first)
    soon = cast.listed(today=date(2026, 9, 2))
    assert soon.relapse_of_id == first.id
    assert of_task(session, cast.clerk, cast.task, date(2026, 9, 2))[0].relapse
    cast.released(soon, today=date(2026, 9, 2))
    late = cast.listed(today=date(2027, 3, 3))
    assert late.relapse_of_id is None


def test_a_listed_task_is_released_before_it_is_done(session: Session) -> None:
    cast = Cast(session)
    listing = cast.listed()
    completion.claim_completion(session, cast.unit_head, cast.task, today=TODAY)
    completion.conclude(session, cast.clerk, cast.task, "现场核实属实", today=TODAY)
    _refused(lambda: completion.approve(session, cast.director, cast.task, today=TODAY), ListingRefusal.RELEASE_FIRST)
    _refused(lambda: completion.complete(session, CLERK, cast.task, today=TODAY), ListingRefusal.RELEASE_FIRST)
    assert (cast.task.status, listing.state) == (TaskStatus.COMPLETION_CLAIMED, ListingState.LISTED)


def test_a_listing_nobody_has_decided_ends_with_the_task_done(session: Session) -> None:
    cast = Cast(session)
    listing = cast.propose()
    completion.claim_completion(session, cast.unit_head, cast.task, today=TODAY)
    completion.complete(session, CLERK, cast.task, today=TODAY)
    waiting = cast.submission(ApprovalKind.LISTING, listing.id)
    assert (listing.state, listing.open_of, waiting.ended_on) == (ListingState.ENDED, None, TODAY)


@pytest.mark.parametrize("by", ["terminate", "merge"])
def test_a_listing_and_its_release_end_with_a_task_that_ends_otherwise(session: Session, by: str) -> None:
    cast = Cast(session)
    cast.verify_nodes()
    listing = cast.listed()
    release = cast.ask(listing)
    cast.accept(listing)
    if by == "terminate":
        closing.terminate(session, cast.director, cast.task, "机构改革后不再需要", today=TODAY)
    else:
        into = working(session, title="并入的事", lead=cast.unit)
        merge(session, cast.director, cast.task, into, "同一件事", basis(session, TODAY), today=TODAY)
        assert fresh(session, into).report_every is Every.MONTH
    session.flush()
    assert (listing.state, release.state.label, release.open_of) == (ListingState.ENDED, "随事项了结", None)
    assert cast.submission(ApprovalKind.RELEASE, release.id).ended_on == TODAY
    assert fresh(session, cast.task).report_every is Every.MONTH
    assert cast.duties(DeadlineKind.LISTING_TERM)[0].voided_on == TODAY


def test_visits_are_kept_with_their_day_and_a_week_without_the_officer_is_hinted_at(session: Session) -> None:
    cast = Cast(session)
    listing = cast.listed()
    later = date(2026, 3, 11)

    def visit(day: date, found: str = "塔吊已进场", **who: object) -> object:
        given = Visit(day, found, "工地", **who)  # type: ignore[arg-type]
        return site_visits.visit_listed(session, cast.other, listing, given, today=later)

    for day, code in ((later + DAY, ListingRefusal.VISIT_LATER), (TODAY - DAY, ListingRefusal.VISIT_BEFORE)):
        _refused(lambda day=day: visit(day, account_id=cast.other.account_id), code)
    _refused(lambda: visit(TODAY), ListingRefusal.VISITOR_MISSING)
    with pytest.raises(RuleBroken):
        visit(TODAY, "好", visitor="王某")
    visit(later, visitor="住建专家王某")
    (row,) = of_task(session, cast.clerk, cast.task, later)
    assert (row.visits, row.last_visit, row.away, row.step) == (1, later, True, ListingStep.PUBLISH)
    visit(date(2026, 3, 6), account_id=cast.clerk.account_id)
    (row,) = of_task(session, cast.clerk, cast.task, later)
    assert (row.visits, row.away) == (2, False)
    (row,) = of_task(session, cast.clerk, cast.task, date(2026, 3, 13))
    assert row.away


def test_a_unit_knows_of_it_once_listed_others_never(session: Session) -> None:
    cast = Cast(session)
    row = cast.propose()
    stranger = Actor("教育局长", roles=frozenset({Role.UNIT_HEAD}), department_id=department(session, "市教育局").id)
    county = Actor("县督查员", roles=frozenset({Role.CLERK}), office_id=999)
    for actor in (cast.unit_head, stranger, county):
        with pytest.raises(NotFound):
            listings.open_listing(session, actor, Action.LISTING_VIEW, row.id)
    assert listed_rows(session, cast.unit_head, TODAY) == []
    assert [one.step for one in listed_rows(session, cast.head, TODAY)] == [ListingStep.APPROVE]
    cast.decide(ApprovalKind.LISTING, row.id)
    assert listings.open_listing(session, cast.unit_head, Action.RELEASE_ASK, row.id)[0] is row
    assert [one.id for one in listed_rows(session, cast.unit_head, TODAY)] == [row.id]
    for actor in (cast.unit_head, cast.head):
        with pytest.raises(NotPermitted):
            listings.open_listing(session, actor, Action.LISTING_CHECK, row.id)
    for actor in (stranger, county):
        with pytest.raises(NotFound):
            listings.open_listing(session, actor, Action.LISTING_VIEW, row.id)


def test_what_the_record_says_of_a_task_that_does_not_move_is_offered(session: Session) -> None:
    cast = Cast(session, due_on=date(2026, 2, 27))
    assert stalled_facts(session, cast.task, TODAY) == ["最终时限2026-02-27已逾期3天，尚未报结。"]
    assert stalled_facts(session, working(session, title="没逾期的事"), TODAY) == []
