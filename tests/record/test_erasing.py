"""A list of one's own is erased: the record is as if it had never been told of it, and says that it was."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import gazetted
from gazetted.api import Record
from gazetted.errors import UsageError
from gazetted.record.erasing import ErasedList, erase_list
from gazetted.record.store import Store

if TYPE_CHECKING:
    from tests.conftest import Bench

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
DAY = NOW.date()
HEAD = "id,kind,name,aliases,born,countries,identifiers\n9,any,Last of the List,,,,\n"
FIRST = HEAD + "1,person,Daniel Test Okoro,Dan Okoro,1970-05-04,NG,passport:A1234567\n"
SECOND = HEAD + "7,person,Daniel Test Okoro,D. T. Okoro,1970-05-04,NG,passport:A1234567\n8,person,Zarina Vell,,,,\n"
THIRD = HEAD + "4,person,Daniel Okoro Test,,1970-05-04,NG,passport:A1234567\n"

Open = Callable[[], Record]


@pytest.fixture
def new(bench: Bench) -> Iterator[Open]:
    with bench.cleared():
        opened: list[Record] = []

        def made() -> Record:
            hours = itertools.count()
            opened.append(
                gazetted.open(bench.place(), builtin=False, clock=lambda: NOW + dt.timedelta(hours=next(hours)))
            )
            return opened[-1]

        yield made
        for one in opened:
            one.close()


def _load(record: Record, folder: Path, source: str, rows: str, day: int = 1) -> None:
    (folder / f"{source}.csv").write_text(rows, "utf-8")
    record.load(folder / f"{source}.csv", source=source, date=dt.date(2026, 1, day), force=True)


def _erase(record: Record, key: str) -> ErasedList:
    with closing(Store(record.ledger.url)) as store:
        return erase_list(store, key, now=NOW + dt.timedelta(days=1))


def _told(record: Record) -> dict[str, Any]:
    """All that the record says now."""
    ledger = record.ledger
    parties = ledger.parties()
    return {
        "digest": ledger.digest(),
        "parties": parties,
        "joined": dict(ledger.joined()),
        "names": sorted((name.party, name.text, *name.lists) for name in ledger.names()),
        "standings": {slug: [one.to_dict() for one in ledger.standings(slug, DAY)] for slug in parties},
        "changes": [event.to_dict() for event in ledger.changes(None, None)],
        "lists": [state.info.key for state in ledger.lists(DAY)],
        "proposals": [tie.to_dict() for tie in record.proposals()],
    }


@pytest.mark.parametrize("order", list(itertools.permutations(("one", "two", "three"))))
def test_the_record_is_as_if_it_had_never_been_told_of_it(new: Open, tmp_path: Path, order: tuple[str, ...]) -> None:
    texts = {"one": FIRST, "two": SECOND, "three": THIRD}
    record, other = new(), new()
    for source in order:
        _load(record, tmp_path, source, texts[source])
        if source != "two":
            _load(other, tmp_path, source, texts[source])
    _load(record, tmp_path, "two", HEAD, 2)
    before = record.ledger.digest()
    assert any(slug.startswith("own:two:") for pair in record.ledger.joined().items() for slug in pair), "it is joined"
    found = _erase(record, "own.two")
    assert (found.list_key, found.editions, found.entries) == ("own.two", 2, 3)
    assert _told(record) == _told(other)
    assert found.digest == record.ledger.digest() != before


def test_what_is_loaded_again_is_as_loaded_once(new: Open, tmp_path: Path) -> None:
    record, other = new(), new()
    for source, text in (("one", FIRST), ("two", SECOND)):
        _load(record, tmp_path, source, text)
        _load(other, tmp_path, source, text)
    _erase(record, "own.two")
    _load(record, tmp_path, "two", SECOND)
    assert _told(record) == _told(other)


def test_moments_before_have_other_digests_and_no_entry_of_it(new: Open, tmp_path: Path) -> None:
    record = new()
    _load(record, tmp_path, "one", FIRST)
    between = record.ledger.newest_moment()
    _load(record, tmp_path, "two", SECOND)
    _load(record, tmp_path, "one", THIRD, 2)
    known = record.ledger.newest_moment()
    first, later = record.ledger.digest(between), record.ledger.digest(known)
    _erase(record, "own.two")
    assert record.ledger.digest(between) == first, "what was told before the list came is as it was"
    assert record.ledger.digest(known) != later
    assert {name.party.rpartition(":")[0] for name in record.ledger.names(known)} == {"own:one"}
    kinds = record.ledger._store.rows("SELECT kind, origin FROM loads ORDER BY id")
    assert kinds[1][1] == "own.two, erased"
    assert kinds[-1] == ("erased", "own.two was erased")


def test_a_decision_on_it_is_erased_and_others_stay(new: Open, tmp_path: Path) -> None:
    record = new()
    for source, text in (("one", FIRST), ("two", SECOND), ("three", THIRD)):
        _load(record, tmp_path, source, text)
    record.part("own:one:9", "own:two:9", reason="namesakes of two")
    record.join("own:one:9", "own:three:9", reason="one and three")
    _erase(record, "own.two")
    reasons = [row[0] for row in record.ledger._store.rows("SELECT reason FROM tie")]
    assert "one and three" in reasons
    assert "namesakes of two" not in reasons
    assert not record.ledger._store.rows("SELECT 1 FROM tie WHERE one LIKE 'own:two:%' OR other LIKE 'own:two:%'")


@pytest.mark.parametrize(("key", "said"), [("us.sdn", "no list of your own"), ("own.none", "holds no list own.none")])
def test_other_lists_are_not_erased(new: Open, tmp_path: Path, key: str, said: str) -> None:
    record = new()
    _load(record, tmp_path, "one", FIRST)
    before = _told(record)
    with pytest.raises(UsageError, match=said):
        _erase(record, key)
    assert _told(record) == before


def test_nothing_of_it_is_left_in_the_file(tmp_path: Path) -> None:
    rows = HEAD + "".join(f"{n},person,Nobody Elsewhere {n},,,,\n" for n in range(10, 400))
    with gazetted.open(tmp_path / "r.sqlite", builtin=False) as record:
        _load(record, tmp_path, "one", FIRST)
        _load(record, tmp_path, "two", rows)
        _load(record, tmp_path, "two", HEAD, 2)
        _erase(record, "own.two")
    files = [path for path in tmp_path.iterdir() if path.name.startswith("r.sqlite")]
    assert files
    assert not [path for path in files if b"Nobody Elsewhere" in path.read_bytes()]
