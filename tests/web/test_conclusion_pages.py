"""督查结论 and 复核 in the browser: drafted on the record, approved, received, questioned, decided by others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from inspecting import furnish
from site_of_personas import TODAY, Site, account_of
from sqlalchemy import select
from test_inspection_pages import mayor

from tracker.db import reading, writing
from tracker.models import Account, Conclusion, ReviewRequest
from tracker.queries.conclusions import stands
from tracker.services.submissions import waiting_for
from tracker.vocabulary.approvals import ApprovalKind
from tracker.vocabulary.conclusions import ConclusionState, ReviewState
from tracker.vocabulary.people import AccountState, Role

WORDS = {"basis": "条例第十六条", "facts": "停工半个月未报告", "conclusion": "推进不力，责令整改"}


def decided(site: Site, persona: str, kind: ApprovalKind, key: int) -> int:
    with reading(site.engine) as session:
        waits = waiting_for(session, kind, key)
        assert waits is not None
        path, version = f"/submissions/{waits.id}", str(waits.version)
    data = {"version": version, "outcome": "approved", "opinion": "同意", "seat": ""}
    return site.browser(persona).post(path, data=data).status_code


def post(site: Site, persona: str, path: str, row: object, **data: str):
    with reading(site.engine) as session:
        version = session.get_one(*row).version  # type: ignore[misc]
    return site.browser(persona).post(path, data={"version": str(version), **data})


def test_from_the_record_to_the_units_hand(site: Site) -> None:
    clerk, unit = site.browser("clerk"), str(site.accounts["unit-head"].department_id)
    form = f"/tasks/{site.working_id}/conclusion"
    page = clerk.get(form).text
    line = re.search(r'value="(2026-05-01 节点[^"]*)"', page)
    assert line, "the node missed in May is on the record"
    assert form in clerk.get(f"/tasks/{site.working_id}").text
    refused = clerk.post(form, data={"unit": unit, **WORDS})
    assert refused.status_code == 422
    assert "须以督查或工作记录为依据" in refused.text
    assert "停工半个月未报告" in refused.text
    forged = clerk.post(form, data={"unit": unit, **WORDS, "lines": "2026-05-02 从来没有的记录"})
    assert forged.status_code == 422
    made = clerk.post(form, data={"unit": unit, **WORDS, "lines": line[1], "record": "5月20日电话催办两次"})
    assert made.status_code == 303
    key = int(made.headers["Location"].rpartition("/")[2])
    path, row = f"/conclusions/{key}", (Conclusion, key)
    assert site.browser("unit-head").get(path).status_code == 404
    assert "5月20日电话催办两次" in clerk.get(f"{path}/edit").text
    assert post(site, "clerk", f"{path}/put-forward", row).status_code == 303
    assert decided(site, "secretary-general", ApprovalKind.INSPECTION_CONCLUSION, key) == 303
    # approved: the unit sees that it waits, not what it says
    waits = site.browser("liaison").get(path).text
    assert "签收</button>" in waits
    assert "推进不力" not in waits
    assert post(site, "liaison", f"{path}/receive", row).status_code == 303
    read = site.browser("unit-head").get(path).text
    assert "推进不力" in read
    assert (TODAY + timedelta(30)).isoformat() in read
    assert f'href="{path}/review"' in read
    assert f'href="{path}/review"' not in site.browser("liaison").get(path).text


def test_served_on_paper_by_the_office(site: Site) -> None:
    clerk, unit = site.browser("clerk"), str(site.accounts["unit-head"].department_id)
    made = clerk.post(
        f"/tasks/{site.working_id}/conclusion", data={"unit": unit, **WORDS, "record": "5月20日电话催办两次"}
    )
    key = int(made.headers["Location"].rpartition("/")[2])
    path, row = f"/conclusions/{key}", (Conclusion, key)
    post(site, "clerk", f"{path}/put-forward", row)
    assert decided(site, "secretary-general", ApprovalKind.INSPECTION_CONCLUSION, key) == 303
    served = {"served_by": "督查员甲", "received_by": "李主任", "served_on": "2026-05-30"}
    refused = post(site, "clerk", f"{path}/serve", row, **served)
    assert refused.status_code == 422
    assert "早于批准日期" in refused.text
    assert "李主任" in refused.text
    assert post(site, "clerk", f"{path}/serve", row, **{**served, "served_on": "2026-06-01"}).status_code == 303
    with reading(site.engine) as session:
        assert session.get_one(Conclusion, key).state is ConclusionState.SERVED


@pytest.fixture
def asked(site: Site) -> dict[str, int]:
    mayor(site)
    with writing(site.engine) as session:
        office = site.accounts["clerk"].office_id
        site.accounts["free"] = account_of(session, "free", Role.CLERK, office, None)
        return furnish(session, site.working_id, site.accounts["unit-head"].department_id or 0)


def test_a_review_is_handled_by_somebody_else_and_decided(site: Site, asked: dict[str, int]) -> None:
    path, row = f"/reviews/{asked['review']}", (ReviewRequest, asked["review"])
    page = site.browser("free").get(path).text
    assert "应当回避的人员" in page
    assert "督查员甲" in page
    with reading(site.engine) as session:
        assert not stands(session, asked["conclusion"], TODAY)
    empty = post(site, "free", f"{path}/opinion", row, words="部分事实有误", proposed="changed")
    assert empty.status_code == 422
    assert "请写明变更后的结论" in empty.text
    told = {"words": "部分事实有误", "proposed": "changed", "changed_to": "停工系暴雨所致，责令补报"}
    assert post(site, "free", f"{path}/opinion", row, **told).status_code == 303
    assert "部分事实有误" not in site.browser("unit-head").get(path).text
    assert decided(site, "mayor", ApprovalKind.REVIEW, asked["review"]) == 303
    read = site.browser("unit-head").get(f"/conclusions/{asked['conclusion']}").text
    assert "推进不力，责令整改" in read
    assert "停工系暴雨所致，责令补报" in read
    with reading(site.engine) as session:
        assert stands(session, asked["conclusion"], TODAY)


def test_who_took_part_is_told_to_stay_out(site: Site, asked: dict[str, int]) -> None:
    """The clerk enters a finding of the same inspection and is out of it from then on."""
    unit = site.accounts["unit-head"].department_id
    found = {"part": f"{site.working_id}:{unit}", "found_on": TODAY.isoformat(), "content": "围挡没有恢复"}
    assert site.browser("clerk").post(f"/inspections/{asked['inspection']}/finding", data=found).status_code == 303
    path, row = f"/reviews/{asked['review']}", (ReviewRequest, asked["review"])
    page = site.browser("clerk").get(path).text
    assert "您参与过该督查结论" in page
    assert f"可以办理的人员：{site.accounts['director'].name}、{site.accounts['free'].name}。" in page
    with writing(site.engine) as session:
        for persona in ("director", "free"):
            session.get_one(Account, site.accounts[persona].account_id).state = AccountState.DISABLED
    assert "本办现有人员都参与过" in site.browser("clerk").get(path).text
    answer = post(site, "clerk", f"{path}/opinion", row, words="事实清楚的", proposed="maintained")
    assert answer.status_code == 422
    assert "应当回避" in answer.text
    with reading(site.engine) as session:
        assert session.get_one(*row).state is ReviewState.ASKED


def test_a_late_request_is_recorded_and_told_so(
    site: Site, asked: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(site.engine) as session:
        session.delete(session.get_one(ReviewRequest, asked["review"]))
    monkeypatch.setenv("TRACKER_TODAY", "2026-06-28")
    path = f"/conclusions/{asked['conclusion']}/review"
    assert "申请只记录，不予受理" in site.browser("unit-head").get(path).text
    assert site.browser("unit-head").post(path, data={"reason": "事实认定有误"}).status_code == 303
    paper = {"reason": "事实认定有误", "asked_by": "李局长", "asked_on": "2026-06-27"}
    assert site.browser("clerk").post(f"{path}/paper", data=paper).status_code == 303
    with reading(site.engine) as session:
        rows = session.scalars(select(ReviewRequest).order_by(ReviewRequest.ordinal)).all()
        assert [(row.state, row.on_paper) for row in rows] == [(ReviewState.LATE, False), (ReviewState.ASKED, True)]
    assert "正在复核 1 件" in site.browser("clerk").get("/conclusions").text
