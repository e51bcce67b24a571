"""Editions told in any order give one record: also several files of one date, and rows that could not be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetted.model.edition import ALL_ASPECTS, Aspect, Edition, ListedName, Listing, Reject
from gazetted.model.standing import Standing
from gazetted.record.ledger import Ledger

if TYPE_CHECKING:
    from tests.conftest import Bench

KEY = "un.sample"
DAYS = ("2020-01-01", "2020-06-01", "2021-01-01")
ENTRIES = {"1": "1961", "2": "1962", "3": "1963"}
NAMES = ("Harbour Lantern", "Cobalt Meridian", "Juniper Saffron")
PARTS: tuple[frozenset[Aspect], ...] = (ALL_ASPECTS, ALL_ASPECTS, ALL_ASPECTS - {"aliases"}, frozenset({"entries"}))

quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@st.composite
def files(draw: st.DrawFn, number: int) -> Edition:
    """One file: an edition of its own SHA-256, whole or in part, perhaps with rows that could not be taken."""
    aspects = draw(st.sampled_from(PARTS))
    listings = []
    for entry in draw(st.lists(st.sampled_from(sorted(ENTRIES)), max_size=3, unique=True)):
        texts = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
        names = [ListedName(text, "alias" if at else "primary") for at, text in enumerate(texts)]
        whole = names if "aliases" in aspects else names[:1]
        kept = tuple(whole) if "primary names" in aspects else ()
        listings.append(Listing(entry, "organization", kept, born=(ENTRIES[entry],) if kept else ()))
    gone = sorted(ENTRIES.keys() - {listing.entry for listing in listings})
    unread = draw(st.lists(st.sampled_from(gone), max_size=1)) if gone else []
    rejects = tuple(Reject(f"row {entry}", "it has no name", entry) for entry in unread)
    return Edition(KEY, draw(st.sampled_from(DAYS)), f"sha {number}", "reader 1", tuple(listings), rejects, aspects)


worlds = st.integers(2, 5).flatmap(lambda count: st.tuples(*(files(number) for number in range(count))))


def tell(ledger: Ledger, editions: Iterable[Edition]) -> Ledger:
    for at, edition in enumerate(editions):
        ledger.tell_edition(edition, origin=edition.sha256, now=dt.datetime(2026, 1, 1, at, tzinfo=dt.UTC))
    return ledger


def answers(ledger: Ledger) -> dict[str, Any]:
    slugs = [f"{KEY}:{entry}" for entry in ENTRIES]
    days = [dt.date.fromisoformat(day) for day in (*DAYS, "2020-03-01", "2022-01-01")]
    return {
        "digest": ledger.digest(),
        "editions": [ledger.edition_of(KEY, day) for day in days],
        "history": [ledger.history(slug) for slug in slugs],
        "changes": ledger.changes(None, None),
        "standings": [ledger.standings(slug, day) for slug in slugs for day in days],
        "by name": [ledger.standings(slug, day, name=name) for slug in slugs for day in days for name in NAMES],
        "names": {(n.party, n.text, n.name_type, n.lists) for n in ledger.names()},
        "found": [{p.party for p in ledger.find(name)} for name in NAMES],
        "parties": dict(ledger.parties()),
        "particulars": [ledger.particulars(slug) for slug in slugs],
        "counts": [[(s.entries_in_force, [e.sha256 for e in s.editions]) for s in ledger.lists(day)] for day in days],
    }


@settings(quick, max_examples=25)
@given(st.data())
def test_files_in_any_order_give_one_record(bench: Bench, data: st.DataObject) -> None:
    world = data.draw(worlds)
    order = data.draw(st.permutations(world))
    with bench.cleared():
        one, two = answers(tell(bench.new(), world)), answers(tell(bench.new(), order))
        for question in one:
            assert one[question] == two[question], question


@settings(quick, max_examples=15)
@given(worlds)
def test_the_edition_of_a_day_is_one_of_its_files_whole(bench: Bench, world: tuple[Edition, ...]) -> None:
    with bench.cleared():
        ledger = tell(bench.new(), world)
        for day in {edition.date for edition in world}:
            held = ledger.edition_of(KEY, dt.date.fromisoformat(day))
            most = max(len(edition.aspects) for edition in world if edition.date == day)
            told = [e for e in world if e.date == day and len(e.aspects) == most]
            assert held in [{one.entry: one for one in e.listings} for e in told]
            assert len(held) == max(len(e.listings) for e in told)


@settings(quick, max_examples=20)
@given(worlds, files(9), files(9))
def test_the_last_reading_of_a_file_counts(
    bench: Bench, world: tuple[Edition, ...], old: Edition, new: Edition
) -> None:
    """A newer reader reads a file anew: the answers are those of a record that knew nothing of the older reading."""
    new = msgspec.structs.replace(new, date=old.date)
    with bench.cleared():
        one = answers(tell(bench.new(), [old, *world, new]))
        two = answers(tell(bench.new(), [*world, new]))
        for question in one.keys() - {"parties", "standings", "by name"}:
            assert one[question] == two[question], question
        for question in ("standings", "by name"):  # an entry that was only misread is known, and stands nowhere
            assert [on_a_list(s) for s in one[question]] == [on_a_list(s) for s in two[question]], question


def on_a_list(standings: Iterable[Standing]) -> list[Standing]:
    return [one for one in standings if one.status != "not listed"]
