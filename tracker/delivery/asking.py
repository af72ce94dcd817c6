"""One HTTP request: certificates checked, redirects not followed, answers read no further than they can matter."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterable, Mapping
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from tracker.delivery.message import Refused
from tracker.delivery.patience import ANSWER_SECONDS, within

_LONGEST_ANSWER, _LONGEST_QUOTED = 4096, 200
_TAKEN = range(200, 300)


def ask(url: str, body: bytes | None, headers: Mapping[str, str], *, hide: Iterable[str] = ()) -> str:
    """POST ``body``, or GET where there is none; returns the answer's text.

    Raises Refused for any status but success, quoting the answer without what is to be hidden, and OSError where
    nobody answered in time.
    """
    line, path = _line(url)
    try:
        with within(line) as watch:
            line.connect()
            watch.hold()
            line.request("GET" if body is None else "POST", path, body, dict(headers))
            with line.getresponse() as answer:
                text = answer.read(_LONGEST_ANSWER).decode("utf-8", "replace")
    except OSError:  # among them a certificate's, which is a ValueError too
        raise
    except ValueError as error:  # a header or address that cannot be sent
        raise Refused("请求的地址或请求头不合要求") from error
    finally:
        line.close()
    if answer.status not in _TAKEN:
        raise Refused(f"{answer.status} {quoted(text, hide)}")
    return text


def ask_json(url: str, content: Mapping[str, Any], *, hide: Iterable[str] = ()) -> dict[str, Any]:
    """POST ``content`` as JSON and read the answer as an object. Raises Refused where it is none."""
    text = ask(
        url,
        json.dumps(content, ensure_ascii=False).encode(),
        {"Content-Type": "application/json; charset=utf-8"},
        hide=hide,
    )
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Refused(f"答复看不懂：{quoted(text, hide)}")
    return answer


def quoted(text: str, hide: Iterable[str] = ()) -> str:
    """The beginning of an answer, without keys that the receiver may have said back."""
    for word in hide:
        text = text.replace(word, "…") if word else text
    return " ".join(text.split())[:_LONGEST_QUOTED]


def _line(url: str) -> tuple[HTTPConnection, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Refused("渠道的地址不是有效的网址") from error
    if host is None or parts.scheme not in ("http", "https"):
        raise Refused("渠道的地址应以 http:// 或 https:// 开头")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if parts.scheme == "http":
        return HTTPConnection(host, port, timeout=ANSWER_SECONDS), path
    return HTTPSConnection(host, port, timeout=ANSWER_SECONDS, context=ssl.create_default_context()), path
