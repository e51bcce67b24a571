"""The ledger: what was told, when, and what stood on a day. Every question may name the moment of its knowledge."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache, partial
from typing import Any

import msgspec

from gazetted.errors import BadDateError, UsageError
from gazetted.model.edition import Edition, Listing
from gazetted.model.event import Event
from gazetted.model.identity import Tie
from gazetted.model.lists import ListInfo
from gazetted.model.party import Particulars, Party, PartyName
from gazetted.model.standing import Standing
from gazetted.record import append, asking, finding, joined, reads, relating, telling, touching
from gazetted.record.append import Told
from gazetted.record.entries import Entries
from gazetted.record.facts import Facts, digest_of
from gazetted.record.inventory import ListState, list_states
from gazetted.record.kept import Shelf
from gazetted.record.standings import EntryEvents, ListKnowledge, asked_names, standings_of, turning_days
from gazetted.record.store import Store
from gazetted.sources.terms import stale_terms


class Ledger:
    """Read and append; one instance per open record. Reading is safe from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lists_at = lru_cache(maxsize=16)(partial(reads.lists, store))
        self._parties_at = lru_cache(maxsize=2)(self._all_parties)
        # What a load holds never changes, so an answer can be kept: articles ask for the same parties again and again.
        self._told_at = lru_cache(maxsize=1024)(self._told_of)
        self._standings_at = lru_cache(maxsize=4096)(self._standings_on)
        self._history_at = lru_cache(maxsize=4096)(self._history_of)
        self._particulars_at = lru_cache(maxsize=4096)(
            lambda party, load: joined.particulars(store, self._slugs(party, load), load)
        )
        self._texts_at = lru_cache(maxsize=1)(lambda _: finding.texts(store))  # of one load: it is large
        self._joined_at = lru_cache(maxsize=4)(partial(joined.parties, store))
        self._names_at = lru_cache(maxsize=2)(lambda load: joined.names(store, load, self._joined_at(load)))
        self._entries = Entries(store)
        self.shelf = Shelf(store)

    @property
    def place(self) -> str:
        """Where the record is kept, for messages."""
        return self._store.place

    @property
    def url(self) -> str:
        """The path or URL that opens the record again, with its password."""
        return self._store.url

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
        return max(self.moments(), default=dt.datetime.min.replace(tzinfo=dt.UTC))

    def digest(self, known: dt.datetime | None = None) -> str:
        """SHA-256 over the content that was held at a moment, whatever the order in which it came."""
        rows = self._store.rows(reads.RECORD_DIGEST, load=self._load(known))
        return str(rows[0][0]) if rows else digest_of([])

    def _load(self, known: dt.datetime | None) -> int:
        """Number of the last load told by a moment; within a snapshot it is looked up once."""
        moment = _moment(known)
        held = self._store.held()
        if held is None:
            return int(self._store.rows(reads.LOAD_AT, moment=moment)[0][0] or 0)
        if moment not in held:
            held[moment] = int(self._store.rows(reads.LOAD_AT, moment=moment)[0][0] or 0)
        return held[moment]

    # -- parties and names -------------------------------------------------------------------------------------------

    def parties(self, known: dt.datetime | None = None) -> Mapping[str, Party]:
        """Every party by its slug."""
        return self._parties_at(self._load(known))

    def party_count(self) -> int:
        """How many parties the record holds."""
        return int(self._store.rows(reads.PARTY_COUNT, load=self._load(None))[0][0])

    def party_names(self, slugs: Iterable[str], *, known: dt.datetime | None = None) -> dict[str, str]:
        """Slug → name of each of these parties that the record holds."""
        with self.snapshot():
            load = self._load(known)
            own = {slug: joined.party_of(self._store, slug, load) for slug in slugs}
            held = reads.party_names(self._store, frozenset(own.values()), load)
            return {slug: held[party] for slug, party in own.items() if party in held}

    def names(self, known: dt.datetime | None = None) -> Sequence[PartyName]:
        """Every name ever in force or in common use: one row per party and text, with the lists that carried it."""
        return self._names_at(self._load(known))

    def party(self, slug: str, *, known: dt.datetime | None = None) -> Party | None:
        """One party by its slug, without reading the others."""
        return reads.party(self._store, slug, self._load(known))

    def tied_to(self, party: str, *, known: dt.datetime | None = None) -> list[Party]:
        """Parties that state a tie to a party, by their slugs; quick."""
        with self.snapshot():
            load = self._load(known)
            return relating.tied_to(self._store, self._slugs(party, load), load)

    def names_of(self, party: str, *, known: dt.datetime | None = None) -> tuple[PartyName, ...]:
        """The names of one party, in the form and order of `names`."""
        load = self._load(known)
        return joined.names_of(self._store, self._slugs(party, load), load)

    def touched(self, before: dt.datetime, now: dt.datetime) -> frozenset[str] | None:
        """Parties that may be otherwise than at an earlier moment; None: any (see `touching.touched`)."""
        return touching.touched(self._store, self._load(before), self._load(now))

    def passing(self, one: dt.date, other: dt.date, *, known: dt.datetime) -> frozenset[str] | None:
        """Parties that may stand otherwise on one day than on another; None: any (see `touching.passing`)."""
        return touching.passing(self._store, self._load(known), one, other)

    def particulars(self, party: str, *, known: dt.datetime | None = None) -> Particulars:
        """Birth dates, countries and identifiers that editions print of a party."""
        return self._particulars_at(party, self._load(known))

    def identifiers(self, known: dt.datetime | None = None) -> set[tuple[str, str]]:
        """Slug and `type:value` identifier of all parties, for finding: perhaps some that were printed later."""
        return joined.identifiers(self._store, self._load(known), self.joined(known=known))

    def block(self, known: dt.datetime | None = None, *, on: dt.date) -> dict[str, Any]:
        """What an answer rests on.

        Args:
            known: the moment whose knowledge is used; None: all that the record holds.
            on: the present day, of which `stale` is asked; of an earlier moment it is asked as of then.

        Returns:
            `digest` of the record, the moment up to which it was told (`known`), the date of its `newest` edition or
            fact, and the keys of lists that are `stale`.
        """
        with self.snapshot():
            held = self._lists_at(self._load(known))
            when = asking.asked(self._store, _moment(known))
            day = min(on, known.date()) if known is not None else on
            return {
                "digest": self.digest(known),
                "known": append.format_moment(known or self.newest_moment()),
                "newest": max((k.newest for k in held.values() if k.newest), default=None),
                "stale": asking.stale_lists(held, when, day, stale_terms()),
            }

    def find(self, name: str, *, known: dt.datetime | None = None) -> list[Party]:
        """Parties that go or went by a name or slug, best first; other romanisations of a name are found too."""
        with self.snapshot():
            load = self._load(known)
            slugs = finding.find_slugs(self._store, name, load)
            own = dict.fromkeys(joined.party_of(self._store, slug, load) for slug in slugs)
            parties = [reads.party(self._store, slug, load) for slug in own]
        return [party for party in parties if party is not None]

    def nearest_names(self, name: str, limit: int = 3) -> list[str]:
        """Names in the record that come closest to one that is not there, best first."""
        return finding.nearest(self._texts_at(self._load(None)), name, limit)

    def ties(self, party: str | None = None, *, known: dt.datetime | None = None) -> list[Tie]:
        """What is held of pairs of slugs: of all, or of those of one party."""
        with self.snapshot():
            load = self._load(known)
            slugs = self._slugs(party, load) if party is not None else None
            return joined.ties(self._store, slugs, load)

    def slugs(self, party: str, *, known: dt.datetime | None = None) -> list[str]:
        """All slugs that are one party, the one it goes by first."""
        with self.snapshot():
            return self._slugs(party, self._load(known))

    def slug(self, text: str, *, known: dt.datetime | None = None) -> str | None:
        """The slug that a text is, or that an entry (`list key:entry`) has before it is joined; None for neither."""
        with self.snapshot():
            return finding.own_slug(self._store, text, self._load(known))

    def joined(self, *, known: dt.datetime | None = None) -> Mapping[str, str]:
        """Slug → slug of its party, for every slug that goes by another."""
        return self._joined_at(self._load(known))

    def own_names(self, slugs: Iterable[str], *, known: dt.datetime | None = None) -> dict[str, str]:
        """Slug → name of each of these by itself, whatever it is joined to."""
        with self.snapshot():
            return reads.party_names(self._store, frozenset(slugs), self._load(known))

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
            load = self._load(known)
            days = self._told_at(party, load)[2]
            # Whatever day between two turning days is asked, the answer is that of the first.
            return list(self._standings_at(party, days[bisect_right(days, on) - 1], load, name))

    def history(self, party: str, *, known: dt.datetime | None = None) -> list[Event]:
        """Events about a party in order of date, those without a date first within their list's beginning."""
        with self.snapshot():
            return list(self._history_at(party, self._load(known)))

    def _history_of(self, party: str, load: int) -> tuple[Event, ...]:
        slugs = self._slugs(party, load)
        entries = self._entries.of_party(slugs, load)
        events = [e for entry in entries for e in entry.events if slugs[0] in (e.about, e.party)]
        for slug in slugs:
            events += self._decode(self._store.rows(reads.CONTEXT_OF, party=slug, load=load))
        return tuple(_sorted(events))

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
            parties = self._joined_at(load)
            told = self._decode(self._store.rows(reads.EVENTS_BETWEEN, low=low, high=high, load=load))
            events = [joined.moved(event, parties) for event in told]
            for (list_key,) in self._store.rows(reads.EDITION_LISTS, load=load):
                if list_key in wanted or not wanted:
                    events += [
                        e
                        for entry in self._entries.of_list(list_key, load, parties, between=(low, high))
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
            entries = {key: self._entries.of_list(key, load, {}, facts_only=True) for key in held}
            states = list_states(self._store, held, entries, reads.readings(self._store, load), on)
            return self._with_askings(states, on, _moment(known))

    def edition_of(self, list_key: str, on: dt.date, *, known: dt.datetime | None = None) -> dict[str, Listing]:
        """Entry → listing of the newest edition of a list on or before a day; empty where there is none."""
        with self.snapshot():
            reading = reads.reading_on(self._store, list_key, on, self._load(known))
            return reads.listings(self._store, reading) if reading is not None else {}

    def holds(self, list_key: str, sha256: str, reader: str) -> bool:
        """Whether the latest reading of some edition of a list is that of a file, by a reader (name and version)."""
        found = reads.readings_of(self._store, list_key, self._load(None))
        return any((one.sha256, one.reader) == (sha256, reader) for one in found)

    def _with_askings(self, states: Iterable[ListState], on: dt.date, moment: str) -> list[ListState]:
        when, terms, found = asking.asked(self._store, moment), stale_terms(), []
        for state in states:
            mine, term = when.get(state.info.key, asking.NEVER), terms.get(state.info.key, 0)
            came = asking.outcome(self._store, state.info.key, mine) or (None, "")
            stale = asking.is_stale(state.newest, mine, on, term) if term else None
            found.append(
                msgspec.structs.replace(
                    state, asked=mine.last, asked_outcome=came[0], asked_why=came[1] or None, stale=stale
                )
            )
        return found

    # -- telling -----------------------------------------------------------------------------------------------------

    def tell_facts(self, facts: Facts, *, origin: str, now: dt.datetime, builtin: bool = False) -> Told:
        """Add facts to the record (see `append.tell_facts`)."""
        with self._store.writing() as connection:
            return append.tell_facts(connection, facts, kind="builtin" if builtin else "facts", origin=origin, now=now)

    def tell_edition(
        self,
        edition: Edition,
        *,
        origin: str,
        now: dt.datetime,
        facts: Facts | None = None,
        coming: telling.Coming | None = None,
    ) -> Told:
        """Add an edition of a list to the record (see `telling.tell_edition`)."""
        with self._store.writing() as connection:
            return telling.tell_edition(connection, edition, origin=origin, now=now, facts=facts, coming=coming)

    def tell_ties(self, decided: Mapping[tuple[str, str], Tie | None], *, now: dt.datetime) -> Told:
        """Keep what a user decided of pairs of slugs (see `append.tell_ties`)."""
        with self._store.writing() as connection:
            return append.tell_ties(connection, decided, now=now)

    def tell_asking(self, list_key: str, *, now: dt.datetime, outcome: asking.Outcome, why: str = "") -> None:
        """Note that the publisher of a list was asked (see `asking.tell_asking`)."""
        with self._store.writing() as connection:
            asking.tell_asking(connection, list_key, moment=append.format_moment(now), outcome=outcome, why=why)

    def _standings_on(self, party: str, on: dt.date, load: int, name: str | None) -> tuple[Standing, ...]:
        names: tuple[str, ...] = ()
        slugs, entries, _ = self._told_at(party, load)
        held = reads.party(self._store, slugs[0], load) if name is not None else None
        if name is not None and held is not None:
            listed = [n.text for n in joined.names_of(self._store, slugs, load) if n.lists]
            names = asked_names(name, held, listed)
        return tuple(standings_of(slugs[0], entries, self._lists_at(load), on, names))

    def _told_of(self, party: str, load: int) -> tuple[list[str], list[EntryEvents], list[dt.date]]:
        """A party's slugs, the entries that are its own or carry its names, and the days on which they turn."""
        slugs = self._slugs(party, load)
        entries = self._entries.of_party(slugs, load)
        return slugs, entries, turning_days(entries, self._lists_at(load))

    def _all_parties(self, load: int) -> dict[str, Party]:
        parties = self._joined_at(load)
        return {slug: party for slug, party in reads.parties(self._store, load).items() if slug not in parties}

    # -- reading rows ------------------------------------------------------------------------------------------------

    def _slugs(self, party: str, load: int) -> list[str]:
        """All slugs of the party that a slug belongs to, the one it goes by first."""
        return joined.slugs_of(self._store, joined.party_of(self._store, party, load), load)

    def _decode(self, rows: Iterable[tuple[Any, ...]]) -> list[Event]:
        return [reads.decode_event(row[0]) for row in rows]


def _moment(known: dt.datetime | None) -> str:
    return append.format_moment(known) if known is not None else "9999"


def _sorted(events: Iterable[Event]) -> list[Event]:
    """Each event once, in an order that does not depend on the order of telling."""
    return sorted(dict.fromkeys(events), key=lambda e: (e.order(), e.list_key or "", e.entry, e.step, e.digest()))


__all__ = ["Ledger", "ListState"]
