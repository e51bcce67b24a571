"""The built-in record for tests of reading, opened once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetted.reading.aliases import AliasIndex
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
