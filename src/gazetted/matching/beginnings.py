"""Names that hold words that begin as was typed so far: for a box in which somebody types.

The words of an index lie in order of the alphabet, and the postings of neighbours lie next to each other: all words
with one beginning are a run, found by halving, and their postings are one slice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from gazetted.matching.arrays import Array
from gazetted.matching.index import NameIndex

SHORTEST = 2
"""Letters that a beginning has at least."""

_LAST = "\U0010ffff"


def beginning(index: NameIndex, words: Sequence[str], *, most: int) -> tuple[Array, bool]:
    """The names that hold, for each of some words, a word that begins so; neighbours written in one count as a word.

    Args:
        index: the names.
        words: beginnings of words, in Latin letters as `prepare` gives them; those of fewer than `SHORTEST` letters
            say nothing.
        most: most names.

    Returns:
        Numbers of names, those with the fewest other words first, and whether there are more.
    """
    telling = [word for word in words if len(word) >= SHORTEST]
    if not telling:
        return np.empty(0, np.int32), False
    found = _begun(index, telling[0])
    for word in telling[1:]:
        found = np.intersect1d(found, _begun(index, word), assume_unique=True)
    lightest = found[np.argsort(index.held.weights[found], kind="stable")]
    return lightest[:most], len(found) > most


def _begun(index: NameIndex, word: str) -> Array:
    """Numbers of the names with a word that begins so, in order."""
    vocabulary = index.vocabulary
    every = range(len(vocabulary.texts))
    low = bisect_left(every, word, key=vocabulary.texts.text)
    high = bisect_left(every, word + _LAST, lo=low, key=vocabulary.texts.text)
    if low == high:
        return np.empty(0, np.int32)
    start = int(vocabulary.ends[low - 1]) if low else 0
    return np.unique(vocabulary.names[start : int(vocabulary.ends[high - 1])])
