from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.sources.countries import country_code, country_names


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russia", "RU"),
        ("russian federation", "RU"),
        ("Russia / Russie", "RU"),
        ("Belarus / Bélarus", "BY"),
        ("Myanmar (Burma) / Myanmar (Birmanie)", "MM"),
        ("Burma", "MM"),
        ("Korea, North", "KP"),
        ("Korea, South", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Republic of Korea", "KR"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Congo, Republic of the", "CG"),
        ("Congo (Democratic Republic)", "CD"),
        ("Iran (Islamic Republic of)", "IR"),
        ("ISLAMIC REPUBLIC OF IRAN", "IR"),
        ("Macedonia, The Former Yugoslav Republic of", "MK"),
        ("Bahamas, The", "BS"),
        ("The Gambia", "GM"),
        ("Virgin Islands, British", "VG"),
        ("Virgin Islands, U.S.", "VI"),
        ("St. Kitts & Nevis", "KN"),
        ("Saint Kitts and Nevis", "KN"),
        ("Cote d Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Viet Nam", "VN"),
        ("Venezuela (Bolivarian Republic of)", "VE"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("Tanzania, United Republic of", "TZ"),
        ("Moldova, Republic of", "MD"),
        ("Micronesia (Federated States of)", "FM"),
        ("China, Hong Kong Special Administrative Region", "HK"),
        ("Taiwan, Province of China", "TW"),
        ("Republic of China", "TW"),
        ("Republic of Malta", "MT"),
        ("Kingdom of the Netherlands", "NL"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("US", "US"),
        ("AF", "AF"),
        ("AFG", "AF"),
        ("CONGO, Democratic Republic of (was Zaire)", "CD"),
        ("Region: Gaza", "PS"),
        ("West Bank", "PS"),
        ("Palestinian", "PS"),
        ("South Sudan / Soudan du sud", "SS"),
        ("Sudan / Soudan", "SD"),
        ("Haiti / Haïti", "HT"),
        ("Former Union of Soviet Socialist Republics", "SU"),
        ("Serbia and Montenegro", "CS"),
        ("Kosovo", "XK"),
        ("Nigerian", "NG"),
        ("Nigerien", "NE"),
        ("Syrian", "SY"),
        ("  Lebanese ", "LB"),
    ],
)
def test_names_met_in_lists(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "Congolese",
        "Dominican",
        "Korea",
        "undetermined",
        "None Identified",
        "ZZ",
        "Atlantis",
        "x" * 5000,
        "/",
        "()",
    ],
)
def test_what_is_not_one_country_is_not_known(name: str) -> None:
    assert country_code(name) is None


def test_every_name_of_the_table_leads_back_to_its_code() -> None:
    table = tomllib.loads((resources.files("gazetted.resources") / "countries.toml").read_text(encoding="utf-8"))[
        "code"
    ]
    assert len(table) == 255
    wrong = [(code, name) for code in table for name in country_names(code) if country_code(name) != code]
    assert wrong == []
    assert [code for code in table if country_code(code) != code] == []


def test_names_of_an_unknown_code_are_none() -> None:
    assert country_names("ZZ") == ()


@given(st.text(max_size=60))
def test_any_text_gives_a_known_code_or_none(text: str) -> None:
    code = country_code(text)
    assert code is None or country_names(code)


@given(
    st.sampled_from(["Iran", "South Sudan", "Côte d'Ivoire", "Saint Lucia"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_letter_case_does_not_matter(name: str, case: object) -> None:
    assert callable(case)
    assert country_code(case(name)) == country_code(name)
