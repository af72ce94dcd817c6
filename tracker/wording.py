"""Facts in sentences, for every entrance alike."""

from __future__ import annotations

from tracker.policy.delay import Delay
from tracker.queries.overdue import OverdueRow


def split_days(delay: Delay | None) -> str:
    """How a delay splits, where not all of it is the unit's own; empty where it is, or where there is none."""
    if delay is None or not (delay.waiting or delay.paused):
        return ""
    parts = (("本单位", delay.own), ("等待协调", delay.waiting), ("暂缓", delay.paused))
    return "，".join(f"{name}{days}天" for name, days in parts if days or name == "本单位")


def why_overdue(row: OverdueRow) -> str:
    """Why a task stands on the overdue list: what was missed, by how much, what was moved before."""
    parts = [f"最终时限{row.due_on}已过{row.days}天，未报结"]
    if row.first_due_on != row.due_on:
        parts.append(f"原时限{row.first_due_on}")
    if row.missed_nodes:
        parts.append(f"{row.missed_nodes}个节点未完成（权重{row.missed_weight}）")
    if row.late_reports:
        parts.append(f"{row.late_reports}期反馈未报")
    return "；".join(parts)
