"""Keys under which words meet that may be one: a word looks its keys up, and what it finds is compared.

Keys are numbers: the CRC-32 of a letter that tells their sort and of what is the same in both words. Two words may
share one by chance; the comparison that follows tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from zlib import crc32

from gazetted.matching.words import as_scanned, given_name_groups
from gazetted.text.lang import mandarin
from gazetted.text.readings import script_of, ways_of
from gazetted.text.skeleton import skeleton

_TWO_LESS = 6
"""Words from this length on are also looked up with two letters less."""

_LONG = 14
"""Longer words are looked up with one letter less only: few are, and pairs of letters are many."""

_LONGEST = 32
_ONE_LESS = 3
_MOST_READINGS = 96
_LONGEST_SYLLABLES = 12


def edit_keys(text: str) -> set[int]:
    """Keys of a word with up to one letter less, or two of longer ones: equal for words one or two edits apart."""
    text = text[:_LONGEST]
    length = len(text)
    forms = {text}
    if length >= _ONE_LESS:
        once = [text[:at] + text[at + 1 :] for at in range(length)]
        forms.update(once)
        if _TWO_LESS <= length <= _LONG:
            forms.update([less[:at] + less[at + 1 :] for first, less in enumerate(once) for at in range(first, length - 1)])
    return {crc32(form.encode()) for form in forms}


def sound_keys(text: str) -> set[int]:
    """Keys of a word by sound: its skeleton, its Mandarin readings, its given name's other forms."""
    keys = {crc32(b"\x01" + skeleton(text).encode())}
    if len(text) <= _LONGEST_SYLLABLES:
        keys.update(crc32(b"\x02" + reading.encode()) for reading in mandarin.readings(text))
    keys.update(crc32(b"\x03%d" % group) for group in given_name_groups(text))
    keys.add(crc32(b"\x04" + as_scanned(text).encode()))
    return keys


def reading_keys(sources: tuple[str, ...], texts: tuple[str, ...]) -> Iterator[int]:
    """Keys of the Latin words that words of syllabic scripts can be written as; of a run of them, written in one."""
    ways = [syllable_ways(source) if source else (text,) for source, text in zip(sources, texts, strict=True)]
    count = 1
    for way in ways:
        count *= max(1, len(way))
    if 0 < count <= _MOST_READINGS:
        for found in product(*ways):
            yield crc32("".join(found).encode())


def syllable_ways(source: str) -> tuple[str, ...]:
    """The spellings of a word of syllables, Han, Hangul or Burmese; empty for other scripts."""
    if script_of(source) not in ("han", "hangul", "burmese"):
        return ()
    found = tuple("".join(way) for way in product(*ways_of(source)[:4]))
    return tuple(dict.fromkeys(found))[:_MOST_READINGS]
