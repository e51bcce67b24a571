"""The public face in Python: a record, and the verbs over it. Composes the packages below; computes nothing itself."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetted.errors import UsageError
from gazetted.inquiry import Clock, Day, Inquiry, Moment, as_day, as_moment
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger, utc_now

if TYPE_CHECKING:
    from gazetted.assessment.result import Assessment
    from gazetted.fetch.policy import FetchPolicy
    from gazetted.matching.comparison import Comparison
    from gazetted.model.party import Kind
    from gazetted.reading.result import Reading
    from gazetted.record.loading import LoadReport
    from gazetted.record.updating import UpdateReport
    from gazetted.screening.result import Query, Screening


class Record(Inquiry):
    """A record of listings through time, and the verbs over it.

    Days are ISO strings or dates; `on` is the day whose law is asked (default: today), `known` the moment whose
    knowledge is used (default: all that the record holds).

    >>> record = gazetted.open()                                         # doctest: +SKIP
    >>> record.standing("Hayat Tahrir al-Sham", on="2024-12-09")         # doctest: +SKIP
    """

    def __init__(self, ledger: Ledger, clock: Clock = utc_now) -> None:
        super().__init__(ledger, clock)
        self._indexes: dict[str, tuple[str, Any]] = {}

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record."""
        self.ledger.close()

    # -- screen ------------------------------------------------------------------------------------------------------

    def screen(
        self,
        name: str,
        *,
        kind: Kind = "any",
        born: str | None = None,
        country: str | None = None,
        ids: Sequence[str] = (),
        gender: str | None = None,
        on: Day = None,
        known: Moment = None,
        lists: Sequence[str] = (),
        threshold: float = 0.70,
        limit: int = 10,
        scorer: str | None = None,
    ) -> Screening:
        """Hold a name against every name in the record, and show where its bearers stood on a day.

        Args:
            name: the name.
            kind: what it is thought to be.
            born: birth date, ISO, may be partial.
            country: ISO 3166-1 alpha-2 code or English name.
            ids: `type:value` identifiers.
            gender: `f` or `m`.
            on: the day whose law is asked.
            known: the moment whose knowledge is used.
            lists: only parties that stand or stood on one of these.
            threshold: least score of a match, in [0, 1].
            limit: most matches returned.
            scorer: how names are compared, such as `names-1` or `ofac-1`; None: the newest of our own.

        Raises:
            UsageError: the threshold is not in [0, 1], there is no such scorer, or a list key is not in the record.
        """
        from gazetted.screening.result import Query

        query = Query(name=name, kind=kind, born=born, country=country, ids=tuple(ids), gender=gender)
        (screening,) = self._screener(on, known, lists, threshold, limit, scorer)([query])
        return screening

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
        scorer: str | None = None,
    ) -> list[Screening]:
        """Screen many names; screenings come in their order, and are those that `screen` gives.

        Args:
            queries: names, or mappings with `name` and, where known, `kind`, `born`, `country`, `ids`, `gender`, `key`.
            workers: how many processes share the work. It pays from some thousand names on.
            on: as of `screen`; so are `known`, `lists`, `threshold`, `limit` and `scorer`.
            known: as above.
            lists: as above.
            threshold: as above.
            limit: as above.
            scorer: as above.

        Raises:
            UsageError: as of `screen`; or a query is none (the error says which).
        """
        from gazetted.screening.queries import queries_of

        return list(self._screener(on, known, lists, threshold, limit, scorer, workers)(queries_of(queries)))

    def screen_file(
        self,
        path: str | os.PathLike[str],
        *,
        mapping: Mapping[str, str] | None = None,
        workers: int = 1,
        after: int = 0,
        on: Day = None,
        known: Moment = None,
        lists: Sequence[str] = (),
        threshold: float = 0.70,
        limit: int = 10,
        scorer: str | None = None,
    ) -> Iterator[tuple[int, Screening]]:
        """Screen a file of names, row by row: (row number, screening). `after` leaves so many rows out.

        Raises:
            UsageError: there is no such file.
            ListFileError: it is not a file of names.
        """
        from gazetted.screening.file import screen_file

        screener = self._screener(on, known, lists, threshold, limit, scorer, workers)
        return screen_file(Path(path), screener, mapping=mapping, after=after)

    def _screener(
        self, on: Day, known: Moment, lists: Sequence[str], threshold: float, limit: int,
        scorer: str | None = None, workers: int = 1,
    ) -> Callable[[Iterable[Query]], Iterator[Screening]]:  # fmt: skip
        from gazetted import __version__
        from gazetted.matching.scorers import named
        from gazetted.screening.grounds import ground, grounded
        from gazetted.screening.indexing import name_index
        from gazetted.screening.screen import Settings, screen_all
        from gazetted.screening.workers import Job, screen_parallel

        if not 0 <= threshold <= 1:
            raise UsageError(f"The threshold {threshold} is not between 0 and 1.")
        if workers < 1:
            raise UsageError(f"{workers} workers cannot screen: give 1 or more.")
        day, by = self._day(on), named(scorer)
        with self.ledger.snapshot():
            # Without a moment it is the newest one, so that a receipt can name it and what comes later changes nothing.
            moment = as_moment(known) or self.ledger.newest_moment()
            wanted = sorted(self.ledger.checked_lists(lists, known=moment))
            held = ground(
                self.ledger, on=day, known=moment, lists=wanted, threshold=threshold, limit=limit,
                version=__version__, now=self._clock(), scorer=by,
            )  # fmt: skip
            index = self._index("screening", moment, lambda: name_index(self.ledger, moment, __version__))
        settings = Settings(day, moment, tuple(wanted), threshold, limit, by)

        def alone(queries: Iterable[Query]) -> Iterator[Screening]:
            return screen_all(
                self.ledger, queries, settings, index, lambda slug: self.ledger.particulars(slug, known=moment)
            )

        def screened(queries: Iterable[Query]) -> Iterator[Screening]:
            job = Job(self.ledger.url, __version__, settings)
            for found in screen_parallel(job, queries, workers) if workers > 1 else alone(queries):
                yield grounded(found, held, self._clock())

        return screened

    # -- assess ------------------------------------------------------------------------------------------------------

    def assess(
        self,
        name: str,
        *,
        on: Day = None,
        known: Moment = None,
        without: Iterable[str] = (),
        since: Day = None,
    ) -> Assessment:
        """What the standings of a party mean on a day: what binds whom, and what is permitted all the same.

        Args:
            name: the party: its slug, or any name it goes by.
            on: the day whose law is asked.
            known: the moment whose knowledge of the facts is used; the law is that of the package.
            without: lists that are thought away: what would still bind is told.
            since: an earlier day: what changed after it is told.

        Raises:
            UnknownPartyError: no party of that name is in the record.
            UsageError: a list key is not in the record.
            BadDateError: `since` is later than `on`.
        """
        from gazetted.assessment.assess import assess

        day, moment = self._day(on), as_moment(known)
        with self.ledger.snapshot():
            keys = list(dict.fromkeys(without))
            self.ledger.checked_lists(keys, known=moment)
            return assess(
                self.ledger,
                self.party(name, known=known),
                asked=name,
                on=day,
                known=moment,
                since=as_day(since),
                without=keys,
                record=self.block(moment),
            )

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

        moment = as_moment(known)
        day = date if isinstance(date, str) else str(as_day(date) or "") or None
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

        return load(self.ledger, Path(path), source=source, date=as_day(date), force=force, now=self._clock())

    def update(
        self,
        keys: Iterable[str] = (),
        *,
        dry_run: bool = False,
        policy: FetchPolicy | None = None,
        archive: str | os.PathLike[str] | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Iterator[UpdateReport]:
        """Ask publishers for the current editions of their lists and load what is new; a report for each list.

        What fails with one publisher is reported (`outcome`, `why`), and the next is asked. The reports come as the
        work is done: go through them to the end.

        Args:
            keys: the lists; none: every list that its publisher offers at an address.
            dry_run: only ask; nothing is fetched or loaded.
            policy: how often, how long and how much is asked; None: the usual.
            archive: folder of the raw files; None: one in the user's data folder.
            tell: is told what is being done.

        Raises:
            UsageError: a key is that of no list, or of one that is offered at no address.
        """
        from gazetted import __version__
        from gazetted.record.updating import open_fetcher, update

        fetcher = open_fetcher(policy, archive, version=__version__, now=self._clock)
        return update(self.ledger, fetcher, list(keys), now=self._clock, dry_run=dry_run, tell=tell)

    def _index(self, purpose: str, moment: dt.datetime | None, build: Callable[[], Any]) -> Any:
        """An index over the names as known at a moment, made once for each state of the record."""
        digest = self.ledger.digest(moment)
        held = self._indexes.get(purpose)
        if held is None or held[0] != digest:
            self._indexes[purpose] = held = (digest, build())
        return held[1]


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
