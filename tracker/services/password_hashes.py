"""How passwords are kept: argon2id, slow on purpose. The one in use can be exchanged for a cheap one in tests."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Hashes:
    """argon2id at the cost OWASP recommends as the least: about 50 ms a password on an office server."""

    def __init__(self, *, time_cost: int = 2, memory_kib: int = 19 * 1024, parallelism: int = 1) -> None:
        self._argon2 = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism)

    @cached_property
    def nobodys(self) -> str:
        """The hash of a password nobody knows: what an unknown login is checked against, for the same work."""
        return self.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        return self._argon2.hash(_bytes(password))

    def verify(self, stored: str, password: str) -> bool:
        try:
            return self._argon2.verify(stored, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        """Made at another cost than today's."""
        return self._argon2.check_needs_rehash(stored)


_in_use = Hashes()


def hashes() -> Hashes:
    """The ones in use."""
    return _in_use


@contextmanager
def hashing_with(other: Hashes) -> Iterator[None]:
    """Use ``other`` in this process for a while."""
    global _in_use
    before, _in_use = _in_use, other
    try:
        yield
    finally:
        _in_use = before


def _bytes(password: str) -> bytes:
    """Exactly what was typed: no normal form, no trimming; half a surrogate pair must not be an error."""
    return password.encode("utf-8", "surrogatepass")
