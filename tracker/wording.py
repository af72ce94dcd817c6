"""Facts in sentences, for every entrance alike."""

from __future__ import annotations

from tracker.queries.overdue import OverdueRow


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
