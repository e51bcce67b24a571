"""The migrations give the very schema that a new record is made with, on both stores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.record import migrate
from gazetted.record.facts import Facts
from gazetted.record.opening import open_ledger
from gazetted.record.schema import METADATA
from gazetted.record.store import APPLICATION_ID, KNOWN_REVISIONS, REVISION, Store


@pytest.fixture
def migrated(store_url: str) -> Iterator[Store]:
    """A database made by every migration from the first."""
    store = Store(store_url)
    if store.path is not None:
        store.path.touch()
    with store.writing() as connection:
        if store.path is not None:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate.upgrade(connection)
    yield store
    store.close()


def shape(connection: sa.Connection) -> dict[str, Any]:
    """Everything about the tables of a database that the inspector sees."""
    inspector = sa.inspect(connection)
    return {
        table: {
            "columns": {
                c["name"]: (str(c["type"]), c["nullable"], c.get("comment")) for c in inspector.get_columns(table)
            },
            "key": inspector.get_pk_constraint(table),
            "foreign": sorted(str(sorted(key.items(), key=str)) for key in inspector.get_foreign_keys(table)),
            "unique": sorted((u["name"] or "", u["column_names"]) for u in inspector.get_unique_constraints(table)),
            "indexes": sorted((i["name"] or "", i["column_names"], i["unique"]) for i in inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_and_metadata_do_not_differ(migrated: Store) -> None:
    with migrated.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_migrations_give_the_tables_of_a_new_record(migrated: Store) -> None:
    with migrated.engine().connect() as connection:
        by_steps = shape(connection)
        if migrated.path is None:
            connection.execute(sa.text("CREATE SCHEMA fresh"))
            connection.execute(sa.text("SET search_path TO fresh"))
            migrate.create(connection)
            at_once = shape(connection)
        else:
            fresh = sa.create_engine("sqlite://")
            with fresh.connect() as other:
                migrate.create(other)
                at_once = shape(other)
            fresh.dispose()
    assert by_steps == at_once
    assert by_steps.keys() == METADATA.tables.keys()


def test_the_revisions_are_those_that_the_program_knows() -> None:
    script = _script()
    walked = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(walked)) == KNOWN_REVISIONS
    assert script.get_current_head() == REVISION == KNOWN_REVISIONS[-1]


def _script() -> ScriptDirectory:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "gazetted.record:migrations")
    return ScriptDirectory.from_config(config)


def test_upgrading_again_changes_nothing(migrated: Store) -> None:
    with migrated.writing() as connection:
        migrate.upgrade(connection)
    assert migrated.revision() == REVISION


def test_an_old_record_is_brought_up_to_date_and_keeps_what_it_was_told(store_url: str) -> None:
    store = Store(store_url)
    if store.path is not None:
        store.path.touch()
    with store.writing() as connection:
        if store.path is not None:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate.upgrade(connection, "0001")
    assert store.revision() == "0001"
    event = Event(
        list_key="x.list", entry="front", party="front", what="listed", name="Front", date=PartialDate("2014")
    )
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with store.writing() as connection:  # as a program of that time told it
        _tell_as_then(connection, event, now)
    store.close()
    ledger = open_ledger(store_url, builtin=False)
    assert [e.name for e in ledger.history("front")] == ["Front"]
    assert [p.party for p in ledger.find("front")] == ["front"]
    assert [p.party for p in ledger.find("Frunt")] == ["front"]
    assert ledger.newest_moment() == now
    ledger.close()
    again = Store(store_url)
    assert again.revision() == REVISION
    again.close()


def _tell_as_then(connection: sa.Connection, event: Event, now: dt.datetime) -> None:
    import msgspec

    from gazetted.record.append import format_moment
    from gazetted.record.facts import name_forms, names_of, rows_of
    from gazetted.record.schema import FACT, LOADS

    facts = Facts(events=(event,))
    connection.execute(
        sa.insert(LOADS),
        {
            "id": 1,
            "moment": format_moment(now),
            "kind": "facts",
            "origin": "",
            "content_digest": "",
            "record_digest": "",
        },
    )
    for row in rows_of(facts):
        connection.execute(sa.insert(FACT), {**msgspec.structs.asdict(row), "load_id": 1})
    columns = ("load_id", "party", "text", "name_type", "list_key", "key", "skeleton")
    insert = sa.insert(sa.table("name", *map(sa.column, columns)))
    for name in names_of(facts):
        key, skeleton = name_forms(name.text)
        values = {**msgspec.structs.asdict(name), "load_id": 1, "key": key, "skeleton": skeleton}
        connection.execute(insert, {column: values[column] for column in columns})


def test_a_failing_migration_leaves_the_old_schema(store_url: str) -> None:
    store = Store(store_url)
    if store.path is not None:
        store.path.touch()
    with pytest.raises(RuntimeError), store.writing() as connection:  # noqa: PT012
        migrate.upgrade(connection)
        raise RuntimeError
    assert store.revision() is None
    store.close()
