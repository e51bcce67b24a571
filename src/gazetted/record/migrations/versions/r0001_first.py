"""The first schema.

Later revisions must not import `record.schema`, which moves on; this one spells its tables out for the same reason.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    _ledger_tables()
    _edition_tables()
    _name_tables()


def _ledger_tables() -> None:
    op.create_table(
        "loads",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("moment", sa.String(32), nullable=False, comment="when the record was told, UTC"),
        sa.Column("kind", sa.String(16), nullable=False, comment="builtin, facts or edition"),
        sa.Column("origin", sa.Text, nullable=False, comment="what was read: a file, a release"),
        sa.Column("content_digest", sa.String(64), nullable=False, comment="SHA-256 of what was told"),
        sa.Column("record_digest", sa.String(64), nullable=False, comment="SHA-256 of all that is held after it"),
        sa.PrimaryKeyConstraint("id", name="pk_loads"),
        sa.UniqueConstraint("moment", name="uq_loads_moment"),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False, comment="list, party, name or event"),
        sa.Column("list_key", sa.String(64)),
        sa.Column("entry", sa.Text),
        sa.Column("party", sa.Text),
        sa.Column("about", sa.Text, comment="the party concerned: the one that a name denotes, else the entry's"),
        sa.Column("day", sa.String(10), comment="the day of an event, or the bound known of it"),
        sa.Column("body", sa.Text, nullable=False, comment="the fact as JSON"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_fact_load_id_loads"),
    )
    for columns in (["load_id"], ["digest"], ["party"], ["about"], ["day"], ["list_key", "entry"]):
        op.create_index("ix_fact_" + "_".join(columns), "fact", columns)
    op.create_table(
        "retraction",
        sa.Column("fact_id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("fact_id", name="pk_retraction"),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name="fk_retraction_fact_id_fact"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_retraction_load_id_loads"),
    )


def _edition_tables() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.Column("list_key", sa.String(64), nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, comment="of the raw file"),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, comment="of the entries as read"),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("members", sa.LargeBinary, nullable=False, comment="ids of its listings, see editions.py"),
        sa.Column("rejects", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_edition_load_id_loads"),
    )
    op.create_index("ix_edition_list_key_date", "edition", ["list_key", "date"])
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("list_key", sa.String(64), nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_listing"),
        sa.UniqueConstraint("list_key", "digest", name="uq_listing_list_key_digest"),
    )
    op.create_index("ix_listing_list_key_entry", "listing", ["list_key", "entry"])
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("list_key", sa.String(64), nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("listing_id", sa.Integer, nullable=False),
        sa.Column(
            "first_date", sa.String(10), nullable=False, comment="the first edition of a run that holds the listing"
        ),
        sa.Column("last_date", sa.String(10), nullable=False, comment="the last edition of that run"),
        sa.PrimaryKeyConstraint("id", name="pk_presence"),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name="fk_presence_listing_id_listing"),
    )
    op.create_index("ix_presence_list_key_entry", "presence", ["list_key", "entry"])


def _name_tables() -> None:
    op.create_table(
        "entry_party",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.Column("list_key", sa.String(64), nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("confidence", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry_party"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_entry_party_load_id_loads"),
        sa.UniqueConstraint("list_key", "entry", name="uq_entry_party_list_key_entry"),
    )
    op.create_index("ix_entry_party_party", "entry_party", ["party"])
    op.create_table(
        "name",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("name_type", sa.String(12), nullable=False),
        sa.Column("list_key", sa.String(64)),
        sa.Column("key", sa.Text, nullable=False, comment="normalised form"),
        sa.Column("skeleton", sa.Text, nullable=False, comment="form in which other romanisations meet"),
        sa.PrimaryKeyConstraint("id", name="pk_name"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_name_load_id_loads"),
    )
    for column in ("party", "key", "skeleton"):
        op.create_index(f"ix_name_{column}", "name", [column])


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise NotImplementedError("there is nothing before the first schema")
