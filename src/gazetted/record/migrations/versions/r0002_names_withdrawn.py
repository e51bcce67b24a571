"""Names that nothing carries any more can be withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of withdrawn names."""
    op.create_table(
        "name_gone",
        sa.Column("name_id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name_id", name="pk_name_gone"),
        sa.ForeignKeyConstraint(["name_id"], ["name.id"], name="fk_name_gone_name_id_name"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_name_gone_load_id_loads"),
    )


def downgrade() -> None:
    """Forget which names were withdrawn."""
    op.drop_table("name_gone")
