"""A name written in one, without blanks, as in an address or a user name."""

from __future__ import annotations

from gazetted.matching.prepared import Prepared
from gazetted.text.normal import latin

_SHORTEST, _LONGEST = 8, 48
_MOST_WORDS = 8
_LONGEST_RAW = 200


def wholes(name: Prepared) -> tuple[str, ...]:
    """What a name of Latin letters is as written in one: as it stands, and with what is behind its comma first.

    >>> from gazetted.matching.prepared import prepare
    >>> wholes(prepare("MANSOUR, Karim Adel", "person"))
    ('mansourkarimadel', 'karimadelmansour')
    """
    family, comma, given = name.raw[:_LONGEST_RAW].partition(",")
    first, rest = latin(family).split(), latin(given).split()
    size = sum(map(len, first)) + sum(map(len, rest))
    if name.native or not 2 <= len(first) + len(rest) <= _MOST_WORDS or not _SHORTEST <= size <= _LONGEST:
        return ()
    found = "".join((*first, *rest))
    return tuple(dict.fromkeys((found, "".join((*rest, *first))))) if comma else (found,)
