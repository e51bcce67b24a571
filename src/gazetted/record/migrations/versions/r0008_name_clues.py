"""A name is found by one number, made from its skeletons, instead of by two texts."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_SOME = 5000


def upgrade() -> None:
    """Work out the number of every name, and take the texts and the numbers kept elsewhere away."""
    op.add_column(
        "name",
        sa.Column(
            "clue",
            sa.BigInteger,
            nullable=False,
            server_default="0",
            comment="key under which other romanisations meet",
        ),
    )
    connection = op.get_bind()
    set_clue = sa.text("UPDATE name SET clue = :clue WHERE id = :id")
    forget = sa.text("DELETE FROM clue WHERE key = :key")
    rows = connection.execute(sa.text("SELECT id, skeleton FROM name")).fetchall()
    for at in range(0, len(rows), _SOME):
        keys = [(number, *_key(skeleton)) for number, skeleton in rows[at : at + _SOME]]
        connection.execute(set_clue, [{"id": number, "clue": clue} for number, _, clue in keys])
        connection.execute(forget, [{"key": key} for key in {key for _, key, _ in keys}])
    op.drop_index("ix_name_key", "name")
    op.drop_index("ix_name_skeleton", "name")
    op.drop_column("name", "key")
    op.drop_column("name", "skeleton")
    op.create_index("ix_name_clue", "name", ["clue"])
    if connection.dialect.name != "sqlite":  # which keeps no comments
        was = "of a name, number or reference"
        op.alter_column("clue", "key", comment="of a number or reference", existing_comment=was)


def _key(skeleton: str) -> tuple[int, int]:
    """The key under which a name was kept among the clues, and the number that it is kept by now."""
    words = sorted(skeleton.split())
    digest = hashlib.blake2b(f"n {' '.join(words)}".encode(), digest_size=8).digest()
    key = int.from_bytes(digest, "big", signed=True)
    return key, key | 1 if len(words) > 1 or len(skeleton) > 2 else key & ~1


def downgrade() -> None:
    """Go back to texts that are worked out again from the names."""
    from gazetted.record.facts import name_forms

    op.drop_index("ix_name_clue", "name")
    op.drop_column("name", "clue")
    for column, comment in (("key", "normalised form"), ("skeleton", "form in which other romanisations meet")):
        op.add_column("name", sa.Column(column, sa.Text, nullable=False, server_default="", comment=comment))
    connection = op.get_bind()
    update = sa.text("UPDATE name SET key = :key, skeleton = :skeleton WHERE id = :id")
    rows = connection.execute(sa.text("SELECT id, text FROM name")).fetchall()
    forms = [{"id": number, **dict(zip(("key", "skeleton"), name_forms(text), strict=True))} for number, text in rows]
    if forms:
        connection.execute(update, forms)
    op.create_index("ix_name_key", "name", ["key"])
    op.create_index("ix_name_skeleton", "name", ["skeleton"])
