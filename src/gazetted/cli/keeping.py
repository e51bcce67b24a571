"""Where receipts and keys of this user are kept, and how a command keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazetted.api import Record
    from gazetted.screening.result import Screening
    from gazetted.screening.signing import Signer

    Row = tuple[int, Screening]


def folder() -> Path:
    """The user's data folder."""
    from gazetted.record.store import default_path

    return default_path().parent


def key_path() -> Path:
    """The private key that signs unless another is named."""
    return folder() / "receipt.key"


def log_path(record: Record) -> Path:
    """The log of a record's receipts unless another file is named."""
    from gazetted.screening.receipt_log import log_of

    return log_of(folder(), record.ledger.place)


def kept(rows: Iterable[Row], record: Record, *, keep: bool, receipts: str | None, sign: str | None) -> Iterator[Row]:
    """Screenings, with receipts kept in a log and signed as the user wants it; as they are where nothing is wanted."""
    if not (keep or receipts or sign):
        yield from rows
        return
    by = _signer(sign)
    if keep or receipts:
        from gazetted.screening.receipt_log import logged

        yield from logged(rows, receipts or log_path(record), by)
        return
    from gazetted.screening.receipts import signed

    for row, screening in rows:
        yield row, screening.with_receipt(signed(screening.receipt(), by))


def _signer(sign: str | None) -> Signer | None:
    """The key that is named, else the user's own where there is one."""
    if sign is None and not key_path().exists():
        return None
    from gazetted.screening.signing import signer

    return signer(sign or key_path())
