"""追责建议 in the browser: walked by those concerned, and not there for anybody else."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict

import pytest
from accusing import CASE, concluded, failed, review
from flask.testing import FlaskClient
from site_of_personas import PERSONAS, TODAY, Site, account_of, untimed
from sqlalchemy import select

from tracker.db import reading, writing
from tracker.models import AccountabilitySuggestion, AuditEntry, Conclusion, OutboxMessage, Post, Task
from tracker.vocabulary.departments import PostRank
from tracker.vocabulary.people import Role

_DAY = TODAY.isoformat()
_OUTCOME = "已按规定处理完毕并归档"
# What a competent body may do is nowhere to be chosen or read: the product knows no sanction.
_SANCTIONS = ("诫勉", "记过", "撤职", "开除", "降级", "免职", "停职", "通报批评", "责令辞职")


@pytest.fixture
def court(site: Site) -> Site:
    """The site with a 市长 and a conclusion that was served on the unit at work."""
    with writing(site.engine) as session:
        task = session.get_one(Task, site.working_id)
        concluded(session, task, on=TODAY)
        seat = Post(name="市长", rank=PostRank.HEAD)
        session.add(seat)
        session.flush()
        site.accounts["head"] = account_of(session, "head", Role.LEADER, task.office_id, seat.id)
    return site


def _case(**change: str) -> dict[str, str]:
    values = {name: str(value or "") for name, value in asdict(CASE).items()}
    return {**values, "basis": "conclusion:1", **change}


def _row(site: Site) -> AccountabilitySuggestion:
    with reading(site.engine) as session:
        return session.scalars(select(AccountabilitySuggestion)).one()


def _act(site: Site, persona: str, act: str, status: int = 303, **data: str) -> str:
    row = _row(site)
    sent = {"version": str(row.version), **data}
    answer = site.browser(persona).post(f"/accountability/{row.id}/{act}", data=sent)
    assert answer.status_code == status, answer.text
    return answer.text


def _drafted(site: Site) -> str:
    path = f"/tasks/{site.working_id}/accountability"
    assert site.browser("director").post(path, data=_case()).status_code == 303
    return f"/accountability/{_row(site).id}"


def _decide(browser: FlaskClient, page: str, outcome: str = "approved", opinion: str = "") -> tuple[int, str]:
    door = re.findall(r'href="(/submissions/\d+)"', browser.get(page).text)[0]
    version = re.findall(r'name="version" value="(\d+)"', browser.get(door).text)[0]
    data = {"version": version, "outcome": outcome, "opinion": opinion, "seat": ""}
    answer = browser.post(door, data=data)
    return answer.status_code, answer.text


def _handed_over(site: Site) -> str:
    page = _drafted(site)
    _act(site, "director", "put-forward")
    assert _decide(site.browser("head"), page)[0] == 303
    _act(site, "director", "transfer", to="市监察机关", letter_number="督函〔2026〕1号", day=_DAY)
    return page


def test_from_the_served_conclusion_to_the_outcome(court: Site) -> None:
    director, discipline, head = (court.browser(name) for name in ("director", "discipline", "head"))
    found = director.get("/accountability").text
    assert "督结〔2026〕1号" in found
    assert f'href="/tasks/{court.working_id}/accountability"' in found
    page = _drafted(court)
    shown = director.get(page).text
    assert "交办（督办单）" in shown
    assert "督查结论送达：落实不力" in shown
    mark = re.findall(r'name="cut" value="(\w{16})"', shown)[0]
    refused = _act(court, "director", "put-forward", 422, cut=mark)
    assert "请写明不列入" in refused
    assert f'value="{mark}" checked' in refused
    _act(court, "director", "put-forward", cut=mark, **{f"reason-{mark}": "与本次事由无关"})
    assert "追责建议" in head.get("/approvals").text
    assert head.get(page).status_code == 200
    assert _decide(head, page)[0] == 303
    assert _row(court).number == "督责〔2026〕1号"
    assert discipline.get(page).status_code == 404
    _act(court, "director", "transfer", to="市监察机关", letter_number="督函〔2026〕1号", day=_DAY)
    assert discipline.get("/").headers["Location"] == "/accountability"
    assert "督责〔2026〕1号" in discipline.get("/accountability").text
    paper = discipline.get(f"{page}/evidence.txt")
    assert paper.mimetype == "text/plain"
    assert hashlib.sha256(paper.data).hexdigest() in discipline.get(page).text
    assert "督查结论送达：落实不力" in paper.text
    assert "理由：与本次事由无关" in paper.text
    _act(court, "discipline", "receive", receipt_number="收〔2026〕8号", day=_DAY)
    assert "登记结果" not in director.get(page).text.partition("<main")[2]
    _act(court, "director", "outcome", 403, outcome=_OUTCOME, day=_DAY)
    _act(court, "head", "outcome", 403, outcome=_OUTCOME, day=_DAY)
    _act(court, "discipline", "outcome", outcome=_OUTCOME, day=_DAY)
    for persona, reads in (("discipline", True), ("head", True), ("director", False)):
        assert (_OUTCOME in court.browser(persona).get(page).text) is reads, persona
        assert _OUTCOME not in court.browser(persona).get(f"{page}/evidence.txt").text
    with reading(court.engine) as session:
        kept = [*session.scalars(select(AuditEntry.detail)), *session.scalars(select(OutboxMessage.body))]
    assert not [one for one in kept if _OUTCOME in one or CASE.grounds in one]


def test_for_everybody_else_it_is_not_there(court: Site) -> None:
    page = _handed_over(court)
    few = {"director": 200, "discipline": 200, "anonymous": 303}
    for persona in PERSONAS:
        browser = court.browser(persona)
        for path in (page, f"{page}/evidence.txt"):
            assert browser.get(path).status_code == few.get(persona, 404), (persona, path)
        if persona not in few:
            assert untimed(browser.get(page).text) == untimed(browser.get("/accountability/999").text)
    sent = {"version": str(_row(court).version), "receipt_number": "收1号", "day": _DAY}
    for persona in ("clerk", "leader", "liaison", "publicity", "stranger-clerk"):
        for act in ("receive", "outcome", "transfer", "edit"):
            assert court.browser(persona).post(f"{page}/{act}", data=sent).status_code == 404
    _act(court, "head", "receive", 403, receipt_number="收1号", day=_DAY)
    _act(court, "discipline", "transfer", 403, to="别处", letter_number="1", day=_DAY)
    _act(court, "director", "receive", receipt_number="收1号", day=_DAY)


def test_nothing_of_it_shows_on_the_sheet_or_on_any_list_of_the_office(court: Site) -> None:
    _handed_over(court)
    for persona in ("clerk", "liaison", "unit-head", "leader", "secretary-general"):
        browser = court.browser(persona)
        for path in (f"/tasks/{court.working_id}", "/", "/desk", "/ledger", "/approvals", "/owed", "/leader"):
            shown = browser.get(path, follow_redirects=True).text.partition("<main")[2]
            assert "督责〔2026〕" not in shown
            assert CASE.grounds not in shown
            assert "追责建议" not in shown, (persona, path)


def test_a_review_asked_meanwhile_stops_the_head_with_a_message(court: Site) -> None:
    page = _drafted(court)
    _act(court, "director", "put-forward")
    with writing(court.engine) as session:
        review(session, session.scalars(select(Conclusion)).one(), on=TODAY)
    status, said = _decide(court.browser("head"), page)
    assert (status, "正在复核" in said) == (422, True)
    assert _row(court).number is None
    _act(court, "director", "take-back")
    assert "正在复核" in _act(court, "director", "put-forward", 422)


def test_what_is_refused_keeps_what_was_typed(court: Site) -> None:
    path, director = f"/tasks/{court.working_id}/accountability", court.browser("director")
    for change, said in (
        ({"grounds": " "}, "请填写追责事由"),
        ({"basis": ""}, "须以已送达"),
        ({"basis": "finding:77"}, "错误："),
    ):
        answer = director.post(path, data=_case(**{"lighter": "留住这句话", **change}))
        assert (answer.status_code, said in answer.text, "留住这句话" in answer.text) == (422, True, True), change
    page = _drafted(court)
    _act(court, "director", "edit", **_case(studied_on="", study=""))
    assert "须经集体研究" in _act(court, "director", "put-forward", 422)
    assert "报批前必填" in director.get(page).text
    _act(court, "director", "edit", **_case())
    _act(court, "director", "put-forward")
    refused = _decide(court.browser("head"), page, "refused", "证据还不充分")
    assert refused[0] == 303
    assert "不同意" in director.get(page).text
    assert director.get(f"{page}/edit").status_code == 200


def test_a_failure_to_rectify_is_offered_too(court: Site) -> None:
    with writing(court.engine) as session:
        failed(session, session.get_one(Task, court.working_id), on=TODAY)
    offered = court.browser("director").get(f"/tasks/{court.working_id}/accountability").text
    assert 'value="conclusion:1"' in offered
    assert 'value="finding:1"' in offered


def test_no_page_names_a_sanction(court: Site) -> None:
    page = _handed_over(court)
    for persona, paths in (
        ("director", ("/accountability", page, f"/tasks/{court.working_id}/accountability", "/clues")),
        ("discipline", ("/accountability", page, "/clues")),
    ):
        for path in paths:
            shown = court.browser(persona).get(path).text
            assert not [word for word in _SANCTIONS if word in shown], path


def test_clues_are_noted_and_their_receipts(site: Site) -> None:
    director, discipline = site.browser("director"), site.browser("discipline")
    letter = {"body": "supervisory", "letter_number": "督移〔2026〕1号", "day": _DAY}
    assert director.post("/clues", data=letter).status_code == 303
    again = director.post("/clues", data=letter)
    assert (again.status_code, "已经登记" in again.text) == (422, True)
    assert "督移〔2026〕1号" in discipline.get("/clues").text
    wrong = discipline.post("/clues/1/receipt", data={"receipt_number": "收1号", "day": "2026-05-01"})
    assert (wrong.status_code, 'value="收1号"' in wrong.text) == (422, True)
    assert discipline.post("/clues/1/receipt", data={"receipt_number": "收1号", "day": _DAY}).status_code == 303
    assert "收1号" in director.get("/clues").text
