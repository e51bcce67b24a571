"""How alike two words are, and in what way."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from gazetted.matching.comparison import TokenKind
from gazetted.text.skeleton import skeleton, vowels_agree
from gazetted.text.tables import groups

_LETTERS = str.maketrans({"w": "v", "z": "s", "y": "i", "j": "i", "q": "k", "c": "k", "g": "k"})
"""Letters that one language writes for another's: an edit between two of a class costs half."""

_ONE_EDIT = (0.0, 0.0, 0.62, 0.72, 0.80, 0.86, 0.88, 0.89, 0.90)
_TWO_EDITS = (0.0, 0.0, 0.0, 0.0, 0.45, 0.58, 0.66, 0.72, 0.76, 0.78)
_THREE_EDITS = {10: 0.60, 11: 0.64}
"""Similarity by length of the longer word after one, two, three edits; longer words as the last."""

_OTHER_VOWELS = 0.12
"""Taken off two edits that change only vowels, and from one class to another: mostly another name (Hasan, Husayn)."""

ALIKE = 0.55
"""Below this two words are different words."""


@lru_cache(maxsize=1 << 17)
def likeness(left: str, right: str) -> tuple[float, TokenKind]:
    """Similarity of two words in [0, 1] and its kind; symmetric.

    Edits are counted as optimal string alignment (a swap of neighbours is one). Words that differ only by the road of
    their romanisation meet by skeleton, if their vowels allow it.

    >>> likeness("julani", "golani")[1]
    'transliteration'
    >>> likeness("bush", "habbash")
    (0.0, 'different')
    """
    if left == right:
        return 1.0, "exact"
    if len(left) == 1 or len(right) == 1:
        return (0.8, "initial") if left[0] == right[0] and len(left) != len(right) else (0.0, "different")
    spelt = _spelling(left, right)
    if skeleton(left) == skeleton(right):
        sounded = _transliteration(left, right)
        if sounded and sounded >= spelt:
            return sounded, "transliteration"
        if OSA.distance(left, right, score_cutoff=1) > 1:
            spelt -= _OTHER_VOWELS
    if spelt < 0.85 and _same_given_name(left, right):
        return 0.85, "nickname"
    return (spelt, "spelling") if spelt >= ALIKE else (0.0, "different")


def _spelling(left: str, right: str) -> float:
    longest = max(len(left), len(right))
    edits = OSA.distance(left, right, score_cutoff=3)
    if edits > 3 or any(c.isdigit() for c in left + right):
        return 0.0
    value = by_edits(edits, longest)
    if edits > 1:
        softer = OSA.distance(left.translate(_LETTERS), right.translate(_LETTERS), score_cutoff=3)
        if softer < edits:
            value = max(value, (by_edits(softer, longest) if softer else 0.92) - 0.03 * (edits - softer))
    return value if left[0] == right[0] or edits < 2 else value - 0.04


def by_edits(edits: int, length: int) -> float:
    """Similarity of words whose longer has `length` letters and that lie `edits` apart."""
    if edits == 0:
        return 1.0
    if edits == 1:
        return _ONE_EDIT[min(length, len(_ONE_EDIT) - 1)]
    if edits == 2:
        return _TWO_EDITS[min(length, len(_TWO_EDITS) - 1)]
    return 0.0 if edits > 3 or length < 10 else _THREE_EDITS[min(length, 11)]


def _transliteration(left: str, right: str) -> float:
    """Similarity of words of one skeleton; 0 where their vowels make them different names."""
    if not vowels_agree(left, right):
        return 0.0
    if len(skeleton(left)) < 3:
        apart = OSA.distance(left, right, score_cutoff=3)
        return 0.88 if apart <= 2 or (apart == 3 and min(len(left), len(right)) >= 5) else 0.0
    return 0.95


@cache
def _given_names() -> dict[str, frozenset[int]]:
    rows: dict[str, set[int]] = {}
    for number, row in enumerate(groups("persons", "nicknames")):
        for name in row:
            rows.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


def _same_given_name(left: str, right: str) -> bool:
    table = _given_names()
    mine = table.get(left)
    return mine is not None and not mine.isdisjoint(table.get(right, frozenset()))
