"""Cues that are no verbs."""

from __future__ import annotations

import pytest

from gazetted.reading.grammar import scan
from gazetted.reading.phrases import find_phrases
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("According to two officials, it fell.", [("before", "According to", "two officials")]),
        (
            "It fell, according to a report in the Herald.",
            [("before", "according to a report", "a report in the Herald")],
        ),
        ("It fell, the Herald said, citing aides.", [("cited", "citing", "aides")]),
        ("In her view, it fell.", [("before", "In her view", "her")]),
        ("The mayor's claim that it fell is false.", [("noun", "claim", "The mayor")]),
        ("The fear of many farmers is that it falls.", [("noun", "fear", "many farmers")]),
        ("The mayor voiced hope that it stands.", [("noun", "voiced hope", "The mayor")]),
        ("The mayor's plan to sell it failed.", [("noun", "plan", "The mayor")]),
        ("Bridge to close by June: officials", [("before", ":", "officials")]),
        ("The claim was filed.", []),
        ("A claim for damages was filed.", []),
        ("It rose 3 percent per year.", []),
    ],
)
def test_phrases(text: str, found: list[tuple[str, str, str]]) -> None:
    tokens = tokenize(text)
    view = scan(text, tokens, split_sentences(text, tokens))
    said = [
        (one.kind, text[slice(*view.span(*one.cue))], text[slice(*view.span(*one.source))])
        for one in find_phrases(view, 0)
    ]
    assert said == found
