"""挂牌督办通知书 and the 公告 that ends a listing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.letter import Letter
from tracker.documents.letters.issued import OnTask, items, sections, text
from tracker.documents.page import official_date

_PLAN = "对照本通知制定整改方案，做到目标任务、方法措施、经费保障、机构责任、时限要求五到位"
_RELEASE = (
    "整改完成后，由你单位提出解除申请，附完成情况和佐证材料。各项任务经核实完成，由督办专员以外的人员现场验收合格，"
    "报原批准挂牌者批准后，解除挂牌督办"
)


@dataclass(frozen=True, kw_only=True)
class ListingFacts(OnTask):
    """What a listing notice says. ``decided_by`` with its verb: 市人民政府常务会议决定, 市长批准.

    ``term`` is the term in words (30个工作日); ``extension_by`` the last day to ask for more time.
    """

    grounds: Sequence[str]
    decided_by: str
    decided_on: date
    begins_on: date
    due_on: date
    officer: str
    requirements: Sequence[str] = ()
    responsible: Sequence[tuple[str, str]] = ()
    term: str = ""
    report_every: str = "每周"
    extension_by: date | None = None
    media: Sequence[str] = ()


def listing_notice(facts: ListingFacts) -> Letter:
    """挂牌督办通知书 to the unit that answers for the task."""
    term = f"，共{facts.term}" if facts.term else ""
    asking = f"确需延期的，应于{official_date(facts.extension_by)}前提出申请。" if facts.extension_by else ""
    people = [f"{label}：{who}" for label, who in (("责任单位", facts.unit), *facts.responsible)]
    body = sections(
        ("挂牌督办事项", [text(facts.named)]),
        ("挂牌理由", items(facts.grounds)),
        ("责任单位和责任人", items(people)),
        ("整改要求", items([*facts.requirements, _PLAN])),
        ("办理期限", [text(
            f"自{official_date(facts.begins_on)}起，至{official_date(facts.due_on)}止{term}。"
            f"期间{facts.report_every}报送一次进展情况。{asking}"
        )]),
        ("督办专员", [text(f"{facts.officer}，负责现场督办、协调和核实")]),
        ("公布方式", [text(f"本次挂牌督办及解除情况在{'、'.join(facts.media)}公布")] if facts.media else ()),
        ("解除方式和程序", items([_RELEASE, "期满仍未取得明显进展的，依照有关规定提出追究责任的建议"])),
    )  # fmt: skip
    opening = (
        f"经{facts.decided_by}（{official_date(facts.decided_on)}），对你单位承办的下列事项实施挂牌督办，"
        "现将有关要求通知如下。"
    )
    return facts.letter(
        "挂牌督办通知书",
        facts.unit,
        [text(opening), *body],
        receipt=("签收人", "签收时间"),
    )


@dataclass(frozen=True, kw_only=True)
class ReleaseFacts(OnTask):
    """What ends a listing: ``notice`` is the number of its notice; a relapse until ``watched_until`` lists it again."""

    listed_on: date
    visited_on: date
    visitors: Sequence[str]
    verdict: str
    decided_by: str
    decided_on: date
    results: Sequence[str]
    notice: str = ""
    watched_until: date | None = None


def release_announcement(facts: ReleaseFacts) -> Letter:
    """解除挂牌督办公告, for the same media that told of the listing."""
    notice = f"（挂牌督办通知书：{facts.notice}）" if facts.notice else ""
    opening = (
        f"{official_date(facts.listed_on)}，{facts.signer}对{facts.unit}承办的{facts.named}实施挂牌督办{notice}。"
        f"经现场验收，并经{facts.decided_by}（{official_date(facts.decided_on)}），现予解除挂牌督办。有关情况公告如下。"
    )
    watched = (
        f"至{official_date(facts.watched_until)}止，继续跟踪整改成效。发现问题反弹的，重新挂牌督办"
        if facts.watched_until
        else ""
    )
    visited = f"{official_date(facts.visited_on)}，{'、'.join(facts.visitors)}现场验收。验收意见：{facts.verdict}"
    body = sections(
        ("整改完成情况", items(facts.results)),
        ("现场验收情况", [text(visited)]),
        ("后续监督", [text(watched)] if watched else ()),
    )
    return facts.letter(
        "解除挂牌督办公告",
        "",
        [text(opening), *body, text("特此公告")],
    )
