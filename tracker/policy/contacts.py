"""What an address of each channel looks like, and how much of it people are shown."""

from __future__ import annotations

import re

from tracker.errors import RuleBroken
from tracker.vocabulary.messages import ChannelWord, ContactRefusal

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ROBOT = re.compile(r"[A-Za-z0-9_-]{8,128}")
_SECRET = re.compile(r"[A-Za-z0-9_=+/-]{1,128}")
_LONGEST = 200
_SIGNED = frozenset({ChannelWord.DINGTALK, ChannelWord.FEISHU})
_SHOWN_OF_KEY = 4


def checked(channel: ChannelWord, address: str, secret: str = "") -> tuple[str, str]:
    """Address and signing secret as they are kept. Raises RuleBroken where they cannot be any of the channel's."""
    address, secret = address.strip(), secret.strip()
    if channel is ChannelWord.SMS:
        address = re.sub(r"^(\+?86)?[\s-]*|[\s-]+", "", address)
    pattern, odd = {
        ChannelWord.EMAIL: (_EMAIL, ContactRefusal.EMAIL_ODD),
        ChannelWord.SMS: (_MOBILE, ContactRefusal.PHONE_ODD),
    }.get(channel, (_ROBOT, ContactRefusal.ROBOT_ODD))
    if len(address) > _LONGEST or not pattern.fullmatch(address):
        raise RuleBroken(odd)
    if channel not in _SIGNED:
        if secret:
            raise RuleBroken(ContactRefusal.SECRET_UNUSED, channel=channel.label)
        return address, ""
    if not secret:
        raise RuleBroken(ContactRefusal.SECRET_MISSING, channel=channel.label)
    if not _SECRET.fullmatch(secret):
        raise RuleBroken(ContactRefusal.SECRET_ODD)
    return address, secret


def is_email(address: str) -> bool:
    """Whether this is one e-mail address and nothing beside it."""
    return len(address) <= _LONGEST and _EMAIL.fullmatch(address) is not None


def shown(channel: ChannelWord, address: str) -> str:
    """What people see: an e-mail address whole, of a telephone number the ends, of a robot's key the last signs."""
    if channel is ChannelWord.SMS:
        return f"{address[:3]}****{address[-4:]}"
    return f"…{address[-_SHOWN_OF_KEY:]}" if channel.is_robot else address
