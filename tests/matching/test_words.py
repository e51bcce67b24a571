from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.matching.words import by_edits, likeness


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
