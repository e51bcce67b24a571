"""A record's screening put to the test: everything together."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from gazetted.errors import UsageError
from gazetted.record.append import format_moment
from gazetted.record.ledger import Ledger
from gazetted.screening.result import Query, Screening
from gazetted.screening.validation.canaries import list_results
from gazetted.screening.validation.customers import synthetic
from gazetted.screening.validation.measure import STEPS, Alarms, Found, Screener, curve
from gazetted.screening.validation.own import OwnFile, measure_file
from gazetted.screening.validation.peers import Pool, by_script, side_by_side
from gazetted.screening.validation.result import Validation
from gazetted.screening.validation.sample import Spoiled, choose, native, queries

SAMPLE, CUSTOMERS, SEED = 300, 5_000, 1
"""Listed parties and synthetic customers of a run, and the seed of its chance."""

_POOL, _POOL_CUSTOMERS, _EACH = 150, 600, 3
_TABLES = ("text", "matching", "validation")


_WIDE = 100
"""Matches of a canary that are looked through: a short name has many bearers."""

Screeners = Callable[[float, Sequence[str], int], Screener]
"""Of a threshold, a filter of lists and a limit of matches, what screens names as users' names are screened."""


class Plan(msgspec.Struct, frozen=True):
    """What is tested.

    Attributes:
        on: the day whose law is asked.
        known: the moment whose knowledge is used.
        lists: only these; empty: all.
        threshold: least score of a match.
        limit: most matches of a name.
        scorer: how names are compared.
        sample: how many listed parties are spoiled.
        customers: how many synthetic customers are made.
        seed: of the chance: the same seed and record give the same figures.
        file: the user's own file.
        mapping: field → column of that file.
    """

    on: dt.date
    known: dt.datetime
    lists: tuple[str, ...]
    threshold: float
    limit: int
    scorer: str
    sample: int = SAMPLE
    customers: int = CUSTOMERS
    seed: int = SEED
    file: str | None = None
    mapping: dict[str, str] | None = None


def validate(
    ledger: Ledger, plan: Plan, screener: Screeners, *, version: str, now: dt.datetime,
    tell: Callable[[str], None] = lambda _: None,
) -> Validation:  # fmt: skip
    """Put the screening of a record to the test.

    Args:
        ledger: the record.
        plan: what is tested.
        screener: see `Screeners`.
        version: of the program.
        now: the present moment.
        tell: is told what is being done.

    Raises:
        UsageError: a size is out of range, or no party of the lists has a name in Latin letters.
    """
    for what, value, most in (("sample", plan.sample, 20_000), ("customers", plan.customers, 1_000_000)):
        if not 1 <= value <= most:
            raise UsageError(f"{value} is no size of {what}: give 1 to {most:,}.")
    names, parties = ledger.names(plan.known), ledger.parties(plan.known)
    chosen = choose(names, parties, lists=plan.lists, count=plan.sample, seed=plan.seed)
    if not chosen:
        raise UsageError("No party of these lists has a name in Latin letters: there is nothing to test.")
    steps = tuple(sorted({*STEPS, plan.threshold}))
    floor = min(steps)
    low = _told(screener(floor, plan.lists, plan.limit), tell)
    people = list(synthetic(plan.customers, plan.seed))
    tell("asking for spoiled names")
    spoiled = list(queries(chosen, plan.seed))
    found = Found(spoiled, low)
    tell("asking for customers who are on no list")
    alarms = Alarms(people, low)
    own = _own(ledger, plan, low, steps)
    tell("holding other scorers against the same names")
    pool = Pool(chosen[:_POOL])
    held = {one.party for one in chosen[:_POOL]}
    few = _some([one for one in spoiled if one.chosen.party in held], _EACH * _POOL, plan.seed)
    peers = side_by_side(pool, few, [one.query for one in people[:_POOL_CUSTOMERS]], plan.threshold)
    tell("asking for the canaries of each list")
    lists = list_results(
        ledger, names, screener(plan.threshold, (), _WIDE), on=plan.on, known=plan.known, lists=plan.lists,
        seed=plan.seed,
    )  # fmt: skip
    return Validation(
        made=format_moment(now),
        on=plan.on.isoformat(),
        engine={"name": "gazetted", "version": version, "scorer": plan.scorer, "tables": tables_digest()},
        record=ledger.block(plan.known, on=now.date()),
        settings=_settings(plan, floor),
        parties=len(parties),
        names=len(names),
        recall=found.recall(plan.threshold),
        classes=found.classes(plan.threshold),
        scripts=by_script(pool, list(native(chosen[:_POOL])), plan.threshold),
        curve=curve(found, alarms, own.shares if own else None, steps),
        customers=alarms.result(plan.threshold),
        lists=lists,
        peers=peers,
        file=own.result if own else None,
    )


def _own(ledger: Ledger, plan: Plan, screener: Screener, steps: Sequence[float]) -> OwnFile | None:
    if plan.file is None:
        return None
    return measure_file(ledger, Path(plan.file), screener, mapping=plan.mapping, threshold=plan.threshold, steps=steps)


def _some(rows: Sequence[Spoiled], count: int, seed: int) -> list[Spoiled]:
    chance = random.Random(f"{seed} peers")  # noqa: S311 - chance, not secrets
    return [rows[at] for at in sorted(chance.sample(range(len(rows)), min(count, len(rows))))]


def _settings(plan: Plan, floor: float) -> dict[str, Any]:
    return {
        "threshold": plan.threshold, "lists": sorted(plan.lists), "limit": plan.limit, "seed": plan.seed,
        "sample": plan.sample, "customers": plan.customers, "floor": floor,
    }  # fmt: skip


def _told(screener: Screener, tell: Callable[[str], None]) -> Screener:
    """A screener that tells how far it has come."""

    def screened(asked: Iterable[Query]) -> Iterator[Screening]:
        for count, one in enumerate(screener(asked), 1):
            if count % 500 == 0:
                tell(f"{count:,} names asked for")
            yield one

    return screened


@cache
def tables_digest() -> str:
    """Digest of the tables that names are compared by, spoiled with and made of."""
    digest = hashlib.sha256()
    for name in _TABLES:
        folder = resources.files("gazetted.resources") / name
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.is_file() and not file.name.endswith((".py", ".pyc")):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
