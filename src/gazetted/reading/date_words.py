"""Tokens sorted into the classes that date expressions are made of.

Each token becomes one letter, so that the grammar of dates in `dates` is a regular expression over a short string with
one letter for each token:

| letter | token | value |
|---|---|---|
| `d` `n` `y` | number of 1 to 31; another of at most four digits; a year of four digits | the number |
| `o` | `9th` | the number |
| `E` `e` | `1990s`; `90s` | the first year |
| `X` | `9.12.2024` | |
| `M` `m` | month; month name that is also another word | 1 to 12 |
| `W` `v` | weekday; short weekday | 0 to 6 |
| `S` | season | its place in the list of seasons |
| `U` `V` | one unit (`week`); units (`weeks`) | its place in `UNITS` |
| `T` | today, yesterday | days from the document's date |
| `w` | number word | the number |

Other letters stand for the words under `words` in `dates.toml` (`_WORDS`) and for signs (`_SIGNS`); `_` is the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import get_args

import msgspec

from gazetted.reading.calendar import Unit
from gazetted.reading.language import load_table
from gazetted.reading.memo import Memo
from gazetted.reading.tokens import Token

UNITS: tuple[Unit, ...] = get_args(Unit)

_WORDS = {
    "a": "a",
    "the": "h",
    "of": "f",
    "and": "&",
    "to": "z",
    "preposition": "i",
    "part": "q",
    "edge": "k",
    "this": "t",
    "last": "l",
    "past": "p",
    "next": "x",
    "coming": "C",
    "following": "j",
    "same": "g",
    "later": "L",
    "earlier": "B",
    "ago": "A",
    "counted": "c",
}
_SIGNS = {**dict.fromkeys("-‐‑–", "-"), ",": ",", ".": ".", "/": "/", "(": "(", "$": "$", "€": "$", "£": "$"}
_SIGNS |= dict.fromkeys(("'s", "’s"), "P")
_NUMBER = re.compile(r"(\d{1,4})(st|nd|rd|th|s|T\d{2})?", re.ASCII)
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}", re.ASCII)


class _Fixed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    after: frozenset[str]
    before: frozenset[str]


class _Tense(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    future: frozenset[str]
    past: frozenset[str]


class _Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    numeric_order: str
    months: dict[str, int]
    ambiguous_months: dict[str, int]
    weekdays: dict[str, int]
    weekdays_short: dict[str, int]
    seasons: dict[str, str]
    units: dict[str, Unit]
    units_plural: dict[str, Unit]
    days: dict[str, int]
    numbers: dict[str, int]
    words: dict[str, list[str]]
    tense: _Tense
    fixed: _Fixed


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seasons: dict[str, tuple[int, int]]
    language: dict[str, _Language]


class Words(msgspec.Struct, frozen=True):
    """The words of one language.

    Attributes:
        language: a key of `dates.toml`.
        classes: class and value of each word.
        seasons: first and last month of each season, by its value.
        numeric_order: `DMY`, `MDY`, or empty where neither may be assumed.
        future: words that make the day after them a coming one.
        past: words that end the reach of those.
        fixed_after: words before a weekday or month that make it part of a name.
        fixed_before: words after one that do.
    """

    language: str
    classes: dict[str, tuple[str, int]]
    seasons: tuple[tuple[int, int], ...]
    numeric_order: str
    future: frozenset[str]
    past: frozenset[str]
    fixed_after: frozenset[str]
    fixed_before: frozenset[str]


@cache
def date_words(language: str) -> Words:
    """The words of a language, a key of `dates.toml`."""
    table = load_table("dates.toml", _Table)
    own = table.language[language]
    seasons = list(table.seasons)
    classes = {word: (_WORDS[kind], 0) for kind, words in own.words.items() for word in words}
    classes |= {sign: (letter, 0) for sign, letter in _SIGNS.items()}
    for letter, values in (
        ("M", own.months),
        ("m", own.ambiguous_months),
        ("W", own.weekdays),
        ("v", own.weekdays_short),
        ("S", {word: seasons.index(season) for word, season in own.seasons.items()}),
        ("U", {word: UNITS.index(unit) for word, unit in own.units.items()}),
        ("V", {word: UNITS.index(unit) for word, unit in own.units_plural.items()}),
        ("T", own.days),
        ("w", own.numbers),
    ):
        classes |= {word: (letter, value) for word, value in values.items()}
    return Words(
        language,
        classes,
        tuple(table.seasons.values()),
        own.numeric_order,
        own.tense.future,
        own.tense.past,
        own.fixed.after,
        own.fixed.before,
    )


_TEXT, _LETTER, _VALUE = attrgetter("text"), itemgetter(0), itemgetter(1)


def classify(tokens: Sequence[Token], words: Words) -> tuple[str, list[int]]:
    """The class letters of tokens, as one string, and the value of each."""
    told = list(map(_classes(words.language).__getitem__, map(_TEXT, tokens)))
    return "".join(map(_LETTER, told)), list(map(_VALUE, told))


@cache
def _classes(language: str) -> Memo[tuple[str, int]]:
    """Token → its class letter, and its value."""
    classes = date_words(language).classes

    def look(text: str) -> tuple[str, int]:
        if text[0].isdigit():
            return _number(text)
        letter, value = classes.get(text.lower(), ("_", 0))
        return ("_" if letter in "MmWv" and not text[0].isupper() else letter), value

    return Memo(look)


def _number(text: str) -> tuple[str, int]:
    found = _NUMBER.fullmatch(text)
    if not found:
        return ("X", 0) if _DOTTED.fullmatch(text) else ("_", 0)
    number, ending = int(found[1]), found[2]
    small = len(found[1]) <= 2 and 1 <= number <= 31
    if ending == "s":
        decade = number % 10 == 0 and len(found[1]) in (2, 4)
        kind = "_" if not decade else "e" if len(found[1]) == 2 else "E"
        return kind, number + 1900 if kind == "e" and number >= 30 else number + 2000 if kind == "e" else number
    if ending and not ending.startswith("T"):
        return ("o", number) if small else ("_", 0)
    if small:
        return "d", number
    return ("y" if 1000 <= number < 2200 else "n"), number
