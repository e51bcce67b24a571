"""Whose words a piece of text is."""

from __future__ import annotations

from gazetted.reading.chains import Voices, chain_at, is_quoted, statement_at
from gazetted.reading.result import Statement
from gazetted.reading.sentences import split_sentences
from gazetted.reading.statements import find_statements
from gazetted.reading.tokens import tokenize

TEXT = "The army said rebels believe the “old road” is open. The rain went on. “It is late,” the mayor said."


def found() -> tuple[Statement, ...]:
    tokens = tokenize(TEXT)
    return find_statements(TEXT, tokens, split_sentences(TEXT, tokens), publisher="The Lamp")


def place(piece: str) -> tuple[int, int]:
    start = TEXT.index(piece)
    return start, start + len(piece)


def test_the_innermost_statement_counts() -> None:
    assert chain_at(found(), *place("road")) == ("The Lamp", "the army", "rebels")
    assert chain_at(found(), *place("rebels believe")) == ("The Lamp", "the army")
    assert chain_at(found(), *place("It is late")) == ("The Lamp", "the mayor")


def test_the_document_speaks_itself() -> None:
    assert chain_at(found(), *place("The rain")) == ()
    assert chain_at(found(), *place("open. The rain")) == ()
    assert statement_at(found(), *place("The rain")) is None


def test_what_stands_in_quotation_marks() -> None:
    assert is_quoted(found(), *place("old road"))
    assert is_quoted(found(), *place("It is late"))
    assert not is_quoted(found(), *place("is open"))
    assert not is_quoted(found(), *place("rain"))


def test_statements_are_found_by_place_as_by_looking_at_all_of_them() -> None:
    text = " ".join([TEXT] * 60)
    tokens = tokenize(text)
    every = find_statements(text, tokens, split_sentences(text, tokens), publisher="The Lamp")
    voices = Voices.of(every)
    assert all(len(voices.around(at)) < len(every) / 2 for at in range(0, len(text), 100))
    for at in range(0, len(text) - 5, 7):
        assert statement_at(voices.around(at), at, at + 5) is statement_at(every, at, at + 5)
    assert not voices.around(10 * len(text))
