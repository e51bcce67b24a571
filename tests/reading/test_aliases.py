from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gazetted.model.party import Party, PartyName
from gazetted.reading.aliases import END, Alias, AliasIndex
from gazetted.reading.mentions import find_mentions
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import tokenize
from gazetted.reading.words import words_of


def _all(trie: dict[str, Any]) -> Iterator[Alias]:
    for key, node in trie.items():
        if key == END:
            yield from node
        else:
            yield from _all(node)


def _index(*names: PartyName, kind: str = "organization") -> AliasIndex:
    parties = {name.party: Party(name.party, name.text, kind) for name in names}  # type: ignore[arg-type]
    return AliasIndex.build(names, parties)


def test_states_and_programmes_are_not_indexed() -> None:
    assert not list(_all(_index(PartyName("syria", "Syria", "primary", ("x",)), kind="state").exact))
    assert not list(_all(_index(PartyName("eo", "Order 13338", "primary", ("x",)), kind="programme").exact))


def test_rows_that_differ_in_case_only_are_one_alias() -> None:
    index = _index(
        PartyName("a", "JUND AL-MISR", "alias", ("us.sdn",)), PartyName("a", "Jund al-Misr", "primary", ("us.fto",))
    )
    (alias,) = _all(index.exact)
    assert (alias.text, alias.name_type, set(alias.lists)) == ("Jund al-Misr", "primary", {"us.sdn", "us.fto"})


def test_brackets_give_the_name_and_the_acronym() -> None:
    index = _index(PartyName("a", "Jund al-Misr (JaM)", "primary", ("us.fto",)))
    assert {(alias.text, alias.acronym) for alias in _all(index.exact)} == {("Jund al-Misr", False), ("JaM", True)}
    assert index.acronyms == {"a": frozenset({"jam"})}


def test_a_person_is_turned_round_and_loses_the_middle_name() -> None:
    index = _index(PartyName("p", "PETROV, Oleg Ivanovich", "primary", ("us.sdn",)), kind="person")
    assert {alias.keys for alias in _all(index.exact)} == {("oleg", "ivanovich", "petrov"), ("oleg", "petrov")}


def test_every_name_of_the_built_in_record_is_kept_or_silent(index: AliasIndex) -> None:
    named = {alias.party for alias in _all(index.exact)}
    silent = {slug for slug, party in index.parties.items() if party.kind in ("state", "programme")}
    assert set(index.parties) == named | silent
    assert not named & silent


def _own_index(text: str, *lists: str) -> AliasIndex:
    party = Party("own-list-1", text, "organization")
    return AliasIndex.build([PartyName("own-list-1", text, "primary", lists)], {"own-list-1": party})


def _mentions(text: str, index: AliasIndex) -> list[str]:
    tokens = tokenize(text)
    words = words_of(text, tokens, split_sentences(text, tokens))
    return [text[words[hit.first].start : words[hit.last - 1].end] for hit in find_mentions(text, words, index).hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A cheque from Harbour Front arrived.", ["Harbour Front"]),
        ("Harbour Front paid.", ["Harbour Front"]),
        ("They met at the harbour front.", []),
        ("The Harbour front is wet, and HARBOUR FRONT is loud.", []),
        ("Harbour, Front and Company", []),
    ],
)
def test_a_name_of_ordinary_words_on_an_own_list_counts_as_written(text: str, found: list[str]) -> None:
    assert _mentions(text, _own_index("Harbour Front", "own.watch")) == found


def test_a_name_of_ordinary_words_on_a_public_list_or_of_one_word_does_not() -> None:
    assert _mentions("A cheque from Harbour Front arrived.", _own_index("Harbour Front", "us.sdn")) == []
    assert _mentions("A cheque from Harbour arrived.", _own_index("Harbour", "own.watch")) == []


def test_a_party_of_no_known_kind_whose_name_is_printed_as_a_persons_is_one() -> None:
    index = _index(PartyName("a", "BARQAWI, Abdul Karim", "primary", ("us.sdn",)), kind="any")
    assert index.parties["a"].kind == "person"
    assert {alias.keys for alias in _all(index.exact)} >= {("abdul", "karim", "barqawi")}
    assert ("abdul", "karim") not in {alias.keys for alias in _all(index.exact)}


@pytest.mark.parametrize("name", ["ACME TRADING, LLC", "BANK OF THE EAST, Ankara", "Barqawi, Karim", "BARQAWI TRUST"])
def test_other_names_with_a_comma_make_no_person(name: str) -> None:
    assert _index(PartyName("a", name, "primary", ("us.sdn",)), kind="any").parties["a"].kind == "any"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The tanker Samira was seen off the port of Tartus on Monday.", True),
        ("Every September my aunt Samira made pickles.", False),
    ],
)
def test_a_ships_name_needs_a_word_of_ships(text: str, named: bool) -> None:
    index = _index(PartyName("s", "SAMIRA", "primary", ("uk.sanctions",)), kind="vessel")
    tokens = tokenize(text)
    assert bool(find_mentions(text, words_of(text, tokens, split_sentences(text, tokens)), index).hits) is named
