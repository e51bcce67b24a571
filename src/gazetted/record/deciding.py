"""What is joined to a party, and what a user decides about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import msgspec

from gazetted.errors import UsageError
from gazetted.model.form import plain
from gazetted.model.identity import Tie, Verdict, tied
from gazetted.record.ledger import Ledger

_SURE = {"high": 0, "medium": 1, "low": 2}

LONGEST_REASON = 1000
"""Characters of a user's reason."""


class Identity(msgspec.Struct, frozen=True):
    """What is taken for one party, and why.

    Attributes:
        slugs: its slugs, the one it goes by first; an entry that is a party of its own is `list key:entry`.
        ties: what joins them; what may belong to the party; and what a user said does not.
    """

    slugs: tuple[str, ...]
    ties: tuple[Tie, ...]

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {"slugs": list(self.slugs), "ties": [plain(tie) for tie in self.ties]}


def identity(ledger: Ledger, party: str, *, known: dt.datetime | None = None) -> Identity:
    """What is taken for one party with a slug.

    Args:
        ledger: the record.
        party: slug.
        known: the moment whose knowledge is used.
    """
    with ledger.snapshot():
        slugs = tuple(ledger.slugs(party, known=known))
        return Identity(slugs, tuple(sorted(ledger.ties(party, known=known), key=_order)))


def proposals(ledger: Ledger, *, known: dt.datetime | None = None) -> list[Tie]:
    """Pairs that may be one party and are not joined, the likelier first."""
    with ledger.snapshot():
        waiting = (tie for tie in ledger.ties(known=known) if tie.verdict == "proposed")
        joined = ledger.joined(known=known)
        apart = (t for t in waiting if joined.get(t.left, t.left) != joined.get(t.right, t.right))
        return sorted(apart, key=_order)


def decide(
    ledger: Ledger, one: str, other: str, verdict: Verdict | None, reason: str, *, clock: Callable[[], dt.datetime]
) -> Tie | None:
    """Keep what a user decided of two slugs; None takes a decision back.

    Raises:
        UsageError: both are the same slug, the reason is empty or too long, or there is nothing to take back.
    """
    if one == other:
        raise UsageError(f"{one} is one and the same slug: give two.")
    said = " ".join(reason.split())
    if verdict is not None and not 0 < len(said) <= LONGEST_REASON:
        raise UsageError(f"Give a reason of 1 to {LONGEST_REASON} characters: it is kept with the decision.")
    pair = (min(one, other), max(one, other))
    tie = tied(one, other, verdict, said, by="user") if verdict is not None else None
    told = ledger.tell_ties({pair: tie}, now=clock())
    if tie is None and told.load is None:
        raise UsageError(f"Nothing was decided of {one} and {other}: there is nothing to take back.")
    return tie


def slugs_in(ties: Iterable[Tie]) -> set[str]:
    """Every slug that ties speak of."""
    return {slug for tie in ties for slug in tie.pair}


def _order(tie: Tie) -> tuple[int, bool, Tie]:
    return _SURE[tie.confidence], tie.by != "user", tie
