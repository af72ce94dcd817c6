"""Which one-time code opens (RFC 6238): the time steps around the present one, each only once."""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime

import pyotp

STEP_SECONDS = 30
# RFC 6238 §5.2 recommends one step of delay; a clock that is 90 seconds off does not open.
_REACH = 1


def accepted_step(key: str, code: str, last_step: int, now: datetime) -> int | None:
    """The time step ``code`` belongs to, if it is near ``now`` and newer than the last one used; None refuses."""
    present = int(now.timestamp()) // STEP_SECONDS
    given = "".join(unicodedata.normalize("NFKC", code).split())
    one_time = pyotp.TOTP(key, interval=STEP_SECONDS)
    for step in range(present - _REACH, present + _REACH + 1):
        if step > last_step and hmac.compare_digest(one_time.generate_otp(step).encode(), given.encode()):
            return step
    return None


def address_of(key: str, login: str, issuer: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(key, interval=STEP_SECONDS).provisioning_uri(name=login, issuer_name=issuer)
