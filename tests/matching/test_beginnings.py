"""Names by beginnings of their words: what halving finds is what looking at every word finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.matching.beginnings import SHORTEST, beginning
from gazetted.matching.index import NameIndex
from gazetted.model.party import PartyName

TEXTS = (
    "Abu Mohammad al-Julani", "Julian Assange", "Mohammad Omar", "Abu Mohammed", "Islamic Jihad", "Zulu",
    "ابو محمد الجولاني", "Иван Петров", "Julani Front", "Z",
)  # fmt: skip
INDEX = NameIndex.build([PartyName(str(at), text, "primary") for at, text in enumerate(TEXTS)])


def found(*words: str, most: int = 100) -> list[str]:
    numbers, _ = beginning(INDEX, words, most=most)
    return [INDEX.text(int(number)) for number in numbers]


def test_a_beginning_finds_every_name_with_such_a_word() -> None:
    assert {"Abu Mohammad al-Julani", "Julian Assange", "Julani Front"} <= set(found("jul"))
    assert set(found("julan")) >= {"Abu Mohammad al-Julani", "Julani Front"}
    assert "Julian Assange" not in found("julan")


def test_every_word_has_to_be_begun() -> None:
    assert found("moham", "jul") == ["Abu Mohammad al-Julani"]
    assert found("moham", "xyz") == []


def test_names_with_the_fewest_other_words_come_first() -> None:
    names = found("moham")
    assert names.index("Abu Mohammed") < names.index("Abu Mohammad al-Julani")


@pytest.mark.parametrize("words", [(), ("",), ("j",), ("zzzz",), ("\U0010ffff" * 3,)])
def test_nothing_is_found_for_nothing(words: tuple[str, ...]) -> None:
    assert beginning(INDEX, words, most=10)[0].tolist() == []


def test_what_is_cut_says_so() -> None:
    numbers, more = beginning(INDEX, ["jul"], most=1)
    assert (len(numbers), more) == (1, True)
    assert beginning(INDEX, ["julani"], most=100)[1] is False


def test_an_empty_index_holds_nothing() -> None:
    assert beginning(NameIndex.build([]), ["jul"], most=10)[0].tolist() == []


@given(st.text("abdhijlmnouz", min_size=SHORTEST, max_size=6))
def test_halving_finds_what_looking_finds(word: str) -> None:
    vocabulary = INDEX.vocabulary
    slow = set()
    for at, text in enumerate(vocabulary.words()):
        if text.startswith(word):
            slow |= set(vocabulary.names[int(vocabulary.ends[at - 1]) if at else 0 : int(vocabulary.ends[at])].tolist())
    assert set(beginning(INDEX, [word], most=1000)[0].tolist()) == slow
