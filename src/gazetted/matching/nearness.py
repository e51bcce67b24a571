"""Keys under which words meet that may be one: a word looks its keys up, and what it finds is compared.

Keys are numbers: the CRC-32 of a letter that tells their sort and of what is the same in both words. Two words may
share one by chance; the comparison that follows tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from zlib import crc32

from gazetted.matching.words import SPELT_OUT, SYLLABIC, as_scanned, given_name_groups
from gazetted.text.kernel import shorter_keys, sound_keys, way_keys
from gazetted.text.lang import mandarin
from gazetted.text.readings import script_of, ways_of
from gazetted.text.skeleton import skeleton, vowel_classes
from gazetted.text.tables import mapping

_TWO_LESS = 6
"""Words from this length on are also looked up with two letters less."""

_LONG = 14
"""Longer words are looked up with one letter less only: few are, and pairs of letters are many."""

_LONGEST = 32
_ONE_LESS = 3
_SHORTEST_FRAME = 3
_MOST_ROWS = 192
_LONGEST_WORD = 60
"""Letters of the longest word that is read in several ways: no name has more, and each way is as long as the word."""

_MOST_VOWELS = 20
_MOST_READINGS = 96
_LONGEST_SYLLABLES = 12


def edit_keys(text: str) -> set[int]:
    """Keys of a word with up to one letter less, or two of longer ones: equal for words one or two edits apart."""
    text = text[:_LONGEST]
    if shorter_keys is not None and (known := shorter_keys(text, _ONE_LESS, _TWO_LESS, _LONG)) is not None:
        return known
    return _edit_keys(text)


def _edit_keys(text: str) -> set[int]:
    length = len(text)
    forms = {text}
    if length >= _ONE_LESS:
        once = [text[:at] + text[at + 1 :] for at in range(length)]
        forms.update(once)
        if _TWO_LESS <= length <= _LONG:
            forms.update(
                [less[:at] + less[at + 1 :] for first, less in enumerate(once) for at in range(first, length - 1)]
            )
    return {crc32(form.encode()) for form in forms}


def keys_of_sound(texts: list[str]) -> set[int]:
    """Keys of words by their skeletons."""
    if sound_keys is not None and (known := sound_keys(texts)) is not None:
        return known
    return {sound_key(text) for text in texts}


def sound_key(text: str) -> int:
    """Key of a word by its skeleton."""
    return crc32(b"\x01" + skeleton(text).encode())


def mandarin_keys(text: str, *, held: bool) -> set[int]:
    """Keys of a word by what it may say in Pinyin, of which one side must be spelt in the older way.

    Args:
        text: the word.
        held: whether it is a word of the index, which is found both ways.
    """
    if len(text) > _LONGEST_SYLLABLES or not (found := mandarin.readings(text)):
        return set()
    older = mandarin.is_older(text)
    kinds = ((b"\x02",) if not older else (b"\x02", b"\x03")) if held else ((b"\x02",) if older else (b"\x03",))
    return {crc32(kind + reading.encode()) for kind in kinds for reading in found}


def given_name_keys(text: str) -> set[int]:
    """Keys of a given name with its short forms and variants."""
    return {crc32(b"\x04%d" % group) for group in given_name_groups(text)}


def scanned_key(text: str) -> int:
    """Key of a word with what a scanner takes for each other made one."""
    return crc32(b"\x05" + as_scanned(text).encode())


def bare_keys(text: str, *, held: bool) -> tuple[int, ...]:
    """Keys under which a word meets the same without the vowels inside it; one side must have none there.

    Args:
        text: the word.
        held: whether it is a word of the index, which is found both ways.
    """
    inside = text[1:-1]
    consonants = inside.translate(_NO_VOWELS)
    frame = (text[:1] + consonants + text[-1:].translate(_NO_VOWELS)).encode()
    if len(frame) < _SHORTEST_FRAME or not text.isalpha():
        return ()
    bare = consonants == inside
    if held:
        return (crc32(b"\x06" + frame), crc32(b"\x07" + frame)) if bare else (crc32(b"\x06" + frame),)
    return (crc32((b"\x06" if bare else b"\x07") + frame),)


def digit_keys(text: str) -> tuple[int, ...]:
    """Key of a word with digits in it by the letters that they may stand for; none for other words."""
    if text.isalpha() or not any(char.isalpha() for char in text):
        return ()
    return (crc32("".join(mapping("lookalikes", "digits").get(char, char) for char in text).encode()),)


def text_key(text: str) -> int:
    """Key of a word as it is."""
    return crc32(text.encode())


def vowel_code(text: str) -> tuple[int, int]:
    """The vowel runs of a word, three bits each, and how many there are (`skeleton.vowel_classes`)."""
    classes = vowel_classes(text)[:_MOST_VOWELS]
    code = 0
    for bits in classes:
        code = code << 3 | bits
    return code, len(classes)


def reading_keys(sources: tuple[str, ...], texts: tuple[str, ...]) -> set[int]:
    """Keys of the Latin words that words of syllabic scripts can be written as; of a run of them, written in one."""
    ways: list[tuple[str, ...]] = []
    count = 1
    for source, text in zip(sources, texts, strict=True):
        way = syllable_ways(source) if source else (text,)
        count *= len(way)
        if not 0 < count <= _MOST_READINGS:
            return set()
        ways.append(way)
    if way_keys is not None and (known := way_keys(tuple(ways))) is not None:
        return known
    return _way_keys(ways)


def _way_keys(places: Sequence[tuple[str, ...]]) -> set[int]:
    return {crc32("".join(found).encode()) for found in product(*places)}


@lru_cache(maxsize=1 << 13)
def syllable_ways(source: str) -> tuple[str, ...]:
    """The spellings of a word of syllables, Han, Hangul or Burmese; empty for other scripts."""
    if script_of(source) not in ("han", "hangul", "burmese"):
        return ()
    found = tuple("".join(way) for way in product(*ways_of(source)[:4]))
    return tuple(dict.fromkeys(found))[:_MOST_READINGS]


def abjad_keys(source: str) -> set[int]:
    """Keys of a word of a script that leaves vowels or sounds open, by every row of consonants it may be read as."""
    if not 0 < len(source) <= _LONGEST_WORD or script_of(source) in SYLLABIC or script_of(source) in SPELT_OUT:
        return set()
    # Vowels do not count in a skeleton but at the head; one between all consonants keeps them from running together.
    read: dict[tuple[str, ...], None] = {(): None}
    for ways in ways_of(source):
        options, heads = _options(ways)
        longer: dict[tuple[str, ...], None] = {}
        for row in read:
            for option in options:
                longer[(*row, option) if option else row] = None
            if not row:
                longer.update(heads)
        read = longer if len(longer) <= _MOST_ROWS else dict.fromkeys(list(longer)[:_MOST_ROWS])
    # An h is heard before a vowel only, and the last one of a row may have one behind it.
    said = ["a".join(row) + end for row in read if any(row) for end in (("", "a") if row[-1][-1:] == "h" else ("",))]
    return keys_of_sound(said)


@lru_cache(maxsize=1 << 11)
def _options(ways: tuple[str, ...]) -> tuple[tuple[str, ...], dict[tuple[str, ...], None]]:
    """The consonants that a letter may stand for, the usual first, and with what else a word may begin by it."""
    heads: dict[tuple[str, ...], None] = {}
    if any(way[:1] in _VOWELS for way in ways if way):
        heads[("",)] = None
    if any(way[:1] == "y" for way in ways):
        heads[("y",)] = None
    return tuple(dict.fromkeys(map(_consonants, ways))), heads


def _consonants(way: str) -> str:
    """The consonants of a spelling, doubled ones once; the vowels among them left out."""
    bare = way.translate(_NO_VOWELS).replace("w", "v" if way.startswith("w") else "").replace("y", "")
    return bare[: len(bare) // 2] if bare[: len(bare) // 2] * 2 == bare else bare


_VOWELS = "aeiou"
_NO_VOWELS = str.maketrans("", "", _VOWELS)
