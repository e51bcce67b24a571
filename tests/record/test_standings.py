"""Standings of a party: by which name, through whom, told how, and from one state of the record."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest

from gazetted.model.dates import PartialDate
from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.model.event import Event, What
from gazetted.model.lists import ListInfo
from gazetted.model.party import Party
from gazetted.record.facts import Facts
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger
from gazetted.record.standings import asked_names, same_name, standings_of

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DAY = NOW.date()


def fact(what: What, date: str, name: str = "Front", **more: Any) -> Event:
    values: dict[str, Any] = {"list_key": "x.list", "entry": "front", "party": "front", "source": "gazette"} | more
    return Event(what=what, name=name, date=PartialDate(date), **values)


def tell(ledger: Ledger, *events: Event) -> None:
    ledger.tell_facts(Facts(parties=(Party("front", "Front"),), events=events), origin="t", now=NOW)


def edition(date: str, *names: str, entry: str = "front") -> Edition:
    listed = tuple(ListedName(name, "alias" if at else "primary") for at, name in enumerate(names))
    return Edition("x.list", date, date, "1", (Listing(entry, "any", listed),) if names else ())


@pytest.mark.parametrize(
    ("asked", "listed", "same"),
    [
        ("Hayat Tahrir al Sham", "Hay'at Tahrir al-Sham", True),
        ("Dawn", "DAWN", True),
        ("Dawn", "Dusk", False),
    ],
)
def test_a_name_is_the_same_in_another_romanisation(asked: str, listed: str, same: bool) -> None:
    assert same_name(asked)(listed) is same


def test_a_name_that_no_list_carries_means_the_partys_own() -> None:
    assert asked_names("The Foe", Party("x", "Levant Board"), ["Front"]) == ("The Foe", "Levant Board")


def test_a_party_that_is_on_no_list_has_no_standing(empty: Ledger) -> None:
    tell(empty)
    assert empty.standings("front", DAY) == []
    assert empty.standings("nobody", DAY, name="nobody") == []


def test_the_name_asked_for_gives_its_own_first_day(empty: Ledger) -> None:
    tell(empty, fact("listed", "2014"), fact("name added", "2018-06-01", "Levant Board"))
    found = [empty.standings("front", DAY, name=name)[0].since for name in ("Front", "Levant Board", "The Foe")]
    assert found == ["2014", "2018-06-01", "2014"]


def test_a_name_that_an_edition_lacks_no_longer_stands_through_an_entry(empty: Ledger) -> None:
    tell(
        empty,
        fact("listed", "2014"),
        fact("name added", "2018-06-01", "Levant Board", denotes="board"),
    )
    empty.tell_edition(edition("2025-01-01", "Front", "Levant Board"), origin="1", now=NOW)
    empty.tell_edition(edition("2025-02-01", "Front"), origin="2", now=NOW)
    found = {day: empty.standings("board", dt.date.fromisoformat(day))[0] for day in ("2025-01-15", "2025-02-01")}
    assert [(s.status, s.through, s.until) for s in found.values()] == [
        ("in force", "front", None),
        ("removed", "front", "2025-02-01"),
    ]


def test_lists_stand_in_the_order_of_their_rank_and_key(empty: Ledger) -> None:
    infos = tuple(ListInfo(key, "X", "Office", key, key, rank=rank) for key, rank in (("a", 2), ("b", 1), ("c", 1)))
    events = tuple(fact("listed", "2014", list_key=key) for key in "abc")
    empty.tell_facts(Facts(lists=infos, events=events), origin="t", now=NOW)
    assert [s.list_key for s in empty.standings("front", DAY)] == ["b", "c", "a"]


def test_facts_of_one_day_stand_in_an_order_that_telling_does_not_change(empty: Ledger) -> None:
    acts = [fact("listed", "2014-05-15", instrument=f"notice {n}") for n in (2, 1, 3)]
    for act in acts:
        tell(empty, act)
    by_one = empty.standings("front", DAY)
    assert [e.instrument for e in empty.history("front")] == sorted(
        (e.instrument for e in acts), key=lambda text: next(e.digest() for e in acts if e.instrument == text)
    )
    assert by_one[0].instrument in {e.instrument for e in acts}


def test_one_answer_comes_from_one_state(store_url: str) -> None:
    """A reader beside a writer sees the entry with this edition's names or the next one's, never a mixture."""
    writer = open_ledger(store_url, builtin=False)
    tell(writer, fact("listed", "2014"))
    reader = open_ledger(store_url, builtin=False)
    dates = [(dt.date(2020, 1, 1) + dt.timedelta(30 * n)).isoformat() for n in range(15)]
    done = threading.Event()
    found: list[tuple[int, int]] = []

    def read() -> None:
        while not done.is_set():
            with reader.snapshot():
                told = len(reader.moments()) - 1
                changed = [e for e in reader.history("front") if e.what == "renamed"]
            found.append((told, len(changed)))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for at, date in enumerate(dates):
            writer.tell_edition(edition(date, ("Dawn", "Dusk")[at % 2]), origin=date, now=NOW)
    finally:
        done.set()
        thread.join()
        writer.close()
        reader.close()
    assert found
    assert all(told == changed for told, changed in found)


def test_a_standing_is_read_without_reading_the_whole_record(builtin: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from gazetted.record import reads

    def whole(*_: object) -> Any:
        raise AssertionError("a point read must not read every party or name")

    monkeypatch.setattr(reads, "names", whole)
    assert builtin.find("HTS")
    assert builtin.standings("hayat-tahrir-al-sham", DAY, name="HTS")


def test_between_two_turning_days_every_day_has_the_same_standings(builtin: Ledger) -> None:
    load = builtin._load(None)
    lists = dict(builtin.knowledge())
    first = dt.date(1994, 1, 1).toordinal()
    for number, party in enumerate(sorted(builtin.parties())):
        slugs, entries, days = builtin._told_of(party, load)
        names = (builtin.parties()[party].name,)
        for step in range(12):
            day = dt.date.fromordinal(first + (number * 997 + step * 1009) % 13_000)
            turned = max(one for one in days if one <= day)
            assert standings_of(slugs[0], entries, lists, day, names) == standings_of(
                slugs[0], entries, lists, turned, names
            ), (party, day)
            eve = turned - dt.timedelta(1) if turned > dt.date.min else turned
            assert standings_of(slugs[0], entries, lists, eve) == standings_of(
                slugs[0], entries, lists, max(one for one in days if one <= eve)
            )
