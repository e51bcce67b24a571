"""Long answers, page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """A page of an answer.

    Attributes:
        rows: what it shows.
        number: which page it is, from 1.
        pages: how many there are.
        total: rows of all pages.
        first: number of its first row, from 1; 0 where there is none.
        earlier: address of the page before; None for the first.
        later: address of the page after; None for the last.
    """

    rows: Sequence[T]
    number: int
    pages: int
    total: int
    first: int
    earlier: str | None
    later: str | None

    @property
    def last(self) -> int:
        """Number of its last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0


def paged(rows: Sequence[T], number: int, size: int, address: Callable[[int], str]) -> Paged[T]:
    """A page; a number beyond the last gives the last.

    Args:
        rows: all rows.
        number: the page asked for, from 1.
        size: rows of a page.
        address: number of a page → its address.

    >>> page = paged("abcde", 2, 2, str)
    >>> page.rows, page.first, page.last, page.earlier, page.later
    ('cd', 3, 4, '1', '3')
    """
    pages = max(1, -(-len(rows) // size))
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    return Paged(
        rows[start : start + size], number, pages, len(rows), start + 1 if rows else 0,
        address(number - 1) if number > 1 else None, address(number + 1) if number < pages else None,
    )  # fmt: skip
