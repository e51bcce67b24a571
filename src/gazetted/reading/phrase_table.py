"""Fixed phrases found among the tokens of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from gazetted.reading.tokens import Token, tokenize

T = TypeVar("T")

_CURLY = str.maketrans("’‘´", "'''")


class PhraseTable(msgspec.Struct, Generic[T], frozen=True):
    """Phrases by their first word, the longest first, each with what it means."""

    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], T]]]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, T]], *, fold: bool = True) -> PhraseTable[T]:
        """Build the table.

        Args:
            phrases: phrase and meaning; of two meanings of one phrase the first counts.
            fold: whether capitals mean nothing.
        """
        found: dict[str, dict[tuple[str, ...], T]] = {}
        for phrase, meaning in phrases:
            key = tuple(folded(token) if fold else token.text for token in tokenize(phrase))
            found.setdefault(key[0], {}).setdefault(key, meaning)
        return PhraseTable({first: sorted(each.items(), key=lambda one: -len(one[0])) for first, each in found.items()})

    def at(self, words: Sequence[str], place: int, end: int) -> tuple[int, T] | None:
        """The longest phrase that begins at a word: the index after it, and its meaning."""
        for key, meaning in self.by_first.get(words[place], ()):
            last = place + len(key)
            if last <= end and (len(key) == 1 or tuple(words[place:last]) == key):
                return last, meaning
        return None


def folded(token: Token) -> str:
    """A token without the difference of capitals and of apostrophes.

    >>> folded(Token(0, 6, "Don’t"))
    "don't"
    """
    return fold(token.text)


def fold(text: str) -> str:
    """A text without the difference of capitals and of apostrophes."""
    return text.lower() if text.isascii() else text.translate(_CURLY).lower()
