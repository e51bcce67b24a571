"""Which entries are one party, and why."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from gazetted.model.event import Confidence
from gazetted.model.form import plain

Verdict = Literal["same", "proposed", "different"]
"""`same`: held to be one party. `proposed`: they may be; a person has to say. `different`: a user said they are not."""

Teller = Literal["engine", "user"]
"""Who says so."""


class Tie(msgspec.Struct, frozen=True, order=True):
    """What is held of two parties or entries: that they are one, may be one, or are not.

    Attributes:
        left: slug of the one (of an entry that is a party of its own: `us.sdn:38499`).
        right: slug of the other; `left` is the smaller of the two.
        verdict: what is held.
        reason: why, in words that name what agrees.
        confidence: how sure that is.
        by: `engine`, or `user` where somebody decided it; a user's word goes before the engine's.
    """

    left: str
    right: str
    verdict: Verdict
    reason: str
    confidence: Confidence = "high"
    by: Teller = "engine"

    @property
    def pair(self) -> tuple[str, str]:
        """Both slugs."""
        return self.left, self.right

    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return dict(plain(self))


def tied(
    one: str,
    other: str,
    verdict: Verdict,
    reason: str,
    confidence: Confidence = "high",
    by: Teller = "engine",
) -> Tie:
    """A tie with its slugs in order.

    >>> tied("b", "a", "same", "said so").pair
    ('a', 'b')
    """
    return Tie(min(one, other), max(one, other), verdict, reason, confidence, by)
