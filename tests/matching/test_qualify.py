from __future__ import annotations

import pytest

from gazetted.matching import qualify
from gazetted.model.party import Kind


@pytest.mark.parametrize(
    ("query", "listed", "effect"),
    [
        ("1982-05-03", ["1982-05-03"], 0.10),
        ("1982-05", ["1982-05-03"], 0.07),
        ("1982", ["1982-05-03"], 0.05),
        ("1982-03-05", ["1982-05-03"], 0.05),
        ("1983", ["1982"], 0.02),
        ("circa 1980", ["1982"], 0.02),
        ("1980", ["1982"], -0.25),
        ("1982-05-04", ["1982-07-19"], -0.10),
        ("1950", ["1982", "1950-01-01"], 0.05),
    ],
)
def test_birth_dates(query: str, listed: list[str], effect: float) -> None:
    found = qualify.born(query, listed)
    assert found is not None
    assert found.effect == effect


def test_nothing_to_compare() -> None:
    assert qualify.born("1982", []) is None
    assert qualify.born("spring", ["1982"]) is None
    assert qualify.country("", ["SY"]) is None
    assert qualify.country("SY", []) is None
    assert qualify.identifiers(["passport:1"], ["passport:2"]) is None


def test_countries() -> None:
    other = qualify.country("FR", ["SY", "TR"])
    assert other is not None
    assert (other.listed, other.effect) == ("SY; TR", -0.05)


@pytest.mark.parametrize(
    ("query", "listed", "effect"),
    [("person", "person", None), ("any", "vessel", None), ("person", "state", -0.3), ("vessel", "organization", -0.15)],
)
def test_kinds(query: Kind, listed: Kind, effect: float | None) -> None:
    found = qualify.kind(query, listed)
    assert (found.effect if found else None) == effect
