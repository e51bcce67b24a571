from __future__ import annotations

import pytest

from gazetted.model.party import Kind, NameType
from gazetted.reading.lexicon import lexicon
from gazetted.reading.risk import Risk, assess, risk_table
from gazetted.reading.words import keys_of


@pytest.mark.parametrize(
    ("alias", "acronym", "kind", "name_type", "lists", "risk"),
    [
        ("Boko Haram", False, "organization", "primary", 3, "safe"),
        ("Jaish-e-Mohammad", False, "organization", "alias", 1, "safe"),
        ("Kurdistan Freedom Falcons", False, "organization", "alias", 1, "safe"),
        ("The Base", False, "organization", "primary", 1, "cue"),
        ("The Base", False, "organization", "alias", 4, "context"),
        ("Support Front", False, "organization", "alias", 1, "context"),
        ("Youth", False, "organization", "alias", 3, "never"),
        ("Canada", False, "organization", "alias", 1, "never"),
        ("IS", True, "organization", "acronym", 3, "context"),
        ("UK", True, "organization", "alias", 1, "never"),
        ("HTS", True, "organization", "acronym", 3, "safe"),
        ("TAK", True, "organization", "acronym", 3, "cue"),
        ("Jaish", False, "organization", "common", 0, "context"),
        ("AQIM", True, "organization", "acronym", 3, "safe"),
        ("Bashar al-Assad", False, "person", "primary", 3, "safe"),
        ("Abu Ayham", False, "person", "alias", 1, "context"),
        ("Atef", False, "person", "alias", 1, "never"),
        ("764", False, "organization", "primary", 1, "never"),
    ],
)
def test_risk_of_an_alias(alias: str, acronym: bool, kind: Kind, name_type: NameType, lists: int, risk: Risk) -> None:
    found = assess(
        keys_of(alias),
        acronym=acronym,
        kind=kind,
        name_type=name_type,
        lists=lists,
        lexicon=lexicon(),
        table=risk_table(),
    )
    assert found == risk


def test_the_table_names_each_alias_once() -> None:
    from gazetted.reading.language import load_table
    from gazetted.reading.risk import _File

    rows = [" ".join(keys_of(alias)) for aliases in load_table("risk.toml", _File).alias.values() for alias in aliases]
    assert len(rows) == len(set(rows)), sorted(row for row in set(rows) if rows.count(row) > 1)


@pytest.mark.parametrize(
    ("alias", "kind", "risk"),
    [
        ("Samira", "vessel", "cue"),
        ("Ocean Falconer", "vessel", "cue"),
        ("77", "vessel", "never"),
        ("Zarkovina", "any", "cue"),
        ("Zarkovina", "organization", "safe"),
        ("Opera", "organization", "never"),
        ("Zarkovina Trading", "any", "safe"),
    ],
)
def test_names_of_ships_and_of_parties_of_no_known_kind(alias: str, kind: Kind, risk: Risk) -> None:
    assert (
        assess(
            keys_of(alias),
            acronym=False,
            kind=kind,
            name_type="primary",
            lists=1,
            lexicon=lexicon(),
            table=risk_table(),
        )
        == risk
    )
