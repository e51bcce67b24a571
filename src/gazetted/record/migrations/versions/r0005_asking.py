"""When each publisher was last asked, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nobody was asked yet."""
    op.create_table(
        "asking",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("list_key", sa.String(64), nullable=False),
        sa.Column("moment", sa.String(32), nullable=False, comment="when its publisher was asked, UTC"),
        sa.Column("good", sa.Integer, nullable=False, comment="1: the record has what was offered; 0: it failed"),
        sa.Column("outcome", sa.String(16), nullable=False, comment="loaded, unchanged or failed"),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_asking"),
    )
    op.create_index("ix_asking_list_key_good_moment", "asking", ["list_key", "good", "moment"])


def downgrade() -> None:
    """Forget who was asked."""
    op.drop_table("asking")
