"""What the record holds of each list: editions, entries in force on a day, freshness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from gazetted.model.dates import PartialDate
from gazetted.model.form import plain
from gazetted.model.lists import ListInfo
from gazetted.record import reads
from gazetted.record.fold import IN_FORCE, state_on
from gazetted.record.standings import EntryEvents, ListKnowledge
from gazetted.record.store import Store


class EditionInfo(msgspec.Struct, frozen=True):
    """One edition that was loaded.

    Attributes:
        date: its date (ISO).
        entries: how many entries it prints.
        sha256: digest of the raw file.
        loaded: when the record was told of it.
    """

    date: str
    entries: int
    sha256: str
    loaded: str


class ListState(msgspec.Struct, frozen=True):
    """A list as the record holds it.

    Attributes:
        info: its description.
        entries_in_force: entries in force on the day asked.
        editions: editions loaded, by date.
        newest: date of the newest fact or edition; None where there is none.
        age_days: days from then to the day asked; None where it is not known or lies ahead.
        asked: when its publisher was last asked; None: never.
        asked_outcome: what came of it: loaded, unchanged or failed.
        asked_why: the reason of a failure.
        stale: whether there was no news for longer than the list's term; None: it has no term.
    """

    info: ListInfo
    entries_in_force: int
    editions: tuple[EditionInfo, ...]
    newest: str | None
    age_days: int | None
    asked: str | None = None
    asked_outcome: str | None = None
    asked_why: str | None = None
    stale: bool | None = None

    def to_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "list": self.info.key,
            "authority": self.info.authority,
            "body": self.info.body,
            "title": self.info.title,
            "basis": self.info.basis or None,
            "url": self.info.url or None,
            "covers": self.info.covers or None,
            "entries_in_force": self.entries_in_force,
            "editions": plain(self.editions),
            "newest": self.newest,
            "age_days": self.age_days,
            "asked": self.asked,
            "asked_outcome": self.asked_outcome,
            "asked_why": self.asked_why,
            "stale": self.stale,
        }


def list_states(
    store: Store,
    lists: Mapping[str, ListKnowledge],
    entries: Mapping[str, Sequence[EntryEvents]],
    editions: Sequence[reads.EditionReading],
    on: dt.date,
) -> list[ListState]:
    """The state of every list on a day, by key.

    Args:
        store: where editions are read from.
        lists: the lists.
        entries: for each list, the entries that single facts speak of.
        editions: the readings of all editions.
        on: the day.
    """
    found = []
    for key, held in sorted(lists.items(), key=lambda item: (item[1].info.rank, item[0])):
        mine = sorted((e for e in editions if e.list_key == key), key=lambda e: e.date)
        told = {entry.entry for entry in entries[key]}
        count = sum(1 for entry in entries[key] if state_on(entry.events, on).status in IN_FORCE)
        count += _printed(store, mine, told, on)
        age = (on - PartialDate.parse(held.newest).latest()).days if held.newest else None
        infos = tuple(EditionInfo(e.date, e.entries, e.sha256, e.loaded) for e in mine)
        found.append(ListState(held.info, count, infos, held.newest, age if age is None or age >= 0 else 0))
    return found


def _printed(store: Store, editions: Sequence[reads.EditionReading], told: set[str], on: dt.date) -> int:
    """Entries of the newest edition on a day that no single fact speaks of and that it does not print as removed."""
    past = [e for e in editions if e.date <= on.isoformat()]
    if not past:
        return 0
    listings = reads.listings(store, past[-1]).values()
    return sum(1 for x in listings if x.entry not in told and not (x.delisted_on and x.delisted_on <= on.isoformat()))
