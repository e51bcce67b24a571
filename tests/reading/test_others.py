from __future__ import annotations

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.mentions import find_mentions
from gazetted.reading.others import find_others
from gazetted.reading.outlets import find_outlets
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize
from gazetted.reading.words import Word, words_of


def _words(text: str) -> list[Word]:
    tokens = tokenize(text)
    return words_of(text, tokens, split_sentences(text, tokens))


def _others(text: str, index: AliasIndex) -> list[tuple[str, str, list[str]]]:
    words = _words(text)
    named = find_mentions(text, words, index)
    taken = [(hit.first, hit.last) for hit in named.hits]
    return [
        (one.name, one.kind, [span.text for span in one.mentions])
        for one in find_others(text, words, taken, named.definitions, index)
    ]


def test_people_by_given_name_title_or_initials(index: AliasIndex) -> None:
    text = "Vice President-elect J.D. Vance met Minister Pat Hollins. Vance left; Hollins and Zorbeck Quine stayed."
    assert _others(text, index) == [
        ("J.D. Vance", "person", ["J.D. Vance", "Vance"]),
        ("Pat Hollins", "person", ["Pat Hollins", "Hollins"]),
    ]


def test_bodies_by_head_word_and_definition(index: AliasIndex) -> None:
    text = "The Northern Fisheries Council (NFC) sued the Ministry of Defence. The NFC won in January 2024."
    assert _others(text, index) == [
        ("Northern Fisheries Council", "organization", ["Northern Fisheries Council", "NFC", "NFC"]),
        ("Ministry of Defence", "organization", ["Ministry of Defence"]),
    ]


def test_dates_months_and_parties_are_nobody_else(index: AliasIndex) -> None:
    assert _others("In April 2018 Hamas and Boko Haram met on Monday, 9 May.", index) == []


def test_a_short_form_means_the_outlet_named_last() -> None:
    text = "The Post was silent. The Washington Post asked, the New York Post told. The Post then printed it."
    assert [one.name for one in find_outlets(_words(text))] == ["The Washington Post", "New York Post", "New York Post"]


def test_a_common_word_is_no_outlet() -> None:
    assert not list(find_outlets(_words("Time passed. The hill was green. Stuff happens.")))
