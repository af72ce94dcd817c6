"""What every door stands on: forged, repeated, stale and foreign requests; headers; nothing from outside."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from site_of_personas import PASSWORD, TODAY, Site, untimed
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import reading, writing
from tracker.models import AuditEntry, DeadlineClaim, Task, TaskTransition
from tracker.policy.access import Actor
from tracker.services.accounts import disable, set_roles
from tracker.services.completion import claim_completion
from tracker.vocabulary.lifecycle import TaskStatus
from tracker.vocabulary.people import Role
from tracker.web.assets import FILES, folder_of
from tracker.web.login import own_path

PAGES = ("/desk", "/ledger", "/ledger/print", "/tasks/{working}", "/password")


def _version(site: Site, task_id: int) -> int:
    with reading(site.engine) as session:
        return session.scalars(select(Task.version).where(Task.id == task_id)).one()


def _status(site: Site, task_id: int) -> TaskStatus:
    with reading(site.engine) as session:
        return session.scalars(select(Task.status).where(Task.id == task_id)).one()


def test_a_form_without_its_token_is_refused_everywhere_csrf_cve_2012_4732(site: Site) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    for rule in site.app.url_map.iter_rules():
        if "POST" not in rule.methods:
            continue
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        answer = site.browser("director").post(path)
        assert answer.status_code == 400, rule
        assert "页面已过期" in answer.text


def test_reading_pages_changes_nothing_get_cve_2012_4732(site: Site) -> None:
    browser = site.browser("clerk")
    browser.get("/desk")
    with reading(site.engine) as session:
        before = _everything(session)
    for path in (*PAGES, "/ledger/台账.xlsx", "/ledger?q=在办&late=overdue&order=due"):
        answer = browser.get(path.format(working=site.working_id))
        assert answer.status_code == 200
        answer.close()
    with reading(site.engine) as session:
        assert _everything(session) == before


def _everything(session: Session) -> dict[str, int]:
    tables = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'user_sessions'"))
    return {name: hash(tuple(session.execute(text(f'SELECT * FROM "{name}"')).all())) for name in tables.all()}


def test_a_double_click_is_one_act_and_gets_the_first_answer(site: Site) -> None:
    browser = site.browser("liaison")
    data = {"version": str(_version(site, site.task_id)), "form_key": "k1"}
    answers = [browser.post(f"/tasks/{site.task_id}/acknowledge", data=data) for _ in range(3)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, f"/tasks/{site.task_id}")] * 3
    with reading(site.engine) as session:
        moves = session.scalars(
            select(func.count())
            .select_from(TaskTransition)
            .where(TaskTransition.task_id == site.task_id, TaskTransition.to_status == TaskStatus.ACKNOWLEDGED)
        ).one()
    assert moves == 1


def test_ten_clicks_at_once_make_one_claim(site: Site) -> None:
    browsers = [site.browser("liaison") for _ in range(10)]
    answers: list[int] = []

    def click(browser) -> None:
        answers.append(
            browser.post(
                f"/tasks/duties/{site.node_id}/claim", data={"form_key": "same", "statement": "已完成"}
            ).status_code
        )

    threads = [threading.Thread(target=click, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 10
    with reading(site.engine) as session:
        assert (
            session.scalars(
                select(func.count()).select_from(DeadlineClaim).where(DeadlineClaim.deadline_id == site.node_id)
            ).one()
            == 1
        )


def test_a_stale_page_is_refused_and_changes_nothing(site: Site) -> None:
    old = _version(site, site.task_id)
    assert (
        site.browser("liaison").post(f"/tasks/{site.task_id}/acknowledge", data={"version": str(old)}).status_code
        == 303
    )
    answer = site.browser("unit-head").post(f"/tasks/{site.task_id}/acknowledge", data={"version": str(old)})
    assert answer.status_code == 409
    assert "已被他人更新" in answer.text
    assert _status(site, site.task_id) is TaskStatus.ACKNOWLEDGED


def test_a_strangers_task_and_a_missing_one_answer_alike_idor_cve_2026_46558(site: Site) -> None:
    for persona in ("stranger-clerk", "stranger-liaison"):
        browser = site.browser(persona)
        foreign, missing = browser.get(f"/tasks/{site.working_id}"), browser.get("/tasks/99999")
        assert foreign.status_code == missing.status_code == 404
        assert untimed(foreign.text) == untimed(missing.text)
        assert "在办的事" not in foreign.text
    for persona in ("stranger-liaison", "stranger-clerk"):
        listed = site.browser(persona).get("/ledger")
        assert "在办的事" not in listed.text


def test_fields_nobody_asked_for_change_nothing_mass_assignment_cve_2026_52882(site: Site) -> None:
    wishes = {column.name: "1" for column in Task.__table__.columns if column.name != "version"}
    browser = site.browser("liaison")
    data = {**wishes, "version": str(_version(site, site.task_id))}
    with reading(site.engine) as session:
        before = session.get_one(Task, site.task_id)
        kept = {name: getattr(before, name) for name in ("title", "office_id", "disclosure", "points", "reference")}
    assert browser.post(f"/tasks/{site.task_id}/acknowledge", data=data).status_code == 303
    with reading(site.engine) as session:
        after = session.get_one(Task, site.task_id)
        assert {name: getattr(after, name) for name in kept} == kept
        assert after.status is TaskStatus.ACKNOWLEDGED


def test_a_unit_cannot_claim_what_another_owes(site: Site) -> None:
    assert site.browser("stranger-liaison").post(f"/tasks/duties/{site.node_id}/claim").status_code == 404


def test_a_missing_reason_is_said_in_chinese_and_nothing_happens(site: Site) -> None:
    with writing(site.engine) as session:
        claim_completion(session, site.accounts["unit-head"], session.get_one(Task, site.working_id), today=TODAY)
    data = {"version": str(_version(site, site.working_id)), "reason": "  "}
    answer = site.browser("clerk").post(f"/tasks/{site.working_id}/send-back", data=data)
    assert answer.status_code == 422
    assert "请填写退回理由" in answer.text
    assert _status(site, site.working_id) is TaskStatus.COMPLETION_CLAIMED


def test_every_page_is_strict_about_where_things_come_from(site: Site) -> None:
    for persona, paths in {
        "clerk": PAGES,
        "leader": ("/leader",),
        "liaison": ("/owed",),
        "system-admin": ("/accounts",),
    }.items():
        for path in paths:
            answer = site.browser(persona).get(path.format(working=site.working_id))
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            page = answer.text
            assert '<html lang="zh-CN">' in page
            assert len(re.findall(r"<h1\b", page)) == 1
            assert not re.search(r"\son[a-z]+=", page)
            assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)
            assert not re.search(r"\sstyle=", page)
            assert "<script" not in page


def test_names_are_text_wherever_they_stand_xss_cve_2012_6130(site: Site) -> None:
    nasty = "<script>alert(1)</script>{{7*7}}\"'"
    with writing(site.engine) as session:
        task = session.get_one(Task, site.working_id)
        task.title = task.target = task.section = task.leader = nasty
    for path in ("/desk", "/ledger", "/ledger/print", f"/tasks/{site.working_id}"):
        page = site.browser("clerk").get(path).text
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_workbook_holds_text_and_no_formulas_cve_2021_43257(site: Site, tmp_path: Path) -> None:
    import openpyxl

    with writing(site.engine) as session:
        session.get_one(Task, site.working_id).title = '=HYPERLINK("http://x")'
    answer = site.browser("clerk").get("/ledger/台账.xlsx")
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(answer.data)
    sheet = openpyxl.load_workbook(file).active
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert any(cell.value == '=HYPERLINK("http://x")' for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s"}


def test_signing_in_gives_a_new_cookie_and_out_ends_the_session_on_the_server(site: Site) -> None:
    browser = site.app.test_client()
    browser.get("/login")
    answer = browser.post("/login", data={"login": " CLERK ", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    stolen = browser.get_cookie("tracker").value
    assert browser.get("/desk").status_code == 200
    assert browser.post("/logout").headers["Clear-Site-Data"]
    thief = site.app.test_client()
    thief.set_cookie("tracker", stolen)
    assert thief.get("/desk").status_code == 303


def test_a_refusal_keeps_the_name_and_never_the_password_and_tells_nothing(site: Site) -> None:
    browser = site.app.test_client()
    wrong = browser.post("/login", data={"login": "clerk", "password": "falsch-falsch"})
    unknown = browser.post("/login", data={"login": "nobody", "password": "falsch-falsch"})
    assert wrong.status_code == unknown.status_code == 422
    assert 'value="clerk"' in wrong.text
    assert "falsch" not in wrong.text
    assert wrong.text.replace("clerk", "") == unknown.text.replace("nobody", "")


def test_disabling_or_new_roles_end_what_is_open_at_once(site: Site) -> None:
    browser, other = site.browser("clerk"), site.browser("liaison")
    assert browser.get("/desk").status_code == other.get("/owed").status_code == 200
    admin, now = Actor("安全管理员", None), clock.now()
    with writing(site.engine) as session:
        disable(session, admin, site.accounts["clerk"].account_id, today=clock.today(), now=now)
        set_roles(
            session,
            admin,
            site.accounts["liaison"].account_id,
            frozenset({Role.UNIT_HEAD}),
            today=clock.today(),
            now=now,
        )
    assert browser.get("/desk").status_code == other.get("/owed").status_code == 303


def test_an_expired_session_gives_the_form_back_to_its_owner_alone(site: Site) -> None:
    browser = site.browser("director")
    assert browser.get("/desk").status_code == 200
    with writing(site.engine) as session:
        session.execute(
            text("UPDATE user_sessions SET seen_at = '2020-01-01 00:00:00', began_at = '2020-01-01 00:00:00'")
        )
    lost = browser.post(
        f"/tasks/{site.draft_id}/register",
        data={"words": "常务会议第九次会议决定"},
        headers={"Referer": f"http://localhost/tasks/{site.draft_id}"},
    )
    assert lost.status_code == 303
    way = lost.headers["Location"]
    held = re.search(r"held=([\w-]+)", way).group(1)
    thief = site.app.test_client()
    assert "常务会议" not in thief.post("/login", data={"login": "clerk", "password": PASSWORD, "held": held}).text
    given = browser.post("/login", data={"login": "director", "password": PASSWORD, "held": held})
    assert "常务会议第九次会议决定" in given.text
    assert f'href="/tasks/{site.draft_id}"' in given.text


@pytest.mark.parametrize(
    "target",
    [
        "//evil",
        "/\\evil",
        "https://evil",
        "https:evil",
        "/\t/evil",
        "///",
        "\\\\evil",
        "javascript:alert(1)",
        "",
        None,
        "evil",
        "/a\\b",
    ],
)
def test_no_address_of_a_strangers_is_followed_open_redirect_cve_2022_25803(target: str | None) -> None:
    assert own_path(target) is None


def test_every_act_leaves_an_audit_entry_by_name(site: Site) -> None:
    data = {"version": str(_version(site, site.task_id))}
    site.browser("liaison").post(f"/tasks/{site.task_id}/acknowledge", data=data)
    with reading(site.engine) as session:
        actors = session.scalars(
            select(AuditEntry.actor).where(AuditEntry.subject_id == site.task_id, AuditEntry.subject_kind == "task")
        )
        assert "liaison" in list(actors)


def test_front_end_files_come_from_installed_packages() -> None:
    for package, path in FILES.values():
        assert (folder_of(package) / path).is_file()


def test_what_is_too_long_is_said_and_not_cut_by_the_browser(site: Site) -> None:
    """A browser cuts what is pasted into a field with a ``maxlength`` without a word."""
    browser, path = site.browser("liaison"), f"/tasks/{site.working_id}/coordination"
    page = browser.get(path).text
    assert "maxlength" not in page
    assert 'aria-required="true"' in page
    typed = "地" * 3000 + "最后一句"
    answer = browser.post(path, data={"reach": "own-level", "to": "office", "content": typed})
    assert answer.status_code == 422
    assert "不能超过2000字" in answer.text
    assert typed in answer.text


def test_an_undeclared_door_keeps_the_application_from_starting(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.web.guard import check_doors

    monkeypatch.setitem(site.app.view_functions, "secret", lambda: "")
    with pytest.raises(RuntimeError, match="secret"):
        check_doors(site.app)


def test_a_text_marked_secret_is_never_committed_whichever_form_it_stands_in(site: Site) -> None:
    browser = site.browser("clerk")
    typed = {
        "leader": "分管城建副市长", "basis": "leader-instruction", "wording": "机密★5年\n请抓紧办理",
        "written_on": "2026-06-01", "title": "某事项", "unit": "市住建局", "due_on": "2026-06-08",
    }  # fmt: skip
    answer = browser.post("/simple", data=typed)
    assert answer.status_code == 422
    assert "密级标志" in answer.text
    assert "已交办" not in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(Task).where(Task.title == "某事项")).all() == []
    assert browser.post("/simple", data=typed | {"wording": "请抓紧办理"}).status_code == 303
