"""How messages read when they leave the house: one by itself, or a day's joined into one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tracker.delivery import Message
from tracker.models import OutboxMessage
from tracker.vocabulary.messages import ChannelWord


def compose(channel: ChannelWord, messages: Sequence[OutboxMessage], to: str, address: str, secret: str) -> Message:
    """One letter. Each message in it bears its number, so that one that came twice can be told from a new one."""
    if channel is ChannelWord.LOCAL:
        (one,) = messages
        return Message(one.dedupe_key, to, one.subject, one.body)
    numbers = "-".join(str(one.id) for one in messages)
    key = hashlib.sha256(f"{channel}:{numbers}".encode()).hexdigest()[:16]
    if len(messages) == 1:
        return Message(key, to, messages[0].subject, _numbered(messages[0]), address, secret)
    parts = [f"{place}. {one.subject}\n{_numbered(one)}" for place, one in enumerate(messages, start=1)]
    return Message(key, to, f"{len(messages)}条督查督办消息", "\n\n".join(parts), address, secret)


def _numbered(message: OutboxMessage) -> str:
    return f"{message.body}\n（消息编号{message.id}）".lstrip()
