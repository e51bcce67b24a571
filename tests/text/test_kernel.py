"""The compiled loops and their twins in Python give the same."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.matching import alike, nearness, vocabulary, words
from gazetted.matching.arrays import lookup
from gazetted.text import kernel, readings, skeleton

WORD = st.text("abcdefghijklmnopqrstuvwxyz", max_size=16) | st.text("abcdehijklmnrstuvwyx01", max_size=16)
CONFUSABLE = st.text("aeioyrnmclvwdhsk", min_size=2, max_size=9)
LONG = st.text("abcdefghijklmnopqrstuvwxyz", min_size=55, max_size=70)

compiled = pytest.mark.skipif(kernel.compared is None, reason="the kernel was not built here")


@compiled
@given(WORD | LONG)
def test_skeletons_vowels_and_shorter_words(word: str) -> None:
    assert kernel.skeleton_key is not None
    assert kernel.vowel_runs is not None
    assert kernel.shorter_keys is not None
    if len(word) <= 60:
        assert kernel.skeleton_key(word) == skeleton._keys(word)
        assert kernel.vowel_runs(word) == skeleton._vowel_runs(word)
        assert kernel.shorter_keys(word, 3, 6, 14) == nearness._edit_keys(word)
    else:
        assert [kernel.skeleton_key(word), kernel.vowel_runs(word), kernel.shorter_keys(word, 3, 6, 14)] == [None] * 3


@compiled
@given(CONFUSABLE | WORD.filter(lambda word: len(word) > 1), CONFUSABLE, st.booleans())
def test_two_words(left: str, right: str, near: bool) -> None:
    assert kernel.compared is not None
    if near:
        right = left[: len(left) // 2] + right[:1] + left[len(left) // 2 + len(right) % 3 :] + right[1:2]
    if len(right) > 1:
        assert kernel.compared(left, right) == words._compared(left, right)


@compiled
@given(st.text("محمدعليجوبرקדשכเมทनमस्ते", min_size=1, max_size=6), st.data())
def test_readings(word: str, data: st.DataObject) -> None:
    assert kernel.laid_along is not None
    places = readings._places(word)
    latin = "".join(data.draw(st.sampled_from(place)) for place in places)[:40]
    for text in (latin, latin[::-1], latin[:-1], latin + "a"):
        assert kernel.laid_along(places, text) == readings._laid_along(places, text)


NATIVE = st.text("محمدعليجوبرיקדשכเมทนमस्ते", min_size=1, max_size=6) | st.text("王建国金정민", min_size=1, max_size=3)


@compiled
@given(
    NATIVE, st.lists(WORD | CONFUSABLE | st.sampled_from(["", "a", "é", "al-", "Ab", "x" * 70]), max_size=8), st.data()
)
def test_a_word_of_another_script_and_many_latin_ones(word: str, others: list[str], data: st.DataObject) -> None:
    latin = "".join(data.draw(st.sampled_from(place)) for place in readings._places(word))
    text = readings.spelling(word) or "a"
    others = [other for other in (*others, latin, latin[:-1], latin + "a", text, text[1:]) if other]
    for spelt in (text, latin or "a"):
        assert alike.alike_across((word,), spelt, others) == [
            words.similarity_across((word,), spelt, other) for other in others
        ]


@compiled
@given(
    st.lists(WORD | LONG | st.sampled_from(["é", "ıstanbul"]), min_size=1, max_size=6), st.lists(CONFUSABLE, max_size=6)
)
def test_edits_of_many_pairs(left: list[str], right: list[str]) -> None:
    right = [*right, *(word[:2] + word[3:] for word in left), *(word[1:] for word in left), *left]
    of, at = np.divmod(np.arange(len(left) * len(right)), len(right))
    edits, soft = vocabulary._apart(left, of, right, at)
    pairs = [(one, other) for one in left for other in right]
    expected = vocabulary._apart_by_letters(pairs)
    assert edits.tolist() == (expected & 3).tolist()
    assert soft.tolist() == (expected >> 2).tolist()


@compiled
def test_numbers_of_words_that_there_are_none_of_are_refused() -> None:
    assert kernel.apart is not None
    one, none = np.zeros(1, np.int64), np.zeros(0, np.int64)
    for of, at, error in (
        (one + 1, one, IndexError),
        (one, one - 1, IndexError),
        (one, none, ValueError),
        (one.astype(np.int32), one, TypeError),
    ):
        with pytest.raises(error):
            kernel.apart(["a"], of, ["a"], at)


KEYS = st.integers(0, 40) | st.integers(0, 2**32 - 1) | st.integers(2**32 - 20, 2**32 - 1)


@compiled
@given(st.lists(st.tuples(KEYS, st.integers(0, 9)), max_size=60), st.lists(st.sets(KEYS, max_size=6), max_size=5))
def test_keys_looked_up(pairs: list[tuple[int, int]], groups: list[set[int]]) -> None:
    assert kernel.looked_up is not None
    held = lookup(np.array([key for key, _ in pairs], np.uint32), np.array([number for _, number in pairs], np.int32))
    for asked in (groups, [{key for key, _ in pairs}]):
        found = np.frombuffer(kernel.looked_up(held.keys, held.numbers, list(asked)), np.int64)
        assert found.tolist() == held._codes(asked).tolist()
    with pytest.raises(TypeError):
        kernel.looked_up(held.keys, held.numbers.astype(np.int64), [])


@compiled
@given(st.lists(st.lists(WORD, max_size=3).map(tuple), max_size=3).map(tuple), st.lists(WORD | LONG, max_size=6))
def test_keys_of_many_spellings(places: tuple[tuple[str, ...], ...], texts: list[str]) -> None:
    assert kernel.way_keys is not None
    assert kernel.way_keys(places) == nearness._way_keys(places)
    assert nearness.keys_of_sound(texts) == {nearness.sound_key(text) for text in texts}


@compiled
def test_spellings_that_are_not_plain_go_to_the_twin() -> None:
    assert kernel.way_keys is not None
    assert kernel.sound_keys is not None
    assert kernel.way_keys((("é",),)) is kernel.way_keys((("a",),) * 17) is None
    assert kernel.sound_keys(["é"]) is kernel.sound_keys(["a b"]) is kernel.sound_keys(["A"]) is None


@compiled
def test_what_it_is_not_for_goes_to_the_twin_or_is_refused() -> None:
    assert kernel.compared is not None
    assert kernel.laid_along is not None
    assert kernel.compared("ab", "é") is kernel.compared("a", "ab") is None
    assert kernel.laid_along((("é", "a"),), "a") is True
    for bad in ((1,), ((1,),)):
        with pytest.raises(TypeError):
            kernel.laid_along(bad, "a")  # type: ignore[arg-type]


ASKED = """
from gazetted.matching.words import likeness
from gazetted.matching.compare import compare
print([likeness(*pair) for pair in (("julani", "golani"), ("husayn", "hassan"), ("mhmd", "muhammad"), ("barn", "bam"))])
print(compare("Abu Muhammad al-Jawlani", "أبو محمد الجولاني", "person").score)
from gazetted.matching.index import NameIndex
from gazetted.model.party import PartyName
names = ("Ahmad al-Jabouri", "محمد الجولاني", "Wang Jianguo", "Kim Jong Un", "Ivan Petrov", "김정은")
index = NameIndex.build([PartyName(str(at), name, "primary") for at, name in enumerate(names)])
for name in (*names, "أحمد الجبوري", "Mohamed Golani", "王建国", "Chien-kuo Wang", "Иван Петров"):
    print([(found.party, found.text) for found in index.candidates(name)])
"""


@compiled
def test_turned_off_all_is_the_same() -> None:
    """In processes of their own: which loops are used is settled when they are imported."""

    def said(way: str) -> bytes:
        environment = {**os.environ, "GAZETTED_KERNEL": way, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, env=environment, check=True)
        return done.stdout

    assert said("0") == said("1") != b""


def test_nothing_is_compiled_without_a_compiler_or_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(__file__).parents[2] / "hatch_build.py"
    loaded = importlib.util.spec_from_file_location("hatch_build", path)
    assert loaded is not None
    assert loaded.loader is not None
    hook = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(hook)
    monkeypatch.setenv("GAZETTED_KERNEL", "0")
    assert hook.compile_all() == []
    monkeypatch.delenv("GAZETTED_KERNEL")
    monkeypatch.setenv("PATH", "")
    assert hook.compile_all() == []
