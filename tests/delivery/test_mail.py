"""E-mail against a mail server that takes, refuses, hangs, drips, drops and answers late."""

from __future__ import annotations

import email
import ssl
import time
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from receivers import Post, closed_port, mail_server, own_certificate

from tracker.delivery import Mail, Message, Refused, said

LETTER = Message("k1", "市住建局", "2项办理时限提醒", "第一行\n.\n末行", "liaison@zjj.example.gov.cn")


def channel(post: Post, **settings: str) -> Mail:
    return Mail("127.0.0.1", post.port, "督查室 <duban@example.gov.cn>", tls="none", **settings)


def only_letter(post: Post) -> EmailMessage:
    (letter,) = post.letters
    found = email.message_from_bytes(letter, policy=policy.SMTP)
    assert isinstance(found, EmailMessage)
    return found


def test_a_letter_arrives_as_it_was_written_and_the_receipt_is_kept(post: Post) -> None:
    assert channel(post).send(LETTER) == "250 2.0.0 queued as 4711"
    letter = only_letter(post)
    assert letter["Subject"] == "2项办理时限提醒"
    assert letter["To"] == "市住建局 <liaison@zjj.example.gov.cn>"
    assert letter["From"] == "督查室 <duban@example.gov.cn>"
    assert letter.get_content().replace("\r\n", "\n") == "第一行\n.\n末行\n"
    assert "MAIL FROM:<duban@example.gov.cn>" in {line.split(" size")[0] for line in post.said}
    assert "RCPT TO:<liaison@zjj.example.gov.cn>" in post.said


def test_a_repetition_bears_the_same_number_and_another_letter_another(post: Post) -> None:
    for letter in (LETTER, LETTER, Message("k2", "市住建局", "又一条", "", LETTER.address)):
        channel(post).send(letter)
    numbers = [email.message_from_bytes(letter)["Message-ID"] for letter in post.letters]
    assert numbers[0] == numbers[1] != numbers[2]
    assert all(number.endswith("@example.gov.cn>") for number in numbers)


def test_whom_to_sign_in_as_is_told_to_the_server(post: Post) -> None:
    channel(post, user="duban", password="secret").send(LETTER)
    assert any(line.startswith("AUTH PLAIN") for line in post.said)


@pytest.mark.parametrize("command", ["EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
def test_what_the_server_refuses_with_is_what_the_office_reads(post: Post, command: str) -> None:
    post.behaviour.refuse = command
    if command == "EHLO":
        post.behaviour.answer = "421 4.3.2 shutting down"
    with pytest.raises(OSError, match=r"no such user|shutting down|AUTH") as refused:
        channel(post, user="duban", password="secret").send(LETTER)
    assert post.letters == []
    assert "secret" not in said(refused.value)


def test_a_server_that_is_not_there_hangs_drips_or_drops_costs_seconds_and_an_oserror(post: Post) -> None:
    with pytest.raises(ConnectionRefusedError):
        Mail("127.0.0.1", closed_port(), "a@b.cn", tls="none").send(LETTER)
    for manner, error in (("hang", TimeoutError), ("drip", TimeoutError), ("drop", ConnectionResetError)):
        post.behaviour.manner = manner
        began = time.monotonic()
        with pytest.raises(error):
            channel(post).send(LETTER)
        assert time.monotonic() - began < 3
    assert len(post.letters) == 1  # taken, then dropped: in doubt, and the next attempt bears the same number


def test_a_late_answer_counts_within_patience_and_is_in_doubt_beyond_it(post: Post) -> None:
    post.behaviour.manner, post.behaviour.seconds = "late", 0.2
    assert channel(post).send(LETTER).startswith("250")
    post.behaviour.seconds = 0.8
    with pytest.raises(TimeoutError):
        channel(post).send(LETTER)
    first, second = (email.message_from_bytes(letter)["Message-ID"] for letter in post.letters)
    assert first == second


def test_a_server_without_tls_is_not_told_anything_where_tls_is_wanted(post: Post) -> None:
    with pytest.raises(OSError, match="STARTTLS"):
        Mail("127.0.0.1", post.port, "a@b.cn", "duban", "secret").send(LETTER)
    assert not any(line.startswith(("AUTH", "MAIL")) for line in post.said)


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_mail_goes_by_tls_to_a_server_the_site_trusts_and_to_no_other(
    impatient: None, tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = own_certificate(tmp_path)
    with mail_server(certificate, private=tls == "tls") as server:
        channel = Mail("127.0.0.1", server.port, "duban@example.gov.cn", "duban", "secret", tls)
        with pytest.raises(ssl.SSLCertVerificationError):
            channel.send(LETTER)
        assert server.letters == []
        assert not any(line.startswith("AUTH") for line in server.said)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert channel.send(LETTER).startswith("250")
    assert len(server.letters) == 1


@pytest.mark.parametrize(
    "words", ["提醒\r\nBcc: thief@evil.example", "提醒\nX-Evil: 1\n\n正文", "提\u2028醒\x00\x0b\x85"]
)
def test_no_line_of_a_subject_or_a_name_becomes_a_header(post: Post, words: str) -> None:
    channel(post).send(Message("k", words, words, "正文", LETTER.address))
    letter = only_letter(post)
    assert set(letter.keys()) == {
        "From", "To", "Subject", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version",
    }  # fmt: skip
    assert [line for line in post.said if line.startswith("RCPT")] == [f"RCPT TO:<{LETTER.address}>"]
    assert letter.get_content().strip() == "正文"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b.cn\r\nRCPT TO:<thief@evil.example>", "a b@c.cn", "名@b.cn", "a@b.cn, c@d.cn"]
)
def test_an_address_that_is_none_is_refused_before_the_server_hears_of_it(post: Post, address: str) -> None:
    with pytest.raises(Refused):
        channel(post).send(Message("k", "市住建局", "提醒", "", address))
    assert not any("evil" in line for line in post.said)
    assert post.letters == []
