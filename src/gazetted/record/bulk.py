"""Many rows at a time, past the statement builder: plain statements with `?`, for both drivers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

AT_ONCE = 500
"""Values in one statement; SQLite takes 999 in its oldest versions."""


def insert_rows(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[tuple[object, ...]],
    *,
    new_only: bool = False,
) -> None:
    """Insert rows, in the transaction of the connection.

    Args:
        connection: a writing transaction.
        table: a table of the schema.
        columns: its columns.
        rows: the values, in the order of the columns.
        new_only: leave alone what is there already by a unique key.
    """
    values: list[Any] = list(rows)
    if values:
        named = ", ".join(map(connection.dialect.identifier_preparer.quote, columns))
        statement = f"INSERT INTO {table} ({named}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
        connection.exec_driver_sql(_marked(connection, f"{statement}{' ON CONFLICT DO NOTHING' * new_only}"), values)


def execute(connection: Connection, statement: str, *values: object) -> None:
    """Run a statement that gives no rows."""
    connection.exec_driver_sql(_marked(connection, statement), tuple(values)).close()


def rows_where(
    connection: Connection, statement: str, *values: object, among: Sequence[object] | None = None
) -> list[tuple[Any, ...]]:
    """The rows of a statement; where it has `(*)` at its end, of each group of the values that it asks among."""
    if among is None:
        return _rows(connection, statement, values)
    found: list[tuple[Any, ...]] = []
    for at in range(0, len(among), AT_ONCE):
        group = among[at : at + AT_ONCE]
        found += _rows(connection, statement.replace("(*)", f"({', '.join('?' * len(group))})"), (*values, *group))
    return found


def _rows(connection: Connection, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    found = connection.exec_driver_sql(_marked(connection, statement), tuple(values))
    cursor = found.cursor
    rows = list(cursor.fetchall()) if cursor is not None else []  # tuples of the driver, without row objects
    found.close()
    return rows


def _marked(connection: Connection, statement: str) -> str:
    """The statement with the marks of the connection's driver."""
    return statement if connection.dialect.paramstyle == "qmark" else statement.replace("?", "%s")
