"""What is kept sealed with the site's key: a box for each purpose, and marks that tell sealed things apart."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def box(site_key: bytes, purpose: bytes) -> Fernet:
    """A key of its own, so that the site's one key serves each purpose apart (NIST SP 800-108)."""
    return Fernet(base64.urlsafe_b64encode(_derived(site_key, purpose)))


def mark(site_key: bytes, purpose: bytes, text: str) -> str:
    """The same for the same text, and telling nothing of it to whoever has not the site's key."""
    return hmac.new(_derived(site_key, purpose + b" mark"), text.encode(), hashlib.sha256).hexdigest()


def _derived(site_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(site_key)
