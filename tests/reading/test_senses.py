from __future__ import annotations

import time

import pytest

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.matching import find_aliases
from gazetted.reading.senses import Senses, find_senses, has_head
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize
from gazetted.reading.words import Word, words_of


def _words(text: str) -> list[Word]:
    tokens = tokenize(text)
    return words_of(text, tokens, split_sentences(text, tokens))


def _senses(text: str, index: AliasIndex) -> Senses:
    words = _words(text)
    readings = find_aliases(words, index)
    return find_senses(words, readings, readings, index)


def _means(text: str, index: AliasIndex) -> list[bool]:
    """For each acronym or borrowed name of the text, whether it means the party."""
    words = _words(text)
    readings = find_aliases(words, index)
    senses = find_senses(words, readings, readings, index)
    return [senses.means_party(found, found.aliases[0], index) for at in sorted(readings) for found in readings[at][:1]]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("The PKK spoke.", False),
        ("The PKK disarmed.", True),
        ("The PKK spoke in Ankara.", True),
        ("The PKK spoke in Oslo.", False),
        ("AQIM spoke.", True),
        ("AQIM raised its dividend, and investors cheered the profit.", False),
        ("Al-Shabaab spoke.", True),
        ("Al-Shabaab scored a goal, and the referee went home.", False),
        ("ISIS scored a goal, and the referee went home.", False),
        ("ISIS militants scored a goal, and the referee went home.", True),
        ("ISIS-K scored a goal, and the referee went home.", True),
    ],
)
def test_what_a_name_means(text: str, means: bool, index: AliasIndex) -> None:
    assert set(_means(text, index)) == {means}


def test_signs_of_the_same_sentence_count_twice(index: AliasIndex) -> None:
    subject = "Investors sold bonds."
    assert _means(f"The PKK met police and troops. {subject}", index) == [True]
    assert _means(f"Police and troops left. {subject} Profit and dividend fell. The PKK spoke.", index) == [False]


def test_far_signs_do_not_count(index: AliasIndex) -> None:
    filler = "It was a quiet day by the lake. " * 40
    assert _means(f"Rebels shelled a village. {filler}The PKK spoke.", index) == [False]


def test_a_long_form_of_other_words_gives_the_letters_to_somebody_else(index: AliasIndex) -> None:
    other = _senses("Polska Kasa Kredytowa lent to rebels. The PKK is a militant lender.", index)
    own = _senses("Partiya Karkeren Kurdistan is the PKK.", index)
    assert ("pkk", "pkk") in other.strange
    assert not own.strange


@pytest.mark.parametrize(
    ("text", "first", "last", "found"),
    [
        ("Al Nusra school", 0, 2, True),
        ("FC Shabab won", 1, 2, True),
        ("a club called Shabab", 3, 4, True),
        ("Shabab's school", 0, 1, False),
        ("Shabab, school", 0, 1, False),
        ("Shabab", 0, 1, False),
    ],
)
def test_heads_beside_a_name(text: str, first: int, last: int, found: bool) -> None:
    assert has_head(_words(text), first, last) is found


def test_many_acronyms_are_weighed_in_linear_time(index: AliasIndex) -> None:
    def seconds(times: int) -> float:
        text = "The PKK met rebels in Ankara and sold shares. " * times
        begun = time.process_time()
        assert len(_means(text, index)) == times
        return time.process_time() - begun

    seconds(50)
    assert seconds(1600) < 40 * max(seconds(200), 0.005)
