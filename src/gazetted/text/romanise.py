"""Words of other scripts in Latin letters, by the tables of `resources/text/romanise.toml`."""

from __future__ import annotations

from functools import cache

import anyascii

from gazetted.text.tables import mapping

_ARABIC_ARTICLE = "ال"


def romanise(normal: str) -> str:
    """Write a text that is in its normal form with ASCII letters.

    >>> romanise("жириновский")
    'zhirinovskiy'
    """
    return " ".join(word if word.isascii() else _word(word) for word in normal.split())


def _word(word: str) -> str:
    whole = mapping("romanise", "words").get(word)
    if whole is not None:
        return whole
    if word.startswith(_ARABIC_ARTICLE) and len(word) > len(_ARABIC_ARTICLE) + 1:
        return "al " + _word(word.removeprefix(_ARABIC_ARTICLE))
    first = _initials().get(word[0], "")
    rest = word[1:] if first else word
    return first + anyascii.anyascii(rest.translate(_letters()))


@cache
def _initials() -> dict[str, str]:
    return mapping("romanise", "initials")


@cache
def _letters() -> dict[int, str]:
    return {ord(letter): value for letter, value in mapping("romanise", "letters").items()}
