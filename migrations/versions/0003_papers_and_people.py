"""Papers and people: endorsements, approvals, cards, plans, reports, evidence, requests, handovers; second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = (
    "approval_routes",
    "handovers",
    "post_deputies",
    "burden_reports",
    "call_records",
    "cards",
    "endorsements",
    "evidence",
    "handover_items",
    "held_sheets",
    "past_debtors",
    "second_factors",
    "task_clerks",
    "task_plans",
    "approvals",
    "card_tasks",
    "coordination_requests",
    "evidence_uses",
    "plan_nodes",
    "progress_reports",
    "reassignment_requests",
)

# Plain ALTER TABLE: a column added with its own constraint needs no rebuilding of a table that others refer to.
_COLUMNS = (
    (
        "tasks",
        "procedure",
        "VARCHAR(40) DEFAULT 'ordinary' NOT NULL CONSTRAINT ck_tasks_procedure CHECK (procedure IN ('ordinary', 'simple'))",
    ),
    ("tasks", "ordinary_on", "DATE"),
    (
        "tasks",
        "ordinary_reason",
        "VARCHAR(40) CONSTRAINT ck_tasks_ordinary_reason CHECK (ordinary_reason IN ('overdue', 'helper', 'endorsed', "
        "'extended'))",
    ),
    (
        "tasks",
        "basis",
        "VARCHAR(40) CONSTRAINT ck_tasks_basis CHECK (basis IN ('government-decision', 'head-instruction', "
        "'office-proposal', 'leader-instruction', 'party-decision'))",
    ),
    (
        "participations",
        "answer",
        "VARCHAR(40) CONSTRAINT ck_participations_answer CHECK (answer IN ('leading', 'supporting', "
        "'needs-coordination', 'wants-return'))",
    ),
    ("deadline_claims", "statement", "TEXT"),
    ("participations", "answered_on", "DATE"),
    ("participations", "answered_by", "VARCHAR(200)"),
)


def upgrade() -> None:
    for table, column, kind in _COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    op.create_table(
        "approval_routes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
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
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "basis",
            sa.Enum(
                "government-decision",
                "head-instruction",
                "office-proposal",
                "leader-instruction",
                "party-decision",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("step >= 1", name=op.f("ck_approval_routes_step")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_approval_routes_interval")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_approval_routes_office_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_approval_routes_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_routes")),
        sa.UniqueConstraint(
            "office_id",
            "kind",
            "basis",
            "step",
            "from_on",
            name=op.f("uq_approval_routes_office_id_kind_basis_step_from_on"),
        ),
    )
    with op.batch_alter_table("approval_routes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_routes_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_routes_post_id"), ["post_id"], unique=False)

    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "holder",
                "division",
                "renamed",
                "merged",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("from_post_id", sa.Integer(), nullable=True),
        sa.Column("to_post_id", sa.Integer(), nullable=True),
        sa.Column("from_department_id", sa.Integer(), nullable=True),
        sa.Column("to_department_id", sa.Integer(), nullable=True),
        sa.Column("outgoing", sa.String(length=200), nullable=False, comment="the holder or the name before"),
        sa.Column("incoming", sa.String(length=200), nullable=False, comment="the holder or the name after"),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_department_id"], ["departments.id"], name=op.f("fk_handovers_from_department_id")
        ),
        sa.ForeignKeyConstraint(["from_post_id"], ["posts.id"], name=op.f("fk_handovers_from_post_id")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_handovers_office_id")),
        sa.ForeignKeyConstraint(["to_department_id"], ["departments.id"], name=op.f("fk_handovers_to_department_id")),
        sa.ForeignKeyConstraint(["to_post_id"], ["posts.id"], name=op.f("fk_handovers_to_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_handovers_office_id_number")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_from_department_id"), ["from_department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_from_post_id"), ["from_post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_to_department_id"), ["to_department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_to_post_id"), ["to_post_id"], unique=False)

    op.create_table(
        "post_deputies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("post_id <> deputy_id", name=op.f("ck_post_deputies_another")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_post_deputies_interval")),
        sa.ForeignKeyConstraint(["deputy_id"], ["posts.id"], name=op.f("fk_post_deputies_deputy_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_deputies_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_deputies")),
    )
    with op.batch_alter_table("post_deputies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_deputies_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_deputies_post_id"), ["post_id"], unique=False)

    op.create_table(
        "burden_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.String(length=200), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(answered_on IS NULL) = (answered_by IS NULL)", name=op.f("ck_burden_reports_answered")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_burden_reports_account_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_burden_reports_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_burden_reports")),
    )
    with op.batch_alter_table("burden_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_burden_reports_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_burden_reports_department_id"), ["department_id"], unique=False)

    op.create_table(
        "call_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("phone", "message", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("whom", sa.String(length=200), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_call_records_department_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_call_records_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_records")),
    )
    with op.batch_alter_table("call_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_records_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_call_records_task_unit", ["task_id", "department_id", "happened_on"], unique=False)

    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contact",
                "responsibility",
                "supervision",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("looked_after", sa.Text(), nullable=False, comment="包保对象: an enterprise, a project, an area"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'contact') = (task_id IS NULL)", name=op.f("ck_cards_task_unless_contact")),
        sa.CheckConstraint(
            "(kind = 'supervision') = (department_id IS NOT NULL)", name=op.f("ck_cards_unit_if_supervision")
        ),
        sa.CheckConstraint("(kind = 'supervision') = (post_id IS NULL)", name=op.f("ck_cards_post_unless_supervision")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_cards_interval")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_cards_department_id")),
        sa.ForeignKeyConstraint(["office_id"], ["departments.id"], name=op.f("fk_cards_office_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_cards_post_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_cards_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_cards_office_id_number")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cards_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cards_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cards_post_id"), ["post_id"], unique=False)
        batch_op.create_index("ix_cards_task", ["task_id"], unique=False)

    op.create_table(
        "endorsements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("leader", sa.String(length=200), nullable=False, comment="as the paper writes it"),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column(
            "triage",
            sa.Enum(
                "noted", "handle", "report-back", name="triage", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("triaged_on", sa.Date(), nullable=True),
        sa.Column("triaged_by", sa.String(length=200), nullable=False),
        sa.Column("passed_on", sa.Text(), nullable=False, comment="what the office made of it, for the unit"),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(source_id IS NULL) <> (task_id IS NULL)", name=op.f("ck_endorsements_one_place")),
        sa.CheckConstraint("(triage IS NULL) = (triaged_on IS NULL)", name=op.f("ck_endorsements_triaged")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_endorsements_post_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_endorsements_source_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_endorsements_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsements")),
        sa.UniqueConstraint("source_id", "ordinal", name=op.f("uq_endorsements_source_id_ordinal")),
    )
    with op.batch_alter_table("endorsements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_endorsements_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_endorsements_task_id"), ["task_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False, comment="as the browser is told to save it"),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False, comment="SHA-256"),
        sa.Column("stored_as", sa.String(length=200), nullable=False),
        sa.Column("uploaded_by", sa.String(length=200), nullable=False),
        sa.Column("uploaded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_evidence_size")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_evidence_department_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_evidence_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_evidence_stored_as")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_task_id"), ["task_id"], unique=False)

    op.create_table(
        "handover_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False, comment="its part, light and next date on the day"),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_items_handover_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_handover_items_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_items")),
        sa.UniqueConstraint("handover_id", "task_id", name=op.f("uq_handover_items_handover_id_task_id")),
    )
    with op.batch_alter_table("handover_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_items_task_id"), ["task_id"], unique=False)

    op.create_table(
        "held_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("stored_as", sa.String(length=200), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_held_sheets_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_sheets")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_held_sheets_stored_as")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_held_sheets_token_hash")),
    )
    with op.batch_alter_table("held_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_sheets_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_held_sheets_held_at"), ["held_at"], unique=False)

    op.create_table(
        "past_debtors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_past_debtors_interval")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_past_debtors_deadline_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_past_debtors_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_debtors")),
    )
    with op.batch_alter_table("past_debtors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_debtors_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_past_debtors_department_id"), ["department_id"], unique=False)

    op.create_table(
        "second_factors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sealed_key", sa.String(length=200), nullable=False, comment="encrypted with the site's key"),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_second_factors_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factors")),
        sa.UniqueConstraint("account_id", name=op.f("uq_second_factors_account_id")),
    )
    op.create_table(
        "task_clerks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_task_clerks_interval")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_task_clerks_account_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_clerks_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_clerks")),
        sa.UniqueConstraint("task_id", "account_id", "from_on", name=op.f("uq_task_clerks_task_id_account_id_from_on")),
    )
    with op.batch_alter_table("task_clerks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_clerks_account_id"), ["account_id"], unique=False)

    op.create_table(
        "task_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False, comment="督查室代录"),
        sa.Column(
            "outcome",
            sa.Enum("accepted", "sent-back", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it was sent back"),
        sa.Column("gaps_explained", sa.Text(), nullable=False, comment="why it passed with something missing"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name=op.f("ck_task_plans_decided")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_plans_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_plans")),
        sa.UniqueConstraint("task_id", "ordinal", name=op.f("uq_task_plans_task_id_ordinal")),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
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
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "subject_id",
            sa.Integer(),
            nullable=False,
            comment="of the document its kind names; the task's own key otherwise",
        ),
        sa.Column("transition_id", sa.Integer(), nullable=False),
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
        sa.Column(
            "outcome",
            sa.Enum(
                "approved", "refused", "seen", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("opinion", sa.Text(), nullable=False, comment="the approver's own"),
        sa.Column("approver", sa.String(length=200), nullable=False),
        sa.Column("approver_account_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("acting_for_post_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("on_paper = (entered_by IS NOT NULL)", name=op.f("ck_approvals_entered_if_on_paper")),
        sa.ForeignKeyConstraint(["acting_for_post_id"], ["posts.id"], name=op.f("fk_approvals_acting_for_post_id")),
        sa.ForeignKeyConstraint(
            ["approver_account_id"], ["accounts.id"], name=op.f("fk_approvals_approver_account_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_approvals_post_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_approvals_task_id")),
        sa.ForeignKeyConstraint(["transition_id"], ["task_transitions.id"], name=op.f("fk_approvals_transition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint(
            "kind", "subject_id", "step", "transition_id", name=op.f("uq_approvals_kind_subject_id_step_transition_id")
        ),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approvals_acting_for_post_id"), ["acting_for_post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_approver_account_id"), ["approver_account_id"], unique=False)
        batch_op.create_index("ix_approvals_kind_subject", ["kind", "subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_task_id"), ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_transition_id"), ["transition_id"], unique=False)

    op.create_table(
        "card_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_card_tasks_card_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_card_tasks_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_tasks")),
        sa.UniqueConstraint("card_id", "task_id", name=op.f("uq_card_tasks_card_id_task_id")),
    )
    with op.batch_alter_table("card_tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_tasks_task_id"), ["task_id"], unique=False)

    op.create_table(
        "coordination_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column(
            "reach",
            sa.Enum("own-level", "joint", "upward", name="reach", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("to_department_id", sa.Integer(), nullable=True),
        sa.Column("to_post_id", sa.Integer(), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.String(length=200), nullable=False),
        sa.Column("passed_from_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="answered, passed up or withdrawn"),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answered_by IS NULL) OR (ended_on IS NOT NULL)", name=op.f("ck_coordination_requests_ended_if_answered")
        ),
        sa.CheckConstraint(
            "(to_department_id IS NULL) <> (to_post_id IS NULL)", name=op.f("ck_coordination_requests_one_addressee")
        ),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= raised_on", name=op.f("ck_coordination_requests_interval")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_coordination_requests_deadline_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_coordination_requests_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["passed_from_id"], ["coordination_requests.id"], name=op.f("fk_coordination_requests_passed_from_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_coordination_requests_task_id")),
        sa.ForeignKeyConstraint(
            ["to_department_id"], ["departments.id"], name=op.f("fk_coordination_requests_to_department_id")
        ),
        sa.ForeignKeyConstraint(["to_post_id"], ["posts.id"], name=op.f("fk_coordination_requests_to_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_requests")),
    )
    with op.batch_alter_table("coordination_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coordination_requests_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coordination_requests_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coordination_requests_passed_from_id"), ["passed_from_id"], unique=False)
        batch_op.create_index("ix_coordination_requests_task_ended", ["task_id", "ended_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_coordination_requests_to_department_id"), ["to_department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_coordination_requests_to_post_id"), ["to_post_id"], unique=False)

    op.create_table(
        "evidence_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "report",
                "claim",
                "approval",
                "suspension",
                "coordination",
                "plan",
                "completion",
                name="subject_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_uses_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_uses")),
        sa.UniqueConstraint(
            "evidence_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_evidence_uses_evidence_id_subject_kind_subject_id"),
        ),
    )
    with op.batch_alter_table("evidence_uses", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_uses_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "plan_nodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("evidence_wanted", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name=op.f("ck_plan_nodes_weight")),
        sa.ForeignKeyConstraint(["plan_id"], ["task_plans.id"], name=op.f("fk_plan_nodes_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_nodes")),
        sa.UniqueConstraint("plan_id", "ordinal", name=op.f("uq_plan_nodes_plan_id_ordinal")),
    )
    op.create_table(
        "progress_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "signing",
                "sent",
                "accepted",
                "sent-back",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unchanged", sa.Boolean(), nullable=False, comment="与上期相比无变化"),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("help_wanted", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.String(length=200), nullable=False),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False, comment="督查室代录: the paper is attached"),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it was sent back"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('accepted', 'sent-back')) = (decided_on IS NOT NULL)", name=op.f("ck_progress_reports_decided")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'signing') OR sent_on IS NOT NULL", name=op.f("ck_progress_reports_sent")
        ),
        sa.CheckConstraint("state IN ('draft', 'signing') OR signed_by <> ''", name=op.f("ck_progress_reports_signed")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_progress_reports_deadline_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_progress_reports_department_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_progress_reports_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_reports")),
        sa.UniqueConstraint("deadline_id", "ordinal", name=op.f("uq_progress_reports_deadline_id_ordinal")),
    )
    with op.batch_alter_table("progress_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_reports_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_progress_reports_task_state", ["task_id", "state"], unique=False)

    op.create_table(
        "reassignment_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.String(length=200), nullable=False, comment="whom the unit thinks competent"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("granted", "declined", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("new_lead_id", sa.Integer(), nullable=True),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "new_lead_id IS NULL OR outcome = 'granted'", name=op.f("ck_reassignment_requests_lead_if_granted")
        ),
        sa.CheckConstraint("(outcome IS NULL) = (decided_on IS NULL)", name=op.f("ck_reassignment_requests_decided")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_reassignment_requests_deadline_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_reassignment_requests_department_id")
        ),
        sa.ForeignKeyConstraint(["new_lead_id"], ["departments.id"], name=op.f("fk_reassignment_requests_new_lead_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_reassignment_requests_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassignment_requests")),
    )
    with op.batch_alter_table("reassignment_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reassignment_requests_deadline_id"), ["deadline_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reassignment_requests_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reassignment_requests_new_lead_id"), ["new_lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reassignment_requests_task_id"), ["task_id"], unique=False)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    for table, column, _ in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
