"""The rules that carry numbers: names, defaults, and where each comes from.

A site changes a number by adding a version with a date; nothing is ever edited. Each flag, light change and deadline
names the version it used, so a past day can be explained by the rule of that day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import RuleBroken
from tracker.vocabulary.complaints import Refusal

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
}


LABELS: Mapping[str, str] = {
    "short_term_days": "短期限不超过几天",
    "short_yellow_workdays": "短期限剩几个工作日亮黄灯",
    "long_yellow_percent": "长期限最后百分之几亮黄灯",
    "yellow_weight": "逾期节点权重满多少亮黄灯",
    "red_weight": "逾期节点权重满多少亮红灯",
    "yellow_workdays": "反馈超期几个工作日亮黄灯",
    "periods": "连续几个反馈期转红灯",
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
    "overdue_workdays": "逾期几个工作日转为一般流程",
}
"""What each number says, for people."""

_BOUNDS: Mapping[str, tuple[int, int]] = {
    "long_yellow_percent": (1, 100),
    "yellow_weight": (1, 100),
    "red_weight": (1, 100),
    "day": (1, 28),
    "helper_day": (1, 28),
    "moves_off_rest_days": (0, 1),
}
_ANY = (1, 366)


def check_parameters(name: RuleName, parameters: Parameters) -> None:
    """Raise RuleBroken where a number is missing, unknown or out of bounds."""
    for key in DEFAULTS[name].parameters:
        least, most = _BOUNDS.get(key, _ANY)
        if not least <= parameters.get(key, least - 1) <= most:
            raise RuleBroken(Refusal.RULE_NUMBER, label=LABELS[key], least=least, most=most)
    if parameters.keys() != DEFAULTS[name].parameters.keys():
        raise RuleBroken(Refusal.RULE_UNKNOWN)


@dataclass(frozen=True)
class RuleVersion:
    """One version of one rule as stored."""

    id: int
    name: RuleName
    version: int
    effective_on: date
    parameters: Parameters
    clause: str = ""


@dataclass(frozen=True)
class Rules:
    """The versions in force on a day, one of each name; for the thresholds of lights also all dated versions."""

    versions: Mapping[RuleName, RuleVersion]
    history: Mapping[RuleName, tuple[RuleVersion, ...]]

    def number(self, name: RuleName, parameter: str) -> int:
        return self.versions[name].parameters[parameter]

    def id(self, name: RuleName) -> int:
        return self.versions[name].id

    def on(self, day: date) -> Rules:
        """The rules as they stood on ``day``: what was in force then, whatever was added since."""
        return in_force([version for versions in self.history.values() for version in versions], day)


def in_force(versions: Iterable[RuleVersion], day: date) -> Rules:
    """The rules in force on ``day``. Before a rule's first date its first version holds."""
    history: dict[RuleName, list[RuleVersion]] = {}
    for version in sorted(versions, key=lambda one: (one.effective_on, one.version)):
        history.setdefault(version.name, []).append(version)
    chosen = {
        name: next((one for one in reversed(dated) if one.effective_on <= day), dated[0])
        for name, dated in history.items()
    }
    return Rules(chosen, {name: tuple(dated) for name, dated in history.items()})


def default_rules() -> Rules:
    """The shipped rules as if stored, for decisions made without a database."""
    versions = [
        RuleVersion(number, name, 1, date.min, default.parameters, default.clause)
        for number, (name, default) in enumerate(DEFAULTS.items(), start=1)
    ]
    return in_force(versions, date.max)


def as_text(parameters: Parameters) -> str:
    """Parameters as they are stored."""
    return json.dumps(dict(parameters), sort_keys=True)


def as_parameters(text: str) -> Parameters:
    """Stored text back to parameters."""
    return {str(key): int(value) for key, value in json.loads(text).items()}
