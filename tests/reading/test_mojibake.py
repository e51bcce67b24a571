"""Text that was damaged on its way is put right, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.reading.document import load_document
from gazetted.reading.mojibake import repaired

WHOLE = "They don’t say “no” in München; حماس says it – again."


def damaged(text: str) -> str:
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("windows-1252")
        for byte in text.encode()
    )


def test_damage_is_undone() -> None:
    assert damaged(WHOLE) != WHOLE
    assert repaired(damaged(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    "text", [WHOLE, "“Ein CAFÉ”, sagte Jürgen.", "Ârslan", "NÃO", "“CAFÉ”", "plain", "“Ã©” stands for “é” – see “Ã¼”."]
)
def test_whole_text_stays(text: str) -> None:
    assert repaired(text) == text


@given(st.text())
def test_it_never_fails(text: str) -> None:
    assert isinstance(repaired(text), str)


def test_bytes_are_repaired_and_strings_are_taken_as_they_are() -> None:
    whole = "The group doesn’t talk – it said on 9 December 2024."
    text = damaged(whole)
    assert load_document(text.encode()).text == whole
    assert load_document(text).text == text
