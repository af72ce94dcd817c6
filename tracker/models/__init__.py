"""Mapped classes: what is remembered. Columns and the CHECKs that tie state to evidence; no decisions."""

from tracker.models.base import Base
from tracker.models.deadlines import (
    Deadline,
    DeadlineClaim,
    DeadlineFlag,
    DeadlineRevision,
    Reminder,
)
from tracker.models.departments import (
    Department,
    DepartmentGroup,
    DepartmentGroupMember,
    DepartmentGroupName,
    DepartmentName,
    Post,
    PostHolding,
)
from tracker.models.running import (
    AuditEntry,
    AuditSeal,
    CalendarDay,
    CalendarYear,
    JobRun,
    JobState,
    OutboxMessage,
    Rule,
)
from tracker.models.sources import Source, SourceItem, TaskSource
from tracker.models.tasks import (
    GroupParticipation,
    LightChange,
    Milestone,
    NumberSeries,
    Participation,
    Suspension,
    Task,
    TaskTransition,
)

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "Base",
    "CalendarDay",
    "CalendarYear",
    "Deadline",
    "DeadlineClaim",
    "DeadlineFlag",
    "DeadlineRevision",
    "Department",
    "DepartmentGroup",
    "DepartmentGroupMember",
    "DepartmentGroupName",
    "DepartmentName",
    "GroupParticipation",
    "JobRun",
    "JobState",
    "LightChange",
    "Milestone",
    "NumberSeries",
    "OutboxMessage",
    "Participation",
    "Post",
    "PostHolding",
    "Reminder",
    "Rule",
    "Source",
    "SourceItem",
    "Suspension",
    "Task",
    "TaskSource",
    "TaskTransition",
]
