"""Whether a word of another script can be written as a Latin one: by every way in use, not by one system.

A word is a row of places, each with the Latin spellings that its letters may take (`resources/text/readings.toml`);
a Latin word is one of its readings if it can be laid along the places from end to end. The work grows with the
length of both words and no faster, whatever the word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

import anyascii

from gazetted.text.kernel import laid_along
from gazetted.text.lang import mandarin
from gazetted.text.normal import latin
from gazetted.text.tables import mapping

Script = Literal["arabic", "hebrew", "devanagari", "thai", "kana", "hangul", "han", "burmese", "cyrillic", "greek"]
"""Scripts whose words are held against Latin ones letter by letter, or syllable by syllable."""

_Place = tuple[str, ...]

_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0E00, 0x0E7F, "thai"),
    (0x1000, 0x109F, "burmese"),
    (0x1100, 0x11FF, "hangul"),
    (0x3040, 0x30FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "han"),
)

_SHORT_VOWEL: _Place = ("", "a", "e", "i", "o", "u", "ou")
_INHERENT: _Place = ("", "a", "u", "e")
_THAI_VOWEL: _Place = ("", "o", "a", "or")
_LAST_VOWEL: _Place = ("", "e")
"""What may follow the last letter where vowels are not written: the izafat of Persian at most."""

_ARTICLE: _Place = ("al", "ul", "el", "il", "ol", "a", "u", "e")
"""The Arabic article inside a word, also before a sound that it becomes part of (Ashammari, Abdurrahman)."""

_LONGEST = 40
_BURMESE_TONES = re.compile("[\u1037\u1038]")
_BURMESE_SYLLABLE = re.compile(
    "[\u1000-\u102a\u103f\u1025](?:\u1039[\u1000-\u102a]|[\u102b-\u103e]|[\u1000-\u102a](?=[\u1037\u1038]*\u103a))*"
)
_THAI_SILENT = "\u0e4c"
_THAI_BEFORE = re.compile(
    "([\u0e40-\u0e44])(\u0e2b(?=[\u0e07\u0e0d\u0e19\u0e21\u0e22\u0e23\u0e25\u0e27])[\u0e01-\u0e2e]|[\u0e01-\u0e2e])"
)


@lru_cache(maxsize=1 << 14)
def script_of(word: str) -> Script | None:
    """The script of a word, if it is one that is read place by place.

    >>> script_of("محمد"), script_of("Ivan"), script_of("иван")
    ('arabic', None, 'cyrillic')
    """
    if not word or word.isascii():
        return None
    code = ord(word[0])
    return next((script for low, high, script in _RANGES if low <= code <= high), None)


@lru_cache(maxsize=1 << 14)
def units(word: str) -> tuple[str, ...]:
    """A word of a script without spaces, cut into its syllables; of other scripts, the word itself.

    >>> units("王建国"), units("김정민")
    (('王', '建', '国'), ('김', '정', '민'))
    """
    script = script_of(word)
    if script in ("han", "hangul"):
        return tuple(word)
    if script == "burmese":
        return tuple(_BURMESE_SYLLABLE.findall(word)) or (word,)
    return (word,)


def reads_as(words: tuple[str, ...], latin: str) -> bool:
    """Whether words of another script, taken as one, can be written as a Latin word.

    >>> reads_as(("الجبوري",), "aljubouri"), reads_as(("王",), "wong"), reads_as(("建", "国"), "chienkuo")
    (True, True, True)
    >>> reads_as(("حسن",), "hassan"), reads_as(("حسن",), "hussein")
    (True, False)
    """
    if not 0 < len(latin) <= _LONGEST:
        return False
    places = places_of(words)
    if laid_along is not None and (known := laid_along(places, latin)) is not None:
        return known
    return _laid_along(places, latin)


@lru_cache(maxsize=1 << 16)
def _laid_along(places: tuple[_Place, ...], latin: str) -> bool:
    ends = {0}
    for place in places:
        ends = {end + len(way) for end in ends for way in place if latin.startswith(way, end)}
        if not ends:
            return False
    return len(latin) in ends


@lru_cache(maxsize=1 << 14)
def places_of(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The places of words taken as one; one of Latin letters is a place of its own."""
    return tuple(
        place
        for word in words
        for place in ((_ARTICLE if word == "al" else (word,),) if word.isascii() else _places(word))
    )


@lru_cache(maxsize=1 << 14)
def spelling(word: str) -> str:
    """One Latin spelling of a unit, the most usual; empty where the script is none of these.

    >>> spelling("김"), spelling("အောင်")
    ('kim', 'aung')
    """
    return "".join(place[0] for place in _places(word))


def ways_of(word: str) -> tuple[tuple[str, ...], ...]:
    """The places of a word, each with the Latin spellings that its letters may take.

    >>> ways_of("习")
    (('xi', 'hsi'),)
    """
    return _places(word)


@lru_cache(maxsize=1 << 14)
def _places(word: str) -> tuple[_Place, ...]:
    script = script_of(word)
    if script is None:
        return ()
    if script == "han":
        return tuple((*_mandarin(char), *_ways("han").get(char, ())) for char in word)
    if script == "burmese":
        return _burmese(word)
    if script == "hangul":
        return _hangul(word)
    text = _prepared(word, script)
    found = _by_table(text, script)
    between = {"arabic": _SHORT_VOWEL, "hebrew": _SHORT_VOWEL, "devanagari": _INHERENT, "thai": _THAI_VOWEL}.get(script)
    if between is None:
        return tuple(place for _, place in found)
    out: list[_Place] = []
    for at, (letter, place) in enumerate(found):
        if letter == _THAI_SILENT:
            # The letter under the mark is silent, and often the one before it: both may be written all the same.
            out[-3:] = [tuple(dict.fromkeys((*ways, ""))) for ways in out[-3:]]
            continue
        out.append(_final(letter, place) if at == len(found) - 1 else place)
        following = found[at + 1][0] if at + 1 < len(found) else ""
        if _is_consonant(letter) and (not following or _is_consonant(following) or script in ("arabic", "hebrew")):
            out.append(between if following or script == "devanagari" else _LAST_VOWEL)
    return tuple(out)


def _final(letter: str, place: _Place) -> _Place:
    """The ways of the last letter of a word: a final yeh may be an alif that lost its form (Mustafa)."""
    return (*place, "a", "ah", "eya") if letter == "ي" else place


def _prepared(word: str, script: Script) -> str:
    if script == "thai":
        return _THAI_BEFORE.sub(r"\2\1", word)
    if script == "kana":
        return "".join(chr(ord(char) - 0x60) if "\u30a1" <= char <= "\u30f6" else char for char in word)
    return word


def _by_table(text: str, script: str) -> list[tuple[str, _Place]]:
    """The letters of a text, the longest that the table knows first, with their ways; unknown ones by `anyascii`."""
    table = _ways(script)
    out = []
    at = 0
    while at < len(text):
        size = 3
        while size and text[at : at + size] not in table:
            size -= 1
        if size:
            letters = text[at : at + size]
            out.append((letters, table[letters]))
        else:
            letters, size = text[at], 1
            out.append((letters, (anyascii.anyascii(letters).lower(),)))
        at += size
    return out


@cache
def _ways(script: str) -> dict[str, _Place]:
    found = {}
    for letters, row in mapping("readings", script).items():
        ways = ["" if way == "-" else way for way in row.split()]
        doubled = [way * 2 for way in ways if len(way) == 1 and way not in "aeiouyw"] if script in _DOUBLING else []
        found[letters] = tuple(dict.fromkeys(ways + doubled))
    return found


_DOUBLING = frozenset(("arabic", "hebrew", "devanagari", "thai"))


def _is_consonant(letter: str) -> bool:
    """Whether a vowel that is not written may follow a letter."""
    return unicodedata.category(letter[-1]) == "Lo" and letter not in _VOWEL_LETTERS


_VOWEL_LETTERS = frozenset("अआइईउऊएऐओऔะาเแโใไำ") | {"รร"}


def _mandarin(char: str) -> _Place:
    syllable = anyascii.anyascii(char).strip().lower()
    return mandarin.spellings(syllable) if syllable.isalpha() else (syllable,)


def _hangul(word: str) -> tuple[_Place, ...]:
    out: list[_Place] = []
    for syllable in word:
        whole = _ways("hangul").get(syllable, ())
        letters = unicodedata.normalize("NFD", syllable)
        jamo = [_ways("hangul").get(j, (anyascii.anyascii(j).lower(),)) for j in letters]
        if len(letters) == 2 and letters[1] == "\u1165":
            jamo[1] = ("o", "eo", "uh")  # Written u in closed syllables only (Jung, Chul).
        if not whole:
            out += jamo
            continue
        spelled = [""]
        for place in jamo:
            spelled = [have + way for have in spelled for way in place]
        out.append(tuple(dict.fromkeys((*whole, *spelled))))
    return tuple(out)


def _burmese(word: str) -> tuple[_Place, ...]:
    table = _burmese_table()
    out = []
    for syllable in _BURMESE_SYLLABLE.findall(word):
        bare = _BURMESE_TONES.sub("", syllable)
        out.append(table.get(bare, (anyascii.anyascii(syllable).lower(),)))
    return tuple(out)


@cache
def _burmese_table() -> dict[str, _Place]:
    return {_BURMESE_TONES.sub("", letters): ways for letters, ways in _ways("burmese").items()}


def parts(normal: str) -> list[tuple[str, str]]:
    """The words of a normal form, each in Latin letters and, where its script is read place by place, as written.

    >>> parts("王建国 ltd")
    [('wang', '王'), ('jian', '建'), ('guo', '国'), ('ltd', '')]
    >>> parts("الجبوري")
    [('al', ''), ('jbwry', 'جبوري')]
    """
    out: list[tuple[str, str]] = []
    for word in normal.split():
        script = script_of(word)
        if script is None or (script == "arabic" and word in mapping("romanise", "words")):
            out += _spelt(word, word if script else "")
        elif script == "arabic":
            out += _arabic(word)
        else:
            out += [(text, unit) for unit in units(word) for text in [spelling(unit) or latin(unit)] if text]
    return out


def _arabic(word: str) -> list[tuple[str, str]]:
    """A word of Arabic letters, its article apart: al-, and lil- (for the)."""
    for prefix, latin_prefix in (("ال", "al"), ("لل", "lil")):
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            rest = word.removeprefix(prefix)
            known = mapping("romanise", "words").get(rest)
            return [(latin_prefix, ""), *(_spelt(rest, rest) if known else [(latin(rest), rest)])]
    return [(latin(word), word)]


def _spelt(word: str, source: str) -> list[tuple[str, str]]:
    """A word by the usual table; its own letters are kept where it is one word there too."""
    texts = latin(word).split()
    return [(text, source if len(texts) == 1 else "") for text in texts]
