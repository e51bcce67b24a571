from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.sources.un_reference import is_old, new_reference, references_in


@given(st.sampled_from("QT"), st.sampled_from("IE"), st.sampled_from("ABXYZ"), st.integers(1, 999), st.integers(1, 14))
def test_the_serial_number_of_an_old_reference_is_that_of_the_new(
    regime: str, kind: str, letter: str, number: int, year: int
) -> None:
    old = f"{regime}{kind}.{letter}.{number}.{year:02d}"
    expected = f"{'QD' if regime == 'Q' else 'TA'}{kind.lower()}.{number:03d}"
    assert is_old(old)
    assert new_reference(old) == new_reference(f" {old}. ") == expected
    assert new_reference(expected) == expected
    assert references_in(f"UN Ref {old}. See {expected}") == (expected,)


@pytest.mark.parametrize("text", ["", "I.47.D.7", "Ref.067", "QD1.234", "XXi.001", "12703"])
def test_what_is_no_reference_gives_none(text: str) -> None:
    assert new_reference(text) is None
