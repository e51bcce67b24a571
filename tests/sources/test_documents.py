from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.sources.documents import document_numbers, document_type


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("A 11111111", ("A 11111111",)),
        ("Passport no: 472234895", ("472234895",)),
        ("1) AB850901 (issued 2001) 2) AB187304", ("AB850901", "AB187304")),
        ("M788331 (Tunisian). Issued on 28 Sept 2001. Expired on 27 Sept 2006", ("M788331",)),
        ("Afghan national identification card (tazkira) number 300786", ("300786",)),
        ("not known", ()),
        ("12", ()),
    ],
)
def test_numbers_come_out_of_the_words_around_them(printed: str, numbers: tuple[str, ...]) -> None:
    assert document_numbers(printed) == numbers


@given(st.text(max_size=200))
def test_every_number_has_digits_and_stands_in_the_cell(text: str) -> None:
    for number in document_numbers(text):
        assert any(character.isdigit() for character in number)
        assert number in " ".join(text.split())


def test_a_type_is_told_by_any_of_its_labels() -> None:
    assert document_type("identity card", "Passport") == "passport"
    assert document_type("INN 7700000000", default="registration") == "tax"
