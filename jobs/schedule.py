"""The one timetable. A weekday would be named, never numbered: the scheduler counts from Monday, cron from Sunday."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jobs.context import Counts, Run
from jobs.deliver import deliver
from jobs.escalate import escalate
from jobs.remind import remind
from jobs.seal import seal
from jobs.sweep import sweep
from jobs.upkeep import upkeep


@dataclass(frozen=True)
class Job:
    """``cron`` holds APScheduler's fields."""

    name: str
    work: Callable[[Run], Counts]
    cron: Mapping[str, str]
    purpose: str


TIMETABLE = (
    # Twice: the second run costs nothing, and finishes a night that was cut off.
    Job("sweep", sweep, {"hour": "0,6", "minute": "10"}, "开启反馈期，标记临期和逾期，刷新亮灯"),
    # After the sweep, for the same reasons twice.
    Job("escalate", escalate, {"hour": "0,6", "minute": "20"}, "拟督办单，提出挂牌和追责建议，由人签发和决定"),
    # After the sweep, at the start of the working day; on rest days it does nothing by itself.
    Job("remind", remind, {"hour": "8", "minute": "30"}, "到期前、到期日、逾期提醒，每单位每天一条"),
    Job("deliver", deliver, {"minute": "*"}, "发送待发消息"),
    Job("seal", seal, {"minute": "*"}, "审计记录封存上链"),
    Job("upkeep", upkeep, {"hour": "7", "minute": "0"}, "工作日历缺失、消息发送失败提醒；清理无用附件"),
)

BY_NAME = {job.name: job for job in TIMETABLE}
