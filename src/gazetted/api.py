"""The public face in Python: a record, and the verbs over it. Composes the packages below; computes nothing itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gazetted.inquiry import Clock, Day, Moment, as_day, as_moment
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger, utc_now
from gazetted.screens import Screens

if TYPE_CHECKING:
    from gazetted.assessment.result import Assessment
    from gazetted.assessment.signals import Signals
    from gazetted.fetch.policy import FetchPolicy
    from gazetted.matching.comparison import Comparison
    from gazetted.model.party import Kind
    from gazetted.reading.result import Reading
    from gazetted.record.kept import Kept
    from gazetted.record.loading import LoadReport
    from gazetted.record.updating import UpdateReport


class Record(Screens):
    """A record of listings through time, and the verbs over it.

    Days are ISO strings or dates; `on` is the day whose law is asked (default: today), `known` the moment whose
    knowledge is used (default: all that the record holds).

    >>> record = gazetted.open()                                         # doctest: +SKIP
    >>> record.standing("Hayat Tahrir al-Sham", on="2024-12-09")         # doctest: +SKIP
    """

    def __init__(self, ledger: Ledger, clock: Clock = utc_now, *, cache: Path | None = None) -> None:
        from gazetted import __version__

        super().__init__(ledger, clock, version=__version__, cache=cache)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record."""
        self.ledger.close()

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
        keep: bool = False,
    ) -> Reading:
        """Read an article (text or HTML) against the record.

        Args:
            text: the article; a string is taken as it is, offsets refer to it.
            date: when it was published; None: found in the document.
            publisher: who published it; None: found in the document, if it says so.
            name: what to call it in messages.
            known: the moment whose knowledge is used.
            today: the day that `standing_today` is asked of.
            keep: keep the reports and statements found in the record (see `keep`).

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
            reading = read(self.ledger, document, known=moment, today=self._day(today), index=index)
        if keep:
            self.keep(reading, source=name)
        return reading

    def keep(self, reading: Reading, *, source: str = "") -> Kept:
        """Keep in the record what a reading found: reports that a listing may change, and statements that name a party.

        Args:
            reading: the reading.
            source: where its document was read from.

        Returns:
            What was kept; a document is known by its bytes, and keeping it again changes nothing.
        """
        from gazetted.reading.keeping import kept_form

        return self.ledger.shelf.keep(kept_form(reading, source=source, reader=self._version), now=self._clock())

    def signals(self, party: str, *, on: Day = None, known: Moment = None) -> Signals:
        """How the listings of a party may change or changed: reports of kept documents, and steps of the record.

        Args:
            party: its slug, or any name it goes by.
            on: up to which day; None: today.
            known: the moment whose knowledge is used.

        Raises:
            UnknownPartyError: no party of that name is in the record.
        """
        from gazetted.assessment.signals import signals

        day, moment = self._day(on), as_moment(known)
        with self.ledger.snapshot():
            found = self.party(party, known=known)
            return signals(self.ledger, found, on=day, known=moment, record=self.block(moment))

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


def open_record(
    url: str | os.PathLike[str] | None = None,
    *,
    builtin: bool = True,
    clock: Clock = utc_now,
    cache: str | os.PathLike[str] | None = None,
) -> Record:
    """Open a record, making it where it does not exist yet; a new one starts with the built-in record.

    Args:
        url: a SQLite path or a `postgresql://` URL; None: `GAZETTED_RECORD`, else a file in the user's data folder.
        builtin: whether it holds the built-in record.
        clock: tells the present moment.
        cache: folder of the index of names, which is built where it is not there; None: `GAZETTED_CACHE`, else the
            user's cache folder.

    Raises:
        UsageError: the URL has an unknown scheme, or its driver is not installed.
        RecordError: the file is no record, is damaged, locked, or of a newer version.
    """
    return Record(open_ledger(url, builtin=builtin, clock=clock), clock, cache=Path(cache) if cache else None)


def compare(query: str, listed: str, *, kind: Kind = "any") -> Comparison:
    """Compare two names; needs no record (see `matching.compare.compare`)."""
    from gazetted.matching.compare import compare as compare_names

    return compare_names(query, listed, kind)
