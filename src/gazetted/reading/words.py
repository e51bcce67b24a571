"""The words of a document as names are matched against them: without punctuation, in the normal form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from gazetted.reading.sentences import Sentence
from gazetted.reading.tokens import APOSTROPHES, Token, tokenize
from gazetted.text.normal import normalise

# What may stand between two words of one name: nothing, a space, one line break, a hyphen, a dash, an apostrophe, the
# point of a short word, a plus sign. No comma, no bracket.
_BETWEEN = re.compile(r"['’‘`´]?(?:[ \t\u00a0]*\r?\n?[ \t\u00a0]*|[-\u2010\u2011+/&.]\s?| ?[\u2012-\u2015-] ?|\+ )")
_BRACKETS = ("(", ")", "[", "]", ") (")
_LETTERS_SHOUTED = 12


class Word(msgspec.Struct):
    """A word of the text.

    Attributes:
        start: offset of its first character.
        end: offset after its last character.
        text: what stands there.
        key: its normal form, without spaces.
        sentence: number of its sentence.
        joined: whether only what may stand inside a name parts it from the word before.
        spaced: whether only white space parts it from the word before.
        owned: whether a possessive ending follows it.
        capital: whether its first letter is a capital, or of a script without any.
        shouted: whether it stands in a sentence of capitals.
        bracketed: whether a bracket and white space part it from the word before, or one closed and another opened.
    """

    start: int
    end: int
    text: str
    key: str
    sentence: int
    joined: bool
    spaced: bool
    owned: bool
    capital: bool
    shouted: bool = False
    bracketed: bool = False


def words_of(text: str, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> list[Word]:
    """Words of a text, in order; possessive endings and punctuation are left out."""
    shouted = [_is_shouted(text[one.start : one.end]) for one in sentences]
    found: list[Word] = []
    number, last = 0, len(sentences) - 1
    sentence_end = sentences[0].end if sentences else 0
    for token in tokens:
        piece = token.text
        if not piece[0].isalnum():
            if piece[0] in APOSTROPHES and len(piece) > 1 and found:
                found[-1].owned = True
            continue
        key = _key(piece)
        if not key:
            continue
        start = token.start
        while start >= sentence_end and number < last:
            number += 1
            sentence_end = sentences[number].end
        before = found[-1] if found else None
        if before is not None and start - before.end == 1 and text[before.end] == " " and before.sentence == number:
            # The plain case, one space between two words of a sentence, is nearly every word.
            found.append(Word(start, token.end, piece, key, number, True, True, False, not piece[0].islower()))
            found[-1].shouted = shouted[number] if shouted else False
            continue
        gap = _gap(text, before, start) if before is not None and before.sentence == number else None
        found.append(
            Word(
                start,
                token.end,
                piece,
                key,
                number,
                joined=gap is not None,
                spaced=gap is not None and (not gap or gap.isspace()),
                owned=False,
                capital=not piece[0].islower(),
                shouted=bool(shouted) and shouted[number],
                bracketed=before is not None and text[before.end : start].strip() in _BRACKETS,
            )
        )
    return found


@lru_cache(maxsize=1 << 15)
def _key(word: str) -> str:
    """The normal form of one word, without spaces."""
    return normalise(word).replace(" ", "")


def span_of(text: str, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Offsets of a run of words; a bracket opened inside it and closed right after it is taken in.

    Args:
        text: the document.
        words: its words.
        first: index of the first word.
        last: index after the last word.
    """
    start, end = words[first].start, words[last - 1].end
    inside = text[start:end]
    return start, end + (inside.count("(") > inside.count(")") and text[end : end + 1] == ")")


def keys_of(text: str) -> tuple[str, ...]:
    """The words of a name in the normal form, cut as a document is.

    >>> keys_of("Kurdistan Workers' Party"), keys_of("Iran’s Al-Qa’ida")
    (('kurdistan', 'workers', 'party'), ('iran', 'al', 'qaida'))
    """
    found = (normalise(token.text).replace(" ", "") for token in tokenize(text) if token.text[0] not in APOSTROPHES)
    return tuple(key for key in found if key)


def written_words(name: str) -> list[str]:
    """The words of a name as they are written, cut as a document is.

    >>> written_words("Harbour Front")
    ['Harbour', 'Front']
    """
    return [token.text for token in tokenize(name) if token.text[0].isalnum() and normalise(token.text)]


def _gap(text: str, before: Word, start: int) -> str | None:
    """What stands between two words, where it may stand inside a name; a possessive ending counts as nothing."""
    gap = text[before.end : start]
    if before.owned:
        gap = gap[2:]
    if gap in (" ", "-"):
        return gap
    if "." in gap and len(before.text) > 3:
        return None
    return gap if _BETWEEN.fullmatch(gap) else None


def _is_shouted(text: str) -> bool:
    """Whether a sentence is written in capitals, so that they mean nothing."""
    upper = sum(map(str.isupper, text))
    return upper >= _LETTERS_SHOUTED and upper > 4 * sum(map(str.islower, text))
