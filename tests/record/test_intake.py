"""Listings that come some at a time: the same record as at once, and nothing of an edition that is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from gazetted.errors import ListFileError
from gazetted.model.edition import Edition, ListedName, Listing, Reject
from gazetted.record import chunks
from gazetted.record.facts import digest_of
from gazetted.record.ledger import Ledger
from gazetted.record.telling import Coming

if TYPE_CHECKING:
    from tests.conftest import Bench

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TABLES = ("loads", "edition", "listing", "presence", "entry_party", "name", "name_gone", "clue")


def listings(first: int, last: int, mark: str = "") -> list[Listing]:
    return [
        Listing(str(n), "organization", (ListedName(f"Quay {n} Bank{mark}"), ListedName(f"Pier {n}", "alias")))
        for n in range(first, last)
    ]


def head(date: str) -> Edition:
    return Edition("x.list", date, date, "reader 1", ())


def rows(ledger: Ledger) -> dict[str, list[Any]]:
    return {table: sorted(ledger._store.rows(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def tell(ledger: Ledger) -> str:
    """Three editions, of which the last comes between the others."""
    for date, found in (
        ("2025-01-01", listings(0, 11)),
        ("2025-03-01", [*listings(3, 7), *listings(7, 15, " Ltd")]),
        ("2025-02-01", [*listings(2, 12), *listings(20, 23)]),
    ):
        ledger.tell_edition(head(date), origin=date, now=NOW, coming=Coming(iter(found), [Reject("line 1", "bad")]))
    return ledger.digest()


@pytest.mark.parametrize("some", [1, 4, 1000])
def test_it_does_not_matter_how_many_come_at_a_time(bench: Bench, monkeypatch: pytest.MonkeyPatch, some: int) -> None:
    with bench.cleared():
        usual, other = bench.new(), bench.new()
        digest = tell(usual)
        monkeypatch.setattr(chunks, "FIRST", some)
        monkeypatch.setattr(chunks, "SOME", some)
        assert tell(other) == digest
        assert rows(other) == rows(usual)


def test_the_digest_is_that_of_all_listings_in_any_order(empty: Ledger) -> None:
    found = listings(0, 40)
    empty.tell_edition(head("2025-01-01"), origin="1", now=NOW, coming=Coming(reversed(found)))
    aspects = "; ".join(sorted(head("2025-01-01").aspects))
    expected = digest_of(["x.list", "2025-01-01", aspects, *(one.digest() for one in found)])
    assert empty.digest() == digest_of([expected])


def test_an_edition_told_whole_and_as_it_comes_is_known_already(empty: Ledger) -> None:
    found = listings(0, 5)
    first = empty.tell_edition(
        Edition("x.list", "2025-01-01", "2025-01-01", "reader 1", tuple(found)), origin="1", now=NOW
    )
    again = empty.tell_edition(head("2025-01-01"), origin="1", now=NOW, coming=Coming(found))
    assert (first.load, first.added, first.entries) == (1, 5, 5)
    assert (again.load, again.entries) == (None, 5)
    assert len(empty.moments()) == 1


def broken() -> Iterator[Listing]:
    yield from listings(0, 5)
    raise ListFileError("The file is cut short.")


def refuse(_: int) -> None:
    raise ListFileError("Too few.")


@pytest.mark.parametrize(
    "coming",
    [
        lambda: Coming(broken()),
        lambda: Coming(listings(0, 5), check=refuse),
        lambda: Coming([*listings(0, 5), *listings(4, 5, "!")]),
    ],
)
def test_nothing_stays_of_an_edition_that_fails_on_the_way(
    empty: Ledger, monkeypatch: pytest.MonkeyPatch, coming: Callable[[], Coming]
) -> None:
    monkeypatch.setattr(chunks, "FIRST", 2)
    monkeypatch.setattr(chunks, "SOME", 2)
    empty.tell_edition(head("2025-01-01"), origin="1", now=NOW, coming=Coming(listings(3, 9)))
    before = rows(empty)
    with pytest.raises(ListFileError):
        empty.tell_edition(head("2025-02-01"), origin="2", now=NOW, coming=coming())
    assert rows(empty) == before
