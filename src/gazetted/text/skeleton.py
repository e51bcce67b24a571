"""A key under which competing romanisations of a word meet.

Arabic, Persian and Slavic names reach English by many roads: vowels come and go, one consonant is written in two or
three ways. The skeleton keeps a marker of an initial vowel and the classes of the consonants, in order. Different words
may share one (Hasan, Husayn), so it finds candidates; `vowels_agree` and the spelling decide.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gazetted.text.normal import latin

_RULES: tuple[tuple[str, str], ...] = (
    (r"[^a-z0-9]", ""),
    (r"^x", "sh"),
    (r"x", "ks"),
    (r"^abd[aeiou](?:l|([rsnztd])(?=\1))", "abdl"),
    (r"ff$", "v"),
    (r"shch|sch|tsch|tch", "sh"),
    (r"[sc]h", "S"),
    (r"dzh|dj", "j"),
    (r"gh|g", "j"),
    (r"kh|ck|q|c(?![eiy])", "k"),
    (r"c", "s"),
    (r"th|tt", "t"),
    (r"dh|dd", "d"),
    (r"zh|dz", "z"),
    (r"ph", "f"),
    (r"^w|w(?=[aeiou])", "v"),
    (r"^y(?=.)", "Y"),
    (r"^[aeiouyw]+", "A"),
    (r"([a-z])\1+", r"\1"),
    (r"(?<=.)h$", ""),
    (r"[aeiouyw]", ""),
)
_COMPILED = tuple((re.compile(pattern), put) for pattern, put in _RULES)

_CLASS = {"a": 1, "e": 3, "i": 2, "y": 2, "o": 4, "u": 4, "w": 4}
"""Vowel letters as bits: open 1, front 2, back 4. `e` stands for Arabic a as often as for i."""

_RUN = re.compile(r"[aeiou][aeiouyw]*|(?<=[^aeiou])[yw]+(?![aeiou])[yw]*")


@lru_cache(maxsize=1 << 16)
def skeleton(token: str) -> str:
    """The key of one word; not empty unless the word is.

    >>> {skeleton(word) for word in ("Jawlani", "Julani", "Golani", "Jolani")}
    {'jln'}
    >>> skeleton("Mohammed") == skeleton("Muhammad") == skeleton("Mohamad")
    True
    """
    plain = latin(token).replace(" ", "")
    key = plain
    for pattern, put in _COMPILED:
        key = pattern.sub(put, key)
    return key or plain or token


def skeletons(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of several words, in order."""
    return tuple(skeleton(token) for token in tokens)


@lru_cache(maxsize=1 << 16)
def vowel_classes(token: str) -> tuple[int, ...]:
    """The vowel runs of a word, each as bits (open 1, front 2, back 4); a silent final vowel or `h` counts as written.

    >>> vowel_classes("husayn"), vowel_classes("hasan")
    ((4, 3), (1, 1))
    """
    found = []
    for run in _RUN.findall(latin(token)):
        bits = 0
        for letter in run:
            bits |= _CLASS[letter]
        found.append(bits)
    return tuple(found)


def vowels_agree(left: str, right: str) -> bool:
    """Whether two words of one skeleton can be the same name by their vowels.

    True where one of them writes no short vowels, or where more than half of the vowels are of one class.

    >>> vowels_agree("husayn", "hussein"), vowels_agree("husayn", "hassan")
    (True, False)
    """
    a, b = vowel_classes(left), vowel_classes(right)
    if len(a) != len(b):
        return abs(len(a) - len(b)) > 1 and 0 in (len(a), len(b))
    return 2 * sum(1 for x, y in zip(a, b, strict=True) if x & y) > len(a) or a == b
