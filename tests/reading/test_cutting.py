"""The compiled cutting of texts and its twins in Python give the same."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.model.party import Party, PartyName
from gazetted.reading import cutting, glance, matching, tokens, words
from gazetted.reading.aliases import AliasIndex
from gazetted.reading.openings import opening_of
from gazetted.reading.sentences import split_sentences

TRICKY = "aSs.,'’‘`´-/(9 \n\r\t_é\u0301\u200d\u00ad\ufeff\u2028٣بक\u093fßİ日𝔸\u0e31\U000e0041\ud800"
TEXT = st.text(TRICKY, max_size=60) | st.text(max_size=60)
NAMES = ("Grey Lantern", "Harakat al-Fajr", "GLF", "Yusuf al-Barqawi", "The Torch", "Marqab", "Sea Lily", "IS")
SAID = (
    "Gray Lantern",
    "Harakat Fajr",
    "marqab",
    "the torch",
    "(",
    ")",
    ",",
    "’s",
    "militants",
    "said",
    "al",
    "glf",
    "É",
)

compiled = pytest.mark.skipif(cutting.tokens is None, reason="the cutting was not built here")


@pytest.fixture(scope="module")
def small() -> AliasIndex:
    parties = {name: Party(name, name, "organization") for name in NAMES}
    lists = ("us.fto", "un.sc", "eu.cp931")
    kinds = {"GLF": "acronym", "IS": "acronym"}
    names = [PartyName(name, name, kinds.get(name, "primary"), lists) for name in NAMES]  # type: ignore[arg-type]
    return AliasIndex.build(names, parties)


@compiled
@settings(deadline=None)
@given(TEXT)
def test_tokens(text: str) -> None:
    assert cutting.tokens is not None
    assert cutting.pieces is not None
    assert cutting.tokens(text, tokens.Token) == tokens._tokens(text)
    assert cutting.pieces(text) == tokens._pieces(text)


@compiled
def test_every_sign_between_letters() -> None:
    assert cutting.pieces is not None
    for block in range(0, 0x11000, 0x400):
        text = "".join(f"a{chr(code)}b {chr(code)}s.{chr(code)}’{chr(code)}" for code in range(block, block + 0x400))
        assert cutting.pieces(text) == tokens._pieces(text), hex(block)


@compiled
@pytest.mark.parametrize("unit", ["a.", "a'", "1,", "9.9.a", "é\u0301’", "a.a.ab", "'s", "-", "x's ", "٣,٣"])
def test_long_runs(unit: str) -> None:
    assert cutting.pieces is not None
    assert cutting.pieces(unit * 5000) == tokens._pieces(unit * 5000)


@compiled
@settings(deadline=None)
@given(TEXT | st.lists(st.sampled_from([*NAMES, *SAID]), max_size=9).map(" ".join))
def test_words(text: str) -> None:
    cut = tokens.tokenize(text)
    sentences = split_sentences(text, cut)
    loud = [words._is_shouted(text[one.start : one.end]) for one in sentences]
    assert words.words_of(text, cut, sentences) == words._words(text, cut, sentences, loud)


@compiled
@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*NAMES, *SAID]), max_size=9), st.sampled_from([" ", "  ", "\n"]))
def test_what_may_be_named_and_where_names_begin(small: AliasIndex, said: list[str], space: str) -> None:
    text = space.join(said)
    assert glance.may_name(text, small) is glance._may_name(text, small)
    cut = tokens.tokenize(text)
    found = words.words_of(text, cut, split_sentences(text, cut))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "begun", None)
        plain = matching._begun(found, small)
    assert matching._begun(found, small) == plain


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcd")), st.frozensets(st.sampled_from("abcd")), st.data())
def test_places(items: list[str], wanted: frozenset[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(items)))
    last = data.draw(st.integers(0, len(items)))
    expected = [place for place in range(first, last) if items[place] in wanted]
    for given_items, among in ((items, wanted), (tuple(items), dict.fromkeys(wanted))):
        assert cutting.places(given_items, among, first, last) == expected
        assert cutting._places(given_items, among, first, last) == expected


@compiled
def test_what_is_of_another_kind_is_refused(small: AliasIndex) -> None:
    found: Any = cutting
    token = tokens.Token(0, 1, "a")
    looked: Any = words.looked
    for call, given_, error in (
        (found.pieces, (b"a",), TypeError),
        (found.tokens, (1, tokens.Token), TypeError),
        (found.tokens, ("a b", lambda _start, _end, _text: 1 / 0), ZeroDivisionError),
        (found.places, (["a"], {"a"}, 0, 2), IndexError),
        (found.places, (["a"], {"a"}, -1, 1), IndexError),
        (found.places, (["a"], 5, 0, 1), TypeError),
        (found.words, ("a", [token], [1], [], looked, words.Word, words._parted), ValueError),
        (found.words, ("a", [1], [1], [False], looked, words.Word, words._parted), AttributeError),
        (found.words, ("a", [token], [1], [False], lambda _: 1, words.Word, words._parted), TypeError),
        (found.may_name, ("a", {}, lambda _: (), None, None), TypeError),
        (found.begun, ([1], {}, partial(opening_of, index=small)), AttributeError),
    ):
        with pytest.raises(error):
            call(*given_)


def test_the_same_is_read_without_it() -> None:
    asked = (
        "import hashlib, json, sys, pathlib, msgspec\n"
        "from gazetted.reading import cutting\n"
        "from gazetted.reading.aliases import AliasIndex\n"
        "from gazetted.reading.glance import names_in\n"
        "from gazetted.model.party import Party, PartyName\n"
        "assert (cutting.tokens is None) == (sys.argv[1] == '0')\n"
        f"names = {NAMES!r}\n"
        "parties = {name: Party(name, name, 'organization') for name in names}\n"
        "index = AliasIndex.build([PartyName(n, n, 'primary', ('us.fto', 'un.sc')) for n in names], parties)\n"
        "text = 'The Grey Lantern (GL) met Yusuf al Barqawi’s men. Gray Lantern, the Torch and GLF were there. ' * 3\n"
        "print(msgspec.json.encode(names_in(text, index)).decode())\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", asked, value],
            env=os.environ | {"GAZETTED_KERNEL": value},
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for value in (("0", "1") if cutting.tokens is not None else ("0",))
    ]
    assert "Grey Lantern" in said[0]
    assert len(set(said)) == 1
