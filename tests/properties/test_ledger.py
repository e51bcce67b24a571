"""What the ledger promises, whatever it is told and in whatever order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gazetted.model.dates import PartialDate
from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import Party, PartyName
from gazetted.record.facts import Facts
from gazetted.record.fold import IN_FORCE
from gazetted.record.ledger import Ledger
from gazetted.text.normal import normalise

if TYPE_CHECKING:
    from tests.conftest import Bench

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LISTS = ("us.a", "un.b")
ENTRIES = ("alpha", "beta", "gamma")
BORN = {"alpha": "1961", "beta": "1962", "gamma": "1963", "delta": "1964"}
WORDS = ("Front", "Levant Board", "Vanguard", "Dawn", "Brigade")
EDITION_DATES = ("2020-01-01", "2020-07-01", "2021-01-01", "2022-01-01")
DAYS = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2009-12-31",
        "2015-06-01",
        "2020-01-01",
        "2020-03-01",
        "2020-07-01",
        "2021-01-01",
        "2022-01-01",
        "2026-01-01",
    )
)
INFOS = tuple(ListInfo(key, key[:2].upper(), "Office", f"List {key}", key) for key in LISTS)
PARTIES = tuple(Party(slug, slug.title(), "organization") for slug in ENTRIES)

Told = Facts | Edition

dates = st.sampled_from(("2010", "2012-05", "2012-05-17", "2020-03-15", "2020-07-01", "2021-06-30", "2023-01-01")).map(
    PartialDate
)
events = st.builds(
    lambda list_key, entry, what, name, date, step, denotes: Event(
        list_key=list_key,
        entry=entry,
        party=entry,
        what=what,
        name=name,
        date=date,
        step=step,
        source="gazette",
        denotes=denotes if what in ("name added", "name removed") and denotes != entry else None,
    ),
    st.sampled_from(LISTS),
    st.sampled_from(ENTRIES),
    st.sampled_from(("listed", "relisted", "delisted", "lapsed", "name added", "name removed", "renamed", "suspended")),
    st.sampled_from(WORDS),
    dates,
    st.sampled_from(("effective", "effective", "effective", "announced")),
    st.sampled_from((None, None, *ENTRIES)),
)
facts = st.builds(
    lambda found, common: Facts(
        lists=INFOS,
        parties=PARTIES,
        events=tuple(found),
        common_names=tuple(PartyName(party, text, "common") for party, text in common),
    ),
    st.lists(events, max_size=5),
    st.lists(st.tuples(st.sampled_from(ENTRIES), st.sampled_from(("Foe", "Friend"))), max_size=1),
)
listings = st.builds(
    lambda entry, names, programmes: Listing(
        entry=entry,
        kind="person",
        programmes=tuple(sorted(programmes)),
        born=(BORN[entry],),  # else an entry that goes and one that comes by the same name would be one renumbered
        names=tuple(ListedName(name, "alias" if at else "primary") for at, name in enumerate(names)),
    ),
    st.sampled_from((*ENTRIES, "delta")),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
    st.sets(st.sampled_from(("P1", "P2")), min_size=1),
)


@st.composite
def editions(draw: st.DrawFn, key: str | None = None, date: str | None = None) -> Edition:
    rows = draw(st.lists(listings, max_size=3, unique_by=lambda listing: listing.entry))
    list_key = key or draw(st.sampled_from(LISTS))
    day = date or draw(st.sampled_from(EDITION_DATES))
    return Edition(list_key, day, f"{list_key} {day}", "reader 1", tuple(rows))


series = st.lists(st.sampled_from(EDITION_DATES), min_size=1, max_size=4, unique=True).flatmap(
    lambda found: st.tuples(*(editions(key="us.a", date=date) for date in sorted(found)))
)
told = st.lists(st.one_of(facts, editions()), min_size=1, max_size=4)


def tell(ledger: Ledger, what: Told, at: int, *, builtin: bool = False) -> int | None:
    """Tell a record something at the given hour; the number of the load."""
    now = START + dt.timedelta(hours=at)
    if isinstance(what, Edition):
        return ledger.tell_edition(what, origin=what.date, now=now, facts=Facts(lists=INFOS)).load
    return ledger.tell_facts(what, origin=f"facts {at}", now=now, builtin=builtin).load


def slugs() -> tuple[str, ...]:
    return (*ENTRIES, *(f"{key}:{entry}" for key in LISTS for entry in (*ENTRIES, "delta")))


def names_of(ledger: Ledger, known: dt.datetime | None = None) -> dict[tuple[str, str], tuple[str, frozenset[str]]]:
    return {(n.party, n.text): (n.name_type, frozenset(n.lists)) for n in ledger.names(known)}


def answers(ledger: Ledger, known: dt.datetime | None = None, *, digest: bool = True) -> dict[str, Any]:
    """Everything that can be asked of a record; what it was told when is left out of it."""
    found: dict[str, Any] = {
        "standings": {
            (slug, day.isoformat()): ledger.standings(slug, day, known=known) for slug in slugs() for day in DAYS
        },
        "named": [ledger.standings(slug, DAYS[-1], known=known, name="Dawn") for slug in ENTRIES],
        "history": {slug: ledger.history(slug, known=known) for slug in slugs()},
        "changes": ledger.changes(None, None, known=known),
        "period": ledger.changes(DAYS[2], DAYS[5], known=known),
        "names": names_of(ledger, known),
        "parties": dict(ledger.parties(known)),
        "found": {word: [p.party for p in ledger.find(word, known=known)] for word in (*WORDS, "Foe", *ENTRIES)},
        "editions": {(key, day): ledger.edition_of(key, day, known=known) for key in LISTS for day in DAYS},
        "lists": {day: [_timeless(state) for state in ledger.lists(day, known=known)] for day in DAYS[::3]},
    }
    if digest:
        found["digest"] = ledger.digest(known)
    return found


def _timeless(state: Any) -> Any:
    return msgspec.structs.replace(
        state, editions=tuple(msgspec.structs.replace(edition, loaded="") for edition in state.editions)
    )


def assert_same(one: dict[str, Any], other: dict[str, Any], *, without: Iterable[str] = ()) -> None:
    for question in one.keys() - set(without):
        assert one[question] == other[question], question


# -- (a) replay ------------------------------------------------------------------------------------------------------


def check_replay(bench: Bench, sequence: Sequence[Told], builtin: Sequence[bool]) -> None:
    with bench.cleared():
        full = bench.new()
        for at, (what, by) in enumerate(zip(sequence, builtin, strict=True)):
            tell(full, what, at, builtin=by)
        short = bench.new()
        for at, (what, by) in enumerate(zip(sequence, builtin, strict=True)):
            tell(short, what, at, builtin=by)
            moment = START + dt.timedelta(hours=at, minutes=30)
            assert_same(answers(full, moment), answers(short))
            assert_same(answers(full, moment), answers(short, moment))


replayed = told.flatmap(
    lambda sequence: st.tuples(
        st.just(sequence), st.lists(st.booleans(), min_size=len(sequence), max_size=len(sequence))
    )
)
quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(quick, max_examples=12)
@given(replayed)
def test_a_moment_answers_as_a_record_told_up_to_it(bench: Bench, case: tuple[list[Told], list[bool]]) -> None:
    check_replay(bench, *case)


@pytest.mark.postgres
@settings(quick, max_examples=6)
@given(replayed)
def test_both_stores_give_the_same_answers(
    sqlite_bench: Bench, postgres_bench: Bench, case: tuple[list[Told], list[bool]]
) -> None:
    with sqlite_bench.cleared(), postgres_bench.cleared():
        one, other = sqlite_bench.new(), postgres_bench.new()
        for at, (what, by) in enumerate(zip(*case, strict=True)):
            tell(one, what, at, builtin=by)
            tell(other, what, at, builtin=by)
        assert_same(answers(one), answers(other))


# -- (b) idempotence and order ---------------------------------------------------------------------------------------


@settings(quick, max_examples=12)
@given(st.one_of(facts, editions()), st.booleans())
def test_telling_the_same_again_changes_nothing(bench: Bench, what: Told, by: bool) -> None:
    with bench.cleared():
        ledger = bench.new()
        tell(ledger, what, 0, builtin=by)
        before, moments = answers(ledger), ledger.moments()
        again = (
            ledger.tell_edition(what, origin=what.date, now=START)
            if isinstance(what, Edition)
            else (ledger.tell_facts(what, origin="facts 0", now=START, builtin=by))
        )
        assert (again.load, again.added, again.changed, again.removed) == (None, 0, 0, 0)
        assert ledger.moments() == moments
        assert_same(before, answers(ledger))


@settings(quick, max_examples=15)
@given(st.data())
def test_facts_in_another_order_give_the_same_answers(bench: Bench, data: st.DataObject) -> None:
    parts = data.draw(st.lists(facts, min_size=2, max_size=3))
    other = data.draw(st.permutations(parts))
    with bench.cleared():
        one, two = bench.new(), bench.new()
        for at in range(len(parts)):
            tell(one, parts[at], at)
            shuffled = msgspec.structs.replace(other[at], events=tuple(reversed(other[at].events)))
            tell(two, shuffled, at)
        assert_same(answers(one), answers(two))


@settings(quick, max_examples=15)
@given(series, st.data())
def test_editions_in_any_order_give_the_same_answers(
    bench: Bench, row: tuple[Edition, ...], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(row))
    with bench.cleared():
        one, two = bench.new(), bench.new()
        for at in range(len(row)):
            tell(one, row[at], at)
            tell(two, other[at], at)
        assert_same(answers(one), answers(two))


@settings(quick, max_examples=15)
@given(facts, editions(), st.booleans())
def test_facts_and_an_edition_in_any_order_give_the_same_answers(
    bench: Bench, some: Facts, edition: Edition, by: bool
) -> None:
    with bench.cleared():
        one, two = bench.new(), bench.new()
        tell(one, some, 0, builtin=by)
        tell(one, edition, 1)
        tell(two, edition, 0)
        tell(two, some, 1, builtin=by)
        assert_same(answers(one), answers(two))


# -- (c) an edition read back ----------------------------------------------------------------------------------------


def in_force(ledger: Ledger, key: str, entries: Iterable[str], day: dt.date) -> set[str]:
    """Entries of a list that some standing on it says are in force."""
    found = set()
    for slug in slugs():
        for standing in ledger.standings(slug, day):
            if standing.list_key == key and standing.status in IN_FORCE and standing.through is None:
                found.add(standing.entry)
    return found & set(entries)


@settings(quick, max_examples=20)
@given(series, facts)
def test_a_list_on_an_editions_day_is_that_edition(bench: Bench, row: tuple[Edition, ...], some: Facts) -> None:
    printed = {listing.entry for edition in row for listing in edition.listings}
    with bench.cleared():
        ledger = bench.new()
        tell(ledger, some, 0)
        for at, edition in enumerate(row):
            tell(ledger, edition, at + 1)
        for edition in row:
            day = dt.date.fromisoformat(edition.date)
            held = {listing.entry: listing for listing in edition.listings}
            assert ledger.edition_of("us.a", day) == held
            assert in_force(ledger, "us.a", printed, day) == held.keys()
            for listing in edition.listings:
                assert names_on(ledger, listing.entry, day) == {normalise(name.text) for name in listing.names}


def names_on(ledger: Ledger, entry: str, day: dt.date) -> set[str]:
    """Normal forms of the names under which an entry of us.a stands on a day: what a question by each name says."""
    found = set()
    for word in (*WORDS, *(slug.title() for slug in ENTRIES)):
        for slug in slugs():
            for standing in ledger.standings(slug, day, name=word):
                if (standing.list_key, standing.entry) == ("us.a", entry) and standing.status in IN_FORCE:
                    found.add(normalise(standing.name))
    return found


# -- (d) the past stays ----------------------------------------------------------------------------------------------


@settings(quick, max_examples=20)
@given(
    facts,
    st.sampled_from(LISTS),
    st.sampled_from(ENTRIES),
    st.sampled_from(("delisted", "lapsed")),
    st.sampled_from(DAYS[1:]),
)
def test_a_removal_changes_no_answer_about_an_earlier_day(
    bench: Bench, some: Facts, key: str, entry: str, what: Any, end: dt.date
) -> None:
    removal = Event(list_key=key, entry=entry, party=entry, what=what, date=PartialDate.of(end), source="act")
    assume(any(event.list_key == key and event.entry == entry for event in some.events))
    with bench.cleared():
        ledger = bench.new()
        tell(ledger, some, 0)
        earlier = [day for day in (*DAYS, end - dt.timedelta(1)) if day < end]
        before = [ledger.standings(slug, day) for slug in ENTRIES for day in earlier]
        tell(ledger, Facts(events=(removal,)), 1)
        after = [ledger.standings(slug, day) for slug in ENTRIES for day in earlier]
        assert [[_plain(s) for s in one] for one in after] == [[_plain(s) for s in one] for one in before]


def _plain(standing: Any) -> Any:
    """A standing without the date of the list's newest fact, which every fact moves on."""
    return msgspec.structs.replace(standing, newest=None)


@settings(quick, max_examples=10)
@given(series, st.data())
def test_an_edition_that_lacks_an_entry_changes_no_answer_about_an_earlier_edition(
    bench: Bench, row: tuple[Edition, ...], data: st.DataObject
) -> None:
    last = data.draw(editions(key="us.a", date="2023-01-01"))
    with bench.cleared():
        ledger = bench.new()
        for at, edition in enumerate(row):
            tell(ledger, edition, at)
        asked = [(slug, dt.date.fromisoformat(edition.date)) for slug in slugs() for edition in row]
        before = [[_plain(s) for s in ledger.standings(*one)] for one in asked]
        tell(ledger, last, 9)
        for (slug, day), held in zip(asked, before, strict=True):
            now = [_plain(s) for s in ledger.standings(slug, day)]
            assert [(s.status, s.since, s.until, s.as_) for s in now if s.status != "not listed"] == [
                (s.status, s.since, s.until, s.as_) for s in held if s.status != "not listed"
            ]


# -- (e) following the built-in record -------------------------------------------------------------------------------


@settings(quick, max_examples=15)
@given(st.lists(facts, min_size=2, max_size=3), st.none() | editions())
def test_a_newer_builtin_record_leaves_what_it_states_and_the_old_moments(
    bench: Bench, versions: list[Facts], edition: Edition | None
) -> None:
    with bench.cleared():
        ledger, fresh = bench.new(), bench.new()
        held: list[tuple[dt.datetime, dict[str, Any]]] = []
        if edition is not None:
            tell(ledger, edition, 0)
            tell(fresh, edition, 0)
        for at, version in enumerate(versions):
            tell(ledger, version, at + 1, builtin=True)
            held.append((START + dt.timedelta(hours=at + 1, minutes=30), answers(ledger)))
        for moment, then in held:
            assert_same(then, answers(ledger, moment))
        tell(fresh, versions[-1], 1, builtin=True)
        assert_same(answers(fresh), answers(ledger))
