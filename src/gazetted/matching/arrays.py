"""Rows of different lengths in flat arrays, so that an index can lie in a file and be read where it lies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetted.text.kernel import looked_up

Array = NDArray[Any]
Arrays = Mapping[str, Array]
_NONE: Array = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Blobs:
    """Many pieces of bytes in one array.

    Attributes:
        body: all of them, one behind the other.
        ends: where each ends.
    """

    body: Array
    ends: Array

    def __len__(self) -> int:
        return len(self.ends)

    def bytes_of(self, number: int) -> bytes:
        """One piece."""
        start = int(self.ends[number - 1]) if number else 0
        return self.body[start : int(self.ends[number])].tobytes()

    def text(self, number: int) -> str:
        """One piece as text."""
        return self.bytes_of(number).decode("utf-8", "surrogatepass")

    def texts(self, numbers: Array) -> list[str]:
        """Several pieces as texts."""
        stops = self.ends[numbers]
        starts = stops - self.lengths(numbers)
        body = self.body.data
        return [
            str(body[start:stop], "utf-8", "surrogatepass")
            for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
        ]

    def lengths(self, numbers: Array) -> Array:
        """How long pieces are, in bytes."""
        return self.ends[numbers] - np.where(numbers > 0, self.ends[numbers - 1], 0)

    def all_texts(self) -> list[str]:
        """All pieces as texts."""
        whole = self.body.tobytes()
        ends = self.ends.tolist()
        if whole.isascii():
            text = whole.decode("ascii")
            return [text[start:end] for start, end in pairwise([0, *ends])]
        return [whole[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise([0, *ends])]


def blobs(pieces: Iterable[bytes]) -> Blobs:
    """Pieces of bytes in one array.

    >>> held = blobs([b"one", b"", b"three"])
    >>> [held.text(number) for number in range(3)]
    ['one', '', 'three']
    """
    held = list(pieces)
    ends = np.cumsum(np.fromiter(map(len, held), np.int64, len(held)))
    return Blobs(np.frombuffer(b"".join(held), np.uint8), ends)


def encoded(text: str) -> bytes:
    """A text as bytes, whatever it holds."""
    return text.encode("utf-8", "surrogatepass")


def places(starts: Array, lengths: Array) -> Array:
    """The numbers from each start on, so many as its length, one run behind the other.

    >>> places(np.array([5, 9]), np.array([2, 3])).tolist()
    [5, 6, 9, 10, 11]
    """
    total = int(lengths.sum())
    if not total:
        return np.empty(0, np.int64)
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(total)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Keys, each with the numbers that stand under it.

    Attributes:
        keys: sorted; a key that stands for several numbers is repeated.
        numbers: as many.
    """

    keys: Array
    numbers: Array

    def all_of(self, keys: Iterable[int]) -> Array:
        """The numbers under any of these keys, each once, in order."""
        return self.pairs_of([list(keys)])[1]

    def pairs_of(self, groups: Sequence[Collection[int]]) -> tuple[Array, Array]:
        """For each of several groups of keys, the numbers under any of them: number of the group, and number."""
        if looked_up is not None and self.keys.dtype == np.uint32 and self.numbers.dtype == np.int32:
            codes = np.frombuffer(looked_up(self.keys, self.numbers, list(groups)), np.int64)
        else:
            codes = self._codes(groups)
        return codes >> 32, codes & (1 << 32) - 1

    def _codes(self, groups: Sequence[Collection[int]]) -> Array:
        counts = np.fromiter(map(len, groups), np.int64, len(groups))
        wanted = np.fromiter(chain.from_iterable(groups), self.keys.dtype, int(counts.sum()))
        of = np.repeat(np.arange(len(groups)), counts)
        order = wanted.argsort()
        wanted, of = wanted[order], of[order]
        if not len(self.keys):
            return _NONE
        starts = self.keys.searchsorted(wanted, "left")
        held = np.flatnonzero(self.keys[np.minimum(starts, len(self.keys) - 1)] == wanted)
        wanted, of, starts = wanted[held], of[held], starts[held]
        lengths = self.keys.searchsorted(wanted, "right") - starts
        numbers = self.numbers[places(starts, lengths)].astype(np.int64)
        return np.unique(np.repeat(of, lengths) << 32 | numbers)


def lookup(keys: Array, numbers: Array) -> Lookup:
    """A lookup of pairs in any order."""
    order = np.lexsort((numbers, keys))
    return Lookup(keys[order], numbers[order])
