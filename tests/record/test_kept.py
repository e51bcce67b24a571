"""Kept documents: known by their bytes, kept whole or not at all, removed and still answerable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

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


def test_what_is_removed_is_gone_from_then_on_and_can_be_asked_for_as_known_before(ledger: Ledger) -> None:
    ledger.shelf.keep(_document(), now=FIRST)
    (removed,) = ledger.shelf.remove([_document().sha256[:8]], now=LATER)
    assert removed.sha256 == _document().sha256
    assert ledger.shelf.documents() == []
    assert ledger.shelf.about(["harbour-front"]) == []
    between = FIRST + dt.timedelta(days=1)
    assert len(ledger.shelf.documents(between)) == 1
    assert len(ledger.shelf.about(["harbour-front"], between)) == 1
    assert ledger.shelf.documents(FIRST - dt.timedelta(days=1)) == []


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
