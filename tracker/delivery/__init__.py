"""Channels for the outbox: they carry a message out and know no database."""

from __future__ import annotations

from pathlib import Path

from tracker.config import Settings
from tracker.delivery.local import Console, File
from tracker.delivery.mail import Mail
from tracker.delivery.message import Channel, Message, Refused, fitted, said
from tracker.delivery.robots import DingTalk, FeiShu, WeCom
from tracker.delivery.sms import Sms
from tracker.vocabulary.messages import ChannelWord

__all__ = [
    "Channel",
    "Console",
    "DingTalk",
    "FeiShu",
    "File",
    "Mail",
    "Message",
    "Refused",
    "Sms",
    "WeCom",
    "carriers",
    "channel",
    "fitted",
    "said",
]


def channel(name: str) -> Channel:
    """The local channel the site has set: ``console``, or the path of a file."""
    return Console() if name == "console" else File(Path(name))


def carriers(settings: Settings) -> dict[ChannelWord, Channel]:
    """The channels that are on: a site switches one on by saying where its server is."""
    found: dict[ChannelWord, Channel] = {}
    if settings.delivery != "none":
        found[ChannelWord.LOCAL] = channel(settings.delivery)
    if settings.smtp_host:
        found[ChannelWord.EMAIL] = Mail(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_from,
            settings.smtp_user,
            settings.smtp_password,
            settings.smtp_tls,
        )
    if settings.wecom_base:
        found[ChannelWord.WECOM] = WeCom(settings.wecom_base.rstrip("/"))
    if settings.dingtalk_base:
        found[ChannelWord.DINGTALK] = DingTalk(settings.dingtalk_base.rstrip("/"))
    if settings.feishu_base:
        found[ChannelWord.FEISHU] = FeiShu(settings.feishu_base.rstrip("/"))
    if settings.sms_url:
        found[ChannelWord.SMS] = Sms(settings.sms_url, settings.sms_body, settings.sms_headers, settings.sms_accepted)
    return found
