from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.errors import RecordError, UsageError
from gazetted.screening.queries import queries_of
from gazetted.screening.result import Query
from gazetted.screening.screen import Settings
from gazetted.screening.workers import Job, screen_parallel

NAMES: list[str | dict[str, str]] = [
    "Hamas",
    "Abu Mohamad al Golani",
    "Nobody Whosoever",
    "Hezbollah",
    {"name": "Usama bin Ladin", "kind": "person"},
]


def test_workers_answer_as_one_process_does_in_order(tmp_path: Path) -> None:
    queries: list[str | Mapping[str, Any]] = [NAMES[at % len(NAMES)] for at in range(600)]
    with gazetted.open(tmp_path / "record.sqlite") as record:
        alone = record.screen_many(queries, on="2024-12-09")
        shared = record.screen_many(queries, on="2024-12-09", workers=2)
        singles = [record.screen(name, on="2024-12-09") for name in ("Hamas", "Abu Mohamad al Golani")]
    assert [one.matches for one in alone] == [one.matches for one in shared]
    assert [one.query for one in shared] == list(queries_of(queries))
    assert [one.matches for one in alone[:2]] == [one.matches for one in singles]
    assert alone[0].matches


def test_a_worker_that_cannot_open_the_record_is_told_of(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    job = Job(str(tmp_path), "1", Settings(dt.date(2024, 12, 9), dt.datetime(2024, 1, 1, tzinfo=dt.UTC)))
    with pytest.raises(RecordError):
        list(screen_parallel(job, [Query("A")], 1))
    capfd.readouterr()


@pytest.mark.parametrize(
    ("row", "said"),
    [({"kind": "person"}, "Query 2"), (7, "Query 2"), ({"name": "A", "dob": "1"}, "'dob'"), ({"name": 7}, "Query 2")],
)
def test_what_is_no_query_is_refused_with_its_place(row: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        list(queries_of(["A", row]))  # type: ignore[list-item]


def test_workers_and_scorers_that_are_none_are_refused(tmp_path: Path) -> None:
    with gazetted.open(tmp_path / "record.sqlite") as record:
        with pytest.raises(UsageError):
            record.screen_many(["A"], workers=0)
        with pytest.raises(UsageError):
            record.screen("A", scorer="nonsense")
        assert record.screen("Hamas", scorer="ofac-1", threshold=0.9).matches


def test_hostile_names_neither_crash_nor_slow_a_batch(tmp_path: Path) -> None:
    hostile = ["a" * 100_000, "a " * 50_000, "." * 1000, "\u202e" * 5000, "ع" * 50_000, "王" * 50_000, "x", "1" * 9999]
    hostile += ["".join(chr(block << 8) for block in range(1, 0xD8)), "ab " * 500, "\x00", "É" * 3000]
    with gazetted.open(tmp_path / "record.sqlite") as record:
        for screening in record.screen_many(hostile):
            assert all(0 <= match.score <= 1 for match in screening.matches)
