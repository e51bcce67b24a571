"""Lists as the record holds them: editions, entries in force, freshness."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gazetted.model.dates import PartialDate
from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.record.facts import Facts
from gazetted.record.inventory import ListState
from gazetted.record.ledger import Ledger

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
INFO = ListInfo("x.list", "X", "Office", "List X", "X")


def fact(what: Any, date: str, entry: str = "front") -> Event:
    return Event(list_key="x.list", entry=entry, party=entry, what=what, name=entry.title(), date=PartialDate(date))


def edition(date: str, *entries: str, sha: str = "", **more: Any) -> Edition:
    rows = tuple(Listing(entry, "any", (ListedName(entry.title()),), **more) for entry in entries)
    return Edition("x.list", date, sha or date, "1", rows)


def state(ledger: Ledger, on: str, known: dt.datetime | None = None) -> ListState:
    (found,) = ledger.lists(dt.date.fromisoformat(on), known=known)
    return found


def tell(ledger: Ledger, *what: Edition | Event) -> None:
    events = tuple(x for x in what if isinstance(x, Event))
    ledger.tell_facts(Facts(lists=(INFO,), events=events), origin="t", now=NOW)
    for x in what:
        if isinstance(x, Edition):
            ledger.tell_edition(x, origin=x.date, now=NOW)


def test_entries_in_force_by_facts(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-01-01"), fact("delisted", "2015-01-01"), fact("listed", "2014-06-01", "other"))
    assert [state(empty, on).entries_in_force for on in ("2013-01-01", "2014-02-01", "2014-07-01", "2016-01-01")] == [
        0,
        1,
        2,
        1,
    ]


def test_entries_in_force_by_an_edition(empty: Ledger) -> None:
    tell(empty, edition("2025-01-01", "a", "b"), edition("2025-02-01", "b"))
    assert [state(empty, on).entries_in_force for on in ("2024-01-01", "2025-01-15", "2025-02-01")] == [0, 2, 1]


def test_an_entry_of_facts_and_of_an_edition_counts_once(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-01-01", "a"), edition("2025-01-01", "a", "b"))
    assert state(empty, "2025-01-01").entries_in_force == 2


def test_an_entry_printed_as_removed_does_not_count(empty: Ledger) -> None:
    tell(empty, edition("2025-01-01", "a", delisted_on="2024-06-01"))
    assert state(empty, "2025-01-01").entries_in_force == 0


def test_editions_stand_in_order_of_date_with_their_counts(empty: Ledger) -> None:
    tell(empty, edition("2025-02-01", "b"), edition("2025-01-01", "a", "b"))
    assert [(e.date, e.entries, e.sha256) for e in state(empty, "2025-02-01").editions] == [
        ("2025-01-01", 2, "2025-01-01"),
        ("2025-02-01", 1, "2025-02-01"),
    ]


def test_an_edition_read_anew_is_one_edition(empty: Ledger) -> None:
    tell(empty, edition("2025-01-01", "a"), edition("2025-01-01", "a", "b", sha="other"))
    assert [(e.entries, e.sha256) for e in state(empty, "2025-01-01").editions] == [(2, "other")]


def test_freshness_is_counted_from_the_newest_fact_or_edition(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-01-01"), edition("2025-01-01", "a"))
    assert (state(empty, "2025-01-13").newest, state(empty, "2025-01-13").age_days) == ("2025-01-01", 12)


def test_a_day_before_the_newest_fact_is_not_behind(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014-01-01"))
    assert state(empty, "2013-01-01").age_days == 0


def test_a_list_without_facts_has_no_age(empty: Ledger) -> None:
    tell(empty)
    assert (state(empty, "2025-01-01").newest, state(empty, "2025-01-01").age_days) == (None, None)


def test_a_list_that_nobody_described_is_shown_by_its_key(empty: Ledger) -> None:
    empty.tell_edition(edition("2025-01-01", "a"), origin="1", now=NOW)
    assert state(empty, "2025-01-01").info.title == "x.list"
    assert [s.status for s in empty.standings("x.list:a", NOW.date())] == ["in force"]


def test_what_came_later_is_not_known_before(empty: Ledger) -> None:
    tell(empty, edition("2025-01-01", "a"))
    empty.tell_edition(edition("2025-02-01", "b"), origin="2", now=NOW + dt.timedelta(1))
    assert [e.date for e in state(empty, "2025-03-01", NOW + dt.timedelta(hours=1)).editions] == ["2025-01-01"]


def test_the_json_form_has_the_fields_of_the_contract(empty: Ledger) -> None:
    tell(empty, edition("2025-01-01", "a"))
    form = state(empty, "2025-01-13").to_dict()
    assert {"list", "authority", "title", "entries_in_force", "editions", "newest", "age_days"} <= form.keys()
    (found,) = form["editions"]  # type: ignore[misc]
    assert found.keys() == {"date", "entries", "sha256", "loaded"}  # type: ignore[has-type]
