"""The first look turns nobody away who is named, and most texts that name nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.model.party import Party, PartyName
from gazetted.reading.aliases import AliasIndex
from gazetted.reading.glance import may_name, names_in
from gazetted.reading.mentions import find_mentions
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import pieces_of, tokenize
from gazetted.reading.words import words_of

CORPUS = Path(__file__).parents[2] / "benchmarks" / "quality" / "reading"
NAMES = ("Grey Lantern", "Harakat al-Fajr", "GLF", "Yusuf al-Barqawi", "The Torch", "Marqab", "Sea Lily")


def _texts() -> list[str]:
    lines = [line for name in ("dev", "heldout") for line in (CORPUS / f"{name}.jsonl").read_bytes().splitlines()]
    prose = [path.read_text(encoding="utf-8") for path in (CORPUS / "prose").glob("*.txt")]
    return [json.loads(line)["text"] for line in lines] + [text for each in prose for text in each.split("\n\n")]


def test_the_same_mentions_as_without_it(index: AliasIndex) -> None:
    let_through = 0
    for text in _texts():
        tokens = tokenize(text)
        whole = find_mentions(text, words_of(text, tokens, split_sentences(text, tokens)), index)
        assert names_in(text, index).hits == whole.hits, text
        let_through += may_name(text, index)
    assert let_through < len(_texts())


@pytest.fixture(scope="module")
def small() -> AliasIndex:
    kinds = {"Yusuf al-Barqawi": "person", "Sea Lily": "vessel"}
    parties = {name: Party(name, name, kinds.get(name, "organization")) for name in NAMES}  # type: ignore[arg-type]
    lists = ("us.fto", "un.sc", "eu.cp931")
    names = [PartyName(name, name, "acronym" if name == "GLF" else "primary", lists) for name in NAMES]
    return AliasIndex.build(names, parties)


WRITTEN = ("Gray Lantern", "Harakat Fajr", "marqab", "the torch", "Grey-Lantern", "Grey (Lantern", "glf", "G.L.F.")
LINKS = (
    "said",
    "terrorist",
    "the tanker",
    "and",
    "of",
    "Yusuf",
    "Barqawi",
    "Mr",
    "al",
    "was",
    "(",
    ")",
    ",",
    ".",
    "’s",
    "-",
)
PIECES = st.sampled_from([*NAMES, *WRITTEN, *LINKS])


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(PIECES, max_size=12), space=st.sampled_from([" ", "  ", "\n"]))
def test_nobody_named_is_turned_away(small: AliasIndex, pieces: list[str], space: str) -> None:
    text = space.join(pieces)
    tokens = tokenize(text)
    if find_mentions(text, words_of(text, tokens, split_sentences(text, tokens)), small).hits:
        assert may_name(text, small)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("The Grey Lantern was listed.", True),
        ("He kept a grey lantern by the door.", False),
        ("Milk, eggs and bread.", False),
        ("", False),
        ("The terrorist group GLF said so.", True),
        ("glf is no name.", False),
    ],
)
def test_what_may_name(small: AliasIndex, text: str, may: bool) -> None:
    assert may_name(text, small) is may


@given(st.text(max_size=80))
def test_pieces_are_the_tokens(text: str) -> None:
    assert pieces_of(text) == [token.text for token in tokenize(text)]
