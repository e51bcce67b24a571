"""What a user decided of a match, on what the entry said then, and whether that still holds."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, Protocol, get_args

import msgspec

from gazetted.errors import UsageError
from gazetted.model.form import plain
from gazetted.model.party import Kind, Particulars, Party
from gazetted.model.standing import Standing

Verdict = Literal["cleared", "confirmed"]
"""`cleared`: the customer is not the listed party. `confirmed`: it is, or must be treated as if it were."""

BINDING = frozenset({"in force", "contested", "suspended"})
"""Statuses of a standing under which a list still counts."""

_LONGEST = 2_000
_FIELDS = {
    "names": "names",
    "born": "birth dates",
    "countries": "countries",
    "identifiers": "identifiers",
    "genders": "gender",
    "kind": "kind",
    "lists": "lists",
}


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What matters of a listed party to a decision: a change in any of it opens the decision again.

    Attributes:
        names: every name in the record, in order of the alphabet.
        born: birth dates, as of `Particulars`; so are `countries`, `identifiers` and `genders`.
        countries: as above, and those of the party itself.
        identifiers: as above.
        genders: as above.
        kind: what the party is.
        lists: keys of the lists on which it stands (`BINDING`).
    """

    names: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    kind: Kind = "any"
    lists: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A decision of a user on one customer and one listed party.

    Attributes:
        customer: the caller's key of the customer, or its name where it has none.
        party: slug of the listed party.
        verdict: what was decided.
        reason: why, in the user's words.
        user: who decided.
        time: when (ISO, UTC).
        name: the customer's name at the time; a decision says nothing of a customer of another name.
        entry: what the record said of the party then; None where it was not taken down, so that no change can be seen.
    """

    customer: str
    party: str
    verdict: Verdict
    reason: str
    user: str
    time: str
    name: str = ""
    entry: Entry | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return dict(plain(self))


class Holder(Protocol):
    """What is asked of the record about a party."""

    def particulars(self, party: str, *, known: dt.datetime | None = None) -> Particulars:
        """Birth dates, countries and identifiers."""

    def standings(
        self, party: str, on: dt.date, *, known: dt.datetime | None = None, name: str | None = None
    ) -> list[Standing]:
        """Standing of a party on every list that ever carried it."""


def decision(
    customer: str, party: str, verdict: str, *, reason: str, user: str, time: str, name: str = "", entry: Entry | None
) -> Decision:
    """A decision whose parts were checked.

    Raises:
        UsageError: the verdict is unknown, or there is no reason or user, or one is too long.
    """
    if verdict not in get_args(Verdict):
        raise UsageError(f"{verdict!r} is no decision: give cleared or confirmed.")
    for what, text in (("customer", customer), ("reason", reason), ("user", user)):
        if not text.strip():
            raise UsageError(f"A decision needs a {what}: give one.")
        if len(text) > _LONGEST:
            raise UsageError(f"The {what} of a decision is longer than {_LONGEST:,} characters: shorten it.")
    given: Verdict = "cleared" if verdict == "cleared" else "confirmed"
    return Decision(
        customer=customer, party=party, verdict=given, reason=reason.strip(), user=user.strip(), time=time, name=name,
        entry=entry,
    )  # fmt: skip


def entry_of(
    ledger: Holder, party: Party, names: tuple[str, ...], *, on: dt.date, known: dt.datetime | None = None
) -> Entry:
    """What the record says of a party on a day.

    Args:
        ledger: the record.
        party: the party.
        names: all its names.
        on: the day whose standings count.
        known: the moment whose knowledge is used.
    """
    held = ledger.particulars(party.party, known=known)
    standings = ledger.standings(party.party, on, known=known)
    return Entry(
        names=_each(names),
        born=_each(held.born),
        countries=_each((*held.countries, *party.countries)),
        identifiers=_each(held.identifiers),
        genders=_each(held.genders),
        kind=party.kind,
        lists=_each(one.list_key for one in standings if one.status in BINDING),
    )


def _each(values: Any) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def reopened(decided: Decision, now: Entry | None) -> str | None:
    """Why a decision must be looked at again, in a sentence; None where it holds.

    Args:
        decided: the decision.
        now: what the record says of the party today; None where it holds the party no more.

    >>> then = Entry(names=("A Name",), born=("1970",))
    >>> made = decision("c1", "a", "cleared", reason="younger", user="ann", time="2026-01-02T10:00:00Z", entry=then)
    >>> reopened(made, Entry(names=("A Name",), born=("1970", "1985")))
    'Cleared by ann on 2026-01-02, and open again: the entry changed since in birth dates (new: 1985).'
    >>> reopened(made, then) is None
    True
    """
    if decided.entry is None:
        return None
    said = f"{decided.verdict.capitalize()} by {decided.user} on {decided.time[:10]}, and open again:"
    if now is None:
        return f"{said} the record holds the entry no more."
    changes = list(differences(decided.entry, now))
    return f"{said} the entry changed since in {'; '.join(changes)}." if changes else None


def differences(then: Entry, now: Entry) -> list[str]:
    """In what two states of an entry differ, each field with what is new and gone, in words."""
    found = []
    for field, words in _FIELDS.items():
        old, new = (_texts(getattr(side, field)) for side in (then, now))
        if old != new:
            parts = [
                f"{label}: {_few(sorted(some))}" for label, some in (("new", new - old), ("gone", old - new)) if some
            ]
            found.append(f"{words} ({'; '.join(parts)})")
    return found


def _texts(value: str | tuple[str, ...]) -> set[str]:
    return {value} if isinstance(value, str) else set(value)


def _few(values: list[str]) -> str:
    shown = ", ".join(values[:3])
    return f"{shown} and {len(values) - 3} more" if len(values) > 3 else shown
