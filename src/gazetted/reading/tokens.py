"""Text cut into tokens with exact offsets.

What is one token:

- a word with its inner apostrophes (`Hay'at`, `Qa’ida`, `they’ve`), in any script, with its combining marks;
- a dotted acronym with its dots (`U.S.`, `J.D.`, `e.g.`); a single initial (`J.`) is a word and a full stop;
- a number with its separators and any letters after it (`500,000`, `3.5`, `1990s`, `24th`);
- a possessive ending (`'s`, `’s`), apart from its word: `Biden’s` is `Biden` + `’s`, `rebels'` is `rebels` + `'`;
- two or more full stops in a row;
- every other visible character by itself: hyphens, slashes, quotation marks, brackets.

So a hyphenated compound is one token for each part and one for each hyphen: `US-backed` is `US`, `-`, `backed`, and a
name can be matched inside and across compounds. Scripts written without spaces are not cut into words. White space and
invisible format characters (byte order mark, direction marks) are in no token, except joiners inside a word.
"""

from __future__ import annotations

import re

import msgspec

from gazetted.reading import cutting

HYPHENS = frozenset("-\u2010\u2011")
"""Characters that join the parts of a compound."""

APOSTROPHES = frozenset("'’‘`´")
"""Characters written for an apostrophe inside a word (ʿ, ʾ, ʼ and ʻ are letters already)."""

# Marks that belong to the letter before them but are no letters to `\w`: accents, vowel signs of Semitic and Indic
# scripts, Thai and Lao signs; and the joiners and soft hyphen that may stand inside a word.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0903\u093a-\u094f"
    "\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83"
    "\u0abc-\u0acd\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0cbc-\u0cd6\u0d3b-\u0d57\u0dca-\u0ddf"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1dc0-\u1dff\u20d0-\u20f0"
    "\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\u200c\u200d\u00ad"
)
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"

# One alternative after the other, each bounded by what it consumes: no alternative gives characters back to try again.
# The first takes nothing that the others would not take alike: it is there because most words are of this plain kind.
_TOKEN = re.compile(
    rf"""
      [A-Za-z]++ (?=[\ ,\n])
    | (?<![\w]) [^\W\d_] (?: \. [^\W\d_] (?![^\W_]|[{_MARKS}]) )++ \.?         # U.S.  J.D.  e.g.
    | \d++ (?: [.,] \d++ )*+ (?: [^\W_] [{_MARKS}]*+ )*+                       # 500,000  1990s
    | [^\W_] [{_MARKS}]*+ (?: [^\W_] | [{_MARKS}] )*+
      (?: ['’‘`´] (?! [sS] (?![^\W_]) ) (?: [^\W_] [{_MARKS}]*+ )++ )*+        # Qa’ida
    | (?<=[\w{_MARKS}]) ['’] [sS] (?![\w])                                     # the possessive
    | \.{{2,}}
    | [^\s{_INVISIBLE}]
    """,
    re.VERBOSE,
)


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word, number, sign or ending.

    Attributes:
        start: offset of its first character in the text.
        end: offset after its last character.
        text: what stands there, unchanged.
    """

    start: int
    end: int
    text: str


def pieces_of(text: str) -> list[str]:
    """What the tokens of a text say, without their places.

    >>> pieces_of("Biden’s law")
    ['Biden', '’s', 'law']
    """
    return cutting.pieces(text) if cutting.pieces is not None else _pieces(text)


def _pieces(text: str) -> list[str]:
    return _TOKEN.findall(text)


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens, in order, without overlap, in time linear in its length.

    >>> [token.text for token in tokenize("Biden’s US-backed Qa’ida fight (U.S. law), 500,000 in the 1990’s.")]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['Biden', '’s', 'US', '-', 'backed', 'Qa’ida', 'fight', '(', 'U.S.', 'law', ')', ',', '500,000', 'in', 'the',
     '1990', '’s', '.']
    """
    return cutting.tokens(text, Token) if cutting.tokens is not None else _tokens(text)


def _tokens(text: str) -> list[Token]:
    return [Token(found.start(), found.end(), found[0]) for found in _TOKEN.finditer(text)]
