"""Robots of work chats. A message's address is the key at the end of the robot's; the base is the site's setting."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from tracker import clock
from tracker.delivery.asking import ask_json, quoted
from tracker.delivery.message import Message, Refused, fitted

_WECOM_BYTES, _DINGTALK_BYTES, _FEISHU_BYTES = 2000, 18_000, 18_000


@dataclass(frozen=True)
class WeCom:
    """企业微信群机器人."""

    base: str

    def send(self, message: Message) -> str:
        url = f"{self.base}/cgi-bin/webhook/send?{urlencode({'key': message.address})}"
        content = {"msgtype": "text", "text": {"content": fitted(_text(message), _WECOM_BYTES)}}
        return _taken(ask_json(url, content, hide=[message.address, message.secret]), message, "errcode", "errmsg")


@dataclass(frozen=True)
class DingTalk:
    """钉钉群机器人, signed where it has a secret."""

    base: str

    def send(self, message: Message) -> str:
        query = {"access_token": message.address}
        if message.secret:
            stamp = str(round(clock.now().timestamp() * 1000))
            query |= {"timestamp": stamp, "sign": _signature(message.secret, f"{stamp}\n{message.secret}")}
        url = f"{self.base}/robot/send?{urlencode(query)}"
        content = {"msgtype": "text", "text": {"content": fitted(_text(message), _DINGTALK_BYTES)}}
        return _taken(ask_json(url, content, hide=[message.address, message.secret]), message, "errcode", "errmsg")


@dataclass(frozen=True)
class FeiShu:
    """飞书群机器人, signed where it has a secret. Here the words to be signed are the key, and nothing is the text."""

    base: str

    def send(self, message: Message) -> str:
        url = f"{self.base}/open-apis/bot/v2/hook/{quote(message.address, safe='')}"
        content: dict[str, Any] = {"msg_type": "text", "content": {"text": fitted(_text(message), _FEISHU_BYTES)}}
        if message.secret:
            stamp = str(int(clock.now().timestamp()))
            content |= {"timestamp": stamp, "sign": _signature(f"{stamp}\n{message.secret}", "")}
        return _taken(ask_json(url, content, hide=[message.address, message.secret]), message, "code", "msg")


def _text(message: Message) -> str:
    return f"{message.subject}\n{message.body}"


def _signature(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _taken(answer: dict[str, Any], message: Message, code: str, words: str) -> str:
    """The receiver's number for the message, where it gives one. Raises Refused for any code but nought."""
    if answer.get(code, answer.get("StatusCode")) != 0:
        hide = [message.address, message.secret]
        raise Refused(f"{answer.get(code)} {quoted(str(answer.get(words, answer)), hide)}")
    return str(answer.get("msgid", ""))[:200]
