from __future__ import annotations

from collections.abc import Callable

from gazetted.reading.result import Reading
from gazetted.reading.scene import scenes
from gazetted.reading.sentences import split_sentences
from gazetted.reading.telling import Told, tell
from gazetted.reading.tokens import tokenize

_KINDS = {"hayat-tahrir-al-sham": "organization", "hamas": "organization", "ahmed-al-sharaa": "person"}


def _told(read_text: Callable[..., Reading], text: str) -> list[Told]:
    found, tokens = read_text(text), tokenize(text)
    return list(tell(list(scenes(tokens, split_sentences(text, tokens), found.parties, found.dates)), _KINDS))


def test_pronouns_groups_and_authorities_are_carried_on(read_text: Callable[..., Reading]) -> None:
    told = _told(
        read_text,
        "The US may remove HTS from its terrorist list. It may come off the list. The group was designated in 2018.",
    )
    assert [(one.party, one.code, one.when) for one in told] == [
        ("hayat-tahrir-al-sham", "US", None),
        ("hayat-tahrir-al-sham", "US", None),
        ("hayat-tahrir-al-sham", "US", "2018"),
    ]
    assert [one.explicit for one in told] == [True, False, False]


def test_what_is_reversed_is_what_was_told_before(read_text: Callable[..., Reading]) -> None:
    told = _told(read_text, "The US designated Hamas in 2021. Washington reversed it in March 2021.")
    assert [(one.outcome.direction, one.when) for one in told] == [("list", "2021"), ("delist", "2021-03")]
    assert _told(read_text, "Hamas spoke. Washington reversed it in March 2021.") == []


def test_a_date_belongs_to_its_act(read_text: Callable[..., Reading]) -> None:
    told = _told(read_text, "Britain proscribed HTS in 2017 after the UN added it to its sanctions list in 2014.")
    assert [(one.code, one.when) for one in told] == [("UK", "2017"), ("UN", "2014")]


def test_an_ambiguous_verb_needs_an_authority(read_text: Callable[..., Reading]) -> None:
    assert _told(read_text, "They banned Hamas.") == []
    assert [one.code for one in _told(read_text, "Canada banned Hamas.")] == ["Canada"]
