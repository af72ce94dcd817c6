"""E-mail by SMTP. Whatever was typed stays text: no line of it becomes a header."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

from tracker.delivery.message import Message, Refused
from tracker.delivery.patience import ANSWER_SECONDS, within
from tracker.policy.contacts import is_email

_READY, _TAKEN = 220, (250, 251)


@dataclass(frozen=True)
class Mail:
    """``tls``: ``starttls``, ``tls`` from the first byte, or ``none`` inside a trusted network."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: str = "starttls"

    def send(self, message: Message) -> str:
        if not is_email(message.address):
            raise Refused("电子邮件地址不合要求")
        letter = _letter(message, self.sender)
        line = (_Secured if self.tls == "tls" else _Plain)(self.host, _domain(self.sender))
        try:
            with within(line):
                return self._hand_over(line, message.address, letter.as_bytes())
        except smtplib.SMTPResponseException as error:
            raise Refused(_words(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPServerDisconnected as error:
            if isinstance(error.__context__, TimeoutError):
                raise error.__context__ from error
            raise ConnectionResetError("邮件服务器中断了连接") from error
        finally:
            line.close()

    def _hand_over(self, line: smtplib.SMTP, address: str, letter: bytes) -> str:
        _demand(line.connect(self.host, self.port), (_READY,))
        if self.tls == "starttls":
            _demand(line.starttls(context=ssl.create_default_context()), (_READY,))
        if self.user:
            line.login(self.user, self.password)
        line.ehlo_or_helo_if_needed()
        _demand(line.mail(parseaddr(self.sender)[1]))
        _demand(line.rcpt(address))
        receipt = _demand(line.data(letter))
        with suppress(OSError):  # it has the letter: how it says goodbye changes nothing, and is not waited for
            line.putcmd("quit")
        return receipt


def _letter(message: Message, sender: str) -> EmailMessage:
    local, _, domain = message.address.rpartition("@")
    letter = EmailMessage(policy=policy.SMTP)
    number = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    letter["From"] = _one_line(sender)
    letter["To"] = Address(_one_line(message.to), local, domain)
    letter["Subject"] = _one_line(message.subject)
    letter["Message-ID"] = f"<{number}@{_domain(sender)}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.body, charset="utf-8", cte="base64")
    return letter


def _one_line(text: str) -> str:
    """Without line ends and other control characters: they would begin a header of their own (CVE-2012-4730)."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


class _Plain(smtplib.SMTP):
    """Not connected yet, so that the clock runs before the first byte; the name is for checking the certificate."""

    def __init__(self, host: str, own_name: str) -> None:
        super().__init__(local_hostname=own_name, timeout=ANSWER_SECONDS)
        self._host = host


class _Secured(smtplib.SMTP_SSL):
    """The same, speaking TLS from the first byte."""

    def __init__(self, host: str, own_name: str) -> None:
        super().__init__(local_hostname=own_name, timeout=ANSWER_SECONDS, context=ssl.create_default_context())
        self._host = host


def _demand(answer: tuple[int, bytes], wanted: tuple[int, ...] = _TAKEN) -> str:
    code, words = answer
    if code not in wanted:
        raise Refused(_words(code, words))
    return _words(code, words)[:200]


def _words(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
