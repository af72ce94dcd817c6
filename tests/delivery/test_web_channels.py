"""Robots and SMS against a web server that takes, refuses, hangs, drips, drops, redirects and answers late."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from receivers import Web, closed_port, own_certificate, web_server

from tracker import clock
from tracker.config import Settings
from tracker.delivery import Channel, DingTalk, FeiShu, Message, Refused, Sms, WeCom, carriers, said
from tracker.vocabulary.messages import ChannelWord

KEY, SECRET, PHONE = "key-7f3a", "SEC0a1b", "13800001234"
TO_ROBOT = Message("k1", "市住建局", "1项提醒", "第一行\n第二行", KEY, SECRET)
TO_PHONE = Message("k1", "市住建局", '1项"提醒"', "第一行\n第二行", PHONE)
NOW = datetime(2026, 6, 1, 1, 2, 3, 456_000, tzinfo=UTC)


def channels(base: str) -> list[tuple[Channel, Message]]:
    sms = Sms(f"{base}/sms", '{"to": "$phone", "say": "$text", "id": "$key"}', {"X-Token": "token-9"}, '"errcode": 0')
    return [(WeCom(base), TO_ROBOT), (DingTalk(base), TO_ROBOT), (FeiShu(base), TO_ROBOT), (sms, TO_PHONE)]


def test_the_wecom_robot_gets_key_and_text(web: Web) -> None:
    WeCom(web.base).send(TO_ROBOT)
    (asked,) = web.asked
    assert (asked.method, asked.path, asked.query) == ("POST", "/cgi-bin/webhook/send", {"key": KEY})
    assert json.loads(asked.body) == {"msgtype": "text", "text": {"content": "1项提醒\n第一行\n第二行"}}


def test_the_dingtalk_robot_is_signed_as_its_maker_says(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    DingTalk(web.base).send(TO_ROBOT)
    (asked,) = web.asked
    text = f"1780275723456\n{SECRET}".encode()
    assert asked.path == "/robot/send"
    assert asked.query == {
        "access_token": KEY,
        "timestamp": "1780275723456",
        "sign": base64.b64encode(hmac.digest(SECRET.encode(), text, hashlib.sha256)).decode(),
    }
    assert json.loads(asked.body) == {"msgtype": "text", "text": {"content": "1项提醒\n第一行\n第二行"}}


def test_the_feishu_robot_is_signed_as_its_maker_says(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    web.behaviour.answer = '{"StatusCode": 0, "StatusMessage": "success", "code": 0, "msg": "success"}'
    FeiShu(web.base).send(TO_ROBOT)
    (asked,) = web.asked
    assert asked.path == f"/open-apis/bot/v2/hook/{KEY}"
    assert json.loads(asked.body) == {
        "msg_type": "text",
        "content": {"text": "1项提醒\n第一行\n第二行"},
        "timestamp": "1780275723",
        # The HMAC of nothing, keyed with time and secret.
        "sign": base64.b64encode(hmac.digest(f"1780275723\n{SECRET}".encode(), b"", hashlib.sha256)).decode(),
    }


def test_a_robot_without_a_secret_is_not_signed(web: Web) -> None:
    DingTalk(web.base).send(Message("k", "甲", "乙", "丙", KEY))
    assert web.asked[0].query == {"access_token": KEY}


def test_the_sms_gateway_is_asked_as_the_site_says(web: Web) -> None:
    web.behaviour.answer = '{"errcode": 0, "msgid": "4711"}'
    assert "4711" in channels(web.base)[3][0].send(TO_PHONE)
    (asked,) = web.asked
    assert json.loads(asked.body) == {"to": PHONE, "say": '1项"提醒" 第一行 第二行', "id": "k1"}
    assert asked.headers["X-Token"] == "token-9"
    Sms(f"{web.base}/send?m=$phone&t=$text", "").send(TO_PHONE)
    assert (web.asked[1].method, web.asked[1].query) == ("GET", {"m": PHONE, "t": '1项"提醒" 第一行 第二行'})
    Sms(f"{web.base}/send", "m=$phone&t=$text").send(Message("k", "甲", "a&m=13900000000", "", PHONE))
    assert web.asked[2].body == f"m={PHONE}&t=a%26m%3D13900000000"


@pytest.mark.parametrize("which", range(4))
def test_a_receiver_that_refuses_is_quoted_without_keys(web: Web, which: int) -> None:
    channel, message = channels(web.base)[which]
    hidden = (PHONE, "token-9") if message is TO_PHONE else (KEY, SECRET)
    for status, answer in (
        (500, f"broken {KEY} {SECRET} {PHONE} token-9"),
        (
            200,
            f'{{"errcode": 93000, "code": 19001, "errmsg": "bad {KEY} {SECRET}", "msg": "bad {KEY} {PHONE} token-9"}}',
        ),
        (200, "<html>not json</html>"),
        (200, "[0]"),
        (200, ""),
    ):
        web.behaviour.status, web.behaviour.answer = status, answer
        with pytest.raises(Refused) as refused:
            channel.send(message)
        words = said(refused.value)
        assert words.startswith("对方未接收")
        assert not any(word in words for word in hidden)
        assert "500" in words or status == 200


@pytest.mark.parametrize("which", range(4))
def test_a_receiver_that_hangs_drips_drops_or_is_gone_costs_seconds_and_an_oserror(web: Web, which: int) -> None:
    for manner, error in (("hang", TimeoutError), ("drip", TimeoutError), ("drop", ConnectionResetError)):
        web.behaviour.manner = manner
        channel, message = channels(web.base)[which]
        began = time.monotonic()
        with pytest.raises(error):
            channel.send(message)
        assert time.monotonic() - began < 3
    gone, message = channels(f"http://127.0.0.1:{closed_port()}")[which]
    with pytest.raises(ConnectionRefusedError):
        gone.send(message)


def test_a_late_answer_counts_within_patience(web: Web) -> None:
    web.behaviour.manner, web.behaviour.seconds = "late", 0.2
    WeCom(web.base).send(TO_ROBOT)
    web.behaviour.seconds = 0.8
    with pytest.raises(TimeoutError):
        WeCom(web.base).send(TO_ROBOT)


def test_a_redirect_is_not_followed(web: Web) -> None:
    with web_server() as elsewhere:
        web.behaviour.status, web.behaviour.location = 302, f"{elsewhere.base}/cgi-bin/webhook/send"
        with pytest.raises(Refused, match="302"):
            WeCom(web.base).send(TO_ROBOT)
        assert elsewhere.asked == []


def test_an_answer_without_end_is_read_no_further_than_it_can_matter(web: Web) -> None:
    web.behaviour.status, web.behaviour.answer = 500, "x" * 5_000_000
    with pytest.raises(Refused) as refused:
        WeCom(web.base).send(TO_ROBOT)
    assert len(str(refused.value)) < 300


def test_a_certificate_nobody_vouches_for_is_refused_and_the_sites_own_authority_taken(
    impatient: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = own_certificate(tmp_path)
    with web_server(certificate) as server:
        with pytest.raises(OSError, match="certificate") as refused:
            WeCom(f"https://127.0.0.1:{server.port}").send(TO_ROBOT)
        assert said(refused.value).startswith("对方的证书不可信")
        assert server.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        WeCom(f"https://127.0.0.1:{server.port}").send(TO_ROBOT)
        assert len(server.asked) == 1


def test_a_long_text_is_cut_to_what_the_robot_takes(web: Web) -> None:
    WeCom(web.base).send(Message("k", "甲", "乙", "督" * 3000, KEY))
    text = json.loads(web.asked[0].body)["text"]["content"]
    assert 1900 < len(text.encode()) <= 2048
    assert "请登录系统" in text


@pytest.mark.parametrize("base", ["http://127.0.0.1:port", "file:///etc/passwd", "http://", "http://[::1"])
def test_a_base_address_that_is_none_is_an_oserror_too(base: str) -> None:
    with pytest.raises(OSError, match=r"网址|开头"):
        WeCom(base).send(TO_ROBOT)


def test_a_channel_is_on_where_the_site_says_where_its_server_is(tmp_path: Path) -> None:
    assert set(carriers(Settings(delivery="none"))) == set()
    assert set(carriers(Settings())) == {ChannelWord.LOCAL}
    on = Settings(
        smtp_host="127.0.0.1",
        smtp_from="a@b.cn",
        wecom_base="http://127.0.0.1/",
        dingtalk_base="http://127.0.0.1",
        feishu_base="http://127.0.0.1",
        sms_url="http://127.0.0.1",
    )
    assert set(carriers(on)) == set(ChannelWord)
    assert carriers(on)[ChannelWord.WECOM] == WeCom("http://127.0.0.1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"sms_body": "$phone $password"},
        {"sms_body": "${phone.__class__}"},
        {"sms_url": "ftp://x/$phone"},
        {"wecom_base": "127.0.0.1"},
        {"smtp_host": "127.0.0.1"},
        {"digest_at": "25:00"},
        {"digest_at": "21:00"},
        {"quiet_from": "8点"},
    ],
)
def test_settings_that_would_lose_messages_are_refused_at_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"TRACKER|address|pattern") as refused:
        Settings(smtp_password="secret-word", **wrong)
    assert "secret-word" not in str(refused.value)
    assert "secret-word" not in repr(Settings(smtp_password="secret-word"))
