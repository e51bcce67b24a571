"""Two names compared: score, aligned words, and what would change the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from gazetted.matching.align import Alignment, Pair, align
from gazetted.matching.comparison import Comparison, Explanation, TokenMatch
from gazetted.matching.prepared import Prepared, Word, prepare
from gazetted.matching.score import THRESHOLD, best, of_alignment, score
from gazetted.model.party import Kind


def compare(query: str, listed: str, kind: Kind = "any") -> Comparison:
    """Compare two names of any script.

    Args:
        query: the name asked about.
        listed: the name of the record.
        kind: what the bearer is thought to be. A person's name that meets with one word only is no match; an
            organisation's may be, and may meet its acronym.

    Returns:
        The score in [0, 1] (0.70 and above counts as a match; 1.0 only for equal normal forms; the same with the names
        swapped) and its explanation.

    >>> compare("Usama bin Laden", "Osama Bin Ladin", kind="person").score > 0.9
    True
    >>> compare("George Bush", "George Habbash", kind="person").score < 0.7
    True
    """
    left, right = prepare(query, kind), prepare(listed, kind)
    return Comparison(score(left, right), explain(left, right))


def likeness_of_names(query: str, listed: str, kind: Kind = "any") -> float:
    """The score of `compare` alone: for ranking many candidates before the few that are explained."""
    return score(prepare(query, kind), prepare(listed, kind))


def explain(query: Prepared, listed: Prepared) -> Explanation:
    """Why two prepared names score what they score: the aligned words, and what would change the verdict."""
    value, query, listed = best(query, listed)
    found = align(query, listed)
    return Explanation(_tokens(query, listed, found), (), _counterfactual(query, listed, found, value))


def _tokens(left: Prepared, right: Prepared, found: Alignment) -> tuple[TokenMatch, ...]:
    rows = [(pair.query[0].place, 0, _match(pair)) for pair in found.pairs]
    query_side, listed_side = list(left.side), list(right.side)
    for word in left.side:
        twin = next((w for w in listed_side if w.text == word.text), None)
        if twin:
            listed_side.remove(twin)
            query_side.remove(word)
            rows.append((word.place, 0, TokenMatch(word.text, twin.text, "exact", 1.0)))
    joined = {w for pair in found.pairs for w in (*pair.query, *pair.listed)}
    used = set(joined)
    for at, alone in enumerate(((*found.query_left, *query_side), (*found.listed_left, *listed_side))):
        for word in alone:
            if word.part in ("light",) and word in used:
                continue
            token = (
                TokenMatch(word.text, None, "extra", 0.0) if at == 0 else TokenMatch(None, word.text, "missing", 0.0)
            )
            rows.append((word.place, 1 + at, token))
    rows.sort(key=lambda row: row[:2])
    return tuple(row[2] for row in rows)


def _match(pair: Pair) -> TokenMatch:
    query, listed = (" ".join(w.text for w in side) for side in (pair.query, pair.listed))
    return TokenMatch(query, listed, pair.kind, round(pair.similarity, 4))


def _counterfactual(left: Prepared, right: Prepared, found: Alignment, value: float) -> str | None:
    """The nearest single change of a word that would carry the score over the threshold, in words."""
    if value >= THRESHOLD:
        for pair in sorted(found.pairs, key=lambda p: p.weight):
            if of_alignment(left, right, _without(found, pair)) < THRESHOLD and left.normal != right.normal:
                return f"another word in place of {_quoted(pair.query)} would bring it below {THRESHOLD:.2f}"
        return None
    for word, other in _left_over(found):
        if of_alignment(left, right, _with(found, word, other)) >= THRESHOLD:
            return f"{_quoted((word,))} written as {_quoted((other,))} would bring it to {THRESHOLD:.2f} or above"
    return None


def _without(found: Alignment, pair: Pair) -> Alignment:
    return Alignment(
        [p for p in found.pairs if p is not pair], [*found.query_left, *pair.query], [*found.listed_left, *pair.listed]
    )


def _with(found: Alignment, word: Word, other: Word) -> Alignment:
    return Alignment(
        (*found.pairs, Pair((word,), (other,), "exact", 1.0, (word.weight + other.weight) / 2)),
        tuple(w for w in found.query_left if w is not word),
        tuple(w for w in found.listed_left if w is not other),
    )


def _left_over(found: Alignment) -> Iterator[tuple[Word, Word]]:
    for word in found.query_left:
        for other in found.listed_left:
            yield word, other


def _quoted(words: tuple[Word, ...]) -> str:
    return f"“{' '.join(word.text for word in words)}”"
