"""What a screening gives back."""

from __future__ import annotations

import msgspec

from gazetted.errors import UsageError
from gazetted.matching.comparison import Explanation
from gazetted.model.form import plain
from gazetted.model.party import Kind, NameType
from gazetted.model.standing import Standing
from gazetted.screening.receipts import Ground, Receipt, made


class Query(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked: a name, and what else is known of its bearer.

    Attributes:
        name: the name as given.
        kind: what it is thought to be.
        born: birth date, ISO, may be partial.
        country: ISO 3166-1 alpha-2 code or English name.
        ids: `type:value` identifiers.
        gender: `f` or `m`, or a word that begins so.
        key: the caller's own key of the row; echoed, never used.
    """

    name: str
    kind: Kind = "any"
    born: str | None = None
    country: str | None = None
    ids: tuple[str, ...] = ()
    key: str | None = None
    gender: str | None = None

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


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of a user on a match of a screening.

    Attributes:
        party: slug of the listed party.
        verdict: what was decided.
        holds: whether it holds the match back; else the match stands among the others.
        why: why it does, or does not any more, in a sentence.
        reason: the user's reason.
        user: who decided.
        time: when (ISO, UTC).
        until: the last day on which it holds; None: no such day.
        match: the match that is held back; None where none is.
    """

    party: str
    verdict: str
    holds: bool
    why: str
    reason: str
    user: str
    time: str
    until: str | None
    match: Match | None


class Screening(msgspec.Struct, frozen=True):
    """One query held against the record.

    Attributes:
        query: what was asked.
        on: the day whose law was asked (ISO).
        matches: candidates at or above the threshold, best first. A candidate is never a finding.
        ground: what it rested on, of which its receipt is made, or the receipt; None where no record made it.
        decisions: what a list of good guys says of matches: those that it holds back, and those that it held back once.
    """

    query: Query
    on: str
    matches: tuple[Match, ...]
    ground: Ground | Receipt | None = None
    decisions: tuple[Decided, ...] = ()

    @property
    def held_back(self) -> int:
        """How many matches decisions hold back."""
        return sum(one.holds for one in self.decisions)

    def receipt(self) -> Receipt:
        """The proof of this screening: as it stands in a log where it was written to one.

        Raises:
            UsageError: the screening was not made by a record.
            InputError: the query cannot be written down.
        """
        if isinstance(self.ground, Receipt):
            return self.ground
        if self.ground is None:
            raise UsageError("There is no receipt of a screening that no record made: screen with `record.screen`.")
        return made(self.query.to_dict(), self.ground, plain(self.matches), plain(self.decisions))

    def with_receipt(self, receipt: Receipt) -> Screening:
        """This screening with the receipt that a log or a signer made of it."""
        return msgspec.structs.replace(self, ground=receipt)

    def to_dict(self) -> dict[str, object]:
        """The JSON form; `receipt` is the whole receipt as one line of text."""
        receipt = self.receipt().text() if self.ground is not None else None
        decided = {"decisions": plain(self.decisions)} if self.decisions else {}
        return {"query": self.query.to_dict(), "matches": plain(self.matches), **decided, "receipt": receipt}
