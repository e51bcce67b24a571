"""One-to-one alignment of the words of two names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gazetted.matching.comparison import TokenKind
from gazetted.matching.prepared import Prepared, Word
from gazetted.matching.told import FEW_VOWELS, is_whole, told
from gazetted.matching.words import ALIKE, SYLLABIC, likeness, likeness_across, likeness_within
from gazetted.text.kernel import paired
from gazetted.text.lang import mandarin
from gazetted.text.readings import reads_as, script_of
from gazetted.text.skeleton import skeleton, vowels_agree

_LONGEST_JOIN = 4
"""A word is held against runs of at most so many words written apart."""

_JOINED = 0.95
_SHORTEST_WHOLE = 8
_SHORTEST_RUN = 6
"""Words of another script that say one shorter Latin word together do so by chance."""

_INITIAL = 0.8
_NEAR_JOINED = 0.80
_CUT = 0.85
_CUT_SHORT = 0.75
_SHORTEST_FIELD = 17
"""Names cut at the width of a field are at least so long: fields of less are rare."""


class Pair(NamedTuple):
    """Words that belong together: one of each name, or one against several written apart.

    Attributes:
        query: words of the first name.
        listed: words of the second name.
        kind: how they agree.
        similarity: in [0, 1].
        weight: how much the pair counts: the mean of both sides.
    """

    query: tuple[Word, ...]
    listed: tuple[Word, ...]
    kind: TokenKind
    similarity: float
    weight: float


class Alignment(NamedTuple):
    """Which words of two names belong together, and which are left over.

    Attributes:
        pairs: words that belong together.
        query_left: words of the first name alone.
        listed_left: words of the second name alone.
    """

    pairs: Sequence[Pair]
    query_left: Sequence[Word]
    listed_left: Sequence[Word]


def align(query: Prepared, listed: Prepared) -> Alignment:
    """Pair the words that carry two names: equal ones first, then words written apart, then the most alike."""
    pairs, left, rest = (paired(query, listed, Pair, told()) if paired is not None else None) or _paired(query, listed)
    if left or rest:
        _late(query, listed, pairs, left, rest)
    return Alignment(pairs, left, rest)


def _paired(query: Prepared, listed: Prepared) -> tuple[list[Pair], list[Word], list[Word]]:
    """What `align` pairs but for what it tries last, and the words of both names that are left."""
    rest = list(listed.core)
    pairs: list[Pair] = []
    left: list[Word] = []
    for word in query.core:
        text = word.text
        for at, other in enumerate(rest):
            if other.text == text:
                pairs.append(Pair((word,), (other,), "exact", 1.0, (word.weight + other.weight) / 2))
                del rest[at]
                break
        else:
            left.append(word)
    across = query.native or listed.native
    if left:
        _joined(left, listed, rest, pairs, across=across, swapped=False)
    if rest:
        _joined(rest, query, left, pairs, across=across, swapped=True)
    if left and rest:
        _alike(pairs, left, rest)
    return pairs, left, rest


def _alike(pairs: list[Pair], query_left: list[Word], listed_left: list[Word]) -> None:
    found = []
    for q in query_left:
        for w in listed_left:
            similarity, kind = _likeness(q, w) if q.source or w.source else likeness(q.text, w.text)
            if similarity >= ALIKE:
                found.append((similarity, -abs(q.place - w.place), q, w, kind))
    if len(found) > 1:
        found.sort(key=lambda row: row[:2], reverse=True)
    for similarity, _, q, w, kind in found:
        if q in query_left and w in listed_left:
            pairs.append(Pair((q,), (w,), kind, similarity, (q.weight + w.weight) / 2))
            query_left.remove(q)
            listed_left.remove(w)


def _likeness(query: Word, listed: Word) -> tuple[float, TokenKind]:
    """Likeness of two words of which one at least is of another script."""
    if query.source and listed.source:
        script = script_of(query.source)
        if script == script_of(listed.source) and script in FEW_VOWELS:
            return likeness_within(query.source, listed.source)
        return likeness(query.text, listed.text)
    native, latin = (query, listed) if query.source else (listed, query)
    return likeness_across((native.source,), native.text, latin.text)


def _late(query: Prepared, listed: Prepared, pairs: list[Pair], left: list[Word], rest: list[Word]) -> None:
    """What is tried last, for words that found no partner: honours that are names, initials, a cut end."""
    if left and listed.side:
        _with_side(left, listed, pairs, swapped=False)
    if rest and query.side:
        _with_side(rest, query, pairs, swapped=True)
    if left and rest:
        _article_initials(left, listed, rest, pairs, swapped=False)
        _article_initials(rest, query, left, pairs, swapped=True)
    if left and rest:
        if len(query.raw) >= _SHORTEST_FIELD and query.words[-1] in left:
            _cut(query.words[-1], left, rest, pairs, swapped=False)
        if left and len(listed.raw) >= _SHORTEST_FIELD and listed.words[-1] in rest:
            _cut(listed.words[-1], rest, left, pairs, swapped=True)


def _article_initials(
    left: list[Word], other: Prepared, other_left: list[Word], pairs: list[Pair], *, swapped: bool
) -> None:
    """An initial that is taken from the article or particle before a word (A. for al-Thabit)."""
    for word in tuple(left):
        if word.part != "initial":
            continue
        for beyond in other_left:
            before = other.words[beyond.place - 1] if beyond.place else beyond
            if before.part == "light" and before.text[0] == word.text:
                weight = (word.weight + beyond.weight) / 2
                pairs.append(_pair((word,), (before, beyond), "initial", _INITIAL, weight, swapped))
                left.remove(word)
                other_left.remove(beyond)
                break


def _with_side(left: list[Word], other: Prepared, pairs: list[Pair], *, swapped: bool) -> None:
    """An honour of one name that is a name in the other."""
    for word in tuple(left):
        for beside in other.side:
            if beside.text == word.text and beside.part == "title":
                pairs.append(_pair((word,), (beside,), "exact", 1.0, (word.weight + beside.weight) / 2, swapped))
                left.remove(word)
                break


def _cut(last: Word, left: list[Word], other_left: list[Word], pairs: list[Pair], *, swapped: bool) -> None:
    """The last word of a long name, cut off by the width of a field, against the word that it begins."""
    if len(last.text) < 2 or not pairs:
        return
    for other in other_left:
        if len(other.text) > len(last.text) and other.text.startswith(last.text):
            similarity = _CUT if len(last.text) > 2 else _CUT_SHORT
            weight = min(last.weight, other.weight) * (0.5 if len(last.text) < 3 else 0.75)
            # What stands behind the word in the whole name was cut off with its end.
            gone = tuple([word for word in other_left if word.place > other.place])
            pairs.append(_pair((last,), (other, *gone), "truncated", similarity, weight, swapped))
            left.remove(last)
            other_left[:] = [word for word in other_left if word.place < other.place]
            return


def _pair(
    mine: tuple[Word, ...], others: tuple[Word, ...], kind: TokenKind, similarity: float, weight: float, swapped: bool
) -> Pair:
    return Pair(others, mine, kind, similarity, weight) if swapped else Pair(mine, others, kind, similarity, weight)


def _joined(
    left: list[Word], other: Prepared, other_left: list[Word], pairs: list[Pair], *, across: bool, swapped: bool
) -> None:
    """Pair one word of a name with several of the other that say the same written apart."""
    if not other_left or len(other.words) < 2:
        return
    if len(left) == 1 and not pairs and _in_one(left[0], other):
        pairs.append(_pair((left[0],), other.words, "joined", _JOINED, left[0].weight, swapped))
        left.clear()
        other_left.clear()
        return
    for word in tuple(left):
        if not across and other.heads.isdisjoint(_LIKE_HEADS.get(word.text[0], word.text[0])):
            continue
        run, similarity = _written_apart(word, other, other_left)
        if run:
            weight = (word.weight + max(w.weight for w in run)) / 2
            pairs.append(_pair((word,), run, "joined", similarity, weight, swapped))
            left.remove(word)
            other_left[:] = [w for w in other_left if w not in run]


def _in_one(word: Word, other: Prepared) -> bool:
    """Whether one word is a whole name written without blanks."""
    return len(word.text) >= _SHORTEST_WHOLE and not word.source and is_whole(word.text, other)


def _written_apart(word: Word, other: Prepared, left: Sequence[Word]) -> tuple[tuple[Word, ...], float]:
    """The run of words that says what one word says, and how alike they are; nothing, where there is none."""
    text = word.text
    across = bool(word.source) or other.native
    if len(text) < 4 and not across:
        return (), 0.0
    for run in _runs(word, other.words, left, across):
        if across and _reads_together(word, run):
            return run, _JOINED
        whole = "".join([w.text for w in run])
        if len(text) < 4 or abs(len(whole) - len(text)) > 2:
            continue
        if whole == text or mandarin.meet(whole, text):
            return run, _JOINED
        if len(whole) > 4 and min([len(w.text) for w in run]) > 1:
            melted = any(w.part == "light" for w in run) or (across and not other.syllabic)
            if melted and len(whole) > 5 and skeleton(whole) == skeleton(text) and vowels_agree(whole, text):
                return run, _JOINED
            near, how = likeness(whole, text)
            if near >= _NEAR_JOINED and (melted or how != "transliteration"):
                return run, near * _JOINED
    return (), 0.0


def _reads_together(word: Word, run: tuple[Word, ...]) -> bool:
    """Whether a word and a run of words, one of them of another script, say the same."""
    if word.source:
        return not any(w.source for w in run) and reads_as((word.source,), "".join([w.text for w in run]))
    if len(word.text) < _SHORTEST_RUN and script_of(run[-1].source) not in SYLLABIC:
        return False
    return reads_as(tuple([w.source or w.text for w in run]), word.text)


def _runs(word: Word, words: Sequence[Word], left: Sequence[Word], across: bool) -> Iterator[tuple[Word, ...]]:
    """Runs of neighbours that may say what one word says.

    Their weighty members are all left over, and there is at least one; they are about as long as the word, and begin
    with its first letter or one that is written for it.
    """
    first = word.text[0]
    longest = len(word.text) + (_LONGEST_JOIN if across else 2)
    for start in range(len(words) - 1):
        head = words[start]
        before = head.text[0]
        if not across and before not in _LIKE_HEADS.get(first, first):
            continue
        found = head in left
        if not found and head.part != "light":
            continue
        size = len(head.text)
        for end in range(start + 1, min(len(words), start + _LONGEST_JOIN)):
            further = words[end]
            size += len(further.text)
            if size > longest:
                break
            if further in left:
                found = True
            elif further.part != "light":
                break
            if found:
                yield tuple(words[start : end + 1])


_LIKE_HEADS = dict.fromkeys("aeiou", "aeiou") | {
    "j": "jcr",
    "q": "qc",
    "z": "zct",
    "b": "bp",
    "d": "dt",
    "g": "gk",
    "x": "xh",
    "c": "cjqzt",
    "p": "pb",
    "t": "tdzc",
    "k": "kg",
    "h": "hx",
    "r": "rj",
}
"""First letters that may stand for each other: vowels, and those that Wade-Giles and Pinyin write differently."""
