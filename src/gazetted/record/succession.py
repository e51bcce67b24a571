"""Entries that got another key: the publisher renumbered them, or made the list anew with other keys.

Between two editions that follow each other an entry goes and another comes that is the same in all that tells it
apart. That is no removal and no listing: both keys are one entry from then on. An entry of which the publisher states
that it was listed after the earlier edition is a new listing, whatever its name; that both are one party is for
`evidence` to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gazetted.model.edition import Aspect, Listing, Succession
from gazetted.model.event import Confidence
from gazetted.record.evidence import form_of, is_strong

NEEDED: frozenset[Aspect] = frozenset({"entries", "primary names"})
"""What an edition must tell completely to be held against its neighbour."""

Members = Callable[[str], frozenset[int]]
"""Ids of the listings of the edition of a date."""

Listings = Callable[[Iterable[int]], list[Listing]]
"""The listings of ids."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """An entry that went or came, by what it can be recognised."""

    listing: Listing
    name: tuple[str, ...]
    words: int


def successions(
    list_key: str, earlier: str, before: Sequence[Listing], date: str, after: Sequence[Listing]
) -> list[Succession]:
    """Which of the entries that went are which of those that came.

    Args:
        list_key: the list.
        earlier: date of the edition before (ISO).
        before: its entries that the next one has not.
        date: date of the next edition.
        after: its entries that the one before has not.
    """
    gone = [_seen(listing) for listing in before if listing.names]
    come = [_seen(x) for x in after if x.names and not (x.listed_on and earlier < x.listed_on <= date)]
    by_name: defaultdict[tuple[str, ...], list[_Seen]] = defaultdict(list)
    by_number: defaultdict[str, list[_Seen]] = defaultdict(list)
    for seen in gone:
        by_name[seen.name].append(seen)
        for number in filter(is_strong, seen.listing.identifiers):
            by_number[number].append(seen)
    weighed: list[tuple[int, str, _Seen, _Seen]] = []
    for seen in come:
        partners = {id(old): old for old in by_name.get(seen.name, ())}
        for number in filter(is_strong, seen.listing.identifiers):
            partners.update({id(old): old for old in by_number.get(number, ())})
        weighed += [(*found, old, seen) for old in partners.values() if (found := _agreement(old, seen)) is not None]
    return sorted(_pairs(list_key, date, weighed), key=_order)


def _seen(listing: Listing) -> _Seen:
    form = form_of(listing.names[0].text)
    return _Seen(listing, tuple(skeleton for skeleton, _ in form), len(form))


def _agreement(old: _Seen, new: _Seen) -> tuple[int, str] | None:
    """How much speaks for one entry (more is better), and what; None where it is too little or something forbids it."""
    a, b = old.listing, new.listing
    if a.kind != b.kind and "any" not in (a.kind, b.kind):
        return None
    if (a.born and b.born and not set(a.born) & set(b.born)) or (a.gender and b.gender and a.gender != b.gender):
        return None
    named = old.name == new.name
    points, said = (2, ["the name"]) if named else (0, [])
    if any(map(is_strong, set(a.identifiers) & set(b.identifiers))):
        points, said = points + 4, [*said, "a number"]
    if set(a.born) & set(b.born):
        points, said = points + 3, [*said, "the birth date"]
    if len({form_of(n.text) for n in a.names} & {form_of(n.text) for n in b.names}) > 1:
        points, said = points + 2, [*said, "another name"]
    if set(a.programmes) & set(b.programmes):
        points, said = points + 1, [*said, "the programme"]
    if set(a.countries) & set(b.countries):
        points, said = points + 1, [*said, "the country"]
    enough = points >= 6 if not named else old.words > 1 or points > 3
    return (points, ", ".join(said)) if enough else None


def _pairs(list_key: str, date: str, weighed: Iterable[tuple[int, str, _Seen, _Seen]]) -> Iterable[Succession]:
    """The best partner of each entry, where it is the best of both and no other is as good."""
    held = list(weighed)
    best: defaultdict[str, list[int]] = defaultdict(list)
    for points, _, old, new in held:
        best[f"old {old.listing.entry}"].append(points)
        best[f"new {new.listing.entry}"].append(points)
    for points, said, old, new in held:
        sides = (best[f"old {old.listing.entry}"], best[f"new {new.listing.entry}"])
        if all(max(side) == points and side.count(points) == 1 for side in sides):
            sure: Confidence = "high" if points > 3 else "medium"
            reason = f"gone and come in the edition of {date}; the same: {said}"
            yield Succession(list_key, old.listing.entry, new.listing.entry, date, reason, sure)


def _order(one: Succession) -> tuple[str, str, str]:
    return one.date or "", one.old, one.new


def at_edition(list_key: str, earlier: str, date: str, members: Members, listings: Listings) -> list[Succession]:
    """The entries that got another key between two editions.

    Args:
        list_key: the list.
        earlier: date of the one before; both tell completely what `NEEDED` says.
        date: date of the edition.
        members: ids of the listings of an edition.
        listings: reads listings.
    """
    before, now = members(earlier), members(date)
    old, new = listings(before - now), listings(now - before)
    kept = {listing.entry for listing in old} & {listing.entry for listing in new}
    return successions(
        list_key, earlier, [x for x in old if x.entry not in kept], date, [x for x in new if x.entry not in kept]
    )


def chains(found: Iterable[Succession]) -> dict[str, tuple[str, ...]]:
    """Key → all keys of its entry, the oldest first, for every entry that ever got another.

    >>> chains([Succession("us.sdn", "38499", "39796", "2022-11-09")])["38499"]
    ('38499', '39796')
    """
    together: dict[str, dict[str, None]] = {}
    for one in sorted(found, key=_order):
        keys = together.get(one.old, {one.old: None}) | together.get(one.new, {one.new: None})
        for key in keys:
            together[key] = keys
    return {key: tuple(keys) for key, keys in together.items()}
