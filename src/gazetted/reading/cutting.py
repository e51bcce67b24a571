"""The compiled cutting of texts, where it was built; else None in its place, and the Python twins are used.

Both give the same. `GAZETTED_KERNEL=0` in the environment turns the compiled ones off.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any

from gazetted.text.kernel import compiled

pieces: Callable[[str], list[str]] | None = None
tokens: Callable[[str, type[Any]], list[Any]] | None = None
words: Callable[..., list[Any]] | None = None
may_name: Callable[..., bool] | None = None
begun: Callable[..., list[int]] | None = None


def _places(items: Sequence[str], wanted: Container[str], first: int, last: int) -> list[int]:
    return [place for place in range(first, last) if items[place] in wanted]


places: Callable[[Sequence[str], Container[str], int, int], list[int]] = _places
"""The places, of those from `first` to before `last`, at which one of the words that are wanted stands."""

_VERSION = 3

if (_found := compiled("_cutting", _VERSION)) is not None:
    pieces = _found.pieces
    tokens = _found.tokens
    words = _found.words
    may_name = _found.may_name
    begun = _found.begun
    places = _found.places
