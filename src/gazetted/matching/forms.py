"""Words that stand for others: legal forms, short forms, numbers. Each name is brought to one way of writing them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gazetted.model.party import Kind
from gazetted.text.tables import groups, mapping, words

_SHORT_FORM = 2
"""Legal forms of so many letters (SA, AG) are syllables of people's names: taken for one only where they can be."""

_LONG_ENOUGH = 4
_VOWELS = frozenset("aeiou")
_ORDINAL = re.compile(r"(\d{1,6})(?:st|nd|rd|th)", re.ASCII)


def with_forms(
    texts: Sequence[str], kind: Kind = "any", *, surname_first: bool = False
) -> tuple[list[str], list[bool], list[int | None]]:
    """Words with legal forms replaced by one word each, short forms written out, and numbers in digits.

    Args:
        texts: the words, in the Latin normal form.
        kind: what the bearer is thought to be.
        surname_first: whether a comma follows the first word, which then is a name.

    Returns:
        The words, for each whether it is a legal form, and which word given it is, where it is one unchanged.

    >>> with_forms("zarya trading limited liability company".split())
    (['zarya', 'trading', 'llc'], [False, False, True], [0, 1, None])
    >>> with_forms("brigade forty four".split())[0], with_forms("second bank".split())[0]
    (['brigade', '44'], ['2', 'bank'])
    """
    out: list[str] = []
    marks: list[bool] = []
    origins: list[int | None] = []
    at = 0
    while at < len(texts):
        size = _legal_form(texts, at, kind, surname_first)
        if size:
            out.append(
                next(form for p, form in _legal_forms()[texts[at]].items() if len(p) == size and _stands(p, texts, at))
            )
            marks.append(True)
            origins.append(None)
            at += size
            continue
        number, used = _number(texts, at)
        written = [number] if number else _written_out(texts, at, kind)
        out += written
        marks += [False] * len(written)
        origins += [at] if written == [texts[at]] else [None] * len(written)
        at += used
    return out, marks, origins


def is_touched(text: str) -> bool:
    """Whether `with_forms` may make something else of a word, or of a phrase that begins with it.

    >>> is_touched("limited"), is_touched("forty"), is_touched("zarya")
    (True, True, False)
    """
    return (
        text in _legal_forms()
        or text in _short_forms()
        or text in mapping("persons", "short")
        or any(text in mapping("numbers", key) for key in ("tens", "words", "roman"))
        or bool(_ORDINAL.fullmatch(text))
        or text.split() != [text]
    )


def _legal_form(texts: Sequence[str], at: int, kind: Kind, surname_first: bool) -> int:
    """How many words from here on are a legal form; 0 where they are none."""
    phrases = _legal_forms().get(texts[at])
    if phrases is None:
        return 0
    size = max((len(p) for p in phrases if _stands(p, texts, at)), default=0)
    if not size or size == len(texts):
        return 0
    if size > 1 or len(texts[at]) > _SHORT_FORM:
        return 0 if at == 0 and size == 1 and (surname_first or kind == "person") else size
    last = all(text in _legal_forms() for text in texts[at + 1 :])
    return size if at and kind != "person" and (last or kind != "any") else 0


def _stands(phrase: tuple[str, ...], texts: Sequence[str], at: int) -> bool:
    """Whether a phrase stands here; the last word of a long one may be cut off by the end of the name."""
    here = tuple(texts[at : at + len(phrase)])
    if here == phrase:
        return True
    ends = at + len(phrase) == len(texts) and len(phrase) > _SHORT_FORM and here[:-1] == phrase[:-1]
    return ends and len(here[-1]) > _SHORT_FORM and phrase[-1].startswith(here[-1])


def _number(texts: Sequence[str], at: int) -> tuple[str | None, int]:
    """The number that stands here, in digits, and how many words it takes."""
    text = texts[at]
    tens = mapping("numbers", "tens").get(text)
    if tens:
        ones = mapping("numbers", "words").get(texts[at + 1]) if at + 1 < len(texts) else None
        return (str(int(tens) + int(ones)), 2) if ones and int(ones) < 10 else (tens, 1)
    ordinal = _ORDINAL.fullmatch(text)
    if ordinal:
        return ordinal[1], 1
    roman = mapping("numbers", "roman").get(text) if at else None
    return mapping("numbers", "words").get(text) or roman, 1


def _written_out(texts: Sequence[str], at: int, kind: Kind) -> list[str]:
    """The word that a short form stands for. Of an unknown kind, short ones that are names too stay as they are."""
    text = texts[at]
    melted = mapping("persons", "short").get(text)
    if melted:
        return melted.split()
    if kind == "person" or (at == 0 and text in words("persons", "titles")):
        return [text]
    if kind == "any" and len(text) < _LONG_ENOUGH and not _VOWELS.isdisjoint(text):
        return [text]
    return _short_forms().get(text, text).split()


@cache
def _legal_forms() -> dict[str, dict[tuple[str, ...], str]]:
    """First word → the phrases that begin with it → the form that they stand for."""
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for row in groups("forms", "legal"):
        for phrase in row:
            parts = tuple(phrase.split())
            table.setdefault(parts[0], {})[parts] = row[0]
    return table


@cache
def _short_forms() -> dict[str, str]:
    return mapping("forms", "short") | mapping("forms", "translated")
