"""The public face in Python: a record, and the verbs over it. Composes the packages below; computes nothing itself."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from gazetted.errors import UnknownPartyError, UsageError
from gazetted.model.dates import parse_day, parse_moment
from gazetted.record.ledger import Ledger, ListState
from gazetted.record.opening import open_ledger, utc_now

if TYPE_CHECKING:
    from gazetted.matching.comparison import Comparison
    from gazetted.model.event import Event
    from gazetted.model.party import Kind, Party
    from gazetted.model.standing import Standing
    from gazetted.reading.result import Reading
    from gazetted.record.loading import LoadReport
    from gazetted.screening.result import Screening

Day = str | dt.date | None
Moment = str | dt.datetime | None
Clock = Callable[[], dt.datetime]


class Record:
    """A record of listings through time, and the verbs over it.

    Days are ISO strings or dates; `on` is the day whose law is asked (default: today), `known` the moment whose
    knowledge is used (default: all that the record holds).

    >>> record = gazetted.open()                                         # doctest: +SKIP
    >>> record.standing("Hayat Tahrir al-Sham", on="2024-12-09")         # doctest: +SKIP
    """

    def __init__(self, ledger: Ledger, clock: Clock = utc_now) -> None:
        self.ledger = ledger
        self._clock = clock
        self._indexes: dict[str, tuple[str, Any]] = {}

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record."""
        self.ledger.close()

    # -- who, where, when --------------------------------------------------------------------------------------------

    def find(self, name: str, *, known: Moment = None) -> list[Party]:
        """Parties that go or went by a name or slug, best first; empty where there is none."""
        return self.ledger.find(name, known=_moment(known))

    def party(self, name: str, *, known: Moment = None) -> Party:
        """The party that best fits a name or slug.

        Raises:
            UnknownPartyError: there is none; the error names the nearest.
        """
        found = self.find(name, known=known)
        if not found:
            raise UnknownPartyError(name, self.ledger.nearest_names(name))
        return found[0]

    def standing(
        self, party: str, *, on: Day = None, known: Moment = None, lists: Iterable[str] = ()
    ) -> list[Standing]:
        """Where a party stood on a day, on every list that ever carried it.

        Asked by a name, `since` is the first day of that name on the list; asked by a slug, that of the party.

        Raises:
            UnknownPartyError: no party of that name is in the record.
            UsageError: a list key is not in the record.
        """
        day, moment = self._day(on), _moment(known)
        with self.ledger.snapshot():
            wanted = self.ledger.checked_lists(lists, known=moment)
            found = self.party(party, known=known)
            name = None if party.strip() == found.party else party
            standings = self.ledger.standings(found.party, day, known=moment, name=name)
        return [s for s in standings if not wanted or s.list_key in wanted]

    def history(self, party: str, *, known: Moment = None) -> list[Event]:
        """Every event about a party, in order of date.

        Raises:
            UnknownPartyError: no party of that name is in the record.
        """
        with self.ledger.snapshot():
            return self.ledger.history(self.party(party, known=known).party, known=_moment(known))

    def changes(
        self, *, since: Day = None, until: Day = None, lists: Iterable[str] = (), known: Moment = None
    ) -> list[Event]:
        """Events dated within two days, both included, in order of date.

        Raises:
            BadDateError: the period ends before it begins.
            UsageError: a list key is not in the record.
        """
        return self.ledger.changes(_day(since), _day(until), lists=lists, known=_moment(known))

    def lists(self, *, on: Day = None, known: Moment = None) -> list[ListState]:
        """Every list: its editions, the entries in force on a day, the age of its newest fact."""
        return self.ledger.lists(self._day(on), known=_moment(known))

    # -- screen ------------------------------------------------------------------------------------------------------

    def screen(
        self,
        name: str,
        *,
        kind: Kind = "any",
        born: str | None = None,
        country: str | None = None,
        ids: Sequence[str] = (),
        on: Day = None,
        known: Moment = None,
        lists: Sequence[str] = (),
        threshold: float = 0.70,
        limit: int = 10,
    ) -> Screening:
        """Hold a name against every name in the record, and show where its bearers stood on a day.

        Args:
            name: the name.
            kind: what it is thought to be.
            born: birth date, ISO, may be partial.
            country: ISO 3166-1 alpha-2 code or English name.
            ids: `type:value` identifiers.
            on: the day whose law is asked.
            known: the moment whose knowledge is used.
            lists: only parties that stand or stood on one of these.
            threshold: least score of a match, in [0, 1].
            limit: most matches returned.

        Raises:
            UsageError: the threshold is not in [0, 1], or a list key is not in the record.
        """
        from gazetted.screening.result import Query

        query = Query(name=name, kind=kind, born=born, country=country, ids=tuple(ids))
        return self._screener(on, known, lists, threshold, limit)(query)

    def screen_many(
        self,
        queries: Iterable[str | Mapping[str, Any]],
        *,
        workers: int = 1,
        on: Day = None,
        known: Moment = None,
        lists: Sequence[str] = (),
        threshold: float = 0.70,
        limit: int = 10,
    ) -> list[Screening]:
        """Screen names, or mappings with `name`, `kind`, `born`, `country`, `ids`; screenings come in their order.

        `workers` is taken for the sake of callers and has no effect yet: one process does it all.
        """
        from gazetted.screening.result import Query

        del workers
        screen = self._screener(on, known, lists, threshold, limit)
        return [screen(Query(q) if isinstance(q, str) else msgspec.convert(dict(q), Query)) for q in queries]

    def screen_file(
        self,
        path: str | os.PathLike[str],
        *,
        mapping: Mapping[str, str] | None = None,
        on: Day = None,
        known: Moment = None,
        lists: Sequence[str] = (),
        threshold: float = 0.70,
        limit: int = 10,
    ) -> Iterator[tuple[int, Screening]]:
        """Screen a file of names, row by row: (row number, screening).

        Raises:
            UsageError: there is no such file.
            ListFileError: it is not a file of names.
        """
        from gazetted.screening.file import screen_file

        return screen_file(Path(path), self._screener(on, known, lists, threshold, limit), mapping=mapping)

    def _screener(
        self, on: Day, known: Moment, lists: Sequence[str], threshold: float, limit: int
    ) -> Callable[[Any], Screening]:
        from gazetted.matching.index import NameIndex
        from gazetted.screening.screen import screen

        if not 0 <= threshold <= 1:
            raise UsageError(f"The threshold {threshold} is not between 0 and 1.")
        day, moment = self._day(on), _moment(known)
        with self.ledger.snapshot():
            wanted = sorted(self.ledger.checked_lists(lists, known=moment))
            index = self._index("screening", moment, lambda: NameIndex.build(self.ledger.names(moment)))

        def screened(query: Any) -> Screening:
            with self.ledger.snapshot():
                return screen(
                    self.ledger,
                    query,
                    on=day,
                    known=moment,
                    lists=wanted,
                    threshold=threshold,
                    limit=limit,
                    index=index,
                    details=lambda slug: self.ledger.particulars(slug, known=moment),
                )

        return screened

    # -- read --------------------------------------------------------------------------------------------------------

    def read(
        self,
        text: str | bytes,
        *,
        date: Day = None,
        publisher: str | None = None,
        name: str = "",
        known: Moment = None,
        today: Day = None,
    ) -> Reading:
        """Read an article (text or HTML) against the record.

        Args:
            text: the article; a string is taken as it is, offsets refer to it.
            date: when it was published; None: found in the document.
            publisher: who published it; None: found in the document, if it says so.
            name: what to call it in messages.
            known: the moment whose knowledge is used.
            today: the day that `standing_today` is asked of.

        Raises:
            DocumentError: it is not text, or empty.
            NoDateError: no date was given or found.
            BadDateError: `date` is not a day.
        """
        from gazetted.reading.aliases import AliasIndex
        from gazetted.reading.document import load_document
        from gazetted.reading.read import read

        moment = _moment(known)
        day = date if isinstance(date, str) else str(_day(date) or "") or None
        document = load_document(text, name=name, date=day, publisher=publisher)
        with self.ledger.snapshot():
            index = self._index(
                "reading", moment, lambda: AliasIndex.build(self.ledger.names(moment), self.ledger.parties(moment))
            )
            return read(self.ledger, document, known=moment, today=self._day(today), index=index)

    # -- load --------------------------------------------------------------------------------------------------------

    def load(
        self, path: str | os.PathLike[str], *, source: str | None = None, date: Day = None, force: bool = False
    ) -> LoadReport:
        """Load an edition of a list from a file: all of it, or nothing.

        Raises:
            UsageError: there is no such file.
            ListFileError: it is no list file that is known, or the record refuses it.
        """
        from gazetted.record.loading import load

        return load(self.ledger, Path(path), source=source, date=_day(date), force=force, now=self._clock())

    # -- what the answers rest on ------------------------------------------------------------------------------------

    def block(self, known: Moment = None) -> dict[str, str]:
        """What an answer rests on: the record's digest, and the moment up to which it was told."""
        return self.ledger.block(_moment(known))

    def summary(self) -> dict[str, Any]:
        """Counts of parties and lists, and the date of the newest fact."""
        held = self.ledger.knowledge()
        return {
            "parties": self.ledger.party_count(),
            "lists": len(held),
            "newest": max((k.newest for k in held.values() if k.newest), default=None),
        }

    def _index(self, purpose: str, moment: dt.datetime | None, build: Callable[[], Any]) -> Any:
        """An index over the names as known at a moment, made once for each state of the record."""
        digest = self.ledger.digest(moment)
        held = self._indexes.get(purpose)
        if held is None or held[0] != digest:
            self._indexes[purpose] = held = (digest, build())
        return held[1]

    def _day(self, day: Day) -> dt.date:
        return _day(day) or self._clock().date()


def open_record(url: str | os.PathLike[str] | None = None, *, builtin: bool = True, clock: Clock = utc_now) -> Record:
    """Open a record, making it where it does not exist yet; a new one starts with the built-in record.

    Args:
        url: a SQLite path or a `postgresql://` URL; None: `GAZETTED_RECORD`, else a file in the user's data folder.
        builtin: whether it holds the built-in record.
        clock: tells the present moment.

    Raises:
        UsageError: the URL has an unknown scheme, or its driver is not installed.
        RecordError: the file is no record, is damaged, locked, or of a newer version.
    """
    return Record(open_ledger(url, builtin=builtin, clock=clock), clock)


def compare(query: str, listed: str, *, kind: Kind = "any") -> Comparison:
    """Compare two names; needs no record (see `matching.compare.compare`)."""
    from gazetted.matching.compare import compare as compare_names

    return compare_names(query, listed, kind)


def _day(day: Day) -> dt.date | None:
    if isinstance(day, str):
        return parse_day(day)
    return day.date() if isinstance(day, dt.datetime) else day


def _moment(known: Moment) -> dt.datetime | None:
    if isinstance(known, str):
        return parse_moment(known)
    return known.replace(tzinfo=dt.UTC) if known is not None and known.tzinfo is None else known
