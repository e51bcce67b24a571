"""The built-in record for tests of reading, opened once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.document import load_document
from gazetted.reading.read import read
from gazetted.reading.result import Reading
from gazetted.reading.scene import Scene, scenes
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    place: Path = tmp_path_factory.mktemp("reading") / "record.sqlite"
    record = open_ledger(place, clock=lambda: dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    yield record
    record.close()


@pytest.fixture(scope="session")
def index(ledger: Ledger) -> AliasIndex:
    return AliasIndex.build(ledger.names(), ledger.parties())


@pytest.fixture(scope="session")
def read_text(ledger: Ledger, index: AliasIndex) -> Callable[..., Reading]:
    """Read a text against the built-in record."""

    def reading(text: str, date: str = "2024-12-09", publisher: str | None = None) -> Reading:
        document = load_document(text, date=date, publisher=publisher)
        return read(ledger, document, today=dt.date(2026, 11, 22), index=index)

    return reading


@pytest.fixture(scope="session")
def scene_of(read_text: Callable[..., Reading]) -> Callable[..., Scene]:
    """The first sentence of a text, with what it names."""

    def scene(text: str, date: str = "2024-12-09") -> Scene:
        found, tokens = read_text(text, date), tokenize(text)
        return next(iter(scenes(tokens, split_sentences(text, tokens), found.parties, found.dates)))

    return scene
