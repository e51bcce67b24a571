"""What the compiled loops ask for: what is rare, or lies in a table."""

from __future__ import annotations

from functools import cache, lru_cache

from gazetted.matching.alike import PARTED
from gazetted.matching.prepared import Prepared
from gazetted.matching.wholes import wholes
from gazetted.matching.words import (
    SPELT_OUT,
    SYLLABIC,
    by_letters,
    given_names,
    is_known,
    likeness,
    likeness_within,
    same_given_name,
)
from gazetted.text.lang import mandarin
from gazetted.text.readings import places_of, script_of

FEW_VOWELS = ("arabic", "hebrew")
"""Scripts whose words are compared as they are written."""


@cache
def told() -> tuple[object, ...]:
    """The functions and the table, in the order in which the compiled loops take them."""
    return likeness, by_letters, mandarin.meet, same_given_name, likeness_within, _native, is_whole, given_names()


def is_whole(text: str, other: Prepared) -> bool:
    """Whether a word is a whole name written without blanks."""
    return text in wholes(other)


@lru_cache(maxsize=1 << 14)
def _native(source: str, text: str) -> tuple[tuple[tuple[str, ...], ...], bool, int, int]:
    """What is known of a word of another script, or of several parted: its places, and whether a table tells `text`.

    Then whether the script is one of syllables (1) or spelt out (2), and which of those with few vowels, from 1 on.
    """
    sources, script = tuple(source.split(PARTED)), script_of(source)
    few = FEW_VOWELS.index(script) + 1 if script in FEW_VOWELS else 0
    way = 1 if script in SYLLABIC else 2 if script in SPELT_OUT else 0
    return places_of(sources), is_known(sources, text), way, few
