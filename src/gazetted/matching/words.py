"""How alike two words are, and in what way."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from gazetted.matching.comparison import TokenKind
from gazetted.text.kernel import compared
from gazetted.text.lang import mandarin
from gazetted.text.readings import Script, reads_as, script_of
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

READ = 0.95
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


@lru_cache(maxsize=1 << 16)
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
    shared = compared(left, right) if compared is not None else None
    if shared is None:
        shared = _compared(left, right)
    spelt, kind = by_letters(shared)
    if kind is not None:
        return spelt, kind
    if shared & MANDARIN and spelt < _OLDER_SYSTEM and mandarin.meet(left, right):
        return _OLDER_SYSTEM, "transliteration"
    if spelt < 0.85 and same_given_name(left, right):
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
    known = is_known(sources, text)
    similarity, kind = likeness(text, latin)
    if similarity < 1.0 and reads_as(sources, latin) and (not known or vowels_agree(text, latin)):
        return max(similarity, READ), "transliteration"
    return _unread(sources, latin, known, similarity, kind)


def similarity_across(sources: tuple[str, ...], text: str, latin: str) -> float:
    """The similarity that `likeness_across` gives, without its kind: cheap where a word is read as the other.

    >>> similarity_across(("الجبوري",), "aljbwry", "aljubouri")
    0.95
    """
    if text == latin:
        return 1.0
    known = is_known(sources, text)
    if reads_as(sources, latin) and (not known or vowels_agree(text, latin)):
        return READ  # no two words that are not equal are more alike
    return _unread(sources, latin, known, *likeness(text, latin))[0]


def is_known(sources: tuple[str, ...], text: str) -> bool:
    """Whether the Latin spelling of a word of another script is the one that a table tells, and no guess."""
    return len(sources) == 1 and mapping("romanise", "words").get(sources[0]) == text


def _unread(
    sources: tuple[str, ...], latin: str, known: bool, similarity: float, kind: TokenKind
) -> tuple[float, TokenKind]:
    """Likeness of a word of another script and a Latin one that it cannot be written as."""
    if known or kind in ("exact", "initial", "nickname"):
        return similarity, kind
    return guessed(script_of(sources[0]), similarity, kind, short=len(latin) <= _SHORT)


def guessed(script: Script | None, similarity: float, kind: TokenKind, *, short: bool) -> tuple[float, TokenKind]:
    """Likeness of two words of which one is of another script, and its Latin spelling is guessed.

    Args:
        script: that one's.
        similarity: of its spelling and the other.
        kind: of that.
        short: whether the other has few letters.
    """
    if script in SPELT_OUT:
        return similarity, kind
    if script in SYLLABIC:
        return 0.0, "different"
    less = similarity - (2 * _GUESSED if short else _GUESSED)
    return (less, kind) if less >= ALIKE else (0.0, "different")


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


@lru_cache(maxsize=1 << 14)
def by_letters(shared: int) -> tuple[float, TokenKind | None]:
    """Similarity of two words by their letters alone; with its kind where nothing else need be tried.

    Args:
        shared: what they have in common, as bits (`_compared`); a few thousand sums of them ever occur.
    """
    if shared & _RELATION == _FAR:  # most pairs
        return 0.0, None
    spelt = _spelling(shared)
    if shared & _ONE_SKELETON:
        sounded = _transliteration(shared)
        if sounded and sounded >= spelt:
            return sounded, "transliteration"
        if shared & _EDIT_BITS > 1:
            spelt -= _OTHER_VOWELS
    if spelt < _MISREAD and shared & _READ_WRONG:
        return _MISREAD, "spelling"
    if spelt < _NO_VOWELS and shared & _BARE_BITS:
        short = shared & _BARE and not shared & _SHORTER_BITS
        bare = _NO_VOWELS_SHORT if short else _NO_VOWELS
        if bare > max(spelt, 0.0):
            return bare, "spelling"
    return spelt, None


_EDIT_BITS = 7
_SOFT_BITS = 3
_ONE_SKELETON = 1 << 6
_VOWELS_AGREE = 1 << 7
_SHORT_SKELETON = 1 << 8
_READ_WRONG = 1 << 9
_BARE = 1 << 10
_HEADLESS = 2 << 10
_BARE_BITS = 3 << 10
_RELATION = (1 << 12) - 1
_ONE_HEAD = 1 << 12
_LONGER = 13
_MOST_LONGER = 12
_SHORTER = 17
_SHORTER_BITS = 3 << _SHORTER
_FIVE_LETTERS = 2 << _SHORTER
MANDARIN = 1 << 19
"""Bit of what two words have in common: they may be one Mandarin word in two systems."""

_FAR = 4 | 4 << _SOFT_BITS


def _compared(left: str, right: str) -> int:
    """What two words have in common, as bits.

    How many edits lie between them (four: more than three), and between their softened forms; whether they have one
    skeleton, whether their vowels agree then, and whether it is short; whether one may be misread for the other;
    whether one is the other without its vowels, or headless so; whether they begin alike; how long the longer is,
    twelve at most; whether the shorter has more than two letters (one) or four (two); whether they may meet in
    Mandarin.
    """
    edits = soft = OSA.distance(left, right, score_cutoff=3)
    if 1 < edits < 4:
        soft = OSA.distance(left.translate(SOFT), right.translate(SOFT), score_cutoff=3)
    found = edits | soft << _SOFT_BITS
    if skeleton(left) == skeleton(right):
        found |= _ONE_SKELETON
        found |= _VOWELS_AGREE if vowels_agree(left, right) else 0
        found |= _SHORT_SKELETON if len(skeleton(left)) < 3 else 0
    found |= _READ_WRONG if _misread(left, right) else 0
    found |= _ONE_HEAD if left[0] == right[0] else 0
    shorter, longer = sorted((len(left), len(right)))
    found |= min(longer, _MOST_LONGER) << _LONGER | ((shorter > 2) + (shorter > 4)) << _SHORTER
    found |= MANDARIN if mandarin.may_meet(left, right) else 0
    return found | _without_vowels(left, right)


def _spelling(shared: int) -> float:
    longest = shared >> _LONGER & 15
    edits = shared & _EDIT_BITS
    if edits > 3:
        return 0.0
    value = by_edits(edits, longest)
    if edits > 1:
        softer = shared >> _SOFT_BITS & _EDIT_BITS
        if softer < edits:
            value = max(value, (by_edits(softer, longest) if softer else 0.92) - 0.03 * (edits - softer))
    return value if shared & _ONE_HEAD or edits < 2 else value - 0.04


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


def _without_vowels(left: str, right: str) -> int:
    """Whether one word is the other with the vowels inside it left out.

    A vowel at the head goes too where an apostrophe stood before it ('bd for 'Abd).
    """
    short, full = (left, right) if len(left) < len(right) else (right, left)
    if len(short) < 2 or _VOWELS.search(short, 1, len(short) - 1):
        return 0
    bare, end = _VOWELS.sub("", full[1:-1]), full[-1]
    last = _VOWELS.sub("", end)
    if short[0] == full[0] and short in (full[0] + bare + end, full[0] + bare + last):
        return _BARE
    headless = len(short) > 2 and full[0] in "aeiou" and short in (bare + end, bare + last)
    return _HEADLESS if headless else 0


def _transliteration(shared: int) -> float:
    """Similarity of words of one skeleton; 0 where their vowels make them different names."""
    if not shared & _VOWELS_AGREE:
        return 0.0
    if shared & _SHORT_SKELETON:
        apart = shared & _EDIT_BITS
        return 0.88 if apart <= 2 or (apart == 3 and shared & _FIVE_LETTERS) else 0.0
    return 0.95


@cache
def given_names() -> dict[str, frozenset[int]]:
    """Every given name that has short forms or variants, with the numbers of its groups."""
    rows: dict[str, set[int]] = {}
    for number, row in enumerate((*groups("persons", "nicknames"), *groups("persons", "variants"))):
        for name in row:
            rows.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


def given_name_groups(word: str) -> frozenset[int]:
    """Numbers of the groups of given names, short forms and variants of one another, that a word is in."""
    return given_names().get(word, frozenset())


def same_given_name(left: str, right: str) -> bool:
    """Whether two words are one given name, in a short form or a variant."""
    table = given_names()
    mine = table.get(left)
    return mine is not None and not mine.isdisjoint(table.get(right, frozenset()))
