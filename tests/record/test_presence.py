"""The stretches that editions hold their listings in: kept up to date, they are what a new start would make."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from gazetted.record.editions import pack
from gazetted.record.presence import insert_edition, write_presence
from gazetted.record.schema import LISTING, PRESENCE
from gazetted.record.store import Store

if TYPE_CHECKING:
    from tests.conftest import Bench

LISTINGS = range(1, 7)
DATES = [f"2020-0{month}-01" for month in range(1, 8)]

editions = st.dictionaries(st.sampled_from(DATES), st.frozensets(st.sampled_from(LISTINGS)), min_size=1)


def stretches(connection: Connection) -> set[tuple[int, str, str]]:
    rows = connection.execute(select(PRESENCE.c.listing_id, PRESENCE.c.first_date, PRESENCE.c.last_date)).all()
    assert len(rows) == len(set(rows))
    return {(row[0], row[1], row[2]) for row in rows}


@settings(max_examples=80, deadline=None)
@given(editions, st.randoms(use_true_random=False))
def test_editions_told_in_any_order_give_the_stretches_of_all(
    bench: Bench, held: dict[str, frozenset[int]], random: object
) -> None:
    order = sorted(held)
    random.shuffle(order)  # type: ignore[attr-defined]
    with bench.cleared(), closing(Store(bench.place())) as store, store.writing() as connection:
        connection.execute(
            insert(LISTING),
            [{"id": n, "list_key": "x.list", "entry": f"e{n}", "digest": str(n), "body": "{}"} for n in LISTINGS],
        )
        members: dict[str, bytes] = {}
        for date in order:
            members[date] = pack(held[date])
            insert_edition(connection, date, members)
        grown = stretches(connection)
        write_presence(connection, "x.list", members)
        assert grown == stretches(connection)


def test_only_the_list_itself_is_touched(bench: Bench) -> None:
    with bench.cleared(), closing(Store(bench.place())) as store, store.writing() as connection:
        rows = [
            {"id": n, "list_key": key, "entry": "e", "digest": str(n), "body": "{}"} for n, key in ((1, "a"), (2, "b"))
        ]
        connection.execute(insert(LISTING), rows)
        insert_edition(connection, "2020-01-01", {"2020-01-01": pack([1])})
        insert_edition(connection, "2020-02-01", {"2020-02-01": pack([2])})
        insert_edition(connection, "2020-03-01", {"2020-01-01": pack([1]), "2020-03-01": pack([])})
        assert stretches(connection) == {(1, "2020-01-01", "2020-01-01"), (2, "2020-02-01", "2020-02-01")}
