"""Short patience, so that what hangs need not be waited for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from receivers import Post, Web, mail_server, web_server

from tracker.delivery import asking, mail, patience


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for an answer, one for a conversation."""
    for room in (asking, mail):
        monkeypatch.setattr(room, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(patience, "CONVERSATION_SECONDS", 1.0)


@pytest.fixture
def web(impatient: None) -> Iterator[Web]:
    with web_server() as server:
        yield server


@pytest.fixture
def post(impatient: None) -> Iterator[Post]:
    with mail_server() as server:
        yield server
