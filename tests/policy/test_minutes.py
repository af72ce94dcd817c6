"""Pasted minutes: what was decided, for whom and by when, whatever the manner of writing."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import RuleBroken
from tracker.policy.minutes import Decided, read_minutes
from tracker.policy.secrecy import refuse_marked, secrecy_mark

ISSUED = date(2026, 6, 1)


def read(text: str) -> list[Decided]:
    return read_minutes(text, issued_on=ISSUED, plan_year=2026).decided


def brief(one: Decided) -> tuple[str, str, tuple[str, ...], date | None]:
    return one.title, one.lead, one.supporting, next((due.due_on for due in one.dues if due.due_on), None)


USUAL = """
市政府第9次常务会议纪要
2026年6月1日，市长主持召开市政府第9次常务会议。现纪要如下：
一、关于城东污水处理厂提标改造有关问题
会议听取了市住建局关于城东污水处理厂提标改造情况的汇报。
会议议定：
（一）由市住建局牵头，市财政局、市发改委配合，6月底前完成项目立项。
（二）市财政局负责落实改造资金，7月15日前拨付到位。
二、关于老旧小区改造
会议要求，由市住建局牵头，市城管局配合，9月底前完成20个小区改造。会议原则同意实施方案。
出席：张某某、李某某
列席：市住建局、市财政局负责人
"""


def test_numbered_points_below_a_heading_and_prose_without_numbers() -> None:
    assert [brief(one) for one in read(USUAL)] == [
        ("完成项目立项", "市住建局", ("市财政局", "市发改委"), date(2026, 6, 30)),
        ("落实改造资金，拨付到位", "市财政局", (), date(2026, 7, 15)),
        ("完成20个小区改造", "市住建局", ("市城管局",), date(2026, 9, 30)),
    ]
    assert [(one.section, one.number) for one in read(USUAL)] == [
        ("城东污水处理厂提标改造", "（一）"),
        ("城东污水处理厂提标改造", "（二）"),
        ("老旧小区改造", "二"),
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "1.责成市教育局会同市财政局研究提出校车补助方案，8月底前报市政府。",
            ("研究提出校车补助方案，报市政府", "市教育局", ("市财政局",), date(2026, 8, 31)),
        ),
        (
            "1.请市自然资源局抓紧办理用地手续。",
            ("抓紧办理用地手续", "市自然资源局", (), None),
        ),
        (
            "（三）市交通运输局要加快推进北环路改造，确保10月底前通车。",
            ("加快推进北环路改造，通车", "市交通运输局", (), date(2026, 10, 31)),
        ),
        (
            "1.开展燃气安全排查整治。（责任单位：市住建局；配合单位：市应急局、市市场监管局；完成时限：2026年7月底前）",
            ("开展燃气安全排查整治", "市住建局", ("市应急局", "市市场监管局"), date(2026, 7, 31)),
        ),
        (
            "1.推进智慧停车平台建设（市城管局牵头，市公安局、市大数据局配合）。",
            ("推进智慧停车平台建设", "市城管局", ("市公安局", "市大数据局"), None),
        ),
        (
            "1、制定防汛应急预案\n牵头单位：市水务局\n配合单位：市应急局\n完成时限：6月15日前",
            ("制定防汛应急预案", "市水务局", ("市应急局",), date(2026, 6, 15)),
        ),
        (
            "一是由市农业农村局负责，9月底前完成高标准农田建设任务。",
            ("完成高标准农田建设任务", "市农业农村局", (), date(2026, 9, 30)),
        ),
        (
            "1.由市应急管理局会同市消防救援支队，于9月底前开展高层建筑排查。",
            ("开展高层建筑排查", "市应急管理局", ("市消防救援支队",), date(2026, 9, 30)),
        ),
        (
            "1.由市应急管理局会同市消防救援支队对高层建筑排查整治。",
            ("对高层建筑排查整治", "市应急管理局", ("市消防救援支队",), None),
        ),
        (
            "由市住建局牵头，于2026年10月25日前完成全市供热企业应急物资储备检查。",
            ("完成全市供热企业应急物资储备检查", "市住建局", (), date(2026, 10, 25)),
        ),
        (
            "1.市住建局、于2026年10月25日前完成供热管网改造80公里。",
            ("完成供热管网改造80公里", "市住建局", (), date(2026, 10, 25)),
        ),
        (
            "1.市应急管理局应于7月底前完成应急预案修订。",
            ("完成应急预案修订", "市应急管理局", (), date(2026, 7, 31)),
        ),
        (
            "1.市商务局要保障生活必需品供应，应对极端天气。",
            ("保障生活必需品供应，应对极端天气", "市商务局", (), None),
        ),
        ("1.市发改委相应调整项目计划。", ("市发改委相应调整项目计划", "", (), None)),
        ("1.请市粮食和物资储备局应对价格波动。", ("应对价格波动", "市粮食和物资储备局", (), None)),
        ("1.市住建局应当加强供应保障。", ("加强供应保障", "市住建局", (), None)),
        ("1.市委组织部要做好重要岗位培训。", ("做好重要岗位培训", "市委组织部", (), None)),
        (
            "1.市商务局会同市财政局研究提出促消费方案。",
            ("研究提出促消费方案", "市商务局", ("市财政局",), None),
        ),
        (
            "会议要求，市住建局抓好老旧管网改造，年内完成80公里。",
            ("抓好老旧管网改造，年内完成80公里", "市住建局", (), date(2026, 12, 31)),
        ),
        (
            "会议要求，市住建局年内完成80公里老旧管网改造。",
            ("年内完成80公里老旧管网改造", "市住建局", (), date(2026, 12, 31)),
        ),
        (
            "责任单位：市住建局；完成时限：6月底前；工作内容：完成管网改造。",
            ("完成管网改造", "市住建局", (), date(2026, 6, 30)),
        ),
        (
            "1.工作内容：完成管网改造；责任单位：市住建局；完成时限：6月底前。",
            ("完成管网改造", "市住建局", (), date(2026, 6, 30)),
        ),
        (
            "1.责任单位：市住建局；\n完成时限：6月底前；\n工作内容：完成管网改造。",
            ("完成管网改造", "市住建局", (), date(2026, 6, 30)),
        ),
        (
            "责任单位：市住建局\n完成时限：6月底前\n工作内容：完成管网改造",
            ("完成管网改造", "市住建局", (), date(2026, 6, 30)),
        ),
    ],
)
def test_one_point_in_many_manners(written: str, expected: tuple[str, str, tuple[str, ...], date | None]) -> None:
    (one,) = read(written)
    assert brief(one) == expected


def test_points_within_one_line_are_points() -> None:
    text = "三、关于招商引资。会议决定：（一）由市商务局牵头，7月底前建立项目库；（二）市财政局负责落实招商经费；"
    assert [(one.title, one.lead) for one in read(text)] == [("建立项目库", "市商务局"), ("落实招商经费", "市财政局")]


def test_labelled_lines_without_numbers_are_a_matter_each() -> None:
    lines = ("责任单位：市住建局；完成时限：6月底前；工作内容：改造管网。", "责任单位：市财政局；工作内容：拨付资金。")
    assert [(one.title, one.lead) for one in read("二、关于供热\n" + "\n".join(lines))] == [
        ("改造管网", "市住建局"),
        ("拨付资金", "市财政局"),
    ]


def test_nothing_is_dropped_without_a_word() -> None:
    found = read_minutes(USUAL, issued_on=ISSUED, plan_year=2026)
    assert found.unread == [
        "市政府第9次常务会议纪要",
        "2026年6月1日，市长主持召开市政府第9次常务会议。现纪要如下：",
        "会议听取了市住建局关于城东污水处理厂提标改造情况的汇报。",
        "会议议定：",
        "会议原则同意实施方案。",
        "出席：张某某、李某某",
        "列席：市住建局、市财政局负责人",
    ]
    assert found.decided[1].original == "（二）市财政局负责落实改造资金，7月15日前拨付到位。"
    told = read_minutes("近年来，市住建局加快推进供热改造。市住建局完成了普查。", issued_on=ISSUED, plan_year=2026)
    assert (told.decided, len(told.unread)) == ([], 2)


def test_several_leads_are_equals_and_a_leader_is_no_unit() -> None:
    (one,) = read("1.由分管副市长牵头，市发改委、市工信局负责，年底前完成园区规划。")
    assert (one.leader, one.lead, one.co_leads) == ("分管副市长", "市发改委", ("市工信局",))
    (group,) = read("2.各县（市、区）政府要落实属地责任。")
    assert (group.lead, group.title) == ("各县（市、区）政府", "落实属地责任")


def test_words_that_only_look_like_units_are_left_in_the_title() -> None:
    (one,) = read("1.下一步要加强统筹调度，形成工作合力。")
    assert (one.lead, one.title) == ("", "下一步要加强统筹调度，形成工作合力")


def test_a_point_that_says_only_who_and_when_takes_its_heading() -> None:
    (one,) = read("一、关于城北客运站搬迁\n（一）由市交通运输局牵头，市公安局配合，8月底前完成。")
    assert brief(one) == ("城北客运站搬迁", "市交通运输局", ("市公安局",), date(2026, 8, 31))


def test_background_gives_no_matter() -> None:
    assert read("一、传达学习上级会议精神\n会议传达学习了全省经济工作会议精神。会议认为，当前形势总体平稳。") == []
    assert read("") == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("秘密★1年\n市政府会议纪要", "秘密"),
        ("机　密\n纪要", "机密"),
        ("密级：绝密", "绝密"),
        ("（机密）会议纪要", "机密"),
        ("本件为机密级文件", "机密"),
        ("加强保密教育，严防国家秘密泄露", ""),
        ("保护企业商业秘密", ""),
        ("严守工作秘密，做好档案管理", ""),
    ],
)
def test_marks_of_secrecy_are_found_and_words_are_not(text: str, mark: str) -> None:
    assert secrecy_mark(text) == mark


def test_a_marked_text_is_refused() -> None:
    refuse_marked("会议纪要", "保守国家秘密")
    with pytest.raises(RuleBroken, match="marked-secret"):
        refuse_marked("会议纪要", "秘密★5年")
