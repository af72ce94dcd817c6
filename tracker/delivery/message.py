"""What goes out, what carries it, and what can go wrong: always an OSError that says what the receiver said."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Protocol

_LONGEST_SAID = 500


@dataclass(frozen=True)
class Message:
    """What goes out. ``key`` is the same on every attempt, so that a receiver can tell a repetition.

    ``secret`` signs the message where the channel asks for it; neither it nor a robot's ``address`` is ever shown.
    """

    key: str
    to: str
    subject: str
    body: str
    address: str = ""
    secret: str = ""

    def __str__(self) -> str:
        return f"致 {self.to}：{self.subject}\n{self.body}\n"


class Channel(Protocol):
    """Carries a message out and returns the receiver's number for it, if any; or raises OSError."""

    def send(self, message: Message) -> str: ...


class Refused(OSError):
    """The receiver was reached and said no."""


def said(error: Exception) -> str:
    """What went wrong, in words for the office."""
    reasons: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (Refused, "对方未接收"),
        (ssl.SSLCertVerificationError, "对方的证书不可信"),
        (TimeoutError, "对方没有在限定时间内应答"),
        (ConnectionRefusedError, "对方拒绝连接"),
        ((ConnectionResetError, ConnectionAbortedError, BrokenPipeError), "连接中断，对方是否收到不能确定"),
        (OSError, "没有发出"),
    )
    reason = next((words for kind, words in reasons if isinstance(error, kind)), "程序出错，没有发出")
    detail = " ".join(str(error).split()) or type(error).__name__
    return f"{reason}（{detail[:_LONGEST_SAID]}）"


def fitted(text: str, most_bytes: int) -> str:
    """``text`` cut to what the receiver takes in UTF-8, never in the middle of a character."""
    if len(text.encode()) <= most_bytes:
        return text
    rest = "……\n（其余请登录系统，在“消息”中查看）"
    return text.encode()[: most_bytes - len(rest.encode())].decode("utf-8", "ignore") + rest
