"""The tokens of a document with what each does in a sentence, as far as small words and signs show it.

No word is looked at twice: every later step works on these lists by index.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from operator import attrgetter

import msgspec

from gazetted.reading.cutting import places
from gazetted.reading.language import load_table
from gazetted.reading.memo import Memo
from gazetted.reading.quotes import Quote, find_quotes
from gazetted.reading.sentences import Sentence
from gazetted.reading.tokens import Token

DETERMINER, PREPOSITION, COORDINATOR, SUBORDINATOR, RELATIVE = "D", "P", "C", "S", "W"
PRONOUN, OBJECT_PRONOUN, AUXILIARY, ADVERB, TIME, VERB = "N", "O", "A", "B", "T", "v"
CAPITAL, WORD, NUMBER, OWNER, QUOTE, DASH, HYPHEN = "K", "w", "0", "G", "Q", "-", "h"

_CLASSES = {
    "determiner": DETERMINER,
    "preposition": PREPOSITION,
    "coordinator": COORDINATOR,
    "subordinator": SUBORDINATOR,
    "relative": RELATIVE,
    "pronoun": PRONOUN,
    "object_pronoun": OBJECT_PRONOUN,
    "auxiliary": AUXILIARY,
    "adverb": ADVERB,
    "time": TIME,
    "verbs": VERB,
}
_SIGNS = {
    "-": HYPHEN,
    "\u2010": HYPHEN,
    "\u2011": HYPHEN,
    "–": DASH,
    "—": DASH,
    "’s": OWNER,
    "'s": OWNER,
    "’S": OWNER,
    "'S": OWNER,
    "…": ".",
    "...": ".",
    "[": "(",
    "]": ")",
}
_ADVERB_ENDING = 4
_NOT_ADVERBS = frozenset(
    {"family", "ally", "assembly", "rally", "july", "supply", "reply", "monopoly", "italy", "bully", "imply", "apply"}
    | {"comply", "rely", "multiply", "anomaly", "homily", "butterfly", "tally", "folly", "belly", "jelly", "lily"}
)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    determiner: str
    preposition: str
    coordinator: str
    subordinator: str
    relative: str
    pronoun: str
    object_pronoun: str
    auxiliary: str
    adverb: str
    time: str
    verbs: str
    passive: str
    plural: str
    leads_on: str
    withheld: str


class Grammar(msgspec.Struct, frozen=True):
    """Small words by what they do.

    Attributes:
        classes: word → its class, one letter.
        passive: forms of "to be".
        plural: words without -s that take a verb without -s.
        leads_on: verbs before "to say" whose subject says it.
        withheld: verbs before "to say" whose subject does not say it.
    """

    classes: Mapping[str, str]
    passive: frozenset[str]
    plural: frozenset[str]
    leads_on: frozenset[str]
    withheld: frozenset[str]


class Scan(msgspec.Struct, frozen=True):
    """A document as lists with one item for each token.

    Attributes:
        text: the document.
        tokens: its tokens.
        low: the tokens in lower case, with straight apostrophes.
        tags: what each does: a letter of this module, or the sign itself.
        sentences: first token, and index after the last, of each sentence.
        paragraphs: number of the paragraph of each sentence.
        sentence_of: number of the sentence of each token.
        quotes: what stands in quotation marks.
        quote_of: number of the innermost quote that a token stands in, -1 for none.
    """

    text: str
    tokens: Sequence[Token]
    low: list[str]
    tags: list[str]
    sentences: list[tuple[int, int]]
    paragraphs: list[int]
    sentence_of: list[int]
    quotes: list[Quote]
    quote_of: list[int]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of a run of tokens; `last` is the index after the last."""
        return self.tokens[first].start, self.tokens[last - 1].end


@cache
def grammar() -> Grammar:
    """The table of `resources/reading/grammar.toml`, read once."""
    file = load_table("grammar.toml", _File)
    classes = {word: letter for name, letter in _CLASSES.items() for word in getattr(file, name).split()}
    return Grammar(
        classes,
        frozenset(file.passive.split()),
        frozenset(file.plural.split()),
        frozenset(file.leads_on.split()),
        frozenset(file.withheld.split()),
    )


_START, _TEXT = attrgetter("start"), attrgetter("text")
_VERBS, _THAT, _STOP = frozenset({VERB}), frozenset({"that"}), frozenset({"."})


@cache
def _lowering() -> Memo[str]:
    return Memo(lambda text: text.lower().replace("’", "'"))


@cache
def _tagging() -> Memo[str]:
    return Memo(_tag)


def scan(text: str, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Scan:
    """Look at every token once."""
    texts = list(map(_TEXT, tokens))
    low = list(map(_lowering().__getitem__, texts))
    tags = list(map(_tagging().__getitem__, texts))
    quotes, marks = find_quotes(text, tokens, sentences)
    for place in marks:
        tags[place] = QUOTE
    for place in places(tags, _VERBS, 1, len(tags)):
        if tags[place - 1] == DETERMINER:
            tags[place] = WORD  # "the left", "a hit"
    for place in places(low, _THAT, 1, len(low)):
        if tags[place - 1] == PREPOSITION and tags[place + 1 : place + 2] in ([WORD], [CAPITAL]):
            tags[place] = DETERMINER  # "critics of that decision"
    bounds: list[tuple[int, int]] = []
    sentence_of: list[int] = []
    position = 0
    for number, sentence in enumerate(sentences):
        first = position
        position = bisect_left(tokens, sentence.end, first, key=_START)
        bounds.append((first, position))
        sentence_of.extend([number] * (position - first))
    sentence_of.extend([len(sentences) - 1] * (len(tokens) - len(sentence_of)))
    _join_abbreviations(tokens, texts, tags, bounds)
    quote_of = [-1] * len(tokens)
    for number, quote in sorted(enumerate(quotes), key=lambda one: one[1].first - one[1].last):
        quote_of[quote.first : quote.last] = [number] * (quote.last - quote.first)
    paragraphs = [sentence.paragraph for sentence in sentences]
    return Scan(text, tokens, low, tags, bounds, paragraphs, sentence_of, quotes, quote_of)


def _join_abbreviations(
    tokens: Sequence[Token], texts: Sequence[str], tags: list[str], bounds: Sequence[tuple[int, int]]
) -> None:
    """A full stop inside a sentence belongs to the capital before it: "Mr. Jones", "J. Smith"."""
    for first, last in bounds:
        for place in places(texts, _STOP, first + 1, last - 1):
            between = tags[place - 1] == tags[place + 1] == CAPITAL
            if between and tokens[place - 1].end == tokens[place].start:
                tags[place] = "&"


def _tag(text: str) -> str:
    first = text[0]
    if first.isalpha():
        low = text.lower().replace("’", "'")
        found = grammar().classes.get(low)
        if found is not None:
            # "US", "IT" and "Who" inside a sentence are names; "May" and "March" are taken as months.
            return (
                CAPITAL if len(text) > 1 and text.isupper() and len(text) < 4 and low not in ("the", "and") else found
            )
        if not first.islower():
            return CAPITAL
        if low.endswith("n't"):
            return AUXILIARY
        if len(low) > _ADVERB_ENDING and low.endswith("ly") and low not in _NOT_ADVERBS:
            return ADVERB
        return WORD
    if first.isdigit():
        return NUMBER
    return _SIGNS.get(text, "." if first == "." else first)
