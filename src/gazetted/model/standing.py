"""What a party's status on a list is on a day."""

from __future__ import annotations

from typing import Literal

import msgspec

from gazetted.model.form import plain

Status = Literal["in force", "not listed", "removed", "lapsed", "suspended", "contested"]
"""`removed`: it stood and no longer does. `lapsed`: its time ran out. `contested`: struck down, still in force."""


class Standing(msgspec.Struct, frozen=True, kw_only=True, rename={"list_key": "list", "as_": "as"}, gc=False):
    """The status of a party on one list on one day, under one name, with its ground and its doubt.

    Attributes:
        list_key: the list.
        status: the status on the day asked.
        since: the first day under the name asked about (else of the party); None where it is not known.
        until: the day on which it no longer stood; None while it stands or where it is not known.
        as_: the name under which the list carries the party (that of the entry, where it stands through one).
        name: the name that the standing is about: the one asked for where the list carries it.
        through: slug of the party whose entry carries the name, where it is not the party's own.
        entry: key of the entry within the list.
        programmes: programmes of the entry on that day, such as `("SDGT",)` on `us.sdn`.
        instrument: the act behind the present status.
        source: where that act is stated.
        confidence: of the fact behind the status: high, medium or low.
        unconfirmed: what of that fact rests on unverified knowledge: "day", "all", or None.
        doubt: in words, what the record does not know here; None where nothing is in doubt.
        newest: date of the newest fact that the record holds about this list: later than that it knows nothing.
    """

    list_key: str
    status: Status
    since: str | None
    until: str | None
    as_: str
    name: str
    through: str | None
    entry: str
    programmes: tuple[str, ...]
    instrument: str
    source: str
    confidence: str
    unconfirmed: str | None
    doubt: str | None
    newest: str | None

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return dict(plain(self))
