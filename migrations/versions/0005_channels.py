"""Telling people: a message's channels and addresses; what was sent before counts as spread."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CHANNELS = ("local", "email", "wecom", "dingtalk", "feishu", "sms")
_STATES = ("pending", "failed", "sent", "dead", "dropped")
_ONE_ADDRESSEE = "(department_id IS NULL) <> (post_id IS NULL)"
_INDEX = "ix_outbox_messages"


def _words(name, words):
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.add_column("outbox_messages", sa.Column("spread_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE outbox_messages SET spread_at = created_at WHERE state IN ('sent', 'dead')")
    op.drop_index(f"{_INDEX}_state_next", table_name="outbox_messages")
    with op.batch_alter_table("outbox_messages", recreate="auto") as table:
        table.add_column(sa.Column("post_id", sa.Integer()))
        table.add_column(sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.alter_column("department_id", existing_type=sa.Integer(), nullable=True)
        table.drop_constraint(op.f("ck_outbox_messages_sent_at_if_sent"), type_="check")
        table.drop_constraint(op.f("ck_outbox_messages_state"), type_="check")
        for column in ("attempts", "next_attempt_at", "sent_at", "last_error", "state"):
            table.drop_column(column)
        table.create_foreign_key(op.f("fk_outbox_messages_post_id"), "posts", ["post_id"], ["id"])
        table.create_check_constraint(op.f("ck_outbox_messages_one_addressee"), _ONE_ADDRESSEE)
        table.create_index(op.f(f"{_INDEX}_post_id"), ["post_id"])
        table.create_index(f"{_INDEX}_spread_at", ["spread_at"])
    op.create_table(
        "contact_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("channel", _words("channel", _CHANNELS), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=False),
        sa.Column("address_mark", sa.String(length=200), nullable=False),
        sa.Column("sealed_address", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_ONE_ADDRESSEE, name=op.f("ck_contact_points_one_addressee")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_contact_points_department_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_contact_points_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_points")),
        sa.UniqueConstraint(
            "department_id",
            "channel",
            "address_mark",
            name=op.f("uq_contact_points_department_id_channel_address_mark"),
        ),
        sa.UniqueConstraint(
            "post_id", "channel", "address_mark", name=op.f("uq_contact_points_post_id_channel_address_mark")
        ),
    )
    op.create_index(op.f("ix_contact_points_department_id"), "contact_points", ["department_id"])
    op.create_index(op.f("ix_contact_points_post_id"), "contact_points", ["post_id"])
    op.create_table(
        "message_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("channel", _words("channel", _CHANNELS), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("address_mark", sa.String(length=200), nullable=False),
        sa.Column("state", _words("state", _STATES), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.String(length=200), nullable=False, comment="the receiver's number for it"),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_message_deliveries_sent_at_if_sent")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_points.id"], name=op.f("fk_message_deliveries_contact_id")),
        sa.ForeignKeyConstraint(["message_id"], ["outbox_messages.id"], name=op.f("fk_message_deliveries_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_deliveries")),
        sa.UniqueConstraint(
            "message_id", "channel", "address_mark", name=op.f("uq_message_deliveries_message_id_channel_address_mark")
        ),
    )
    op.create_index(op.f("ix_message_deliveries_contact_id"), "message_deliveries", ["contact_id"])
    op.create_index("ix_message_deliveries_state_next", "message_deliveries", ["state", "next_attempt_at"])


def downgrade() -> None:
    op.drop_table("message_deliveries")
    op.drop_table("contact_points")
    op.execute("DELETE FROM outbox_messages WHERE department_id IS NULL")  # a seat had no messages before
    for column in (
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=40), server_default="pending", nullable=False),
    ):
        op.add_column("outbox_messages", column)
    op.execute("UPDATE outbox_messages SET next_attempt_at = created_at, sent_at = spread_at")
    op.execute("UPDATE outbox_messages SET state = 'sent' WHERE spread_at IS NOT NULL")
    op.drop_index(f"{_INDEX}_post_id", table_name="outbox_messages")
    op.drop_index(f"{_INDEX}_spread_at", table_name="outbox_messages")
    with op.batch_alter_table("outbox_messages", recreate="auto") as table:
        table.drop_constraint(op.f("fk_outbox_messages_post_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_outbox_messages_one_addressee"), type_="check")
        for column in ("post_id", "urgent", "spread_at"):
            table.drop_column(column)
        table.alter_column("department_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("attempts", existing_type=sa.Integer(), server_default=None)
        table.alter_column("next_attempt_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column("last_error", existing_type=sa.Text(), server_default=None)
        table.alter_column("state", existing_type=sa.String(length=40), server_default=None)
        table.create_check_constraint(
            op.f("ck_outbox_messages_sent_at_if_sent"), "(state = 'sent') = (sent_at IS NOT NULL)"
        )
        table.create_check_constraint(
            op.f("ck_outbox_messages_state"), "state IN ('pending', 'sent', 'failed', 'dead')"
        )
        table.create_index(f"{_INDEX}_state_next", ["state", "next_attempt_at"])
