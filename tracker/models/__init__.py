"""Mapped classes: what is remembered. Columns and the CHECKs that tie state to evidence; no decisions."""

from tracker.models.accountability import AccountabilitySuggestion, ClueReferral
from tracker.models.accounts import (
    Account,
    HeldForm,
    HeldSheet,
    LoginFailure,
    PasswordUsed,
    PostedForm,
    RoleGrant,
    SecondFactor,
    UserSession,
)
from tracker.models.approvals import Approval, ApprovalRoute, PostDeputy, Submission
from tracker.models.base import Base
from tracker.models.cards import Card, CardTask, Handover, HandoverItem
from tracker.models.conclusions import Conclusion, ReviewRequest
from tracker.models.deadlines import Deadline, DeadlineClaim, DeadlineFlag, DeadlineRevision, PastDebtor, Reminder
from tracker.models.departments import (
    Department,
    DepartmentGroup,
    DepartmentGroupMember,
    DepartmentGroupName,
    DepartmentName,
    Post,
    PostHolding,
)
from tracker.models.escalation import Proposal, Standstill, WarningSlip
from tracker.models.extensions import Extension
from tracker.models.inspections import Finding, Inspection, InspectionMember, InspectionTask
from tracker.models.listings import Listing, ListingRelease, SiteVisit
from tracker.models.messages import ContactPoint, MessageDelivery, OutboxMessage
from tracker.models.plans import PlanNode, ReassignmentRequest, TaskPlan
from tracker.models.publications import Publication, PublicComment
from tracker.models.reports import BurdenReport, CallRecord, CoordinationRequest, Evidence, EvidenceUse, ProgressReport
from tracker.models.running import (
    AuditEntry,
    AuditSeal,
    CalendarDay,
    CalendarYear,
    JobRun,
    JobState,
    Rule,
)
from tracker.models.sources import Endorsement, Source, SourceItem, TaskSource
from tracker.models.tasks import (
    GroupParticipation,
    LightChange,
    Milestone,
    NumberSeries,
    Participation,
    Suspension,
    Task,
    TaskClerk,
    TaskTransition,
)

__all__ = [
    "Account",
    "AccountabilitySuggestion",
    "Approval",
    "ApprovalRoute",
    "AuditEntry",
    "AuditSeal",
    "Base",
    "BurdenReport",
    "CalendarDay",
    "CalendarYear",
    "CallRecord",
    "Card",
    "CardTask",
    "ClueReferral",
    "Conclusion",
    "ContactPoint",
    "CoordinationRequest",
    "Deadline",
    "DeadlineClaim",
    "DeadlineFlag",
    "DeadlineRevision",
    "Department",
    "DepartmentGroup",
    "DepartmentGroupMember",
    "DepartmentGroupName",
    "DepartmentName",
    "Endorsement",
    "Evidence",
    "EvidenceUse",
    "Extension",
    "Finding",
    "GroupParticipation",
    "Handover",
    "HandoverItem",
    "HeldForm",
    "HeldSheet",
    "Inspection",
    "InspectionMember",
    "InspectionTask",
    "JobRun",
    "JobState",
    "LightChange",
    "Listing",
    "ListingRelease",
    "LoginFailure",
    "MessageDelivery",
    "Milestone",
    "NumberSeries",
    "OutboxMessage",
    "Participation",
    "PasswordUsed",
    "PastDebtor",
    "PlanNode",
    "Post",
    "PostDeputy",
    "PostHolding",
    "PostedForm",
    "ProgressReport",
    "Proposal",
    "PublicComment",
    "Publication",
    "ReassignmentRequest",
    "Reminder",
    "ReviewRequest",
    "RoleGrant",
    "Rule",
    "SecondFactor",
    "SiteVisit",
    "Source",
    "SourceItem",
    "Standstill",
    "Submission",
    "Suspension",
    "Task",
    "TaskClerk",
    "TaskPlan",
    "TaskSource",
    "TaskTransition",
    "UserSession",
    "WarningSlip",
]
