"""Accounts, roles, passwords, sessions, forms."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "login_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "unknown",
                "wrong",
                "disabled",
                "expired",
                "locked",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failures")),
    )
    with op.batch_alter_table("login_failures", schema=None) as batch_op:
        batch_op.create_index("ix_login_failures_address_at", ["address", "failed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_login_failures_failed_at"), ["failed_at"], unique=False)
        batch_op.create_index("ix_login_failures_login_at", ["login", "failed_at"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("active", "disabled", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "issued_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="an issued password: opens the door once, until then; its use sets this to that moment",
        ),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "failures_from",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="failed attempts up to then no longer count: the last sign-in, or an unlocking",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_accounts_department_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_accounts_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accounts_post_id"), ["post_id"], unique=False)

    op.create_table(
        "held_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=200), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False, comment="JSON list of pairs"),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_held_forms_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_forms")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_held_forms_token_hash")),
    )
    with op.batch_alter_table("held_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_forms_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_held_forms_held_at"), ["held_at"], unique=False)

    op.create_table(
        "passwords_used",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_passwords_used_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passwords_used")),
    )
    with op.batch_alter_table("passwords_used", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passwords_used_account_id"), ["account_id"], unique=False)

    op.create_table(
        "posted_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_posted_forms_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_forms")),
        sa.UniqueConstraint("account_id", "form_key", name=op.f("uq_posted_forms_account_id_form_key")),
    )
    with op.batch_alter_table("posted_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posted_forms_posted_at"), ["posted_at"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "clerk",
                "director",
                "secretary-general",
                "leader",
                "liaison",
                "unit-head",
                "discipline",
                "system-admin",
                "security-admin",
                "audit-admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("administers", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(role IN ('audit-admin', 'security-admin', 'system-admin')) = (administers IS NOT NULL)",
            name=op.f("ck_role_grants_administers"),
        ),
        sa.CheckConstraint(
            "administers IS NULL OR administers = account_id", name=op.f("ck_role_grants_administers_self")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_role_grants_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
        sa.UniqueConstraint("account_id", "role", name=op.f("uq_role_grants_account_id_role")),
        sa.UniqueConstraint("administers", name=op.f("uq_role_grants_administers")),
    )
    op.create_table(
        "user_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ended_by",
            sa.Enum(
                "logout",
                "idle",
                "absolute",
                "password-changed",
                "disabled",
                "roles-changed",
                name="ended_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_user_sessions_ended")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_user_sessions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
    )
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_sessions_account_id"), ["account_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_sessions_account_id"))

    op.drop_table("user_sessions")
    op.drop_table("role_grants")
    with op.batch_alter_table("posted_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posted_forms_posted_at"))

    op.drop_table("posted_forms")
    with op.batch_alter_table("passwords_used", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passwords_used_account_id"))

    op.drop_table("passwords_used")
    with op.batch_alter_table("held_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_held_forms_held_at"))
        batch_op.drop_index(batch_op.f("ix_held_forms_account_id"))

    op.drop_table("held_forms")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_post_id"))
        batch_op.drop_index(batch_op.f("ix_accounts_department_id"))

    op.drop_table("accounts")
    with op.batch_alter_table("login_failures", schema=None) as batch_op:
        batch_op.drop_index("ix_login_failures_login_at")
        batch_op.drop_index(batch_op.f("ix_login_failures_failed_at"))
        batch_op.drop_index("ix_login_failures_address_at")

    op.drop_table("login_failures")
