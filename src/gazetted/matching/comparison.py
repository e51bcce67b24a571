"""What a comparison of two names gives back."""

from __future__ import annotations

from typing import Literal

import msgspec

from gazetted.model.form import plain

TokenKind = Literal[
    "exact",
    "spelling",
    "transliteration",
    "initial",
    "nickname",
    "joined",
    "truncated",
    "missing",
    "extra",
    "different",
]
"""How two words agree. `truncated`: the last word of a name that a field cut off. `missing`: the listed name has
it, the query has not; `extra`: the other way about."""


class TokenMatch(msgspec.Struct, frozen=True):
    """One aligned pair of words; the side that lacks a word holds None.

    Attributes:
        query: the word of the first name.
        listed: the word of the second name.
        kind: how they agree.
        similarity: in [0, 1].
    """

    query: str | None
    listed: str | None
    kind: TokenKind
    similarity: float


class Qualifier(msgspec.Struct, frozen=True):
    """Something besides the name that confirms or contradicts.

    Attributes:
        what: birth date, country, kind, identifier.
        query: the value of the query.
        listed: the value of the record.
        effect: by how much it moved the score, in [-1, 1].
    """

    what: str
    query: str
    listed: str
    effect: float


class Explanation(msgspec.Struct, frozen=True):
    """Why a score is what it is.

    Attributes:
        tokens: the aligned words.
        qualifiers: what else spoke for or against.
        counterfactual: the nearest change that would flip the verdict, in words; None where there is none to name.
    """

    tokens: tuple[TokenMatch, ...]
    qualifiers: tuple[Qualifier, ...] = ()
    counterfactual: str | None = None


class Comparison(msgspec.Struct, frozen=True):
    """Two names compared.

    Attributes:
        score: likeness in [0, 1]; 0.70 and above counts as a match. Not a probability.
        explanation: the aligned words.
    """

    score: float
    explanation: Explanation

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return dict(plain(self))
