from __future__ import annotations

import pytest

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.introductions import is_introduced
from gazetted.reading.matching import Found
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize
from gazetted.reading.words import words_of

_OTHER = frozenset({"boko-haram"})


@pytest.mark.parametrize(
    ("text", "introduced"),
    [
        ("The neo-Nazi group the Base met", True),
        ("A militant network known as the Base met", True),
        ("The choir group the Base met", False),
        ("The militant dined at the Base", False),
        ("Boko Haram, the Base met", True),
        ("Boko Haram and the Base met", True),
        ("The Base and Boko Haram met", True),
        ("Boko Haram left the Base", False),
        ("Boko Haram went. The Base met", False),
    ],
)
def test_names_of_plain_words_are_introduced(text: str, introduced: bool, index: AliasIndex) -> None:
    tokens = tokenize(text)
    words = words_of(text, tokens, split_sentences(text, tokens))
    first = next(at for at, word in enumerate(words) if word.text == "Base") - 1
    named = {at: _OTHER for at, word in enumerate(words) if word.text == "Boko"}
    assert is_introduced(words, Found(first, first + 2, ()), named, index) is introduced
