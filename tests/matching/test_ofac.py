from __future__ import annotations

import pytest

from gazetted.errors import UsageError
from gazetted.matching.ofac import score, soundex
from gazetted.matching.scorers import DEFAULT, SCORERS, scorer
from gazetted.matching.weights import weights


@pytest.mark.parametrize(
    ("word", "code"), [("Tymczak", "T522"), ("Honeyman", "H555"), ("Washington", "W252"), ("Lee", "L000"), ("", "")]
)
def test_soundex(word: str, code: str) -> None:
    assert soundex(word) == code


def test_the_better_of_two_techniques_counts() -> None:
    assert score("Usama Laden", "LADIN, Usama bin") > 0.9
    assert score("George Bush", "George Habbash") > 0.8
    assert score("", "Usama") == 0.0


def test_scorers_are_called_by_name_and_version() -> None:
    assert DEFAULT in SCORERS
    assert scorer("names")("Vladimir Petrov", "Wladimir Petrow", "person") >= 0.70
    assert scorer("ofac-1") is SCORERS["ofac-1"]
    with pytest.raises(UsageError, match="ofac-1"):
        scorer("oracle")
    with pytest.raises(KeyError):
        weights(0)
