"""The names that stand in one listed name: turned round, and without the decoration that lists put on them.

Lists print "AL-ASSAD, Bashar", "Hurras al-Din (HaD)", "Harakat Ul-Mujahidin/HUM", "Maher (a.k.a. Mahir) AL-ASSAD". An
article prints none of these; it prints the names inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gazetted.reading.lexicon import Lexicon
from gazetted.text.tokens import name_tokens

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,300})[)\]]\s*")
_LABEL = re.compile(r"(?:a\.?k\.?a\.?|formerly|also known as|known as|or|previously)\s+", re.IGNORECASE)
_SPLIT_INSIDE = re.compile(r"[;/]| - sub-unit name")
_LETTERED = re.compile(r",\s*\([a-z]{1,2}\)\s*")
_ACRONYM = re.compile(r"(?=.{2,12}$)(?=.*[A-Z].*[A-Z0-9])[A-Za-z0-9]+(?:[-/&.][A-Za-z0-9]+)*")
_MAX_LENGTH = 500


def looks_like_acronym(text: str) -> bool:
    """Whether a single word is made of initials: capitals for the most part, or capitals and digits.

    >>> [looks_like_acronym(word) for word in ("HTS", "JeM", "MS-13", "PFLP-GC", "Hamas", "McFadden")]
    [True, True, True, True, False, False]
    """
    if not _ACRONYM.fullmatch(text):
        return False
    capitals = sum(1 for letter in text if letter.isupper() or letter.isdigit())
    return 2 * capitals > sum(1 for letter in text if letter.isalnum()) or (len(text) <= 3 and text[-1].isupper())


def spellings(text: str, *, person: bool, lexicon: Lexicon) -> list[str]:
    """The names that stand in a listed name, each once, the most complete first.

    Args:
        text: the name as listed.
        person: whether it is that of a person: only then a comma parts surname and given names.
        lexicon: tells a place or a common word in brackets from another name.

    >>> from gazetted.reading.lexicon import lexicon
    >>> spellings("AL-ASSAD, Bashar", person=True, lexicon=lexicon())
    ['Bashar AL-ASSAD']
    >>> spellings("Hurras AL-DIN (HaD)", person=False, lexicon=lexicon())
    ['Hurras AL-DIN', 'HaD']
    >>> spellings("Communist Party of India (Maoist)", person=False, lexicon=lexicon())
    ['Communist Party of India Maoist']
    """
    if len(text) > _MAX_LENGTH:
        return []
    found = _of_person(text) if person else _of_body(text, lexicon)
    cleaned = (" ".join(name.strip(" ,;/\"'“”‘’").split()) for name in found)
    return list(dict.fromkeys(name for name in cleaned if name))


def _of_person(text: str) -> Iterator[str]:
    inside = [_LABEL.sub("", content) for content in _BRACKET.findall(text)]
    base = _turned(_BRACKET.sub(" ", text))
    yield base
    first, _, rest = base.partition(" ")
    for other in inside:
        # "Maher (a.k.a. Mahir) AL-ASSAD": the word in brackets stands for the one before it.
        yield _turned(other) if " " in other.strip() else f"{other} {rest}" if first and rest else other


def _turned(name: str) -> str:
    """Given names first: "AL-ASSAD, Bashar" is Bashar AL-ASSAD."""
    surname, comma, given = name.partition(",")
    return f"{given.strip()} {surname.strip()}" if comma and given.strip() else name


def _of_body(text: str, lexicon: Lexicon) -> Iterator[str]:
    for part in _LETTERED.split(text):
        inside = [_LABEL.sub("", content).strip() for content in _BRACKET.findall(part)]
        base = _BRACKET.sub(" ", part).strip()
        if len(inside) == 1 and _narrows(inside[0], lexicon):
            yield _BRACKET.sub(r" \1 ", part)
            continue
        yield from _pieces(base)
        for content in inside:
            for piece in _SPLIT_INSIDE.split(content):
                if piece.strip()[:1].isupper() or not piece.isascii() or looks_like_acronym(piece.strip()):
                    yield from _pieces(piece.strip())


def _narrows(content: str, lexicon: Lexicon) -> bool:
    """Whether the words in brackets say which body of that name is meant ("Maoist", "Afghanistan branch")."""
    tokens = name_tokens(content)
    return not looks_like_acronym(content) and len(tokens) < 5 and all(map(lexicon.is_plain, tokens))


def _pieces(name: str) -> Iterator[str]:
    """A name, and the names in it parted by slash or comma, where each is one."""
    yield name
    for mark in ("/", ","):
        parts = [part.strip() for part in name.split(mark)]
        if len(parts) > 1 and all(len(part) > 2 for part in parts):
            yield from (part for part in parts if len(name_tokens(part)) > 1 or looks_like_acronym(part))
