"""Clocks that go back or leap ahead: what was known keeps its order, nothing is younger than nothing, nobody waits."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.api import Record
from gazetted.errors import GazettedError, InputError, UsageError
from gazetted.fetch.archive import Archive
from gazetted.fetch.fetcher import Fetcher
from gazetted.fetch.policy import FetchPolicy
from gazetted.screening import receipt_check, receipt_log
from gazetted.screening.holding import held
from gazetted.service.doctor import examine
from gazetted.service.settings import Settings
from gazetted.watch.run import run
from gazetted.watch.state import State

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
JUMPS = [NOON, NOON - 3650 * DAY, NOON + 20_000 * DAY, NOON - DAY, NOON + DAY]
"""A clock that goes back ten years, leaps ahead fifty-four, and comes to its senses."""


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def record(clock: Clock, builtin_path: Path, tmp_path: Path) -> Iterator[Record]:
    place = Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))
    with gazetted.open(place, clock=clock, cache=tmp_path / "cache") as opened:
        yield opened


def edition(folder: Path, number: int) -> Path:
    """An own list that grows by an entry."""
    path = folder / "own.csv"
    rows = "".join(f"{at},organization,Harbour Front {at}\n" for at in range(1, number + 1))
    path.write_text(f"id,kind,name\n{rows}", "utf-8")
    return path


def test_what_was_known_keeps_its_order(record: Record, clock: Clock, tmp_path: Path) -> None:
    for number, now in enumerate(JUMPS, 1):
        clock.now = now
        day = min(now, NOON) - (len(JUMPS) - number) * DAY  # an edition may be of any day that is not to come
        record.load(edition(tmp_path, number), source="front", date=day.date(), force=True)
    moments = record.ledger.moments()
    assert moments == sorted(set(moments))
    assert len(moments) == 1 + len(JUMPS)
    known = [
        sum(bool(name.text.startswith("Harbour Front")) for name in record.ledger.names(moment)) for moment in moments
    ]
    assert known == [0, 1, 2, 3, 4, 5], "each moment knows what was told up to it, in the order of telling"


def test_a_moment_ahead_of_the_clock_is_found_by_the_doctor(record: Record, clock: Clock, tmp_path: Path) -> None:
    def told() -> tuple[str, str]:
        found = next(one for one in examine(Settings(record=record.ledger.place), NOON) if one.what == "record")
        return found.state, found.found

    assert told()[0] == "good"
    clock.now = JUMPS[2]
    record.load(edition(tmp_path, 1), source="front", date="2026-02-01")
    assert told()[0] == "warning"
    assert "ahead of the clock" in told()[1]


@pytest.mark.parametrize("now", JUMPS)
def test_no_age_is_negative_and_no_answer_fails(record: Record, clock: Clock, tmp_path: Path, now: dt.datetime) -> None:
    record.load(edition(tmp_path, 1), source="front", date="2026-02-20")
    clock.now = now
    for state in record.ledger.lists(now.date()):
        assert state.age_days is None or state.age_days >= 0, state.info.key
    assert record.screen("Harbour Front 1").matches[0].score == 1.0
    assert record.standing("isil")
    assert record.block()["stale"] is not None


def test_a_file_from_the_future_is_refused(record: Record, clock: Clock, tmp_path: Path) -> None:
    before = record.ledger.digest()
    with pytest.raises(UsageError, match="lies in the future") as caught:
        record.load(edition(tmp_path, 1), source="front", date="2026-03-05")
    assert str(caught.value).endswith(".")
    stated = (
        '<?xml version="1.0" encoding="utf-8"?><CONSOLIDATED_LIST dateGenerated="2031-01-01T00:00:00Z"><INDIVIDUALS>'
        "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Omar</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>"
        "<REFERENCE_NUMBER>QDi.1</REFERENCE_NUMBER><LISTED_ON>2019-01-02</LISTED_ON></INDIVIDUAL></INDIVIDUALS>"
        "<ENTITIES/></CONSOLIDATED_LIST>"
    )
    (tmp_path / "un.xml").write_text(stated, "utf-8")
    with pytest.raises(InputError, match="2031-01-01 lies in the future"):
        record.load(tmp_path / "un.xml")
    clock.now = NOON - 3650 * DAY  # a clock that lost its battery must not take today's file for one of the future …
    with pytest.raises(GazettedError, match="lies in the future"):
        record.load(edition(tmp_path, 1), source="front", date="2026-02-20")  # … in silence
    assert record.ledger.digest() == before


def test_watches_tell_once_whatever_the_clock_says(record: Record, clock: Clock, tmp_path: Path) -> None:
    record.load(edition(tmp_path, 2), source="front", date="2026-02-20")
    file = tmp_path / "customers.csv"
    file.write_text("id,name\na,Harbour Front 1\nb,Harbour Front 2\n", "utf-8")
    told: list[str] = []
    with closing(State(tmp_path / "watch.sqlite")) as state:
        state.add("portfolio", str(file))
        for now in JUMPS:
            report = run(record.ledger, state, on=NOON.date(), now=now)
            assert report.failures == ()
            told += [alert.id for _, alert in report.alerts]
            state.confirm("terminal", [number for number, _ in report.alerts])
        assert len(told) == len(set(told)) == 4, "each customer is like both entries"
        clock.now = NOON + DAY
        record.load(edition(tmp_path, 3), source="front", date="2026-02-21")
        file.write_text(file.read_text("utf-8") + "c,Harbour Front 3\n", "utf-8")
        report = run(record.ledger, state, on=NOON.date(), now=NOON - DAY)
        assert {alert.customer["customer"] for _, alert in report.alerts if alert.customer} == {"a", "b", "c"}
        assert not {alert.id for _, alert in report.alerts} & set(told), "what was told is not told again"


def test_a_chain_of_receipts_does_not_mind_the_clock(record: Record, clock: Clock, tmp_path: Path) -> None:
    log = tmp_path / "receipts.jsonl"
    for now in JUMPS:
        clock.now = now
        receipt_log.append(log, [record.screen("Daesh", on="2026-01-01").receipt()])
    assert receipt_check.verify(enumerate(log.read_bytes().splitlines(), 1)).problems == ()


def test_a_lock_file_of_another_time_holds_nobody(tmp_path: Path) -> None:
    lock = tmp_path / "log.jsonl.lock"
    lock.touch()
    for moment in (0, 2**31):
        os.utime(lock, (moment, moment))
        with held(tmp_path / "log.jsonl", patience=0.1):
            pass


def test_what_is_on_its_way_is_swept_away_by_its_age_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "raw")
    part = tmp_path / "raw" / ".part"
    part.mkdir(parents=True)
    for name, when in (("old.part", NOON - DAY), ("new.part", NOON), ("ahead.part", NOON + 20_000 * DAY)):
        (part / name).write_bytes(b"x")
        os.utime(part / name, (when.timestamp(), when.timestamp()))
    archive.sweep(NOON)
    assert sorted(file.name for file in part.iterdir()) == ["ahead.part", "new.part"]


def test_a_host_is_waited_for_no_longer_than_its_pause(tmp_path: Path, publisher: Any) -> None:
    ticks, slept = iter([100.0, 101.0, 5.0, 5.5, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, *range(12, 500)]), list[float]()
    fetcher = Fetcher(
        Archive(tmp_path / "raw"), FetchPolicy(pause=3.0, allow=frozenset({"127.0.0.1"})), version="1",
        now=lambda: NOON, clock=lambda: float(next(ticks)), sleep=slept.append,
    )  # fmt: skip
    for name in ("/a", "/b"):
        fetcher.fetch(publisher.offers(name, b"one"))
    assert all(seconds <= 3.0 for seconds in slept)
