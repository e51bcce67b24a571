"""Which of several readings of an edition counts, whatever the order in which the record was told of them.

A date of a list is read more than once: anew by a better reader, or from another file of the same day (another format,
another hour). All readings are kept, and one of them counts:

* Of one file the reading told last counts. It corrects the one before, which was the reader's and no act of the
  publisher.
* Of different files the one that tells more aspects counts; then the one of more entries, for what an office adds it
  adds by day and what it drops is gone from the next day's file as well; then the one of the greater SHA-256, which
  means nothing and is the same in every record.

So that whoever loads the same files has the same record. An edition taken by force counts by the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from gazetted.model.edition import ALL_ASPECTS

NOTHING = "-"
"""What is kept of the aspects of an edition that tells nothing completely; the empty text means everything."""

Row = TypeVar("Row", bound=tuple[Any, ...])


def counting_last(rows: Iterable[Row]) -> list[Row]:
    """Readings put so that of each list and date the one that counts stands last.

    Args:
        rows: readings in the order in which they were told; each begins with list, date, SHA-256 of the file, what it
            tells completely (as kept), and number of entries.

    >>> by_format = ("un.sc", "2025-01-01", "ab", "", 700)
    >>> of_one_part = ("un.sc", "2025-01-01", "cd", "details", 900)
    >>> counting_last([by_format, of_one_part])[-1] == counting_last([of_one_part, by_format])[-1] == by_format
    True
    """
    told = list(rows)
    last = {row[:3]: row for row in told}
    return sorted(told, key=lambda row: (row[0], row[1], _weight(last[row[:3]])))


def _weight(row: tuple[Any, ...]) -> tuple[int, int, str]:
    """How much a file tells; of equal files of one date the order of telling stays."""
    aspects = len(ALL_ASPECTS) if not row[3] else 0 if row[3] == NOTHING else row[3].count(";") + 1
    return aspects, row[4], row[2]


def counting(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """The reading that counts of each list and date (rows as for `counting_last`)."""
    return {(row[0], row[1]): row for row in counting_last(rows)}
