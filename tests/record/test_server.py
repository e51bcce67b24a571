"""A role that can drop nothing is enough to use a record in PostgreSQL, and what a server says of itself."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gazetted.errors import RecordError
from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.model.party import Party
from gazetted.record.facts import Facts
from gazetted.record.opening import open_ledger
from gazetted.record.server import OLDEST, server
from gazetted.record.store import REVISION, Store

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GRANTS = (
    "CREATE ROLE clerk LOGIN",
    "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO clerk",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk",
    "GRANT UPDATE ON loads, presence TO clerk",
    "GRANT DELETE ON presence TO clerk",
)
pytestmark = pytest.mark.postgres


def edition(date: str, *names: str) -> Edition:
    rows = tuple(Listing(str(at), "person", (ListedName(name),)) for at, name in enumerate(names))
    return Edition("x.list", date, date, "r 1", rows)


def test_a_role_that_can_drop_nothing_is_enough(postgres: PostgresServer, postgres_url: str) -> None:
    name = postgres.name_in(postgres_url)
    open_ledger(postgres_url).close()
    postgres.run(*GRANTS, database=name)
    try:
        clerk = postgres.at(name, "clerk")
        with closing(Store(clerk)) as store:
            told = server(store)
            assert (told.user, told.superuser, told.owner, told.missing) == ("clerk", False, False, ())
            with pytest.raises(RecordError, match="must be owner"), store.writing() as connection:
                connection.exec_driver_sql("DROP TABLE fact")
            with pytest.raises(RecordError, match="permission denied"), store.writing() as connection:
                connection.exec_driver_sql("DELETE FROM fact")
            with pytest.raises(RecordError, match="permission denied"), store.writing() as connection:
                connection.exec_driver_sql("UPDATE listing SET body = ''")
        with closing(open_ledger(clerk)) as ledger:
            ledger.tell_edition(edition("2025-01-01", "Ann", "Bob", "Cid"), origin="1", now=NOW)
            ledger.tell_edition(edition("2025-03-01", "Ann", "Bo", "Dan"), origin="2", now=NOW)
            ledger.tell_edition(edition("2025-02-01", "Ann"), origin="3", now=NOW)
            ledger.tell_edition(edition("2025-02-01", "Ann", "Cid"), origin="4", now=NOW)
            ledger.tell_facts(Facts(parties=(Party("x", "X", "person"),)), origin="5", now=NOW)
            assert len(ledger.edition_of("x.list", dt.date(2025, 3, 1))) == 3
        postgres.run("REVOKE INSERT ON name FROM clerk", database=name)
        with closing(Store(clerk)) as store:
            assert server(store).missing == ("name",)
    finally:
        postgres.run("DROP OWNED BY clerk", "DROP ROLE clerk", database=name)


def test_a_server_says_what_it_is(postgres_url: str) -> None:
    with closing(Store(postgres_url)) as store:
        assert server(store).revision == ""
        open_ledger(postgres_url, builtin=False).close()
        told = server(store)
    assert (told.encoding, told.collation, told.revision, told.read_only) == ("UTF8", "en-US", REVISION, False)
    assert told.superuser
    assert told.major >= OLDEST
    assert 0 < told.connections < told.most_connections
