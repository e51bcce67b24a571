"""Looking back over receipts: only what is new, since when it binds, and since when it could have been known."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import gazetted
from gazetted.api import Record
from gazetted.errors import InputError
from gazetted.screening.lookback import LookBack, look_back
from gazetted.screening.receipts import Receipt

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
THEN, NOW = "2026-03-01", dt.date(2026, 6, 1)
HEADER = "id,kind,name,aliases,listed,delisted"
OLD = "1,person,Daniel Test Okoro,,2026-01-01,"
LATER = "2,person,Zarina Vell,,2026-02-02,"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    days = itertools.count()
    with gazetted.open(
        tmp_path / "r.sqlite", builtin=False, clock=lambda: NOON + dt.timedelta(days=next(days))
    ) as opened:
        yield opened


def _load(record: Record, folder: Path, *rows: str, day: int, source: str = "own") -> None:
    (folder / f"{source}.csv").write_text("\n".join([HEADER, "9,any,Last of the List,,2026-01-01,", *rows]), "utf-8")
    record.load(folder / f"{source}.csv", source=source, date=dt.date(2026, 2, day), force=True)


def _back(record: Record, receipt: Receipt, on: dt.date = NOW) -> LookBack:
    return look_back(receipt, record.ledger, record.screen, on=on)


def test_what_the_record_was_told_since_is_new_with_the_moment(record: Record, tmp_path: Path) -> None:
    _load(record, tmp_path, OLD, day=1)
    known, unknown = (record.screen(name, on=THEN).receipt() for name in ("Daniel Okoro Test", "Zarina Vell"))
    _load(record, tmp_path, OLD, LATER, day=2)
    told = record.ledger.newest_moment()
    _load(record, tmp_path, OLD, LATER, "3,any,Somebody Else,,2026-01-01,", day=3)
    assert _back(record, known).news == (), "what the receipt shows is not new"
    (news,) = _back(record, unknown).news
    assert (news.match.party, news.since, news.cause) == ("own:own:2", "2026-02-02", "record")
    assert news.known_since
    assert dt.datetime.fromisoformat(news.known_since) == told
    assert "own.own, in force since 2026-02-02; the record was told of it on" in news.why
    assert [one.status for one in news.then] == ["in force"]


def test_what_binds_only_since_a_later_day_is_new_by_the_day(record: Record, tmp_path: Path) -> None:
    _load(record, tmp_path, OLD, LATER, day=3)
    receipt = record.screen("Zarina Vell", on="2026-01-15").receipt()
    assert receipt.answer["matches"][0]["standings"][0]["status"] == "not listed"
    (news,) = _back(record, receipt).news
    assert (news.cause, news.since) == ("day", "2026-02-02")
    assert "held it already, and it bound only since 2026-02-02" in news.why
    assert _back(record, receipt, dt.date(2026, 1, 20)).news == ()


def test_what_bound_then_by_what_is_known_now_is_new_though_it_binds_no_more(record: Record, tmp_path: Path) -> None:
    _load(record, tmp_path, OLD, day=1)
    receipt = record.screen("Zarina Vell", on=THEN).receipt()
    _load(record, tmp_path, OLD, "2,person,Zarina Vell,,2026-01-20,2026-05-01", day=2)
    (news,) = _back(record, receipt).news
    assert [one.status for one in news.match.standings] == ["removed"]
    assert [one.status for one in news.then] == ["in force"]
    assert news.since == "2026-01-20"


def test_another_list_of_a_party_that_was_shown_is_new(record: Record, tmp_path: Path) -> None:
    _load(record, tmp_path, OLD, day=1)
    receipt = record.screen("Daniel Test Okoro", on=THEN).receipt()
    _load(record, tmp_path, "7,person,Daniel Test Okoro,,2026-02-02,", day=2, source="second")
    (news,) = _back(record, receipt).news
    assert "own.second" in news.why
    assert news.since == "2026-02-02"


def test_what_another_engine_finds_is_told_as_such(record: Record, tmp_path: Path) -> None:
    _load(record, tmp_path, OLD, day=1)
    found = record.screen("Daniel Test Okoro", on=THEN).receipt()
    blind = msgspec.structs.replace(found, answer={"matches": []})  # as if the program of then had found nothing
    (news,) = _back(record, blind).news
    assert news.cause == "engine"
    assert "did not find it" in news.why


def test_what_cannot_be_asked_again_is_told(record: Record, tmp_path: Path) -> None:
    _load(record, tmp_path, OLD, day=1)
    receipt = record.screen("Daniel Test Okoro", on=THEN).receipt()
    with pytest.raises(InputError, match="use the gazetted that wrote it"):
        _back(record, msgspec.structs.replace(receipt, settings={}))
