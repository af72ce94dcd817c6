"""The rules as the product ships them: their names, numbers, where each comes from, and what each number says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Parameters = Mapping[str, int]


class RuleName(StrEnum):
    """The rules; the value is what is stored and shown on the command line."""

    FINAL_LIGHT = "final-light"
    MILESTONE_LIGHT = "milestone-light"
    REPORT_LIGHT = "report-light"
    PERIOD_LIGHT = "period-light"
    REMINDER = "reminder"
    ACKNOWLEDGEMENT = "acknowledgement"
    PLAN = "plan"
    REPORT_RHYTHM = "report-rhythm"
    SOURCE_TERM = "source-term"
    COORDINATION = "coordination"
    RETURN_DECISION = "return-decision"
    URGING = "urging"
    SIMPLE_PROCEDURE = "simple-procedure"
    EXTENSION = "extension"
    STANDSTILL = "standstill"
    WARNING_SLIP = "warning-slip"
    LISTING_PROPOSAL = "listing-proposal"
    LISTING = "listing"
    ACCOUNTABILITY_PROPOSAL = "accountability-proposal"
    INSPECTION = "inspection"
    REVIEW = "review"
    PUBLICATION = "publication"


@dataclass(frozen=True)
class Default:
    """A rule as the product ships it."""

    meaning: str
    parameters: Parameters
    clause: str


DEFAULTS: Mapping[RuleName, Default] = {
    RuleName.FINAL_LIGHT: Default(
        "最终时限亮灯",
        {"short_term_days": 15, "short_yellow_workdays": 3, "long_yellow_percent": 20},
        "期限不超过15天的剩3个工作日亮黄灯，更长的在原期限最后20%亮黄灯，过期次日亮红灯（剩余时间亮灯办法，提前3天参照西安市纪委做法）",
    ),
    RuleName.MILESTONE_LIGHT: Default(
        "节点亮灯",
        {"yellow_weight": 10, "red_weight": 30},
        "逾期未报的节点权重合计满10亮黄灯、满30亮红灯（参照银川市2025年重点项目序时进度办法：低于10、30个百分点）",
    ),
    RuleName.REPORT_LIGHT: Default(
        "反馈超期亮灯",
        {"yellow_workdays": 1},
        "反馈超期满1个工作日亮黄灯，不亮红灯，单独统计（本办默认）",
    ),
    RuleName.PERIOD_LIGHT: Default(
        "连续黄灯转红灯",
        {"periods": 2},
        "连续两个反馈期末为黄灯及以上的转红灯（参照海口市、三亚市做法）",
    ),
    RuleName.REMINDER: Default(
        "系统提醒",
        {"before_workdays": 3, "after_workdays": 1},
        "到期前3个工作日、到期当日提醒承办单位，逾期1个工作日提醒联络员和督查室；提前量不超过期限的三分之一（本办默认）",
    ),
    RuleName.ACKNOWLEDGEMENT: Default("签收时限", {"workdays": 1}, "交办后1个工作日内签收（本办默认）"),
    RuleName.PLAN: Default("报方案时限", {"workdays": 5}, "签收后5个工作日内补齐人员、措施、进度（六明确）"),
    RuleName.REPORT_RHYTHM: Default(
        "反馈节奏",
        {"day": 25, "helper_day": 15, "first_report_days": 15, "moves_off_rest_days": 1},
        "每月25日前向督查室反馈，配合单位每月15日前报牵头单位；遇休息日顺延",
    ),
    RuleName.SOURCE_TERM: Default(
        "来源默认期限",
        {
            "instruction_urgent": 5,
            "instruction": 15,
            "instruction_hard": 30,
            "meeting": 20,
            "incoming": 30,
            "proposal": 90,
        },
        "批示急件5天、一般15天、难点30天，会议纪要20天，来文30天，建议提案90天（地方办文时限规定）",
    ),
    RuleName.RETURN_DECISION: Default(
        "退回申请裁定时限", {"workdays": 3}, "单位申请退回的，督查室3个工作日内裁定，不影响事项亮灯（本办默认）"
    ),
    RuleName.COORDINATION: Default(
        "协调答复时限",
        {"office_workdays": 3, "leader_workdays": 5},
        "提请督查室协调的3个工作日内答复，提请领导协调的5个工作日内答复；不影响事项亮灯（本办默认）",
    ),
    RuleName.URGING: Default(
        "催办间隔",
        {"workdays": 2},
        "同一事项对同一单位，电话或提醒后满2个工作日才能再发催办提醒；电话不受限（本办默认，落实为基层减负要求）",
    ),
    RuleName.SIMPLE_PROCEDURE: Default(
        "简易流程",
        {"longest_days": 15, "overdue_workdays": 5},
        "有依据、单一承办单位、15天以内、不设节点的批示和临时事项走简易流程；逾期满5个工作日转一般流程（本办默认）",
    ),
    RuleName.EXTENSION: Default(
        "延期申请",
        {
            "lead_workdays": 3,
            "listed_lead_workdays": 20,
            "decision_workdays": 3,
            "listed_decision_workdays": 10,
            "longest_percent": 50,
            "short_term_days": 5,
        },
        "到期3个工作日前申请（挂牌事项20个，均不超过期限的三分之一），每次不超过原期限的50%，3个工作日内批复（挂牌10个）；"
        "期限不超过5天的，到期前可随时申请、当日答复；首次由首级审批，再次逐级上报（参照青岛市挂牌督办办法及办文时限规定）",
    ),
    RuleName.STANDSTILL: Default(
        "未见明显进展",
        {"periods": 2, "alike_percent": 90, "unit_first_workdays": 5},
        "连续2个反馈期没有新核实的节点，或连续2期反馈内容90%以上雷同的，先告知承办单位，满5个工作日后可列入拟挂牌建议（本办默认）",
    ),
    RuleName.WARNING_SLIP: Default(
        "督办单",
        {
            "blue_workdays": 1,
            "orange_workdays": 6,
            "red_workdays": 11,
            "apart_workdays": 5,
            "answer_workdays": 3,
        },
        "逾期1个工作日拟蓝单、6个拟橙单、11个拟红单，由人签发；同一事项5个工作日内不重复；收到后3个工作日内答复（参照三明市三色督查单做法）",
    ),
    RuleName.LISTING_PROPOSAL: Default(
        "拟挂牌建议",
        {"overdue_workdays": 16, "minded_endorsements": 2},
        "每月1日形成建议清单：最终时限逾期满16个工作日仍未报结，或未见明显进展已告知单位期满仍无进展的；"
        "行政首长指示或批示2次以上的注明领导重视（参照牡丹江市挂牌督办做法）",
    ),
    RuleName.LISTING: Default(
        "挂牌督办",
        {"term_workdays": 30, "publish_workdays": 5, "acceptance_workdays": 10, "relapse_months": 6},
        "挂牌期限30个工作日，每周反馈；5个工作日内公开；申请解除后10个工作日内现场验收；6个月内再次挂牌的注明（参照青岛市、湖北省挂牌督办办法）",
    ),
    RuleName.ACCOUNTABILITY_PROPOSAL: Default(
        "拟追责建议",
        {"term_missed_workdays": 1},
        "挂牌期满1个工作日仍未申请解除的，提出拟追责建议，由人决定；须以已送达的督查结论或核查认定的整改不到位为依据（政府督查工作条例第二十一条）",
    ),
    RuleName.INSPECTION: Default(
        "督查频次",
        {"apart_days": 30, "rectification_workdays": 15},
        "30天内对同一单位不重复督查，确需督查的说明理由；发现问题的一般15个工作日内整改（政府督查工作条例第十五条、第十八条）",
    ),
    RuleName.REVIEW: Default(
        "复核",
        {"ask_days": 30, "decide_days": 30},
        "收到督查结论之日起30日内可申请复核，收到申请之日起30日内作出复核决定，均按自然日计算（政府督查工作条例第十七条）",
    ),
    RuleName.PUBLICATION: Default(
        "公开",
        {"reply_workdays": 3, "comments_per_hour": 5},
        "公开前征求承办单位意见，3个工作日内答复；同一来源每小时最多5条公众留言（本办默认）",
    ),
}


LABELS: Mapping[str, str] = {
    "short_term_days": "短期限不超过几天",
    "short_yellow_workdays": "短期限剩几个工作日亮黄灯",
    "long_yellow_percent": "长期限最后百分之几亮黄灯",
    "yellow_weight": "逾期节点权重满多少亮黄灯",
    "red_weight": "逾期节点权重满多少亮红灯",
    "yellow_workdays": "反馈超期几个工作日亮黄灯",
    "periods": "连续几个反馈期",
    "before_workdays": "到期前几个工作日提醒",
    "after_workdays": "逾期后几个工作日提醒",
    "workdays": "工作日数",
    "day": "每月几日前反馈",
    "helper_day": "配合单位每月几日前反馈",
    "first_report_days": "没有时限的，几天内首次反馈",
    "moves_off_rest_days": "遇休息日顺延（1是，0否）",
    "instruction_urgent": "批示急件（天）",
    "instruction": "批示一般（天）",
    "instruction_hard": "批示难点（天）",
    "meeting": "会议纪要（天）",
    "incoming": "上级来文（天）",
    "proposal": "建议提案（天）",
    "office_workdays": "督查室几个工作日内答复",
    "leader_workdays": "领导几个工作日内答复",
    "longest_days": "最长期限（天）",
    "overdue_workdays": "逾期几个工作日",
    "lead_workdays": "到期前几个工作日申请",
    "listed_lead_workdays": "挂牌事项到期前几个工作日申请",
    "decision_workdays": "几个工作日内批复",
    "listed_decision_workdays": "挂牌事项几个工作日内批复",
    "longest_percent": "每次延期不超过原期限的百分之几",
    "alike_percent": "反馈雷同的比例（百分之几）",
    "unit_first_workdays": "先告知单位几个工作日",
    "blue_workdays": "逾期几个工作日拟蓝单",
    "orange_workdays": "逾期几个工作日拟橙单",
    "red_workdays": "逾期几个工作日拟红单",
    "apart_workdays": "同一事项两张督办单至少相隔几个工作日",
    "answer_workdays": "几个工作日内答复",
    "minded_endorsements": "几次批示视为领导重视",
    "term_workdays": "期限（工作日）",
    "publish_workdays": "几个工作日内公开",
    "acceptance_workdays": "几个工作日内现场验收",
    "relapse_months": "几个月内再次挂牌视为反弹",
    "term_missed_workdays": "挂牌期满几个工作日",
    "apart_days": "对同一单位两次督查至少相隔几天",
    "rectification_workdays": "几个工作日内整改",
    "ask_days": "几日内可申请复核",
    "decide_days": "几日内作出复核决定",
    "reply_workdays": "单位几个工作日内答复",
    "comments_per_hour": "同一来源每小时最多几条留言",
}
"""What each number says, for people."""
