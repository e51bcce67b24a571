"""Alembic migrations of the record's schema."""
