"""From an alignment to a score.

The labels of screening practice say: one word changed by a letter or two is mostly the same name, another *word* in
its place mostly is not, and further words on one side only mostly do no harm. So a word left over on both sides weighs
heavily, on one side little, and a name that meets with one word only is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA

from gazetted.matching.align import Alignment, Pair, align
from gazetted.matching.prepared import Prepared, Word
from gazetted.matching.weights import Weights, weights
from gazetted.model.party import Kind
from gazetted.text.skeleton import skeleton

THRESHOLD = 0.70
"""At and above it two names count as a match."""

_LONG_ENOUGH = 6
LIKE_A_FORM = 3
"""Letters of a word that may be a legal form the table does not know."""

_TELLING = 0.4
_SOUNDS_ENOUGH = 2
_AS_GOOD = 0.90
_SHORTEST_LONE = 4
_SOUNDS = 3
_SOLID = 0.4
_ENOUGH_SOLID = 2
_BY_CHANCE = 0.25
"""Taken off the likeness of words of fewer consonants that met by sound, where a further word is left over."""

_BEST_UNEQUAL = 0.99
_VOWEL = re.compile("[aeiou]")
_PATRONYMICS = ("vich", "ovna", "evna", "vych", "ivna")


def score(query: Prepared, listed: Prepared, by: Weights | None = None) -> float:
    """Likeness of two prepared names in [0, 1], rounded to four places: the score of `compare`, without its grounds.

    Where the kinds differ, that of the query counts, unless it is unknown. A name that bundles several (A / B) scores
    what the best of them scores, but never more than a full name.

    Args:
        query: the name asked about.
        listed: the name of the record.
        by: the weights; None: those in use.
    """
    if not query.alternatives and not listed.alternatives:
        return of_alignment(query, listed, align(query, listed), by)
    return best(query, listed, by)[0]


def best(query: Prepared, listed: Prepared, by: Weights | None = None) -> tuple[float, Prepared, Prepared]:
    """The score of two names that may bundle several, and the names of the bundles that give it."""
    by = by or weights()
    found = (of_alignment(query, listed, align(query, listed), by), query, listed)
    for left in query.alternatives or (query,):
        for right in listed.alternatives or (listed,):
            value = min(by.alternative, of_alignment(left, right, align(left, right), by))
            if value > found[0]:
                found = (value, left, right)
    return found


def of_alignment(query: Prepared, listed: Prepared, found: Alignment, by: Weights | None = None) -> float:
    """The score of two prepared names whose words are aligned already."""
    by = by or weights()
    kind = common_kind(query, listed)
    value = _likeness(query, listed, found, kind, by)
    if value < by.acronym and (query.initials or listed.initials) and is_acronym(query, listed, kind):
        value = by.acronym
    return round(value, 4)


def common_kind(query: Prepared, listed: Prepared) -> Kind:
    """The kind under which two names are compared: the query's, where it is known."""
    return listed.kind if query.kind == "any" else query.kind


def _likeness(query: Prepared, listed: Prepared, found: Alignment, kind: Kind, by: Weights) -> float:
    """Likeness of two names in [0, 1]; 1.0 only for equal normal forms."""
    if query.normal == listed.normal:
        return 1.0 if query.normal else 0.0
    pairs, query_left, listed_left = found
    met = lost = 0.0
    for pair in pairs:
        weight, similarity = pair[4], pair[3]
        met += weight
        if similarity < 1.0:
            doubt = by.doubt * (by.sure - similarity) if similarity < by.sure else 0.0
            lost += weight * (1 - similarity + doubt)
    if met <= 0.1:
        return 0.0
    value = 1 - lost / met
    if query_left or listed_left:
        value -= _left_over(query, listed, found, kind, met, by)
    if value <= 0.0:
        return 0.0
    value -= _small_things(query, listed, pairs, by)
    value = min(value, _BEST_UNEQUAL, _ceiling(found, kind, query, listed, value, by))
    if len(pairs) == 1 or not (query_left or listed_left):
        value = min(value, _one_short_word(query, listed, pairs, by))
    if query.syllabic != listed.syllabic and value > by.lone_word_person:
        value = min(value, _syllables(query if query.syllabic else listed, found, query.syllabic, by))
    if query.logographs and listed.logographs:
        value = min(value, _logographs(query.normal, listed.normal))
    return max(0.0, value)


def _left_over(query: Prepared, listed: Prepared, found: Alignment, kind: Kind, met: float, by: Weights) -> float:
    """What words cost that found no partner, where those that did weigh `met`."""
    left = _weigh(found.query_left, query, by) if found.query_left else 0.0
    right = _weigh(found.listed_left, listed, by) if found.listed_left else 0.0
    both, alone = (left, right - left) if left < right else (right, left - right)
    cost = _short_sounds(found.pairs, met) if max(left, right) >= _TELLING else 0.0
    if both:
        cost += by.replaced_least * min(1.0, both / 0.6) + by.replaced_share * both / (both + met)
    if alone:
        personal = kind == "person" or not (query.organisation or listed.organisation)
        cost += (by.one_side if personal else by.one_side_other) * alone / (alone + met + both)
    return cost


def _short_sounds(pairs: Sequence[Pair], met: float) -> float:
    """What words of one or two consonants lose that met by their sound alone, where a further word is left over.

    With so little in common, and something that is not, two names mostly meet by chance; not where two others hold.
    """
    lost, solid = 0.0, 0
    for query, listed, kind, similarity, weight in pairs:
        sounded = kind == "transliteration" and similarity < 1.0 and len(query) == 1 == len(listed)
        if sounded and min(len(skeleton(query[0].text)), len(skeleton(listed[0].text))) < _SOUNDS:
            lost += _BY_CHANCE * weight
        elif weight >= _SOLID:
            solid += 1
    return lost / met if solid < _ENOUGH_SOLID else 0.0


def _syllables(native: Prepared, found: Alignment, first: bool, by: Weights) -> float:
    """How high a name of syllables may come against a Latin one: every syllable counts, and so does their order.

    The family name may stand before or behind, so that the order may be turned once.
    """
    if native.organisation:
        return 1.0
    if any(word.weight >= _TELLING for word in (*found.query_left, *found.listed_left)):
        return by.lone_word_person
    if first:
        rows = [(pair.query[0].place, pair.listed[0].place) for pair in found.pairs]
    else:
        rows = [(pair.listed[0].place, pair.query[0].place) for pair in found.pairs]
    places = [there for _, there in sorted(rows)]
    turns = sum(after < before for before, after in pairwise(places))
    return 1.0 if turns == 0 or (turns == 1 and places[-1] < places[0]) else by.lone_word_person


def _weigh(words: Sequence[Word], name: Prepared, by: Weights) -> float:
    """What words left over weigh: patronymics and words between two others less."""
    total = 0.0
    first, last = name.core[0].place, name.core[-1].place
    for word in words:
        weight = word.weight
        if first < word.place < last:
            weight *= by.interior
        if word.text.endswith(_PATRONYMICS) and len(word.text) > 6:
            weight *= by.patronymic
        total += weight
    return total


def _small_things(query: Prepared, listed: Prepared, pairs: Sequence[Pair], by: Weights) -> float:
    cost = 0.0
    if len(pairs) > 1:
        places = [pair[1][0].place for pair in sorted(pairs, key=_query_place)]
        if places != sorted(places):
            cost += by.order
    if query.side_texts != listed.side_texts:
        cost += by.side_words
    return cost


def _query_place(pair: Pair) -> int:
    return pair[0][0].place


def _ceiling(found: Alignment, kind: Kind, query: Prepared, listed: Prepared, value: float, by: Weights) -> float:
    """How high a name may come that meets with one weighty word only, while the other side has more."""
    pairs, query_left, listed_left = found
    weighty = 0
    for pair in pairs:
        if pair[4] >= 0.6:
            weighty += 1
    if weighty > 1 or not any(w.weight >= 0.4 for w in (*query_left, *listed_left)):
        return value
    if weighty == 0:
        return by.lone_word_person
    if kind == "person" or (kind == "any" and not (query.organisation and listed.organisation)):
        partial = any(pair.kind in ("initial", "truncated") for pair in pairs)
        return value if partial and not (query_left and listed_left) else by.lone_word_person
    longer, shorter, left = (query, listed, query_left) if query_left else (listed, query, listed_left)
    if query_left and listed_left:
        return value - by.lone_word_other
    longer, shorter, left = (query, listed, query_left) if query_left else (listed, query, listed_left)
    unlike = shorter.organisation and any(len(word.text) > LIKE_A_FORM for word in left)
    if (unlike or longer.kind == "any") and not longer.organisation:
        return by.lone_word_person
    if any(pair.kind != "exact" and len(pair.query[0].text) < _LONG_ENOUGH for pair in pairs):
        return by.lone_word_person
    return value - by.lone_word_other


def _one_short_word(query: Prepared, listed: Prepared, pairs: Sequence[Pair], by: Weights) -> float:
    """How high two names of one weighty word each may come that are spelt differently: short words must be equal."""
    if query.weighty > 1 or listed.weighty > 1 or not pairs:
        return 1.0
    pair = max(pairs, key=lambda p: p.weight)
    left, right = pair.query[0].text, pair.listed[0].text
    if pair.query[0].source or pair.listed[0].source:
        bare = pair.kind == "transliteration" and len(skeleton(left)) < _SOUNDS_ENOUGH
        near = max(len(left), len(right)) >= _LONG_ENOUGH or pair.similarity >= _AS_GOOD
        return by.lone_word_person if not near and (bare or pair.kind in ("spelling", "initial")) else 1.0
    return by.lone_word_person if left != right and not _surely(left, right, pair) else 1.0


def _surely(left: str, right: str, pair: Pair) -> bool:
    """Whether two Latin words that are spelt differently may be one name with nothing beside them.

    Three letters, or four consonants, are equal or another name. A slip of the pen needs a word of six letters that
    stay. What sounds alike must be written alike too.
    """
    short = min(left, right, key=len)
    if len(short) < _SHORTEST_LONE or (len(short) == _SHORTEST_LONE and not _VOWEL.search(short)):
        return False
    if pair.kind == "transliteration":
        apart = OSA.distance(left, right)
        enough = len(skeleton(left)) >= _SOUNDS_ENOUGH or len(short) >= _LONG_ENOUGH or pair.similarity >= _AS_GOOD
        return enough and apart <= max(2, max(len(left), len(right)) // 3)
    return len(short) >= _LONG_ENOUGH or pair.similarity >= _AS_GOOD or pair.kind not in ("spelling", "initial")


def _logographs(left: str, right: str) -> float:
    """How high two names in Chinese characters may come: each is a word, and many sound alike in Latin letters."""
    return 1 - 1.5 * OSA.normalized_distance(left.replace(" ", ""), right.replace(" ", ""))


def is_acronym(query: Prepared, listed: Prepared, kind: Kind) -> bool:
    """Whether one name is the exact acronym (three letters or more) of the other, which then is no person's name.

    Of an unknown kind, the acronym must be written in capitals, and a full name must look like an organisation's if
    the acronym is one's: three words of a person have initials too.
    """
    return _abbreviates(query, listed, kind) or _abbreviates(listed, query, kind)


def _abbreviates(short: Prepared, full: Prepared, kind: Kind) -> bool:
    if kind == "person" or len(short.core) != 1 or short.core[0].text not in full.initials:
        return False
    if full.kind == "any" != short.kind and not full.organisation:
        return False
    return "any" not in (kind, short.kind) or short.raw.strip().isupper()
