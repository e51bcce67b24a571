"""Editions: how their entries are kept, and which events follow from a row of them.

An edition is not an event: what is gone from Monday's file was removed by Monday. What the publisher states keeps its
stated day; all else is inferred between two editions and says so.
"""

from __future__ import annotations

import datetime as dt
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate

from gazetted.model.dates import PartialDate
from gazetted.model.edition import ALL_ASPECTS, Aspect, Listing
from gazetted.model.event import Event, What
from gazetted.model.party import NameType
from gazetted.record.fold import IN_FORCE, EntryState, effect_day, state_on
from gazetted.text.normal import normalise

NOTHING = "-"
"""What is kept of the aspects of an edition that tells nothing completely; the empty text means everything."""


def pack(ids: Iterable[int]) -> bytes:
    """Ids of listings as a small blob: sorted, as differences, compressed.

    >>> unpack(pack([5, 3, 900]))
    [3, 5, 900]
    """
    last, steps = 0, array("I")
    for number in sorted(ids):
        steps.append(number - last)
        last = number
    return zlib.compress(steps.tobytes(), 6)


def unpack(blob: bytes) -> list[int]:
    """The ids of a blob, in rising order."""
    steps = array("I")
    steps.frombytes(zlib.decompress(blob))
    return list(accumulate(steps))


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive editions that hold the very same listing.

    Attributes:
        first: date of the first of them (ISO).
        last: date of the last.
        listing: what they hold.
    """

    first: str
    last: str
    listing: Listing


def runs_of(dates: Sequence[str], members: Sequence[Set[int]]) -> dict[int, list[tuple[str, str]]]:
    """For each listing, the stretches of consecutive editions that hold it.

    Args:
        dates: dates of the editions, rising.
        members: for each edition, the ids of its listings.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    before: Set[int] = frozenset()
    for date, now in zip(dates, members, strict=True):
        for number in now:
            if number in before:
                found[number][-1] = (found[number][-1][0], date)
            else:
                found.setdefault(number, []).append((date, date))
        before = now
    return found


@dataclass(frozen=True, slots=True)
class EditionDates:
    """The editions of a list.

    Attributes:
        dates: their dates, rising.
        partial: for those that do not tell everything: what they tell completely.
    """

    dates: Sequence[str]
    partial: Mapping[str, frozenset[Aspect]] = field(default_factory=dict)

    def aspects(self, date: str) -> frozenset[Aspect]:
        """What the edition of a date tells completely."""
        return self.partial.get(date, ALL_ASPECTS)

    def telling(self, aspect: Aspect) -> list[str]:
        """Dates of the editions that tell an aspect completely."""
        return [date for date in self.dates if aspect in self.aspects(date)]


def edition_events(
    list_key: str, entry: str, party: str, editions: EditionDates, runs: Sequence[Run], facts: Sequence[Event]
) -> list[Event]:
    """The events that the editions of a list add to the single facts told about one entry.

    At each edition the state that the facts give is held against what the edition prints; where they differ the
    edition is right, and an event with inferred bounds (or the publisher's stated day) says so.

    Args:
        list_key: the list.
        entry: the entry.
        party: slug of the party it belongs to.
        editions: the editions of the list.
        runs: where the entry is printed, rising.
        facts: single facts told about the entry.
    """
    made: list[Event] = []
    standing = editions.telling("entries")
    for date, listing in _checkpoints(editions, standing, runs, facts):
        aspects = editions.aspects(date)
        if listing is None and "entries" not in aspects:
            continue
        told = standing if "entries" in aspects else editions.telling("aliases")
        at = bisect_left(told, date)
        sight = _Sight(list_key, entry, party, date, told[at - 1] if at else None, aspects)
        found = _differences(sight, [*facts, *made], listing)
        made += found
        if facts and found:  # a first listing can bring in names that facts told of before
            made += _differences(sight, [*facts, *made], listing)
    return made


def _differences(sight: _Sight, told: Sequence[Event], listing: Listing | None) -> list[Event]:
    """The events that bring what was told to what an edition prints."""
    state = state_on(told, dt.date.fromisoformat(sight.date))
    if listing is None:
        return [sight.event("delisted", state.name)] if state.status in IN_FORCE else []
    return _stated_removal(sight, state, listing) if listing.delisted_on else _printed(sight, state, listing)


def _checkpoints(
    editions: EditionDates, standing: Sequence[str], runs: Sequence[Run], facts: Sequence[Event]
) -> list[tuple[str, Listing | None]]:
    """The editions at which something about the entry may be new: with its listing, or None where it is not printed.

    These are the first edition of each run (of partial ones, the first that tells each aspect), the first after it that
    tells which entries stand, and the first after each fact: it may contradict it.
    """
    if not runs:
        return []
    dates = editions.dates
    places = {bisect_left(dates, run.first) for run in runs}
    places |= {bisect_left(dates, effect_day(fact).isoformat()) for fact in facts if fact.step == "effective"}
    checked = {dates[at] for at in places if at < len(dates)}
    for telling in map(editions.telling, sorted(ALL_ASPECTS)) if editions.partial else ():
        firsts = (telling[bisect_left(telling, run.first) :][:1] for run in runs)
        checked.update(date for run, first in zip(runs, firsts, strict=True) for date in first if date <= run.last)
    after = (bisect_right(standing, run.last) for run in runs)
    checked |= {standing[at] for at in after if at < len(standing)}
    return [(d, next((run.listing for run in runs if run.first <= d <= run.last), None)) for d in sorted(checked)]


@dataclass(frozen=True, slots=True)
class _Sight:
    """One edition seen after another."""

    list_key: str
    entry: str
    party: str
    date: str
    before: str | None
    aspects: frozenset[Aspect] = ALL_ASPECTS

    def event(
        self,
        what: What,
        name: str,
        *,
        stated: str | None = None,
        by: str | None = None,
        again: bool = False,
        former: str = "",
        name_type: NameType = "primary",
        denotes: str | None = None,
        programmes: tuple[str, ...] = (),
        note: str = "",
    ) -> Event:
        """An event at this edition: stated by the publisher, or inferred since the edition before.

        Args:
            what: what happened.
            name: the name that it is about.
            stated: the day that the publisher states.
            by: the last day on which it can have happened, where nothing else is known of the day.
            again: whether it undoes what was told of an earlier day, so that it cannot have been so from the beginning.
            former: the old name.
            name_type: what the name is to the entry.
            denotes: the other party that the name stands for.
            programmes: programmes from then on.
            note: what a reader should know besides.
        """
        date: PartialDate | None = None
        since: PartialDate | None = None
        until: PartialDate | None = PartialDate(by or self.date)
        if stated:
            date, until = PartialDate.parse(stated), None
        elif by is None and (again or self.before is not None):
            date, since = until, PartialDate(self.before) if self.before is not None else None
        return Event(
            list_key=self.list_key,
            entry=self.entry,
            party=self.party,
            what=what,
            name=name,
            former=former,
            name_type=name_type,
            denotes=denotes,
            date=date,
            not_before=since,
            not_after=until,
            programmes=programmes,
            source=f"edition of {self.date}",
            note=note,
        )


def _stated(day: str | None, sight: _Sight) -> str | None:
    """A day that the publisher states, where it can be true of what happened since the edition before."""
    return day if day and day <= sight.date and (sight.before is None or day > sight.before) else None


def _printed(sight: _Sight, state: EntryState, listing: Listing) -> list[Event]:
    """Events that bring a state to what the edition prints, as far as it tells completely."""
    if state.status not in IN_FORCE and "entries" not in sight.aspects:
        return []
    named = bool(listing.names) and "primary names" in sight.aspects
    primary = listing.names[0].text if named else state.name or sight.entry
    made: list[Event] = []
    if state.status not in IN_FORCE:
        what: What = "listed" if state.ground is None else "relisted"
        made.append(sight.event(what, primary, stated=_stated(listing.listed_on, sight), programmes=listing.programmes))
    else:
        if set(listing.programmes) != set(state.programmes) and listing.programmes:
            made.append(sight.event("amended", primary, programmes=listing.programmes, note="programmes"))
        if named and normalise(primary) != normalise(state.name):
            made.append(sight.event("renamed", primary, former=state.name))
    made += _names_printed(sight, state, listing, {normalise(e.name) for e in made if e.what != "amended"})
    return sorted(made, key=lambda e: e.order())


def _names_printed(sight: _Sight, state: EntryState, listing: Listing, told: Set[str]) -> list[Event]:
    """Names that the edition prints and the state has not, and the other way about where it prints all of them."""
    printed = {normalise(name.text): name for name in reversed(listing.names)}
    held = {normalise(name.text) for name in state.names if name.on}
    gone = {normalise(name.text) for name in state.names if not name.on and name.begins.isoformat() <= sight.date}
    made = [
        sight.event("name added", printed[key].text, name_type=printed[key].name_type, again=key in gone)
        for key in printed.keys() - held - told
    ]
    if "aliases" not in sight.aspects:
        return made
    kept = set() if "primary names" in sight.aspects else {normalise(state.name)}
    made += [
        sight.event("name removed", name.text, denotes=name.denotes)
        for name in state.names
        if name.on and normalise(name.text) not in printed.keys() | kept
    ]
    return made


def _stated_removal(sight: _Sight, state: EntryState, listing: Listing) -> list[Event]:
    """Events for an entry that the publisher keeps in the file after its removal, with the day."""
    made: list[Event] = []
    name, end = listing.names[0].text, PartialDate.parse(listing.delisted_on or "")
    if state.ground is None:
        began = PartialDate.parse(listing.listed_on) if listing.listed_on else None
        if began is not None and began.earliest() < end.latest():
            made.append(sight.event("listed", name, stated=began.iso, programmes=listing.programmes))
        else:  # it stood before it was removed, since a day that nobody states
            last = dt.date.fromordinal(max(end.latest().toordinal() - 1, 1)).isoformat()
            made.append(sight.event("listed", name, by=last, programmes=listing.programmes))
        made += [sight.event("name added", n.text, name_type=n.name_type) for n in listing.names[1:]]
    if state.status in IN_FORCE or state.ground is None:
        made.append(sight.event("delisted", name, stated=end.iso))
    return made
