"""Which language a text is in, by its small words and its script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import chain

import msgspec

from gazetted.reading.language import load_table
from gazetted.reading.memo import Memo

READ_IN_FULL = "en"
"""The language whose statements, claims and signals are read."""

_CHARACTERS, _WORDS = 6_000, 600  # of the text that are looked at
_FEWEST = 6  # small words, below which a language is not told
_SHARE = 0.08  # of all words that have to be small words of the language
_MARGIN = 2.0  # times more small words than English has; names and quotations carry words of other languages
_SCRIPT_SHARE = 0.3  # of the letters that have to be of a script; Chinese shares Japanese texts
_TRIM = ".,;:!?\"'“”‘’„«»()[]…–—-،؛؟"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, str]
    scripts: dict[str, str]


class _Table(msgspec.Struct, frozen=True):
    words: Mapping[str, tuple[str, ...]]
    scripts: tuple[tuple[str, int, int], ...]


@cache
def _table() -> _Table:
    file = load_table("languages.toml", _File)
    words: dict[str, list[str]] = {}
    for language, listed in file.words.items():
        for word in dict.fromkeys(listed.split()):
            words.setdefault(word, []).append(language)
    scripts = []
    for language, ends in file.scripts.items():
        first, last = ends.split()
        scripts.append((language, int(first, 16), int(last, 16)))
    return _Table({word: tuple(found) for word, found in words.items()}, tuple(scripts))


@cache
def _languages() -> Memo[tuple[str, ...]]:
    """Word, with the signs beside it → the languages that it tells of."""
    table = _table()
    return Memo(lambda word: table.words.get(word.strip(_TRIM), ()))


def language_of(text: str) -> str | None:
    """The language of a text, as its ISO 639-1 code; None where too little of it tells.

    >>> language_of("The group said that it was ready to leave the town, and that the talks had been useful to all.")
    'en'
    >>> language_of("Die Gruppe hat erklärt, dass sie die Stadt verlassen wird und mit der Regierung nicht spricht.")
    'de'
    >>> language_of("Hamas") is None
    True
    """
    table, sample = _table(), text[:_CHARACTERS]
    words = sample.lower().split()[:_WORDS]
    counts = dict(Counter(chain.from_iterable(map(_languages().__getitem__, words))))
    english = counts.setdefault(READ_IN_FULL, 0)
    best = max(counts, key=lambda one: (counts[one], one), default=READ_IN_FULL)
    enough = counts[best] >= max(_FEWEST, _SHARE * len(words))
    if enough and (best == READ_IN_FULL or counts[best] >= _MARGIN * english):
        return best
    if not sample.isascii():
        return _by_script(sample, table)
    return READ_IN_FULL if english >= _FEWEST else None


def _by_script(sample: str, table: _Table) -> str | None:
    """The language whose script most letters are of."""
    letters = [ord(sign) for sign in sample if sign.isalpha()]
    for language, first, last in table.scripts:
        share = sum(1 for code in letters if first <= code <= last)
        if letters and share >= _SCRIPT_SHARE * len(letters):
            return language
    return None
