"""Dated facts about listings."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.model.party import NameType

What = Literal[
    "listed",
    "relisted",
    "name added",
    "name removed",
    "renamed",
    "renumbered",
    "amended",
    "delisted",
    "lapsed",
    "suspended",
    "reinstated",
    "struck down",
    "context",
]
"""What happened. `relisted` is a renewal of what was in force, or a new listing after a removal: the fold tells which.
`renumbered`: the publisher gave the entry another key. `struck down`: a court held the listing unlawful and left it
standing. `context` changes no standing."""

Step = Literal["considered", "urged", "announced", "signed", "published", "effective", "rejected", "context"]
"""How far an act had come on the date of the event. Only `effective` changes a standing."""

Confidence = Literal["high", "medium", "low"]

Unconfirmed = Literal["", "day", "all"]
"""What rests on unverified knowledge: nothing, the exact day, or the whole fact."""


class Detail(msgspec.Struct, frozen=True, gc=False):
    """A field of a listing that is not as it was.

    Attributes:
        field: a field of `Listing`, such as `born`; or `name_type`, where a name that stayed became something else.
        before: its values before; empty where it had none.
        after: its values from then on; empty where it has none any more.
    """

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Event(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One dated fact about one entry of one list.

    Attributes:
        list_key: the list, such as `us.fto`; None for context that belongs to no list.
        entry: the key of the entry within the list (the publisher's number, or a slug).
        party: slug of the party to which the entry belongs.
        what: what happened.
        step: how far the act had come; only `effective` changes a standing.
        name: the name that the fact is about: of the entry (listed, delisted), or the one added, removed, or, for
            `renamed`, the new name of the entry.
        former: for `renamed`: the old name, where stated; for `renumbered`: the old key of the entry.
        name_type: what the name is to the entry.
        denotes: slug of another party that the name stands for, where it is not the entry's own.
        date: the day (month, year) of the fact; None where it is not known.
        not_before: the first day on which it can have happened, where only bounds are known.
        not_after: the last such day; a name in force on a day whose start is unknown was added not after that day.
        programmes: programmes under which the entry stands from then on (`SDGT`); empty: as before.
        details: for `amended`: what is not as it was, before and after; empty where the source does not tell.
        instrument: the legal act.
        source: where the fact is stated.
        confidence: how sure the record is.
        unconfirmed: what of it rests on unverified knowledge.
        note: what a reader should know besides.
    """

    list_key: str | None
    entry: str
    party: str
    what: What
    step: Step = "effective"
    name: str = ""
    former: str = ""
    name_type: NameType = "primary"
    denotes: str | None = None
    date: PartialDate | None = None
    not_before: PartialDate | None = None
    not_after: PartialDate | None = None
    programmes: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    instrument: str = ""
    source: str = ""
    confidence: Confidence = "high"
    unconfirmed: Unconfirmed = ""
    note: str = ""

    @property
    def date_kind(self) -> Literal["stated", "inferred"]:
        """`stated` by its source, or `inferred` between bounds."""
        return "inferred" if self.date is None or self.not_before or self.not_after else "stated"

    @property
    def about(self) -> str:
        """The party that the fact concerns: the one that the name denotes, else the entry's own."""
        return self.denotes or self.party

    def digest(self) -> str:
        """SHA-256 of the content: the same fact told twice is one fact."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()

    def order(self) -> tuple[dt.date, int, str]:
        """Sort key: by day, in the order in which facts of one day take effect, then by content."""
        day = self.date or self.not_after or self.not_before
        return (day.earliest() if day else dt.date.min, _RANK[self.what], self.name)

    def to_dict(self) -> dict[str, object]:
        """The JSON form of an event, as `history` and `changes` give it."""
        bounds = [d.iso if d else None for d in (self.not_before, self.not_after)]
        return {
            "date": self.date.iso if self.date else None,
            "date_kind": self.date_kind,
            "date_bounds": bounds if any(bounds) else None,
            "list": self.list_key,
            "entry": self.entry,
            "party": self.about,
            "through": self.party if self.denotes else None,
            "what": self.what,
            "name": self.name,
            "former": self.former or None,
            "name_type": self.name_type,
            "step": self.step,
            "programmes": list(self.programmes),
            "details": [{"field": d.field, "before": list(d.before), "after": list(d.after)} for d in self.details],
            "instrument": self.instrument,
            "source": self.source,
            "confidence": self.confidence,
            "unconfirmed": self.unconfirmed or None,
            "note": self.note or None,
        }


_RANK: dict[What, int] = {
    "delisted": 0,
    "lapsed": 0,
    "name removed": 1,
    "listed": 2,
    "relisted": 3,
    "renamed": 4,
    "renumbered": 4,
    "name added": 5,
    "amended": 6,
    "suspended": 7,
    "reinstated": 8,
    "struck down": 9,
    "context": 10,
}
