"""Entries that facts tell of, and editions that do not print them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from gazetted.model.dates import PartialDate
from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import Party
from gazetted.record.facts import Facts
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
INFO = ListInfo("x.list", "X", "Office", "List", "List", entry_keys=r"\d+")


def listed(entry: str, party: str, day: str) -> Event:
    return Event(
        list_key="x.list", entry=entry, party=party, what="listed", name=party, date=PartialDate(day), source="act"
    )


@pytest.fixture
def ledger(store_url: str) -> Iterator[Ledger]:
    made = open_ledger(store_url, builtin=False)
    facts = Facts(
        lists=(INFO,),
        parties=(Party("harbour", "Harbour"), Party("lantern", "Lantern")),
        events=(listed("7", "harbour", "2020-05-01"), listed("our-own-slug", "lantern", "2020-05-01")),
    )
    made.tell_facts(facts, origin="facts", now=NOW)
    yield made
    made.close()


def tell(ledger: Ledger, *dates: str) -> None:
    for date in dates:
        held = (Listing("1", "organization", (ListedName("Somebody"),)),)
        ledger.tell_edition(Edition("x.list", date, date, "reader 1", held), origin=date, now=NOW)


def test_an_edition_ends_an_entry_that_it_lacks_where_its_key_is_the_publishers(ledger: Ledger) -> None:
    tell(ledger, "2024-01-01")
    then, later = dt.date(2023, 1, 1), dt.date(2025, 1, 1)
    assert [s.status for s in ledger.standings("harbour", then)] == ["in force"]
    gone = ledger.standings("harbour", later)[0]
    assert (gone.status, gone.until) == ("removed", "2024-01-01")
    assert gone.doubt is not None
    assert "between 2020-05-01 and 2024-01-01" in gone.doubt
    assert [s.status for s in ledger.standings("lantern", later)] == ["in force"]
    assert [(e.what, e.party) for e in ledger.changes(dt.date(2023, 1, 1), None) if e.what == "delisted"] == [
        ("delisted", "harbour")
    ]


def test_an_edition_before_the_listing_ends_nothing(ledger: Ledger) -> None:
    tell(ledger, "2019-01-01")
    assert [s.status for s in ledger.standings("harbour", dt.date(2025, 1, 1))] == ["in force"]


def test_of_two_editions_the_first_bounds_the_removal(ledger: Ledger) -> None:
    tell(ledger, "2024-01-01", "2022-01-01", "2019-01-01")
    (end,) = [e for e in ledger.history("harbour") if e.what == "delisted"]
    assert (str(end.date), str(end.not_before)) == ("2022-01-01", "2020-05-01")
