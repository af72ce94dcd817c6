"""Short messages through whatever gateway the city has: its address, request and answer are told by a template."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Template
from urllib.parse import quote

from tracker.delivery.asking import ask, quoted
from tracker.delivery.message import Message, Refused

_LONGEST = 300


@dataclass(frozen=True)
class Sms:
    """``url`` and ``body`` may name $phone, $text and $key, and nothing else; without a body the request is a GET.

    An answer that does not contain ``accepted`` is a refusal: many gateways answer 200 whatever happens.
    """

    url: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    accepted: str = ""

    def send(self, message: Message) -> str:
        text = f"{message.subject} {message.body}" if message.body else message.subject
        values = {"phone": message.address, "text": " ".join(text.split())[:_LONGEST], "key": message.key}
        as_json = self.body.lstrip().startswith(("{", "["))
        kind = "application/json; charset=utf-8" if as_json else "application/x-www-form-urlencoded; charset=utf-8"
        url = _filled(self.url, values, _in_an_address)
        body = _filled(self.body, values, _in_json if as_json else _in_an_address).encode() if self.body else None
        headers = {**({"Content-Type": kind} if body is not None else {}), **self.headers}
        hide = [message.address, *self.headers.values()]
        answer = ask(url, body, headers, hide=hide)
        if self.accepted and self.accepted not in answer:
            raise Refused(quoted(answer, hide))
        return quoted(answer, hide)


def _filled(template: str, values: Mapping[str, str], escaped: Callable[[str], str]) -> str:
    return Template(template).substitute({name: escaped(value) for name, value in values.items()})


def _in_an_address(value: str) -> str:
    return quote(value, safe="")


def _in_json(value: str) -> str:
    """Inside the quotation marks that the template has."""
    return json.dumps(value, ensure_ascii=False)[1:-1]
