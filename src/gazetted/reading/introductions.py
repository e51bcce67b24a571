"""Whether a document presents a name of ordinary words as that of a body: "a group called the Base"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.matching import Found
from gazetted.reading.words import Word

_CALLED = frozenset({"called", "named", "as", "itself", "themselves", "dubbed"})
_BETWEEN = frozenset({"and", "or", "the", "as", "well"})
_GROUP_REACH, _NEIGHBOUR_REACH = 5, 8


def is_introduced(words: Sequence[Word], found: Found, named: Mapping[int, frozenset[str]], index: AliasIndex) -> bool:
    """Whether a word for a body stands before the name, or it stands in an enumeration of parties.

    Args:
        words: the words of the text.
        found: where the name stands.
        named: index of the first word of each name that is safe alone, and the parties that it may mean.
        index: the record's names.
    """
    return _is_called(words, found, index) or _follows(words, found, named) or _leads(words, found, named)


def _is_called(words: Sequence[Word], found: Found, index: AliasIndex) -> bool:
    """Whether it reads "the neo-Nazi group the Base", "a network known as the Base"."""
    before = words[max(0, found.first - _GROUP_REACH) : found.first]
    before = [word for word in before if word.sentence == words[found.first].sentence]
    if not before or not words[found.first].joined:
        return False
    described = any(word.key in index.risks.strong_cues for word in before)
    if before[-1].key in index.risks.generic:
        return described and not before[-1].capital
    return before[-1].key in _CALLED and any(word.key in index.risks.generic for word in before)


def _follows(words: Sequence[Word], found: Found, named: Mapping[int, frozenset[str]]) -> bool:
    """Whether another party's name ends right before, parted by a comma or "and"."""
    place = found.first - 1
    parted = not words[found.first].joined
    sentence = words[found.first].sentence
    while place >= 0 and words[place].key in _BETWEEN:
        parted = True
        place -= 1
    low = max(0, place - _NEIGHBOUR_REACH)
    while parted and place >= low and words[place].sentence == sentence:
        if place in named:
            return True
        if not words[place].joined:
            return False
        place -= 1
    return False


def _leads(words: Sequence[Word], found: Found, named: Mapping[int, frozenset[str]]) -> bool:
    """Whether another party's name begins right after, parted by a comma or "and"."""
    place = found.last
    if place >= len(words) or (words[place].joined and words[place].key not in _BETWEEN):
        return False
    while place < len(words) and words[place].key in _BETWEEN:
        place += 1
    return place in named and words[place].sentence == words[found.first].sentence
