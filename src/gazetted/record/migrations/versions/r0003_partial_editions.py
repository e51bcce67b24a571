"""An edition of which only a part of the files is at hand says what it tells completely."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; every edition so far was complete."""
    column = sa.Column(
        "aspects", sa.Text, nullable=False, server_default="", comment="what it tells completely; empty: everything"
    )
    op.add_column("edition", column)


def downgrade() -> None:
    """Forget what editions tell."""
    with op.batch_alter_table("edition") as table:
        table.drop_column("aspects")
