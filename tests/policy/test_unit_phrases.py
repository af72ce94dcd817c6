"""Unit cells: those of real documents and those other offices write."""

from __future__ import annotations

import pytest
from timing import processor_time

from tracker.policy.unit_phrases import is_group, is_open_group, read_units
from tracker.vocabulary.sheets import RowProblem

# Cell, those who lead, those who help; in a column that holds both.
COMBINED = [
    ("省发改委负责", "省发改委", ""),
    ("规划建设局（县水利局配合）", "规划建设局", "县水利局"),
    ("各区（市城管局牵头）", "市城管局", "各区"),
    ("区交警大队（配合单位：站前管委会）", "区交警大队", "站前管委会"),
    ("市住建局（电话：8123456）、市城管局（0411-8123457）", "市住建局", "市城管局"),
    ("市住建局 8123456", "市住建局", ""),
    ("市人社局、市教育局（主办）；团市委、市工商联（协办）", "市人社局 市教育局", "团市委 市工商联"),
    ("县民政局牵头，县残联等有关部门参加，各镇街落实", "县民政局", "县残联 有关部门 各镇街"),
    ("市发改委总牵头；市工信局、市商务局分行业牵头", "市发改委 市工信局 市商务局", ""),
    ("省发改委、水利厅等省有关部门和各市政府按职责分工负责", "省发改委 省水利厅 省有关部门 各市政府", ""),
    ("省财政厅主办,省国税局、地税局协办", "省财政厅", "省国税局 省地税局"),
    ("省发改委主办,省工信委、国土资源厅、住建厅协办", "省发改委", "省工信委 省国土资源厅 省住建厅"),
    ("省发改委、农委、统计局分别负责", "省发改委 省农委 省统计局", ""),
    ("财政部、税务总局牵头，国务院相关部门及各地区按职责分工负责", "财政部 税务总局", "国务院相关部门 各地区"),
    ("财政部牵头，海关总署等国务院相关部门及各地区按职责分工负责", "财政部", "海关总署 国务院相关部门 各地区"),
    ("银保监会及各地区按职责分工负责", "银保监会 各地区", ""),
    ("文化和旅游部、国家卫生健康委等国务院相关部门按职责分工负责", "文化和旅游部 国家卫生健康委 国务院相关部门", ""),
    ("国务院办公厅牵头，国务院相关部门和单位及各地区按职责分工负责", "国务院办公厅", "国务院相关部门和单位 各地区"),
    ("国务院办公厅牵头，各地区、各部门负责", "国务院办公厅", "各地区、各部门"),
    ("市发改委,市经贸委、国土房管局、黄埔区政府", "市发改委", "市经贸委 市国土房管局 黄埔区政府"),
    ("市发改委；市财政局、市审计局", "市发改委", "市财政局 市审计局"),
    ("市发改委、市财政局；市审计局、市统计局", "市发改委 市财政局", "市审计局 市统计局"),
    ("由市发改委牵头，会同市财政局、住建局", "市发改委", "市财政局 市住建局"),
    ("市发改委会同市财政局", "市发改委", "市财政局"),
    ("市妇联会同市民政局、市教育局推进", "市妇联", "市民政局 市教育局"),
    ("市发改委牵头，市财政局、税务局配合", "市发改委", "市财政局 税务局"),
    ("市发改委牵头市财政局配合", "市发改委", "市财政局"),
    ("市发改委，市财政局配合", "市发改委", "市财政局"),
    ("市财政局负责，市税务局、各区县", "市财政局", "市税务局 各区县"),
    ("市民政局牵头；市财政局、人社局；各县（市、区）人民政府", "市民政局", "市财政局 市人社局 各县（市、区）人民政府"),
    ("牵头单位：市发改委；配合单位：市财政局、审计局", "市发改委", "市财政局 市审计局"),
    ("主办：市教育局\n协办：市财政局、市编办", "市教育局", "市财政局 市编办"),
    ("责任单位：市住建局    配合单位：各区政府", "市住建局", "各区政府"),
    ("市发改委（牵头）、市财政局、住建局", "市发改委", "市财政局 市住建局"),
    ("教育局（牵头）\n财政局\n人社局", "教育局", "财政局 人社局"),
    ("（牵头）市发改委、（配合）市财政局", "市发改委", "市财政局"),
    ("市发改委(主)、市财政局(协)", "市发改委", "市财政局"),
    ("市发改委负责项目审批，市财政局负责资金保障", "市发改委 市财政局", ""),
    ("市发改委、市商务局按职责分工牵头", "市发改委 市商务局", ""),
    ("1.市发改委 2.市财政局", "市发改委", "市财政局"),
    ("1.市发改委\n2.市财政局、教育局", "市发改委", "市财政局 市教育局"),
    ("市公安局/市交通局", "市公安局", "市交通局"),
    ("市住建局（市人防办）牵头", "市住建局（市人防办）", ""),
    ("市委办公厅、市政府办公厅、市政协办公厅", "市委办公厅", "市政府办公厅 市政协办公厅"),
    ("各市(地)党委、政府(行署)", "各市(地)党委、政府(行署)", ""),
    ("六枝特区人民政府，钟山区、水城区人民政府", "六枝特区人民政府", "钟山区 水城区人民政府"),
    ("贵安新区管委会，各市（州）人民政府", "贵安新区管委会", "各市（州）人民政府"),
    ("县委办、县政府办、县发改局、各乡镇（街道）", "县委办", "县政府办 县发改局 各乡镇（街道）"),
    ("自治区发展改革委、财政厅", "自治区发展改革委", "自治区财政厅"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "lead", "supporting"), COMBINED)
def test_one_column_for_all(cell: str, lead: str, supporting: str) -> None:
    said = read_units(cell, "combined")
    assert (said.lead, said.supporting) == (lead.split(), supporting.split())


# Cell and its names, in a column of helpers.
LISTS = [
    ("市委组织部、市人力资源和社会保障局，各区、县级市", "市委组织部|市人力资源和社会保障局|各区、县级市"),
    ("各县（市、区）人民政府", "各县（市、区）人民政府"),
    ("各县(市)区政府、各开发区管委会", "各县(市)区政府|各开发区管委会"),
    ("各有关部门,各开发区、镇(街道)", "各有关部门|各开发区、镇(街道)"),
    ("各镇、街道", "各镇、街道"),
    ("各乡镇、街道、区直各部门", "各乡镇、街道|区直各部门"),
    ("各区、县(市)政府及开发区管委会", "各区、县(市)政府|开发区管委会"),
    ("各镇街、高新区管委会", "各镇街|高新区管委会"),
    ("各县（市、区）党委和政府", "各县（市、区）党委和政府"),
    ("开发区管委会及各镇街", "开发区管委会|各镇街"),
    ("沈阳近海经济区管委会、各镇政府(街道办事处)", "沈阳近海经济区管委会|各镇政府(街道办事处)"),
    ("市、区有关部门", "市、区有关部门"),
    ("市财政局等有关部门", "市财政局|有关部门"),
    ("市税务局等相关部门,各县(市)区政府", "市税务局|相关部门|各县(市)区政府"),
    ("市工业和信息化局、商务局等有关部门", "市工业和信息化局|市商务局|有关部门"),
    ("立山经济开发区,各街道,税务局", "立山经济开发区|各街道|税务局"),
    ("各街道,区市场局", "各街道|区市场局"),
    ("自然资源分局、生态环境分局、区发展改革局", "自然资源分局|生态环境分局|区发展改革局"),
    ("市发展和改革委员会和市财政局", "市发展和改革委员会|市财政局"),
    ("区农业和农村局、文化和旅游局", "区农业和农村局|区文化和旅游局"),
    ("市自然资源和规划局、市住房和城乡建设局", "市自然资源和规划局|市住房和城乡建设局"),
    ("市应急管理局、市消防救援支队和各县区", "市应急管理局|市消防救援支队|各县区"),
    ("市市场监管局及相关部门", "市市场监管局|相关部门"),
    ("市发改委、市场监管局、乡村振兴局", "市发改委|市市场监管局|市乡村振兴局"),
    ("市委组织部、宣传部、发改委", "市委组织部|市委宣传部|市发改委"),
    ("市法院、检察院", "市法院|市检察院"),
    ("县委办、信访局、法院、人民检察院", "县委办|县信访局|县法院|县人民检察院"),
    ("国务院办公厅、法院", "国务院办公厅|法院"),
    ("县公安局、刑侦大队、交警大队", "县公安局|刑侦大队|交警大队"),
    ("市消防救援局、特警支队、应急救援支队", "市消防救援局|特警支队|市应急救援支队"),
    ("区委统战部、党校、编办", "区委统战部|区委党校|区委编办"),
    ("团县委、残联、科协", "团县委|县残联|县科协"),
    ("市水利、民政、教育部门", "市水利|市民政|市教育"),
    ("市水利局、民政、教育主管部门", "市水利局|市民政|市教育"),
    ("县文旅投、县民政局", "县文旅投|县民政局"),
    ("市妇联、团市委、总工会、残联", "市妇联|团市委|市总工会|市残联"),
    ("市工信局、人民银行、供电公司、银保监分局", "市工信局|人民银行|供电公司|银保监分局"),
    ("市国资委、城投集团、水务集团", "市国资委|城投集团|水务集团"),
    ("海东市发改委、财政局", "海东市发改委|海东市财政局"),
    ("青岛市市南区政府、市北区政府", "青岛市市南区政府|市北区政府"),
    ("镇江市发改委、财政局", "镇江市发改委|镇江市财政局"),
    ("财政部、国家发展改革委", "财政部|国家发展改革委"),
    ("发改委、市财政局", "发改委|市财政局"),
    ("市发改委、市直机关工委、司法局", "市发改委|市直机关工委|市司法局"),
    ("越秀、荔湾、海珠区政府", "越秀区政府|荔湾区政府|海珠区政府"),
    ("发改、财政、住建局", "发改局|财政局|住建局"),
    ("市发改、财政等部门", "市发改|市财政"),
    ("市生态\n环境局、市水利局", "市生态环境局|市水利局"),
    ("市发展和改革委\n员会", "市发展和改革委员会"),
    ("市 教 育 局", "市教育局"),
    ("市教育局 市财政局", "市教育局|市财政局"),
    ("市高等教育中心、教育局", "市高等教育中心|市教育局"),
    ("市财政局、税务局按职责分工负责", "市财政局|税务局"),
    ("/", ""),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "names"), LISTS)
def test_a_list_of_helpers(cell: str, names: str) -> None:
    said = read_units(cell, "supporting")
    assert (said.lead, said.supporting) == ([], names.split("|") if names else [])


LEAD_COLUMN = [
    ("市发改委、财政局", "市发改委 市财政局", ""),
    ("市发改委,市财政局牵头", "市发改委 市财政局", ""),
    ("市财政局\n市国资委（牵头）", "市国资委 市财政局", ""),
    ("市发改委牵头，市财政局配合", "市发改委", "市财政局"),
]


@pytest.mark.parametrize(("cell", "lead", "supporting"), LEAD_COLUMN)
def test_a_lead_column_lists_equals(cell: str, lead: str, supporting: str) -> None:
    said = read_units(cell, "lead")
    assert (said.lead, said.supporting) == (lead.split(), supporting.split())


@pytest.mark.parametrize("cell", ["市住建局 张某", "市住建局（张某）", "市住建局\n张某某", "张某\n市住建局"])
def test_persons_are_no_units(cell: str) -> None:
    said = read_units(cell, "lead", people=True)
    assert (said.lead, len(said.people), said.problems) == (["市住建局"], 1, [])


def test_a_bracket_with_a_name_is_a_person_and_one_with_a_place_is_not() -> None:
    said = read_units("市住建局（张某某）、自然资源分局（江北）", "supporting")
    assert (said.supporting, said.people) == (["市住建局", "自然资源分局（江北）"], ["张某某"])
    assert RowProblem.UNIT_PERSON in [p.code for p in said.problems]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("①市发改委②市财政局", ["市发改委", "市财政局"]),
        ("市财政局、人民银行、银监局", ["市财政局", "人民银行", "银监局"]),
        ("市公安局、东港公积金管理中心", ["市公安局", "东港公积金管理中心"]),
        ("各街道党工委、办事处", ["各街道党工委、办事处"]),
    ],
)
def test_lists_of_other_offices(cell: str, names: list[str]) -> None:
    assert read_units(cell, "supporting").supporting == names


def test_an_unexpected_person_is_doubted() -> None:
    said = read_units("市住建局 张某", "lead")
    assert said.people == ["张某"]
    assert [p.code for p in said.problems] == [RowProblem.UNIT_PERSON]


def test_duties_are_kept() -> None:
    said = read_units("市发改委（负责统筹）、市财政局（负责资金保障）", "combined")
    assert said.duties == {"市发改委": "负责统筹", "市财政局": "负责资金保障"}


DOUBTS = [
    ("市监察局等部门", RowProblem.UNIT_OPEN_ENDED),
    ("省商务厅等", RowProblem.UNIT_OPEN_ENDED),
    ("市财政局等15个部门", RowProblem.UNIT_OPEN_ENDED),
    ("各有关单位", RowProblem.UNIT_OPEN),
    ("市直有关部门", RowProblem.UNIT_OPEN),
    ("发改、住建局", RowProblem.UNIT_COMPLETED),
    ("市水利、教育部门", RowProblem.UNIT_COMPLETED),
    ("某某某某", RowProblem.UNIT_UNREAD),
]


@pytest.mark.parametrize(("cell", "code"), DOUBTS)
def test_what_is_doubted(cell: str, code: RowProblem) -> None:
    assert code in [p.code for p in read_units(cell, "supporting").problems]


@pytest.mark.parametrize(
    "name",
    [
        "各有关单位",
        "各相关部门",
        "市直有关部门",
        "各地区、各部门",
        "全区经济运行各专班",
        "各科室",
        "各主要经济指标牵头单位",
        "国务院相关部门",
        "各有关区、县级市",
        "市应急委成员单位",
    ],
)
def test_groups_nobody_can_list(name: str) -> None:
    assert is_group(name)
    assert is_open_group(name)


@pytest.mark.parametrize(
    "name", ["各区、县级市", "各县（市、区）人民政府", "各街道", "各园区", "各乡镇（街道）", "各市(地)党委、政府(行署)"]
)
def test_groups_that_can_be_listed(name: str) -> None:
    assert is_group(name)
    assert not is_open_group(name)


@pytest.mark.parametrize("name", ["市发改委", "越秀区政府", "市直机关工委", "开发区管委会", "市公安局交警支队"])
def test_units_are_no_groups(name: str) -> None:
    assert not is_group(name)


HOSTILE = [
    "市",
    "(",
    "()",
    "市发改委、",
    "和",
    "等",
    "负责",
    "1.",
    " ",
    "各区、",
    "牵头",
    "局和",
    "张三 ",
    "，",
    "牵头单位：",
    "局（负责",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_cells_take_no_time(piece: str) -> None:
    cell = piece * (50_000 // len(piece))

    def read() -> None:
        is_open_group.cache_clear()
        read_units(cell, "combined")
        is_open_group(cell)

    # 50 ms, with room for a machine that does other things as well.
    assert processor_time(read) < 0.2


def test_a_person_whose_name_ends_as_a_unit_does_is_a_person_where_persons_are_expected() -> None:
    said = read_units("区水务局（王建军）、区城管局 李小城", "combined", people=True)
    assert (said.lead, said.supporting, said.people) == (["区水务局"], ["区城管局"], ["王建军", "李小城"])
