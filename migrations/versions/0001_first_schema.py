"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Append-only is the database's promise, not only the program's.
_TABLES = ("audit_entries", "audit_seals")
_SQLITE_GUARD = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL_GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_FUNCTION)
        for table in _TABLES:
            op.execute(_POSTGRESQL_GUARD.format(table=table))
        return
    for table in _TABLES:
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_GUARD.format(table=table, verb=verb))


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column(
            "account_id",
            sa.Integer(),
            nullable=True,
            comment="whose name that is, where it is an account's; kept for good",
        ),
        sa.Column(
            "tag",
            sa.String(length=200),
            nullable=False,
            comment="an AuditTag; no CHECK, so that old words stay readable for good",
        ),
        sa.Column("subject_kind", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False, comment="JSON object"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_recorded_at"), ["recorded_at"], unique=False)
        batch_op.create_index("ix_audit_entries_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "calendar_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("statutory", "office", name="source", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
        sa.UniqueConstraint("day", "source", name=op.f("uq_calendar_days_day_source")),
    )
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            sa.Enum("confirmed", "provisional", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False, comment="the notice it was taken from"),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_years")),
    )
    op.create_table(
        "department_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_department_groups_name")),
    )
    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "supervision-office",
                "government",
                "party",
                "county",
                "township",
                "zone",
                "section",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "city",
                "county",
                "township",
                "village",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("track", sa.String(length=200), nullable=False, comment="战线: decides the responsible clerk"),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "enabled_on", sa.Date(), nullable=True, comment="启用日: nothing is flagged, slipped or proposed before it"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["departments.id"], name=op.f("fk_departments_parent_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["departments.id"], name=op.f("fk_departments_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("name", name=op.f("uq_departments_name")),
    )
    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_departments_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_departments_successor_id"), ["successor_id"], unique=False)

    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=200), nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "running", "finished", "failed", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("counts", sa.Text(), nullable=False, comment="JSON object"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
        sa.UniqueConstraint("job", "slot", name=op.f("uq_job_runs_job_slot")),
    )
    op.create_table(
        "job_states",
        sa.Column("job", sa.String(length=200), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("lease_holder", sa.String(length=200), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_states")),
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False, comment="JSON object"),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
        sa.UniqueConstraint("name", "effective_on", name=op.f("uq_rules_name_effective_on")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_rules_name_version")),
    )
    op.create_table(
        "audit_seals",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("algorithm", sa.String(length=200), nullable=False),
        sa.Column("mac", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_seals_entry_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seals_entry_id")),
    )
    op.create_table(
        "department_group_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_department_group_members_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["department_groups.id"], name=op.f("fk_department_group_members_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_group_members")),
        sa.UniqueConstraint(
            "group_id",
            "department_id",
            "from_on",
            name=op.f("uq_department_group_members_group_id_department_id_from_on"),
        ),
    )
    with op.batch_alter_table("department_group_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_group_members_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_department_group_members_group_id"), ["group_id"], unique=False)

    op.create_table(
        "department_group_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["department_groups.id"], name=op.f("fk_department_group_names_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_group_names")),
        sa.UniqueConstraint("group_id", "name", name=op.f("uq_department_group_names_group_id_name")),
    )
    with op.batch_alter_table("department_group_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_group_names_group_id"), ["group_id"], unique=False)

    op.create_table(
        "department_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("full", "short", "old", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_department_names_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_names")),
        sa.UniqueConstraint("department_id", "name", name=op.f("uq_department_names_department_id_name")),
    )
    with op.batch_alter_table("department_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_names_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_department_names_name"), ["name"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_number_series_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("office_id", "series", "year", name=op.f("uq_number_series_office_id_series_year")),
    )
    with op.batch_alter_table("number_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_number_series_office_id"), ["office_id"], unique=False)

    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending", "sent", "failed", "dead", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_messages_sent_at_if_sent")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_outbox_messages_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_messages_dedupe_key")),
    )
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_messages_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_outbox_messages_state_next", ["state", "next_attempt_at"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
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
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("track", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_posts_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("name", name=op.f("uq_posts_name")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posts_department_id"), ["department_id"], unique=False)

    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("document_number", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "work-report",
                "decomposition",
                "meeting",
                "instruction",
                "incoming",
                "proposal",
                "project",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "regime",
            sa.Enum(
                "government", "party", "joint", name="regime", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_sources_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint(
            "office_id", "title", "issuer", "issued_on", name=op.f("uq_sources_office_id_title_issuer_issued_on")
        ),
    )
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sources_office_id"), ["office_id"], unique=False)

    op.create_table(
        "post_holdings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_post_holdings_interval")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_holdings_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holdings")),
    )
    with op.batch_alter_table("post_holdings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_holdings_post_id"), ["post_id"], unique=False)

    op.create_table(
        "source_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column(
            "file_digest",
            sa.String(length=200),
            nullable=False,
            comment="SHA-256 of the file it was read from, or empty",
        ),
        sa.Column(
            "fingerprint", sa.String(length=200), nullable=False, comment="of the wording; a second import finds it"
        ),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("leader", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("co_leads", sa.Text(), nullable=False),
        sa.Column("supporting", sa.Text(), nullable=False),
        sa.Column("due_phrase", sa.Text(), nullable=False),
        sa.Column("points", sa.String(length=200), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_items_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_items")),
        sa.UniqueConstraint("source_id", "fingerprint", name=op.f("uq_source_items_source_id_fingerprint")),
    )
    with op.batch_alter_table("source_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_items_file_digest"), ["file_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_items_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_items_source_id"), ["source_id"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=True, comment="督办编号, given at 立项"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("leader", sa.Text(), nullable=False, comment="as the paper writes it"),
        sa.Column("leader_post_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "pending-approval",
                "registered",
                "assigned",
                "acknowledged",
                "in-progress",
                "completion-claimed",
                "completed",
                "closed",
                "refused",
                "merged",
                "terminated",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "disclosure",
            sa.Enum(
                "public",
                "internal",
                "sensitive",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("assessment_year", sa.Integer(), nullable=False),
        sa.Column(
            "goal_level",
            sa.Enum("first", "second", "none", name="goal_level", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("points", sa.Numeric(precision=8, scale=2, asdecimal=False), nullable=True),
        sa.Column(
            "endless", sa.Boolean(), nullable=False, comment="长期坚持: reviewed each period, never done by date"
        ),
        sa.Column(
            "report_every",
            sa.Enum(
                "week",
                "month",
                "quarter",
                "half-year",
                "year",
                name="report_every",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "report_day", sa.Integer(), nullable=True, comment="day of the period's last month; empty means the rule's"
        ),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("watched_from", sa.Date(), nullable=True, comment="nothing is flagged before this day"),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "closure_kind",
            sa.Enum(
                "done",
                "stage-done",
                "routine",
                "carried-over",
                name="closure_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("adopted_progress", sa.Text(), nullable=False, comment="补录进展(未核实)"),
        sa.Column(
            "light",
            sa.Enum(
                "green",
                "yellow",
                "red",
                "done",
                "paused",
                name="light",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "base_light",
            sa.Enum(
                "green",
                "yellow",
                "red",
                "done",
                "paused",
                name="base_light",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "light_reason",
            sa.Enum(
                "on-track",
                "ended",
                "paused",
                "final-overdue",
                "milestones-missed",
                "periods-running",
                "final-near",
                "milestone-missed",
                "report-late",
                name="light_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("light_since", sa.Date(), nullable=True),
        sa.CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_tasks_closed_on_if_closed")),
        sa.CheckConstraint("(status = 'closed') = (closure_kind IS NOT NULL)", name=op.f("ck_tasks_kind_if_closed")),
        sa.CheckConstraint(
            "(status = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_tasks_merged_into_if_merged")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'pending-approval', 'refused', 'merged') OR reference IS NOT NULL",
            name=op.f("ck_tasks_numbered"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('acknowledged', 'assigned', 'completion-claimed', 'in-progress') OR assigned_on IS NOT NULL",
            name=op.f("ck_tasks_assigned_on_if_open"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('completed', 'closed') OR completed_on IS NOT NULL",
            name=op.f("ck_tasks_completed_on_if_done"),
        ),
        sa.ForeignKeyConstraint(["leader_post_id"], ["posts.id"], name=op.f("fk_tasks_leader_post_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["tasks.id"], name=op.f("fk_tasks_merged_into_id")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_tasks_office_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["tasks.id"], name=op.f("fk_tasks_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("office_id", "reference", name=op.f("uq_tasks_office_id_reference")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_leader_post_id"), ["leader_post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index("ix_tasks_office_status_light", ["office_id", "status", "light"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "duty", sa.String(length=200), nullable=False, comment="names the duty, so that it cannot be opened twice"
        ),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "subject_kind",
            sa.Enum("task", "milestone", name="subject_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=200), nullable=False, comment="reports: 2026-03, 2026-Q1 …"),
        sa.Column("period_ends_on", sa.Date(), nullable=True, comment="reports: the period's last day"),
        sa.Column("owed_by_department_id", sa.Integer(), nullable=True),
        sa.Column("owed_by_post_id", sa.Integer(), nullable=True),
        sa.Column("owed_to_department_id", sa.Integer(), nullable=True),
        sa.Column("term", sa.Integer(), nullable=True, comment="basis: so many days; empty for a fixed date"),
        sa.Column(
            "term_unit",
            sa.Enum("natural", "working", name="term_unit", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("phrase", sa.Text(), nullable=False, comment="as the paper writes it"),
        sa.Column("reading", sa.String(length=200), nullable=False, comment="how the phrase was read"),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False, comment="counted through a year not yet confirmed"),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("soon_on", sa.Date(), nullable=True),
        sa.Column("yellow_on", sa.Date(), nullable=True),
        sa.Column("red_on", sa.Date(), nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column(
            "clock_no", sa.Integer(), nullable=False, comment="raised by an approved extension or a reopening alone"
        ),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("clock_no >= 1", name=op.f("ck_deadlines_clock_no")),
        sa.CheckConstraint("met_on IS NULL OR claimed_on IS NOT NULL", name=op.f("ck_deadlines_met_was_claimed")),
        sa.CheckConstraint(
            "opened_on IS NULL OR (owed_by_department_id IS NULL) <> (owed_by_post_id IS NULL)",
            name=op.f("ck_deadlines_one_debtor"),
        ),
        sa.CheckConstraint("opened_on IS NULL OR due_on IS NOT NULL", name=op.f("ck_deadlines_due_if_opened")),
        sa.ForeignKeyConstraint(
            ["owed_by_department_id"], ["departments.id"], name=op.f("fk_deadlines_owed_by_department_id")
        ),
        sa.ForeignKeyConstraint(["owed_by_post_id"], ["posts.id"], name=op.f("fk_deadlines_owed_by_post_id")),
        sa.ForeignKeyConstraint(
            ["owed_to_department_id"], ["departments.id"], name=op.f("fk_deadlines_owed_to_department_id")
        ),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_deadlines_rule_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_deadlines_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("duty", name=op.f("uq_deadlines_duty")),
    )
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index("ix_deadlines_department_due", ["owed_by_department_id", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadlines_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadlines_owed_by_post_id"), ["owed_by_post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadlines_owed_to_department_id"), ["owed_to_department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadlines_period_ends_on"), ["period_ends_on"], unique=False)
        batch_op.create_index("ix_deadlines_task_kind_period", ["task_id", "kind", "period_ends_on"], unique=False)

    op.create_table(
        "group_participations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "co-lead", "supporting", name="role", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["group_id"], ["department_groups.id"], name=op.f("fk_group_participations_group_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_group_participations_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_participations")),
        sa.UniqueConstraint("task_id", "group_id", name=op.f("uq_group_participations_task_id_group_id")),
    )
    with op.batch_alter_table("group_participations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_participations_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_participations_task_id"), ["task_id"], unique=False)

    op.create_table(
        "light_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="1 for the day's first change"),
        sa.Column(
            "from_light",
            sa.Enum(
                "green",
                "yellow",
                "red",
                "done",
                "paused",
                name="from_light",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_light",
            sa.Enum(
                "green",
                "yellow",
                "red",
                "done",
                "paused",
                name="to_light",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "on-track",
                "ended",
                "paused",
                "final-overdue",
                "milestones-missed",
                "periods-running",
                "final-near",
                "milestone-missed",
                "report-late",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_light_changes_rule_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_light_changes_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_changes")),
        sa.UniqueConstraint(
            "task_id", "happened_on", "ordinal", name=op.f("uq_light_changes_task_id_happened_on_ordinal")
        ),
    )
    with op.batch_alter_table("light_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_light_changes_happened_on"), ["happened_on"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("evidence_wanted", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name=op.f("ck_milestones_weight")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_milestones_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("task_id", "ordinal", name=op.f("uq_milestones_task_id_ordinal")),
    )
    op.create_table(
        "participations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "co-lead", "supporting", name="role", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("lead_of", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(role = 'lead' AND until_on IS NULL) = (lead_of IS NOT NULL)", name=op.f("ck_participations_one_lead")
        ),
        sa.CheckConstraint("lead_of IS NULL OR lead_of = task_id", name=op.f("ck_participations_lead_of_own_task")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_participations_interval")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_participations_department_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_participations_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
        sa.UniqueConstraint("lead_of", name=op.f("uq_participations_lead_of")),
        sa.UniqueConstraint(
            "task_id", "department_id", "from_on", name=op.f("uq_participations_task_id_department_id_from_on")
        ),
    )
    with op.batch_alter_table("participations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participations_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participations_task_id"), ["task_id"], unique=False)

    op.create_table(
        "suspensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_suspensions_interval")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_suspensions_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
    )
    with op.batch_alter_table("suspensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspensions_from_on"), ["from_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspensions_task_id"), ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspensions_until_on"), ["until_on"], unique=False)

    op.create_table(
        "task_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("source_item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_item_id"], ["source_items.id"], name=op.f("fk_task_sources_source_item_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_sources_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_sources")),
        sa.UniqueConstraint("source_item_id", name=op.f("uq_task_sources_source_item_id")),
    )
    with op.batch_alter_table("task_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_sources_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_transitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "draft",
                "submit",
                "register",
                "refuse",
                "assign",
                "adopt",
                "acknowledge",
                "start",
                "claim-completion",
                "send-back",
                "complete",
                "close",
                "reopen",
                "merge",
                "terminate",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_status",
            sa.Enum(
                "draft",
                "pending-approval",
                "registered",
                "assigned",
                "acknowledged",
                "in-progress",
                "completion-claimed",
                "completed",
                "closed",
                "refused",
                "merged",
                "terminated",
                name="from_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "draft",
                "pending-approval",
                "registered",
                "assigned",
                "acknowledged",
                "in-progress",
                "completion-claimed",
                "completed",
                "closed",
                "refused",
                "merged",
                "terminated",
                name="to_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on >= happened_on", name=op.f("ck_task_transitions_interval")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_transitions_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_transitions")),
    )
    with op.batch_alter_table("task_transitions", schema=None) as batch_op:
        batch_op.create_index("ix_task_transitions_task_day", ["task_id", "happened_on"], unique=False)

    op.create_table(
        "deadline_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("claimed_on", sa.Date(), nullable=False),
        sa.Column("claimed_by", sa.String(length=200), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("accepted", "sent-back", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sent_back_on", sa.Date(), nullable=True, comment="decided_on, where the outcome is a send-back"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name=op.f("ck_deadline_claims_decided")),
        sa.CheckConstraint("decided_on IS NULL OR decided_on >= claimed_on", name=op.f("ck_deadline_claims_interval")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_deadline_claims_deadline_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_claims")),
    )
    with op.batch_alter_table("deadline_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_claims_deadline_id"), ["deadline_id"], unique=False)

    op.create_table(
        "deadline_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("due-soon", "overdue", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("clock_no", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_deadline_flags_deadline_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_deadline_flags_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_flags")),
        sa.UniqueConstraint(
            "deadline_id", "kind", "clock_no", name=op.f("uq_deadline_flags_deadline_id_kind_clock_no")
        ),
    )
    with op.batch_alter_table("deadline_flags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_flags_happened_on"), ["happened_on"], unique=False)

    op.create_table(
        "deadline_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "opened",
                "extended",
                "recounted",
                "reopened",
                "merged",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("soon_on", sa.Date(), nullable=False),
        sa.Column("yellow_on", sa.Date(), nullable=True),
        sa.Column("red_on", sa.Date(), nullable=True),
        sa.Column("clock_no", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_on IS NULL OR until_on >= in_force_on", name=op.f("ck_deadline_revisions_interval")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_deadline_revisions_deadline_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_deadline_revisions_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_revisions")),
        sa.UniqueConstraint("deadline_id", "ordinal", name=op.f("uq_deadline_revisions_deadline_id_ordinal")),
    )
    with op.batch_alter_table("deadline_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_revisions_red_on"), ["red_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_revisions_soon_on"), ["soon_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_revisions_yellow_on"), ["yellow_on"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("before", "on-the-day", "after", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("clock_no", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_reminders_deadline_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_reminders_department_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_reminders_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "deadline_id",
            "kind",
            "clock_no",
            "department_id",
            name=op.f("uq_reminders_deadline_id_kind_clock_no_department_id"),
        ),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminders_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminders_happened_on"), ["happened_on"], unique=False)
    _guard()


def downgrade() -> None:
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminders_happened_on"))
        batch_op.drop_index(batch_op.f("ix_reminders_department_id"))

    op.drop_table("reminders")
    with op.batch_alter_table("deadline_revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_revisions_yellow_on"))
        batch_op.drop_index(batch_op.f("ix_deadline_revisions_soon_on"))
        batch_op.drop_index(batch_op.f("ix_deadline_revisions_red_on"))

    op.drop_table("deadline_revisions")
    with op.batch_alter_table("deadline_flags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_flags_happened_on"))

    op.drop_table("deadline_flags")
    with op.batch_alter_table("deadline_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_claims_deadline_id"))

    op.drop_table("deadline_claims")
    with op.batch_alter_table("task_transitions", schema=None) as batch_op:
        batch_op.drop_index("ix_task_transitions_task_day")

    op.drop_table("task_transitions")
    with op.batch_alter_table("task_sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_sources_task_id"))

    op.drop_table("task_sources")
    with op.batch_alter_table("suspensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suspensions_until_on"))
        batch_op.drop_index(batch_op.f("ix_suspensions_task_id"))
        batch_op.drop_index(batch_op.f("ix_suspensions_from_on"))

    op.drop_table("suspensions")
    with op.batch_alter_table("participations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participations_task_id"))
        batch_op.drop_index(batch_op.f("ix_participations_department_id"))

    op.drop_table("participations")
    op.drop_table("milestones")
    with op.batch_alter_table("light_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_light_changes_happened_on"))

    op.drop_table("light_changes")
    with op.batch_alter_table("group_participations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_participations_task_id"))
        batch_op.drop_index(batch_op.f("ix_group_participations_group_id"))

    op.drop_table("group_participations")
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index("ix_deadlines_task_kind_period")
        batch_op.drop_index(batch_op.f("ix_deadlines_period_ends_on"))
        batch_op.drop_index(batch_op.f("ix_deadlines_owed_to_department_id"))
        batch_op.drop_index(batch_op.f("ix_deadlines_owed_by_post_id"))
        batch_op.drop_index(batch_op.f("ix_deadlines_due_on"))
        batch_op.drop_index("ix_deadlines_department_due")

    op.drop_table("deadlines")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tasks_parent_id"))
        batch_op.drop_index("ix_tasks_office_status_light")
        batch_op.drop_index(batch_op.f("ix_tasks_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_tasks_leader_post_id"))

    op.drop_table("tasks")
    with op.batch_alter_table("source_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_items_source_id"))
        batch_op.drop_index(batch_op.f("ix_source_items_fingerprint"))
        batch_op.drop_index(batch_op.f("ix_source_items_file_digest"))

    op.drop_table("source_items")
    with op.batch_alter_table("post_holdings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_holdings_post_id"))

    op.drop_table("post_holdings")
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sources_office_id"))

    op.drop_table("sources")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_department_id"))

    op.drop_table("posts")
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_messages_state_next")
        batch_op.drop_index(batch_op.f("ix_outbox_messages_department_id"))

    op.drop_table("outbox_messages")
    with op.batch_alter_table("number_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_number_series_office_id"))

    op.drop_table("number_series")
    with op.batch_alter_table("department_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_names_name"))
        batch_op.drop_index(batch_op.f("ix_department_names_department_id"))

    op.drop_table("department_names")
    with op.batch_alter_table("department_group_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_group_names_group_id"))

    op.drop_table("department_group_names")
    with op.batch_alter_table("department_group_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_group_members_group_id"))
        batch_op.drop_index(batch_op.f("ix_department_group_members_department_id"))

    op.drop_table("department_group_members")
    op.drop_table("audit_seals")
    op.drop_table("rules")
    op.drop_table("job_states")
    op.drop_table("job_runs")
    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_departments_successor_id"))
        batch_op.drop_index(batch_op.f("ix_departments_parent_id"))

    op.drop_table("departments")
    op.drop_table("department_groups")
    op.drop_table("calendar_years")
    op.drop_table("calendar_days")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entries_recorded_at"))

    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
