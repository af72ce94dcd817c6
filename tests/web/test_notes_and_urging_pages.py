"""批示 and 催办 on the pages."""

from __future__ import annotations

from site_of_personas import Site
from sqlalchemy import func, select

from tracker.db import reading, writing
from tracker.models import CallRecord, Deadline, Endorsement, Task
from tracker.vocabulary.approvals import Triage


def _notes(site: Site) -> list[Endorsement]:
    with reading(site.engine) as session:
        return list(session.scalars(select(Endorsement).order_by(Endorsement.id)))


def _calls(site: Site) -> int:
    with reading(site.engine) as session:
        return session.scalars(select(func.count()).select_from(CallRecord)).one()


def _overdue(site: Site) -> None:
    with writing(site.engine) as session:
        final = session.scalars(
            select(Deadline).where(Deadline.task_id == site.working_id, Deadline.kind == "final")
        ).one()
        final.due_on = final.opened_on
        session.get_one(Task, site.working_id).light = "red"


def test_a_note_is_hidden_from_the_unit_until_the_office_passes_it_on(site: Site) -> None:
    sheet = f"/tasks/{site.working_id}"
    browser = site.browser("leader")
    assert f'href="{sheet}/notes"' in browser.get(sheet).text
    assert browser.post(f"{sheet}/notes", data={"wording": "务必六月底前开工"}).status_code == 303
    assert "务必六月底前开工" in browser.get(sheet).text
    assert "务必六月底前开工" not in site.browser("liaison").get(sheet).text
    office = site.browser("clerk")
    assert "务必六月底前开工" in office.get("/desk").text
    done = office.post("/notes/2/triage", data={"triage": "handle", "passed_on": "请抓紧组织开工"})
    assert done.headers["Location"] == sheet
    assert "请抓紧组织开工" in site.browser("liaison").get(sheet).text
    assert "务必六月底前开工" not in office.get("/desk").text


def test_what_is_wrong_with_a_note_is_said_and_kept(site: Site) -> None:
    sheet = f"/tasks/{site.working_id}"
    assert "请填写批示" in site.browser("leader").post(f"{sheet}/notes", data={"wording": " "}).text
    office = site.browser("clerk")
    for data, said in (
        ({"triage": "", "passed_on": "留住这句话"}, "请选择怎样办理"),
        ({"triage": "burn", "passed_on": "留住这句话"}, "错误："),
        ({"triage": "handle", "passed_on": ""}, "请写明转办意见"),
        ({"triage": "handle", "passed_on": "长" * 2001}, "不能超过2000字"),
    ):
        answer = office.post("/notes/1/triage", data=data)
        assert answer.status_code == 422
        assert said in answer.text
        assert data["passed_on"] in answer.text
    assert [note.triage for note in _notes(site)] == [None]


def test_a_second_registration_is_refused_with_who_was_first(site: Site) -> None:
    site.browser("clerk").post("/notes/1/triage", data={"triage": "noted", "passed_on": ""})
    again = site.browser("director").post("/notes/1/triage", data={"triage": "handle", "passed_on": "重复"})
    assert again.status_code == 422
    assert "已由clerk于2026-06-01登记为“阅知”" in again.text
    assert [note.triage for note in _notes(site)] == [Triage.NOTED]


def test_a_call_is_two_prefilled_fields_and_one_button(site: Site) -> None:
    _overdue(site)
    path, browser = f"/tasks/{site.working_id}/call", site.browser("clerk")
    page = browser.get(path).text
    assert 'value="liaison"' in page  # the unit's liaison is whom one calls
    assert "已过" in page
    unit = site.accounts["liaison"].department_id
    data = {"department_id": str(unit), "whom": "liaison", "said": "答应周五报"}
    assert browser.post(path, data=data).headers["Location"] == f"/tasks/{site.working_id}"
    sheet = browser.get(f"/tasks/{site.working_id}").text
    assert "答应周五报" in sheet
    assert "2026-06-03 起可再发提醒" in sheet


def test_a_call_without_a_name_or_for_another_unit_is_refused_and_kept(site: Site) -> None:
    path, browser = f"/tasks/{site.working_id}/call", site.browser("clerk")
    unit, stranger = (str(site.accounts[one].department_id) for one in ("liaison", "stranger-liaison"))
    for data, said in (
        ({"department_id": unit, "whom": " ", "said": "留住这句话"}, "请填写打给谁"),
        ({"department_id": unit, "whom": "王", "said": "长" * 1001}, "不能超过1000字"),
        ({"department_id": stranger, "whom": "王", "said": "留住这句话"}, "该单位不承办这个事项"),
        ({"department_id": "1 OR 1", "whom": "王", "said": "留住这句话"}, "请从页面上的按钮操作"),
    ):
        answer = browser.post(path, data=data)
        assert answer.status_code == 422
        assert said in answer.text
        assert data["said"] in answer.text
    assert browser.get(f"{path}?unit={stranger}").status_code == 404
    assert _calls(site) == 0


def test_a_reminder_from_a_list_returns_to_the_list_and_the_next_waits(site: Site) -> None:
    _overdue(site)
    browser, path = site.browser("clerk"), f"/tasks/{site.working_id}/remind"
    for page in ("/ledger?late=overdue", "/desk"):
        assert f'action="{path}"' in browser.get(page).text
    sent = browser.post(path, headers={"Referer": "http://localhost/ledger?late=overdue"})
    assert sent.headers["Location"] == "/ledger?late=overdue"
    for page in ("/ledger?late=overdue", "/desk"):
        shown = browser.get(page).text
        assert "2026-06-01 clerk催办提醒" in shown
        assert f'action="{path}"' not in shown
    again = browser.post(path)
    assert again.status_code == 422
    assert "2026-06-03起才能再发提醒" in again.text
    assert _calls(site) == 1


def test_no_address_of_a_strangers_is_gone_back_to(site: Site) -> None:
    path = f"/tasks/{site.working_id}/remind"
    sent = site.browser("clerk").post(path, headers={"Referer": "http://evil//evil"})
    assert sent.headers["Location"] == f"/tasks/{site.working_id}"
