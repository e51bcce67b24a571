"""Where the noun phrase beside a verb begins and ends."""

from __future__ import annotations

import pytest

from gazetted.reading.grammar import Scan, scan
from gazetted.reading.sentences import split_sentences
from gazetted.reading.subjects import phrase_after, subject_before
from gazetted.reading.tokens import tokenize


def view(text: str) -> Scan:
    tokens = tokenize(text)
    return scan(text, tokens, split_sentences(text, tokens))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The mayor of Karsen | said", "The mayor of Karsen"),
        ("On Tuesday the mayor | said", "the mayor"),
        ("However, officials in the north | said", "officials in the north"),
        ("Ana Ruiz, the envoy, | said", "Ana Ruiz, the envoy"),
        ("Ana Ruiz, who leads the union, | said", "Ana Ruiz, who leads the union"),
        ("Horn, Beck and Falk | said", "Horn, Beck and Falk"),
        ("It rained and the mayor | said", "the mayor"),
        ("He thinks that the mayor | said", "the mayor"),
        ("A man who was there | said", "A man who was there"),
        ("The Harbour Front (HF) | said", "The Harbour Front (HF)"),
        ("Mr. Beck | said", "Mr. Beck"),
        ("| said", None),
        ("On Monday | said", None),
        ("There | said", None),
    ],
)
def test_subject_before(text: str, subject: str | None) -> None:
    scanned = view(text.replace("| ", ""))
    end = scanned.low.index("said")
    found = subject_before(scanned, 0, end)
    assert (scanned.text[slice(*scanned.span(*found))] if found else None) == subject


@pytest.mark.parametrize(
    ("text", "whole", "phrase"),
    [
        ("the court he knew", False, "the court"),
        ("the court the man knew", False, "the court"),
        ("investors Mr. Beck knew", False, "investors"),
        ("Coastal Radio they knew", False, "Coastal Radio"),
        ("residents in the north and left", True, "residents in the north"),
        ("him that", False, "him"),
        ("to go", False, ""),
    ],
)
def test_phrase_after(text: str, whole: bool, phrase: str) -> None:
    scanned = view(text)
    last = phrase_after(scanned, 0, len(scanned.low), whole=whole)
    assert (scanned.text[slice(*scanned.span(0, last))] if last else "") == phrase
