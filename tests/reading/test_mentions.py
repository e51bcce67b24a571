from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.certainty import judge
from gazetted.reading.mentions import find_mentions
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize
from gazetted.reading.words import span_of, words_of

_FILES = sorted((Path(__file__).parents[1] / "data" / "mentions").glob("*.toml"))
_CASES = [
    pytest.param(case, id=f"{file.stem}: {case['about']}")
    for file in _FILES
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


def _found(text: str, index: AliasIndex, *, headline: bool = False) -> list[str]:
    tokens = tokenize(text)
    words = words_of(text, tokens, split_sentences(text, tokens))
    first_line = sum(1 for word in words if word.end <= text.find("\n")) if headline else 0
    hits = find_mentions(text, words, index, headline=first_line).hits
    found = []
    for hit in hits:
        own = [one for one in hits if one.party == hit.party]
        sure = judge(index.parties[hit.party], own, hits, words, index).level == "identified"
        start, end = span_of(text, words, hit.first, hit.last)
        written = text[start:end]
        found.append(f"{written} = {hit.party}" + ("" if sure else " ?"))
    return found


def test_there_are_enough_cases() -> None:
    assert len(_CASES) >= 60


@pytest.mark.parametrize("case", _CASES)
def test_mentions(case: dict[str, Any], index: AliasIndex) -> None:
    assert _found(case["text"], index, headline=case.get("headline", False)) == case["expect"]


def test_a_long_text_of_names_is_read_in_linear_time(index: AliasIndex) -> None:
    # A quadratic step would take minutes here.
    assert len(_found("Al-Qaeda and Hamas (and Daesh), " * 2000, index)) == 6000
