"""Whether words of a text can be the name of an alias: by their capitals, or by sound and letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from gazetted.reading.aliases import Alias, AliasIndex
from gazetted.reading.risk import core
from gazetted.text.normal import latin
from gazetted.text.skeleton import vowels_agree

_MIN_LIKENESS = 0.6  # of the letters of two spellings whose skeletons agree


def written_as(told: Sequence[str], alias: Alias) -> bool:
    """Whether the capitals of words are those of initials."""
    written = "".join(told).replace(".", "")
    listed = "".join(letter for letter in alias.text if letter.isalnum())
    return written in (listed, listed.upper()) or (len(listed) > 5 and written.istitle())


def alike(carried: Sequence[str], alias: Alias, index: AliasIndex) -> bool:
    """Whether words of equal skeletons can be spellings of one name: vowels and letters agree."""
    listed = core(alias.keys)
    if len(listed) != len(carried):
        return False
    if len(carried) == 1 and (index.lexicon.is_plain(carried[0]) or index.lexicon.is_personal(carried[0])):
        return False
    for one, other in zip(carried, listed, strict=True):
        if one != other and (index.lexicon.is_common(one) or not _sound_alike(one, other)):
            return False
    return True


@lru_cache(maxsize=1 << 14)
def _sound_alike(one: str, other: str) -> bool:
    """Whether the vowels of two words agree, and most of their letters."""
    return vowels_agree(one, other) and Indel.normalized_similarity(latin(one), latin(other)) >= _MIN_LIKENESS
