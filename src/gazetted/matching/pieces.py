"""A name cut at its spaces, each piece read once and kept: the pieces of names repeat, whole names do not.

A piece is kept only where it reads the same wherever it stands. Where one may not (a disguise that looks at its
neighbours, marks that join what stands before, names that are bundled), the name is read as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import msgspec

from gazetted.text.evasion import is_bare, is_mixed, unmask
from gazetted.text.normal import latin, normalise
from gazetted.text.readings import parts

Spelt = tuple[tuple[str, str], ...]
"""Words in Latin letters, each with its own letters where its script is read place by place."""

_LONGEST_NAME = 400
_LONGEST_PIECE = 60
_BUNDLING = re.compile(r"[/;]|\b(?:a\.?k\.?a\.?|f\.?k\.?a\.?|alias)$", re.IGNORECASE)
_BUNDLING_WORDS = frozenset(("aka", "fka", "alias"))
_STRETCHED = re.compile(r"([A-Za-z])\1\1", re.IGNORECASE)
_LETTERS_APART = 2
"""So many single letters may be one word spelt letter by letter."""


class Read(NamedTuple):
    """A name as it reads.

    Attributes:
        spelt: its words.
        normal: its normal form.
    """

    spelt: list[tuple[str, str]]
    normal: str


class _Piece(msgspec.Struct, frozen=True, gc=False):
    spelt: Spelt
    normal: str
    single: bool


def read(name: str) -> Read | None:
    """The words and the normal form of a name that is read piece by piece; None where it must be read as a whole.

    >>> read("Abu Ali"), read("A B C D")
    (Read(spelt=[('abu', ''), ('ali', '')], normal='abu ali'), None)
    """
    if len(name) > _LONGEST_NAME:
        return None
    spelt: list[tuple[str, str]] = []
    normals: list[str] = []
    single = 0
    for text in name.split(" "):
        piece = _piece(text)
        if piece is None:
            return None
        spelt += piece.spelt
        if piece.normal:
            normals.append(piece.normal)
        single += piece.single
    if single >= _LETTERS_APART:
        return None
    return Read(spelt, " ".join(normals))


@lru_cache(maxsize=1 << 16)
def _piece(text: str) -> _Piece | None:
    if text.isascii() and text.isalpha() and len(text) <= _LONGEST_PIECE and not _STRETCHED.search(text):
        plain = text.lower()  # most pieces: nothing is disguised in them, and their normal form is themselves
        return None if plain in _BUNDLING_WORDS else _Piece(((plain, ""),), plain, len(text) == 1)
    if not text or len(text) > _LONGEST_PIECE or unicodedata.category(text[0])[0] == "M" or _BUNDLING.search(text):
        return None
    if any(map(str.isspace, text)) or not (
        all(map(is_bare, text)) or (unmask(text).text == text and not is_mixed(text))
    ):
        return None
    normal = normalise(text)
    if normalise(normal) != normal:
        return None
    spelt = tuple((word, "") for word in latin(text).split()) if text.isascii() else tuple(parts(normal))
    return _Piece(spelt, normal, len(text) == 1)
