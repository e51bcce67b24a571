"""Numbers that stand for texts: what names, identifiers and references are found and joined by.

A number is the BLAKE2b digest (RFC 7693) of 8 bytes as a signed number, so that it is the same on every machine and in
every version.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from itertools import chain
from typing import Any

from gazetted.text.kernel import compiled
from gazetted.text.normal import letters_of_ascii, normalise_all
from gazetted.text.skeleton import skeletons_of
from gazetted.text.tokens import core_tokens, marks_of_light_words

_VERSION = 1

rising: Callable[[bytes, int], int] | None = None
cleaned: Callable[[list[list[str]], Callable[[str], str], Callable[[str], str]], None] | None = None
_hashed: Callable[[list[str]], list[int]] | None = None
_name_clues: Callable[[list[str], tuple[str, ...], dict[str, int]], list[int | None]] | None = None

_found: Any = compiled("_keys", _VERSION)
if _found is not None:
    rising, cleaned, _hashed, _name_clues = _found.rising, _found.cleaned, _found.hashed, _found.name_clues


def name_clue(skeletons: str) -> int:
    """The key under which a name is found and meets others, from its skeletons in any order.

    It is odd where the name says enough to be held against others, else even.

    >>> name_clue("jhn d") == name_clue("d jhn")
    True
    """
    return _name_clue(skeletons.split())


def _name_clue(words: list[str]) -> int:
    words.sort()
    joined = " ".join(words)
    key = hashed("n " + joined)
    return key | 1 if len(joined) > 2 else key & ~1


def clues_of(texts: Sequence[str]) -> list[int]:
    """The keys of many names, as `name_clue` gives them one by one."""
    if _name_clues is None:
        return _clues_of(texts)
    found = _name_clues(list(texts), *_rules())
    others = [at for at, clue in enumerate(found) if clue is None]
    for at, clue in zip(others, _clues_of([texts[at] for at in others]), strict=True):
        found[at] = clue
    return found  # type: ignore[return-value]


def _clues_of(texts: Sequence[str]) -> list[int]:
    cores = [core_tokens(tuple(form.split())) for form in normalise_all(texts)]
    bare = skeletons_of(chain.from_iterable(cores))
    return [_name_clue([bare[word] for word in core]) for core in cores]


@cache
def _rules() -> tuple[tuple[str, ...], dict[str, int]]:
    return letters_of_ascii(), marks_of_light_words()


def hashed(text: str) -> int:
    """A number of 64 bits that stands for a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def hashed_all(texts: Sequence[str]) -> list[int]:
    """The numbers of many texts, as `hashed` gives them one by one."""
    return list(map(hashed, texts)) if _hashed is None else _hashed(list(texts))
