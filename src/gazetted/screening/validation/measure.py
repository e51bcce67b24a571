"""Recall of spoiled names, false alarms on synthetic customers, and what another threshold would do."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from gazetted.screening.result import Match, Query, Screening
from gazetted.screening.validation.customers import Customer
from gazetted.screening.validation.mutations import MUTATIONS
from gazetted.screening.validation.result import (
    Alarm,
    ClassResult,
    CultureResult,
    CurveRow,
    CustomersResult,
    Miss,
)
from gazetted.screening.validation.sample import Spoiled

Screener = Callable[[Iterable[Query]], Iterable[Screening]]
"""Queries to their screenings, in their order, down to the floor of the run."""

STEPS = tuple(round(0.60 + 0.05 * step, 2) for step in range(9))
"""Thresholds of the curve."""

SHOWN = 8
"""Misses and alarms that are told of each class."""

_NAMESAKE = 0.99
_SURE = 1.96
"""Standard deviations of a two-sided 95 % interval."""


def best_of(screening: Screening) -> Match | None:
    """The best match, if there is one."""
    return screening.matches[0] if screening.matches else None


def top(screening: Screening) -> float:
    """The score of the best match; 0 where there is none."""
    found = best_of(screening)
    return found.score if found else 0.0


class Found:
    """What each spoiled name found: the score of its own party, and whether it came first."""

    def __init__(self, asked: Sequence[Spoiled], screener: Screener) -> None:
        self.asked = asked
        self.scores: list[float] = []
        self.first: list[bool] = []
        for one, screening in zip(asked, screener([one.query for one in asked]), strict=True):
            mine = [match.score for match in screening.matches if match.party == one.chosen.party]
            self.scores.append(max(mine, default=0.0))
            self.first.append(bool(mine) and max(mine) >= top(screening))

    def recall(self, threshold: float) -> float:
        """Share of all names that found their party at or above a threshold."""
        return share(sum(score >= threshold for score in self.scores), len(self.scores))

    def classes(self, threshold: float) -> tuple[ClassResult, ...]:
        """Recall class by class, in the order of the classes."""
        rows: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self.asked):
            rows[one.key].append(at)
        return tuple(self._class(key, rows[key], threshold) for key in MUTATIONS if key in rows)

    def _class(self, key: str, places: Sequence[int], threshold: float) -> ClassResult:
        found = [at for at in places if self.scores[at] >= threshold]
        missed = [at for at in places if self.scores[at] < threshold]
        misses = tuple(
            Miss(one.query.name, one.chosen.name, one.chosen.party, self.scores[at] or None)
            for at in missed[:SHOWN]
            for one in (self.asked[at],)
        )
        return ClassResult(
            key, MUTATIONS[key].family, MUTATIONS[key].what, len(places), len(found),
            sum(self.first[at] for at in found), share(len(found), len(places)),
            lower_end(len(found), len(places)), misses,
        )  # fmt: skip


class Alarms:
    """What synthetic customers found, once by name alone and once with all that is known of them."""

    def __init__(self, customers: Sequence[Customer], screener: Screener) -> None:
        self.customers = customers
        self.alone = [best_of(one) for one in screener([Query(one.query.name) for one in customers])]
        self.known = [best_of(one) for one in screener([one.query for one in customers])]

    def rate(self, threshold: float, *, known: bool) -> float:
        """Share of the customers with a candidate at or above a threshold."""
        rows = self.known if known else self.alone
        return share(sum(match is not None and match.score >= threshold for match in rows), len(rows))

    def result(self, threshold: float) -> CustomersResult:
        """The false alarms at a threshold."""
        alone, known = ([m is not None and m.score >= threshold for m in rows] for rows in (self.alone, self.known))
        cultures: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for customer, one, other in zip(self.customers, alone, known, strict=True):
            counts = cultures[customer.culture]
            counts[0] += 1
            counts[1] += one
            counts[2] += other
        return CustomersResult(
            customers=len(alone),
            alarms=sum(alone),
            alarms_known=sum(known),
            namesakes=sum(m is not None and m.score >= _NAMESAKE for m in self.alone),
            rate=share(sum(alone), len(alone)),
            rate_known=share(sum(known), len(known)),
            cultures=tuple(CultureResult(name, *counts) for name, counts in sorted(cultures.items())),
            examples=self._examples(threshold),
        )

    def _examples(self, threshold: float) -> tuple[Alarm, ...]:
        rows = [
            Alarm(customer.query.name, match.matched_name, match.party, match.score, known)
            for known, matches in ((True, self.known), (False, self.alone))
            for customer, match in zip(self.customers, matches, strict=True)
            if match is not None and match.score >= threshold
        ]
        rows.sort(key=lambda row: (not row.known, -row.score, row.query, row.party))
        return tuple(rows[: 2 * SHOWN])


def curve(
    found: Found, alarms: Alarms, file: Mapping[float, float] | None, steps: Iterable[float]
) -> tuple[CurveRow, ...]:
    """Recall and false alarms at several thresholds.

    Args:
        found: what the spoiled names found.
        alarms: what the customers found.
        file: threshold → share of the user's own names with a candidate; None without a file.
        steps: the thresholds.
    """
    return tuple(
        CurveRow(
            step, found.recall(step), alarms.rate(step, known=False), alarms.rate(step, known=True),
            file.get(step) if file is not None else None,
        )
        for step in steps
    )  # fmt: skip


def share(part: int, whole: int) -> float:
    """A part of a whole in [0, 1], rounded to four places; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def lower_end(part: int, whole: int) -> float:
    """Lower end of the 95 % interval of a share, after Wilson (1927): what a sample of this size proves.

    >>> lower_end(20, 20)
    0.8389
    """
    if not whole:
        return 0.0
    p, z = part / whole, _SURE
    middle = p + z * z / (2 * whole)
    spread = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return round(max(0.0, (middle - spread) / (1 + z * z / whole)), 4)
