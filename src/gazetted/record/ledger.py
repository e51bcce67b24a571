"""The ledger: what was told, when, and what stood on a day. Every question may name the moment of its knowledge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache, partial
from typing import Any

from gazetted.errors import BadDateError, UsageError
from gazetted.model.edition import Edition, Listing
from gazetted.model.event import Event
from gazetted.model.lists import ListInfo
from gazetted.model.party import Particulars, Party, PartyName
from gazetted.model.standing import Standing
from gazetted.record import append, finding, reads
from gazetted.record.append import Told
from gazetted.record.editions import Run, edition_events
from gazetted.record.facts import Facts, digest_of
from gazetted.record.inventory import ListState, list_states
from gazetted.record.standings import EntryEvents, ListKnowledge, asked_names, standings_of
from gazetted.record.store import Store


class Ledger:
    """Read and append; one instance per open record. Reading is safe from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lists_at = lru_cache(maxsize=16)(partial(reads.lists, store))
        self._parties_at = lru_cache(maxsize=2)(partial(reads.parties, store))
        # What a load holds never changes, so an answer can be kept: articles ask for the same parties again and again.
        self._standings_at = lru_cache(maxsize=4096)(self._standings_on)
        self._particulars_at = lru_cache(maxsize=4096)(partial(reads.particulars, store))
        self._names_at = lru_cache(maxsize=2)(partial(reads.names, store))

    @property
    def place(self) -> str:
        """Where the record is kept, for messages."""
        return self._store.place

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all questions of this thread inside be answered from one state, whatever others tell meanwhile."""
        return self._store.snapshot()

    # -- what was told, and when -------------------------------------------------------------------------------------

    def moments(self) -> list[dt.datetime]:
        """The moments at which the record was told something, in order."""
        return [dt.datetime.fromisoformat(row[0]) for row in self._store.rows(reads.MOMENTS)]

    def newest_moment(self) -> dt.datetime:
        """When the record was last told something; the first day of year 1 for an empty record."""
        moments = self.moments()
        return moments[-1] if moments else dt.datetime.min.replace(tzinfo=dt.UTC)

    def digest(self, known: dt.datetime | None = None) -> str:
        """SHA-256 over the content that was held at a moment, whatever the order in which it came."""
        rows = self._store.rows(reads.RECORD_DIGEST, load=self._load(known))
        return str(rows[0][0]) if rows else digest_of([])

    def _load(self, known: dt.datetime | None) -> int:
        """Number of the last load told by a moment."""
        moment = append.format_moment(known) if known is not None else "9999"
        return int(self._store.rows(reads.LOAD_AT, moment=moment)[0][0] or 0)

    # -- parties and names -------------------------------------------------------------------------------------------

    def parties(self, known: dt.datetime | None = None) -> Mapping[str, Party]:
        """Every party by its slug."""
        return self._parties_at(self._load(known))

    def party_count(self) -> int:
        """How many parties the record holds."""
        return len(self.parties())

    def names(self, known: dt.datetime | None = None) -> Sequence[PartyName]:
        """Every name ever in force or in common use: one row per party and text, with the lists that carried it."""
        return self._names_at(self._load(known))

    def particulars(self, party: str, *, known: dt.datetime | None = None) -> Particulars:
        """Birth dates, countries and identifiers that editions print of a party."""
        return self._particulars_at(party, self._load(known))

    def block(self, known: dt.datetime | None = None) -> dict[str, str]:
        """What an answer rests on: the record's digest, and the moment up to which it was told."""
        with self.snapshot():
            return {"digest": self.digest(known), "known": append.format_moment(known or self.newest_moment())}

    def find(self, name: str, *, known: dt.datetime | None = None) -> list[Party]:
        """Parties that go or went by a name or slug, best first; other romanisations of a name are found too."""
        with self.snapshot():
            load = self._load(known)
            slugs = finding.find_slugs(self._store, name, load)
            parties = [reads.party(self._store, slug, load) for slug in slugs]
        return [party for party in parties if party is not None]

    def nearest_names(self, name: str, limit: int = 3) -> list[str]:
        """Names in the record that come closest to one that is not there, best first."""
        return finding.nearest(self._store, name, limit)

    # -- standings and history ---------------------------------------------------------------------------------------

    def standings(
        self, party: str, on: dt.date, *, known: dt.datetime | None = None, name: str | None = None
    ) -> list[Standing]:
        """Where a party stood on a day, on every list that ever carried it or will.

        Args:
            party: slug.
            on: the day whose law is asked.
            known: the moment whose knowledge is used; None: all that the record holds.
            name: the name asked about: `since` then is the first day of that name.
        """
        with self.snapshot():
            return list(self._standings_at(party, on, self._load(known), name))

    def history(self, party: str, *, known: dt.datetime | None = None) -> list[Event]:
        """Events about a party in order of date, those without a date first within their list's beginning."""
        with self.snapshot():
            load = self._load(known)
            events = [e for entry in self._entries(party, load) for e in entry.events if party in (e.about, e.party)]
            events += self._decode(self._store.rows(reads.CONTEXT_OF, party=party, load=load))
        return _sorted(events)

    def changes(
        self,
        since: dt.date | None,
        until: dt.date | None,
        *,
        lists: Iterable[str] = (),
        known: dt.datetime | None = None,
    ) -> list[Event]:
        """Events of every list dated within two days (both included), in order of date.

        Raises:
            BadDateError: `since` is later than `until`.
            UsageError: a list key is not in the record.
        """
        if since and until and since > until:
            raise BadDateError(
                f"The period ends ({until}) before it begins ({since}): give the earlier day as --since."
            )
        low, high = (since or dt.date.min).isoformat(), (until or dt.date.max).isoformat()
        with self.snapshot():
            wanted = self.checked_lists(lists, known=known)
            load = self._load(known)
            events = self._decode(self._store.rows(reads.EVENTS_BETWEEN, low=low, high=high, load=load))
            for (list_key,) in self._store.rows(reads.EDITION_LISTS, load=load):
                if list_key in wanted or not wanted:
                    events += [
                        e
                        for entry in self._entries_of_list(list_key, load)
                        for e in entry.events
                        if e.date is not None and low <= e.date.earliest().isoformat() <= high
                    ]
        return _sorted(e for e in events if e.date and e.list_key and (not wanted or e.list_key in wanted))

    # -- lists and editions ------------------------------------------------------------------------------------------

    def list_infos(self, known: dt.datetime | None = None) -> dict[str, ListInfo]:
        """Every list by its key."""
        return {key: held.info for key, held in self._lists_at(self._load(known)).items()}

    def knowledge(self, known: dt.datetime | None = None) -> Mapping[str, ListKnowledge]:
        """Every list by its key, with the date of its newest fact."""
        return self._lists_at(self._load(known))

    def checked_lists(self, keys: Iterable[str], *, known: dt.datetime | None = None) -> frozenset[str]:
        """The keys as a set.

        Raises:
            UsageError: one of them is no list of the record.
        """
        wanted = frozenset(keys)
        held = self.list_infos(known)
        for key in sorted(wanted - held.keys()):
            raise UsageError(f"No list has the key {key!r}; the record holds {', '.join(sorted(held))}.")
        return wanted

    def lists(self, on: dt.date, *, known: dt.datetime | None = None) -> list[ListState]:
        """Every list with its editions, its entries in force on a day and the age of its newest fact on that day."""
        with self.snapshot():
            load = self._load(known)
            held = self._lists_at(load)
            entries = {key: self._entries_of_list(key, load, facts_only=True) for key in held}
            return list_states(self._store, held, entries, reads.readings(self._store, load), on)

    def edition_of(self, list_key: str, on: dt.date, *, known: dt.datetime | None = None) -> dict[str, Listing]:
        """Entry → listing of the newest edition of a list on or before a day; empty where there is none."""
        with self.snapshot():
            reading = reads.reading_on(self._store, list_key, on, self._load(known))
            return reads.listings(self._store, reading) if reading is not None else {}

    # -- telling -----------------------------------------------------------------------------------------------------

    def tell_facts(self, facts: Facts, *, origin: str, now: dt.datetime, builtin: bool = False) -> Told:
        """Add facts to the record (see `append.tell_facts`)."""
        with self._store.writing() as connection:
            return append.tell_facts(connection, facts, kind="builtin" if builtin else "facts", origin=origin, now=now)

    def tell_edition(self, edition: Edition, *, origin: str, now: dt.datetime, facts: Facts | None = None) -> Told:
        """Add an edition of a list to the record (see `append.tell_edition`)."""
        with self._store.writing() as connection:
            return append.tell_edition(connection, edition, origin=origin, now=now, facts=facts)

    def _standings_on(self, party: str, on: dt.date, load: int, name: str | None) -> tuple[Standing, ...]:
        names: tuple[str, ...] = ()
        held = reads.party(self._store, party, load) if name is not None else None
        if name is not None and held is not None:
            listed = [n.text for n in reads.names_of(self._store, party, load) if n.lists]
            names = asked_names(name, held, listed)
        return tuple(standings_of(party, self._entries(party, load), self._lists_at(load), on, names))

    # -- reading rows ------------------------------------------------------------------------------------------------

    def _entries(self, party: str, load: int) -> list[EntryEvents]:
        rows = self._store.rows(reads.ENTRY_EVENTS, party=party, load=load)
        return self._with_editions(rows, load, self._store.rows(reads.PRINTED_ENTRIES, party=party, load=load))

    def _entries_of_list(self, list_key: str, load: int, *, facts_only: bool = False) -> list[EntryEvents]:
        rows = self._store.rows(reads.LIST_EVENTS, list_key=list_key, load=load)
        printed = self._store.rows(reads.LIST_ENTRIES, list_key=list_key, load=load)
        if facts_only:
            told = {row[1] for row in rows}
            printed = [row for row in printed if row[1] in told]
        return self._with_editions(rows, load, printed)

    def _with_editions(
        self, rows: Iterable[tuple[Any, ...]], load: int, printed: Iterable[tuple[Any, ...]]
    ) -> list[EntryEvents]:
        """Entries from the rows of their facts and (list, entry, party) of entries that editions print."""
        facts: dict[tuple[str, str], list[Event]] = {}
        parties: dict[tuple[str, str], str] = {}
        for list_key, entry, party, body in rows:
            facts.setdefault((list_key, entry), []).append(reads.decode_event(body))
            parties[list_key, entry] = party
        by_list: dict[str, list[str]] = {}
        for list_key, entry, party in printed:
            parties.setdefault((list_key, entry), party)
            by_list.setdefault(list_key, []).append(entry)
        for list_key, entries in by_list.items():
            dates, runs = reads.runs(self._store, list_key, entries, load)
            for entry in entries:
                told = facts.setdefault((list_key, entry), [])
                party = parties[list_key, entry]
                told += edition_events(list_key, entry, party, dates, _by_first(runs.get(entry, ())), told)
        return [EntryEvents(k[0], k[1], parties[k], tuple(events)) for k, events in facts.items() if k[0]]

    def _decode(self, rows: Iterable[tuple[Any, ...]]) -> list[Event]:
        return [reads.decode_event(row[0]) for row in rows]


def _sorted(events: Iterable[Event]) -> list[Event]:
    """Each event once, in an order that does not depend on the order of telling."""
    return sorted(dict.fromkeys(events), key=lambda e: (e.order(), e.list_key or "", e.entry, e.step, e.digest()))


def _by_first(runs: Iterable[Run]) -> list[Run]:
    return sorted(runs, key=lambda run: run.first)


__all__ = ["Ledger", "ListState"]
