"""One-to-one alignment of the words of two names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazetted.matching.comparison import TokenKind
from gazetted.matching.prepared import Prepared, Word
from gazetted.matching.words import ALIKE, likeness
from gazetted.text.skeleton import skeleton, vowels_agree

_LONGEST_JOIN = 4
"""A word is held against runs of at most so many words written apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Words that belong together: one of each name, or one against several written apart.

    Attributes:
        query: words of the first name.
        listed: words of the second name.
        kind: how they agree.
        similarity: in [0, 1].
    """

    query: tuple[Word, ...]
    listed: tuple[Word, ...]
    kind: TokenKind
    similarity: float

    @property
    def weight(self) -> float:
        """How much the pair counts: the mean of both sides."""
        if len(self.query) == len(self.listed) == 1:
            return (self.query[0].weight + self.listed[0].weight) / 2
        return (max(w.weight for w in self.query) + max(w.weight for w in self.listed)) / 2


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which words of two names belong together, and which are left over.

    Attributes:
        pairs: words that belong together.
        query_left: words of the first name alone.
        listed_left: words of the second name alone.
    """

    pairs: tuple[Pair, ...]
    query_left: tuple[Word, ...]
    listed_left: tuple[Word, ...]


def align(query: Prepared, listed: Prepared) -> Alignment:
    """Pair the words that carry two names: equal ones first, then words written apart, then the most alike."""
    pairs, query_left, listed_left = _equal(query.core, listed.core)
    if query_left or listed_left:
        _joined(query, listed, pairs, query_left, listed_left)
    if query_left and listed_left:
        _alike(pairs, query_left, listed_left)
    return Alignment(tuple(pairs), tuple(query_left), tuple(listed_left))


def _equal(query: Sequence[Word], listed: Sequence[Word]) -> tuple[list[Pair], list[Word], list[Word]]:
    rest = list(listed)
    texts = [word.text for word in rest]
    pairs, left = [], []
    for word in query:
        if word.text in texts:
            at = texts.index(word.text)
            pairs.append(Pair((word,), (rest[at],), "exact", 1.0))
            del rest[at], texts[at]
        else:
            left.append(word)
    return pairs, left, rest


def _alike(pairs: list[Pair], query_left: list[Word], listed_left: list[Word]) -> None:
    found = []
    for q in query_left:
        for w in listed_left:
            similarity, kind = likeness(q.text, w.text)
            if similarity >= ALIKE:
                found.append((similarity, -abs(q.place - w.place), q, w, kind))
    found.sort(key=lambda row: (row[0], row[1]), reverse=True)
    for similarity, _, q, w, kind in found:
        if q in query_left and w in listed_left:
            pairs.append(Pair((q,), (w,), kind, similarity))
            query_left.remove(q)
            listed_left.remove(w)


def _joined(
    query: Prepared, listed: Prepared, pairs: list[Pair], query_left: list[Word], listed_left: list[Word]
) -> None:
    """Pair one word of a name with several of the other that say the same written apart."""
    for word in tuple(query_left):
        run = _written_apart(word, listed, listed_left)
        if run:
            pairs.append(Pair((word,), run, "joined", 0.95))
            query_left.remove(word)
            listed_left[:] = [w for w in listed_left if w not in run]
    for word in tuple(listed_left):
        run = _written_apart(word, query, query_left)
        if run:
            pairs.append(Pair(run, (word,), "joined", 0.95))
            listed_left.remove(word)
            query_left[:] = [w for w in query_left if w not in run]


def _written_apart(word: Word, other: Prepared, left: Sequence[Word]) -> tuple[Word, ...] | None:
    if len(word.text) < 4:
        return None
    for run in _runs(other.words, left):
        if run[0].text[0] != word.text[0] and run[0].text[0] not in _VOWELS:
            continue
        text = "".join(w.text for w in run)
        if abs(len(text) - len(word.text)) > 2:
            continue
        if text == word.text or (
            len(text) > 5 and skeleton(text) == skeleton(word.text) and vowels_agree(text, word.text)
        ):
            return run
    return None


_VOWELS = frozenset("aeiou")


def _runs(words: Sequence[Word], left: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Runs of neighbours whose weighty members are all left over, and that have at least one such."""
    for start in range(len(words) - 1):
        for end in range(start + 2, min(len(words), start + _LONGEST_JOIN) + 1):
            run = tuple(words[start:end])
            if any(w in left for w in run) and all(w in left or w.part == "light" for w in run):
                yield run
