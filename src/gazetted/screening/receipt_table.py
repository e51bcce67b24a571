"""Receipts of a period as a table."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazetted.errors import InputError, UsageError
from gazetted.screening import receipt_check
from gazetted.screening.hits import safe_cell
from gazetted.screening.receipts import Receipt

COLUMNS = (
    "number", "time", "name", "kind", "born", "country", "ids", "key", "on", "lists", "threshold", "matches",
    "best_score", "best_party", "best_name", "record_digest", "record_known", "engine", "digest", "signed_by",
)  # fmt: skip
"""One row a receipt: its place and time, what was asked, how, what was found, on which ground, and its proof."""


def between(path: str | Path, since: dt.date | None, until: dt.date | None) -> Iterator[Receipt]:
    """The receipts of a file whose day (UTC) lies within two days, both included.

    Raises:
        InputError: one of them is not what was written: nothing may be exported that does not verify.
    """
    low, high = (since or dt.date.min).isoformat(), (until or dt.date.max).isoformat()
    for line, data in receipt_check.lines(path):
        try:
            receipt = receipt_check.read(data)
        except ValueError as error:
            raise InputError(f"{path}, line {line}: {error}. See `gazetted receipt verify`.") from None
        if wrong := receipt_check.problems_of(receipt, line, None):
            raise InputError(f"{path}: {wrong[0].why} See `gazetted receipt verify`.")
        if low <= receipt.time[:10] <= high:
            yield receipt


def row(receipt: Receipt) -> list[str]:
    """The cells of a receipt, by `COLUMNS`."""
    query, settings, answer = receipt.query, receipt.settings, receipt.answer
    best = answer["matches"][0] if answer.get("matches") else {}
    cells = [
        receipt.number, receipt.time, *(query.get(name) for name in ("name", "kind", "born", "country")),
        ";".join(query.get("ids", ())), query.get("key"), settings.get("on"), ";".join(settings.get("lists", ())),
        settings.get("threshold"), len(answer.get("matches", ())), best.get("score"), best.get("party"),
        best.get("matched_name"), receipt.record.get("digest"), receipt.record.get("known"),
        f"{receipt.engine.get('name')} {receipt.engine.get('version')}", receipt.digest,
        receipt.signature.key if receipt.signature else None,
    ]  # fmt: skip
    return ["" if cell is None else str(cell) for cell in cells]


def write_csv(path: str | Path, receipts: Iterable[Receipt]) -> int:
    """Write receipts as a CSV file; how many.

    Raises:
        UsageError: the file cannot be written.
    """
    count = 0
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(COLUMNS)
            for receipt in receipts:
                writer.writerow([safe_cell(cell) for cell in row(receipt)])
                count += 1
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): choose another path.") from None
    return count
