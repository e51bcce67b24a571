"""Telling: all or nothing, a clock that goes back, what is refused."""

from __future__ import annotations

import datetime as dt
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from gazetted.errors import ListFileError
from gazetted.model.dates import PartialDate
from gazetted.model.edition import Edition, ListedName, Listing
from gazetted.model.event import Event
from gazetted.model.party import Party, PartyName
from gazetted.record.append import format_moment, slug_of
from gazetted.record.facts import Facts
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger

if TYPE_CHECKING:
    from tests.conftest import Bench

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def listing(entry: str, *names: str, **more: Any) -> Listing:
    texts = tuple(ListedName(n, "alias" if at else "primary") for at, n in enumerate(names))
    return Listing(entry=entry, kind="person", names=texts, **more)


def edition(date: str, *listings: Listing, key: str = "x.list", sha: str = "", reader: str = "1") -> Edition:
    return Edition(key, date, sha or date, reader, listings)


def listed(entry: str = "front", party: str = "front", name: str = "Front", **more: Any) -> Event:
    return Event(
        list_key="x.list", entry=entry, party=party, what="listed", name=name, date=PartialDate("2014-05-15"), **more
    )


# -- moments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1, 999, 2026, 9999])
def test_moments_sort_as_text(year: int) -> None:
    assert format_moment(dt.datetime(year, 1, 2, 3, tzinfo=dt.UTC)) == f"{year:04}-01-02T03:00:00.000000Z"


def test_the_knowledge_of_an_early_year_is_none(empty: Ledger) -> None:
    empty.tell_facts(Facts(events=(listed(),)), origin="a", now=NOW)
    assert empty.history("front", known=dt.datetime(999, 1, 1, tzinfo=dt.UTC)) == []


def test_a_clock_that_goes_back_gives_rising_moments(empty: Ledger) -> None:
    for number, now in enumerate([NOW, NOW - 5 * HOUR, NOW]):
        empty.tell_facts(Facts(events=(listed(entry=str(number)),)), origin="a", now=now)
    moments = empty.moments()
    assert moments == sorted(set(moments))
    assert moments[0] == NOW
    assert moments[-1] - moments[0] < dt.timedelta(seconds=1)


def test_a_moment_of_another_zone_is_kept_in_utc(empty: Ledger) -> None:
    zone = dt.timezone(dt.timedelta(hours=5))
    empty.tell_facts(Facts(events=(listed(),)), origin="a", now=NOW.astimezone(zone))
    assert empty.moments() == [NOW]


# -- facts -----------------------------------------------------------------------------------------------------------


def test_told_counts_what_is_new_and_what_is_gone(empty: Ledger) -> None:
    one = empty.tell_facts(Facts(events=(listed("a"), listed("b"))), origin="1", now=NOW, builtin=True)
    two = empty.tell_facts(Facts(events=(listed("b"), listed("c"))), origin="2", now=NOW, builtin=True)
    assert [(t.load, t.added, t.removed) for t in (one, two)] == [(1, 2, 0), (2, 1, 1)]


def test_a_newer_builtin_record_leaves_what_a_user_told(empty: Ledger) -> None:
    empty.tell_facts(Facts(events=(listed("mine"),)), origin="mine", now=NOW)
    empty.tell_facts(Facts(events=(listed("a"),)), origin="1", now=NOW, builtin=True)
    empty.tell_facts(Facts(), origin="2", now=NOW, builtin=True)
    assert [e.entry for e in empty.history("front")] == ["mine"]


def test_a_party_that_is_withdrawn_is_gone_with_its_names(empty: Ledger) -> None:
    facts = Facts(parties=(Party("front", "Front"),), common_names=(PartyName("front", "Foe", "common"),))
    empty.tell_facts(facts, origin="1", now=NOW, builtin=True)
    empty.tell_facts(Facts(), origin="2", now=NOW + HOUR, builtin=True)
    assert (empty.find("Foe"), empty.find("front"), dict(empty.parties()), tuple(empty.names())) == ([], [], {}, ())
    assert [p.party for p in empty.find("Foe", known=NOW)] == ["front"]
    assert empty.nearest_names("Foe") == []


def test_a_name_that_comes_back_is_found_again(empty: Ledger) -> None:
    facts = Facts(parties=(Party("front", "Front"),))
    for number, told in enumerate((facts, Facts(), facts)):
        empty.tell_facts(told, origin=str(number), now=NOW + number * HOUR, builtin=True)
    assert [len(empty.find("Front", known=NOW + number * HOUR)) for number in range(3)] == [1, 0, 1]


# -- editions --------------------------------------------------------------------------------------------------------


def test_told_compares_with_the_edition_before(empty: Ledger) -> None:
    empty.tell_edition(
        edition("2025-01-01", listing("a", "A"), listing("b", "B"), listing("c", "C")), origin="1", now=NOW
    )
    told = empty.tell_edition(
        edition("2025-02-01", listing("b", "B", "Bee"), listing("c", "C"), listing("d", "D")), origin="2", now=NOW
    )
    assert (told.added, told.changed, told.removed) == (1, 1, 1)


def test_a_reader_that_was_wrong_about_a_name_is_corrected(empty: Ledger) -> None:
    empty.tell_edition(edition("2025-01-01", listing("a", "Alpha", "Wrong")), origin="1", now=NOW)
    empty.tell_edition(edition("2025-01-01", listing("a", "Alpha"), reader="2"), origin="1", now=NOW + HOUR)
    assert empty.find("Wrong") == []
    assert [p.party for p in empty.find("Wrong", known=NOW)] == ["x.list:a"]


def test_an_edition_is_of_the_party_that_a_later_fact_names(empty: Ledger) -> None:
    empty.tell_edition(edition("2025-01-01", listing("front", "Front", "Vanguard")), origin="1", now=NOW)
    empty.tell_facts(Facts(parties=(Party("front", "Front"),), events=(listed(),)), origin="2", now=NOW + HOUR)
    assert [p.party for p in empty.find("Vanguard")] == ["front"]
    assert "x.list:front" not in empty.parties()
    assert empty.history("x.list:front") == []
    assert {e.name for e in empty.history("front")} == {"Front", "Vanguard"}
    assert [p.party for p in empty.find("Vanguard", known=NOW)] == ["x.list:front"]


def test_an_entry_goes_back_to_itself_where_the_fact_is_withdrawn(empty: Ledger) -> None:
    empty.tell_edition(edition("2025-01-01", listing("front", "Front")), origin="1", now=NOW)
    empty.tell_facts(Facts(events=(listed(),)), origin="2", now=NOW, builtin=True)
    empty.tell_facts(Facts(), origin="3", now=NOW, builtin=True)
    assert [p.party for p in empty.find("Front")] == ["x.list:front"]
    assert [s.status for s in empty.standings("x.list:front", NOW.date())] == ["in force"]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (edition("2025-01-01", listing("a", "A"), listing("a", "B")), "stands there twice"),
        (edition("2025-01-01", listing("a")), "has no name"),
        (edition("2025-01", listing("a", "A")), "not a whole day"),
        (edition("2025-02-30", listing("a", "A")), "not a date"),
        (edition("2025-01-01", listing("a", "A", listed_on="1 May")), "not a date"),
        (edition("2025-01-01", listing("a", "A", delisted_on="never")), "not a date"),
    ],
)
def test_an_edition_that_could_not_be_read_back_is_refused(empty: Ledger, found: Edition, said: str) -> None:
    with pytest.raises(ListFileError, match=said):
        empty.tell_edition(found, origin="1", now=NOW)
    assert empty.moments() == []


def test_the_same_listing_is_kept_once(empty: Ledger) -> None:
    for number in range(5):
        empty.tell_edition(edition(f"2025-01-0{number + 1}", listing("a", "A")), origin="1", now=NOW)
    assert [len(state.editions) for state in empty.lists(NOW.date())] == [5]
    assert empty.edition_of("x.list", dt.date(2025, 1, 3)) == {"a": listing("a", "A")}


def test_an_empty_edition_ends_every_entry(empty: Ledger) -> None:
    empty.tell_edition(edition("2025-01-01", listing("a", "A")), origin="1", now=NOW)
    empty.tell_edition(edition("2025-02-01"), origin="2", now=NOW)
    assert [s.status for s in empty.standings("x.list:a", NOW.date())] == ["removed"]


def test_slugs_of_entries() -> None:
    assert (slug_of("own.mine", "1"), slug_of("us.sdn", "1")) == ("own:mine:1", "us.sdn:1")


# -- all or nothing --------------------------------------------------------------------------------------------------

KILLED = """
import datetime as dt, os, signal, sys
import sqlalchemy as sa
from gazetted.record.opening import open_ledger
import msgspec
from gazetted.model.edition import Edition
edition = msgspec.json.decode(open(sys.argv[2], "rb").read(), type=Edition)
ledger = open_ledger(sys.argv[1], builtin=False)
left = int(sys.argv[3])
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
engine = ledger._store.engine()
sa.event.listen(engine, sys.argv[4], count)
ledger.tell_edition(edition, origin="2", now=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
"""


def test_a_process_killed_while_it_tells_leaves_the_old_state_or_the_new(bench: Bench, tmp_path: Path) -> None:
    old = edition("2025-01-01", *(listing(str(n), f"Name {n}") for n in range(300)))
    new = edition("2025-02-01", *(listing(str(n), f"Other {n}") for n in range(150, 450)))
    file = tmp_path / "edition.json"
    file.write_bytes(msgspec.json.encode(new))
    digests = set()
    for both in (False, True):
        reference = bench.new()
        reference.tell_edition(old, origin="1", now=NOW)
        if both:
            reference.tell_edition(new, origin="2", now=NOW)
        digests.add(reference.digest())
        reference.close()
    choose = random.Random(5)
    for number in range(6 if bench.store == "sqlite" else 3):
        path = bench.place()
        ledger = open_ledger(path, builtin=False)
        ledger.tell_edition(old, origin="1", now=NOW)
        ledger.close()
        event = ("before_cursor_execute", "after_cursor_execute")[number % 2]
        command = [sys.executable, "-c", KILLED, path, str(file), str(choose.randint(1, 18)), event]
        ended = subprocess.run(command, check=False, timeout=60, capture_output=True)
        assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
        ledger = open_ledger(path, builtin=False)
        assert ledger.digest() in digests
        assert len(ledger.edition_of("x.list", NOW.date())) == 300
        ledger.tell_edition(new, origin="2", now=NOW)
        assert ledger.digest() in digests
        assert len(ledger.moments()) == 2
        ledger.close()
        bench.clear()


def test_a_failure_while_telling_leaves_the_old_state(
    empty: Ledger, monkeypatch: pytest.MonkeyPatch, ticking: Callable[[], dt.datetime]
) -> None:
    from gazetted.record import telling

    empty.tell_edition(edition("2025-01-01", listing("a", "A")), origin="1", now=ticking())
    before = empty.digest()

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(telling, "seal", fail)
    with pytest.raises(RuntimeError):
        empty.tell_edition(edition("2025-02-01", listing("b", "B")), origin="2", now=ticking())
    assert empty.digest() == before
    assert len(empty.moments()) == 1
    assert empty.find("B") == []
