"""What a date expression stands in: its sentence, and the words beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazetted.reading.date_words import Words
from gazetted.reading.tokens import Token

_YEAR_AHEAD = re.compile(r",?[&z\-],?[ih]?(?:[do]f?[Mm]\.?,?|[Mm]\.?[do],?|[Mm]\.?,?)(y)")
_TENSE_REACH = 10  # tokens


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, token by token.

    Attributes:
        tokens: its tokens.
        letters: their classes, one letter each; see `date_words`.
        values: their values.
        words: the words of the language it is in.
    """

    tokens: Sequence[Token]
    letters: str
    values: Sequence[int]
    words: Words


@dataclass(frozen=True, slots=True)
class Place:
    """A date expression in a sentence.

    Attributes:
        line: the sentence.
        start: index of its first token.
        end: index after its last token.
        anchor: the day the document was written.
        previous: the date named before it in the text, if any.
        beside: whether one token alone stands between that date and this place.
    """

    line: Line
    start: int
    end: int
    anchor: dt.date
    previous: str | None
    beside: bool

    def of(self, classes: str) -> list[int]:
        """Values of the tokens of these classes, in order."""
        letters, values = self.line.letters, self.line.values
        return [values[at] for at in range(self.start, self.end) if letters[at] in classes]

    def count(self) -> int:
        """Value of the first token; "a" is one."""
        return self.line.values[self.start] or 1

    def has(self, letter: str) -> bool:
        """Whether a token of that class is in it."""
        return letter in self.line.letters[self.start : self.end]

    def near(self, offset: int) -> str:
        """Class of the token so many places before the start (negative) or after the end; blank outside."""
        at = self.start + offset if offset < 0 else self.end + offset
        return self.line.letters[at] if 0 <= at < len(self.line.letters) else " "

    def text(self, at: int) -> str:
        """The token at an index of the sentence, empty outside."""
        return self.line.tokens[at].text if 0 <= at < len(self.line.tokens) else ""

    def fixed(self) -> bool:
        """Whether it is part of a fixed name, such as that of a Sunday paper."""
        words = self.line.words
        return (
            self.text(self.start - 1).lower() in words.fixed_after or self.text(self.end).lower() in words.fixed_before
        )

    def future(self) -> bool:
        """Whether the clause speaks of what is to come."""
        words = self.line.words
        for at in range(self.start - 1, max(self.start - 1 - _TENSE_REACH, -1), -1):
            word = self.text(at).lower()
            if word in words.future:
                return True
            if word in words.past or word == ",":
                return False
        return False

    def tight(self) -> bool:
        """Whether no white space stands inside."""
        tokens = self.line.tokens
        return all(tokens[at].end == tokens[at + 1].start for at in range(self.start, self.end - 1))

    def year_ahead(self) -> int | None:
        """The year of a full date that it is coordinated with: that of "9 March and 12 June 2015"."""
        found = _YEAR_AHEAD.match(self.line.letters, self.end)
        return self.line.values[found.start(1)] if found else None
