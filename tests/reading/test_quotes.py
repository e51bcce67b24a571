"""What stands in quotation marks."""

from __future__ import annotations

import pytest

from gazetted.reading.quotes import find_quotes
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize


def quoted(text: str) -> list[str]:
    tokens = tokenize(text)
    quotes, marks = find_quotes(text, tokens, split_sentences(text, tokens))
    assert marks == sorted(set(marks))
    return [text[tokens[one.first].start : tokens[one.last - 1].end] for one in quotes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no” and “yes”.", ["“no”", "“yes”"]),
        ('He said "no" and "yes".', ['"no"', '"yes"']),
        ("He said ‘no’ to the rebels’ offer.", ["‘no’"]),
        ("“Many of ‘the rebels’ left,” he said.", ["“Many of ‘the rebels’ left,”", "‘the rebels’"]),
        ("He said «no».", ["«no»"]),
        ("It’s the officials' call.", []),
        ("“One.\n\n“Two.”\n\nThree.", ["“One.\n\n“Two.”"]),
        ("“One.\n\nTwo.", ["“One."]),
        ('A 6" pipe and a 3" pipe.', []),
    ],
)
def test_quotes(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
