"""The built-in record, asked through the public face."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetted.api import Record, open_record

TODAY = dt.datetime(2026, 8, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def record(builtin_path: Path) -> Iterator[Record]:
    """The built-in record, to be read only; today is 2026-08-01."""
    with open_record(builtin_path, clock=lambda: TODAY) as opened:
        yield opened
