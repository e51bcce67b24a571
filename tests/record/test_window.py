"""Looking only at entries that can have changed gives what looking at all of them gives."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetted.model.edition import Aspect, Edition, ListedName, Listing
from gazetted.model.event import Event
from gazetted.record.ledger import Ledger
from gazetted.record.sight import EditionDates
from gazetted.record.store import Store
from gazetted.record.window import changed_entries

if TYPE_CHECKING:
    from tests.conftest import Bench

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DATES = ("2020-01-10", "2020-02-10", "2020-03-10", "2020-04-10", "2020-05-10")
STATED = st.none() | st.sampled_from(("2019", "2020-01-20", "2020-02", "2020-03-01", "2020-03-10", "2020-04-20"))
PARTS: tuple[frozenset[Aspect], ...] = (
    frozenset(("entries", "primary names", "aliases", "programmes", "details", "addresses")),
    frozenset(("entries", "primary names", "programmes", "details")),
    frozenset(("entries", "addresses")),
    frozenset(("primary names", "aliases", "programmes", "details", "addresses")),
    frozenset(),
)

listings = st.builds(
    lambda entry, alias, born, listed, amended, gone: Listing(
        entry,
        "person",
        (ListedName(f"Bearer {entry}"), *((ListedName(alias, "alias"),) if alias else ())),
        born=born,
        listed_on=listed,
        amended_on=(amended,) if amended else (),
        delisted_on=gone,
    ),
    st.sampled_from(("a", "b", "c")),
    st.sampled_from(("", "Dawn")),
    st.sampled_from(((), ("1970",), ("1971",))),
    STATED,
    STATED,
    st.sampled_from((None, None, None, "2020-02-20", "2020-04-01")),
)
editions = st.builds(
    lambda date, reader, found, aspects: Edition(
        "x.list",
        date,
        hashlib.sha256(f"{date} {sorted(aspects)}".encode()).hexdigest(),
        reader,
        tuple(found),
        aspects=aspects,
    ),
    st.sampled_from(DATES),
    st.sampled_from(("r 1", "r 1", "r 2")),
    st.lists(listings, max_size=3, unique_by=lambda one: one.entry),
    st.sampled_from((PARTS[0], PARTS[0], *PARTS)),
)
VARIANTS = (
    Listing("a", "person", (ListedName("Bearer"),)),
    Listing("a", "person", (ListedName("Bearer"), ListedName("Dawn", "alias")), born=("1970",)),
    Listing("a", "person", (ListedName("Bearer"),), born=("1971",), amended_on=("2020-02-20",)),
)
rows_of_editions = st.lists(
    st.tuples(st.sampled_from(PARTS), st.sampled_from((None, *VARIANTS))), min_size=len(DATES), max_size=len(DATES)
).map(
    lambda found: [
        Edition("x.list", date, date, "r 1", (one,) if one else (), aspects=aspects)
        for date, (aspects, one) in zip(DATES, found, strict=True)
    ]
)
"""Editions of one entry at every date, so that its runs go over editions that tell little."""

DAYS = st.sampled_from((*DATES, "2019-06-01", "2020-01-20", "2020-02-28", "2020-03-01", "2020-04-21", "2021-01-01"))


Teller = Callable[[list[Edition]], AbstractContextManager[Ledger]]


@pytest.fixture(scope="module")
def teller(bench: Bench) -> Teller:
    """Makes records that were told of editions."""
    return partial(_told, bench)


@contextmanager
def _told(bench: Bench, found: list[Edition]) -> Iterator[Ledger]:
    with bench.cleared():
        ledger = bench.new()
        for edition in found:
            ledger.tell_edition(edition, origin="t", now=NOW)
        yield ledger


def _all(store: Store, list_key: str, editions: EditionDates, low: str, high: str) -> set[str]:
    return {"a", "b", "c"}


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(rows_of_editions, st.lists(editions, min_size=1, max_size=6)), DAYS, DAYS)
def test_the_entries_looked_at_hold_every_change(teller: Teller, found: list[Edition], one: str, other: str) -> None:
    since, until = sorted(dt.date.fromisoformat(day) for day in (one, other))
    with teller(found) as ledger:
        narrow = ledger.changes(since, until)
        with patch("gazetted.record.entries.changed_entries", _all):
            assert narrow == ledger.changes(since, until)


def _row(date: str, *entries: str, aspects: frozenset[Aspect] = PARTS[0], **more: str) -> Edition:
    rows = tuple(Listing(e, "person", (ListedName(e.title()),), **more) for e in entries)  # type: ignore[arg-type]
    return Edition("x.list", date, date, "r 1", rows, aspects=aspects)


def looked_at(teller: Teller, found: list[Edition], low: str, high: str) -> set[str]:
    """The entries that a question about some days makes the record look at."""
    seen: list[set[str]] = []

    def noted(*given: object) -> set[str]:
        call: Callable[..., set[str]] = changed_entries
        seen.append(call(*given))
        return seen[-1]

    with teller(found) as ledger, patch("gazetted.record.entries.changed_entries", noted):
        answer: list[Event] = ledger.changes(dt.date.fromisoformat(low), dt.date.fromisoformat(high))
        assert {event.entry for event in answer} <= seen[0]
    return seen[0]


def test_entries_that_nothing_happened_to_are_not_looked_at(teller: Teller) -> None:
    rows = [_row(DATES[0], "a", "b"), _row(DATES[1], "a", "b"), _row(DATES[2], "a", "c"), _row(DATES[3], "a", "c")]
    assert looked_at(teller, rows, "2020-03-01", "2020-03-20") == {"b", "c"}
    assert looked_at(teller, rows, "2020-03-20", "2020-05-01") == set()


def test_a_later_edition_can_state_a_day_of_the_period(teller: Teller) -> None:
    rows = [_row(DATES[0], "a"), _row(DATES[3], "a", "b", listed_on="2020-02-20")]
    assert looked_at(teller, rows, "2020-02-01", "2020-02-28") == {"a", "b"}
    assert looked_at(teller, rows, "2020-03-01", "2020-03-20") == set()
