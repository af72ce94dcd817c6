"""What a column is about, told from its heading: by the words headings are made of, so that unseen ones fit too."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum


class Kind(Enum):
    """What a heading speaks of. What the column means in its sheet is decided later, beside the others."""

    NUMBER = "number"
    SECTION = "section"
    TITLE = "title"
    DETAIL = "detail"
    TARGET = "target"
    MEASURES = "measures"
    LEADER = "leader"
    PERSON = "person"
    LEAD = "lead"
    SUPPORTING = "supporting"
    COMBINED = "combined"
    OFFICE = "office"
    DEADLINE = "deadline"
    MOMENT = "moment"
    """The heading is itself a deadline, such as 一季度: what stands below is to be done by then."""
    POINTS = "points"
    PROGRESS = "progress"
    PROBLEM = "problem"
    OBJECT = "object"
    """What the task is about, such as an enterprise visited: the task itself only where no other column is."""
    MEASURE = "measure"
    """单位 alone: the responsible unit, or, beside one that says so, the unit a number is counted in."""
    IGNORED = "ignored"
    OTHER = "other"


TEXT_KINDS = frozenset({Kind.TITLE, Kind.DETAIL, Kind.TARGET, Kind.MEASURES, Kind.SECTION, Kind.PROBLEM, Kind.OBJECT})
UNIT_KINDS = frozenset({Kind.LEAD, Kind.SUPPORTING, Kind.COMBINED, Kind.OFFICE, Kind.MEASURE})

_LONGEST_LABEL = 24
_BRACKET = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")

_HELPERS_TOO = re.compile(r"[(\[【]((?:配合|协办|参与|协同|协作)(?:单位|部门)?)[)\]】]")


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


_UNIT = _any("单位|部门|科室|处室|股室|委室|司局|主体|机构|镇街|县区|责任方|承办方")
_OFFICERS = _any("市长|区长|县长|州长|省长|书记|常委")
_IN_CHARGE = _any("指挥长|总指挥|^[链河林田路]长$|挂帅|包抓|包保|包联|挂包|挂联|领办人")
_PERSONS = _any("领导|责任人|负责人|负责同志|责任同志|牵头人", _OFFICERS, _IN_CHARGE)
_AND = "(?:[及和与、/+]|以及)"
_LEADS = _any("牵头|主办|主责|主要责任|第一责任|首要责任|主牵|总责")
_HELPS = _any("配合|协办|协同|协作|参与|参加|参建|协助|协调|成员|会办|联办|次要责任|共同责任|其他责任|支持")
_NOT_PERSON = f"(?!.*{_PERSONS}$)"
_MONTHS = r"\d{1,2}(?:[-~—至]\d{1,2})?月(?:份|底|末)?前?"
_STATE = _any("情况|率|结果|状态|状况")

# First match wins; the order goes from words that leave no doubt to those that stand in many headings.
_WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.IGNORED, ("^错误原因$",)),
    (Kind.NUMBER, (r"^(?:序号?|编号|行号|项次|项号|.{0,6}(?<!文)(?:序号|编号)|no\.?|№|#)$",)),
    (
        Kind.OTHER,
        (
            "联系人|联络员|联络人|联系方式|联系电话|电话|经办人|填报人|^职务$|^姓名$|手机|邮箱|频次",
            "实际(?:完成|办结|竣工|投产)?(?:时间|日期)",
            _any("交办|下达|立项|来文|报送|更新|填报|印发|开工|启动|开始|批示|收文|签收|会议|反馈") + "(?:时间|日期)",
            _any("督办|督查|督导|监督|监管|填报|报送|验收|交办|来文|提出|考核|考评|评价") + f"(?:责任)?{_UNIT}",
            "来源|依据|文号|文件名|得分|扣分|评分|自评分|评价标准|考核标准|考评标准|考核办法|考核方式",
            "建设性质|投资[方商]|客商|提案人|提议人|领衔代表|下一?步|佐证|证明材料|总投资|投资额|资金|地点|地址",
        ),
    ),
    (
        Kind.PROGRESS,
        (
            "存在.{0,4}困难|进展|实际完成|累计|是否.{0,4}(?:完成|办结|销号|到位|达标)|工作动态|工作情况|备注",
            rf"(?:{_MONTHS}|季度|半年|目前|当前|现)(?:实际|已|累计)?完成$",
            rf"取得.{{0,4}}成效|{_MONTHS}.{{0,6}}(?:成效|成果)",
            f"(?:落实|完成|推进|办理|整改|执行|实施|办结|销号|达标|建设|开工)(?:进度)?{_STATE}",
            "完成(?:值|数|比例|占比|进度|百分比)|进度情况|落实进度",
            "(?:目前|当前)(?:状况|情况|进度)|^状态$|^情况$|(?<!时间)(?<!计划)(?<!序时)进度$",
        ),
    ),
    (Kind.PROBLEM, ("存在.{0,6}问题",)),
    (Kind.OBJECT, ("^.{0,4}(?:企业|公司|商户|场所|点位|对象|被检查单位)(?:名称)?$",)),
    (Kind.MEASURE, ("^(?:计量|计算)?单位$",)),
    (Kind.TITLE, (f"^(?:工作|重点|主要|目标|具体|年度|整改)?(?:任务|工作|事项){_AND}(?!.*{_UNIT})",)),
    (Kind.TARGET, (f"^.{{0,4}}(?:目标|要求|内容|措施){_AND}.{{0,4}}(?:时限|时间|进度)",)),
    (
        Kind.DEADLINE,
        (
            "时限|期限|截止|截至|时间节点|时间要求|时间安排|时间表|时间进度|工期|里程碑|时序",
            "进度安排|进度要求|进度计划|进度节点|节点安排|节点计划|^时间$|^日期$|^节点$|^月份$|序时进度|时间步骤",
            "完成(?:的)?(?:时间|日期|时点|节点|年限|年度|时段)|办结(?!情况|率)|计划完成$",
            "(?:办理|整改|落实|实施|推进|要求|目标|起止|工作|建设|预计|计划|序时)(?:时间|日期|年限|节点)",
            "(?:竣工|建成|完工|投产|投用|交付|销号|到位|节点)(?:投产|投用)?(?:时间|日期|年限)",
        ),
    ),
    (
        Kind.COMBINED,
        (
            f"{_LEADS}.*{_AND}.*(?:{_HELPS}|责任{_UNIT}|落实{_UNIT})",
            f"{_LEADS}.{{0,3}}{_HELPS}.*{_UNIT}",
            f"责任{_UNIT}.*{_AND}.*{_HELPS}{_UNIT}",
        ),
    ),
    (Kind.LEAD, (f"{_LEADS}.*{_UNIT}{_NOT_PERSON}", "^(?:牵头|主办|主责)$", f"{_LEADS}.*{_UNIT}.*{_AND}")),
    (Kind.SUPPORTING, (f"{_HELPS}.*{_UNIT}{_NOT_PERSON}", "^(?:配合|协办|参与|协同)$")),
    (Kind.COMBINED, (f"{_UNIT}.*{_AND}.*{_PERSONS}", f"{_PERSONS}.*{_AND}.*{_UNIT}")),
    (Kind.LEADER, ("领导(?!小组|要求|讲话|指示|批示)", _IN_CHARGE, _OFFICERS, "第一责任人")),
    (Kind.PERSON, ("责任人|负责人|负责同志|责任同志|牵头人|主管$",)),
    (
        Kind.OFFICE,
        (
            "^(?:责任|承办|牵头|落实|具体|办理)?(?:科室|处室|股室)$",
            "(?:建设|业主|项目|行业主管|主管|申报)(?:单位|部门)",
        ),
    ),
    (
        Kind.COMBINED,
        (
            _any("责任|承办|承担|承接|落实|实施|办理|完成|负责|整改|执行|主体|相关") + f".{{0,3}}{_UNIT}",
            _any("涉及|任务|工作|组织|推进|具体") + f".{{0,3}}{_UNIT}",
            f"分工$|^{_UNIT}(?:名称)?$|^责任(?:落实|分解|安排|划分|归属)?$|责任(?:县|区|镇|街|乡|地|市)",
        ),
    ),
    (Kind.POINTS, ("分值|权重|赋分|标准分|基础分|基本分|满分|^分数$|考核分$|^分$|计分$",)),
    (
        Kind.SECTION,
        (
            "类别|分类|类型|板块|领域|方面$|大类|小类|[一二三四]级(?:指标|目录|任务|事项)|战线|条线|归口",
            "重点工程|专项$|专题$|行动$|^工程$|^项目$|章节|^部分$|(?<!建设)性质|^大项$|^序列$|篇章|模块$|维度$|^行动名称$",
        ),
    ),
    (
        Kind.MOMENT,
        (
            rf"^(?:20\d\d年)?(?:第?[一二三四1-4]季度|[上下]半年|{_MONTHS})(?:目标|计划|任务|节点|安排|进度)?$",
            r"^(?:全年|年底|20\d\d年底?前?)$",
        ),
    ),
    (
        Kind.MEASURES,
        (
            "措施|举措|做法|路径|工作方法|实施步骤|方法步骤|推进步骤|工作步骤",
            "工作方案|落实方案|推进方案|工作安排|推进计划|实施计划",
        ),
    ),
    (
        Kind.DETAIL,
        (
            "(?:主要|具体|任务|工作|建设|项目|事项|重点|实施|整改|问题)?内容$|内容及要求|年度任务$|阶段任务",
            "具体(?:要求|任务|事项|工作|项目)|工作要求|任务要求|落实要求|问题(?:表现|描述)",
            "任务分解$|分解任务|细化任务|分项任务|子任务|任务描述|任务细化|任务明细",
        ),
    ),
    (Kind.TARGET, ("目标|预期|成果|成效|标准$|要求$|任务量|工作量|计划数|年度计划|指标值|绩效|效果",)),
    (
        Kind.TITLE,
        (
            _any(
                "任务|事项|工作|项目|名称|问题|意见|建议|提案|实事|重点|要点|指标|议题",
                "议定|批示|决策|条款|议案|诉求|清单|案由|案名|标题|^.{0,4}部署",
            )
            + "(?:事项|内容|名称|项|条目)?$",
        ),
    ),
)
_RULES = tuple((kind, re.compile("|".join(patterns), re.IGNORECASE)) for kind, patterns in _WORDS)
_WITH_PEOPLE = re.compile(f"{_UNIT}.*{_PERSONS}|{_PERSONS}.*{_UNIT}")


def plain_label(text: str) -> str:
    """The heading without spaces and without what it adds in brackets: 「责任单位（排在首位的牵头）」."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:120])).strip("：:*★.")
    # 「牵头（配合）单位」 is about both, so that bracket counts.
    folded = _HELPERS_TOO.sub(r"和\1", folded)
    return _BRACKET.sub("", folded) or folded.strip("()[]【】")


def kind_of(text: str) -> Kind | None:
    """What a heading speaks of; None where the words are not those of a heading."""
    label = plain_label(text)
    if not label or len(label) > _LONGEST_LABEL or re.search("[。；;]", label):
        return None
    return next((kind for kind, pattern in _RULES if pattern.search(label)), None)


def names_people(text: str) -> bool:
    """Whether a unit column holds persons as well: 「牵头单位及责任人」."""
    return bool(_WITH_PEOPLE.search(plain_label(text)))
