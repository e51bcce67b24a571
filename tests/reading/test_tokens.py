from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.reading.tokens import tokenize

TRICKY = st.text(alphabet="aS.'’‘-/,9 é\u0301\nب\u064b\ufeff\u200c_𝔸", max_size=60)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hay'at Tahrir al-Sham", ["Hay'at", "Tahrir", "al", "-", "Sham"]),
        ("Al-Qa’ida’s men", ["Al", "-", "Qa’ida", "’s", "men"]),
        ("the rebels' camp", ["the", "rebels", "'", "camp"]),
        ("they've won", ["they've", "won"]),
        ("J.D. Vance, U.S.", ["J.D.", "Vance", ",", "U.S."]),
        ("George W. Bush", ["George", "W", ".", "Bush"]),
        ("PKK/YPG", ["PKK", "/", "YPG"]),
        ("US-backed Mujahedin-e", ["US", "-", "backed", "Mujahedin", "-", "e"]),
        ("500,000 at 3.5, in 1990’s", ["500,000", "at", "3.5", ",", "in", "1990", "’s"]),
        ("1990s 24th", ["1990s", "24th"]),
        ("“smart” … and...", ["“", "smart", "”", "…", "and", "..."]),
        ("الجَبهة النصرة", ["الجَبهة", "النصرة"]),
        ("Cafe\u0301", ["Cafe\u0301"]),
        ("\ufeffFirst", ["First"]),
        ("", []),
    ],
)
def test_tokens(text: str, wanted: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == wanted


@given(st.one_of(st.text(), TRICKY))
def test_offsets_are_exact_ordered_and_leave_out_only_the_invisible(text: str) -> None:
    position = 0
    left = []
    for token in tokenize(text):
        assert position <= token.start < token.end
        assert text[token.start : token.end] == token.text
        assert not any(char.isspace() for char in token.text)
        left.append(text[position : token.start])
        position = token.end
    left.append(text[position:])
    assert not [char for char in "".join(left) if not char.isspace() and char.isprintable()]


@pytest.mark.parametrize("unit", ["a.", "a'", "1,", "9.9.a", "é\u0301’", "a.a.ab", "'s", "-"])
def test_every_token_of_a_long_run_is_short_or_the_run(unit: str) -> None:
    text = unit * 50_000
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == text
