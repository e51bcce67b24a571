"""Which provisions apply on a day, to an entry, to a party."""

from __future__ import annotations

import datetime as dt

import pytest

from gazetted.law.applying import concerns, effects_on, exceptions_on, removal_on
from gazetted.law.library import law_of
from gazetted.law.provisions import Effect, ListLaw
from gazetted.model.party import Party

GROUP = Party("x", "X", "organization", ("SY",))
PERSON = Party("y", "Y", "person")


def _law(key: str) -> ListLaw:
    law = law_of(key)
    assert law is not None
    return law


def _exceptions(key: str, day: str, *programmes: str, party: Party = GROUP) -> set[str]:
    return {one.key for one in exceptions_on(_law(key), party, programmes, dt.date.fromisoformat(day))}


def _effects(key: str, day: str, *programmes: str, party: Party = GROUP) -> set[str]:
    return {one.key for one in effects_on(_law(key), party, programmes, dt.date.fromisoformat(day))}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-12-08", set()),
        ("2022-12-09", {"res-2664-aq"}),
        ("2024-12-05", {"res-2664-aq"}),
        ("2024-12-06", {"res-2761"}),
        ("2026-07-01", {"res-2761"}),
    ],
)
def test_the_aid_exception_of_the_al_qaida_list_went_from_2664_to_2761(day: str, expected: set[str]) -> None:
    assert {key for key in _exceptions("un.sc", day, "ISIL-AQ") if key.startswith("res")} == expected


def test_other_regimes_keep_2664() -> None:
    found = _exceptions("un.sc", "2026-07-01", "Somalia")
    assert "res-2664" in found
    assert "res-2761" not in found


@pytest.mark.parametrize(
    ("day", "there"), [("2025-01-05", False), ("2025-01-06", True), ("2025-07-06", True), ("2025-07-07", False)]
)
def test_general_licence_24_held_for_six_months(day: str, there: bool) -> None:
    assert ("gl24-syria" in _exceptions("us.sdn", day, "SDGT")) is there
    assert ("gl24-syria" in _exceptions("us.fto", day)) is there


def test_a_licence_for_a_country_is_for_parties_tied_to_it() -> None:
    elsewhere = Party("z", "Z", "organization", ("CO",))
    assert "gl24-syria" not in _exceptions("us.sdn", "2025-03-01", "SDGT", party=elsewhere)
    assert "gl24-syria" not in _exceptions("us.sdn", "2025-03-01", "SDGT", party=PERSON)


def test_programmes_carry_their_own_effects() -> None:
    assert _effects("us.sdn", "2025-01-01", "SDNTK") == {"blocked"}
    assert _effects("us.sdn", "2025-01-01", "SDNTK", "SDGT") == {"blocked", "sdgt-services", "sdgt-secondary"}
    assert "sdgt-secondary" not in _effects("us.sdn", "2019-01-01", "SDGT")


def test_kinds_carry_their_own_effects() -> None:
    assert "travel-ban" in _effects("uk.sanctions", "2025-01-01", "ISIL-AQ", party=PERSON)
    assert "travel-ban" not in _effects("uk.sanctions", "2025-01-01", "ISIL-AQ")
    assert "travel-ban" in _effects("uk.sanctions", "2025-01-01", "ISIL-AQ", party=Party("u", "U"))


def test_reckless_expression_is_an_offence_only_since_2019() -> None:
    assert "reckless-expression" not in _effects("uk.proscribed", "2018-12-31")
    assert "reckless-expression" in _effects("uk.proscribed", "2020-01-01")


def test_an_exception_needs_the_effect_that_it_limits() -> None:
    assert "gtsr-ngo" in _exceptions("us.sdn", "2025-01-01", "SDGT")
    assert "gtsr-ngo" not in _exceptions("us.sdn", "2025-01-01", "SDNTK")
    assert "private-meeting" in _exceptions("uk.proscribed", "2010-01-01")
    assert "private-meeting" not in _exceptions("uk.proscribed", "2000-01-01")


def test_the_way_off_a_list_is_that_of_the_day() -> None:
    law = _law("us.fto")
    before, after = removal_on(law, dt.date(2003, 1, 1)), removal_on(law, dt.date(2025, 1, 1))
    assert before is not None
    assert after is not None
    assert "two years" in before.steps[0]
    assert "petition" in after.steps[0]
    canada = removal_on(_law("ca.entities"), dt.date(2025, 1, 1))
    assert canada is not None
    assert "90 days" in canada.steps[0]
    assert removal_on(_law("in.uapa"), dt.date(2025, 1, 1)) is None


def test_excepted_programmes_are_left_out() -> None:
    effect = Effect(
        key="k", title="t", who="w", what="w", binds=("us",), acts=(), except_programmes=("A",), instrument="i",
        source="s", confidence="high",
    )  # fmt: skip
    assert concerns(effect, GROUP, ("B",))
    assert not concerns(effect, GROUP, ("A", "B"))
    assert concerns(effect, GROUP, ())


@pytest.mark.parametrize(("day", "there"), [("2016-01-01", True), ("2020-12-30", True), ("2020-12-31", False)])
def test_eu_lists_bound_in_the_uk_until_british_regulations_took_their_place(day: str, there: bool) -> None:
    assert ("freeze-uk" in _effects("eu.fsf", day, "881/2002")) is there
    assert ("freeze-uk" in _effects("eu.cp931", day)) is there
    assert ("uk-designated" in _effects("un.sc", day, "ISIL-AQ")) is not there


def test_a_statement_of_an_authority_is_not_told_before_it_was_made() -> None:
    assert "officials-may-talk" not in _exceptions("us.fto", "2024-12-08")
    assert "officials-may-talk" in _exceptions("us.fto", "2024-12-09")
