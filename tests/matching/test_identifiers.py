from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.matching import qualify
from gazetted.matching.identifiers import parse


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("IMO: 9074729", True),
        ("IMO:IMO9074729", True),
        ("imo number:9074728", False),
        ("LEI:5493001KJTIIGC8Y1R12", True),
        ("lei:5493001KJTIIGC8Y1R21", False),
        ("IBAN:GB82 WEST 1234 5698 7654 32", True),
        ("SWIFT/BIC:DEUTDEFF", True),
        ("bic:DEUT1", False),
        ("Tax ID INN:7707083893", True),
        ("INN:7707083894", False),
        ("OGRN:1027700132195", True),
        ("OGRN:1027700132196", False),
        ("wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", True),
        ("wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", False),
        ("Digital Currency Address - ETH:0x52908400098527886E0F7030069857D2E4169EE7", None),
        ("passport:A-123", None),
    ],
)
def test_check_digits(text: str, valid: bool | None) -> None:
    assert parse(text).valid is valid


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("BIC:DEUTDEFF", "swift:deutdeffxxx"),
        ("IMO:9074729", "imo number:IMO 9074729"),
        ("eth:0x52908400098527886E0F7030069857D2E4169EE7", "wallet:0x52908400098527886e0f7030069857d2e4169ee7"),
        ("Passport: A 123", "passport:a-123"),
    ],
)
def test_one_identifier_written_two_ways_confirms(left: str, right: str) -> None:
    found = qualify.identifiers([left], [right])
    assert found is not None
    assert found.effect == qualify.SAME_IDENTIFIER


def test_another_number_contradicts_only_where_there_can_be_but_one() -> None:
    other = qualify.identifiers(["IMO:9074729"], ["IMO:9176187"])
    assert other is not None
    assert other.effect == qualify.OTHER_IDENTIFIER
    assert qualify.identifiers(["IMO:9074728"], ["IMO:9176187"]) is None
    assert qualify.identifiers(["passport:1"], ["passport:2"]) is None


@given(st.text(max_size=200))
def test_any_text_is_parsed(text: str) -> None:
    parse(text)


def test_genders() -> None:
    other = qualify.gender("F", "male")
    assert other is not None
    assert other.effect == qualify.OTHER_GENDER
    assert qualify.gender("unknown", "male") is None
