"""The log of receipts: one JSON line each, chained, safe against two writers and against being cut off."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from gazetted.errors import InputError, UsageError
from gazetted.record.private import make_folder
from gazetted.screening import receipt_check
from gazetted.screening.holding import held
from gazetted.screening.receipts import Receipt, placed
from gazetted.screening.result import Screening
from gazetted.screening.signing import Signer

_BLOCK = 1 << 16
_AT_ONCE = 256
"""Receipts of a file that are written, and made safe, together."""


def log_of(folder: Path, place: str) -> Path:
    """The log of a record in the data folder: each record has its own."""
    stem = Path(place.partition("?")[0]).stem or "record"
    return folder / "receipts" / f"{stem}-{hashlib.sha256(place.encode()).hexdigest()[:12]}.jsonl"


def append(path: str | Path, made: Sequence[Receipt], by: Signer | None = None) -> list[Receipt]:
    """Add receipts to a log; they are on the disk when this returns.

    A last line that a crash cut off was never acknowledged, and is taken out.

    Args:
        path: the log; it is made where there is none.
        made: the receipts, in order.
        by: signs them.

    Returns:
        The receipts as they stand in the log.

    Raises:
        UsageError: the log cannot be written.
        InputError: its last line is no receipt.
    """
    target, found = Path(path), list[Receipt]()
    try:
        make_folder(target.parent)
        with held(target), _opened(target) as file:
            last = _last(target, file)
            number, previous = (last.number or 0, last.digest) if last is not None else (0, "")
            for receipt in made:
                number += 1
                found.append(placed(receipt, number, previous, by))
                previous = found[-1].digest
            file.write(b"".join(f"{one.text()}\n".encode() for one in found))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): give another file with --receipts.") from None
    return found


def logged(
    rows: Iterable[tuple[int, Screening]], path: str | Path, by: Signer | None = None
) -> Iterator[tuple[int, Screening]]:
    """Screenings with the receipts that they got in a log; none is given on before its receipt is on the disk."""
    coming = iter(rows)
    while some := list(islice(coming, _AT_ONCE)):
        kept = append(path, [screening.receipt() for _, screening in some], by)
        for (row, screening), receipt in zip(some, kept, strict=True):
            yield row, screening.with_receipt(receipt)


def _opened(path: Path) -> BinaryIO:
    """A log to read and append to; a new one is for its owner alone, for it names who was screened."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600), "r+b")


def _last(path: Path, file: BinaryIO) -> Receipt | None:
    """The last receipt of a log; what was cut off behind it is taken out."""
    size = file.seek(0, os.SEEK_END)
    data, start = b"", size
    while start and data.count(b"\n") < 2:
        step = min(_BLOCK, start)
        start -= step
        file.seek(start)
        data = file.read(step) + data
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        file.truncate(start + len(whole))
        if not whole and start == 0:
            return None
    if not whole:
        return None
    try:
        last = receipt_check.read(whole[:-1].rpartition(b"\n")[2])
    except ValueError as error:
        raise InputError(f"{path} ends with something else than a receipt ({error}): move it away first.") from None
    if last.number is None:
        raise InputError(f"{path} is a single receipt and no log: give another file with --receipts.")
    return last
