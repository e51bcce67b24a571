"""The words of a name, and those among them that carry it."""

from __future__ import annotations

from functools import cache

from gazetted.text.normal import latin, normalise
from gazetted.text.tables import words

_SUN_DIGRAPHS = ("sh", "th", "dh")


def name_tokens(text: str) -> tuple[str, ...]:
    """The words of the normal form, in order.

    >>> name_tokens("Abu Muhammad al-Jawlani")
    ('abu', 'muhammad', 'al', 'jawlani')
    """
    return tuple(normalise(text).split())


def latin_tokens(text: str) -> tuple[str, ...]:
    """The words of the Latin form, in order."""
    return tuple(latin(text).split())


@cache
def light_words() -> frozenset[str]:
    """Words that carry little of a name: articles, words of descent, prepositions."""
    return words("particles", "always").union(*(words("particles", key) for key in ("descent", "nobility", "function")))


@cache
def _articles() -> tuple[frozenset[str], frozenset[str]]:
    return words("particles", "always"), words("particles", "article")


@cache
def maybe_light() -> frozenset[str]:
    """Words that are light in some place."""
    return light_words().union(words("particles", "interior"), *_articles())


def marks_of_light_words() -> dict[str, int]:
    """Every word that is light in some place, with where: 1 everywhere, 2 between others, 4 and 8 as an article."""
    sets = (light_words(), words("particles", "interior"), *_articles())
    return {word: sum(1 << at for at, some in enumerate(sets) if word in some) for word in maybe_light()}


def is_article(token: str, following: str) -> bool:
    """Whether a word is the Arabic article, given the word after it.

    `al`, `el`, `ul` always are; an assimilated form only before the sound that it took over.

    >>> is_article("ash", "shabaab"), is_article("as", "roma")
    (True, False)
    """
    always, forms = _articles()
    if token in always:
        return True
    return token in forms and following.startswith(token[1:])


def core_tokens(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The words that carry the name: articles and other light words dropped; all of them, if none is left.

    >>> core_tokens(("ash", "shabaab")) == core_tokens(("al", "shabaab"))
    True
    >>> core_tokens(("usama", "bin", "ladin"))
    ('usama', 'ladin')
    """
    if maybe_light().isdisjoint(tokens):
        return tokens  # most names
    core = tuple(token for token, light in zip(tokens, light_marks(tokens), strict=True) if not light)
    return core or tokens


def light_marks(tokens: tuple[str, ...]) -> list[bool]:
    """For each word, whether it is light where it stands.

    >>> light_marks(("lashkar", "e", "tayyiba"))
    [False, True, False]
    """
    light, between = light_words(), words("particles", "interior")
    last = len(tokens) - 1
    return [
        token in light or (0 < at < last and token in between) or (at < last and is_article(token, tokens[at + 1]))
        for at, token in enumerate(tokens)
    ]
