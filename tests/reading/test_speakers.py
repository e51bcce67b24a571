"""Who the words are that name a source."""

from __future__ import annotations

import pytest

from gazetted.reading.grammar import scan
from gazetted.reading.sentences import split_sentences
from gazetted.reading.speakers import Entity, source_of
from gazetted.reading.tokens import tokenize


@pytest.mark.parametrize(
    ("words", "name", "kind", "role"),
    [
        ("two people familiar with the matter", "two people familiar with the matter", "anonymous", None),
        ("Some analysts", "some analysts", "anonymous", None),
        ("the interior ministry", "the interior ministry", "organization", None),
        ("Foreign Minister Dana Kessel", "Dana Kessel", "named", "Foreign Minister"),
        ("Dana Kessel, the envoy for Norland", "Dana Kessel", "named", "the envoy for Norland"),
        ("her spokesman, Brian Fallon,", "Brian Fallon", "named", "spokesman"),
        ("a Treasury statement", "Treasury", "organization", None),
        ("a report by the auditor", "the auditor", "anonymous", None),
        ("the newspaper", "the newspaper", "outlet", None),
        ("Norland", "Norland", "organization", None),
        ("Mr. Beck", "Beck", "named", None),
    ],
)
def test_sources(words: str, name: str, kind: str, role: str | None) -> None:
    tokens = tokenize(words)
    source = source_of(scan(words, tokens, split_sentences(words, tokens)), 0, len(tokens), ())
    assert (source.name, source.kind, source.role) == (name, kind, role)


def test_a_person_of_the_document_is_named_in_full() -> None:
    words = "Vice President Kessel"
    tokens = tokenize(words)
    view = scan(words, tokens, split_sentences(words, tokens))
    source = source_of(view, 0, 3, [Entity("Dana Kessel", "named", 2, 3)])
    assert (source.name, source.role) == ("Dana Kessel", "Vice President")
