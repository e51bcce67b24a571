"""Editions: how their entries are kept, and which events follow from a row of them.

An edition is not an event: what is gone from Monday's file was removed by Monday. What the publisher states keeps its
stated day; all else is inferred between two editions and says so.
"""

from __future__ import annotations

import datetime as dt
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import accumulate
from types import MappingProxyType
from typing import Any

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.model.edition import ALL_ASPECTS, Aspect, Listing
from gazetted.model.event import Detail, Event, What
from gazetted.record.details import amendments
from gazetted.record.fold import IN_FORCE, STARTS, EntryState, effect_day, state_on
from gazetted.record.sight import SAME_READER, EditionDates, Older, Run, Sight, stated_day
from gazetted.text.normal import normalise

LAG_DAYS = 3
"""A file that comes out so soon after an act of a stated day may not show it yet (the UN's of the very day, OFAC's of
the day after were seen not to): what it prints of that entry is no news of another listing or removal."""

_LAG = dt.timedelta(days=LAG_DAYS)

_WHOLE_DAY = len("2025-01-01")


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


def edition_events(
    list_key: str,
    entry: str,
    party: str,
    editions: EditionDates,
    runs: Sequence[Run],
    facts: Sequence[Event],
    older: Older = MappingProxyType({}),
) -> list[Event]:
    """The events that the editions of a list add to the single facts told about one entry.

    At each edition the state that the facts give is held against what the edition prints; where they differ the
    edition is right, and an event with inferred bounds (or the publisher's stated day) says so. What else the publisher
    prints of the entry is held against the edition before.

    Args:
        list_key: the list.
        entry: the entry; of one that got another key, the newest.
        party: slug of the party it belongs to.
        editions: the editions of the list.
        runs: where the entry is printed, under whichever key, rising.
        facts: single facts told about the entry.
        older: its listings in readings of these editions that later ones replaced.
    """
    made: list[Event] = []
    standing = editions.deciding(entry, runs)
    key = ""
    for date, listing in _checkpoints(editions, standing, runs, facts):
        aspects = editions.aspects(date)
        if listing is None and date not in standing:
            continue
        before, key = key, listing.entry if listing is not None else key
        sight = Sight(list_key, key or entry, party, date, editions, runs, aspects, older)
        found = _differences(sight, facts, made, listing)
        if listing is not None and not listing.delisted_on:
            found = _amended(sight, listing, found)
        if before and key != before:
            found.append(sight.event("renumbered", _name_of(listing, made, entry), former=before))
        made += found
        if facts and found:  # a first listing can bring in names that facts told of before
            made += _differences(sight, facts, made, listing)
    return made


def _name_of(listing: Listing | None, told: Sequence[Event], entry: str) -> str:
    """What to call an entry: the name that the edition prints, else the last one told."""
    names = [event.name for event in told if event.what in ("listed", "relisted", "renamed") and event.name]
    return listing.names[0].text if listing is not None and listing.names else names[-1] if names else entry


def _amended(sight: Sight, listing: Listing, found: Sequence[Event]) -> list[Event]:
    """The events of an entry at an edition, with what else is not as it was: one amendment tells all of it."""
    told, details = amendments(sight)
    done = next((event for event in found if event.what == "amended" and event.date is not None), None)
    since = told or (sight.earlier("programmes") if done else None)
    if since is None:
        return list(found)
    printed = since.before.amended_on if since.before else ()
    days = [d for d in listing.amended_on if stated_day(d, since.date, sight.date) and len(d) == _WHOLE_DAY]
    days = [d for d in days if d not in printed]
    event = sight.event(
        "amended",
        listing.names[0].text if listing.names else done.name if done else sight.entry,
        earlier=since,
        stated=days[0] if len(days) == 1 else None,
        programmes=done.programmes if done else (),
        details=(*(done.details if done else ()), *details),
        note=f"Amended on {', '.join(days)}, as the publisher states." if len(days) > 1 else "",
    )
    return sorted([*(one for one in found if one is not done), event], key=lambda e: e.order())


def _differences(sight: Sight, facts: Sequence[Event], made: Sequence[Event], listing: Listing | None) -> list[Event]:
    """The events that bring what was told to what an edition prints."""
    state = state_on([*facts, *made], dt.date.fromisoformat(sight.date))
    if listing is None:
        standing = sight.standing()
        if state.status not in IN_FORCE or (standing and standing.no_act(_presence)):
            return []
        if _behind(sight, state.opened, facts, printed=False):
            return []
        act = sight.act()
        if act is not None:
            return [sight.event("delisted", state.name, stated=act.date, instrument=act.instrument)]
        return [_since_it_stood(sight.event("delisted", state.name, again=not sight.runs), state)]
    if state.status not in IN_FORCE and _behind(sight, state.ground, facts, printed=True):
        return []
    return _stated_removal(sight, state, listing) if listing.delisted_on else _printed(sight, state, listing)


def _since_it_stood(end: Event, state: EntryState) -> Event:
    """An end, bounded by the day from which the entry stood where that is later than the edition before."""
    opened = state.opened
    if end.date is None or opened is None or opened.date is None:
        return end
    if end.not_before is None or end.not_before.earliest() < opened.date.earliest():
        return msgspec.structs.replace(end, not_before=opened.date)
    return end


def _behind(sight: Sight, act: Event | None, facts: Sequence[Event], *, printed: bool) -> bool:
    """Whether an edition is so close after an act of a stated day that it may not show it yet.

    It is not behind where the first edition after that time prints the same (or lacks it as well): then the act is not
    as it was told.
    """
    if act is None or act.date_kind != "stated" or act not in facts:
        return False
    day, last = effect_day(act), effect_day(act) + _LAG
    if not day <= dt.date.fromisoformat(sight.date) <= last:
        return False
    told = sight.editions.telling("entries")
    later = told[bisect_right(told, last.isoformat()) :][:1]
    return not later or (sight.printed(later[0]) is not None) != printed


def _presence(before: Listing | None, now: Listing | None) -> bool:
    return (before is None) != (now is None)


def _checkpoints(
    editions: EditionDates, standing: Sequence[str], runs: Sequence[Run], facts: Sequence[Event]
) -> list[tuple[str, Listing | None]]:
    """The editions at which something about the entry may be new: with its listing, or None where it is not printed.

    These are the first edition of each run (of partial ones, the first that tells each aspect), the first after it that
    tells which entries stand, and the first after each fact: it may contradict it.
    """
    if not runs:
        starts = (effect_day(fact).isoformat() for fact in facts if fact.step == "effective" and fact.what in STARTS)
        after = (bisect_left(standing, day) for day in starts)
        return [(date, None) for date in sorted({standing[at] for at in after if at < len(standing)})]
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


def _printed(sight: Sight, state: EntryState, listing: Listing) -> list[Event]:
    """Events that bring a state to what the edition prints, as far as it tells completely."""
    if state.status not in IN_FORCE and "entries" not in sight.aspects:
        return []
    named = bool(listing.names) and "primary names" in sight.aspects
    primary = listing.names[0].text if named else state.name or sight.entry
    made: list[Event] = []
    new = state.status not in IN_FORCE
    if new:
        made.append(_listed(sight, state, listing, primary))
    else:
        if set(listing.programmes) != set(state.programmes) and listing.programmes:
            details = (Detail("programmes", state.programmes, listing.programmes),)
            now = {"programmes": listing.programmes, "details": details}
            made.append(_seen(sight, "amended", primary, "programmes", lambda one: frozenset(one.programmes), now))
        if named and normalise(primary) != normalise(state.name):
            made.append(_seen(sight, "renamed", primary, "primary names", _primary_key, {"former": state.name}))
    made += _names_printed(sight, state, listing, {normalise(e.name) for e in made if e.what != "amended"}, new=new)
    return sorted(made, key=lambda e: e.order())


def _listed(sight: Sight, state: EntryState, listing: Listing, name: str) -> Event:
    """The event of an entry that was not in force so far."""
    what: What = "listed" if state.ground is None else "relisted"
    stated, standing = stated_day(listing.listed_on, sight.before, sight.date), sight.standing()
    if what == "listed" and standing and standing.no_act(_presence):
        return sight.event(what, name, by=sight.date, programmes=listing.programmes, note=SAME_READER)
    return sight.event(what, name, stated=stated, programmes=listing.programmes)


def _seen(
    sight: Sight, what: What, name: str, aspect: Aspect, value: Callable[[Listing], object], more: Mapping[str, Any]
) -> Event:
    """An event that a value of the listing shows: dated, unless a reader of both editions saw the same in both."""
    earlier = sight.earlier(aspect)
    if earlier and earlier.no_act(lambda a, b: a is None or b is None or value(a) != value(b)):
        return sight.event(what, name, earlier=earlier, by=sight.date, note=SAME_READER, **more)
    return sight.event(what, name, earlier=earlier, **more)


def _primary_key(listing: Listing) -> str:
    return normalise(listing.names[0].text) if listing.names else ""


def _name_keys(listing: Listing | None) -> frozenset[str]:
    return frozenset(normalise(name.text) for name in listing.names) if listing else frozenset()


def _names_printed(sight: Sight, state: EntryState, listing: Listing, told: Set[str], *, new: bool) -> list[Event]:
    """Names that the edition prints and the state has not, and the other way about where it prints all of them.

    Args:
        sight: the entry in the edition.
        state: what was told of it.
        listing: what the edition prints.
        told: names that other events of this edition tell already.
        new: whether the entry is new with this edition, and its names with it.
    """
    printed = {normalise(name.text): name for name in reversed(listing.names)}
    held = {normalise(name.text) for name in state.names if name.on}
    gone = {normalise(name.text) for name in state.names if not name.on and name.begins.isoformat() <= sight.date}
    fresh = printed.keys() - held - told
    stale = [n for n in state.names if n.on and normalise(n.text) not in printed] if "aliases" in sight.aspects else []
    if not fresh and not stale:
        return []
    # where aliases are told in part only, an edition that tells the primary names tells as much of them
    weak = "primary names" in sight.aspects and "aliases" not in sight.aspects
    earlier = None if new else sight.earlier("primary names" if weak else "aliases")
    twins = earlier is not None and earlier.readers == "twins"
    before = _name_keys(earlier.before) if earlier else frozenset[str]()
    now = _name_keys(earlier.now) if earlier else frozenset[str]()
    made: list[Event] = []
    for key in fresh:
        unseen = not new and (earlier is None or (twins and key not in now - before))
        made.append(
            sight.event(
                "name added",
                printed[key].text,
                earlier=earlier,
                by=sight.date if unseen else None,
                again=key in gone,
                name_type=printed[key].name_type,
                note=SAME_READER if unseen and twins else "",
            )
        )
    kept = set() if "primary names" in sight.aspects else {normalise(state.name)}
    kept |= {key for name in stale if (key := normalise(name.text)) not in before - now} if twins else set()
    made += [
        sight.event("name removed", name.text, earlier=earlier, name_type=name.name_type, denotes=name.denotes)
        for name in stale
        if normalise(name.text) not in kept
    ]
    return made


def _stated_removal(sight: Sight, state: EntryState, listing: Listing) -> list[Event]:
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
