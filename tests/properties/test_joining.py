"""Which entries are one party follows from what was told, and not from the order in which it was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.record.ledger import Ledger

if TYPE_CHECKING:
    from tests.conftest import Bench

LISTS = ("a.one", "b.two")
DAYS = ("2020-01-01", "2021-01-01", "2022-01-01")
KEYS = ("1", "2", "3")
BODIES = ("Harbour Lantern Group", "Cobalt Meridian Trading")
PEOPLE = ("OKORO, Daniel Test", "Daniel Test Okoro")

quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@st.composite
def listings(draw: st.DrawFn, list_key: str, entry: str) -> Listing:
    person = draw(st.booleans())
    more: dict[str, Any] = {
        "born": tuple(draw(st.sets(st.sampled_from(["1960-01-02", "1975-03-04"]), max_size=1))) if person else (),
        "countries": tuple(draw(st.sets(st.sampled_from(["SY", "NG"]), max_size=1))),
        "identifiers": tuple(draw(st.sets(st.sampled_from(["passport:A1234567", "tax:9988776"]), max_size=1))),
        "references": (f"a.one:{draw(st.sampled_from(KEYS))}",) if list_key != "a.one" and draw(st.booleans()) else (),
    }
    texts = draw(st.lists(st.sampled_from(PEOPLE if person else BODIES), min_size=1, max_size=2, unique=True))
    names = tuple(ListedName(text, "alias" if at else "primary") for at, text in enumerate(texts))
    return Listing(entry, "person" if person else "organization", names, **more)


@st.composite
def editions(draw: st.DrawFn) -> list[Edition]:
    made = []
    for list_key in LISTS:
        for date in draw(st.lists(st.sampled_from(DAYS), max_size=3, unique=True)):
            keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True))
            held = tuple(draw(listings(list_key, key)) for key in keys)
            made.append(Edition(list_key, date, f"{list_key} {date}", "reader 1", held))
    return made


def told(ledger: Ledger, told: Sequence[Edition]) -> Ledger:
    for at, edition in enumerate(told):
        ledger.tell_edition(edition, origin=edition.sha256, now=dt.datetime(2026, 1, 1, at, tzinfo=dt.UTC))
    return ledger


def answers(ledger: Ledger) -> dict[str, Any]:
    slugs = [f"{key}:{entry}" for key in LISTS for entry in KEYS]
    return {
        "digest": ledger.digest(),
        "ties": ledger.ties(),
        "joined": dict(ledger.joined()),
        "slugs": [ledger.slugs(slug) for slug in slugs],
        "parties": sorted(ledger.parties()),
        "history": [ledger.history(slug) for slug in slugs],
        "standings": [ledger.standings(slug, dt.date.fromisoformat(day)) for slug in slugs for day in DAYS],
    }


@settings(quick, max_examples=60)
@given(made=editions(), chance=st.randoms(use_true_random=False))
def test_any_order_of_editions_joins_the_same(bench: Bench, made: list[Edition], chance: Any) -> None:
    mixed = list(made)
    chance.shuffle(mixed)
    with bench.cleared():
        one, two = answers(told(bench.new(), made)), answers(told(bench.new(), mixed))
        for question in one:
            assert one[question] == two[question], question


@settings(quick, max_examples=40)
@given(made=editions())
def test_what_was_joined_then_stays_answerable(bench: Bench, made: list[Edition]) -> None:
    """The answers as known after each edition are those that were given then."""
    with bench.cleared():
        ledger = bench.new()
        given_then = []
        for at, edition in enumerate(made):
            ledger.tell_edition(edition, origin="x", now=dt.datetime(2026, 1, 1, at, tzinfo=dt.UTC))
            given_then.append((ledger.newest_moment(), ledger.ties(), dict(ledger.joined()), answers(ledger)["slugs"]))
        for moment, ties, joined, slugs in given_then:
            assert ledger.ties(known=moment) == ties
            assert dict(ledger.joined(known=moment)) == joined
            assert [ledger.slugs(f"{k}:{e}", known=moment) for k in LISTS for e in KEYS] == slugs
