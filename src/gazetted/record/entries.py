"""Entries with everything told about them: single facts, and what follows from the editions of their list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from gazetted.model.event import Event
from gazetted.record import joined, reads
from gazetted.record.editions import edition_events
from gazetted.record.sight import Run
from gazetted.record.standings import EntryEvents
from gazetted.record.store import Store
from gazetted.record.window import changed_entries

Row = tuple[Any, ...]


class Entries:
    """Reads entries; a record has one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._whole_at = lru_cache(maxsize=16)(self._whole_lists)
        self._keys_at = lru_cache(maxsize=64)(partial(joined.keys, store))

    def of_party(self, slugs: Sequence[str], load: int) -> list[EntryEvents]:
        """The entries that are a party's own or carry its names.

        Args:
            slugs: all slugs of the party, the one it goes by first.
            load: number of the last load whose knowledge counts.
        """
        facts = [row for slug in slugs for row in self._store.rows(reads.ENTRY_EVENTS, party=slug, load=load)]
        printed = [row for slug in slugs for row in self._store.rows(reads.PRINTED_ENTRIES, party=slug, load=load)]
        return self._together(dict.fromkeys(facts), load, dict.fromkeys(printed), dict.fromkeys(slugs, slugs[0]))

    def of_list(
        self,
        list_key: str,
        load: int,
        parties: Mapping[str, str],
        *,
        facts_only: bool = False,
        between: tuple[str, str] | None = None,
    ) -> list[EntryEvents]:
        """Entries of a list: all; those of which facts were told; or those that may have events between two days.

        Args:
            list_key: the list.
            load: number of the last load whose knowledge counts.
            parties: slug → party, for slugs that go by another.
            facts_only: only entries of which facts were told.
            between: first and last day (ISO).
        """
        rows = self._store.rows(reads.LIST_EVENTS, list_key=list_key, load=load)
        printed = self._store.rows(reads.LIST_ENTRIES, list_key=list_key, load=load)
        if facts_only or (between is not None and load >= reads.newest_load(self._store, list_key)):
            wanted = {row[1] for row in rows}
            if between is not None:
                editions = reads.edition_dates(self._store, list_key, load)
                wanted |= changed_entries(self._store, list_key, editions, *between)
            wanted |= {
                key for keys in self._keys_at(list_key, load).values() if wanted.intersection(keys) for key in keys
            }
            printed = [row for row in printed if row[1] in wanted]
        return self._together(rows, load, printed, parties)

    def _together(
        self, rows: Iterable[Row], load: int, printed: Iterable[Row], parties: Mapping[str, str]
    ) -> list[EntryEvents]:
        """Entries from the rows of their facts and (list, entry, party) of entries that editions print."""
        facts: dict[tuple[str, str], list[Event]] = {}
        owners: dict[tuple[str, str], str] = {}
        for list_key, entry, party, body in rows:
            facts.setdefault((list_key, entry), []).append(joined.moved(reads.decode_event(body), parties))
            owners[list_key, entry] = parties.get(party, party)
        by_list: dict[str, list[str]] = {}
        for list_key, entry, party in printed:
            owners.setdefault((list_key, entry), parties.get(party, party))
            by_list.setdefault(list_key, []).append(entry)
        for list_key, entry in facts:
            if list_key and self._ends(list_key, entry, load) and entry not in by_list.get(list_key, ()):
                by_list.setdefault(list_key, []).append(entry)
        made = []
        for list_key, entries in by_list.items():
            made += self._printed(list_key, entries, load, facts, owners)
        made += [EntryEvents(*key, owners[key], tuple(told)) for key, told in facts.items() if key[0]]
        return made

    def _ends(self, list_key: str, entry: str, load: int) -> bool:
        """Whether an edition of the list that does not print an entry says that it does not stand."""
        pattern = self._whole_at(load).get(list_key)
        return pattern is not None and pattern.fullmatch(entry) is not None

    def _whole_lists(self, load: int) -> dict[str, re.Pattern[str]]:
        """Of the lists with editions those of which it is known what the publisher's keys look like."""
        held = self._store.rows(reads.EDITION_LISTS, load=load)
        infos = reads.lists(self._store, load) if held else {}
        keys = {key: infos[key].info.entry_keys for (key,) in held if key in infos}
        return {key: re.compile(pattern) for key, pattern in keys.items() if pattern}

    def _printed(
        self,
        list_key: str,
        entries: Sequence[str],
        load: int,
        facts: dict[tuple[str, str], list[Event]],
        owners: Mapping[tuple[str, str], str],
    ) -> list[EntryEvents]:
        """The entries that editions print; their facts are taken out of `facts`."""
        dates, runs = reads.runs(self._store, list_key, entries, load)
        older = reads.older(self._store, list_key, entries, dates, load)
        made = []
        for keys in _groups(entries, self._keys_at(list_key, load), runs):
            entry = keys[-1]
            told = [event for key in keys for event in facts.pop((list_key, key), ())]
            party = next(owners[list_key, key] for key in reversed(keys) if (list_key, key) in owners)
            held = sorted((run for key in keys for run in runs.get(key, ())), key=lambda run: run.first)
            seen = {at: listing for key in keys for at, listing in older.get(key, {}).items()}
            events = [*told, *edition_events(list_key, entry, party, dates, held, told, seen)]
            made.append(EntryEvents(list_key, entry, party, tuple(events)))
        return made


def _groups(
    entries: Iterable[str], keys: Mapping[str, tuple[str, ...]], runs: Mapping[str, Sequence[Run]]
) -> list[tuple[str, ...]]:
    """The keys of each entry, the oldest first. Keys that one edition prints side by side are no one entry."""
    wanted = dict.fromkeys(entries)
    found: dict[tuple[str, ...], None] = {}
    for entry in wanted:
        together = tuple(key for key in keys.get(entry, ()) if key in wanted)
        found[together if len(together) > 1 and _apart(together, runs) else (entry,)] = None
    return list(found)


def _apart(keys: Iterable[str], runs: Mapping[str, Sequence[Run]]) -> bool:
    """Whether no edition prints two of these keys."""
    spans = sorted((run.first, run.last) for key in keys for run in runs.get(key, ()))
    return all(one[1] < other[0] for one, other in pairwise(spans))
