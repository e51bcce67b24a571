from __future__ import annotations

import pytest

from gazetted.text.lang.mandarin import meet, readings, spellings


@pytest.mark.parametrize(
    ("pinyin", "older"),
    [
        ("zhou", "chou"),
        ("xie", "hsieh"),
        ("qing", "ching"),
        ("gong", "kung"),
        ("zi", "tzu"),
        ("ren", "jen"),
        ("guo", "kuo"),
    ],
)
def test_older_spellings(pinyin: str, older: str) -> None:
    assert spellings(pinyin) == (pinyin, older)


def test_words_of_two_syllables_meet_across_systems() -> None:
    assert meet("tsetung", "zedong")
    assert meet("hsiaoping", "xiaoping")
    assert not meet("hsiaoping", "xiaoming")


@pytest.mark.parametrize(("left", "right"), [("pan", "ban"), ("tony", "dony"), ("peter", "beter"), ("kang", "gang")])
def test_words_that_are_not_plainly_older_mandarin_do_not_meet(left: str, right: str) -> None:
    assert not meet(left, right)


def test_other_words_have_no_reading() -> None:
    assert readings("london") == frozenset()
    assert readings("") == frozenset()
