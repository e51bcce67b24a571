"""What a PostgreSQL server and a record's database on it are like, for who has to see whether they will do."""

from __future__ import annotations

import msgspec

from gazetted.record.store import Store

OLDEST = 14
"""The oldest major version of PostgreSQL that its makers maintained in 2026; tests run on 15."""

NEEDED = {"alembic_version": "r", "loads": "raw", "presence": "rawd"}
"""Rights that the record needs on its tables, as PostgreSQL abbreviates them; to all others rows are only added."""

_ABOUT = (
    "SELECT current_setting('server_version'), CAST(current_setting('server_version_num') AS INTEGER),"
    " current_setting('server_encoding'), current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
    " (SELECT coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale', d.datcollate)"
    " FROM pg_database d WHERE d.datname = current_database()),"
    " pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on',"
    " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),"
    " CAST(current_setting('max_connections') AS INTEGER)"
)
_RIGHTS = (
    "SELECT tablename, has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT'),"
    " has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'INSERT'),"
    " has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'UPDATE'),"
    " has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'DELETE'),"
    " pg_has_role(tableowner, 'MEMBER') FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
)


class Server(msgspec.Struct, frozen=True):
    """A server, as its user sees it.

    Attributes:
        version: of PostgreSQL.
        major: the first number of it.
        encoding: of the database.
        collation: of the database; the record's answers do not rest on it.
        revision: of the record's schema; empty: there is no record.
        user: the role that asks.
        superuser: whether it may do anything.
        owner: whether it owns tables of the record, and can drop them.
        missing: tables that it cannot read, or not change as the record needs it.
        read_only: whether nothing can be written.
        connections: that are open, of all users.
        most_connections: that may be open.
    """

    version: str
    major: int
    encoding: str
    collation: str
    revision: str
    user: str
    superuser: bool
    owner: bool
    missing: tuple[str, ...]
    read_only: bool
    connections: int
    most_connections: int


def server(store: Store) -> Server:
    """Ask a server about itself.

    Raises:
        RecordError: it cannot be asked.
    """
    version, number, encoding, user, above, collation, read_only, open_now, most = store.rows(_ABOUT)[0]
    rights = store.rows(_RIGHTS)
    held = [(row[0], {right for right, has in zip("rawd", row[1:5], strict=True) if has}) for row in rights]
    missing = tuple(table for table, own in held if not own.issuperset(NEEDED.get(table, "ra")))
    return Server(
        version.partition(" ")[0], number // 10_000, encoding, collation or "", store.revision() or "", user,
        bool(above), any(row[5] for row in rights), missing, bool(read_only), open_now, most,
    )  # fmt: skip
