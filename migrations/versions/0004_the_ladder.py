"""The ladder: extensions, slips, proposals, listings, inspections, conclusions, suggestions, publications."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    "clue_referrals",
    "inspections",
    "inspection_members",
    "inspection_tasks",
    "proposals",
    "standstills",
    "submissions",
    "conclusions",
    "extensions",
    "findings",
    "listings",
    "warning_slips",
    "accountability_suggestions",
    "publications",
    "review_requests",
    "site_visits",
    "listing_releases",
    "public_comments",
)

_OLD_KINDS = (
    "registration",
    "reassignment",
    "conclusion",
    "completion",
    "showing",
    "closing",
    "reopening",
    "suspension",
)
_NEW_KINDS = (
    "extension",
    "warning",
    "listing",
    "release",
    "inspection",
    "inspection-conclusion",
    "review",
    "accountability",
    "publication",
)
# (table, column) → the words it held before, and those added: the CHECK of that name lists them.
_WORDS = {
    ("role_grants", "role"): (
        ("clerk", "director", "secretary-general", "leader", "liaison", "unit-head", "discipline"),
        ("publicity",),
        ("system-admin", "security-admin", "audit-admin"),
    ),
    ("deadlines", "kind"): (
        (
            "acknowledgement",
            "plan",
            "milestone",
            "report",
            "helper-answer",
            "final",
            "check",
            "coordination-answer",
            "request-decision",
            "review-decision",
            "listing-term",
            "rectification",
            "external",
        ),
        ("slip-answer", "publication", "acceptance"),
        (),
    ),
    ("evidence_uses", "subject_kind"): (
        ("report", "claim", "approval", "suspension", "coordination", "plan", "completion"),
        ("extension", "slip", "visit", "release", "finding", "conclusion", "review"),
        (),
    ),
    ("tasks", "ordinary_reason"): (("overdue", "helper", "endorsed", "extended"), ("listed",), ()),
    ("approvals", "kind"): (_OLD_KINDS, _NEW_KINDS, ()),
    ("approval_routes", "kind"): (_OLD_KINDS, _NEW_KINDS, ()),
}
# What need no longer be filled: a plan of inspection belongs to no single task, most routes to no basis.
_FREED = (
    ("approvals", "task_id", "INTEGER"),
    ("approvals", "transition_id", "INTEGER"),
    ("approval_routes", "basis", "VARCHAR(40)"),
)
_OF_DEADLINES = ("deadline_revisions", "deadline_claims", "deadline_flags", "reminders", "past_debtors")


def upgrade() -> None:
    for (table, column), (before, added, after) in _WORDS.items():
        _let_hold(table, column, [*before, *added, *after])
    _free(True)
    op.create_table(
        "clue_referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column(
            "body",
            sa.Enum("supervisory", "judicial", name="body", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("letter_number", sa.String(length=200), nullable=False),
        sa.Column("receipt_number", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_clue_referrals_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clue_referrals")),
        sa.UniqueConstraint("office_id", "letter_number", name=op.f("uq_clue_referrals_office_id_letter_number")),
    )
    op.create_table(
        "inspections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "general",
                "special",
                "event",
                "daily",
                "clue",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False, comment="what is looked at"),
        sa.Column("methods", sa.String(length=200), nullable=False, comment="words of InspectionMethod, by commas"),
        sa.Column("head", sa.String(length=200), nullable=False, comment="组长"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("overlap_reason", sa.Text(), nullable=False, comment="why, beside another of the same units"),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "pending",
                "approved",
                "finished",
                "refused",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=200), nullable=True),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'finished') = (finished_on IS NOT NULL)", name=op.f("ck_inspections_finished")),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'finished') OR number IS NOT NULL", name=op.f("ck_inspections_numbered")
        ),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_inspections_interval")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_inspections_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_inspections_office_id_number")),
    )
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.create_index("ix_inspections_office_year", ["office_id", "year"], unique=False)

    op.create_table(
        "inspection_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_inspection_members_account_id")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_members_inspection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_members")),
        sa.UniqueConstraint("inspection_id", "name", name=op.f("uq_inspection_members_inspection_id_name")),
    )
    with op.batch_alter_table("inspection_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_members_account_id"), ["account_id"], unique=False)

    op.create_table(
        "inspection_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspections.id"], name=op.f("fk_inspection_tasks_inspection_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_inspection_tasks_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_tasks")),
        sa.UniqueConstraint("inspection_id", "task_id", name=op.f("uq_inspection_tasks_inspection_id_task_id")),
    )
    with op.batch_alter_table("inspection_tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_tasks_task_id"), ["task_id"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("listing", "accountability", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "facts_key",
            sa.String(length=200),
            nullable=False,
            comment="names the facts, so that they are not proposed twice",
        ),
        sa.Column("month", sa.String(length=200), nullable=False, comment="2026-06: the list it stands on"),
        sa.Column("days", sa.Integer(), nullable=False, comment="natural days overdue on the day"),
        sa.Column("facts", sa.Text(), nullable=False, comment="in words"),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "declined",
                "postponed",
                "lapsed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("postponed_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'postponed') = (postponed_until IS NOT NULL)", name=op.f("ck_proposals_until_if_postponed")
        ),
        sa.CheckConstraint("outcome <> 'declined' OR reason <> ''", name=op.f("ck_proposals_reason_if_declined")),
        sa.CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name=op.f("ck_proposals_decided")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_proposals_office_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_proposals_rule_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_proposals_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("kind", "task_id", "facts_key", name=op.f("uq_proposals_kind_task_id_facts_key")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index("ix_proposals_office_kind_outcome", ["office_id", "kind", "outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_task_id"), ["task_id"], unique=False)

    op.create_table(
        "standstills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("not-verified", "repeated", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "period", sa.String(length=200), nullable=False, comment="the report period it was found at the end of"
        ),
        sa.Column("facts", sa.Text(), nullable=False, comment="what it was found by, in words"),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("over_on", sa.Date(), nullable=True, comment="the day progress was verified again"),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("explained_by", sa.String(length=200), nullable=False),
        sa.Column("explained_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(explained_on IS NULL) = (explained_by = '')", name=op.f("ck_standstills_explained")),
        sa.CheckConstraint("over_on IS NULL OR over_on >= found_on", name=op.f("ck_standstills_interval")),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_standstills_rule_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_standstills_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standstills")),
        sa.UniqueConstraint("task_id", "kind", "period", name=op.f("uq_standstills_task_id_kind_period")),
    )
    with op.batch_alter_table("standstills", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standstills_found_on"), ["found_on"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "registration",
                "reassignment",
                "conclusion",
                "completion",
                "showing",
                "closing",
                "reopening",
                "suspension",
                "extension",
                "warning",
                "listing",
                "release",
                "inspection",
                "inspection-conclusion",
                "review",
                "accountability",
                "publication",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False, comment="what is asked, in one line"),
        sa.Column("body", sa.Text(), nullable=False, comment="what the decider reads, in lines"),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("steps", sa.Text(), nullable=False, comment="JSON list of [rank, seat or null]: the route it goes"),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column(
            "rank",
            sa.Enum(
                "head",
                "deputy",
                "secretary-general",
                "office-director",
                "unit-head",
                name="rank",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved", "refused", "seen", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="decided, or taken back"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(outcome IS NULL) OR (ended_on IS NOT NULL)", name=op.f("ck_submissions_ended_if_decided")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_submissions_office_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_submissions_post_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_submissions_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("kind", "subject_id", "ordinal", name=op.f("uq_submissions_kind_subject_id_ordinal")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index("ix_submissions_office_ended", ["office_id", "ended_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_submissions_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submissions_task_id"), ["task_id"], unique=False)

    op.create_table(
        "conclusions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False, comment="what of the record it rests on"),
        sa.Column("facts", sa.Text(), nullable=False, comment="查明事实"),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False, comment="整改要求"),
        sa.Column(
            "rectify_term",
            sa.Integer(),
            nullable=True,
            comment="working days from service; empty: nothing to put right",
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "pending",
                "refused",
                "approved",
                "served",
                "changed",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=200), nullable=True),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("drafted_by_account_id", sa.Integer(), nullable=True),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("served_by", sa.String(length=200), nullable=False),
        sa.Column("received_by", sa.String(length=200), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("review_until", sa.Date(), nullable=True),
        sa.Column("rectify_deadline_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('served', 'changed', 'withdrawn')) = (served_on IS NOT NULL)",
            name=op.f("ck_conclusions_served"),
        ),
        sa.CheckConstraint("inspection_id IS NOT NULL OR record <> ''", name=op.f("ck_conclusions_rests_on_something")),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'served', 'changed', 'withdrawn') OR number IS NOT NULL",
            name=op.f("ck_conclusions_numbered"),
        ),
        sa.CheckConstraint("(served_on IS NULL) = (review_until IS NULL)", name=op.f("ck_conclusions_review_until")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_conclusions_department_id")),
        sa.ForeignKeyConstraint(
            ["drafted_by_account_id"], ["accounts.id"], name=op.f("fk_conclusions_drafted_by_account_id")
        ),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspections.id"], name=op.f("fk_conclusions_inspection_id")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_conclusions_office_id")),
        sa.ForeignKeyConstraint(
            ["rectify_deadline_id"], ["deadlines.id"], name=op.f("fk_conclusions_rectify_deadline_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_conclusions_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusions")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_conclusions_office_id_number")),
    )
    with op.batch_alter_table("conclusions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conclusions_department_id"), ["department_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_conclusions_drafted_by_account_id"), ["drafted_by_account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_conclusions_inspection_id"), ["inspection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_conclusions_rectify_deadline_id"), ["rectify_deadline_id"], unique=False)
        batch_op.create_index("ix_conclusions_task", ["task_id"], unique=False)

    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="of the task's requests, explanations among them"),
        sa.Column("open_of", sa.Integer(), nullable=True),
        sa.Column("clock_no", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "signing",
                "asked",
                "deciding",
                "granted",
                "refused",
                "withdrawn",
                "lapsed",
                "explained",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "cause",
            sa.Enum(
                "policy",
                "approval",
                "procedure",
                "land",
                "funds",
                "weather",
                "other-unit",
                "own",
                "other",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False, comment="目前进展和已采取的措施"),
        sa.Column("present_due_on", sa.Date(), nullable=False),
        sa.Column("asked_due_on", sa.Date(), nullable=True, comment="empty on an explanation"),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("drafted_account_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("signed_account_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("decision_deadline_id", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False, comment="督查员意见"),
        sa.Column("opinion_by", sa.String(length=200), nullable=False),
        sa.Column("opinion_on", sa.Date(), nullable=True),
        sa.Column("granted_due_on", sa.Date(), nullable=True),
        sa.Column("slip_days", sa.Integer(), nullable=True, comment="natural days granted"),
        sa.Column("decision", sa.Text(), nullable=False, comment="the decider's words"),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True, comment="granted, refused, withdrawn or lapsed"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'granted') = (granted_due_on IS NOT NULL)", name=op.f("ck_extensions_date_if_granted")
        ),
        sa.CheckConstraint(
            "(state IN ('asked', 'deciding', 'signing')) = (open_of IS NOT NULL)", name=op.f("ck_extensions_one_open")
        ),
        sa.CheckConstraint(
            "state IN ('signing', 'withdrawn', 'lapsed') OR signed_on IS NOT NULL", name=op.f("ck_extensions_signed")
        ),
        sa.CheckConstraint("open_of IS NULL OR open_of = deadline_id", name=op.f("ck_extensions_open_of_own")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_extensions_deadline_id")),
        sa.ForeignKeyConstraint(
            ["decision_deadline_id"], ["deadlines.id"], name=op.f("fk_extensions_decision_deadline_id")
        ),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_extensions_department_id")),
        sa.ForeignKeyConstraint(["drafted_account_id"], ["accounts.id"], name=op.f("fk_extensions_drafted_account_id")),
        sa.ForeignKeyConstraint(["signed_account_id"], ["accounts.id"], name=op.f("fk_extensions_signed_account_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_extensions_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sa.UniqueConstraint("open_of", name=op.f("uq_extensions_open_of")),
        sa.UniqueConstraint("task_id", "ordinal", name=op.f("uq_extensions_task_id_ordinal")),
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extensions_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extensions_decision_deadline_id"), ["decision_deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extensions_department_id"), ["department_id"], unique=False)

    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "recorded",
                "open",
                "claimed",
                "rectified",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.Text(), nullable=False, comment="what the unit says it has put right"),
        sa.Column("claimed_by", sa.String(length=200), nullable=False),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("check_words", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'recorded') = (deadline_id IS NULL)", name=op.f("ck_findings_term_if_to_rectify")),
        sa.CheckConstraint(
            "(state IN ('rectified', 'failed')) = (checked_on IS NOT NULL)", name=op.f("ck_findings_checked")
        ),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_findings_deadline_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_findings_department_id")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspections.id"], name=op.f("fk_findings_inspection_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_findings_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_findings_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_findings_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_findings_inspection_id"), ["inspection_id"], unique=False)
        batch_op.create_index("ix_findings_task_state", ["task_id", "state"], unique=False)

    op.create_table(
        "listings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("open_of", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column(
            "limb",
            sa.Enum("weighty", "stalled", name="limb", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False, comment="整改要求"),
        sa.Column(
            "authority",
            sa.Enum("leader", "meeting", name="authority", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("meeting", sa.String(length=200), nullable=False, comment="常务会议: which"),
        sa.Column("term", sa.Integer(), nullable=False, comment="working days"),
        sa.Column("officer", sa.String(length=200), nullable=False, comment="督办专员"),
        sa.Column("officer_account_id", sa.Integer(), nullable=True),
        sa.Column(
            "outlet", sa.String(length=200), nullable=False, comment="where it is made public, and its release too"
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "listed",
                "released",
                "refused",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=200), nullable=True),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("listed_by", sa.String(length=200), nullable=False),
        sa.Column(
            "listed_rank",
            sa.Enum(
                "head",
                "deputy",
                "secretary-general",
                "office-director",
                "unit-head",
                name="listed_rank",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column(
            "former_report_every",
            sa.Enum(
                "week",
                "month",
                "quarter",
                "half-year",
                "year",
                name="former_report_every",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("relapse_of_id", sa.Integer(), nullable=True),
        sa.Column("released_by", sa.String(length=200), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'released') = (released_on IS NOT NULL)", name=op.f("ck_listings_released")),
        sa.CheckConstraint(
            "(state IN ('listed', 'pending')) = (open_of IS NOT NULL)", name=op.f("ck_listings_one_open")
        ),
        sa.CheckConstraint("listed_on IS NULL OR officer <> ''", name=op.f("ck_listings_officer_if_listed")),
        sa.CheckConstraint(
            "state NOT IN ('listed', 'released') OR listed_on IS NOT NULL", name=op.f("ck_listings_listed")
        ),
        sa.CheckConstraint("(listed_on IS NULL) = (number IS NULL)", name=op.f("ck_listings_numbered_if_listed")),
        sa.CheckConstraint("open_of IS NULL OR open_of = task_id", name=op.f("ck_listings_open_of_own")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_listings_deadline_id")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_listings_office_id")),
        sa.ForeignKeyConstraint(["officer_account_id"], ["accounts.id"], name=op.f("fk_listings_officer_account_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_listings_proposal_id")),
        sa.ForeignKeyConstraint(["relapse_of_id"], ["listings.id"], name=op.f("fk_listings_relapse_of_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_listings_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_listings_office_id_number")),
        sa.UniqueConstraint("open_of", name=op.f("uq_listings_open_of")),
    )
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listings_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index("ix_listings_office_state", ["office_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_listings_officer_account_id"), ["officer_account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_listings_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_listings_relapse_of_id"), ["relapse_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_listings_task_id"), ["task_id"], unique=False)

    op.create_table(
        "warning_slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("clock_no", sa.Integer(), nullable=False),
        sa.Column(
            "colour",
            sa.Enum("blue", "orange", "red", name="colour", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "issued",
                "acknowledged",
                "answered",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("prepared_on", sa.Date(), nullable=False, comment="the day the rule found it, whenever the job ran"),
        sa.Column("by_hand", sa.Boolean(), nullable=False, comment="begun by the office, not by the rule"),
        sa.Column("overdue_workdays", sa.Integer(), nullable=False, comment="on that day"),
        sa.Column(
            "facts", sa.Text(), nullable=False, comment="what was due, since when, what was asked before; in words"
        ),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column(
            "raised_from",
            sa.Enum("blue", "orange", "red", name="raised_from", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("number", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, comment="the issuer's own words"),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("answer_deadline_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=200), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("dropped_because", sa.Text(), nullable=False),
        sa.Column("dropped_by", sa.String(length=200), nullable=False),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'answered') = (answered_on IS NOT NULL)", name=op.f("ck_warning_slips_answered")),
        sa.CheckConstraint("(state = 'dropped') = (dropped_on IS NOT NULL)", name=op.f("ck_warning_slips_dropped")),
        sa.CheckConstraint(
            "(state IN ('prepared', 'dropped')) = (number IS NULL)", name=op.f("ck_warning_slips_numbered_if_issued")
        ),
        sa.CheckConstraint("(number IS NULL) = (issued_on IS NULL)", name=op.f("ck_warning_slips_dated_if_issued")),
        sa.ForeignKeyConstraint(
            ["answer_deadline_id"], ["deadlines.id"], name=op.f("fk_warning_slips_answer_deadline_id")
        ),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_warning_slips_deadline_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_warning_slips_department_id")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_warning_slips_office_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_warning_slips_rule_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_warning_slips_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_slips")),
        sa.UniqueConstraint(
            "deadline_id", "colour", "clock_no", name=op.f("uq_warning_slips_deadline_id_colour_clock_no")
        ),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_warning_slips_office_id_number")),
    )
    with op.batch_alter_table("warning_slips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warning_slips_answer_deadline_id"), ["answer_deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_warning_slips_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_warning_slips_office_state", ["office_id", "state", "colour"], unique=False)
        batch_op.create_index("ix_warning_slips_task_prepared", ["task_id", "prepared_on"], unique=False)

    op.create_table(
        "accountability_suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("conclusion_id", sa.Integer(), nullable=True),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False, comment="违反的规定条款"),
        sa.Column("evidence", sa.Text(), nullable=False, comment="证据目录, one line each"),
        sa.Column("lighter", sa.Text(), nullable=False),
        sa.Column("heavier", sa.Text(), nullable=False),
        sa.Column("exempt", sa.Text(), nullable=False),
        sa.Column("head_joint", sa.Text(), nullable=False, comment="主要负责人连带责任, why; empty where none"),
        sa.Column("studied_on", sa.Date(), nullable=True),
        sa.Column("study", sa.Text(), nullable=False, comment="集体研究: meeting and words"),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "pending",
                "refused",
                "approved",
                "transferred",
                "received",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=200), nullable=True),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("transferred_to", sa.String(length=200), nullable=False, comment="有权机关"),
        sa.Column("letter_number", sa.String(length=200), nullable=False),
        sa.Column("transferred_by", sa.String(length=200), nullable=False),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("receipt_number", sa.String(length=200), nullable=False),
        sa.Column("received_by", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_by", sa.String(length=200), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome_on IS NOT NULL)", name=op.f("ck_accountability_suggestions_outcome")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR studied_on IS NOT NULL", name=op.f("ck_accountability_suggestions_studied")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'pending', 'refused') OR number IS NOT NULL",
            name=op.f("ck_accountability_suggestions_numbered"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('received', 'closed') OR received_on IS NOT NULL",
            name=op.f("ck_accountability_suggestions_received"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('transferred', 'received', 'closed') OR transferred_on IS NOT NULL",
            name=op.f("ck_accountability_suggestions_transferred"),
        ),
        sa.CheckConstraint(
            "(conclusion_id IS NULL) <> (finding_id IS NULL)", name=op.f("ck_accountability_suggestions_rests_on_one")
        ),
        sa.ForeignKeyConstraint(
            ["conclusion_id"], ["conclusions.id"], name=op.f("fk_accountability_suggestions_conclusion_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_accountability_suggestions_department_id")
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_accountability_suggestions_finding_id")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["departments.id"], name=op.f("fk_accountability_suggestions_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_accountability_suggestions_proposal_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_accountability_suggestions_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability_suggestions")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_accountability_suggestions_office_id_number")),
    )
    with op.batch_alter_table("accountability_suggestions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accountability_suggestions_conclusion_id"), ["conclusion_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_accountability_suggestions_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_accountability_suggestions_finding_id"), ["finding_id"], unique=False)
        batch_op.create_index("ix_accountability_suggestions_office_state", ["office_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_accountability_suggestions_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accountability_suggestions_task_id"), ["task_id"], unique=False)

    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "listing",
                "release",
                "progress",
                "livelihood",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("stage", sa.String(length=200), nullable=False, comment="where the matter stands, in words"),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "replying",
                "cosigning",
                "pending",
                "refused",
                "approved",
                "published",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("asked_unit_on", sa.Date(), nullable=True, comment="the unit was shown it"),
        sa.Column("reply_until", sa.Date(), nullable=True, comment="silence until then lets it go on"),
        sa.Column("reply", sa.Text(), nullable=False, comment="what the unit says to it"),
        sa.Column("replied_by", sa.String(length=200), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("cosign_words", sa.Text(), nullable=False),
        sa.Column("cosigned_by", sa.String(length=200), nullable=False),
        sa.Column("cosigned_on", sa.Date(), nullable=True),
        sa.Column("cosign_entered_by", sa.String(length=200), nullable=False, comment="where it was signed on paper"),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("outlet", sa.String(length=200), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("takes_comments", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name=op.f("ck_publications_withdrawn")
        ),
        sa.CheckConstraint(
            "published_on IS NULL OR (outlet <> '' AND approved_on IS NOT NULL)",
            name=op.f("ck_publications_approved_first"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'withdrawn') OR published_on IS NOT NULL",
            name=op.f("ck_publications_published"),
        ),
        sa.CheckConstraint(
            "published_on IS NULL OR cosigned_on IS NOT NULL", name=op.f("ck_publications_cosigned_first")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_publications_listing_id")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_publications_office_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_publications_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publications_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publications_office_id"), ["office_id"], unique=False)
        batch_op.create_index("ix_publications_state_day", ["state", "published_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_publications_task_id"), ["task_id"], unique=False)

    op.create_table(
        "review_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("open_of", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "deciding",
                "decided",
                "late",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False, comment="督查室代录"),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column("reviewer", sa.String(length=200), nullable=False),
        sa.Column("reviewer_account_id", sa.Integer(), nullable=True),
        sa.Column(
            "proposed",
            sa.Enum(
                "maintained",
                "changed",
                "withdrawn",
                name="proposed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("opinion", sa.Text(), nullable=False, comment="复核意见"),
        sa.Column("changed_to", sa.Text(), nullable=False, comment="变更后的结论"),
        sa.Column(
            "outcome",
            sa.Enum(
                "maintained",
                "changed",
                "withdrawn",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("number", sa.String(length=200), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'decided') = (decided_on IS NOT NULL)", name=op.f("ck_review_requests_decided")),
        sa.CheckConstraint(
            "(state = 'decided') = (outcome IS NOT NULL)", name=op.f("ck_review_requests_outcome_if_decided")
        ),
        sa.CheckConstraint(
            "(state IN ('asked', 'deciding')) = (open_of IS NOT NULL)", name=op.f("ck_review_requests_one_open")
        ),
        sa.CheckConstraint("open_of IS NULL OR open_of = conclusion_id", name=op.f("ck_review_requests_open_of_own")),
        sa.ForeignKeyConstraint(["conclusion_id"], ["conclusions.id"], name=op.f("fk_review_requests_conclusion_id")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_review_requests_deadline_id")),
        sa.ForeignKeyConstraint(
            ["reviewer_account_id"], ["accounts.id"], name=op.f("fk_review_requests_reviewer_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_requests")),
        sa.UniqueConstraint("conclusion_id", "ordinal", name=op.f("uq_review_requests_conclusion_id_ordinal")),
        sa.UniqueConstraint("open_of", name=op.f("uq_review_requests_open_of")),
    )
    with op.batch_alter_table("review_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_requests_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_requests_reviewer_account_id"), ["reviewer_account_id"], unique=False
        )

    op.create_table(
        "site_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("visitor", sa.String(length=200), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_site_visits_account_id")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspections.id"], name=op.f("fk_site_visits_inspection_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_site_visits_listing_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_site_visits_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visits")),
    )
    with op.batch_alter_table("site_visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_visits_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_site_visits_inspection_id"), ["inspection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_site_visits_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index("ix_site_visits_task_day", ["task_id", "visited_on"], unique=False)

    op.create_table(
        "listing_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("open_of", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "deciding",
                "granted",
                "sent-back",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('asked', 'deciding')) = (open_of IS NOT NULL)", name=op.f("ck_listing_releases_one_open")
        ),
        sa.CheckConstraint(
            "(state IN ('granted', 'sent-back')) = (decided_on IS NOT NULL)", name=op.f("ck_listing_releases_decided")
        ),
        sa.CheckConstraint(
            "state NOT IN ('deciding', 'granted') OR visit_id IS NOT NULL", name=op.f("ck_listing_releases_visited")
        ),
        sa.CheckConstraint("open_of IS NULL OR open_of = listing_id", name=op.f("ck_listing_releases_open_of_own")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_listing_releases_deadline_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_listing_releases_listing_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["site_visits.id"], name=op.f("fk_listing_releases_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_releases")),
        sa.UniqueConstraint("listing_id", "ordinal", name=op.f("uq_listing_releases_listing_id_ordinal")),
        sa.UniqueConstraint("open_of", name=op.f("uq_listing_releases_open_of")),
    )
    with op.batch_alter_table("listing_releases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_releases_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_listing_releases_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "public_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "sender",
            sa.String(length=200),
            nullable=False,
            comment="a keyed hash of the address, against floods; not the address",
        ),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_public_comments_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_comments")),
    )
    with op.batch_alter_table("public_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_comments_publication_id"), ["publication_id"], unique=False)
        batch_op.create_index("ix_public_comments_sender_at", ["sender", "posted_at"], unique=False)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    _forget_what_is_new()
    _free(False)
    for (table, column), (before, _, after) in _WORDS.items():
        _let_hold(table, column, [*before, *after])


def _forget_what_is_new() -> None:
    """Rows that the older words cannot say."""
    duties = f"SELECT id FROM deadlines WHERE kind IN ({_listed(_WORDS['deadlines', 'kind'][1])})"
    for table in _OF_DEADLINES:
        op.execute(f"DELETE FROM {table} WHERE deadline_id IN ({duties})")
    op.execute("DELETE FROM approvals WHERE task_id IS NULL OR transition_id IS NULL")
    op.execute("DELETE FROM approval_routes WHERE basis IS NULL")
    op.execute("UPDATE tasks SET ordinary_reason = 'overdue' WHERE ordinary_reason = 'listed'")
    for (table, column), (_, added, _) in _WORDS.items():
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({_listed(added)})")


def _let_hold(table: str, column: str, words: list[str]) -> None:
    check = f"CHECK ({column} IN ({_listed(words)}))"
    name = f"ck_{table}_{column}"
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(table, rf"(CONSTRAINT {name}) CHECK \({column} IN \([^)]*\)\)", rf"\1 {check}")
    else:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {check}")


def _free(free: bool) -> None:
    """Let columns be empty, or no longer."""
    for table, column, kind in _FREED:
        if op.get_bind().dialect.name == "sqlite":
            filled, empty = f"{column} {kind} NOT NULL", f"{column} {kind}"
            old, new = (filled, empty) if free else (empty, filled)
            _rebuild(table, re.escape(old) + ("" if free else "(?! NOT NULL)"), new)
        else:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} {'DROP' if free else 'SET'} NOT NULL")


def _rebuild(table: str, pattern: str, replacement: str) -> None:
    """SQLite: the same table with another clause, by the table's own words; references to it are not minded now."""
    bind = op.get_bind()
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL AND type {} 'table' ORDER BY name"
    (sql,) = bind.exec_driver_sql(made.format("="), (table,)).scalars()
    beside = bind.exec_driver_sql(made.format("<>"), (table,)).scalars().all()
    changed, times = re.subn(pattern, replacement, sql, count=1)
    if times != 1:
        raise RuntimeError(f"{table}: {pattern} not found")
    columns = ", ".join(f'"{row[1]}"' for row in bind.exec_driver_sql(f"PRAGMA table_info({table})"))
    bind.exec_driver_sql(re.sub(rf'CREATE TABLE "?{table}"?', f"CREATE TABLE _{table}", changed, count=1))
    bind.exec_driver_sql(f"INSERT INTO _{table} ({columns}) SELECT {columns} FROM {table}")
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE _{table} RENAME TO {table}")
    for statement in beside:
        bind.exec_driver_sql(statement)


def _listed(words: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)
