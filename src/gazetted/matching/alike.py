"""How alike a word of a query and a word of an index are at most, where one is of another script or several in one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gazetted.matching.words import (
    ALIKE,
    READ,
    by_letters,
    given_name_groups,
    guessed,
    is_known,
    likeness,
    likeness_within,
    similarity_across,
)
from gazetted.text.kernel import across
from gazetted.text.readings import Script, places_of, reads_as, script_of

JOINED = 0.95
"""Similarity of words written in one and the same written apart."""

PARTED = "\x1f"
"""Stands between the words of a run that was taken as one."""

_NEAR_JOINED = 0.80
_FEW_VOWELS = ("arabic", "hebrew")


class Slot(NamedTuple):
    """A word of a query, or neighbours of it taken as one, to be looked up.

    Attributes:
        text: in Latin letters.
        source: as written in its own script; of several words parted by `PARTED`; else empty.
        weight: how much it counts.
        spare: how much it counts where it is left over.
        joined: whether it is several words taken as one.
        cut: whether it may be the beginning of a word, cut off with the end of a field.
    """

    text: str
    source: str
    weight: float
    spare: float
    joined: bool = False
    cut: bool = False


def alike_words(slot: Slot, sources: tuple[str, ...], other: str, written: str) -> float:
    """How alike a word asked and a word held are.

    Args:
        slot: the word asked.
        sources: in its own script; empty where that is Latin.
        other: the word held, in Latin letters.
        written: in its own script, or empty.
    """
    if written and sources:
        if other == slot.text and written == slot.source:
            return 1.0
        script = script_of(written)
        if script in _FEW_VOWELS and script == script_of(slot.source):
            return likeness_within(slot.source, written)[0]
        return likeness(slot.text, other)[0]
    if written:
        return similarity_across((written,), other, slot.text)
    return similarity_across(sources, slot.text, other) if sources else likeness(slot.text, other)[0]


def alike_across(sources: tuple[str, ...], text: str, words: Sequence[str]) -> list[float]:
    """How alike words of another script, taken as one, and each of some Latin words are; see `similarity_across`.

    Args:
        sources: the words in their own script.
        text: the Latin spelling guessed for them.
        words: the Latin words.

    >>> alike_across(("الجبوري",), "aljbwry", ["aljubouri", "karim"])
    [0.95, 0.0]
    """
    codes = None
    # What a table knows, and given names, have further ways to meet.
    if across is not None and not is_known(sources, text) and not given_name_groups(text):
        codes = across(places_of(sources), text, list(words))
    if codes is None:
        return [similarity_across(sources, text, word) for word in words]
    script = script_of(sources[0])
    return [
        _alike_by(script, code) if code >= 0 else similarity_across(sources, text, word)
        for word, code in zip(words, codes, strict=True)
    ]


_IS_READ, _SAME, _NOT_SHORT = 1 << 20, 1 << 21, 1 << 22
"""Bits of what a word of another script and a Latin one have in common, above those of two Latin ones."""


@lru_cache(maxsize=1 << 14)
def _alike_by(script: Script | None, code: int) -> float:
    """How alike a word of a script and a Latin one are by what they have in common, in bits."""
    if code & _SAME:
        return 1.0
    if code & _IS_READ:
        return READ
    spelt, kind = by_letters(code & ~_NOT_SHORT)
    if kind is None:
        spelt, kind = (spelt, "spelling") if spelt >= ALIKE else (0.0, "different")
    return guessed(script, spelt, kind, short=not code & _NOT_SHORT)[0]


def alike_joined(slot: Slot, sources: tuple[str, ...], other: str, written: str, *, run: bool) -> float:
    """How alike words are of which one is several taken as one; see `alike_words`.

    Args:
        slot: as there.
        sources: as there.
        other: as there.
        written: as there; of several words parted by `PARTED`.
        run: whether the word held is several.
    """
    if run and slot.joined:
        return 0.0
    if slot.text == other:
        return JOINED
    if sources and not written:
        return JOINED if reads_as(sources, other) else 0.0
    if written and not sources:
        return JOINED if reads_as(tuple(written.split(PARTED)), slot.text) else 0.0
    alike = likeness(slot.text, other)[0]
    return alike * JOINED if alike >= _NEAR_JOINED else 0.0
