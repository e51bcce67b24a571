"""Whether a word that may name a party is part of a person's name where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.words import Word


def is_in_persons_name(words: Sequence[Word], first: int, index: AliasIndex) -> bool:
    """Whether a word is the surname of a person: "Richard Wagner", "Hussein al-Houthi".

    Args:
        words: the words of the text.
        first: index of the word.
        index: the record's names, for the language.
    """
    lexicon = index.lexicon
    if not first or not words[first].joined:
        return False
    before = words[first - 1]
    if before.key not in lexicon.articles:
        return words[first].spaced and before.capital and not before.owned and before.key in lexicon.given
    if first < 2 or not words[first - 1].spaced or words[first - 2].owned:
        return False
    person = words[first - 2]
    return person.capital and not lexicon.is_plain(person.key) and person.key not in lexicon.titles


def is_group(words: Sequence[Word], last: int, index: AliasIndex) -> bool:
    """Whether the word after a name says that it is a body: "al-Houthi movement"."""
    if last >= len(words) or not words[last].spaced:
        return False
    return words[last].key in index.risks.generic or words[last].key in index.risks.strong_cues
