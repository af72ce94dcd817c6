"""How Chinese local offices are called: one row per function, with the forms people write it in.

Facts only; ``unit_keys`` does the reading. Forms are written as they look after folding: 委员会 as 委, 办公室 and
办公厅 as 办, 人民政府 as 政府. A row says *what an office does*: a 委, a 局 and a 厅 of the same function are the same
office at their own level. A name not listed is compared letter by letter, so leaving one out is safe; listing two
offices in one row is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BUREAU = ("局", "厅")
# Only where a city really calls its bureau so: 卫健委 is 卫健局, but 应急委 and 审计委 are commissions above a bureau.
COMMISSION = ("局", "委", "厅")
# 教育部, 税务总局: only the State Council's own departments are called so.
NATIONAL_ENDINGS = ("部", "总局")


class Side(StrEnum):
    """Whose organ an office is, when its name does not say: 市外办 is 市政府外办, 市组织部 is 市委组织部."""

    GOVERNMENT = "government"
    PARTY = "party"
    EITHER = "either"  # 市委研究室 and 市政府研究室 are two


@dataclass(frozen=True)
class Office:
    """A function; ``stems`` take any of the endings, ``whole`` names take none."""

    name: str
    stems: str = ""
    whole: str = ""
    endings: tuple[str, ...] = BUREAU
    side: Side = Side.GOVERNMENT

    def forms(self) -> dict[str, bool]:
        """Every written form, and whether it is the State Council's own."""
        stems = self.stems.split()
        named = dict.fromkeys(self.whole.split(), False)
        local = dict.fromkeys((stem + ending for stem in stems for ending in self.endings), False)
        national = dict.fromkeys((stem + ending for stem in stems for ending in NATIONAL_ENDINGS), True)
        return national | local | named


def _office(name: str, stems: str = "", whole: str = "") -> Office:
    return Office(name, f"{name} {stems}", whole)


def _commission(name: str, stems: str = "", whole: str = "") -> Office:
    return Office(name, f"{name} {stems}", whole, COMMISSION)


def _either(name: str, stems: str, whole: str = "") -> Office:
    """A bureau that is as often called an office: 信访局, 信访办."""
    return Office(name, f"{name} {stems}", whole, (*BUREAU, "办"))


def _whole(name: str, forms: str, side: Side = Side.GOVERNMENT) -> Office:
    return Office(name, "", forms, side=side)


def _party(name: str, forms: str) -> Office:
    return _whole(name, forms, Side.PARTY)


DEPARTMENTS = (
    _commission("发展和改革", "发改 发展改革 发展与改革"),
    _commission("教育", whole="教委"),
    _office("教育体育", "教体 教育和体育 教育与体育"),
    _commission("科学技术", "科技", "科委"),
    _commission("工业和信息化", "工信 工业信息化 工业与信息化"),
    _commission("科技和工业信息化", "科工信 科技工信 科技工业信息化 科技工业和信息化 科学技术和工业信息化"),
    _commission("科技和信息化", "科信 科技信息化 科学技术和信息化"),
    _commission("民族宗教事务", "民宗 民族宗教 民族和宗教 民族和宗教事务 民族与宗教事务"),
    _office("民族事务", whole="民委"),
    _office("宗教事务", "宗教"),
    _office("公安"),
    _office("民政"),
    _office("司法"),
    _office("财政"),
    _office("人力资源和社会保障", "人社 人力社保 人力资源社会保障 人力资源与社会保障"),
    _commission(
        "自然资源",
        "自规 资规 规自 自然资源和规划 自然资源与规划 自然资源规划 规划和自然资源 规划与自然资源 规划自然资源",
    ),
    _office("生态环境"),
    _commission("住房和城乡建设", "住建 住房城乡建设 住房与城乡建设"),
    _office(
        "房产管理", "房管 房产 房地产管理 房屋管理 住房保障 住房保障和房产管理 住房保障和房屋管理 住房保障房产管理"
    ),
    _commission("城市管理", "城管 城市管理和综合执法 城市管理与综合执法 城管和综合执法"),
    _commission(
        "城市管理执法",
        "城管执法 城管综合执法 城市管理综合执法 城市管理行政执法 城市管理综合行政执法 综合执法 综合行政执法 行政执法",
    ),
    _commission("交通运输", "交通 交运"),
    _office("水利", "水务"),
    _commission("农业农村"),
    _commission("商务"),
    _commission("文化和旅游", "文旅 文化旅游 文化与旅游"),
    _office("文化广电旅游", "文广旅 文旅广电 文化广电和旅游 文化和旅游广电 文化旅游广电 文化旅游和广播电视"),
    _office(
        "文化广电旅游体育",
        "文广旅体 文旅广体 文体广旅 文广体旅 文化旅游广电体育 文化广电体育旅游 文化体育广电旅游 文体广电旅游",
    ),
    _office("文化旅游体育", "文旅体 文体旅 文化体育旅游 文化体育和旅游 文化旅游和体育 文化和旅游体育"),
    _commission("卫生健康", "卫健"),
    _office("卫生健康和体育", "卫健体 卫生健康体育"),
    _office("退役军人事务", "退役军人"),
    _office("应急管理", "应急"),
    _office("审计"),
    _office("统计"),
    # 市监 takes no 委: 市监委 is the city's 监委.
    _commission("市场监督管理", "市场监管 市场监督", "市监局 市场局"),
    _office("医疗保障", "医保"),
    _commission("国有资产监督管理", "国资 国资监管 国有资产监管 国有资产管理 国有资产", "国资办"),
    _office("粮食和物资储备", "粮储 粮食物资储备 粮食和储备 粮食与物资储备"),
    _office("林业和草原", "林草 林业草原 林业与草原"),
    _office("园林绿化", "园林 园林和绿化"),
    _office("体育", whole="体委"),
    _office("广播电视", "广电"),
    _either("信访", "信访工作"),
    _either("地方金融监督管理", "金融 金融工作 金融服务 金融发展 地方金融 地方金融监管 地方金融管理 金融工作服务"),
    _office("国家金融监督管理", "金融监管 金融监督管理"),
    _either(
        "政务服务", "行政审批 行政审批服务 行政审批管理 政务服务管理 政务服务审批 行政审批和政务服务", "审批局 政务办"
    ),
    _office(
        "政务服务和数据管理",
        "政数 政务数据 政务数据管理 政务服务数据 政务服务数据管理 政务服务和数据 政务服务和大数据管理",
    ),
    _office(
        "数据",
        "大数据 数据管理 数据资源 数据资源管理 大数据管理 大数据发展 大数据发展管理 大数据资源管理 大数据应用发展管理",
    ),
    _either("营商环境建设", "营商 营商环境 优化营商环境 营商环境监督 营商环境建设监督"),
    _office("机关事务管理", "机关事务"),
    _office("乡村振兴"),
    _either("国防动员", "国动"),
    _either("外事", "外事工作 外事事务", "外办"),
    _either("投资促进", "投促"),
    _either("招商", "招商引资"),
    _office("知识产权"),
    _office("药品监督管理", "药监 药品监管"),
    _office("中医药管理", "中医药"),
    _office("疾病预防控制", "疾控"),
    _office("税务"),
    _office("气象"),
    _office("地震"),
    _office("海事"),
    _office("邮政管理"),
    _office("烟草专卖", "烟草"),
    _office("档案"),
    _office("通信管理"),
    _office("铁路建设", whole="铁路办 铁路建设办"),
)

# Offices of before a reform; ``unit_succession_table`` says what became of them.
FORMER_DEPARTMENTS = (
    _office("卫生"),
    _commission("卫生和计划生育", "卫计 卫生计生 卫生和计生"),
    _commission("人口和计划生育", "计生 人口计生 计划生育 人口与计划生育"),
    _office("环境保护", "环保"),
    _office("国土资源", "国土"),
    _office("国土资源和房屋管理", "国土房管 国土资源房屋管理"),
    _commission("国土资源和规划", "国土规划 国土资源规划"),
    _commission("规划", "城乡规划 城市规划"),
    _commission("城乡建设", "建设 城建", "建委"),
    _office("工商行政管理", "工商"),
    _office("质量技术监督", "质监 质量监督 技术监督"),
    _office("食品药品监督管理", "食药监 食药 食药监管 食品药品监管 食品药品监督"),
    _office("物价"),
    _office("粮食"),
    _office("林业"),
    _commission("旅游", "旅发 旅游发展"),
    _office("文化"),
    _office("文化广电新闻出版", "文广新"),
    _office("文化广电新闻出版体育", "文广新体 文体广新 文体广电新闻出版"),
    _office("新闻出版"),
    _office("新闻出版广电", "新闻出版广播电视 新闻出版和广播电视"),
    _commission("农业", whole="农委"),
    _office("畜牧", "畜牧兽医"),
    _office("农业机械", "农机 农业机械管理"),
    _office("海洋与渔业", "海洋渔业 海洋和渔业"),
    _office("安全生产监督管理", "安监 安全监管 安全生产监管"),
    _office("国家税务", "国税"),
    _office("地方税务", "地税"),
    _office("监察"),
    _either("法制", "法制工作"),
    _either("扶贫开发", "扶贫"),
    _either("人民防空", "人防 民防"),
    _office("人事"),
    _office("劳动和社会保障", "劳动 劳动保障 劳动社会保障"),
    _commission("经济贸易", "经贸 经济和贸易"),
    _commission("经济和信息化", "经信 经济信息化 经济与信息化"),
    _commission("对外贸易经济合作", "外经贸 外贸 对外经济贸易 对外贸易和经济合作"),
)

PARTY_ORGANS = (
    _party("组织部", "组织部"),
    _party("宣传部", "宣传部"),
    _party("统战部", "统战部 统一战线工作部"),
    _party("社会工作部", "社会工作部 社工部"),
    _party("政法委", "政法委 政法工作委"),
    _party("编办", "编办 编委办 机构编制委办 编制办 机构编制办"),
    _party("网信办", "网信办 网信委办 网络安全和信息化委办 网络安全和信息化办 网络安全和信息化领导小组办"),
    _party("台办", "台办 台湾工作办 台湾事务办"),
    _party("政策研究室", "政研室 政策研究室"),
    _party("改革办", "改革办 深改办 深改委办 全面深化改革委办 全面深化改革领导小组办"),
    _party("老干部局", "老干部局 老干部工作局"),
    _party("机要局", "机要局"),
    _party("保密局", "保密局 保密办 保密委办 国家保密局"),
    _party("党校", "党校"),
    _party("直属机关工委", "直机关工委 直属机关工委 机关工委 直工委 直属机关工作委"),
    _party("巡察办", "巡察办 巡察工作领导小组办 巡察工作办"),
    _party("农办", "农办 农村工作办 农村工作领导小组办"),
    _party("文明办", "文明办 文明委办 精神文明建设委办 精神文明建设办"),
    _party("党史研究室", "党史研究室"),
    _party("纪委", "纪委 纪检委 纪律检查委 纪委监委 纪委监察委 纪委市监委 纪委区监委 纪委县监委 纪委省监委"),
)

BODIES = (
    _whole("监委", "监委 监察委"),
    _whole("政府办公室", "政府办 府办", Side.EITHER),
    _whole("党委办公室", "委办", Side.EITHER),
    _whole("督查室", "督查室", Side.EITHER),
    _whole("研究室", "研究室", Side.EITHER),
    _whole("人大", "人大 人大常委 人民代表大会 人民代表大会常务委", Side.EITHER),
    _whole("人大办公室", "人大办 人大常委办 人民代表大会常务委办", Side.EITHER),
    _whole("政协", "政协 政协委", Side.EITHER),
    _whole("政协办公室", "政协办", Side.EITHER),
    _whole("法院", "法院 人民法院 中院 中级法院 中级人民法院", Side.EITHER),
    _whole("检察院", "检察院 人民检察院", Side.EITHER),
    _whole("军分区", "军分区", Side.EITHER),
    _whole("人武部", "人武部 人民武装部", Side.EITHER),
    _whole("武警支队", "武警支队", Side.EITHER),
    _whole("消防救援支队", "消防支队 消防救援支队"),
    _whole("共青团", "团委", Side.EITHER),
    _whole("妇联", "妇联 妇女联合会", Side.EITHER),
    _whole("总工会", "总工会 工会", Side.EITHER),
    _whole("残联", "残联 残疾人联合会", Side.EITHER),
    _whole("科协", "科协 科学技术协会", Side.EITHER),
    _whole("工商联", "工商联 工商业联合会", Side.EITHER),
    _whole("文联", "文联 文学艺术界联合会", Side.EITHER),
    _whole("社科联", "社科联 社会科学界联合会 社会科学联合会", Side.EITHER),
    _whole("侨联", "侨联 归国华侨联合会", Side.EITHER),
    _whole("贸促会", "贸促会 贸促委 国际贸易促进委", Side.EITHER),
    _whole("红十字会", "红十字会", Side.EITHER),
    _whole("侨办", "侨办 侨务办"),
    _whole("地方志办", "地方志办 方志办 地方志编纂委办 地方志编委办"),
    _whole("公积金中心", "公积金 住房公积金 公积金中心 住房公积金中心 公积金管理中心 住房公积金管理中心"),
    _whole("供销社", "供销社 供销合作社 供销联社 供销合作联社 供销合作社联合社 供销合作总社"),
    _whole("人民银行", "人行 人民银行 中国人民银行"),
    _whole("海关", "海关"),
    _whole("档案馆", "档案馆"),
    _whole("疾控中心", "疾控中心 疾病预防控制中心"),
    _whole("公共资源交易中心", "公共资源交易中心 公资交易中心 公共资源中心"),
    _whole("机关事务服务中心", "机关事务服务中心 机关事务中心"),
    _whole("安委办", "安委办 安全生产委办"),
    _whole("安委会", "安委 安全生产委"),
    _whole("食安办", "食安办 食安委办 食品安全委办"),
    _whole("河长办", "河长办 河长制办 河长制工作办"),
    _whole("双拥办", "双拥办 双拥工作办 双拥工作领导小组办"),
    _whole("老龄办", "老龄办 老龄委办 老龄工作委办"),
)

OFFICES = DEPARTMENTS + FORMER_DEPARTMENTS + PARTY_ORGANS + BODIES
