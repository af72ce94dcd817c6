"""What became of offices, and which offices are often one: for offering a unit, never for taking one unasked.

A row is national pattern, not a fact about one city: the centre reforms and each province follows, by its own plan and
in its own year (the reform of 2018 reached cities and counties by March 2019). A row with several successors has more
than one because the duties were divided, or because cities put them in different places.
"""

from __future__ import annotations

from typing import NamedTuple


class Succession(NamedTuple):
    """An office and those that may have taken it over, from the national plan of this year."""

    year: int
    old: str
    new: tuple[str, ...]


SUCCESSIONS = (
    # 国务院机构改革方案 (11th National People's Congress, March 2008), and the local reforms of 2009 and 2010.
    Succession(2008, "人事", ("人力资源和社会保障",)),
    Succession(2008, "劳动和社会保障", ("人力资源和社会保障",)),
    Succession(2008, "城乡建设", ("住房和城乡建设",)),
    Succession(2008, "房产管理", ("住房和城乡建设",)),
    Succession(2008, "经济贸易", ("工业和信息化", "科技和工业信息化")),
    Succession(2008, "对外贸易经济合作", ("商务",)),
    # 国务院机构改革和职能转变方案 (12th National People's Congress, March 2013).
    Succession(2013, "人口和计划生育", ("卫生和计划生育", "卫生健康")),
    # 国务院机构改革方案 (13th National People's Congress, 17 March 2018) and 深化党和国家机构改革方案 (March 2018).
    Succession(2018, "卫生", ("卫生健康",)),
    Succession(2018, "卫生和计划生育", ("卫生健康",)),
    Succession(2018, "环境保护", ("生态环境",)),
    Succession(2018, "国土资源", ("自然资源",)),
    Succession(2018, "规划", ("自然资源",)),
    Succession(2018, "国土资源和规划", ("自然资源",)),
    Succession(2018, "国土资源和房屋管理", ("自然资源", "房产管理", "住房和城乡建设")),
    Succession(2018, "海洋与渔业", ("自然资源", "农业农村")),
    Succession(2018, "林业", ("林业和草原", "自然资源")),
    Succession(2018, "工商行政管理", ("市场监督管理",)),
    Succession(2018, "质量技术监督", ("市场监督管理",)),
    Succession(2018, "食品药品监督管理", ("市场监督管理",)),
    Succession(2018, "知识产权", ("市场监督管理",)),
    Succession(2018, "物价", ("发展和改革", "市场监督管理")),
    Succession(2018, "粮食", ("粮食和物资储备", "发展和改革")),
    Succession(2018, "旅游", ("文化和旅游",)),
    Succession(2018, "文化", ("文化和旅游",)),
    Succession(2018, "文化广电新闻出版", ("文化和旅游",)),
    Succession(2018, "文化广电新闻出版体育", ("文化和旅游",)),
    Succession(2018, "新闻出版", ("宣传部",)),
    Succession(2018, "新闻出版广电", ("宣传部", "广播电视", "文化广电旅游")),
    Succession(2018, "农业", ("农业农村",)),
    Succession(2018, "畜牧", ("农业农村",)),
    Succession(2018, "农业机械", ("农业农村",)),
    Succession(2018, "安全生产监督管理", ("应急管理",)),
    Succession(2018, "国家税务", ("税务",)),
    Succession(2018, "地方税务", ("税务",)),
    Succession(2018, "法制", ("司法",)),
    Succession(2018, "侨办", ("统战部",)),
    Succession(2018, "监察", ("监委", "纪委")),
    Succession(2018, "经济和信息化", ("工业和信息化", "科技和工业信息化")),
    Succession(2018, "科技和信息化", ("科学技术", "工业和信息化", "科技和工业信息化")),
    Succession(2018, "老龄办", ("卫生健康", "民政")),
    # 扶贫办 became 乡村振兴局 in 2021; 党和国家机构改革方案 (March 2023) put that into 农业农村.
    Succession(2021, "扶贫开发", ("乡村振兴", "农业农村")),
    Succession(2023, "乡村振兴", ("农业农村",)),
    Succession(2023, "人民防空", ("国防动员",)),
)

# Offices that are one in many cities and two in some: offered as a suggestion, since only the office knows.
KINDRED = (
    ("城市管理", "城市管理执法"),
    ("文化和旅游", "文化广电旅游", "文化广电旅游体育", "文化旅游体育"),
    ("体育", "教育体育", "文化广电旅游体育", "文化旅游体育", "卫生健康和体育"),
    ("教育", "教育体育"),
    ("卫生健康", "卫生健康和体育"),
    ("民族宗教事务", "民族事务", "宗教事务"),
    ("政务服务", "政务服务和数据管理", "数据"),
    ("政务服务", "营商环境建设"),
    ("科学技术", "科技和工业信息化"),
    ("工业和信息化", "科技和工业信息化"),
    ("投资促进", "招商"),
    ("机关事务管理", "机关事务服务中心"),
    ("应急管理", "安委办"),
    ("纪委", "监委"),
    ("档案", "档案馆"),
)
