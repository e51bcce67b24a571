"""A batch answers as single screenings do, and seldom misses what a comparison with every listed name finds."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import gazetted
from gazetted.matching.index import Candidates, NameIndex
from gazetted.screening.judging import Judge
from gazetted.screening.result import Query
from gazetted.screening.screen import Settings, screen_all

ON = dt.date(2024, 12, 9)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[gazetted.Record]:
    path: Path = tmp_path_factory.mktemp("same") / "record.sqlite"
    with gazetted.open(path) as opened:
        yield opened


def spoiled(name: str, some: random.Random) -> str:
    words = name.split()
    way = some.randrange(5)
    if way == 0 and len(name) > 6:
        at = some.randrange(1, len(name) - 1)
        return name[:at] + name[at + 1 :]
    if way == 1:
        some.shuffle(words)
    if way == 2 and len(words) > 2:
        del words[some.randrange(len(words))]
    return "".join(words[:2]) + " " + " ".join(words[2:]) if way == 3 else " ".join(words)


def asked(names: list[str]) -> list[Query]:
    some = random.Random(7)
    rows = [Query(spoiled(name, some), some.choice(("any", "person"))) for name in some.sample(names, 120)]
    return rows + [Query(f"{some.choice(rows).name.split()[0]} Nobody{at}") for at in range(40)]


def test_batch_single_and_exhaustive_agree(record: gazetted.Record) -> None:
    ledger = record.ledger
    names = list(ledger.names())
    index = NameIndex.build(names, ledger.parties())
    queries = asked([name.text for name in names])
    settings = Settings(ON)
    batch = list(screen_all(ledger, queries, settings, index))
    fresh = NameIndex.build(names, ledger.parties())
    single = [next(iter(screen_all(ledger, [query], settings, fresh))) for query in reversed(queries)][::-1]
    assert [one.matches for one in batch] == [one.matches for one in single]
    assert sum(bool(one.matches) for one in batch) > 80
    everything = Candidates(np.arange(len(names)), np.ones(len(names)))
    judge = Judge(index, settings.threshold)
    missed = held = 0
    for query, screening in zip(queries, batch, strict=True):
        whole = {one.party.party: one.score for one in judge.judge(query, everything)[: settings.limit]}
        mine = {match.party: match.score for match in screening.matches}
        assert all(score <= whole.get(party, score) for party, score in mine.items()), query
        held += len(whole)
        missed += len(set(whole.items()) - set(mine.items()))
    assert missed <= held // 8  # by acronyms, parts of bundled names, one word of an organisation
