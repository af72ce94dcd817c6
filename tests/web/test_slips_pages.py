"""三色督办单 and 拟挂牌建议 on the pages, from the office's list to the unit's answer."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from site_of_personas import TODAY, Site
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import Deadline, Post, Proposal, Submission, Task, WarningSlip
from tracker.services.escalation import escalate_day
from tracker.services.sweep import sweep_day
from tracker.vocabulary.escalation import ProposalKind, ProposalOutcome, SlipColour, SlipState


@pytest.fixture
def late(site: Site) -> Site:
    """The node of the task at work is due since the first of May: prepared in blue, orange and red by now."""
    with writing(site.engine) as session:
        seat = session.scalars(select(Post.id).where(Post.name == "分管城建副市长")).one()
        session.get_one(Task, site.working_id).leader_post_id = seat
        for day in (date(2026, 5, 6), date(2026, 5, 12)):
            escalate_day(session, day)
    return site


def slip(site: Site, colour: SlipColour) -> WarningSlip:
    with reading(site.engine) as session:
        return session.scalars(select(WarningSlip).where(WarningSlip.colour == colour)).one()


def field(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)  # type: ignore[union-attr]


def test_from_the_offices_list_to_the_units_answer(late: Site) -> None:
    director, made = late.browser("director"), slip(late, SlipColour.ORANGE)
    page = director.get("/slips").text
    assert "逾期6个工作日" in page
    assert slip(late, SlipColour.BLUE).state is SlipState.DROPPED
    # A clerk may not tick it, nor issue it by hand.
    assert 'name="slip"' not in late.browser("clerk").get("/slips").text
    ticked = {"slip": f"{made.id}:{made.version}"}
    late.browser("clerk").post("/slips/issue", data=ticked)
    assert slip(late, SlipColour.ORANGE).state is SlipState.PREPARED
    unit, head = late.browser("liaison"), late.browser("unit-head")
    assert unit.get(f"/slips/{made.id}").status_code == 404
    assert director.post("/slips/issue", data={"slip": field(page, "slip")}).status_code == 303
    assert "督催橙〔2026〕1号" in director.get("/slips").text
    # The unit finds it in 我要办的 and on the sheet, receives it, drafts an answer with proof; the head signs.
    owed = unit.get("/owed").text
    door = re.search(r'href="(/duties/\d+/slip)"', owed)
    assert door is not None
    assert unit.get(door.group(1)).headers["Location"] == f"/slips/{made.id}"
    assert "督催橙〔2026〕1号" in unit.get(f"/tasks/{late.working_id}").text
    assert unit.post(f"/slips/{made.id}/acknowledge").status_code == 303
    form = unit.get(f"/slips/{made.id}/answer").text
    assert "送单位负责人签发" in form
    data = {"version": field(form, "version"), "words": "已增加两个班组，本月底完成",
            "files": (BytesIO(b"%PDF-1.4\n%%EOF\n"), "进度.pdf")}  # fmt: skip
    assert unit.post(f"/slips/{made.id}/answer", data=data, content_type="multipart/form-data").status_code == 303
    assert "已增加两个班组" not in director.get(f"/slips/{made.id}").text
    form = head.get(f"/slips/{made.id}/answer").text
    assert "已增加两个班组，本月底完成" in form
    data = {
        "version": field(form, "version"),
        "words": "已增加两个班组，本月底完成",
        "earlier": re.findall(r'name="earlier"[^>]*value="(\d+)"', form),
    }
    assert head.post(f"/slips/{made.id}/answer", data=data).status_code == 303
    said = director.get(f"/slips/{made.id}").text
    assert "已增加两个班组，本月底完成" in said
    assert "进度.pdf" in said
    assert 'href="/duties/' not in unit.get("/owed").text


def test_red_goes_before_the_leader_and_is_issued_by_his_name(late: Site) -> None:
    with writing(late.engine) as session:
        escalate_day(session, date(2026, 5, 19))
    made, clerk, leader = slip(late, SlipColour.RED), late.browser("clerk"), late.browser("leader")
    assert leader.get(f"/slips/{made.id}").status_code == 404
    form = clerk.get(f"/slips/{made.id}").text
    data = {"version": field(form, "version"), "colour": "red", "reason": "拖延已久，请领导签发"}
    assert clerk.post(f"/slips/{made.id}/issue", data={**data, "version": "9"}).status_code == 409
    assert clerk.post(f"/slips/{made.id}/issue", data=data).status_code == 303
    with reading(late.engine) as session:
        submission = session.scalars(select(Submission.id).where(Submission.subject_id == made.id)).one()
    page = leader.get(f"/submissions/{submission}").text
    assert f'href="/slips/{made.id}"' in page
    assert "拖延已久，请领导签发" in page
    assert leader.get(f"/slips/{made.id}").status_code == 200
    ruling = {"version": field(page, "version"), "outcome": "approved", "opinion": "务必六月底前完成"}
    decided = leader.post(f"/submissions/{submission}", data=ruling)
    assert decided.status_code == 303, re.findall(r"<li><a[^/]*", decided.text)
    assert "督催红〔2026〕1号" in late.browser("unit-head").get(f"/slips/{made.id}").text


def test_a_slip_is_dropped_or_raised_only_with_words_enough(late: Site) -> None:
    made, director = slip(late, SlipColour.ORANGE), late.browser("director")
    version = {"version": str(made.version)}
    answer = director.post(f"/slips/{made.id}/drop", data={**version, "because": "算了"})
    assert (answer.status_code, "不少于5个字" in answer.text, "算了" in answer.text) == (422, True, True)
    answer = director.post(f"/slips/{made.id}/issue", data={**version, "colour": "blue"})
    assert answer.status_code == 422
    answer = director.post(f"/slips/{made.id}/issue", data={**version, "colour": "red", "reason": "急"})
    assert answer.status_code == 422
    dropped = director.post(f"/slips/{made.id}/drop", data={**version, "because": "已当面约谈负责人"})
    assert dropped.status_code == 303
    assert "已当面约谈负责人" in director.get("/slips").text


def test_the_office_begins_one_by_hand(late: Site) -> None:
    clerk, path = late.browser("clerk"), f"/tasks/{late.working_id}/warning"
    assert f'href="{path}"' in clerk.get(f"/tasks/{late.working_id}").text
    with reading(late.engine) as session:
        node = session.scalars(select(Deadline.id).where(Deadline.id == late.node_id)).one()
    data = {"deadline": str(node), "colour": "blue", "reason": "市长办公会要求再催"}
    # A blue one was had, dropped as it was; no other colour is a clerk's.
    assert clerk.post(path, data=data).status_code == 422
    assert "各色督办单，不重复拟单" in clerk.get(path).text
    assert clerk.post(path, data={**data, "colour": "red"}).status_code == 422
    assert late.browser("director").post(path, data={**data, "colour": "red"}).status_code == 303
    assert slip(late, SlipColour.RED).by_hand
    assert "没有逾期的时限" in clerk.get(f"/tasks/{late.task_id}/warning").text


def test_a_stranger_knows_nothing_of_it(late: Site) -> None:
    made = slip(late, SlipColour.ORANGE)
    for persona in ("stranger-clerk", "stranger-liaison"):
        browser = late.browser(persona)
        assert browser.get(f"/slips/{made.id}").status_code == 404
        assert made.facts not in browser.get("/slips").text
    assert late.browser("stranger-clerk").post(f"/slips/{made.id}/issue", data={}).status_code == 404
    assert late.browser("stranger-liaison").post(f"/slips/{made.id}/acknowledge").status_code == 404


def test_a_new_red_light_is_tagged_for_one_working_day(late: Site) -> None:
    with writing(late.engine) as session:
        sweep_day(session, TODAY)
        task = session.get_one(Task, late.working_id)
        task.light, task.light_since = task.light.RED, date(2026, 5, 30)  # a Saturday; today is the Monday after
    for page in ("/ledger", "/desk", f"/tasks/{late.working_id}"):
        assert "待说明" in late.browser("director").get(page).text, page
    assert (
        f'href="/tasks/{late.working_id}/extensions">当场说明'
        in late.browser("unit-head").get(f"/tasks/{late.working_id}").text
    )
    with writing(late.engine) as session:
        session.get_one(Task, late.working_id).light_since = date(2026, 5, 29)
    assert "待说明" not in late.browser("director").get("/ledger").text


# --- Proposals -------------------------------------------------------------------------------------------------------


@pytest.fixture
def proposed(site: Site) -> Site:
    with writing(site.engine) as session:
        rule = session.scalars(select(WarningSlip.rule_id)).first() or 1
        from tracker import clock

        for kind, key in ((ProposalKind.LISTING, "final:1:1"), (ProposalKind.ACCOUNTABILITY, "listing-term:1:1")):
            session.add(
                Proposal(
                    office_id=session.get_one(Task, site.working_id).office_id, task_id=site.working_id, kind=kind,
                    facts_key=key, month="2026-06", days=31, facts=f"{kind.label}的事实", rule_id=rule,
                    proposed_on=TODAY, recorded_at=clock.now(),
                )
            )  # fmt: skip
    return site


def proposals(site: Site) -> list[Proposal]:
    with reading(site.engine) as session:
        return list(session.scalars(select(Proposal).order_by(Proposal.id)))


def test_the_months_list_is_decided_by_the_director_and_keeps_who_when_and_why(proposed: Site) -> None:
    listing, _ = proposals(proposed)
    director, path = proposed.browser("director"), f"/proposals/{listing.id}"
    assert "拟挂牌建议的事实" in director.get("/proposals").text
    version = field(director.get(path).text, "version")
    for data, said in (
        ({}, "请选择处理意见"),
        ({"outcome": "declined", "reason": "不必"}, "不少于5个字"),
        ({"outcome": "postponed"}, "暂缓到哪一天"),
        ({"outcome": "postponed", "until": "2026-06-01"}, "应晚于今天"),
        ({"outcome": "lapsed"}, "错误"),
    ):
        answer = director.post(path, data={"version": version, **data})
        assert (answer.status_code, said in answer.text) == (422, True), data
    data = {"version": version, "outcome": "postponed", "until": "2026-07-15", "reason": "等待省厅批复"}
    assert director.post(path, data=data).headers["Location"] == "/proposals"
    assert '<small class="soft">2026-04</small>' in director.get("/proposals?month=2026-04").text
    page = director.get("/proposals?month=2026-06").text
    assert "暂缓到2026-07-15" in page
    assert "等待省厅批复" in page
    assert director.post(path, data={**data, "version": "2"}).status_code == 422


def test_an_accepted_one_leads_on(proposed: Site) -> None:
    listing, accountability = proposals(proposed)
    data = {"version": str(listing.version), "outcome": "accepted"}
    answer = proposed.browser("director").post(f"/proposals/{listing.id}", data=data)
    form = f"/tasks/{proposed.working_id}/listing?proposal={listing.id}"
    director = proposed.browser("director")
    assert answer.headers["Location"] == form
    assert director.get(form).status_code == 200
    assert f'href="{form}"' in director.get(f"/proposals/{listing.id}").text
    assert proposals(proposed)[0].outcome is ProposalOutcome.ACCEPTED
    assert f'href="{form}"' not in proposed.browser("clerk").get(f"/proposals/{listing.id}").text
    page = f"/proposals/{accountability.id}"
    data["version"] = str(accountability.version)
    assert director.post(page, data=data).headers["Location"] == page
    shown = director.get(page).text
    for door in (f"/inspections/new?task_id={proposed.working_id}", f"/tasks/{proposed.working_id}/accountability"):
        assert f'href="{door}"' in shown


def test_accountability_is_for_the_director_and_the_secretary_general_alone(proposed: Site) -> None:
    listing, accountability = proposals(proposed)
    for persona, sees in (("director", True), ("secretary-general", True), ("clerk", False), ("leader", False)):
        browser = proposed.browser(persona)
        assert ("拟追责建议的事实" in browser.get("/proposals").text) is sees, persona
        assert browser.get(f"/proposals/{accountability.id}").status_code == (200 if sees else 404), persona
        assert browser.get(f"/proposals/{listing.id}").status_code == 200, persona
    assert proposed.browser("stranger-clerk").get(f"/proposals/{listing.id}").status_code == 404
    assert "的事实" not in proposed.browser("stranger-clerk").get("/proposals").text
