"""Two lists of one year: what is one matter said twice, and what only sounds alike."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.policy.duplicates import Candidate, Match, Reason, find_duplicates
from tracker.policy.task_subjects import read_subject

UNIT = "市|发展和改革"

# One matter as the party committee's list says it / as the government's does.
SAME_MATTER = """
地区生产总值增长6%以上/实现地区生产总值增长6%
规模以上工业增加值增长6%/规上工业增加值增长8%左右
固定资产投资增长10%以上/全市固定资产投资增长8%
一般公共预算收入增长5%/确保一般公共预算收入增长5%以上
城镇新增就业5万人/全年城镇新增就业5万人以上
加快推进城东污水处理厂提标改造工程建设/城东污水处理厂提标改造
实施老旧小区改造120个/完成120个城镇老旧小区改造任务
深化“放管服”改革，持续优化营商环境/持续深化“放管服”改革，优化营商环境
推进义务教育优质均衡发展/大力推进义务教育优质均衡发展
加快推进高铁南站建设/高铁南站开工建设
建成投用市中心医院新院区/推进市中心医院新院区建设
新改建农村公路300公里/完成农村公路新改建300公里
新建改建农村公路300公里/新改建农村公路200公里
深入开展安全生产专项整治三年行动/安全生产专项整治三年行动
推进政务服务“一网通办”/全面推进政务服务一网通办
完善城乡居民基本养老保险制度/进一步完善城乡居民基本养老保险制度
建设高标准农田30万亩/新建高标准农田30万亩以上
打好蓝天、碧水、净土保卫战/坚决打好蓝天碧水净土三大保卫战
举办第五届冰雪旅游节/办好第五届冰雪旅游节
支持企业技术改造，实施技改项目100个/实施企业技术改造项目100个
推动装备制造产业集群发展壮大/发展壮大装备制造产业集群
培育国家高新技术企业50家/新增国家级高新技术企业60家
构建城乡一体的现代公共文化服务体系/构建现代公共文化服务体系
落实粮食安全党政同责，粮食产量稳定在50亿斤/严格落实粮食安全党政同责，确保粮食总产稳定在50亿斤以上
加快城市东部产业新城基础设施建设/推进东部产业新城基础设施建设
推进国有企业改革三年行动/深入实施国企改革三年行动
开工建设地铁1号线/加快地铁1号线建设
推进生活垃圾分类/全面推行城市生活垃圾分类
强化基层治理体系和治理能力现代化建设/加强基层治理体系和治理能力现代化建设
建立健全防止返贫动态监测和帮扶机制/健全防止返贫动态监测帮扶机制
引进到位内资500亿元/实际利用内资500亿元
开展“双随机、一公开”监管/全面实施“双随机、一公开”监管
制定出台促进民营经济发展的若干措施/出台促进民营经济发展若干措施
谋划储备重大项目，争取上级政策资金/积极争取上级政策资金，谋划储备重大项目
（三）实施人才安居工程/12.人才安居工程
加快220千伏城西变电站建设/220千伏城西变电站建设项目
""".strip().splitlines()

ONLY_ALIKE = """
新建学校3所/新建医院3所
城东污水处理厂提标改造工程/城西污水处理厂提标改造工程
市一中新校区建设项目/市二中新校区建设项目
城镇居民人均可支配收入增长6%/农村居民人均可支配收入增长6%
一般公共预算收入增长5%/一般公共预算支出增长5%
第一产业增加值增长3%/第二产业增加值增长3%
规模以上工业增加值增长6%/规模以上服务业营业收入增长6%
固定资产投资增长10%/民间固定资产投资增长10%
工业投资增长10%/工业技改投资增长10%
社会消费品零售总额增长6%/限额以上社会消费品零售总额增长6%
外贸进口总额增长5%/外贸出口总额增长5%
推进义务教育优质均衡发展/推进学前教育普及普惠发展
地铁1号线开工建设/地铁2号线开工建设
地铁1号线开工建设/地铁11号线开工建设
居民人均可支配收入增长6%/城镇居民人均可支配收入增长6%
实施中心医院一期工程/实施中心医院二期工程
新建5G基站500个/新建充电桩500个
新建农村公路300公里/改造农村供水管网300公里
建设高标准农田30万亩/建设高效节水灌溉30万亩
培育高新技术企业50家/培育专精特新企业50家
培育国家级专精特新企业10家/培育省级专精特新企业10家
创建国家卫生城市/创建国家森林城市
创建全国文明城市/创建全国双拥模范城
东山区老旧小区改造50个/西河区老旧小区改造50个
改造老旧小区50个/老旧小区加装电梯50部
举办冰雪旅游节/举办啤酒文化节
城市黑臭水体治理/农村黑臭水体治理
农村生活污水治理/农村生活垃圾治理
危险化学品安全专项整治/建筑施工安全专项整治
食品安全领域突出问题专项整治行动/药品安全领域突出问题专项整治行动
南部新城基础设施建设/北部新城基础设施建设
开展春季森林防火工作/开展秋季森林防火工作
制定乡村振兴战略规划/制定数字经济发展规划
加快推进高铁南站建设/加快推进高铁北站建设
完善城乡居民基本养老保险制度/完善城乡居民基本医疗保险制度
提高城市低保标准/提高农村低保标准
深化国有企业改革/深化医药卫生体制改革
推进工业园区污水处理设施建设/推进工业园区标准厂房建设
支持大型企业上市融资/支持中小企业融资
城市燃气管网改造50公里/城市供热管网改造50公里
举办第五届冰雪旅游节/举办第六届冰雪旅游节
2025年老旧小区改造工作/2026年老旧小区改造工作
做好“十四五”规划总结评估/做好“十五五”规划总结评估
建设人民路跨江大桥/建设解放路跨江大桥
城镇新增就业5万人/农村劳动力转移就业5万人
实施高层次人才引进计划/实施高层次人才培养计划
降低企业用电成本/降低企业用地成本
推进重点项目建设/推进重点园区建设
新建幼儿园10所/新建小学10所
化解政府隐性债务风险/化解房地产领域风险
地区生产总值增长6%/单位地区生产总值能耗下降3%
单位地区生产总值能耗下降3%/单位地区生产总值二氧化碳排放下降3%
110千伏城西变电站建设/220千伏城西变电站建设
加快城东片区给排水管网、道路、绿化等市政基础设施建设/加快城西片区给排水管网、道路、绿化等市政基础设施建设
建立健全食品安全追溯体系/建立健全社会信用体系
加强学校周边交通秩序整治/加强医院周边交通秩序整治
推进数字政府建设/推进数字乡村建设
""".strip().splitlines()

RECALL_FLOOR = 0.90
PRECISION_FLOOR = 0.95


def matched(pair: str, units: tuple[str, str] = (UNIT, UNIT)) -> list[Match]:
    one, other = pair.split("/")
    return find_duplicates([Candidate(1, one, units[0])], [Candidate(2, other, units[1])])


def test_there_are_as_many_examples_as_asked() -> None:
    assert len(SAME_MATTER) >= 25
    assert len(ONLY_ALIKE) >= 40


def test_recall_and_precision_keep_their_floors() -> None:
    missed = [pair for pair in SAME_MATTER if not matched(pair)]
    wrong = [pair for pair in ONLY_ALIKE if matched(pair)]
    found = len(SAME_MATTER) - len(missed)
    assert found / len(SAME_MATTER) >= RECALL_FLOOR, missed
    assert found / (found + len(wrong)) >= PRECISION_FLOOR, wrong


def test_the_floors_hold_among_all_titles_at_once() -> None:
    lists = [pair.split("/") for pair in SAME_MATTER + ONLY_ALIKE]
    matches = find_duplicates(
        [Candidate((0, i), pair[0], UNIT) for i, pair in enumerate(lists)],
        [Candidate((1, i), pair[1], UNIT) for i, pair in enumerate(lists)],
    )
    right = {((0, i), (1, i)) for i in range(len(SAME_MATTER))}
    # Some first titles are about the same as another pair's, and so rightly match its second: 固定资产投资增长 and
    # 新建农村公路300公里 stand in two.
    titles = {(side, i): read_subject(pair[side]).pairs for i, pair in enumerate(lists) for side in (0, 1)}
    pairs = {(match.a, match.b) for match in matches}
    wrong = {(a, b) for a, b in pairs - right if titles[a] != titles[b]}  # type: ignore[index]
    assert len(right & pairs) >= RECALL_FLOOR * len(right)
    assert len(wrong) <= 0.1 * len(pairs), [(titles[a], titles[b]) for a, b in wrong]  # type: ignore[index]


@pytest.mark.parametrize("pair", ONLY_ALIKE)
def test_units_apart_never_match_what_is_only_alike(pair: str) -> None:
    assert matched(pair, ("市|教育", "市|卫生健康")) == []
    assert matched(pair, ("", "")) == []


def test_another_unit_or_none_needs_more() -> None:
    reworded = "构建城乡一体的现代公共文化服务体系/构建现代公共文化服务体系"
    assert matched(reworded)
    assert matched(reworded, (UNIT, "市|财政")) == []
    assert matched(reworded, ("", "")) == []
    same = "加快220千伏城西变电站建设/220千伏城西变电站建设项目"
    assert matched(same, (UNIT, "市|财政"))
    assert matched(same, ("", UNIT))


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ("推进生活垃圾分类/生活垃圾分类工作", Reason.SAME),
        ("地区生产总值增长6%/地区生产总值增长8%", Reason.FIGURES),
        ("推进生活垃圾分类体系建设/城市生活垃圾分类体系建设", Reason.REWORDED),
        ("推进城镇老旧小区综合改造86个/高质量完成86个老旧小区改造任务", Reason.SHARED_PHRASE),
    ],
)
def test_why_two_look_like_one(pair: str, reason: Reason) -> None:
    (match,) = matched(pair)
    assert match.reason is reason
    assert 82 <= match.score <= 100


def test_other_figures_come_after_the_same() -> None:
    items = [Candidate("new", "地区生产总值增长6%", UNIT)]
    old = [Candidate("eight", "地区生产总值增长8%", UNIT), Candidate("six", "地区生产总值增长6%左右", UNIT)]
    assert [match.b for match in find_duplicates(items, old)] == ["six", "eight"]


def test_a_general_title_is_told_apart_by_its_target() -> None:
    road = Candidate(1, "重点项目建设", UNIT, "环城路全线通车")
    plant = Candidate(2, "重点项目建设", UNIT, "热电厂二期并网发电")
    silent = Candidate(3, "推进重点项目建设", UNIT)
    assert find_duplicates([road], [plant])[0].score < find_duplicates([road], [silent])[0].score
    other_unit = Candidate(4, "重点项目建设", "市|财政", "热电厂二期并网发电")
    assert find_duplicates([road], [other_unit]) == []


def test_twice_in_one_list_is_told_once() -> None:
    items = [
        Candidate(i, title, UNIT) for i, title in enumerate(["推进生活垃圾分类", "生活垃圾分类", "创建国家卫生城市"])
    ]
    (match,) = find_duplicates(items, [])
    assert {match.a, match.b} == {0, 1}


def test_an_item_is_no_duplicate_of_itself() -> None:
    item = Candidate(1, "推进生活垃圾分类", UNIT)
    assert find_duplicates([item], [item]) == []
    assert find_duplicates([], [item]) == []
    assert find_duplicates([Candidate(2, "", UNIT), Candidate(3, "——", UNIT)], [Candidate(4, "", UNIT)]) == []


@given(st.lists(st.tuples(st.text("推进建设学校医院一二三12%年所东西", max_size=12), st.sampled_from(["", "a", "b"]))))
def test_any_lists_can_be_compared(rows: list[tuple[str, str]]) -> None:
    items = [Candidate(i, title, unit) for i, (title, unit) in enumerate(rows)]
    for match in find_duplicates(items, items):
        assert match.a != match.b
        assert 82 <= match.score <= 100


def many(count: int, seed: int, units: int) -> list[Candidate]:
    """Titles such as lists have: of words of the language of plans, in unlike combinations."""
    chance = random.Random(seed)
    words = sorted(
        {title[i : i + 2] for pair in SAME_MATTER + ONLY_ALIKE for title in [pair] for i in range(len(pair))}
    )
    return [
        Candidate((seed, i), "".join(chance.choices(words, k=chance.randint(4, 16))), f"unit {chance.randrange(units)}")
        for i in range(count)
    ]


@pytest.mark.parametrize(("count", "units"), [(10_000, 100), (3_000, 1)])
def test_long_lists_are_compared_in_time(count: int, units: int) -> None:
    items, existing = many(count, 1, units), many(count, 2, units)
    copies = [Candidate(("copy", i), f"加快推进{old.title}", old.unit_key) for i, old in enumerate(existing[:100])]
    started = time.perf_counter()
    matches = find_duplicates(items + copies, existing)
    took = time.perf_counter() - started
    found = {match.a for match in matches if match.a[0] == "copy"}  # type: ignore[index]
    assert len(found) >= 95
    assert (
        took < 60
    )  # 6 s alone (10 s for ten thousand of one unit); the bound is for a machine running the whole suite


@pytest.mark.parametrize("title", ["推进生活垃圾分类", "东山街道第{}社区改造"])
def test_odd_lists_stay_bounded(title: str) -> None:
    items = [Candidate(i, title.format(i), UNIT) for i in range(3_000)]
    tracemalloc.start()
    matches = find_duplicates(items, [])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(matches) <= 5 * len(items)
    assert peak < 100 * 2**20
