"""消息, 发送情况 and 联系方式 in the browser."""

from __future__ import annotations

import re

import pytest
from site_of_personas import Site
from sqlalchemy import select, update

from tracker import clock
from tracker.db import reading, writing
from tracker.models import AuditEntry, ContactPoint, Department, MessageDelivery, OutboxMessage, Post
from tracker.policy.sending import Hours
from tracker.policy.work_calendar import WorkCalendar
from tracker.services.outbox import Timing, enqueue, spread
from tracker.vocabulary.messages import ChannelWord, DeliveryState
from tracker.web.doors import door_of_message

TIMING = Timing(Hours.of("08:40", "20:00", "07:30"), WorkCalendar())
MAIL = {"channel": "email", "address": "liaison@zjj.example.gov.cn"}


def _ids(site: Site) -> dict[str, int]:
    with reading(site.engine) as session:
        units = {row.name: row.id for row in session.scalars(select(Department))}
        return units | {row.name: row.id for row in session.scalars(select(Post))}


def _fill(site: Site) -> None:
    ids = _ids(site)
    with writing(site.engine) as session:
        for name in ("市住建局", "市教育局", "督查室", "县督查室"):
            enqueue(session, f"to:{name}", ids[name], f"给{name}的信", "<b>正文</b>\n第二行")
        for name in ("分管城建副市长", "秘书长"):
            enqueue(session, f"to:{name}", None, f"给{name}的信", "", post_id=ids[name], urgent=True)


@pytest.mark.parametrize(
    ("persona", "reads"),
    [
        ("liaison", "市住建局"),
        ("unit-head", "市住建局"),
        ("stranger-liaison", "市教育局"),
        ("clerk", "督查室"),
        ("director", "督查室"),
        ("stranger-clerk", "县督查室"),
        ("leader", "分管城建副市长"),
        ("secretary-general", "秘书长"),
        ("discipline", ""),
        ("system-admin", ""),
        ("security-admin", ""),
        ("audit-admin", ""),
    ],
)
def test_everybody_reads_the_messages_of_their_own_unit_office_or_seat(site: Site, persona: str, reads: str) -> None:
    _fill(site)
    browser = site.browser(persona)
    page = browser.get("/inbox").text
    assert set(re.findall(r"给(\w+)的信", page)) == ({reads} if reads else set())
    assert 'href="/inbox" aria-current="page">消息</a>' in page
    if reads:
        assert "&lt;b&gt;" in page or "【急】" in page
    else:
        assert "没有消息" in page


def test_a_message_opens_the_task_it_speaks_of_for_whoever_may_read_it(site: Site) -> None:
    ids = _ids(site)
    with writing(site.engine) as session:
        for name in ("市住建局", "市教育局"):
            enqueue(session, f"of:{name}", ids[name], f"给{name}的信", "", task_id=site.working_id)
        enqueue(session, "slip:7:issued", ids["市住建局"], "蓝色督办单", "", task_id=site.working_id)
    door = f'href="/tasks/{site.working_id}">打开事项'
    assert 'href="/slips/7">打开督办单' in site.browser("liaison").get("/inbox").text
    assert door in site.browser("liaison").get("/inbox").text
    assert door not in site.browser("stranger-liaison").get("/inbox").text


@pytest.mark.parametrize(
    "kind", ["conclusion", "coordination", "extension", "publication", "review", "slip", "submission"]
)
def test_every_kind_of_document_has_its_door_and_an_odd_key_none(site: Site, kind: str) -> None:
    with site.app.test_request_context():
        door = door_of_message(f"{kind}:7")
        assert door is not None
        assert door[0].endswith("/7")
        assert door_of_message(f"{kind}:x") is None
        assert door_of_message("upkeep:7") is None


def test_messages_are_paged_newest_first(site: Site) -> None:
    unit = _ids(site)["市住建局"]
    with writing(site.engine) as session:
        for number in range(65):
            enqueue(session, f"n:{number}", unit, f"第{number:02}封", "")
    browser = site.browser("liaison")
    way, seen = "/inbox", []
    for _ in range(9):
        page = browser.get(way).text
        seen += re.findall(r"第(\d\d)封", page)
        older = re.search(r'href="([^"]*before=\d+)"', page)
        if older is None:
            break
        way = older.group(1).replace("&amp;", "&")
    assert seen == [f"{number:02}" for number in reversed(range(65))]
    assert browser.get("/inbox?before=x").status_code == 200
    assert "没有更早的消息" in browser.get("/inbox?before=1").text


def test_an_address_is_registered_used_and_removed(site: Site) -> None:
    ids = _ids(site)
    browser = site.browser("system-admin")
    data = {"addressee": f"d{ids['市住建局']}", "channel": "sms", "address": "138 0000 1234"}
    assert browser.post("/contacts", data=data).status_code == 303
    assert browser.post("/contacts", data={**MAIL, "addressee": f"p{ids['秘书长']}"}).status_code == 303
    page = browser.get("/contacts").text
    assert "138****1234" in page
    assert "13800001234" not in page
    assert "没有启用：电子邮件、企业微信机器人" in page
    again = browser.post("/contacts", data=data)
    assert again.status_code == 422
    assert "“市住建局”已登记过这个短信地址" in again.text
    with reading(site.engine) as session:
        first = session.scalars(select(ContactPoint).where(ContactPoint.channel == ChannelWord.SMS)).one()
        assert (first.department_id, first.added_by) == (ids["市住建局"], "system-admin")
    assert site.browser("director").post(f"/contacts/{first.id}/remove").status_code == 303
    assert "138****1234" not in browser.get("/contacts").text.split("</table>")[0].split("<table")[1]
    with reading(site.engine) as session:
        tags = session.scalars(select(AuditEntry.tag).where(AuditEntry.subject_kind == "contact")).all()
        assert sorted(tags) == ["contact:added", "contact:added", "contact:removed"]
    assert "138****1234" in site.browser("audit-admin").get("/audit?subject=contact").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"addressee": ""}, "请选择单位或职务"),
        ({"addressee": "d999"}, "有效"),
        ({"addressee": "x"}, "有效"),
        ({"channel": "pigeon"}, "有效"),
        ({"channel": "local"}, "有效"),
        ({"address": ""}, "请填写地址"),
        ({"address": "zhang@"}, "电子邮件地址应形如"),
        ({"address": "a@b.cn\r\nBcc: c@d.cn"}, "电子邮件地址应形如"),
        ({"channel": "sms", "address": "1380000"}, "11位数字"),
        ({"channel": "wecom", "address": "https://chat.example/send?key=k"}, "不要填整个网址"),
        ({"channel": "dingtalk", "address": "token-12345678"}, "同时填写加签密钥"),
        ({"secret": "SEC1"}, "不用加签密钥"),
    ],
)
def test_an_address_that_is_none_is_refused_with_all_that_was_typed(
    site: Site, changed: dict[str, str], said: str
) -> None:
    data = {**MAIL, "addressee": f"d{_ids(site)['市住建局']}", **changed}
    answer = site.browser("director").post("/contacts", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert data["address"].replace("\r\n", "") in answer.text.replace("\r\n", "").replace("\n", "")


def test_a_dead_letter_is_seen_with_what_the_receiver_said_and_sent_again(site: Site) -> None:
    ids = _ids(site)
    site.browser("director").post("/contacts", data={**MAIL, "addressee": f"d{ids['市住建局']}"})
    with writing(site.engine) as session:
        session.execute(update(OutboxMessage).values(spread_at=clock.now()))
        enqueue(session, "dead", ids["市住建局"], "催办通知", "", urgent=True)
        enqueue(session, "waiting", ids["市住建局"], "提醒", "")
        spread(session, [ChannelWord.EMAIL], TIMING, now=clock.now())
        dead = session.scalars(select(MessageDelivery).order_by(MessageDelivery.id).limit(1)).one()
        dead.state, dead.attempts = DeliveryState.DEAD, 6
        dead.last_error = "对方未接收（550 <no such user>）"
        way = f"/deliveries/{dead.id}/resend"
    browser = site.browser("clerk")
    page = browser.get("/deliveries").text
    for words in ("市住建局", "liaison@zjj.example.gov.cn", "550 &lt;no such user&gt;", "共试6次", "08:40"):
        assert words in page
    assert page.count("重发</button>") == 1
    assert "全部重发" not in page
    # Two offices are on this site: neither reads the titles of what the other wrote.
    assert "催办通知" not in page
    assert browser.post(way).status_code == 303
    page = browser.get("/deliveries").text
    assert "没有发送失败的消息" in page
    assert '等待发送 <small class="soft">2 条' in page
    again = browser.post(way)
    assert again.status_code == 422
    assert "到时会自动发出" in again.text
    with writing(site.engine) as session:
        session.execute(update(MessageDelivery).values(state=DeliveryState.DEAD))
    assert "2条全部重发" in browser.get("/deliveries").text
    assert "2条发送失败的消息将重新发送" in browser.post("/deliveries/resend", follow_redirects=True).text
