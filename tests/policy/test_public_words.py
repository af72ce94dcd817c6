"""What the public must not read is found however it is written, and repeated only masked."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tracker.errors import IllegalTransition, RuleBroken
from tracker.policy.lifecycle.publications import PUBLICATIONS
from tracker.policy.publications import Wording, demand_open, demand_publishable, mask, same_outlet, sensitive
from tracker.vocabulary.publications import PublicationAct, PublicationState, Sensitive
from tracker.vocabulary.sources import Disclosure

FINE = Wording("老旧小区改造", "市住建局", "挂牌督办中", "已完成3个小区，投资2300万元。", date(2026, 7, 1))


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        ("请致电13812341234", Sensitive.MOBILE, "138****1234"),
        ("138 1234 1234", Sensitive.MOBILE, "138****1234"),
        ("１３８－１２３４－１２３４", Sensitive.MOBILE, "138****1234"),
        ("138\u200b12341234", Sensitive.MOBILE, "138****1234"),
        ("+86 13812341234", Sensitive.MOBILE, "138****1234"),
        ("电话138.1234.1234", Sensitive.MOBILE, "138****1234"),
        ("一三八一二三四一二三四", Sensitive.MOBILE, "138****1234"),
        ("微信号 wx_zs2020", Sensitive.ACCOUNT, "w***0"),
        ("QQ：12345678", Sensitive.ACCOUNT, "1***8"),
        ("座机0453-6123456", Sensitive.LANDLINE, "*********56"),
        ("（0453）6123456", Sensitive.LANDLINE, "*********56"),
        ("联系电话：6123456", Sensitive.LANDLINE, "*****56"),
        ("11010519491231002X", Sensitive.ID_NUMBER, "110***********002X"),
        ("110105 19491231 0025", Sensitive.ID_NUMBER, "110***********0025"),
        ("信箱 li.ming@example.gov.cn", Sensitive.EMAIL, "l***@***"),
        ("由王 大明负责", Sensitive.NAME, "王某某"),
    ],
)
def test_numbers_and_names_are_found_and_masked(text: str, kind: Sensitive, masked: str) -> None:
    found = sensitive(text, ["王大明"])
    assert found is not None
    assert (found.kind, found.masked) == (kind, masked)


@pytest.mark.parametrize(
    "text",
    [
        "投资2300万元，建成12345平方米",
        "2026年3月1日至2026年12月31日",
        "督〔2026〕12号",
        "拨打12345热线",
        "20260301",
        "完成130、1200、1300亩",
        "二〇二六年一月",
    ],
)
def test_amounts_dates_and_hotlines_are_no_numbers_of_persons(text: str) -> None:
    assert sensitive(text, ["王大明"]) is None
    assert mask(text) == text


def test_a_mask_leaves_the_rest_as_it_was_written() -> None:
    text = "我是张三，电话：６１２３４５６，手机13812341234；请回复。"
    assert mask(text) == "我是张三，电话：*****56，手机138****1234；请回复。"


@pytest.mark.parametrize("text", ["1" * 50_000, "a@" * 25_000, "电话" * 25_000, "a." * 25_000, "0 " * 25_000])
def test_no_text_keeps_the_check_busy(text: str) -> None:
    begun = time.perf_counter()
    mask(text)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body": "详询13812341234"}, "摘要含疑似手机号 138****1234，请删除后再公开"),
        ({"title": "王大明的小区"}, "标题含疑似个人姓名 王某某"),
        ({"body": "密级：机密"}, "密级标志"),
        ({"stage": " "}, "请填写办理情况"),
        ({"body": "长" * 2001}, "摘要不能超过2000字"),
        ({"unit": "市住建局、市教育局"}, "“市教育局”不是这个事项的承办单位"),
    ],
)
def test_what_must_not_stand_in_public_is_refused_in_words(change: dict[str, str], said: str) -> None:
    demand_publishable(FINE, ["市住建局"], ["王大明"])
    with pytest.raises(RuleBroken) as refused:
        demand_publishable(Wording(**{**vars(FINE), **change}), ["市住建局"], ["王大明"])
    assert said in refused.value.message


def test_of_an_internal_matter_something_may_be_public_of_a_sensitive_one_nothing() -> None:
    demand_open(Disclosure.INTERNAL)
    demand_open(Disclosure.PUBLIC)
    with pytest.raises(RuleBroken):
        demand_open(Disclosure.SENSITIVE)


def test_an_outlet_is_the_same_however_it_is_written() -> None:
    assert same_outlet("《示例日报》", "示例日报 ")
    assert not same_outlet("示例日报", "示例晚报")


def test_nothing_is_published_but_by_the_whole_way() -> None:
    state: PublicationState | None = None
    for act in ("EDIT", "ASK", "AGREE", "COSIGN", "APPROVE", "PUBLISH", "WITHDRAW"):
        state = PUBLICATIONS.after(state, PublicationAct[act])
    assert state is PublicationState.WITHDRAWN
    for one in (None, *PublicationState):
        if one is not PublicationState.APPROVED:
            with pytest.raises(IllegalTransition):
                PUBLICATIONS.after(one, PublicationAct.PUBLISH)
    with pytest.raises(IllegalTransition):
        PUBLICATIONS.after(PublicationState.PUBLISHED, PublicationAct.EDIT)
