from __future__ import annotations

import pytest

from gazetted.matching.index import NameIndex
from gazetted.model.party import PartyName

TEXTS = [
    "Hay'at Tahrir al-Sham",
    "Al-Nusrah Front",
    "Usama bin Ladin",
    "Muhammad Ali Hassan",
    "Muhammad Omar",
    "Muhammad Salim",
    "حزب الله",
    "Sergei Lavrov",
    "HAMAS",
    "PLO",
    "Guangzhou Haige Communications Group",
    "Abd al-Rahman Salim",
]
INDEX = NameIndex.build([PartyName(str(at), text, "primary") for at, text in enumerate(TEXTS)])


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("HTS", "Hay'at Tahrir al-Sham"),
        ("Jabhat an-Nusra", "Al-Nusrah Front"),
        ("Osama Laden", "Usama bin Ladin"),
        ("Hezbollah", "حزب الله"),
        ("Lavrv", "Sergei Lavrov"),
        ("SergeiLavrov", "Sergei Lavrov"),
        ("hamas", "HAMAS"),
        ("Palestine Liberation Organization", "PLO"),
        ("HAIGE GUANGZHOU", "Guangzhou Haige Communications Group"),
        ("Mohamed Omer", "Muhammad Omar"),
    ],
)
def test_the_right_name_comes_first(query: str, listed: str) -> None:
    assert INDEX.candidates(query)[0].text == listed


def test_limit_strangers_and_emptiness() -> None:
    assert len(INDEX.candidates("Muhammad", limit=2)) == 2
    assert INDEX.candidates("Xyzzy Plugh") == []
    assert INDEX.candidates("") == []
    assert NameIndex.build([]).candidates("Muhammad") == []


def test_bearers_counts_names() -> None:
    assert INDEX.bearers("muhammad") == 3
    assert INDEX.bearers("nobody") == 0
