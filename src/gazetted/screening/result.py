"""What a screening gives back."""

from __future__ import annotations

import msgspec

from gazetted.matching.comparison import Explanation
from gazetted.model.form import plain
from gazetted.model.party import Kind, NameType
from gazetted.model.standing import Standing


class Query(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked: a name, and what else is known of its bearer.

    Attributes:
        name: the name as given.
        kind: what it is thought to be.
        born: birth date, ISO, may be partial.
        country: ISO 3166-1 alpha-2 code or English name.
        ids: `type:value` identifiers.
        key: the caller's own key of the row; echoed, never used.
    """

    name: str
    kind: Kind = "any"
    born: str | None = None
    country: str | None = None
    ids: tuple[str, ...] = ()
    key: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The JSON form; `name` and `kind` are always there."""
        return {"name": self.name, "kind": self.kind, **plain(self)}


class Match(msgspec.Struct, frozen=True):
    """A party of the record whose name may be the one asked for.

    Attributes:
        score: likeness in [0, 1]; 0.70 is the default threshold. It is not a probability.
        party: slug.
        name: the party's name.
        matched_name: the name in the record that met the query.
        name_type: what that name is to the party.
        standings: where it stood on the day asked.
        explanation: which words met, and how.
    """

    score: float
    party: str
    name: str
    matched_name: str
    name_type: NameType
    standings: tuple[Standing, ...]
    explanation: Explanation

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return dict(plain(self))


class Screening(msgspec.Struct, frozen=True):
    """One query held against the record.

    Attributes:
        query: what was asked.
        on: the day whose law was asked (ISO).
        matches: candidates at or above the threshold, best first. A candidate is never a finding.
    """

    query: Query
    on: str
    matches: tuple[Match, ...]

    def receipt(self) -> None:
        """The proof of this screening; not made yet."""

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"query": self.query.to_dict(), "matches": plain(self.matches), "receipt": None}
