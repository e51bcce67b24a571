"""Names held against a record, and that put to the test: a part of the public face."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetted.errors import UsageError
from gazetted.inquiry import Clock, Day, Inquiry, Moment, as_moment
from gazetted.record.ledger import Ledger
from gazetted.record.opening import utc_now

if TYPE_CHECKING:
    from gazetted.model.party import Kind
    from gazetted.screening.result import Query, Screening
    from gazetted.screening.validation.result import Validation


class Screens(Inquiry):
    """A record that names are held against."""

    def __init__(self, ledger: Ledger, clock: Clock = utc_now, *, version: str, cache: Path | None = None) -> None:
        super().__init__(ledger, clock)
        self._version = version
        self._cache = cache
        self._indexes: dict[str, tuple[str, Any]] = {}

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
        good_guys: str | os.PathLike[str] | None = None,
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
            good_guys: a CSV file of decisions that hold matches back (`screening.good_guys`).

        Raises:
            ListFileError: the file of decisions is not one.
            UsageError: the threshold is not in [0, 1], there is no such scorer, or a list key is not in the record.
        """
        from gazetted.screening.result import Query

        query = Query(name=name, kind=kind, born=born, country=country, ids=tuple(ids), gender=gender)
        (screening,) = self._screener(on, known, lists, threshold, limit, scorer, good_guys=good_guys)([query])
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
        good_guys: str | os.PathLike[str] | None = None,
    ) -> list[Screening]:
        """Screen many names; screenings come in their order, and are those that `screen` gives.

        Args:
            queries: names, or mappings with `name` and, where known, `kind`, `born`, `country`, `ids`, `gender`, `key`.
            workers: how many processes share the work. It pays from some thousand names on.
            on: as of `screen`; so are `known`, `lists`, `threshold`, `limit`, `scorer` and `good_guys`.
            known: as above.
            lists: as above.
            threshold: as above.
            limit: as above.
            scorer: as above.
            good_guys: as above.

        Raises:
            UsageError: as of `screen`; or a query is none (the error says which).
        """
        from gazetted.screening.queries import queries_of

        screener = self._screener(on, known, lists, threshold, limit, scorer, workers, good_guys)
        return list(screener(queries_of(queries)))

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
        good_guys: str | os.PathLike[str] | None = None,
    ) -> Iterator[tuple[int, Screening]]:
        """Screen a file of names, row by row: (row number, screening). `after` leaves so many rows out.

        Raises:
            UsageError: there is no such file.
            ListFileError: it is not a file of names.
        """
        from gazetted.screening.file import screen_file

        screener = self._screener(on, known, lists, threshold, limit, scorer, workers, good_guys)
        return screen_file(Path(path), screener, mapping=mapping, after=after)

    def _screener(
        self, on: Day, known: Moment, lists: Sequence[str], threshold: float, limit: int,
        scorer: str | None = None, workers: int = 1, good_guys: str | os.PathLike[str] | None = None,
    ) -> Callable[[Iterable[Query]], Iterator[Screening]]:  # fmt: skip
        from gazetted.matching.scorers import named
        from gazetted.screening.good_guys import read_good_guys
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
            cleared = read_good_guys(self.ledger, Path(good_guys), known=moment) if good_guys is not None else None
            held = ground(
                self.ledger, on=day, known=moment, lists=wanted, threshold=threshold, limit=limit,
                version=self._version, now=self._clock(), scorer=by, good_guys=cleared.sha256 if cleared else None,
            )  # fmt: skip
            index = self._index(
                "screening", moment, lambda: name_index(self.ledger, moment, self._version, place=self._cache)
            )
        settings = Settings(day, moment, tuple(wanted), threshold, limit + (cleared.most if cleared else 0), by)

        def alone(queries: Iterable[Query]) -> Iterator[Screening]:
            return screen_all(
                self.ledger, queries, settings, index, lambda slug: self.ledger.particulars(slug, known=moment)
            )

        def screened(queries: Iterable[Query]) -> Iterator[Screening]:
            job = Job(self.ledger.url, self._version, settings)
            for found in screen_parallel(job, queries, workers) if workers > 1 else alone(queries):
                if cleared is not None:
                    found = cleared.applied(found, on=day, known=moment, limit=limit)
                yield grounded(found, held, self._clock())

        return screened

    def validate(
        self,
        file: str | os.PathLike[str] | None = None,
        *,
        mapping: Mapping[str, str] | None = None,
        sample: int = 300,
        customers: int = 5_000,
        seed: int = 1,
        workers: int = 1,
        on: Day = None,
        known: Moment = None,
        lists: Sequence[str] = (),
        threshold: float = 0.70,
        limit: int = 10,
        scorer: str | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Validation:
        """Put the screening to the test: spoiled listed names, synthetic customers, canaries, other scorers, a file.

        Args:
            file: names of your own; with a column `expected` (slug or name, or empty for nobody), labelled ones.
            mapping: field → column of that file.
            sample: how many listed parties are spoiled.
            customers: how many synthetic customers are made.
            seed: the same seed and record give the same figures.
            workers: as of `screen_many`.
            on: as of `screen`; so are `known`, `lists`, `threshold`, `limit` and `scorer`.
            known: as above.
            lists: as above.
            threshold: as above.
            limit: as above.
            scorer: as above.
            tell: is told what is being done.

        Raises:
            UsageError: as of `screen`; a size is out of range; there is no such file.
            ListFileError: the file is not one of names.
        """
        from gazetted.matching.scorers import named
        from gazetted.screening.validation.validate import Plan, validate

        day, moment = self._day(on), as_moment(known) or self.ledger.newest_moment()
        self.ledger.checked_lists(lists, known=moment)
        plan = Plan(
            on=day, known=moment, lists=tuple(lists), threshold=threshold, limit=limit, scorer=named(scorer),
            sample=sample, customers=customers, seed=seed, file=os.fspath(file) if file is not None else None,
            mapping=dict(mapping) if mapping else None,
        )  # fmt: skip
        return validate(
            self.ledger, plan,
            lambda floor, only, most: self._screener(day, moment, only, floor, most, scorer, workers),
            version=self._version, now=self._clock(), tell=tell,
        )  # fmt: skip

    def _index(self, purpose: str, moment: dt.datetime | None, build: Callable[[], Any]) -> Any:
        """An index over the names as known at a moment, made once for each state of the record."""
        digest = self.ledger.digest(moment)
        held = self._indexes.get(purpose)
        if held is None or held[0] != digest:
            self._indexes[purpose] = held = (digest, build())
        return held[1]
