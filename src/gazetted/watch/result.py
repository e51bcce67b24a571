"""What is watched, and what an alert says."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Watched = Literal["portfolio", "party", "list"]

What = Literal["new match", "match changed", "standing changed", "match gone", "party changed", "list changed"]
"""`new match`: a customer is like a name that binds now and did not before. `match changed`: another name or score.
`standing changed`: the match is as before, and stands otherwise. `match gone`: it is no candidate any more. `party
changed`, `list changed`: the record was told something new, or the day brought a change."""


class Watch(msgspec.Struct, frozen=True):
    """Something that is watched.

    Attributes:
        number: by which the user names it.
        kind: what it is.
        target: path of the file, slug of the party, or key of the list.
        lists: of a portfolio: only these lists count; empty: all.
        threshold: of a portfolio: least score of a match.
        mapping: of a portfolio: field of the query → column of the file.
        runs: how often it was looked at.
        known: the moment of the record at the last look (ISO); None before the first.
    """

    number: int
    kind: Watched
    target: str
    lists: tuple[str, ...] = ()
    threshold: float = 0.70
    mapping: dict[str, str] = {}
    runs: int = 0
    known: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return dict(msgspec.to_builtins(self))


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a user should know now. A match is a candidate, never a finding.

    Attributes:
        id: stays the same however often the alert is sent; by it a receiver drops repeats.
        created: when it was raised (ISO, UTC).
        watch: number of the watch.
        kind: what is watched.
        target: what is watched, as the watch names it.
        what: what happened.
        customer: of a portfolio: the row that was screened (`customer`, its key or row, and the query).
        party: slug of the party concerned.
        name: its name.
        before: the match or the standings as they were at the last look; None where there were none.
        after: as they are now; None where there are none.
        events: of a party or list: what the record was told since.
        withdrawn: of a party or list: what it no longer holds to be so.
        acts: the legal acts behind it.
        why: why it matters, in a sentence.
        on: the day whose law was asked.
        record: digest of the record, and the moment up to which it was told.
    """

    id: str
    created: str
    watch: int
    kind: Watched
    target: str
    what: What
    customer: dict[str, Any] | None = None
    party: str | None
    name: str | None
    before: Any = None
    after: Any = None
    events: tuple[dict[str, Any], ...] = ()
    withdrawn: tuple[dict[str, Any], ...] = ()
    acts: tuple[str, ...] = ()
    why: str
    on: str
    record: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return dict(msgspec.to_builtins(self))


class Observed(msgspec.Struct, frozen=True):
    """What a look at a watch found: its state from now on, and what to tell.

    Attributes:
        known: the moment of the record that was looked at.
        customers: of a portfolio: customer → digest of its query.
        seen: subject → its state, as JSON.
        alerts: in the order of their subjects.
    """

    known: str
    customers: dict[str, str]
    seen: dict[str, str]
    alerts: tuple[Alert, ...]
