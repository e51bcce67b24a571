"""Lists that a user keeps: CSV or JSON lines with documented columns."""

from __future__ import annotations

from gazetted.sources.format import Reader
from gazetted.sources.own.table import json_listings, recognise_csv, recognise_jsonl, table_listings

READERS: tuple[Reader, ...] = (
    Reader("own csv 1", recognise_csv, table_listings),
    Reader("own jsonl 1", recognise_jsonl, json_listings),
)
