"""Kept documents: known by their bytes, kept whole or not at all; what is removed is erased."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from gazetted.errors import RecordError, UsageError
from gazetted.record.kept import Kept, KeptDocument, KeptSignal, KeptStatement
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger

FIRST = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 2, 2, 12, tzinfo=dt.UTC)
LAST = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)

SIGNAL = KeptSignal(
    authority="AA", list_key="aa.banned", party="harbour-front", direction="delist", stage="considered", hedge="may",
    chain=("Daily A", "Dockside Post"), source="Dockside Post", voice=None, words="may be unbanned", date="2025-05-01",
)  # fmt: skip
STATEMENT = KeptStatement(
    parties=("harbour-front", "emil-orso"), speaker="Emil Orso", kind="named", chain=("Daily A", "Emil Orso"),
    act="say", content="the Front had changed", quote="indirect", date="2025-05-01",
)  # fmt: skip


def _document(number: int = 1, **more: object) -> KeptDocument:
    form = {
        "sha256": f"{number:064x}"[::-1], "title": "T", "publisher": "Daily A", "date": "2025-05-01",
        "source": "a.txt", "reader": "1", "signals": (SIGNAL,), "statements": (STATEMENT,),
    }  # fmt: skip
    return msgspec.convert(form | more, KeptDocument)


@pytest.fixture
def ledger(store_url: str) -> Iterator[Ledger]:
    """An empty record on each store."""
    opened = open_ledger(store_url, builtin=False, clock=lambda: FIRST)
    yield opened
    opened.close()


def test_a_kept_document_comes_back_as_it_was(ledger: Ledger) -> None:
    document = _document()
    assert ledger.shelf.keep(document, now=FIRST) == Kept(document.sha256, True, 1, 1)
    (held,) = ledger.shelf.documents()
    assert held.moment.startswith("2026-01-02T12:00:00")
    assert msgspec.structs.replace(held, moment="") == document
    assert held.parties == {"harbour-front", "emil-orso"}


def test_keeping_twice_changes_nothing(ledger: Ledger) -> None:
    ledger.shelf.keep(_document(), now=FIRST)
    before = ledger.shelf.documents()
    assert not ledger.shelf.keep(_document(title="another title"), now=LATER).new
    assert ledger.shelf.documents() == before


def test_documents_are_found_by_the_parties_of_their_signals_and_statements(ledger: Ledger) -> None:
    ledger.shelf.keep(_document(1, statements=()), now=FIRST)
    ledger.shelf.keep(_document(2, signals=(), date="2024"), now=FIRST)
    ledger.shelf.keep(_document(3, signals=(), statements=()), now=FIRST)
    assert [one.date for one in ledger.shelf.about(["harbour-front"])] == ["2024", "2025-05-01"]
    assert [one.date for one in ledger.shelf.about(["emil-orso"])] == ["2024"]
    assert len(ledger.shelf.about(["emil-orso", "harbour-front"])) == 2
    assert ledger.shelf.about(["nobody"]) == []
    assert len(ledger.shelf.documents()) == 3


def test_what_is_removed_is_erased_and_its_digest_stays(ledger: Ledger) -> None:
    ledger.shelf.keep(_document(), now=FIRST)
    (removed,) = ledger.shelf.remove([_document().sha256[:8]], now=LATER)
    assert removed.sha256 == _document().sha256
    assert ledger.shelf.documents() == []
    assert ledger.shelf.about(["harbour-front"]) == []
    between = FIRST + dt.timedelta(days=1)
    assert ledger.shelf.documents(between) == ledger.shelf.about(["harbour-front"], between) == []
    rows = ledger._store.rows(
        "SELECT k.sha256, k.date, k.body, g.moment FROM kept k JOIN kept_gone g ON g.kept_id = k.id"
    )
    assert rows == [(_document().sha256, "", "", "2026-02-02T12:00:00.000000Z")]
    assert ledger._store.rows("SELECT 1 FROM kept_party") == []


def test_nothing_of_what_is_removed_is_left_in_the_file(tmp_path: Path) -> None:
    said = "somebody whom nobody shall find"
    with closing(open_ledger(tmp_path / "r.sqlite", builtin=False)) as ledger:
        ledger.shelf.keep(_document(title=said), now=FIRST)
        ledger.shelf.remove([_document().sha256], now=LATER)
    assert not [path for path in tmp_path.iterdir() if said.encode() in path.read_bytes()]


def test_what_an_earlier_version_removed_can_be_erased(ledger: Ledger) -> None:
    ledger.shelf.keep(_document(), now=FIRST)
    with ledger._store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO kept_gone SELECT id, moment FROM kept")
    assert ledger.shelf.documents() == []
    ledger.shelf.remove([_document().sha256], now=LATER)
    assert ledger._store.rows("SELECT body FROM kept") == [("",)]
    with pytest.raises(UsageError):
        ledger.shelf.remove([_document().sha256], now=LATER)


def test_what_was_removed_can_be_kept_again(ledger: Ledger) -> None:
    ledger.shelf.keep(_document(), now=FIRST)
    ledger.shelf.remove([_document().sha256], now=LATER)
    assert ledger.shelf.keep(_document(), now=LAST).new
    assert len(ledger.shelf.documents()) == 1
    assert ledger.shelf.documents(LATER + dt.timedelta(days=1)) == []


@pytest.mark.parametrize("digest", ["", "1", "zzzzzzzz", "0" * 64, "000000"])
def test_a_digest_that_names_none_or_several_is_refused_and_nothing_is_removed(ledger: Ledger, digest: str) -> None:
    for number in (0x1, 0x1000001):  # reversed, both begin 100000
        ledger.shelf.keep(_document(number), now=FIRST)
    with pytest.raises(UsageError, match="gazetted signals"):
        ledger.shelf.remove([_document(1).sha256, digest], now=LATER)
    assert len(ledger.shelf.documents()) == 2
    with pytest.raises(UsageError, match="begins 2"):
        ledger.shelf.remove(["100000"], now=LATER)


def test_kept_documents_are_no_part_of_what_is_listed(ledger: Ledger) -> None:
    before = ledger.digest()
    ledger.shelf.keep(_document(), now=LATER)
    assert ledger.digest() == before
    assert ledger.moments() == []


def test_a_document_that_cannot_be_kept_whole_is_not_kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeptDocument, "parties", property(lambda self: frozenset([None])))
    with pytest.raises(RecordError):
        ledger.shelf.keep(_document(), now=FIRST)
    monkeypatch.undo()
    assert ledger.shelf.documents() == []
