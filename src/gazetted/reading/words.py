"""The words of a document as names are matched against them: without punctuation, in the normal form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import msgspec

from gazetted.reading import cutting
from gazetted.reading.memo import Memo
from gazetted.reading.sentences import Sentence
from gazetted.reading.tokens import APOSTROPHES, Token, tokenize
from gazetted.text.normal import normalise

# What may stand between two words of one name: nothing, a space, one line break, a hyphen, a dash, an apostrophe, the
# point of a short word, a plus sign. No comma, no bracket.
_BETWEEN = re.compile(r"['’‘`´]?(?:[ \t\u00a0]*\r?\n?[ \t\u00a0]*|[-\u2010\u2011+/&.]\s?| ?[\u2012-\u2015-] ?|\+ )")
_BRACKETS = ("(", ")", "[", "]", ") (")
_LETTERS_SHOUTED = 12
_CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FOREIGN = re.compile(r"[^\x00-\x7f]")


class Word(msgspec.Struct, gc=False):
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
    if cutting.words is not None:
        ends = [one.end for one in sentences]
        return cutting.words(text, list(tokens), ends, shouted, _looking().__getitem__, Word, _parted)
    return _words(text, tokens, sentences, shouted)


def _words(text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], shouted: Sequence[bool]) -> list[Word]:
    found: list[Word] = []
    before: Word | None = None
    number, last = 0, len(sentences) - 1
    sentence_end = sentences[0].end if sentences else 0
    for token in tokens:
        piece = token.text
        key, capital = looked(piece)
        if not key:
            if before is not None and len(piece) > 1 and piece[0] in APOSTROPHES:
                before.owned = True
            continue
        start = token.start
        while start >= sentence_end and number < last:
            number += 1
            sentence_end = sentences[number].end
        loud = bool(shouted) and shouted[number]
        if before is not None and before.sentence == number and text[before.end : start] == " ":
            # The plain case, one space between two words of a sentence, is nearly every word.
            before = Word(start, token.end, piece, key, number, True, True, False, capital, loud)
        else:
            before = _parted(text, before, token, key, number, capital, loud)
        found.append(before)
    return found


def _parted(text: str, before: Word | None, token: Token, key: str, number: int, capital: bool, shouted: bool) -> Word:
    """A word that more or less than one space parts from the word before, or that begins a sentence."""
    gap = _gap(text, before, token.start) if before is not None and before.sentence == number else None
    return Word(
        token.start,
        token.end,
        token.text,
        key,
        number,
        joined=gap is not None,
        spaced=gap is not None and (not gap or gap.isspace()),
        owned=False,
        capital=capital,
        shouted=shouted,
        bracketed=before is not None and text[before.end : token.start].strip() in _BRACKETS,
    )


@cache
def _looking() -> Memo[tuple[str, bool]]:
    return Memo(looked, 1 << 15)


@lru_cache(maxsize=1 << 15)
def looked(piece: str) -> tuple[str, bool]:
    """The normal form of a token, without spaces, and whether it begins with a capital; empty where it is no word."""
    if not piece[0].isalnum():
        return "", False
    return normalise(piece).replace(" ", ""), not piece[0].islower()


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
    plain = text.encode("ascii", "ignore")
    upper = len(plain) - len(plain.translate(None, _CAPITALS))
    if len(plain) < len(text):
        upper += sum(map(str.isupper, _FOREIGN.findall(text)))
    return upper >= _LETTERS_SHOUTED and upper > 4 * sum(map(str.islower, text))
