"""What stands in quotation marks, also over several sentences and paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter

import msgspec

from gazetted.reading.cutting import places
from gazetted.reading.sentences import Sentence
from gazetted.reading.tokens import Token

_CLOSED_BY = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'", "‟": "”"}
_MARKS = frozenset("“”„«»\"‘’'‟")
_SINGLE = frozenset("‘'")
_START, _TEXT = attrgetter("start"), attrgetter("text")
_LONGEST = 800  # tokens; an opening mark without a closing one takes no more than its paragraph


class Quote(msgspec.Struct, frozen=True, gc=False):
    """Tokens between quotation marks, with the marks.

    Attributes:
        first: index of the opening mark.
        last: index after the closing mark, or after the last token where none closes it.
    """

    first: int
    last: int


def find_quotes(text: str, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> tuple[list[Quote], list[int]]:
    """Find what stands in quotation marks, and which tokens are such marks.

    A quote that its paragraph does not close goes on where the next paragraph opens with a mark again; else it ends
    with the paragraph. Single marks count outside double ones, and inside them.

    Returns:
        Quotes in order of their first token, and the indices of the marks.
    """
    ends = _paragraph_ends(sentences)
    quotes: list[Quote] = []
    marks: list[int] = []
    open_: list[tuple[int, str]] = []
    paragraph = 0
    for at in _telling(tokens, ends):
        token = tokens[at]
        while paragraph < len(ends) - 1 and token.start >= ends[paragraph]:
            paragraph += 1
            if open_ and not (token.text == tokens[open_[0][0]].text and at - open_[0][0] < _LONGEST):
                quotes.append(Quote(open_[0][0], at))
                open_ = []
            elif open_:
                marks.append(at)
                del open_[1:]
                break
        if token.text not in _MARKS or (marks and marks[-1] == at):
            continue
        if open_ and token.text in open_[-1][1] and _closes(text, token):
            marks.append(at)
            quotes.append(Quote(open_.pop()[0], at + 1))
        elif open_ and token.text in open_[0][1] and token.text not in _SINGLE and _closes(text, token):
            marks.append(at)
            quotes.append(Quote(open_[0][0], at + 1))
            open_ = []
        elif token.text in _CLOSED_BY and len(open_) < 2 and _opens(text, token):
            marks.append(at)
            open_.append((at, _CLOSED_BY[token.text]))
    if open_:
        quotes.append(Quote(open_[0][0], len(tokens)))
    return sorted(quotes, key=lambda one: one.first), marks


def _telling(tokens: Sequence[Token], ends: Sequence[int]) -> Iterable[int]:
    """The tokens that are looked at: marks, and the first of each paragraph."""
    firsts = [bisect_left(tokens, end, key=_START) for end in ends[:-1]]
    if len(set(firsts)) < len(firsts):
        return range(len(tokens))  # a paragraph without a token
    marks = places(list(map(_TEXT, tokens)), _MARKS, 0, len(tokens))
    return sorted({*marks, *(at for at in firsts if at < len(tokens))})


def _paragraph_ends(sentences: Sequence[Sentence]) -> list[int]:
    ends: list[int] = []
    for number, sentence in enumerate(sentences):
        if number + 1 == len(sentences) or sentences[number + 1].paragraph != sentence.paragraph:
            ends.append(sentence.end)
    return ends or [0]


def _opens(text: str, token: Token) -> bool:
    """Whether a mark stands where one opens: before a visible sign, after white space or another mark."""
    after = text[token.end : token.end + 1]
    before = text[token.start - 1 : token.start] if token.start else " "
    return bool(after) and not after.isspace() and not before.isalnum()


def _closes(text: str, token: Token) -> bool:
    """Whether a mark stands where one closes: not right before a word."""
    after = text[token.end : token.end + 1]
    return not after.isalnum()
