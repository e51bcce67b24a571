"""Runs the migrations on the connection that `record.migrate` hands over."""

from __future__ import annotations

from alembic import context

from gazetted.record.schema import METADATA


def run() -> None:
    """Run them in one transaction (both stores have transactional DDL)."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run()
