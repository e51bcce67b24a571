from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.text.readings import parts, reads_as, script_of, spelling, units


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("منصور", "mansour"),
        ("خليل", "khaleel"),
        ("قاسمي", "ghasemi"),
        ("قريشي", "quraishi"),
        ("כהן", "kohen"),
        ("וייס", "weiss"),
        ("लक्ष्मण", "laxman"),
        ("सिंह", "singh"),
        ("ประยุทธ์", "prayut"),
        ("サトウ", "sato"),
        ("ふじわら", "huziwara"),
        ("홍", "hong"),
        ("최", "choi"),
        ("周", "chou"),
        ("黃", "wong"),
        ("လှိုင်", "hlaing"),
        ("щукин", "schukin"),
        ("ντόβας", "dovas"),
    ],
)
def test_ways_in_use(word: str, latin: str) -> None:
    assert reads_as((word,), latin)


@pytest.mark.parametrize(
    ("word", "latin"),
    [("حسن", "husayn"), ("منصور", "mansouri"), ("כהן", "katz"), ("周", "zhao"), ("홍", "hwang"), ("щукин", "chulkin")],
)
def test_other_names(word: str, latin: str) -> None:
    assert not reads_as((word,), latin)


def test_several_words_are_read_in_one() -> None:
    assert reads_as(("建", "国"), "jianguo")
    assert reads_as(("عبد", "al", "رحمن"), "abdurrahman")
    assert not reads_as(("国", "建"), "jianguo")


def test_words_without_spaces_are_cut() -> None:
    assert units("မင်းအောင်") == ("မင်း", "အောင်")
    assert [text for text, _ in parts("김정민")] == ["kim", "jong", "min"]
    assert parts("ivan") == [("ivan", "")]
    assert script_of("") is None
    assert spelling("ivan") == ""


@given(st.text(max_size=30), st.text(alphabet="aeiouhklmnrst", max_size=30))
@settings(deadline=None)
def test_any_text_can_be_asked(word: str, latin: str) -> None:
    assert isinstance(reads_as((word,), latin), bool)
    parts(word)


def test_a_word_of_nothing_but_vowels_is_read_in_no_time() -> None:
    started = time.process_time()
    reads_as(("عاويعاوي" * 40,), "a" * 40)
    assert time.process_time() - started < 2
