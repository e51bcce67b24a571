"""Who says what: speakers, cues, contents and chains."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.reading.document import load_document
from gazetted.reading.read import read
from gazetted.reading.result import Statement
from gazetted.reading.sentences import split_sentences
from gazetted.reading.statements import UNNAMED_OUTLET, find_statements
from gazetted.reading.tokens import tokenize
from gazetted.record.ledger import Ledger


def said(text: str) -> list[tuple[str, str, str]]:
    """Speaker, cue and content of each statement."""
    return [(one.speaker.name, one.cue.text, " | ".join(part.text for part in one.parts)) for one in statements(text)]


def statements(text: str, publisher: str | None = None) -> tuple[Statement, ...]:
    tokens = tokenize(text)
    return find_statements(text, tokens, split_sentences(text, tokens), publisher=publisher)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said the bridge was closed.", [("the mayor", "said", "the bridge was closed")]),
        ("The bridge was closed, the mayor said.", [("the mayor", "said", "The bridge was closed")]),
        ("The bridge, the mayor said, was closed.", [("the mayor", "said", "The bridge | was closed")]),
        ("“It is closed,” said Ines Falk, the engineer.", [("Ines Falk", "said", "“It is closed,”")]),
        ("According to police, the bridge fell.", [("police", "According to", "the bridge fell")]),
        ("The bridge fell, according to police.", [("police", "according to", "The bridge fell")]),
        ("It was claimed that it fell.", [("an unnamed source", "It was claimed that", "it fell")]),
        ("He is understood to be ill.", [("an unnamed source", "is understood to", "He | be ill")]),
        ("It was not claimed that it fell.", []),
        ("The road is used to move arms.", []),
        ("Ilse Brandt of Leuven: “It is closed.”", [("Ilse Brandt of Leuven", ":", "“It is closed.”")]),
        ("It rained; per the Harbour Board, the bridge fell.", [("Harbour Board", "per", "the bridge fell")]),
        ("The mayor announced plans to close it.", [("the mayor", "announced", "plans to close it")]),
        ("The mayor brushed aside calls to go.", [("the mayor", "brushed aside", "calls to go")]),
        ("The mayor said nothing had changed.", [("the mayor", "said", "nothing had changed")]),
        ("The mayor said nothing.", []),
        ("Those who defend the step say it will help.", [("those who defend the step", "say", "it will help")]),
        ("Critics of that step contend it failed.", [("critics of that step", "contend", "it failed")]),
        ("The mayor argued, as before, that it fell.", [("the mayor", "argued", "it fell")]),
        ("“It fell,” as one voter put it.", [("one voter", "put", "“It fell,”")]),
        ("The candidate has no plans to stand.", [("the candidate", "has no plans", "to stand")]),
        ("The union plans to strike in May.", [("the union", "plans", "to strike in May")]),
        ("Diplomats doubt the deadline can be met.", [("diplomats", "doubt", "the deadline can be met")]),
        ("The mayor's claim that crime has doubled spread.", [("mayor", "claim", "crime has doubled spread")]),
        ("The firm voiced concern about the tariff.", [("the firm", "voiced concern", "about the tariff")]),
        ("Investors are worried that costs will rise.", [("investors", "are worried", "costs will rise")]),
        ("The law, as the judge noted, is old.", [("the judge", "noted", "The law | is old")]),
        ("The chief was accused by rivals of fraud.", [("rivals", "was accused", "of fraud")]),
        ("The mayor told the council the bridge was shut.", [("the mayor", "told", "the bridge was shut")]),
        ("The court asked whether he knew.", [("the court", "asked", "whether he knew")]),
        ("Bridge to close by June: officials", [("officials", ":", "Bridge to close by June")]),
    ],
)
def test_speaker_cue_and_content(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(name.removeprefix("the ").lower(), cue, content) for name, cue, content in said(text)]
    assert found == [(name.removeprefix("the ").lower(), cue, content) for name, cue, content in expected]


@pytest.mark.parametrize(
    "text",
    [
        "The company said goodbye to its last ship.",
        "The city plans are on show in the town hall.",
        "A claim for damages was filed and the notes were lost.",
        "He told the time by the sun.",
        "The reports were delivered on Monday.",
        "The so-called truce held.",
        "Officials could announce the result on Friday.",
        "I think it is late.",
    ],
)
def test_words_that_are_no_cues_here(text: str) -> None:
    assert said(text) == []


def test_a_quote_of_several_sentences_and_what_follows_it() -> None:
    text = "“We lost. We were poor,” coach Ines Falk said. “That is on me. It will not happen again.”"
    (one,) = statements(text)
    assert [part.text for part in one.parts] == [
        "“We lost. We were poor,”",
        "“That is on me. It will not happen again.”",
    ]
    assert (one.quote, one.speaker.name, one.speaker.role) == ("direct", "Ines Falk", "coach")


def test_a_quote_over_paragraphs() -> None:
    text = "Ines Falk said: “We lost.\n\n“It will not happen again.”\n\nThe rain went on."
    (one,) = statements(text)
    assert one.content.text == "“We lost.\n\n“It will not happen again.”"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The mayor said it was late.", "indirect"),
        ("The mayor said it was “far too late” to act.", "mixed"),
        ('The mayor said: "It is late."', "direct"),
        ("The mayor called the vote “a farce”.", "mixed"),
    ],
)
def test_quote(text: str, quote: str) -> None:
    assert [one.quote for one in statements(text)] == [quote]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("The mayor denied that he knew.", ["deny"]),
        ("The mayor believes that he knew.", ["believe"]),
        ("The mayor vowed to fight on.", ["want"]),
        ("The mayor urged the council to act.", ["want"]),
        ("The mayor praised the council.", ["judge"]),
        ("The mayor refused to say who knew.", ["deny"]),
        ("The mayor asked why it was late.", ["ask"]),
    ],
)
def test_act(text: str, acts: list[str]) -> None:
    assert [one.act for one in statements(text)] == acts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Minister Dana Kessel said it was late. She added that it was cold.", ["Dana Kessel"] * 2),
        ("Dana Kessel said it was late. Kessel said it was cold.", ["Dana Kessel"] * 2),
        ("A senior official said it was late. The official said it was cold.", ["a senior official"] * 2),
        ("The Foreign Ministry said it was late. It said it was cold.", ["Foreign Ministry"] * 2),
        ("Foreign Minister Dana Kessel said it was late. The minister said it was cold.", ["Dana Kessel"] * 2),
        ("The former envoy said it was late.\nAmbassador Dana Kessel said it was cold.", ["Dana Kessel"] * 2),
        ("Two officials said it was late. Another official said it was cold.", ["two officials", "another official"]),
    ],
)
def test_references_are_resolved(text: str, names: list[str]) -> None:
    assert [one.speaker.name for one in statements(text)] == names


def kinds(text: str) -> list[str]:
    return [one.speaker.kind for one in statements(text)]


def test_kinds_of_speakers() -> None:
    assert kinds("Residents said it was late.") == ["anonymous"]
    assert kinds("The ministry said it was late.") == ["organization"]
    assert kinds("Mr. Beck said it was late.") == ["named"]
    assert kinds("A Treasury statement said it was late.") == ["organization"]


def chains(ledger: Ledger, text: str, publisher: str | None = "The Lamp") -> list[tuple[str, ...]]:
    document = load_document(text, date="2024-12-09", publisher=publisher)
    return [one.chain for one in read(ledger, document, today=dt.date(2026, 1, 1)).statements]


def test_chains(ledger: Ledger) -> None:
    assert (
        chains(ledger, "A US official told Reuters the road was shut. The official said it was cold.")
        == [("The Lamp", "Reuters", "a US official")] * 2
    )
    assert chains(ledger, "Reuters reported that the minister believes the road is shut.") == [
        ("The Lamp", "Reuters"),
        ("The Lamp", "Reuters", "the minister"),
    ]
    assert chains(ledger, "The road is shut, according to the BBC, citing local officials.") == [
        ("The Lamp", "BBC"),
        ("The Lamp", "BBC", "local officials"),
    ]
    assert chains(ledger, "“The road is shut,” the governor wrote on X.") == [("The Lamp", "X", "the governor")]
    assert chains(ledger, "The governor said the road was shut.", None) == [(UNNAMED_OUTLET, "the governor")]


def test_an_unnamed_source_speaks_through_the_outlet_reported_just_before(ledger: Ledger) -> None:
    text = "The road is shut, Reuters reported. An official said it was cold. The ministry said it was late."
    assert chains(ledger, text) == [
        ("The Lamp", "Reuters"),
        ("The Lamp", "Reuters", "an official"),
        ("The Lamp", "the ministry"),
    ]


WORDS = (
    'said told says claim that the mayor Mr. Beck , . : ; “ ” " ‘ ’ ( ) – and or but who which',
    "Reuters reported according to citing by was not is plans hopes in view his her - 2017 U.S. al-Sham F-16 St.",
    "& president Dr. 's We X on 5 Monday … ? ! as asked describe of than more read report",
)
PIECES = st.lists(st.sampled_from(["\n", "\n\n", *(word for line in WORDS for word in line.split())]), max_size=60)


@given(st.one_of(st.text(max_size=200), PIECES.map(" ".join), PIECES.map("".join)))
def test_any_text_gives_an_answer_and_spans_agree_with_it(text: str) -> None:
    for one in statements(text):
        spans = [one.cue, one.content, *one.parts]
        assert one.speaker.source is not None
        for span in [*spans, one.speaker.source]:
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text
        assert one.parts[0] == one.content
        assert one.speaker.name
        assert one.chain[0] == UNNAMED_OUTLET
        assert len(one.chain) >= 2
