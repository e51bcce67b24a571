"""Documents that were read and kept: their reports and statements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; nothing was kept yet."""
    op.create_table(
        "kept",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("moment", sa.String(32), nullable=False, comment="when it was kept, UTC"),
        sa.Column("sha256", sa.String(64), nullable=False, comment="of the bytes of the document"),
        sa.Column("date", sa.String(10), nullable=False, comment="of the document"),
        sa.Column("body", sa.Text, nullable=False, comment="what it says, as JSON"),
        sa.PrimaryKeyConstraint("id", name="pk_kept"),
    )
    op.create_index("ix_kept_sha256", "kept", ["sha256"])
    op.create_table(
        "kept_party",
        sa.Column("kept_id", sa.Integer, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["kept.id"], name="fk_kept_party_kept_id_kept"),
        sa.PrimaryKeyConstraint("kept_id", "party", name="pk_kept_party"),
    )
    op.create_index("ix_kept_party_party", "kept_party", ["party"])
    op.create_table(
        "kept_gone",
        sa.Column("kept_id", sa.Integer, nullable=False),
        sa.Column("moment", sa.String(32), nullable=False, comment="when it was removed, UTC"),
        sa.ForeignKeyConstraint(["kept_id"], ["kept.id"], name="fk_kept_gone_kept_id_kept"),
        sa.PrimaryKeyConstraint("kept_id", name="pk_kept_gone"),
    )


def downgrade() -> None:
    """Forget what was kept."""
    for table in ("kept_gone", "kept_party", "kept"):
        op.drop_table(table)
