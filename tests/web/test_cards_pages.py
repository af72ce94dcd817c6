"""The pages of cards: lists, a card to print, its Word file, and a contact card made by hand."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from site_of_personas import Site
from sqlalchemy import select

from tracker.db import reading
from tracker.models import Card, Post, Task
from tracker.vocabulary.cards import CardKind


def _seat(site: Site) -> int:
    with reading(site.engine) as session:
        return session.scalars(select(Post.id).where(Post.name == "分管城建副市长")).one()


def _contact(site: Site) -> Card:
    with reading(site.engine) as session:
        return session.scalars(select(Card).where(Card.kind == CardKind.CONTACT)).one()


def _reference(site: Site) -> str:
    with reading(site.engine) as session:
        return str(session.get_one(Task, site.working_id).reference)


def test_a_units_card_is_printed_and_opens_in_word_with_the_same_words(site: Site) -> None:
    browser = site.browser("liaison")
    listed = browser.get("/cards")
    assert f'href="/cards/{site.card_id}"' in listed.text
    page = browser.get(f"/cards/{site.card_id}").text
    answer = browser.get(f"/cards/{site.card_id}/card.docx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = [cell.text for row in Document(BytesIO(answer.data)).tables[0].rows for cell in row.cells]
    for words in ("市住建局", f"{_reference(site)} 在办的事", "2026-12-31"):
        assert words in told
        assert words in page


def test_a_contact_card_is_made_shown_and_ended(site: Site) -> None:
    clerk, leader = site.browser("clerk"), site.browser("leader")
    data = {"post_id": _seat(site), "looked_after": "某某公司", "references": f" {_reference(site)}；"}
    made = clerk.post("/cards/new", data=data)
    assert made.status_code == 303
    card = _contact(site)
    assert made.headers["Location"] == f"/cards/{card.id}"
    wrong = clerk.post(f"/cards/{card.id}/tasks", data={"references": "督〔2026〕99号"})
    assert wrong.status_code == 422
    assert 'value="督〔2026〕99号"' in wrong.text
    with reading(site.engine) as session:
        other = session.get_one(Task, site.task_id).reference
    assert clerk.post(f"/cards/{card.id}/tasks", data={"references": other}).status_code == 303
    assert "刚交办的事" in clerk.get(f"/cards/{card.id}").text
    page = leader.get(f"/cards/{card.id}").text
    assert "某某公司" in page
    assert "在办的事" in page
    assert "终止此卡" not in page
    assert leader.post(f"/cards/{card.id}/end").status_code == 403
    assert clerk.post(f"/cards/{card.id}/end").status_code == 303
    assert "已于2026-06-01终止" in clerk.get(f"/cards/{card.id}").text
    assert clerk.post(f"/cards/{card.id}/end").status_code == 422


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"post_id": ""}, "请选择联系领导"),
        ({"post_id": "999"}, "请选择列表中的一项"),
        ({"post_id": "x"}, "请选择联系领导"),
        ({"looked_after": "  "}, "请填写包保对象"),
        ({"looked_after": "长" * 501}, "包保对象不能超过500字"),
        ({"references": "督〔2026〕99号"}, "没有找到编号为“督〔2026〕99号”的事项"),
    ],
)
def test_a_wrong_contact_card_is_refused_and_keeps_what_was_typed(site: Site, change: dict, said: str) -> None:
    data = {"post_id": str(_seat(site)), "looked_after": "某某公司", "references": "", **change}
    answer = site.browser("clerk").post("/cards/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert data["looked_after"].strip() in answer.text
    with reading(site.engine) as session:
        assert session.scalars(select(Card.id).where(Card.kind == CardKind.CONTACT)).all() == []


def test_a_tasks_card_is_not_ended_by_hand(site: Site) -> None:
    assert site.browser("clerk").post(f"/cards/{site.card_id}/end").status_code == 403


def test_the_sheet_of_a_draft_says_which_of_the_four_is_not_clear(site: Site) -> None:
    page = site.browser("clerk").get(f"/tasks/{site.draft_id}").text
    assert "✓ 责任" in page
    assert "没有写怎么办" in page
    handed_out = site.browser("clerk").get(f"/tasks/{site.task_id}").text
    assert "四清</h2>" not in handed_out
    assert "督办卡〔2026〕" in handed_out
