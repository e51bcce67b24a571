"""Syllables of Mandarin in Pinyin and in Wade-Giles.

Wade-Giles is met on older documents and in Taiwan, mostly without its apostrophes, so that one of its syllables stands
for two or three of Pinyin.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_LONGEST = 12

_INITIALS = (
    ("zh", "ch"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("j", "ch"),
    ("q", "ch"),
    ("x", "hs"),
    ("r", "j"),
    ("z", "ts"),
    ("c", "ts"),
)
_WHOLE = {
    "zi": "tzu",
    "ci": "tzu",
    "si": "ssu szu",
    "zhi": "chih",
    "chi": "chih",
    "shi": "shih",
    "ri": "jih",
    "yi": "i yi",
    "you": "yu",
    "yan": "yen",
    "ye": "yeh",
    "yong": "yung",
    "er": "erh",
    "e": "o",
    "ge": "ko",
    "ke": "ko",
    "he": "ho",
    "guo": "kuo",
    "kuo": "kuo",
    "huo": "huo",
    "shuo": "shuo",
    "gui": "kuei",
    "kui": "kuei",
    "hui": "hui",
    "nuo": "no",
}
_FINALS = (
    (re.compile("ian$"), "ien"),
    (re.compile("ie$"), "ieh"),
    (re.compile("ue$"), "ueh"),
    (re.compile("ong$"), "ung"),
    (re.compile("uo$"), "o"),
)
_INITIAL_SOUNDS = "b p m f d t n l g k h j q x zh ch sh r z c s y w"
_FINAL_SOUNDS = (
    "a o e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ue er"
)

_OLDER = re.compile("hs|ts|tz|ssu|szu|ien|ieh|ueh|ung|chih|shih|jih|^ch[iu]|erh|kuo|kuei")
"""Letters that tell a spelling as Wade-Giles: other syllables of it are words of many languages."""


@lru_cache(maxsize=2048)
def spellings(pinyin: str) -> tuple[str, ...]:
    """A syllable of Pinyin and its Wade-Giles spellings, Pinyin first.

    >>> spellings("xi"), spellings("jian"), spellings("qiong")
    (('xi', 'hsi'), ('jian', 'chien'), ('qiong', 'chiung'))
    """
    if pinyin in _WHOLE:
        return tuple(dict.fromkeys((pinyin, *_WHOLE[pinyin].split())))
    older = pinyin
    for final, put in _FINALS:
        older = final.sub(put, older)
    for initial, put in _INITIALS:
        if older.startswith(initial):
            older = put + older.removeprefix(initial)
            break
    return (pinyin, older) if older != pinyin else (pinyin,)


@cache
def _syllables() -> dict[str, frozenset[str]]:
    """Every spelling, Pinyin or Wade-Giles, and the syllables of Pinyin that it may stand for."""
    table: dict[str, set[str]] = {}
    for initial in ("", *_INITIAL_SOUNDS.split()):
        for final in _FINAL_SOUNDS.split():
            if _spoken(initial, final):
                for way in spellings(initial + final):
                    table.setdefault(way, set()).add(initial + final)
    return {way: frozenset(meant) for way, meant in table.items()}


def _spoken(initial: str, final: str) -> bool:
    """Whether Mandarin joins an initial and a final; rough, and enough to tell its syllables from other words."""
    if initial in ("j", "q", "x"):
        return final[0] in "iu" and final not in ("ua", "uo", "uai", "ui", "uang")
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        return final == "i" or final[0] != "i"
    if initial in ("g", "k", "h"):
        return final[0] != "i" and final != "ue"
    if initial == "":
        return final in ("a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "er")
    if initial == "y":
        return final in ("a", "e", "ao", "ou", "an", "ang", "ong", "i", "in", "ing", "u", "ue", "uan", "un")
    if initial == "w":
        return final in ("a", "o", "ai", "ei", "an", "en", "ang", "eng", "u")
    return final not in ("iong", "uai", "uang", "ua", "er")


@lru_cache(maxsize=1 << 16)
def is_older(word: str) -> bool:
    """Whether a spelling has letters that only Wade-Giles has.

    >>> is_older("hsi"), is_older("tan")
    (True, False)
    """
    return bool(_OLDER.search(word))


def meet(left: str, right: str) -> bool:
    """Whether two Latin words can be one Mandarin word, the one in Wade-Giles, the other in Pinyin.

    >>> meet("chinping", "jinping"), meet("tan", "dan")
    (True, False)
    """
    return may_meet(left, right) and not readings(left).isdisjoint(readings(right))


def may_meet(left: str, right: str) -> bool:
    """Whether two words are short enough for one of Mandarin, and one of them has letters of Wade-Giles."""
    return len(left) <= _LONGEST and len(right) <= _LONGEST and (is_older(left) or is_older(right))


@lru_cache(maxsize=1 << 14)
def readings(word: str) -> frozenset[str]:
    """What a Latin word of one or two Mandarin syllables says in Pinyin; empty where it is no such word.

    >>> sorted(readings("hsi")), sorted(readings("chinping"))
    (['xi'], ['jinbing', 'jinping', 'qinbing', 'qinping'])
    """
    table = _syllables()
    found = set(table.get(word, ()))
    for cut in range(1, len(word)):
        for left in table.get(word[:cut], ()):
            found.update(left + right for right in table.get(word[cut:], ()))
    return frozenset(found)
