"""From a draft into public, and down again; nothing passes unsigned, and nothing signed is changed."""

from __future__ import annotations

from datetime import date

import pytest
from factories import CLERK, department, working
from publishing import PUBLICITY, approved, drafted, listed, published, wording
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import IllegalTransition, NotFound, NotPermitted, RuleBroken
from tracker.models import AuditEntry, Deadline, Participation, Post, PostHolding, PublicComment, Task
from tracker.policy.access import Actor
from tracker.queries.publications import comments, publications, to_reply
from tracker.services import publications as desk
from tracker.services.deadlines import Owed, basis, owe
from tracker.services.decisions import Ruling, decide
from tracker.services.public_comments import PUBLIC, post_comment, sender_of
from tracker.services.publications import Signature
from tracker.services.submissions import waiting_for
from tracker.vocabulary.actions import Action
from tracker.vocabulary.approvals import ApprovalKind, ApprovalOutcome
from tracker.vocabulary.deadlines import DeadlineKind
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.listings import ListingState
from tracker.vocabulary.people import Role
from tracker.vocabulary.publications import PublicationKind, PublicationState
from tracker.vocabulary.sources import Disclosure

DAY = date(2026, 6, 1)
LATER = date(2026, 6, 9)
UNIT = "市住建局"


@pytest.fixture
def task(session: Session) -> Task:
    return working(session, title="改造老旧小区", lead=department(session, UNIT), disclosure=Disclosure.PUBLIC)


def _director(task: Task) -> Actor:
    return Actor("主任甲", roles=frozenset({Role.DIRECTOR}), office_id=task.office_id)


def test_the_whole_way_leaves_its_trace(session: Session, task: Task) -> None:
    row = published(session, task, UNIT, today=DAY)
    assert (row.state, row.replied_by, row.cosigned_by, row.approved_by) == (
        PublicationState.PUBLISHED,
        "局长",
        "宣传部甲",
        "主任甲",
    )
    desk.withdraw(session, CLERK, row, "数字有误，须更正", today=DAY)
    assert row.state is PublicationState.WITHDRAWN
    query = select(AuditEntry.tag).where(AuditEntry.subject_kind == "publication").order_by(AuditEntry.id)
    assert [tag.partition(":")[2] for tag in session.scalars(query)] == [
        "drafted",
        "drafted",
        "replied",
        "cosigned",
        "decided",
        "published",
        "withdrawn",
    ]


def test_nothing_is_published_that_lacks_a_signature(session: Session, task: Task) -> None:
    row = drafted(session, task, UNIT, today=DAY)
    for act in (
        lambda: desk.publish(session, CLERK, row, task, "示例日报", DAY, today=DAY),
        lambda: desk.cosign(session, PUBLICITY, row, task, "", today=DAY),
        lambda: desk.withdraw(session, CLERK, row, "还没有公开", today=DAY),
    ):
        with pytest.raises(IllegalTransition):
            act()
    assert row.state is PublicationState.DRAFT


def test_an_edit_after_any_signature_begins_again(session: Session, task: Task) -> None:
    row = approved(session, drafted(session, task, UNIT, today=DAY), task, today=DAY)
    desk.edit(session, CLERK, row, task, wording(UNIT, body="改了说法，重新来过。"), today=DAY)
    assert row.state is PublicationState.DRAFT
    assert (row.asked_unit_on, row.replied_on, row.cosigned_on, row.approved_on, row.cosigned_by) == (None,) * 4 + ("",)
    with pytest.raises(IllegalTransition):
        desk.publish(session, CLERK, row, task, "示例日报", DAY, today=DAY)
    approved(session, row, task, today=DAY)  # asked, signed and decided once more
    assert row.state is PublicationState.APPROVED
    desk.publish(session, CLERK, row, task, "示例日报", DAY, today=DAY)
    with pytest.raises(IllegalTransition):
        desk.edit(session, CLERK, row, task, wording(UNIT), today=DAY)


def test_an_edit_takes_back_what_waits_for_a_decision(session: Session, task: Task) -> None:
    row = drafted(session, task, UNIT, today=DAY)
    desk.ask_unit(session, CLERK, row, task, basis(session, DAY), today=DAY)
    desk.reply(session, Actor("局长"), row, "", agreed=True, today=DAY)
    desk.cosign(session, PUBLICITY, row, task, "", today=DAY)
    waiting = waiting_for(session, ApprovalKind.PUBLICATION, row.id)
    assert waiting is not None
    assert "已完成3个小区改造" in waiting.body
    desk.edit(session, CLERK, row, task, wording(UNIT, body="换一种说法。"), today=DAY)
    assert waiting.ended_on == DAY
    with pytest.raises(RuleBroken):
        decide(session, _director(task), waiting, Ruling(ApprovalOutcome.APPROVED), today=DAY)


def test_silence_lets_it_go_on_only_after_the_term(session: Session, task: Task) -> None:
    row = drafted(session, task, UNIT, today=DAY)
    desk.ask_unit(session, CLERK, row, task, basis(session, DAY), today=DAY)
    assert row.reply_until == date(2026, 6, 4)  # three working days
    with pytest.raises(RuleBroken) as refused:
        desk.forward(session, CLERK, row, today=date(2026, 6, 4))
    assert "2026-06-04" in refused.value.message
    desk.forward(session, CLERK, row, today=date(2026, 6, 5))
    assert row.state is PublicationState.COSIGNING
    desk.cosign(session, PUBLICITY, row, task, "", today=LATER)
    waiting = waiting_for(session, ApprovalKind.PUBLICATION, row.id)
    assert waiting is not None
    assert "期满未答复" in waiting.body


def test_what_the_unit_says_is_answered_by_the_office(session: Session, task: Task) -> None:
    row = drafted(session, task, UNIT, today=DAY)
    desk.ask_unit(session, CLERK, row, task, basis(session, DAY), today=DAY)
    unit = Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=_lead(session, task))
    assert [one.id for one in to_reply(session, unit)] == [row.id]
    with pytest.raises(RuleBroken):
        desk.reply(session, unit, row, " ", agreed=False, today=DAY)
    desk.reply(session, unit, row, "应写明是4个小区", agreed=False, today=DAY)
    assert (row.state, row.reply) == (PublicationState.REPLYING, "应写明是4个小区")
    with pytest.raises(RuleBroken):
        desk.reply(session, unit, row, "再补充一条意见", agreed=False, today=DAY)
    assert to_reply(session, unit) == []
    desk.forward(session, CLERK, row, today=DAY)
    assert row.state is PublicationState.COSIGNING


def test_papers_are_entered_with_who_and_when(session: Session, task: Task) -> None:
    clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=task.office_id)
    row = drafted(session, task, UNIT, today=DAY)
    desk.ask_unit(session, clerk, row, task, basis(session, DAY), today=DAY)
    with pytest.raises(RuleBroken):
        desk.reply(session, clerk, row, "", agreed=True, today=DAY)
    desk.reply(session, clerk, row, "", agreed=True, signer="张局长", today=DAY)
    assert row.replied_by == "张局长（督查员代录）"
    with pytest.raises(RuleBroken):
        desk.cosign(session, clerk, row, task, "", on_paper=Signature("李科长", date(2026, 6, 2)), today=DAY)
    desk.cosign(session, clerk, row, task, "同意", on_paper=Signature("李科长", DAY), today=DAY)
    assert (row.cosigned_by, row.cosigned_on, row.cosign_entered_by) == ("李科长", DAY, "督查员")


def test_what_publicity_sends_back_begins_again_with_its_words(session: Session, task: Task) -> None:
    row = drafted(session, task, UNIT, today=DAY)
    desk.ask_unit(session, CLERK, row, task, basis(session, DAY), today=DAY)
    desk.reply(session, Actor("局长"), row, "", agreed=True, today=DAY)
    with pytest.raises(RuleBroken):
        desk.send_back(session, PUBLICITY, row, "不行", today=DAY)
    desk.send_back(session, PUBLICITY, row, "措辞过硬，请修改", today=DAY)
    assert row.state is PublicationState.DRAFT
    assert row.replied_on is None
    assert row.cosign_words == "宣传部甲退回：措辞过硬，请修改"


def test_a_refusal_is_kept_and_may_be_drafted_again(session: Session, task: Task) -> None:
    row = drafted(session, task, UNIT, today=DAY)
    desk.ask_unit(session, CLERK, row, task, basis(session, DAY), today=DAY)
    desk.reply(session, Actor("局长"), row, "", agreed=True, today=DAY)
    desk.cosign(session, PUBLICITY, row, task, "", today=DAY)
    waiting = waiting_for(session, ApprovalKind.PUBLICATION, row.id)
    assert waiting is not None
    decide(session, _director(task), waiting, Ruling(ApprovalOutcome.REFUSED, "时机不合适"), today=DAY)
    assert row.state is PublicationState.REFUSED
    desk.edit(session, CLERK, row, task, wording(UNIT), today=DAY)
    assert row.state is PublicationState.DRAFT


def test_a_name_that_came_on_the_register_since_stops_the_publication(session: Session, task: Task) -> None:
    row = approved(session, drafted(session, task, UNIT, today=DAY, body="由周大山同志包保。"), task, today=DAY)
    seat = Post(name="局长", rank=PostRank.UNIT_HEAD)
    session.add(seat)
    session.flush()
    session.add(PostHolding(post_id=seat.id, holder="周大山", from_on=DAY))
    session.flush()
    with pytest.raises(RuleBroken) as refused:
        desk.publish(session, CLERK, row, task, "示例日报", DAY, today=DAY)
    assert "周某某" in refused.value.message
    assert "周大山" not in refused.value.message
    assert row.state is PublicationState.APPROVED


def test_of_an_internal_matter_the_public_reads_what_is_approved(session: Session, task: Task) -> None:
    task.disclosure = Disclosure.INTERNAL
    assert published(session, task, UNIT, today=DAY).published_on is not None
    listed(session, task, today=DAY)
    assert published(session, task, UNIT, today=DAY, kind=PublicationKind.LISTING).listing_id is not None


def test_nothing_of_a_sensitive_matter_is_made_public(session: Session, task: Task) -> None:
    task.disclosure = Disclosure.SENSITIVE
    listed(session, task, today=DAY)
    for kind in (PublicationKind.PROGRESS, PublicationKind.LISTING):
        with pytest.raises(RuleBroken):
            drafted(session, task, UNIT, today=DAY, kind=kind)


def test_a_listing_published_meets_the_duty_and_its_release_goes_to_the_same_outlet(
    session: Session, task: Task
) -> None:
    for kind in (PublicationKind.LISTING, PublicationKind.RELEASE):
        with pytest.raises(RuleBroken):
            drafted(session, task, UNIT, today=DAY, kind=kind)
    row = listed(session, task, today=DAY)
    duty = session.scalars(select(Deadline).where(Deadline.kind == DeadlineKind.PUBLICATION)).one()
    published(session, task, UNIT, today=DAY, kind=PublicationKind.LISTING)
    assert duty.met_on == DAY
    row.state, row.open_of, row.released_on = ListingState.RELEASED, None, DAY
    release = approved(session, drafted(session, task, UNIT, today=DAY, kind=PublicationKind.RELEASE), task, today=DAY)
    with pytest.raises(RuleBroken) as refused:
        desk.publish(session, CLERK, release, task, "示例晚报", DAY, today=DAY)
    assert "示例日报" in refused.value.message
    with pytest.raises(RuleBroken) as refused:
        desk.publish(session, CLERK, release, task, "示例日报 13812341234", DAY, today=DAY)
    assert "公开媒体含疑似手机号 138****1234" in refused.value.message
    desk.publish(session, CLERK, release, task, "《示例日报》", DAY, today=DAY)
    assert release.state is PublicationState.PUBLISHED


def test_a_release_whose_listing_was_never_public_is_refused(session: Session, task: Task) -> None:
    listing = listed(session, task, today=DAY, state=ListingState.RELEASED)
    owed = Owed(DeadlineKind.PUBLICATION, f"released-{listing.id}", department_id=task.office_id, term=5)
    duty = owe(session, CLERK, task, owed, basis(session, DAY), today=DAY)
    row = approved(session, drafted(session, task, UNIT, today=DAY, kind=PublicationKind.RELEASE), task, today=DAY)
    with pytest.raises(RuleBroken):
        desk.publish(session, CLERK, row, task, "示例日报", DAY, today=DAY)
    published(session, task, UNIT, today=DAY, kind=PublicationKind.LISTING)  # late, but it can be
    assert duty.met_on is None
    desk.publish(session, CLERK, row, task, "示例日报", DAY, today=DAY)
    assert duty.met_on == DAY


def test_each_sees_what_is_theirs_to_see(session: Session, task: Task) -> None:
    row = drafted(session, task, UNIT, today=DAY)
    office_id, lead = task.office_id, _lead(session, task)
    clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=office_id)
    stranger = Actor("县督查员", roles=frozenset({Role.CLERK}), office_id=office_id + 999)
    publicity = Actor("宣传部", roles=frozenset({Role.PUBLICITY}), office_id=office_id)
    leader = Actor("副市长", roles=frozenset({Role.LEADER}), office_id=office_id)
    unit = Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=lead)
    other = Actor("别的联络员", roles=frozenset({Role.LIAISON}), department_id=department(session, "市教育局").id)

    def see() -> list[str]:
        session.flush()
        return [one.name for one in (clerk, stranger, publicity, leader, unit, other) if publications(session, one)]

    assert see() == ["督查员"]
    desk.ask_unit(session, clerk, row, task, basis(session, DAY), today=DAY)
    assert see() == ["督查员", "联络员"]
    desk.reply(session, unit, row, "", agreed=True, today=DAY)
    assert see() == ["督查员", "宣传部", "联络员"]
    desk.cosign(session, publicity, row, task, "", today=DAY)
    assert see() == ["督查员", "宣传部", "副市长", "联络员"]
    with pytest.raises(NotFound):
        desk.open_publication(session, stranger, Action.PUBLICATION_SEE, row.id)
    with pytest.raises(NotPermitted):
        desk.open_publication(session, publicity, Action.PUBLICATION_DRAFT, row.id)


def test_comments_are_limited_kept_plain_for_the_office_and_masked_for_others(session: Session, task: Task) -> None:
    row = published(session, task, UNIT, today=DAY, takes_comments=True)
    one, other = (sender_of(address, b"key") for address in ("10.0.0.1", "10.0.0.2"))
    assert "10.0.0.1" not in one
    assert one == sender_of("10.0.0.1", b"key") != sender_of("10.0.0.1", b"another key")
    for text in ("太短", "长" * 1001, "密级：机密，内部文件内容"):
        with pytest.raises(RuleBroken):
            post_comment(session, PUBLIC, row.id, text, one, today=DAY)
    for number in range(5):
        post_comment(session, PUBLIC, row.id, f"楼道里的灯还没有修好{number}，请打13812341234", one, today=DAY)
    with pytest.raises(RuleBroken) as refused:
        post_comment(session, PUBLIC, row.id, "楼道里的灯还是没有修好", one, today=DAY)
    assert "频繁" in refused.value.message
    post_comment(session, PUBLIC, row.id, "隔壁小区也一样没有修好", other, today=DAY)
    with pytest.raises(RuleBroken):
        post_comment(session, PUBLIC, row.id, "隔壁小区也一样没有修好", other, today=DAY)
    assert len(session.scalars(select(PublicComment)).all()) == 6
    clerk = Actor("督查员", roles=frozenset({Role.CLERK}), office_id=task.office_id)
    unit = Actor("联络员", roles=frozenset({Role.LIAISON}), department_id=_lead(session, task))
    assert any("13812341234" in one.body for one in comments(session, clerk))
    shown = comments(session, unit, row.id)
    assert len(shown) == 6
    assert all("13812341234" not in one.body for one in shown)
    assert session.scalars(select(AuditEntry.actor).where(AuditEntry.tag == "comment:posted")).all() == ["公众"] * 6
    desk.withdraw(session, CLERK, row, "内容需要更正", today=DAY)
    with pytest.raises(NotFound):
        post_comment(session, PUBLIC, row.id, "已经下线了还能留言吗", other, today=DAY)


def test_nobody_comments_where_no_comments_are_taken(session: Session, task: Task) -> None:
    row = published(session, task, UNIT, today=DAY)
    with pytest.raises(RuleBroken):
        post_comment(session, PUBLIC, row.id, "楼道里的灯还没有修好", "x" * 64, today=DAY)


def _lead(session: Session, task: Task) -> int:
    return session.scalars(select(Participation.department_id).where(Participation.lead_of == task.id)).one()
