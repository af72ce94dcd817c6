"""Addresses as people type them."""

from __future__ import annotations

import pytest

from tracker.errors import RuleBroken
from tracker.policy.contacts import checked, shown
from tracker.vocabulary.messages import ChannelWord

EMAIL, SMS, WECOM, DINGTALK = ChannelWord.EMAIL, ChannelWord.SMS, ChannelWord.WECOM, ChannelWord.DINGTALK
ROBOT = "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"


@pytest.mark.parametrize(
    ("channel", "typed", "kept", "seen"),
    [
        (EMAIL, " zhang.san@zjj.example.gov.cn ", "zhang.san@zjj.example.gov.cn", "zhang.san@zjj.example.gov.cn"),
        (SMS, "138 0000-1234", "13800001234", "138****1234"),
        (SMS, "+86 13800001234", "13800001234", "138****1234"),
        (SMS, "8613800001234", "13800001234", "138****1234"),
        (WECOM, ROBOT, ROBOT, "…5aaa"),
    ],
)
def test_an_address_is_kept_plain_and_shown_in_part(channel: ChannelWord, typed: str, kept: str, seen: str) -> None:
    assert checked(channel, typed) == (kept, "")
    assert shown(channel, kept) == seen


@pytest.mark.parametrize(
    ("channel", "typed", "secret", "why"),
    [
        (EMAIL, "", "", "形如"),
        (EMAIL, "zhang", "", "形如"),
        (EMAIL, "a@b.cn, c@d.cn", "", "形如"),
        (EMAIL, "a@b.cn\nBcc: c@d.cn", "", "形如"),
        (EMAIL, "张@b.cn", "", "形如"),
        (EMAIL, "a" * 200 + "@b.cn", "", "形如"),
        (SMS, "1380000123", "", "11位"),
        (SMS, "12800001234", "", "11位"),
        (SMS, "0453-6170000", "", "11位"),
        (SMS, "１３８００００１２３４", "", "11位"),
        (WECOM, f"https://chat.example/cgi-bin/webhook/send?key={ROBOT}", "", "不要填整个网址"),
        (WECOM, "short", "", "密钥"),
        (WECOM, ROBOT, "SEC1", "不用加签"),
        (DINGTALK, ROBOT, "", "同时填写加签密钥"),
        (DINGTALK, ROBOT, "密钥", "加签密钥只有"),
    ],
)
def test_what_can_be_no_address_is_refused_with_what_it_should_be(
    channel: ChannelWord, typed: str, secret: str, why: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked(channel, typed, secret)
    assert why in refused.value.message


def test_the_longest_wrong_address_is_refused_at_once() -> None:
    for worst in ("a." * 50_000, "a@" + "a." * 50_000, "a@" + "a-" * 50_000):
        with pytest.raises(RuleBroken):
            checked(EMAIL, worst)
