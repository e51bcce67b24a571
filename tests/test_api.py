"""The facade: what it takes, what it refuses, what its answers rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import gazetted
from gazetted.api import Record
from gazetted.errors import BadDateError, ListFileError, UnknownPartyError, UsageError
from gazetted.record.ledger import Ledger

CLOCK = dt.datetime(2026, 3, 1, 23, tzinfo=dt.UTC)


@pytest.fixture
def record(builtin: Ledger) -> Record:
    return Record(builtin, lambda: CLOCK)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Record]:
    with gazetted.open(tmp_path / "own.sqlite", builtin=False, clock=lambda: CLOCK) as opened:
        yield opened


CALLS: list[Callable[..., Any]] = [
    lambda record, day: record.standing("HTS", on=day),
    lambda record, day: record.changes(since=day),
    lambda record, day: record.changes(until=day),
    lambda record, day: record.lists(on=day),
    lambda record, day: record.screen("HTS", on=day),
    lambda record, day: record.screen_many(["HTS"], on=day),
    lambda record, day: record.read("HTS was listed.", date=day),
    lambda record, day: record.read("HTS was listed.", date="2024-12-09", today=day),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "2024-02-30", "2024-12-09T10:00", ""])
def test_a_bad_day_is_refused(record: Record, call: Callable[..., Any], day: str) -> None:
    with pytest.raises(UsageError) as caught:
        call(record, day)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("moment", ["never", "2026-11-22T99:00", "2026-02-30", ""])
@pytest.mark.parametrize("verb", ["find", "standing", "history", "screen"])
def test_a_bad_moment_is_refused(record: Record, verb: str, moment: str) -> None:
    with pytest.raises(BadDateError):
        getattr(record, verb)("HTS", known=moment)


@pytest.mark.parametrize("threshold", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_threshold_out_of_range_is_refused(record: Record, threshold: float) -> None:
    with pytest.raises(UsageError, match="threshold"):
        record.screen("HTS", threshold=threshold)


@pytest.mark.parametrize("verb", ["standing", "screen"])
def test_an_unknown_list_is_refused_with_those_that_there_are(record: Record, verb: str) -> None:
    with pytest.raises(UsageError, match=r"'us\.ftoo'.*us\.fto"):
        getattr(record, verb)("HTS", lists=["us.fto", "us.ftoo"])


def test_changes_of_an_unknown_list_are_refused(record: Record) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        record.changes(lists=["nowhere"])


@pytest.mark.parametrize("verb", ["standing", "history", "party"])
def test_an_unknown_party_is_refused_with_the_nearest_names(record: Record, verb: str) -> None:
    with pytest.raises(UnknownPartyError) as caught:
        getattr(record, verb)("Hayat Tahrir al-Shamm of Idlib")
    assert any("Tahrir" in name for name in caught.value.nearest)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["", "  ", "---", "a\0b", "\ud800", "x" * 20_000, "%", "'; DROP TABLE fact; --"])
def test_a_name_that_is_none_is_no_party(record: Record, name: str) -> None:
    assert record.find(name) == []
    with pytest.raises(UnknownPartyError):
        record.standing(name)


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["a\0b", "\ud800", "%(x)s", ":x"])
def test_a_name_that_is_none_is_no_party_on_postgres(postgres_url: str, name: str) -> None:
    with gazetted.open(postgres_url, builtin=False) as opened:
        assert opened.find(name) == []


def test_a_period_that_ends_before_it_begins_is_refused(record: Record) -> None:
    with pytest.raises(BadDateError, match="before it begins"):
        record.changes(since="2025-02-01", until="2025-01-01")


def test_days_may_be_text_dates_or_moments(record: Record) -> None:
    forms: list[str | dt.date] = ["2024-12-09", dt.date(2024, 12, 9), dt.datetime(2024, 12, 9, 15)]
    found = [record.standing("HTS", on=form) for form in forms]
    assert found[0] == found[1] == found[2] != []


def test_today_is_the_clocks_day(record: Record) -> None:
    assert record.standing("HTS") == record.standing("HTS", on="2026-03-01")


def test_a_slug_asks_for_the_party_and_a_name_for_the_name(record: Record) -> None:
    by_slug = {s.list_key: s.since for s in record.standing("hayat-tahrir-al-sham", on="2024-12-09")}
    by_name = {s.list_key: s.since for s in record.standing("Hay'at Tahrir al-Sham", on="2024-12-09")}
    assert (by_slug["us.fto"], by_name["us.fto"]) == ("2014-05-15", "2018-06-01")


def test_lists_limit_the_standings(record: Record) -> None:
    assert {s.list_key for s in record.standing("HTS", on="2024-12-09", lists=["us.fto"])} == {"us.fto"}


def test_many_screenings_come_in_the_order_of_the_queries(record: Record) -> None:
    found = record.screen_many(["Hamas", {"name": "Hizballah", "kind": "organization"}, "Nobody At All"])
    assert [s.query.name for s in found] == ["Hamas", "Hizballah", "Nobody At All"]


def test_an_answer_rests_on_a_digest_and_a_moment(record: Record) -> None:
    block = record.block()
    assert block["digest"] == record.ledger.digest()
    assert block["known"] == "2026-01-01T12:00:00.000000Z"
    assert record.block("0900-01-01")["known"] == "0900-01-01T23:59:59.999999Z"
    assert record.block("0900-01-01")["digest"] != block["digest"]


def test_an_empty_record_answers(own: Record) -> None:
    assert (own.find("x"), own.changes(), own.lists(), own.summary()["parties"]) == ([], [], [], 0)
    assert own.screen("x").matches == ()
    assert own.block()["known"] == "0001-01-01T00:00:00.000000Z"


# -- load ------------------------------------------------------------------------------------------------------------


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["id,kind,name,listed,delisted", *rows]), encoding="utf-8")
    return path


def test_load_reports_what_changed(own: Record, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    first = own.load(write(path, "1,person,Ann Bell,,", "2,person,Bob Coe,,", "3,robot,C,,"), date="2025-01-01")
    again = own.load(path, date="2025-01-01")
    second = own.load(write(path, "1,person,Anne Bell,,", "4,person,Dan Eve,,"), date="2025-02-01")
    assert (first.added, first.entries, len(first.rejected), first.known_already) == (2, 2, 1, False)
    assert (again.added, again.known_already) == (0, True)
    assert (second.added, second.changed, second.removed) == (1, 1, 1)
    assert first.to_dict()["list"] == "own.clients"
    assert "list_key" not in first.to_dict()


def test_an_entry_removed_on_a_stated_day_without_a_first_day_stands_no_more(own: Record, tmp_path: Path) -> None:
    own.load(write(tmp_path / "clients.csv", "1,person,Ann Bell,,2024-06-01"), date="2025-01-01")
    (after,) = own.standing("Ann Bell", on="2025-01-01")
    assert (after.status, after.since, after.until) == ("removed", None, "2024-06-01")
    assert own.lists()[0].entries_in_force == 0


def test_a_party_of_an_own_list_keeps_its_kind_and_newest_name(own: Record, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    own.load(write(path, "1,person,Anne Bell,,"), date="2025-02-01")
    own.load(write(path, "1,person,Ann Bell,,"), date="2025-01-01")
    party = own.party("Ann Bell")
    assert (party.party, party.name, party.kind) == ("own:clients:1", "Anne Bell", "person")
    assert own.ledger.parties()["own:clients:1"] == party


def test_a_file_that_is_refused_changes_nothing(own: Record, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_bytes(b"id;name\n1;Ann\n")
    with pytest.raises(ListFileError):
        own.load(path)
    assert own.ledger.moments() == []


def test_a_missing_file_is_a_wrong_use(own: Record, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        own.load(tmp_path / "nothing.csv")


def test_compare_needs_no_record() -> None:
    assert gazetted.compare("Usama bin Laden", "Osama Bin Ladin", kind="person").score > 0.7
