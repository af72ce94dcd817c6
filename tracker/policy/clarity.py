"""四清 and 六明确: what must be clear before a task is handed out, and before its work begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WHOLE = 100


@dataclass(frozen=True)
class Facts:
    """What a task's paper and plan say. ``scheduled`` is the weight its nodes carry together."""

    title: str
    target: str
    lead: str
    dated: bool
    endless: bool
    people: str = ""
    measures: str = ""
    requirement: str = ""
    scheduled: int = 0


@dataclass(frozen=True)
class Clarity:
    """One thing that must be clear; ``missing`` says why it is not, and is empty where it is; ``note`` where from."""

    word: str
    missing: str
    note: str = ""


def four_clear(facts: Facts) -> list[Clarity]:
    """任务、目标、责任、时限 (DOMAIN: the gate of 交办). A target may be said by the task's own words."""
    said, targeted = bool(facts.title.strip()), bool(facts.target.strip())
    by_title = "目前以任务内容为目标；办理前须另写明（六明确）" if said and not targeted else ""
    return [
        _clear("任务", said, "没有写任务内容"),
        Clarity("目标", "" if said or targeted else "没有写要达到什么", by_title),
        _clear("责任", bool(facts.lead), "没有牵头单位"),
        _clear("时限", facts.dated or facts.endless, "没有最终时限，也没有注明长期坚持"),
    ]


def six_clarities(facts: Facts) -> list[Clarity]:
    """目标、任务、人员、措施、要求、进度 (the 2013 execution mode's 六明确: the gate of 办理中)."""
    return [
        _clear("目标", bool(facts.target.strip()), "没有写要达到什么，难以核实"),
        _clear("任务", bool(facts.title.strip()), "没有写任务内容"),
        _clear("人员", bool(facts.people.strip()), "没有写谁负责、谁经办"),
        _clear("措施", bool(facts.measures.strip()), "没有写怎么办"),
        _clear("要求", bool(facts.requirement.strip()), "没有写质量、标准或纪律要求"),
        _clear("进度", facts.endless or facts.scheduled == WHOLE, _unscheduled(facts.scheduled)),
    ]


def missing(clarities: Iterable[Clarity]) -> list[Clarity]:
    """Those that are not clear."""
    return [one for one in clarities if one.missing]


def _clear(word: str, clear: bool, why: str) -> Clarity:
    return Clarity(word, "" if clear else why)


def _unscheduled(weight: int) -> str:
    return f"节点权重合计{weight}，应为{WHOLE}" if weight else "没有节点，办到一半时看不出快慢"
