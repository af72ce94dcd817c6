"""Names of units: what is one office, what is two, and what only somebody who knows can say."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.policy.unit_name_table import OFFICES
from tracker.policy.unit_names import KnownName, Resolution, UnitNames, canonical_key
from tracker.policy.unit_succession_table import KINDRED, SUCCESSIONS
from tracker.vocabulary.departments import NameKind

HOME = "示例市"


def names(text: str) -> list[str]:
    return text.split()


# One office each: real names of city organs, of other levels, and of offices easily taken for another.
DISTINCT = names(
    """
市政府 市政府办公室 市委 市委办公室 市人大常委会 市人大常委会办公室 市政协 市政协办公室 市纪委监委
市监委 市委组织部 市委宣传部 市委统战部 市委政法委 市委编办 市委网信办 市委台办 市委政研室 市委改革办
市委老干部局 市委机要局 市委党校 市直机关工委 市委巡察办 市委社会工作部 市委研究室 市政府研究室
市委督查室 市政府督查室 市委外办 市政府外办 市发展和改革委员会 市教育局 市科学技术局 市工业和信息化局
市民族宗教事务局 市公安局 市公安局交警支队 市公安局刑侦支队 市民政局 市司法局 市财政局
市人力资源和社会保障局 市自然资源和规划局 市生态环境局 市生态环境局东山分局 市生态环境局西河分局
市住房和城乡建设局 市房产管理局 市城市管理局 市综合行政执法局 市交通运输局 市水务局 市农业农村局 市委农办
市商务局 市文化和旅游局 市文化广电旅游体育局 市体育局 市卫生健康委员会 市退役军人事务局 市应急管理局
市应急委 市安委会 市安委办 市审计局 市委审计委员会 市国有资产监督管理委员会 市市场监督管理局
市市场监管综合行政执法支队 市统计局 市医疗保障局 市信访局 市乡村振兴局 市林业和草原局 市园林绿化局
市粮食和物资储备局 市国防动员办公室 市国防动员委员会 市金融工作办公室 市金融监管分局 市政务服务局
市政务服务和数据管理局 市数据局 市营商环境建设局 市投资促进局 市机关事务管理局 市机关事务服务中心
市疾病预防控制局 市疾病预防控制中心 市档案局 市档案馆 市税务局 市气象局 市邮政管理局 市烟草专卖局
市消防救援支队 市公积金管理中心 市供销合作社 市公共资源交易中心 市中级人民法院 市人民检察院 市总工会
团市委 市妇联 市残联 市科协 市工商联 市文联 市社科联 市侨联 市贸促会 市红十字会 市人民银行 市海关
市地方志办公室 市知识产权局 市药品监督管理局 市教育体育局 市科技和工业信息化局 市教育局招生办 市供电公司
市水务集团 市城投集团 市卫生学校 市中心医院 市卫生局 市环境保护局 市国土资源局 市规划局 市工商行政管理局
市质量技术监督局 市农业局 市林业局 市粮食局 市旅游局 市国税局 市地税局 区政府 区发展和改革局 区教育局
区财政局 区城市管理局 县发展和改革局 县财政局 省发展和改革委员会 省财政厅 国家发展改革委 财政部
东山区政府 东山区委 东山区发展改革局 西河区政府 南岭县政府 东山街道办事处 东湖镇政府
高新技术产业开发区管委会 经济技术开发区管委会 东山新区管委会 各县（市、区） 各市（县、区） 各区、县级市
各县（市、区）党委、政府 各乡镇（街道） 各开发区管委会 各有关单位 市直各部门
"""
)

# One office each, however written, where home is 示例市.
ONE_OFFICE = names(
    """
市发改委=市发展改革委=市发展和改革委员会=市发展和改革局=市发改局=示例市发展和改革委员会=发改委=市政府发改委
市工信局=市工业和信息化局=市工业信息化局=市工信委=工信局
市住建局=市住房和城乡建设局=市住房城乡建设局=市住建委
市人社局=市人力资源和社会保障局=市人力资源社会保障局=人社局 市卫健委=市卫生健康委=市卫生健康委员会=市卫健局
市文旅局=市文化和旅游局=市文化旅游局 市国资委=市国有资产监督管理委员会=市政府国资委
市交通局=市交通运输局=市交运局 市农业农村局=市农业农村委
市自然资源局=市自然资源和规划局=市规划和自然资源局=市资规局 市水利局=市水务局
市市监局=市市场监管局=市场监管局=市市场监督管理局=示例市市场监督管理局 市应急局=市应急管理局
市城管局=市城管委=市城市管理局=市城市管理委员会=市城市管理和综合执法局
市城管执法局=市城市管理综合行政执法局=市综合执法局 市医保局=市医疗保障局 市退役军人局=市退役军人事务局
市营商局=市营商环境局=市营商环境建设局=市营商办 市大数据局=市数据局=市大数据管理局
市行政审批局=市政务服务局=市政务服务管理局=市行政审批服务局=市政务服务办 市科技局=市科学技术局=市科委
市民宗局=市民族宗教局=市民族宗教事务局=市民宗委 市教体局=市教育体育局=市教育和体育局 市教育局=市教委
市信访局=市信访办=市委市政府信访局 市金融办=市金融工作办公室=市金融局=市地方金融监管局=市地方金融监督管理局
市林草局=市林业和草原局 市商务局=市商务委员会 市外办=市政府外办=市外事办公室=市人民政府外事办公室
市机关事务局=市机关事务管理局 市政研室=市委政研室=市委政策研究室
市委组织部=市组织部=中共示例市委组织部=示例市委组织部 市委统战部=市委统一战线工作部
市委政法委=市政法委=市委政法委员会 市委编办=市编办=市委编委办=市委机构编制委员会办公室
市委网信办=市网信办=市委网络安全和信息化委员会办公室 市直机关工委=市委直属机关工委=市委市直机关工委
团市委=共青团市委=共青团示例市委员会=市团委=共青团示例市委 市妇联=市妇女联合会=示例市妇女联合会
市残联=市残疾人联合会 市科协=市科学技术协会 市工商联=市工商业联合会
市公积金中心=市住房公积金管理中心=公积金中心 市供销社=市供销合作社联合社 市纪委=市纪委监委=市纪委市监委
市税务局=国家税务总局示例市税务局 市法院=市中级人民法院=市中院
市政府=市人民政府=示例市人民政府=示例市政府=示例市
市政府办=市政府办公室=市府办=市人民政府办公室=示例市人民政府办公室 市委=中共示例市委=中共示例市委员会
市人大=市人大常委会 东山区=东山区政府=东山区人民政府=示例市东山区人民政府
东山区住建局=东山区住房和城乡建设局=示例市东山区住建局 区发改局=区发展和改革局=区发改委
省发改委=省发展和改革委员会=省发展改革委 省住建厅=省住房和城乡建设厅 东山街道=东山街道办=东山街道办事处
东湖镇=东湖镇政府=东湖镇人民政府 高新区=高新区管委会=市高新区管委会=高新技术产业开发区管理委员会
经开区=经开区管委会=经济技术开发区管委会=示例市经济技术开发区
各县（市、区）=各县(市)区政府=各县（市、区）人民政府=各县市区=各县(市、区)
各区、县级市=各区（县级市）人民政府 各乡镇（街道）=各乡镇、街道办事处=各乡（镇、街道）
市公安局交警支队=示例市公安局交警支队 市卫生局=示例市卫生局=卫生局 市环保局=市环境保护局
市安监局=市安全生产监督管理局 市国土局=市国土资源局
"""
)
ALIASES = [pair for line in ONE_OFFICE for pair in pairwise(line.split("="))]

DIFFERENT = names(
    """
市发改委/区发改局 市发改委/省发改委 市发改委/东山区发改局 市财政局/财政部 市教育局/市教体局
市体育局/市教体局 市应急局/市应急委 市应急局/市安委办 市安委会/市安委办 市审计局/市委审计委员会
市金融局/市金融监管局 市金融监管局/市市场监管局 市信访局/市司法局 市政府/市政府办公室 市委/市委办公室
市委/市政府 市委办公室/市政府办公室 市委督查室/市政府督查室 市委研究室/市政府研究室
市委政研室/市政府研究室 市委外办/市外办 市编办/市编委 市疾控局/市疾控中心 市档案局/市档案馆
市国动办/市国动委 市人大常委会/市人大常委会办公室 市纪委/市监委 市卫生局/市卫健委 市卫生局/市卫生监督所
市环保局/市生态环境局 市国土局/市自然资源局 市规划局/市国土局 市农业局/市农业农村局 市农业局/市农办
市安监局/市应急局 市工商局/市工商联 市国税局/市地税局 市水务局/市水务集团 市科技局/市科协
市文旅局/市文广旅体局 市城管局/市综合行政执法局 市公安局/市公安局交警支队
市公安局交警支队/市公安局刑侦支队 市生态环境局/市生态环境局东山分局 市生态环境局/生态环境分局
东山区/西河区 东山区政府/东山区委 东山街道/西河街道 高新区/经开区 各县（市、区）/各市（县、区）
各县（市、区）/各区、县级市 各县（市、区）政府/各县（市、区）党委 各有关单位/各相关部门
市场监管局/区市场监管局 市政园林局/市园林局 市人社局/市人事局 市人武部/市国动办 市政务服务局/市数据局
市侨联/市侨办 市总工会/市工商联 市市场监管局/市市场监管综合行政执法支队 市卫健委/市卫健委（市疾控局）
"""
)


def test_there_are_as_many_examples_as_asked() -> None:
    assert len(DISTINCT) >= 80
    assert len(ALIASES) >= 60
    assert len(DIFFERENT) >= 30


def test_no_two_offices_share_a_key() -> None:
    for home in ("", HOME):
        keys: dict[str, str] = {}
        for name in DISTINCT:
            assert keys.setdefault(canonical_key(name, home), name) == name


@pytest.mark.parametrize(("one", "other"), ALIASES, ids=str)
def test_one_office_has_one_key(one: str, other: str) -> None:
    assert canonical_key(one, HOME) == canonical_key(other, HOME)
    resolution = UnitNames([KnownName(one, 7)], HOME).resolve(other)
    assert (resolution.unit_id, resolution.how) == (7, "normalised")


@pytest.mark.parametrize("pair", DIFFERENT)
def test_two_offices_stay_two(pair: str) -> None:
    one, other = pair.split("/")
    for home in ("", HOME):
        assert canonical_key(one, home) != canonical_key(other, home)
    assert UnitNames([KnownName(one, 7)], HOME).resolve(other).how in ("none", "old name")


def test_lines_of_one_office_do_not_meet() -> None:
    firsts = [line.split("=")[0] for line in ONE_OFFICE]
    for one, other in combinations(firsts, 2):
        assert canonical_key(one, HOME) != canonical_key(other, HOME)


def test_the_place_counts_unless_it_is_home() -> None:
    assert canonical_key("示例市财政局") != canonical_key("市财政局")
    assert canonical_key("财政局") != canonical_key("市财政局")
    assert canonical_key("财政局", HOME) == canonical_key("市财政局", HOME)
    assert canonical_key("另一市财政局", HOME) != canonical_key("市财政局", HOME)
    district = "示例市示例区"
    assert canonical_key("示例市示例区财政局", district) == canonical_key("区财政局", district)
    assert canonical_key("示例区财政局", district) == canonical_key("财政局", district)
    assert canonical_key("示例市财政局", district) == canonical_key("市财政局", district)
    assert canonical_key("市财政局", district) != canonical_key("区财政局", district)


@pytest.mark.parametrize(
    ("home", "written", "short"),
    [
        ("示例州市", "示例州市财政局", "市财政局"),
        ("示例省示例州市", "示例省示例州市财政局", "市财政局"),
        ("示例省示例州市", "示例省财政厅", "省财政厅"),
        ("示例市新市区", "示例市新市区财政局", "区财政局"),
        ("示例市市中区", "示例市市中区财政局", "区财政局"),
        ("示例市市中区", "市中区人民政府", "区政府"),
        ("示例市市中区", "示例市人民政府", "市政府"),
        ("示例自治州", "示例自治州发改委", "自治州发改委"),
    ],
)
def test_home_is_read_whatever_words_it_is_made_of(home: str, written: str, short: str) -> None:
    assert canonical_key(written, home) == canonical_key(short, home)


@pytest.mark.parametrize("written", ["市发改委 ", "市 发 改 委", "市发改委、", "市发改委\u200b", "\u3000市发改委。"])
def test_dirt_is_not_part_of_a_name(written: str) -> None:
    assert UnitNames([KnownName("市发展和改革委员会", 1)], HOME).resolve(written).unit_id == 1


def test_no_form_in_the_table_means_two_functions() -> None:
    seen: dict[str, str] = {}
    for office in OFFICES:
        for form in office.forms():
            assert seen.setdefault(form, office.name) == office.name


def test_the_tables_speak_of_the_same_offices() -> None:
    known = {office.name for office in OFFICES}
    assert len(known) == len(OFFICES)
    assert {name for row in SUCCESSIONS for name in (row.old, *row.new)} <= known
    assert {name for group in KINDRED for name in group} <= known


CITY = UnitNames(
    [
        KnownName("示例市发展和改革委员会", 1),
        KnownName("市发改委", 1, NameKind.SHORT),
        KnownName("示例市卫生健康委员会", 2),
        KnownName("示例市自然资源局", 3),
        KnownName("示例市市场监督管理局", 4),
        KnownName("示例市文化广电旅游体育局", 5),
        KnownName("示例市生态环境局", 6),
        KnownName("市环保局", 6, NameKind.OLD),
        KnownName("示例市水利局", 7),
        KnownName("示例市水务局", 8),
        KnownName("示例市农业农村局", 9),
        KnownName("示例市工业和信息化局", 10),
        KnownName("示例市应急管理局", 11),
        KnownName("示例市安委办", 12),
        KnownName("示例市税务局", 13),
        KnownName("市委宣传部", 14),
        KnownName("东山区人民政府", 20),
        KnownName("各县（市、区）", 1, is_group=True),
    ],
    HOME,
)


@pytest.mark.parametrize(
    ("written", "unit", "how"),
    [
        ("示例市发展和改革委员会", 1, "exact"),
        ("市发改委", 1, "exact"),
        ("市发展改革委", 1, "normalised"),
        ("市环保局", 6, "exact"),  # recorded by the office as this unit's old name
        ("市环境保护局", 6, "normalised"),
        ("市卫生局", 2, "old name"),
        ("市卫计委", 2, "old name"),
        ("市人口计生委", 2, "old name"),  # by way of 卫生和计划生育
        ("市国土资源局", 3, "old name"),
        ("市规划局", 3, "old name"),
        ("市工商局", 4, "old name"),
        ("市质监局", 4, "old name"),
        ("市食药监局", 4, "old name"),
        ("市旅游局", 5, "old name"),  # this city's 文旅 is a larger office
        ("市文广新局", 5, "old name"),
        ("市农委", 9, "old name"),
        ("市农业局", 9, "old name"),
        ("市扶贫办", 9, "old name"),
        ("市经信委", 10, "old name"),
        ("市经贸委", 10, "old name"),
        ("市安监局", 11, "old name"),
        ("市国税局", 13, "old name"),
        ("市地税局", 13, "old name"),
        ("市新闻出版局", 14, "old name"),
        ("市水利局", 7, "normalised"),
        ("东山区", 20, "normalised"),
    ],
)
def test_resolving(written: str, unit: int, how: str) -> None:
    assert CITY.resolve(written) == Resolution(unit_id=unit, how=how)  # type: ignore[arg-type]


def test_a_group_is_not_a_unit() -> None:
    assert CITY.resolve("各县(市)区政府") == Resolution(group_id=1, how="normalised")


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("市物价局", ["示例市发展和改革委员会", "示例市市场监督管理局"]),  # the duties were divided
        ("市水利水务局", ["示例市水务局", "示例市水利局"]),
        ("市水务委", ["示例市水务局"]),
        ("市文旅局", ["示例市文化广电旅游体育局"]),  # often one, not always
        ("市卫健委（市疾控局）", ["示例市卫生健康委员会"]),
        ("市发展和改革委员", ["示例市发展和改革委员会"]),
    ],
)
def test_what_is_unsure_is_only_suggested(written: str, suggested: list[str]) -> None:
    resolution = CITY.resolve(written)
    assert (resolution.unit_id, resolution.group_id, resolution.how) == (None, None, "none")
    assert set(suggested) <= {name for name, _ in resolution.suggestions}
    assert len(resolution.suggestions) <= 3
    assert all(70 <= score <= 100 for _, score in resolution.suggestions)


@pytest.mark.parametrize("written", ["", " ", "、", "各", "相关企业", "省电力公司"])
def test_nothing_alike_suggests_nothing(written: str) -> None:
    assert CITY.resolve(written) == Resolution()


def test_a_name_used_again_means_its_present_bearer() -> None:
    known = UnitNames([KnownName("市建设局", 1, NameKind.OLD), KnownName("市建设局", 2), KnownName("市住建局", 1)])
    assert known.resolve("市建设局").unit_id == 2


def test_a_name_two_units_bear_is_asked_about() -> None:
    known = UnitNames([KnownName("市检测中心", 1), KnownName("市检测中心", 2)])
    assert known.resolve("市检测中心").how == "none"


@given(st.text(max_size=30), st.sampled_from(["", HOME]))
def test_any_text_has_a_key_and_an_answer(written: str, home: str) -> None:
    assert canonical_key(written, home) == canonical_key(f" {written} ", home)
    assert CITY.resolve(written).how in ("exact", "normalised", "old name", "none")


@given(st.sampled_from(DISTINCT), st.sampled_from(DISTINCT))
def test_a_key_equals_only_for_the_same_name(one: str, other: str) -> None:
    assert (canonical_key(one, HOME) == canonical_key(other, HOME)) == (one == other)
