"""Undo what is written to slip past a search, and keep the way back to the text as given.

Undone are: invisible characters, compatibility forms (full-width, mathematical, circled letters), look-alike letters of
another script, digits and signs for letters, stretched letters, and words spelt letter by letter. Each step is undone
only where the writing gives itself away (a word of two scripts, a digit within a word); plain text stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from gazetted.text.tables import mapping

LONGEST = 4_000
"""Characters beyond these are left as they are: no name is as long."""

_Char = tuple[str, int]
"""A character and the offset, in the text as given, of the one that it came from."""

_INVISIBLE = frozenset((*range(0xFE00, 0xFE10), 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFFA0))
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|eme)", re.ASCII)
_ROMAN = re.compile(r"[ivxlcdm]+", re.IGNORECASE)
_SPELT = re.compile(r"(?<!\w)\w([ .\-_*])\w(?:\1\w){2,}(?!\w)")
_PLAIN = re.compile(r"[A-Za-z ,.'’\-()]*")
_STRETCHED = re.compile(r"([A-Za-z])\1\1", re.IGNORECASE)
_LEAST_LETTERS = 3
_LEADING = frozenset("01258")
"""Digits that look like a letter; others at the head of a word are numbers (3M, 7-Eleven)."""


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A text with its disguises undone.

    Attributes:
        text: the text as a reader takes it.
        offsets: for each character of `text`, the offset of the character of the original that it came from.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        r"""Where `text[start:end]` stands in the original.

        >>> unmask("a\u200bb c").span(1, 2)
        (2, 3)
        """
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else (self.offsets[-1] + 1 if self.offsets else 0)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


def unmask(text: str) -> Unmasked:
    """Undo the disguises of a name or a short text; idempotent on what it gives.

    >>> unmask("Рutin").text, unmask("Ha$san N4srallah").text, unmask("Moooohammed").text
    ('Putin', 'Hassan Nasrallah', 'Moohammed')
    >>> unmask("Fund VIII 2004-1").text
    'Fund VIII 2004-1'
    """
    if _PLAIN.fullmatch(text) and not _STRETCHED.search(text) and not _SPELT.search(text):
        return Unmasked(text, tuple(range(len(text))))
    chars = _visible(text[:LONGEST])
    words = _split(chars)
    mixed = any(is_mixed(char for char, _ in word) for word in words)
    out: list[_Char] = []
    for word in words:
        out += _stretched(_signs(_one_script(word, mixed)))
    out = _spelt_out(out)
    out += [(char, LONGEST + at) for at, char in enumerate(text[LONGEST:])]
    return Unmasked("".join(char for char, _ in out), tuple(at for _, at in out))


def _visible(text: str) -> list[_Char]:
    """Characters in their compatibility form, the invisible ones left out; non-ASCII only is looked at."""
    out: list[_Char] = []
    for at, char in enumerate(text):
        if char.isascii():
            out.append((char, at))
        elif unicodedata.category(char) == "Cf" or ord(char) in _INVISIBLE:
            continue
        else:
            # Letters of Arabic, Hangul and Han scripts keep their form: the normal form takes care of theirs.
            folded = unicodedata.normalize("NFKC", char)
            out += [(part, at) for part in folded[:4]] if folded.isascii() else [(char, at)]
    return out


def _split(chars: list[_Char]) -> list[list[_Char]]:
    """Runs between spaces; the spaces are runs of their own."""
    runs: list[list[_Char]] = []
    spaced = True
    for item in chars:
        space = item[0].isspace()
        if not runs or space != spaced:
            runs.append([])
        runs[-1].append(item)
        spaced = space
    return runs


@cache
def _to_latin() -> dict[str, str]:
    return mapping("lookalikes", "latin")


@cache
def _to_cyrillic() -> dict[str, str]:
    return {latin: char for char, latin in reversed(_to_latin().items()) if "\u0400" <= char <= "\u045f"}


@lru_cache(maxsize=1 << 12)
def is_bare(char: str) -> bool:
    r"""Whether a character hides nothing, and nothing is hidden by it: `unmask` gives a word of such ones back.

    >>> is_bare("м"), is_bare("m"), is_bare("\u200b")
    (True, False, False)
    """
    if char.isascii() or char in mapping("lookalikes", "signs") or char in mapping("lookalikes", "digits"):
        return False
    hidden = unicodedata.category(char) == "Cf" or ord(char) in _INVISIBLE
    return not hidden and not unicodedata.normalize("NFKC", char).isascii()


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def is_mixed(word: Iterable[str]) -> bool:
    """Whether a word has Latin letters and letters of another script that look like Latin ones."""
    chars = tuple(word)
    return any(map(_is_latin, chars)) and any(char in _to_latin() for char in chars)


def _one_script(word: list[_Char], mixed: bool) -> list[_Char]:
    """A word of two scripts in the one that explains all its letters."""
    table = _to_latin()
    foreign = [char for char, _ in word if not char.isascii() and char.isalpha()]
    if not foreign or not mixed:
        return word
    alike = [char for char in foreign if char in table]
    if len(alike) == len(foreign):
        return [(table.get(char, char), at) for char, at in word]
    back = _to_cyrillic()
    latin = [char for char, _ in word if _is_latin(char)]
    if latin and all(char in back for char in latin) and all("\u0400" <= char <= "\u04ff" for char in foreign):
        return [(back.get(char, char), at) for char, at in word]
    if alike and 2 * len(alike) > len(foreign) and any("a" <= char.lower() <= "z" for char in latin):
        return [(table.get(char, char), at) for char, at in word]
    return word


def _signs(word: list[_Char]) -> list[_Char]:
    """Digits and signs within a word as letters; numbers, ordinals and a trailing digit stay."""
    letters = sum(char.isalpha() for char, _ in word)
    signs, digits = mapping("lookalikes", "signs"), mapping("lookalikes", "digits")
    masked = sum(char in digits or char in signs for char, _ in word)
    if not masked or letters < 2 or masked > letters or _ORDINAL.fullmatch("".join(char for char, _ in word).lower()):
        return word
    out = list(word)
    for place, (char, at) in enumerate(word):
        before = place > 0 and word[place - 1][0].isalnum()
        after = place + 1 < len(word) and (word[place + 1][0].isalpha() or word[place + 1][0] in signs)
        leading = not before and letters >= _LEAST_LETTERS
        if char in signs and (before or leading) and after:
            out[place] = (signs[char], at)
        elif char in digits and after and ((leading and char in _LEADING) or _alone_in_word(word, place)):
            out[place] = (digits[char], at)
    return out


def _alone_in_word(word: list[_Char], place: int) -> bool:
    """Whether a digit stands right after a letter or a sign, not after another digit."""
    return place > 0 and not word[place - 1][0].isdigit() and word[place - 1][0] not in "-/.,("


def _stretched(word: list[_Char]) -> list[_Char]:
    """Three and more of one letter become two; Roman numerals stay."""
    if len(word) < 5 or _ROMAN.fullmatch("".join(char for char, _ in word)):
        return word
    out: list[_Char] = []
    for item in word:
        low = item[0].lower()
        if len(out) > 1 and low.isalpha() and low.isascii() and out[-1][0].lower() == low == out[-2][0].lower():
            continue
        out.append(item)
    return out


def _spelt_out(chars: list[_Char]) -> list[_Char]:
    """Runs of four and more single letters become one word."""
    text = "".join(char for char, _ in chars)
    drop: set[int] = set()
    for found in _SPELT.finditer(text):
        if sum(c.isalpha() for c in found[0]) * 2 > len(found[0]):
            drop.update(range(found.start() + 1, found.end(), 2))
    return [item for place, item in enumerate(chars) if place not in drop]
