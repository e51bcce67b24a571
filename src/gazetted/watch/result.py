"""What is watched, and what an alert says."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, Literal

import msgspec

from gazetted.screening.canonical import canonical

Watched = Literal["portfolio", "party", "list", "feed", "folder"]

What = Literal[
    "new match", "match changed", "standing changed", "match gone", "match reopened", "party changed", "list changed",
    "mention", "claim contradicted", "signal",
]  # fmt: skip
"""`new match`: a customer is like a name that binds now and did not before. `match changed`: another name or score.
`standing changed`: the match is as before, and stands otherwise. `match gone`: it is no candidate any more. `match
reopened`: it was cleared, and the entry changed since. `party changed`, `list changed`: the record was told something
new, or the day brought a change. `mention`, `claim contradicted`, `signal`: a new article names a watched party, claims
of it what the record contradicts, or reports that a listing of it may change."""


class Watch(msgspec.Struct, frozen=True):
    """Something that is watched.

    Attributes:
        number: by which the user names it.
        kind: what it is.
        target: path of the file or folder, slug of the party, key of the list, or address or path of the feed.
        lists: of a portfolio: only these lists count; empty: all.
        threshold: of a portfolio: least score of a match.
        mapping: of a portfolio: field of the query → column of the file.
        runs: how often it was looked at.
        known: the moment of the record at the last look (ISO); None before the first.
        source: of a portfolio: digest of what was screened at the last look.
        day: the day whose law was asked at the last look (ISO).
    """

    number: int
    kind: Watched
    target: str
    lists: tuple[str, ...] = ()
    threshold: float = 0.70
    mapping: dict[str, str] = {}
    runs: int = 0
    known: str | None = None
    source: str | None = None
    day: str | None = None

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
        decision: of a match on which a user decided: who, when, what and why; `open`: why it is to be looked at again.
        document: of a feed or folder: `id`, `title`, `publisher`, `date` and `sha256` of the article, and what it says
            of the party: its `mentions`, or the `claim` or `signal`.
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
    decision: dict[str, Any] | None = None
    document: dict[str, Any] | None = None
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
        customers: of a portfolio: customer → digest of its query; None: as at the last look.
        seen: subject → its state, as JSON.
        alerts: in the order of their subjects.
        source: of a portfolio: digest of what was screened.
        day: the day whose law was asked.
        failures: of a feed or folder: articles that could not be read, in sentences.
    """

    known: str
    customers: dict[str, str] | None
    seen: dict[str, str]
    alerts: tuple[Alert, ...]
    source: str | None = None
    day: str | None = None
    failures: tuple[str, ...] = ()


class Look(msgspec.Struct, frozen=True):
    """The present state of the record, of which a look is taken.

    Attributes:
        known: the moment up to which it was told.
        on: the day whose law is asked.
        created: the present moment (ISO).
        record: digest and moment.
    """

    known: dt.datetime
    on: dt.date
    created: str
    record: dict[str, Any]


def alert_id(watch: Watch, subject: str) -> str:
    """The id of an alert: of the watch, its look and the subject, so that a look that is repeated gives it again."""
    return hashlib.sha256(canonical([watch.number, watch.target, watch.runs + 1, subject])).hexdigest()[:32]
