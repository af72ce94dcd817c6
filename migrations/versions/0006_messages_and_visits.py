"""A message names the task it speaks of; an inspection may come unannounced."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_messages", recreate="auto") as table:
        table.add_column(sa.Column("task_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_outbox_messages_task_id"), "tasks", ["task_id"], ["id"])
        table.create_index(op.f("ix_outbox_messages_task_id"), ["task_id"])
    op.add_column("inspections", sa.Column("unannounced", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("inspections", "unannounced")
    with op.batch_alter_table("outbox_messages", recreate="auto") as table:
        table.drop_index(op.f("ix_outbox_messages_task_id"))
        table.drop_constraint(op.f("fk_outbox_messages_task_id"), type_="foreignkey")
        table.drop_column("task_id")
