"""A key under which competing romanisations of a word meet.

Arabic, Persian and Slavic names reach English by many roads: vowels come and go, one consonant is written in two or
three ways. The skeleton keeps a marker of an initial vowel and the classes of the consonants, in order. Different words
may share one (Hasan, Husayn), so it finds candidates; `vowels_agree` and the spelling decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from gazetted.text.kernel import skeleton_key, vowel_runs
from gazetted.text.normal import latin

_NOT_PLAIN = re.compile(r"[^a-z0-9]")
_X = re.compile(r"^x", re.MULTILINE)
_SERVANT = re.compile(r"^abd[aeiou](?:l|([rsnztd])(?=\1))", re.MULTILINE)
_FINAL_FF = re.compile(r"ff$", re.MULTILINE)
_SIBILANTS = re.compile(r"shch|sch|tsch|tch")
_HARD = re.compile(r"kh|ck|q|c(?![eiy])")
_W_AS_V = re.compile(r"^w|w(?=[aeiou])", re.MULTILINE)
_FIRST_Y = re.compile(r"^y(?=.)", re.MULTILINE)
_FIRST_VOWELS = re.compile(r"^[aeiouyw]+", re.MULTILINE)
_FINAL_H = re.compile(r"(?<=.)h$", re.MULTILINE)
_DOUBLED = re.compile(r"([a-z])\1+")
_VOWELS = "aeiouyw"
_NO_VOWELS = str.maketrans("", "", _VOWELS)

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
    if skeleton_key is not None and _is_plain(token) and (known := skeleton_key(token)) is not None:
        return known or token
    plain = token if _is_plain(token) else latin(token).replace(" ", "")
    return _keys(plain if plain.isascii() and plain.isalnum() else _NOT_PLAIN.sub("", plain)) or plain or token


def skeletons_of(words: Iterable[str]) -> dict[str, str]:
    """Word → key of each of many words: the rules go over all of them at once, which is many times faster.

    >>> skeletons_of(["jawlani", "julani"])
    {'jawlani': 'jln', 'julani': 'jln'}
    """
    wanted = list(dict.fromkeys(words))
    plain = [word for word in wanted if _is_plain(word)]
    found = dict(zip(plain, _keys("\n".join(plain)).split("\n"), strict=True)) if plain else {}
    return {word: found.get(word) or skeleton(word) for word in wanted}


def _is_plain(token: str) -> bool:
    return token.isascii() and token.isalnum() and token == token.lower()


def _keys(words: str) -> str:
    """The rules, in their order, on words of the letters a-z and digits, one a line.

    Plain replacements take the place of patterns wherever that cannot change what comes out: this is asked for every
    word of every name that is loaded.
    """
    key = words
    if "x" in key:
        key = _X.sub("sh", key).replace("x", "ks")
    if "abd" in key:
        key = _SERVANT.sub("abdl", key)
    if "ff" in key:
        key = _FINAL_FF.sub("v", key)
    if "h" in key:
        if "ch" in key:
            key = _SIBILANTS.sub("sh", key)
        key = key.replace("sh", "S").replace("ch", "S")
    key = key.replace("dj", "j").replace("dzh", "j").replace("gh", "g").replace("g", "j")
    key = _HARD.sub("k", key) if "c" in key else key.replace("kh", "k").replace("q", "k")
    key = key.replace("c", "s")
    for hard, soft, put in (("th", "tt", "t"), ("dh", "dd", "d"), ("zh", "dz", "z")):
        if hard in key or soft in key:
            key = _one_of(key, hard, soft, put)
    key = key.replace("ph", "f")
    if "w" in key:
        key = _W_AS_V.sub("v", key)
    if "y" in key:
        key = _FIRST_Y.sub("Y", key)
    key = _DOUBLED.sub(r"\1", _FIRST_VOWELS.sub("A", key))
    if "h" in key:
        key = _FINAL_H.sub("", key)
    return key.translate(_NO_VOWELS)


def _one_of(key: str, one: str, other: str, put: str) -> str:
    """The key with both pairs of letters replaced, whichever stands first where they overlap."""
    if one in key and other in key:
        return re.sub(f"{one}|{other}", put, key)
    return key.replace(one if one in key else other, put)


def skeletons(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of several words, in order."""
    return tuple(skeleton(token) for token in tokens)


@lru_cache(maxsize=1 << 16)
def vowel_classes(token: str) -> tuple[int, ...]:
    """The vowel runs of a word, each as bits (open 1, front 2, back 4); a silent final vowel or `h` counts as written.

    >>> vowel_classes("husayn"), vowel_classes("hasan")
    ((4, 3), (1, 1))
    """
    plain = token if _is_plain(token) else latin(token)
    if vowel_runs is not None and (known := vowel_runs(plain)) is not None:
        return known
    return _vowel_runs(plain)


def _vowel_runs(plain: str) -> tuple[int, ...]:
    found = []
    for run in _RUN.findall(plain):
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
