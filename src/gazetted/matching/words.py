"""How alike two words are, and in what way."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from gazetted.matching.comparison import TokenKind
from gazetted.text.lang import mandarin
from gazetted.text.readings import reads_as, script_of
from gazetted.text.skeleton import skeleton, vowels_agree
from gazetted.text.tables import groups, mapping

SOFT = str.maketrans({"w": "v", "z": "s", "y": "i", "j": "i", "q": "k", "c": "k", "g": "k", "e": "i", "u": "o"})
"""Letters that one language writes for another's: an edit between two of a class costs less."""

_ONE_EDIT = (0.0, 0.0, 0.62, 0.72, 0.80, 0.86, 0.88, 0.89, 0.90)
_TWO_EDITS = (0.0, 0.0, 0.0, 0.0, 0.45, 0.58, 0.66, 0.72, 0.76, 0.78)
_THREE_EDITS = {11: 0.60, 12: 0.66}
"""Similarity by length of the longer word after one, two, three edits; longer words as the last."""

_OTHER_VOWELS = 0.12
"""Taken off two edits that change only vowels, and from one class to another: mostly another name (Hasan, Husayn)."""

_NO_VOWELS = 0.86
_NO_VOWELS_SHORT = 0.72
"""A word against the same written without its vowels; where two letters are left."""

_OLDER_SYSTEM = 0.88
"""A Mandarin word in Wade-Giles against the same in Pinyin."""

_READ = 0.95
"""A word of another script against a Latin one that it can be written as."""

_GUESSED = 0.06
"""Taken off where a word of another script meets a Latin one only by the spelling guessed for it;
twice for short ones."""

_SHORT = 5
_DENSE = 0.35
_SHORTEST_DENSE = 3
SYLLABIC = frozenset(("han", "hangul", "burmese"))
"""Scripts whose words are cut into syllables: too short to guess, and one more or less makes another name."""

SPELT_OUT = frozenset(("cyrillic", "greek"))
"""Scripts that write their vowels: the usual spelling is no guess."""

_MISREAD = 0.90
"""Words that differ only by what a scanner takes for each other."""

ALIKE = 0.55
"""Below this two words are different words."""

_VOWELS = re.compile("[aeiou]+")
_SCANNED = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("l", "i"), ("1", "i"), ("0", "o"))
_SCANNABLE = re.compile("rn|cl|vv|[lm01]")


@lru_cache(maxsize=1 << 18)
def likeness(left: str, right: str) -> tuple[float, TokenKind]:
    """Similarity of two words in [0, 1] and its kind; symmetric.

    Edits are counted as optimal string alignment (a swap of neighbours is one). Words that differ only by the road of
    their romanisation meet by skeleton, if their vowels allow it.

    >>> likeness("julani", "golani")[1]
    'transliteration'
    >>> likeness("bush", "habbash")
    (0.0, 'different')
    """
    if left == right:
        return 1.0, "exact"
    if len(left) == 1 or len(right) == 1:
        return (0.8, "initial") if left[0] == right[0] and len(left) != len(right) else (0.0, "different")
    if not (left.isalpha() and right.isalpha()):
        return _with_digits(left, right)
    spelt = _spelling(left, right)
    if skeleton(left) == skeleton(right):
        sounded = _transliteration(left, right)
        if sounded and sounded >= spelt:
            return sounded, "transliteration"
        if OSA.distance(left, right, score_cutoff=1) > 1:
            spelt -= _OTHER_VOWELS
    if spelt < _MISREAD and _misread(left, right):
        return _MISREAD, "spelling"
    if spelt < _NO_VOWELS and (bare := _without_vowels(left, right)) > max(spelt, 0.0):
        return bare, "spelling"
    if spelt < _OLDER_SYSTEM and mandarin.meet(left, right):
        return _OLDER_SYSTEM, "transliteration"
    if spelt < 0.85 and _same_given_name(left, right):
        return 0.85, "nickname"
    return (spelt, "spelling") if spelt >= ALIKE else (0.0, "different")


def likeness_across(sources: tuple[str, ...], text: str, latin: str) -> tuple[float, TokenKind]:
    """Similarity of words of another script, taken as one, and a Latin word.

    Args:
        sources: the words in their own script.
        text: the Latin spelling guessed for them.
        latin: the Latin word.

    >>> likeness_across(("الجبوري",), "aljbwry", "aljubouri")
    (0.95, 'transliteration')
    """
    known = len(sources) == 1 and mapping("romanise", "words").get(sources[0]) == text
    similarity, kind = likeness(text, latin)
    if similarity < 1.0 and reads_as(sources, latin) and (not known or vowels_agree(text, latin)):
        return max(similarity, _READ), "transliteration"
    if known or kind in ("exact", "initial", "nickname") or script_of(sources[0]) in SPELT_OUT:
        return similarity, kind
    if script_of(sources[0]) in SYLLABIC:
        return 0.0, "different"
    guessed = similarity - (_GUESSED if len(latin) > _SHORT else 2 * _GUESSED)
    return (guessed, kind) if guessed >= ALIKE else (0.0, "different")


def likeness_within(left: str, right: str) -> tuple[float, TokenKind]:
    """Similarity of two words of one script that writes few vowels: an edit changes more of them than of Latin words.

    >>> likeness_within("נתניחו", "נתניהו")[1], likeness_within("محمدي", "احمدي")[1]
    ('spelling', 'different')
    """
    if left == right:
        return 1.0, "exact"
    longest = max(len(left), len(right))
    edits = OSA.distance(left, right, score_cutoff=2)
    similarity = (
        by_edits(edits, longest) - _DENSE * (left[0] != right[0]) if edits < 2 else by_edits(edits, longest - 2)
    )
    return (similarity, "spelling") if similarity >= ALIKE and longest > _SHORTEST_DENSE else (0.0, "different")


def _with_digits(left: str, right: str) -> tuple[float, TokenKind]:
    """Words with digits in them are the same or other words, unless the digits stand for letters."""
    if left.isdigit() or right.isdigit() or (not left.isalpha() and not right.isalpha()):
        return 0.0, "different"
    masked, plain = (right, left) if left.isalpha() else (left, right)
    folded = "".join(mapping("lookalikes", "digits").get(char, char) for char in masked)
    digits = sum(char.isdigit() for char in masked)
    near = len(plain) > 4 and 3 * digits <= len(masked) and OSA.distance(folded, plain, score_cutoff=1) <= 1
    if near or (2 * digits <= len(masked) and (folded == plain or _misread(masked, plain))):
        return _MISREAD, "spelling"
    return 0.0, "different"


def _spelling(left: str, right: str) -> float:
    longest = max(len(left), len(right))
    edits = OSA.distance(left, right, score_cutoff=3)
    if edits > 3:
        return 0.0
    value = by_edits(edits, longest)
    if edits > 1:
        softer = OSA.distance(left.translate(SOFT), right.translate(SOFT), score_cutoff=3)
        if softer < edits:
            value = max(value, (by_edits(softer, longest) if softer else 0.92) - 0.03 * (edits - softer))
    return value if left[0] == right[0] or edits < 2 else value - 0.04


def by_edits(edits: int, length: int) -> float:
    """Similarity of words whose longer has `length` letters and that lie `edits` apart."""
    if edits == 0:
        return 1.0
    if edits == 1:
        return _ONE_EDIT[min(length, len(_ONE_EDIT) - 1)]
    if edits == 2:
        return _TWO_EDITS[min(length, len(_TWO_EDITS) - 1)]
    return _THREE_EDITS.get(min(length, 12), 0.0) if edits == 3 else 0.0


def _misread(left: str, right: str) -> bool:
    """Whether a scanner could have read one word for the other."""
    if abs(len(left) - len(right)) > 2 or not (_SCANNABLE.search(left) or _SCANNABLE.search(right)):
        return False
    return as_scanned(left) == as_scanned(right)


def as_scanned(word: str) -> str:
    """A word with what a scanner takes for each other made one.

    >>> as_scanned("barn") == as_scanned("bam")
    True
    """
    for seen, meant in _SCANNED:
        word = word.replace(seen, meant)
    return word


def _without_vowels(left: str, right: str) -> float:
    """Similarity of a word and the same with the vowels inside it left out; 0 where they are no such words.

    A vowel at the head goes too where an apostrophe stood before it ('bd for 'Abd).
    """
    short, full = (left, right) if len(left) < len(right) else (right, left)
    if len(short) < 2 or _VOWELS.search(short, 1, len(short) - 1):
        return 0.0
    bare, end = _VOWELS.sub("", full[1:-1]), full[-1]
    last = _VOWELS.sub("", end)
    if short[0] == full[0] and short in (full[0] + bare + end, full[0] + bare + last):
        return _NO_VOWELS if len(short) > 2 else _NO_VOWELS_SHORT
    headless = len(short) > 2 and full[0] in "aeiou" and short in (bare + end, bare + last)
    return _NO_VOWELS if headless else 0.0


def _transliteration(left: str, right: str) -> float:
    """Similarity of words of one skeleton; 0 where their vowels make them different names."""
    if not vowels_agree(left, right):
        return 0.0
    if len(skeleton(left)) < 3:
        apart = OSA.distance(left, right, score_cutoff=3)
        return 0.88 if apart <= 2 or (apart == 3 and min(len(left), len(right)) >= 5) else 0.0
    return 0.95


@cache
def _given_names() -> dict[str, frozenset[int]]:
    rows: dict[str, set[int]] = {}
    for number, row in enumerate((*groups("persons", "nicknames"), *groups("persons", "variants"))):
        for name in row:
            rows.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


def given_name_groups(word: str) -> frozenset[int]:
    """Numbers of the groups of given names, short forms and variants of one another, that a word is in."""
    return _given_names().get(word, frozenset())


def _same_given_name(left: str, right: str) -> bool:
    table = _given_names()
    mine = table.get(left)
    return mine is not None and not mine.isdisjoint(table.get(right, frozenset()))
