"""Which entries are one party, and which keys are one entry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; what they hold is worked out when the record is next told something."""
    op.add_column(
        "edition",
        sa.Column(
            "acts", sa.Text, nullable=False, server_default="", comment="acts that it names, as JSON; empty: none"
        ),
    )
    op.create_table(
        "clue",
        sa.Column("key", sa.BigInteger, nullable=False, comment="of a name, number or reference"),
        sa.Column("slug", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "slug", name="pk_clue"),
    )
    op.create_index("ix_clue_slug", "clue", ["slug"])
    op.create_table(
        "tie",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.Column("one", sa.Text, nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(9), nullable=False, comment="same, proposed, different or none"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("confidence", sa.String(8), nullable=False),
        sa.Column("teller", sa.String(6), nullable=False, comment="engine or user"),
        sa.PrimaryKeyConstraint("id", name="pk_tie"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_tie_load_id_loads"),
    )
    op.create_index("ix_tie_one", "tie", ["one"])
    op.create_index("ix_tie_other", "tie", ["other"])
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("party", sa.Text, nullable=False, comment="the slug that it goes by from this load on"),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_identity_load_id_loads"),
    )
    op.create_index("ix_identity_slug", "identity", ["slug"])
    op.create_index("ix_identity_party", "identity", ["party"])
    op.create_table(
        "succession",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.Column("list_key", sa.String(64), nullable=False),
        sa.Column("date", sa.String(10), nullable=False, comment="the edition that first prints the new key"),
        sa.Column("old", sa.Text, nullable=False, comment="empty: none at this edition from this load on"),
        sa.Column("new", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("confidence", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_succession"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_succession_load_id_loads"),
    )
    op.create_index("ix_succession_list_key", "succession", ["list_key"])


def downgrade() -> None:
    """Forget what was joined."""
    for table in ("succession", "identity", "tie", "clue"):
        op.drop_table(table)
    with op.batch_alter_table("edition") as edition:
        edition.drop_column("acts")
