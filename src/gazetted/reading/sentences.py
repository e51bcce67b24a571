"""Text cut into sentences with exact offsets.

A line is a paragraph, unless it goes on below: the next line begins in lower case, or the lines of the block are
filled up to a common width, as in text wrapped by hand. A sentence never crosses a paragraph, so that headings and
captions without a full stop stand alone. Inside a paragraph a full stop, question mark, exclamation mark or
ellipsis ends a sentence, with the quotation marks and brackets closed after it, unless the word before is an
abbreviation or an initial, or the word after goes on. Words are data: `resources/reading/sentences.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from gazetted.reading.language import load_table
from gazetted.reading.tokens import HYPHENS, Token, tokenize

_STOPS = frozenset(".!?…؟۔।॥。！？")
_UNSPACED_STOPS = frozenset("。！？")
_CLOSING = frozenset("\"'”’»›)]}」』】")
_OPENING = frozenset("\"'“‘«‹„‚([{「『【")
_DASHES = frozenset("–—-")
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_FIRST_WORD = re.compile(r"\S{1,40}")

# Text wrapped by hand is seldom narrower or wider than this, in characters.
_WRAP_WIDTHS = range(55, 121)


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence, heading or caption.

    Attributes:
        start: offset of its first character in the text.
        end: offset after its last character; it neither begins nor ends with white space.
        paragraph: number of its paragraph, from 0.
    """

    start: int
    end: int
    paragraph: int


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    before_name: frozenset[str]
    before_number: frozenset[str]
    open: frozenset[str]
    dotted: frozenset[str]
    starters: frozenset[str]
    reporting: frozenset[str]


@cache
def _words(language: str) -> _Words:
    return load_table("sentences.toml", dict[str, _Words])[language]


def split_sentences(text: str, tokens: Sequence[Token] | None = None, *, language: str = "en") -> list[Sentence]:
    r"""Cut a text into sentences, in order, without overlap; every visible character is in exactly one.

    Args:
        text: the text.
        tokens: its tokens, where they have been made already.
        language: whose abbreviations apply; a key of `sentences.toml`.

    >>> text = 'A heading\nGen. J.D. Smith left the U.S. in May. “It is over.” He (sic) wrote: "Why?"'
    >>> [text[one.start:one.end] for one in split_sentences(text)]
    ['A heading', 'Gen. J.D. Smith left the U.S. in May.', '“It is over.”', 'He (sic) wrote: "Why?"']
    """
    every = tokenize(text) if tokens is None else tokens
    words = _words(language)
    found: list[Sentence] = []
    starts = [token.start for token in every]
    last = 0
    for number, (start, end) in enumerate(paragraphs(text)):
        first = bisect_left(starts, start, last)
        last = bisect_left(starts, end, first)  # a paragraph ends at the end of a line, and no token crosses that
        cut = start
        for stop in [*_stops(every[first:last], words), end]:
            piece = text[cut:stop]
            inner = len(piece) - len(piece.lstrip())
            if piece := piece.strip():
                found.append(Sentence(cut + inner, cut + inner + len(piece), number))
            cut = stop
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Offsets of each paragraph: a line, or lines that go on one into the other.

    >>> text = "A headline\nCITY, 9 December - It began.\n\nIt ended."
    >>> [text[start:end] for start, end in paragraphs(text)]
    ['A headline', 'CITY, 9 December - It began.', 'It ended.']
    """
    block: list[re.Match[str]] = []
    for line in _LINE.finditer(text):
        if line.group().isspace():
            continue
        if block and text[block[-1].end() : line.start()] not in ("\n", "\r\n"):
            yield from _joined(block)
            block = []
        block.append(line)
    yield from _joined(block)


def _joined(block: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Lines without an empty line between them, those put together that go on."""
    if not block:
        return
    width = max(line.end() - line.start() for line in block)
    start = block[0].start()
    for line, following in pairwise(block):
        word = _FIRST_WORD.search(following.group())
        begin = word.group() if word else ""
        full = width in _WRAP_WIDTHS and line.end() - line.start() + 1 + len(begin) > width
        if not full and not begin[:1].islower():
            yield start, line.end()
            start = following.start()
    yield start, block[-1].end()


def _stops(tokens: Sequence[Token], words: _Words) -> Iterator[int]:
    """Offsets after the end of each sentence of a paragraph but the last."""
    opened = passed = 0  # `opened`: the token that the running sentence began with
    for index in [place for place, token in enumerate(tokens) if token.text[-1] in _STOPS]:
        if index < passed:
            continue
        last = index
        while (
            last + 1 < len(tokens)
            and tokens[last + 1].start == tokens[last].end
            and (tokens[last + 1].text[-1] in _STOPS or tokens[last + 1].text in _CLOSING)
        ):
            last += 1
        if last + 1 < len(tokens) and _ends(tokens, opened, index, last, words):
            yield tokens[last].end
            opened = last + 1
        passed = last + 1


def _ends(tokens: Sequence[Token], opened: int, index: int, last: int, words: _Words) -> bool:
    """Whether the stop at `index`, closed at `last`, ends the sentence that began at `opened`."""
    here, following = tokens[index].text, tokens[last + 1]
    if tokens[last].end == following.start:
        return here in _UNSPACED_STOPS
    if _goes_on(tokens, last + 1):
        return False
    if here[-1] != "." or here.startswith(".."):
        return last == index or here in ("…", "...") or not _reported(tokens, last + 1, words)
    if len(here) > 1:
        return _may_start(following, words) and here.lower() not in words.dotted
    if index == opened or tokens[index - 1].end != tokens[index].start or last > index:
        return True
    return _word_ends(tokens, opened, index, following, words)


def _word_ends(tokens: Sequence[Token], opened: int, index: int, following: Token, words: _Words) -> bool:
    """Whether the full stop at `index` ends more than the word before it."""
    word = tokens[index - 1].text
    low = word.lower()
    if low in words.before_name:
        return False
    if low in words.before_number and following.text[0].isdigit():
        return False
    if low in words.open:
        return _may_start(following, words)
    if len(word) == 1 and word.isupper() and word != "I":
        return _may_start(following, words)
    return not (word.isdigit() and index - 1 == opened and len(word) < 3)  # "1. A heading" is one


def _may_start(following: Token, words: _Words) -> bool:
    return following.text.lower() in words.starters or following.text in _OPENING


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether what follows, past opening marks and dashes, begins in lower case; `al-Sham` does not."""
    while index < len(tokens) - 1 and tokens[index].text in _DASHES:
        index += 1
    quoted = tokens[index].text in _OPENING and tokens[index].text not in "([{"
    if quoted or index >= len(tokens):
        return False
    while index < len(tokens) - 1 and tokens[index].text in _OPENING:
        index += 1
    if not tokens[index].text[0].islower():
        return tokens[index].text in (",", ";", ":")
    named = tokens[index + 1 : index + 3]
    return not (len(named) == 2 and named[0].text in HYPHENS and named[1].text[0].isupper())


def _reported(tokens: Sequence[Token], index: int, words: _Words) -> bool:
    """Whether a verb of saying follows within a few words: “Will they?” J.D. Vance asked."""
    return any(token.text in words.reporting for token in tokens[index : index + 5])
