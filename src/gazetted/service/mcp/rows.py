"""Which rows of a long answer are told: as many as were asked for, and no more than fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from gazetted.service.mcp.told import Page

T = TypeVar("T")
R = TypeVar("R")

MOST_BYTES = 12_000
"""Bytes that the rows of an answer take, as JSON."""


def told_rows(
    rows: Sequence[T], make: Callable[[T], R], *, limit: int, offset: int = 0, most: int = MOST_BYTES
) -> tuple[tuple[R, ...], Page]:
    """The rows of one page, and what is left.

    Args:
        rows: all rows.
        make: makes of a row what is told of it.
        limit: most rows.
        offset: rows left out first.
        most: bytes of all rows together, as JSON; one row is told however long it is.

    >>> told_rows("abcdef", str.upper, limit=2, offset=1)
    (('B', 'C'), Page(total=6, shown=2, left=3, next_offset=3))
    """
    found: list[R] = []
    size = 0
    for row in rows[offset : offset + limit]:
        one = make(row)
        size += len(msgspec.json.encode(one)) + 1
        if found and size > most:
            break
        found.append(one)
    end = min(offset, len(rows)) + len(found)
    left = len(rows) - end
    return tuple(found), Page(len(rows), len(found), left, end if left else None)
