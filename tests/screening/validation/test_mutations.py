from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.model.party import Kind
from gazetted.screening.validation.customers import synthetic
from gazetted.screening.validation.mutations import MUTATIONS, spoiled
from gazetted.screening.validation.tables import customers

NAMES: tuple[tuple[str, Kind], ...] = (
    ("Muhammad Abd al-Rahman KHALIL", "person"),
    ("MENDEZ DE LA CRUZ, Rodolfo Antonio", "person"),
    ("Zarya Shipping and Trading Limited Liability Company", "organization"),
    ("Blue Harbour Moonlight Co., Ltd", "organization"),
)


def test_every_class_spoils_some_name() -> None:
    for key, mutation in MUTATIONS.items():
        made = [text for name, kind in NAMES for seed in range(4) if (text := spoiled(mutation, name, kind, seed))]
        assert made, key
        if key != "as listed":
            assert not {name for name, _ in NAMES} & set(made), key


@pytest.mark.parametrize(
    ("key", "name", "kind", "expected"),
    [
        ("order", "Karim Adel Mansour", "person", "Mansour, Karim Adel"),
        ("initial", "Karim Mansour", "person", "K. Mansour"),
        ("middle initials", "Karim Adel Zaki Mansour", "person", "Karim A. Z. Mansour"),
        ("vowels dropped", "Karim Mansour", "person", "Krm Mnsr"),
        ("no spaces", "Karim Mansour", "person", "KarimMansour"),
        ("cut off", "Karim Abdelrahman Mansour", "person", "Karim Abdelrahman Ma"),
        ("legal form", "Blue Harbour Ltd", "organization", "Blue Harbour Limited"),
        ("no legal form", "Blue Harbour Ltd", "organization", "Blue Harbour"),
        ("particles", "Karim bin Adel al-Mansour", "person", "Karim Adel Mansour"),
        ("single", "Hassan Gadda", "person", "Hasan Gadda"),
    ],
)
def test_what_a_class_makes_of_a_name(key: str, name: str, kind: Kind, expected: str) -> None:
    assert spoiled(MUTATIONS[key], name, kind, 1) == expected


def test_a_rule_is_only_for_its_kind_and_for_latin_letters() -> None:
    assert spoiled(MUTATIONS["order"], "Blue Harbour", "organization", 1) is None
    assert spoiled(MUTATIONS["legal form"], "Karim Ltd", "person", 1) is None
    assert spoiled(MUTATIONS["left out"], "محمد", "person", 1) is None
    assert spoiled(MUTATIONS["as listed"], "محمد", "person", 1) == "محمد"


def test_what_does_not_fit_is_left_out() -> None:
    for key in ("initial", "order", "shuffled", "joined", "word dropped"):
        assert spoiled(MUTATIONS[key], "Karim", "person", 1) is None


@given(st.text(max_size=60), st.sampled_from(sorted(MUTATIONS)), st.integers(0, 3))
def test_no_name_breaks_a_rule_and_a_seed_decides(name: str, key: str, seed: int) -> None:
    for kind in ("person", "organization"):
        first = spoiled(MUTATIONS[key], name, kind, seed)
        assert first == spoiled(MUTATIONS[key], name, kind, seed)
        assert first is None or first.strip() == first != ""


def test_customers_are_many_cultures_and_repeat_with_their_seed() -> None:
    some = list(synthetic(400, seed=3))
    assert [one.query for one in synthetic(400, seed=3)] == [one.query for one in some]
    assert [one.query for one in synthetic(400, seed=4)] != [one.query for one in some]
    assert len({one.culture for one in some}) >= 30
    assert len({one.query.name for one in some}) > 350
    for one in some:
        assert one.query.country is not None
        assert re.fullmatch("[A-Z]{2}", one.query.country)
        assert (one.query.born is not None) == (one.query.kind == "person")
        assert not re.search(r"\b[GFMWPTL]\b(?!\.)", one.query.name), one.query.name


def test_the_tables_are_whole() -> None:
    text = (resources.files("gazetted.resources") / "validation" / "customers.toml").read_text("utf-8")
    assert len(tomllib.loads(text)["culture"]) == len(customers().culture) >= 30
    for culture in customers().culture:
        assert len(culture.given.split()) >= 8, culture.name
        assert len(culture.family.split()) >= 10, culture.name
        if any("M" in form for form in culture.forms):
            assert culture.middle, culture.name
