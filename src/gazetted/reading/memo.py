"""What was found once, kept for the next time: a table that fills itself, and begins anew when it is full."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LONGEST = 60  # letters of a word that is remembered, so that no hostile text fills the memory


class Memo(dict[str, T]):
    """Word → what a function makes of it. Asking it of every word of a text costs less than a call for each.

    >>> memo = Memo(len, 2)
    >>> [memo[word] for word in ("one", "three", "eleven")], list(memo)
    ([3, 5, 6], ['eleven'])
    """

    def __init__(self, find: Callable[[str], T], most: int = 1 << 14) -> None:
        """Remember nothing yet.

        Args:
            find: what is asked of a word that is not remembered.
            most: how many words are remembered.
        """
        super().__init__()
        self._find = find
        self._most = most

    def __missing__(self, word: str) -> T:
        """Find what is not known, and remember it."""
        found = self._find(word)
        if len(word) > _LONGEST:
            return found
        if len(self) >= self._most:
            self.clear()
        self[word] = found
        return found
