"""From an alignment to a score.

The labels of screening practice say: one word changed by a letter or two is mostly the same name, another *word* in
its place mostly is not, and further words on one side only mostly do no harm. So a word left over on both sides weighs
heavily, on one side little, and a name that meets with one word only is not enough.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from gazetted.matching.align import Alignment
from gazetted.matching.prepared import Prepared, Word
from gazetted.model.party import Kind

THRESHOLD = 0.70
"""At and above it two names count as a match."""

ACRONYM = 0.75
"""Score of an acronym against the name that it abbreviates: never more by itself."""

_REPLACED_LEAST = 0.30
_REPLACED = 0.55
_ONE_SIDE = 0.28
_LONE_WORD_PERSON = 0.66
_LONE_WORD_OTHER = 0.12
_LONG_ENOUGH = 6
_HAN = re.compile("[\u3400-\u9fff]")
_ORDER = 0.01
_SIDE_WORDS = 0.02
_BEST_UNEQUAL = 0.99


def score(query: Prepared, listed: Prepared, found: Alignment, kind: Kind) -> float:
    """Likeness of two names in [0, 1]; 1.0 only for equal normal forms."""
    if query.normal == listed.normal:
        return 1.0 if query.normal else 0.0
    weights = [pair.weight for pair in found.pairs]
    met = sum(weights)
    if met <= 0.1:
        return 0.0
    lost = sum(w * (1 - pair.similarity) for w, pair in zip(weights, found.pairs, strict=True))
    value = 1 - lost / met
    query_left, listed_left = _weigh(found.query_left), _weigh(found.listed_left)
    both, alone = min(query_left, listed_left), abs(query_left - listed_left)
    if both:
        value -= _REPLACED_LEAST * min(1.0, both / 0.6) + _REPLACED * both / (both + met)
    if alone:
        value -= _ONE_SIDE * alone / (alone + met + both)
    value -= _small_things(query, listed, found)
    ceiling = min(_ceiling(found, kind, query, listed, value), _one_short_word(query, listed, found))
    return max(0.0, min(value, _BEST_UNEQUAL, ceiling, _logographs(query.normal, listed.normal)))


def _weigh(words: tuple[Word, ...]) -> float:
    return sum(word.weight for word in words)


def _small_things(query: Prepared, listed: Prepared, found: Alignment) -> float:
    cost = 0.0
    places = [pair.listed[0].place for pair in sorted(found.pairs, key=lambda p: p.query[0].place)]
    if places != sorted(places):
        cost += _ORDER
    if [w.text for w in query.side] != [w.text for w in listed.side]:
        cost += _SIDE_WORDS
    return cost


def _ceiling(found: Alignment, kind: Kind, query: Prepared, listed: Prepared, value: float) -> float:
    """How high a name may come that meets with one weighty word only, while the other side has more."""
    weighty = sum(1 for pair in found.pairs if pair.weight >= 0.6)
    more = any(w.weight >= 0.4 for w in (*found.query_left, *found.listed_left))
    if not more or weighty > 1:
        return value
    if weighty == 0:
        return _LONE_WORD_PERSON
    if kind == "person" or (kind == "any" and not (query.organisation and listed.organisation)):
        initial = any(pair.kind == "initial" for pair in found.pairs)
        return value if initial and not (found.query_left and found.listed_left) else _LONE_WORD_PERSON
    return value - _LONE_WORD_OTHER


def _one_short_word(query: Prepared, listed: Prepared, found: Alignment) -> float:
    """How high two names of one weighty word each may come that are spelt differently: short words must be equal."""
    if any(sum(1 for w in name.core if w.weight >= 0.4) > 1 for name in (query, listed)) or not found.pairs:
        return 1.0
    pair = max(found.pairs, key=lambda p: p.weight)
    short = max(len(pair.query[0].text), len(pair.listed[0].text)) < _LONG_ENOUGH
    return _LONE_WORD_PERSON if short and pair.kind in ("spelling", "initial") else 1.0


def _logographs(left: str, right: str) -> float:
    """How high two names in Chinese characters may come: each is a word, and many sound alike in Latin letters."""
    if left.isascii() or right.isascii() or not (_HAN.search(left) and _HAN.search(right)):
        return 1.0
    return 1 - 1.5 * OSA.normalized_distance(left.replace(" ", ""), right.replace(" ", ""))


def is_acronym(query: Prepared, listed: Prepared, kind: Kind) -> bool:
    """Whether one name is the exact acronym (three letters or more) of the other, which then is no person's name.

    Of an unknown kind, the acronym must be written in capitals.
    """
    return _abbreviates(query, listed, kind) or _abbreviates(listed, query, kind)


def _abbreviates(short: Prepared, full: Prepared, kind: Kind) -> bool:
    if kind == "person" or len(short.core) != 1 or short.core[0].text not in full.initials:
        return False
    return kind != "any" or short.raw.strip().isupper()
