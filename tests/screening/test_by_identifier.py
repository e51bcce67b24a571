"""Who is asked for by a number is found, whatever the name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import gazetted
from gazetted.api import Record

LIST = """id,kind,name,born,identifiers
1,person,Karim Adel Mansour,1970,passport:A-1234567;tax:7707083893
2,vessel,Morning Petrel,,imo:9074729
3,organization,Blue Harbour Bank,,bic:DEUTDEFF;lei:5493001KJTIIGC8Y1R12
4,person,Rodolfo Mendez,,wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
5,person,Nikolai Sorokin,,phone:123456789;passport:77
"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("numbers")
    (folder / "watch.csv").write_text(LIST, "utf-8")
    with gazetted.open(folder / "record.sqlite", builtin=False, cache=folder / "cache") as found:
        found.load(folder / "watch.csv", source="own.watch", date="2025-01-01")
        yield found


@pytest.mark.parametrize(
    ("number", "party"),
    [
        ("passport:A1234567", "own:watch:1"),
        ("Passport No.: a 123 4567", "own:watch:1"),
        ("INN:7707083893", "own:watch:1"),
        ("IMO:9074729", "own:watch:2"),
        ("SWIFT:DEUTDEFFXXX", "own:watch:3"),
        ("LEI:5493001KJTIIGC8Y1R12", "own:watch:3"),
        ("BTC:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "own:watch:4"),
    ],
)
def test_a_number_finds_its_bearer_under_another_name(record: Record, number: str, party: str) -> None:
    (match,) = record.screen("Petra Lindgren Zwick", ids=[number], on="2025-02-01").matches
    assert (match.party, match.score) == (party, 0.85)
    assert match.explanation.qualifiers[-1].what == "identifier"
    assert match.explanation.counterfactual == "a candidate by the identifier: by the names alone, it would be none"
    assert record.screen("Petra Lindgren Zwick", on="2025-02-01").matches == ()


def test_what_speaks_against_it_does_not_hide_it(record: Record) -> None:
    (match,) = record.screen("Petra Zwick", kind="person", born="1990", ids=["passport:A1234567"]).matches
    assert match.score == 0.85
    assert [one.what for one in match.explanation.qualifiers] == ["birth date", "identifier"]


@pytest.mark.parametrize("number", ["passport:77", "phone:123456789", "passport:A1234568", "passport:", ":1234567"])
def test_short_common_and_other_numbers_find_nobody(record: Record, number: str) -> None:
    assert record.screen("Petra Lindgren Zwick", ids=[number]).matches == ()


def test_a_number_lifts_a_name_that_is_near_and_never_lowers_it(record: Record) -> None:
    alone = record.screen("Karim Mansour", on="2025-02-01").matches[0]
    with_number = record.screen("Karim Mansour", on="2025-02-01", ids=["passport:A1234567"]).matches[0]
    assert with_number.score >= max(alone.score, 0.85)


def test_a_batch_with_workers_finds_the_same(record: Record) -> None:
    queries: list[dict[str, Any]] = [{"name": "Petra Zwick", "ids": ["imo:9074729"]}, {"name": "Petra Zwick"}]
    one, two = (record.screen_many(queries, workers=workers, on="2025-02-01") for workers in (1, 2))
    assert [[match.party for match in each.matches] for each in one] == [["own:watch:2"], []]
    assert [each.matches for each in two] == [each.matches for each in one]
