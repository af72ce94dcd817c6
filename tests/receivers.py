"""Receivers of messages on this machine: a mail server and a web server that behave as they are told to."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Asked:
    """One HTTP request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


@dataclass
class Behaviour:
    """What a receiver does next; changed by tests while it runs.

    ``manner``: answer, late, hang, drip, drop (close without an answer, after taking all), flaky (every other drops).
    """

    manner: str = "answer"
    status: int = 200
    answer: str = '{"errcode": 0, "errmsg": "ok"}'
    location: str = ""
    refuse: str = ""
    seconds: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)


@dataclass
class Web:
    port: int
    behaviour: Behaviour
    asked: list[Asked]

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _WebServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        self.behaviour, self.asked = Behaviour(), []
        super().__init__(("127.0.0.1", 0), _Asking)

    def handle_error(self, *_: object) -> None:
        pass


class _Asking(BaseHTTPRequestHandler):
    server: _WebServer

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        behaviour, parts = self.server.behaviour, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append(Asked(self.command, parts.path, query, dict(self.headers), body))
        if behaviour.manner == "hang":
            behaviour.over.wait(30)
        elif behaviour.manner == "drop" or (behaviour.manner == "flaky" and len(self.server.asked) % 2):
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            time.sleep(behaviour.seconds if behaviour.manner == "late" else 0)
            self._answer(behaviour)

    def _answer(self, behaviour: Behaviour) -> None:
        data = behaviour.answer.encode()
        self.send_response(behaviour.status)
        if behaviour.location:
            self.send_header("Location", behaviour.location)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for piece in _pieces(behaviour, data):
            self.wfile.write(piece)


@contextmanager
def web_server(certificate: Path | None = None) -> Iterator[Web]:
    """A web server on a free port; with a certificate it speaks TLS."""
    server = _WebServer()
    if certificate is not None:
        server.socket = _speaking_tls(certificate).wrap_socket(server.socket, server_side=True)
    with _running(server):
        yield Web(server.server_address[1], server.behaviour, server.asked)


@dataclass
class Post:
    """``letters`` are what was taken whole; ``said`` every command that came."""

    port: int
    behaviour: Behaviour
    letters: list[bytes]
    said: list[str]


class _MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self.context = context
        self.behaviour, self.letters, self.said = Behaviour(answer="550 5.1.1 no such user"), [], []
        super().__init__(("127.0.0.1", 0), _Talk)


class _Talk(socketserver.StreamRequestHandler):
    server: _MailServer

    def handle(self) -> None:
        if self.server.behaviour.manner == "hang":
            self.server.behaviour.over.wait(30)
            return
        with suppress(OSError):
            self._say("220 receiver.test ready")
            while (line := self.rfile.readline()) and self._heard(line.decode().strip()):
                pass

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()  # after STARTTLS another than the server knows of

    def _say(self, words: str) -> None:
        for piece in _pieces(self.server.behaviour, f"{words}\r\n".encode()):
            self.wfile.write(piece)

    def _heard(self, command: str) -> bool:
        """Whether the conversation goes on."""
        behaviour, verb = self.server.behaviour, command.split()[0].upper()
        self.server.said.append(f"{verb}{command[len(verb) :]}")
        private = "250-STARTTLS\r\n" if self.server.context is not None else ""
        answers = {"EHLO": f"250-receiver.test\r\n{private}250 AUTH PLAIN", "AUTH": "235 welcome", "QUIT": "221 bye"}
        if verb == behaviour.refuse:
            self._say(behaviour.answer)
        elif verb == "STARTTLS":
            self._say("220 go on in private")
            assert self.server.context is not None
            self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        elif verb == "DATA":
            self._say("354 go on")
            return self._taken(behaviour)
        else:
            self._say(answers.get(verb, "250 ok"))
        return verb != "QUIT"

    def _taken(self, behaviour: Behaviour) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.letters.append(b"".join(lines))
        if behaviour.manner == "drop":
            return False
        time.sleep(behaviour.seconds if behaviour.manner == "late" else 0)
        self._say("250 2.0.0 queued as 4711")
        return True


@contextmanager
def mail_server(certificate: Path | None = None, *, private: bool = False) -> Iterator[Post]:
    """A mail server on a free port. ``behaviour.refuse`` names the command it refuses, with ``behaviour.answer``.

    With a certificate it offers STARTTLS; where it is ``private``, it speaks TLS from the first byte.
    """
    context = _speaking_tls(certificate) if certificate is not None else None
    server = _MailServer(None if private else context)
    if private and context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    with _running(server):
        yield Post(server.server_address[1], server.behaviour, server.letters, server.said)


def _pieces(behaviour: Behaviour, data: bytes) -> Iterator[bytes]:
    """All at once, or drop by drop until the test is over."""
    if behaviour.manner != "drip":
        yield data
        return
    for at in range(len(data)):
        yield data[at : at + 1]
        if behaviour.over.wait(0.1):
            return


@contextmanager
def _running(server: Any) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield
    server.behaviour.over.set()
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def _speaking_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def own_certificate(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "own.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
