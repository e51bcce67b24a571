"""A scorer after OFAC's own description of its Sanctions List Search, to be held beside ours.

FAQ 249 names two techniques and says that the higher result counts: the whole name against whole names, and the name
split into its parts, each compared with the parts of listed names. Both use Jaro-Winkler, for letters, and Soundex, for
sound. It publishes no more than that; how a part's sound counts here is our reading of it.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from gazetted.text.normal import latin

_CODES = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")


@lru_cache(maxsize=1 << 16)
def soundex(word: str) -> str:
    """The American Soundex code of a word in Latin letters: its first letter and three digits; empty for none.

    >>> soundex("Robert"), soundex("Rupert"), soundex("Ashcraft"), soundex("Pfister")
    ('R163', 'R163', 'A261', 'P236')
    """
    letters = [char for char in word.lower() if "a" <= char <= "z"]
    if not letters:
        return ""
    digits = ""
    last = letters[0].translate(_CODES)
    for char in letters[1:]:
        code = char.translate(_CODES)
        if code.isdigit() and code != last:
            digits += code
        if char not in "hw":
            last = code
    return (letters[0].upper() + digits + "000")[:4]


def score(query: str, listed: str) -> float:
    """Likeness of two names in [0, 1] by the recipe of FAQ 249; not symmetric, as the query's parts are what is sought.

    >>> score("Usama bin Laden", "BIN LADIN, Usama") > 0.9
    True
    """
    left, right = latin(query), latin(listed)
    if not left or not right:
        return 0.0
    whole = JaroWinkler.similarity(left, right)
    parts = right.split()
    by_part = [max(_part(word, other) for other in parts) for word in left.split()]
    return round(max(whole, sum(by_part) / len(by_part)), 4)


def _part(word: str, other: str) -> float:
    letters: float = JaroWinkler.similarity(word, other)
    return (letters + 1) / 2 if soundex(word) == soundex(other) != "" else letters
