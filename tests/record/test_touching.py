"""What loads touched: a party that is not among them has the names, particulars and standings that it had."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gazetted
from gazetted.api import Record

if TYPE_CHECKING:
    from tests.conftest import Bench

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAYS = (dt.date(2025, 12, 1), dt.date(2026, 1, 3), dt.date(2026, 6, 1))
NAMES = ("Daniel Test Okoro", "Zarina Vell", "Harbour Front")
ROWS = st.lists(
    st.tuples(
        st.integers(1, 4), st.sampled_from(NAMES), st.sampled_from(("", *NAMES)), st.sampled_from(("", "1970", "1983")),
        st.sampled_from(("", "2025-11-01")), st.sampled_from(("", "2026-02-01")),
    ),
    max_size=4, unique_by=lambda row: row[0],
)  # fmt: skip
LOADS = st.lists(st.tuples(st.sampled_from(("north", "south")), st.integers(1, 6), ROWS), min_size=2, max_size=5)


def _told(record: Record, party: str, known: dt.datetime) -> Any:
    ledger = record.ledger
    standings = [
        msgspec.structs.replace(one, newest=None, doubt=None)
        for day in DAYS
        for one in ledger.standings(party, day, known=known)
    ]
    return set(ledger.names_of(party, known=known)), ledger.party(party, known=known), standings, set(
        ledger.particulars(party, known=known).born
    )  # fmt: skip


def _load(record: Record, folder: Path, source: str, day: int, rows: Sequence[tuple[Any, ...]]) -> None:
    lines = [",".join(map(str, row)) for row in rows]
    file = folder / f"{source}.csv"
    file.write_text("\n".join(["id,name,aliases,born,listed,delisted", "99,Last of the List,,,,", *lines]), "utf-8")
    record.load(file, source=source, date=dt.date(2026, 1, day), force=True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LOADS)
def test_what_is_not_touched_is_as_it_was(bench: Bench, loads: list[Any]) -> None:
    minutes = itertools.count()
    with bench.cleared(), tempfile.TemporaryDirectory() as name, gazetted.open(
        bench.place(), builtin=False, clock=lambda: NOON + dt.timedelta(minutes=next(minutes))
    ) as record:  # fmt: skip
        for source, day, rows in loads:
            _load(record, Path(name), source, day, rows)
        for before, now in itertools.combinations(record.ledger.moments(), 2):
            touched = record.ledger.touched(before, now)
            if touched is None:
                continue
            parties = {one.party for moment in (before, now) for one in record.ledger.names(moment)}
            for party in parties - touched:
                assert _told(record, party, before) == _told(record, party, now), party


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LOADS, st.lists(st.sampled_from((*DAYS, dt.date(2026, 2, 2), dt.date(2027, 1, 1))), min_size=2, max_size=2))
def test_who_is_not_moved_by_the_days_stands_as_before(bench: Bench, loads: list[Any], days: list[dt.date]) -> None:
    minutes = itertools.count()
    with bench.cleared(), tempfile.TemporaryDirectory() as name, gazetted.open(
        bench.place(), builtin=False, clock=lambda: NOON + dt.timedelta(minutes=next(minutes))
    ) as record:  # fmt: skip
        for source, day, rows in loads:
            _load(record, Path(name), source, day, rows)
        for known in record.ledger.moments():
            moving = record.ledger.passing(*days, known=known)
            assert moving is not None
            for party in {one.party for one in record.ledger.names(known)} - moving:
                one, other = (
                    [
                        msgspec.structs.replace(standing, newest=None, doubt=None)
                        for standing in record.ledger.standings(party, day, known=known)
                    ]
                    for day in days
                )
                assert one == other, party


def test_over_many_years_anybody_may_be_moved(builtin_place: str) -> None:
    with gazetted.open(builtin_place) as record:
        known = record.ledger.newest_moment()
        assert record.ledger.passing(dt.date(2020, 1, 1), dt.date(2026, 1, 1), known=known) is None
        one, other = dt.date(2025, 7, 1), dt.date(2025, 7, 9)
        moving = record.ledger.passing(one, other, known=known)
        assert moving is not None
        parties = {name.party for name in record.ledger.names()}
        assert len(moving) < len(parties)
        for party in parties - moving:
            assert [(standing.list_key, standing.status) for standing in record.ledger.standings(party, one)] == [
                (standing.list_key, standing.status) for standing in record.ledger.standings(party, other)
            ], party


def test_an_edition_touches_what_it_changes_and_little_else(store_url: str, tmp_path: Path) -> None:
    minutes = itertools.count()
    rows = [(number, f"Party Number {number}", "", "", "", "") for number in range(1, 9)]
    with gazetted.open(
        store_url, builtin=False, clock=lambda: NOON + dt.timedelta(minutes=next(minutes))
    ) as record:  # fmt: skip
        _load(record, tmp_path, "north", 1, rows)
        _load(record, tmp_path, "north", 2, [(1, "Party Number One", "", "", "", ""), *rows[2:]])
        first, second = record.ledger.moments()
        assert record.ledger.touched(first, second) == frozenset({"own:north:1", "own:north:2"})
        assert record.ledger.touched(second, second) == frozenset()
