from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.matching.words import by_edits, likeness, likeness_across, likeness_within


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("salim", "salim", "exact"),
        ("julani", "golani", "transliteration"),
        ("macron", "macrone", "spelling"),
        ("a", "ali", "initial"),
        ("a", "bilal", "different"),
        ("bibi", "benjamin", "nickname"),
        ("hasan", "husayn", "different"),
        ("2004", "2005", "different"),
    ],
)
def test_kind(left: str, right: str, kind: str) -> None:
    assert likeness(left, right)[1] == kind


@given(st.text("abgjkqw", min_size=1, max_size=9), st.text("abgjkqw", min_size=1, max_size=9))
def test_symmetric_and_bounded(left: str, right: str) -> None:
    assert likeness(left, right) == likeness(right, left)
    assert 0.0 <= likeness(left, right)[0] <= 1.0
    assert (likeness(left, right)[0] == 1.0) == (left == right)


def test_more_edits_and_shorter_words_are_less_alike() -> None:
    for length in range(2, 14):
        values = [by_edits(edits, length) for edits in range(5)]
        assert values == sorted(values, reverse=True)
        assert by_edits(1, length) <= by_edits(1, length + 1)


@pytest.mark.parametrize(
    ("left", "right", "least"),
    [
        ("slymn", "sulayman", 0.86),
        ("bdllh", "abdallah", 0.86),
        ("rw", "rawi", 0.72),
        ("arnir", "amir", 0.90),
        ("tae8", "taeb", 0.90),
        ("abdu1", "abdul", 0.90),
        ("yusuf", "joseph", 0.85),
        ("hsiaoping", "xiaoping", 0.88),
    ],
)
def test_words_spoiled_in_known_ways(left: str, right: str, least: float) -> None:
    assert likeness(left, right)[0] >= least
    assert likeness(right, left) == likeness(left, right)


@pytest.mark.parametrize(("left", "right"), [("ahl1", "ahl2"), ("44", "45"), ("pezeshfar", "pezeshkian")])
def test_words_that_only_look_spoiled(left: str, right: str) -> None:
    assert likeness(left, right)[0] < 0.70


def test_a_word_of_another_script_meets_its_readings_and_not_its_neighbours() -> None:
    assert (
        likeness_across(("الزبيدي",), "al zbydy", "zoubeidi")[0] < likeness_across(("زبيدي",), "zbydy", "zoubeidi")[0]
    )
    assert likeness_across(("周",), "zhou", "zhao")[0] == 0.0
    assert likeness_across(("حسين",), "husayn", "hasan")[0] < 0.85
    assert likeness_within("محمدي", "احمدي")[0] < 0.70
