"""Parties that are joined, and what a user decides about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from gazetted.api import Record, open_record
from gazetted.errors import UnknownPartyError, UsageError
from gazetted.model.edition import Edition, ListedName, Listing

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DAY = dt.date(2025, 6, 1)


def person(entry: str, *names: str, born: str = "1960-01-02") -> Listing:
    return Listing(
        entry, "person", tuple(ListedName(n, "alias" if i else "primary") for i, n in enumerate(names)), born=(born,)
    )


def tell(record: Record, list_key: str, date: str, *held: Listing) -> None:
    edition = Edition(list_key, date, f"{list_key} {date}", "reader 1", held)
    record.ledger.tell_edition(edition, origin="x", now=NOW)


@pytest.fixture
def record(store_url: str) -> Iterator[Record]:
    made = open_record(store_url, builtin=False, clock=lambda: NOW)
    tell(
        made, "a.one", "2025-01-01", person("1", "OKORO, Daniel Test"), person("2", "Somebody Else", born="1970-05-05")
    )
    tell(made, "b.two", "2025-01-01", person("7", "Daniel Test Okoro"))
    tell(made, "c.three", "2025-01-01", person("x", "Daniel Test Okoro", born="circa 1960"))
    yield made
    made.close()


def test_one_party_answers_for_all_its_entries(record: Record) -> None:
    assert [party.party for party in record.find("Daniel Test Okoro")] == ["a.one:1", "c.three:x"]
    assert {s.list_key for s in record.standing("b.two:7", on=DAY)} == {"a.one", "b.two"}
    assert {event.party for event in record.history("a.one:1")} == {"a.one:1"}
    found = record.identity("b.two:7")
    assert found.slugs == ("a.one:1", "b.two:7")
    assert [(tie.verdict, tie.confidence) for tie in found.ties if tie.verdict == "same"] == [("same", "high")]
    assert "1960-01-02" in found.ties[0].reason
    assert {tie.pair for tie in record.proposals()} == {("a.one:1", "c.three:x"), ("b.two:7", "c.three:x")}
    names = {(name.party, name.text) for name in record.ledger.names()}
    assert ("a.one:1", "Daniel Test Okoro") in names
    assert len(record.ledger.parties()) == 3
    assert record.ledger.particulars("a.one:1").born == ("1960-01-02",)


def test_a_user_joins_parts_and_takes_it_back(record: Record) -> None:
    record.join("c.three:x", "b.two:7", "the passports are the same")
    assert record.identity("a.one:1").slugs == ("a.one:1", "b.two:7", "c.three:x")
    before = record.ledger.digest()
    record.part("a.one:1", "b.two:7", "another man")
    assert record.ledger.digest() != before
    assert record.identity("a.one:1").slugs == ("a.one:1",)
    assert record.identity("b.two:7").slugs == ("b.two:7", "c.three:x")
    record.undecide("b.two:7", "a.one:1")
    assert record.ledger.digest() == before
    assert record.identity("a.one:1").slugs == ("a.one:1", "b.two:7", "c.three:x")


def test_what_was_held_before_a_decision_stays_answerable(record: Record) -> None:
    moment = record.ledger.newest_moment()
    record.part("a.one:1", "b.two:7", "another man")
    assert record.identity("a.one:1").slugs == ("a.one:1",)
    assert record.identity("a.one:1", known=moment).slugs == ("a.one:1", "b.two:7")
    assert {s.list_key for s in record.standing("b.two:7", on=DAY, known=moment)} == {"a.one", "b.two"}


@pytest.mark.parametrize(
    ("one", "other", "reason", "error"),
    [
        ("a.one:1", "a.one:1", "x", UsageError),
        ("a.one:1", "b.two:7", " ", UsageError),
        ("a.one:1", "b.two:7", "x" * 1001, UsageError),
        ("a.one:1", "nobody at all", "x", UnknownPartyError),
    ],
)
def test_what_cannot_be_decided(record: Record, one: str, other: str, reason: str, error: type[Exception]) -> None:
    digest = record.ledger.digest()
    with pytest.raises(error):
        record.join(one, other, reason)
    with pytest.raises(UsageError):
        record.undecide("a.one:1", "b.two:7")
    assert record.ledger.digest() == digest


def test_an_entry_with_a_new_number_is_one_entry(record: Record) -> None:
    tell(
        record,
        "a.one",
        "2025-03-01",
        person("9", "OKORO, Daniel Test"),
        person("2", "Somebody Else", born="1970-05-05"),
    )
    found = record.changes(lists=["a.one"], since="2025-01-02")
    assert [(e.what, e.former, e.entry, e.party) for e in found] == [("renumbered", "1", "9", "a.one:1")]
    standing = record.standing("a.one:9", on=DAY, lists=["a.one"])
    assert [(s.status, s.entry) for s in standing] == [("in force", "9")]
    tell(record, "a.one", "2025-02-01", person("2", "Somebody Else", born="1970-05-05"))  # it was gone in between
    whats = [(e.what, e.entry) for e in record.changes(lists=["a.one"], since="2025-01-02")]
    assert whats == [("delisted", "1"), ("listed", "9")]


def test_two_keys_that_one_edition_prints_are_two_entries(record: Record) -> None:
    tell(
        record,
        "a.one",
        "2025-03-01",
        person("9", "OKORO, Daniel Test"),
        person("2", "Somebody Else", born="1970-05-05"),
    )
    tell(record, "a.one", "2025-04-01", person("1", "OKORO, Daniel Test"), person("9", "OKORO, Daniel Test"))
    standing = record.standing("a.one:1", on=DAY, lists=["a.one"])
    assert [(s.status, s.entry) for s in standing] == [("in force", "1")]
