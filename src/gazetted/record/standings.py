"""From the states of entries to the standing of a party: under which name, through whom, with which doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import Party
from gazetted.model.standing import Standing, Status
from gazetted.record.fold import IN_FORCE, STARTS, EntryState, NameState, effect_day, state_on
from gazetted.text.normal import normalise
from gazetted.text.skeleton import skeletons
from gazetted.text.tokens import core_tokens, name_tokens

STALE_DAYS = 365
"""A list whose newest fact is older than this, seen from the day asked, is called out in the doubt."""


@dataclass(frozen=True, slots=True)
class EntryEvents:
    """One entry of a list with everything told about it.

    Attributes:
        list_key: the list.
        entry: the entry.
        party: slug of the party it belongs to.
        events: its events, of any step.
    """

    list_key: str
    entry: str
    party: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class ListKnowledge:
    """What the record holds of a list besides its entries: its description, and its newest fact (ISO)."""

    info: ListInfo
    newest: str | None


def same_name(asked: str) -> Callable[[str], bool]:
    """A test whether a listed name is the one asked for, whatever its romanisation.

    >>> same_name("Hayat Tahrir al Sham")("Hay'at Tahrir al-Sham")
    True
    """
    key, bones = normalise(asked), skeletons(core_tokens(name_tokens(asked)))

    def test(listed: str) -> bool:
        return normalise(listed) == key or (len(bones) > 1 and skeletons(core_tokens(name_tokens(listed))) == bones)

    return test


def asked_names(asked: str, party: Party, listed: Sequence[str]) -> tuple[str, ...]:
    """The names that a question by one name is about, the likeliest first.

    Who asks by an acronym of the party's name, or by a name that no list carries, means the party by its own name.

    >>> asked_names("HTS", Party("x", "Hay'at Tahrir al-Sham"), ["HTS", "Front"])
    ('HTS', "Hay'at Tahrir al-Sham")
    >>> asked_names("Front", Party("x", "Hay'at Tahrir al-Sham"), ["HTS", "Front"])
    ('Front',)
    """
    initials = "".join(word[0] for word in core_tokens(name_tokens(party.name)))
    if normalise(asked) == initials or not any(map(same_name(asked), listed)):
        return (asked, party.name)
    return (asked,)


def standings_of(
    party: str,
    entries: Iterable[EntryEvents],
    lists: dict[str, ListKnowledge],
    on: dt.date,
    names: Sequence[str] = (),
) -> list[Standing]:
    """The standings of a party on a day, list by list; what is in force comes first within a list.

    Args:
        party: slug.
        entries: every entry that is the party's own or carries a name that denotes it.
        lists: what the record holds of each list.
        on: the day.
        names: the name asked about; where an entry does not carry it, the next; none for the party as such.
    """
    asked = tuple(map(same_name, names))
    found: list[Standing] = []
    by_list: dict[str, list[EntryEvents]] = {}
    for entry in entries:
        by_list.setdefault(entry.list_key, []).append(entry)
    for list_key in sorted(by_list, key=lambda key: (lists[key].info.rank, key)):
        view = _View(party, on, asked, lists[list_key])
        own: list[Standing] = []
        through: list[Standing] = []
        for entry in sorted(by_list[list_key], key=lambda e: e.entry):
            if entry.party == party:
                own += _own(view, entry)
            else:
                through += _through(view, entry)
        kept = own + [s for s in through if not _moved_on(s, own)]
        found += _sensible(kept)
    return found


def turning_days(entries: Iterable[EntryEvents], lists: Mapping[str, ListKnowledge]) -> list[dt.date]:
    """The days on which an answer of `standings_of` may become another, in order, the first of all days included.

    Between two of them every day has the same answer: a day counts for nothing but whether it is before or after the
    days that the events give, the end of a term and the day from which a list is called out as old. So an answer can
    be kept for all of these days.
    """
    days = {dt.date.min}
    for entry in entries:
        known = lists[entry.list_key]
        for event in entry.events:
            day = effect_day(event)
            days.add(day)
            if event.not_before:
                days.add(event.not_before.earliest())
            if known.info.term_years and day.year + known.info.term_years <= dt.MAXYEAR:
                days.add(_years_later(day, known.info.term_years))
        if known.info.known_to and known.newest:
            days.add(PartialDate.parse(known.newest).latest() + dt.timedelta(STALE_DAYS + 1))
    return sorted(days)


@dataclass(frozen=True, slots=True)
class _View:
    """The question: which party, on which day, by which name, on which list."""

    party: str
    on: dt.date
    asked: tuple[Callable[[str], bool], ...]
    known: ListKnowledge

    def picked(self, names: Sequence[NameState]) -> list[NameState]:
        """Those of an entry's names that the question is about."""
        for test in self.asked:
            found = [name for name in names if test(name.text)]
            if found:  # a spelling whose first day is unknown is no older than one whose day is known
                return [name for name in found if name.since] or found
        return []


def _own(view: _View, entry: EntryEvents) -> list[Standing]:
    """Standings by the party's own entry: of the entry, and of the name asked about where that went another way."""
    state = state_on(entry.events, view.on)
    mine = [n for n in state.names if n.denotes is None]
    asked = view.picked(mine)
    here = _best([n for n in asked if n.on])
    if here is not None:
        return [_made(view, entry, state, state.status, here)]
    gone = _best([n for n in asked if n.until is not None or (not n.on and n.begins <= view.on)])
    made = [_made(view, entry, state, state.status, None)]
    if gone is not None and state.status in IN_FORCE:
        return [_made(view, entry, state, "removed", gone), *made]
    coming = _best([n for n in asked if n.begins > view.on])
    if coming is not None and state.status in IN_FORCE:
        day = coming.since or coming.ground.not_after
        return [_doubted(made[0], f'The name "{coming.text}" stands there only since {day}.')]
    return made


def _through(view: _View, entry: EntryEvents) -> list[Standing]:
    """Standings through an entry of another party that carries names of this one."""
    state = state_on(entry.events, view.on)
    mine = [n for n in state.names if n.denotes == view.party]
    there = [n for n in mine if n.on and state.status in IN_FORCE]
    gone = [n for n in mine if n not in there and n.begins <= view.on]
    made = []
    asked = view.picked(mine)
    for group in (there, gone):
        best = _best([n for n in group if n in asked]) or _best(group)
        if best is not None:
            made.append(_made(view, entry, state, state.status if group is there else "removed", best))
    if not made and mine:
        first = min(mine, key=lambda n: n.begins)
        made.append(_made(view, entry, state, "not listed", first))
    return made


def _best(names: Sequence[NameState]) -> NameState | None:
    """The name that stood first: an unknown first day counts as late."""
    dated = sorted(
        names, key=lambda n: (n.since is None, n.since.earliest() if n.since else n.begins, n.text.casefold())
    )
    return dated[0] if dated else None


def _made(view: _View, entry: EntryEvents, state: EntryState, status: Status, name: NameState | None) -> Standing:
    """A standing from a state and the name that it is about (None: the entry as such)."""
    through = entry.party if entry.party != view.party else None
    about = name or _primary(state)
    live = status in IN_FORCE
    since, until, ground = state.since, state.until, state.ground
    if name is not None:
        since = name.since if through or not _opened_with(state, name) else state.since
        if not live and name.until is not None and (state.until is None or name.until < state.until):
            until, ground = name.until, name.ground
        elif through or not _opened_with(state, name):
            ground = name.ground if live else ground
    doubts = list(state.doubts)
    if ground is state.ground and (name is None or name.since is None):
        doubts += state.first_doubts
    if name is not None and live and name.since is None:
        entry_since = f"; the entry stands since {state.since}" if state.since and not through else ""
        doubts.append(f'The first day of the name "{name.text}" is not in the record{entry_since}.')
    doubts += _list_doubts(view, entry, state, live)
    doubts += _since_doubt(state, name, ground)
    return Standing(
        list_key=entry.list_key,
        status=status,
        since=since.iso if since and status != "not listed" else None,
        until=until.iso if until and not live and status != "not listed" else None,
        as_=state.name or (about.text if about else ""),
        name=about.text if about else state.name,
        through=through,
        entry=entry.entry,
        programmes=state.programmes,
        instrument=ground.instrument if ground else "",
        source=ground.source if ground else "",
        confidence=ground.confidence if ground else "high",
        unconfirmed=(ground.unconfirmed or None) if ground else None,
        doubt=" ".join(dict.fromkeys(doubts)) or None,
        newest=view.known.newest,
    )


def _primary(state: EntryState) -> NameState | None:
    key = normalise(state.name)
    return next((n for n in state.names if n.denotes is None and normalise(n.text) == key), None)


def _opened_with(state: EntryState, name: NameState) -> bool:
    """Whether the entry's present period began under this name."""
    return state.opened is not None and normalise(state.opened.name) == normalise(name.text)


def _since_doubt(state: EntryState, name: NameState | None, ground: Event | None) -> list[str]:
    """Say so where the first day rests on less than the act that is shown."""
    opened = name.ground if name is not None and name.since is not None else state.opened
    if opened is None or ground is None or opened is ground or opened.what not in STARTS | {"name added"}:
        return []
    if opened.unconfirmed:
        return [f"The first day, {opened.date or 'not dated'}, is unconfirmed."]
    return []


def _list_doubts(view: _View, entry: EntryEvents, state: EntryState, live: bool) -> list[str]:
    """Doubts that come from the list: its term, and how far the record follows it."""
    info, doubts = view.known.info, []
    if live and info.term_years:
        made = [e for e in entry.events if e.what in STARTS and e.step == "effective" and effect_day(e) <= view.on]
        last = max((effect_day(e) for e in made), default=None)
        if last is not None:
            ends = _years_later(last, info.term_years)
            if ends <= view.on:
                doubts.append(
                    f"Its term of {info.term_years} years ended on {ends} unless it was made again"
                    f" ({info.term_basis}); no later act is in the record."
                )
    newest = view.known.newest
    if info.known_to and newest and (view.on - PartialDate.parse(newest).latest()).days > STALE_DAYS:
        doubts.append(f"The record knows this list only to {newest}.")
    return doubts if state.ground else []


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return dt.date(day.year + years, 3, 1)


def _moved_on(through: Standing, own: Sequence[Standing]) -> bool:
    """Whether a standing through another's entry was followed by an own entry, and so says nothing any more."""
    told = [s for s in own if s.status != "not listed"]
    if through.status in IN_FORCE:
        return any(s.status in IN_FORCE and normalise(s.as_) == normalise(through.name) for s in told)
    return bool(told) or (through.status == "not listed" and bool(own))


def _sensible(standings: Sequence[Standing]) -> list[Standing]:
    """Leave out what is still to come where the party stands or stood already; what is in force comes first."""
    told = [s for s in standings if s.status != "not listed"]
    return sorted(told or standings[:1], key=lambda s: s.status not in IN_FORCE)


def _doubted(standing: Standing, doubt: str) -> Standing:
    return msgspec.structs.replace(standing, doubt=f"{standing.doubt} {doubt}" if standing.doubt else doubt)
