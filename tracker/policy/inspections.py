"""No repeated and no multi-headed supervision (政府督查工作条例 art. 15): when two inspections lie too close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Reach:
    """When an inspection is, which units it touches, and which tasks it looks at."""

    from_on: date
    until_on: date
    unit_ids: frozenset[int]
    task_ids: frozenset[int]


@dataclass(frozen=True)
class Overlap:
    """What two inspections share too closely. ``days`` lie between them, 0 where they run at once."""

    unit_ids: frozenset[int]
    task_ids: frozenset[int]
    days: int


def days_between(one: Reach, other: Reach) -> int:
    """Natural days from the end of the earlier to the beginning of the later; 0 where they run at once."""
    return max((one.from_on - other.until_on).days, (other.from_on - one.until_on).days, 0)


def overlap(one: Reach, other: Reach, apart_days: int) -> Overlap | None:
    """The units both touch less than ``apart_days`` apart, and the tasks both look at, however far apart."""
    days = days_between(one, other)
    units = one.unit_ids & other.unit_ids if days < apart_days else frozenset[int]()
    tasks = one.task_ids & other.task_ids
    return Overlap(units, tasks, days) if units or tasks else None
