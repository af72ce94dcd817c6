"""Passwords hashed cheaply, for the tests of this room that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from logins import CountingHashes

from tracker.services.password_hashes import hashing_with


@pytest.fixture
def cheap_hashes() -> Iterator[CountingHashes]:
    counting = CountingHashes()
    with hashing_with(counting):
        yield counting
