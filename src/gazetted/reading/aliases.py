"""The index of every name that a listed party goes or went by, as articles write it.

Two tries over words in the normal form: one exact, one over the skeletons of the words that carry the name, under which
other spellings are found. Built once for a record; small enough to build when the record is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from gazetted.model.party import Kind, NameType, Party, PartyName
from gazetted.reading.lexicon import Lexicon, lexicon
from gazetted.reading.risk import RANKS, Risk, RiskTable, assess, core, risk_table
from gazetted.reading.spellings import looks_like_acronym, spellings
from gazetted.reading.words import keys_of
from gazetted.text.skeleton import skeleton

if TYPE_CHECKING:
    from gazetted.reading.openings import Opening

END = ""
"""The key of a trie's node under which its aliases are."""

Node = dict[str, Any]
"""A node of a trie: word → node, and `END` → the aliases that end here. Python's types cannot say both in one."""

_SILENT: frozenset[Kind] = frozenset({"state", "programme"})
_OWN = "own."  # how the keys of a user's own lists begin
_MIN_SINGLE, _MIN_SKELETON, _MAX_WORDS = 6, 4, 24


class Alias(msgspec.Struct, frozen=True, gc=False):
    """One name of one party, as an article may write it.

    Attributes:
        party: slug.
        text: the name.
        listed: the name of the record in which it stands, for asking the ledger; "" where no list carries it.
        keys: its words in the normal form.
        name_type: what it is to the party.
        lists: lists that carry it.
        risk: how far it may be trusted.
        acronym: whether it is made of initials, whose capitals count.
        person: whether the party is a person.
        rank: how much it is the party's own.
        verbatim: whether it counts only as it is written in the record, capitals and all: a name of ordinary words that
            its user put on a list of their own.
    """

    party: str
    text: str
    listed: str
    keys: tuple[str, ...]
    name_type: NameType
    lists: tuple[str, ...]
    risk: Risk
    acronym: bool
    person: bool
    rank: int
    verbatim: bool = False


class AliasIndex(msgspec.Struct, frozen=True):
    """The tries, and what their users need beside them.

    Attributes:
        parties: every party by its slug.
        exact: trie over the words of aliases.
        loose: trie over the skeletons of the words that carry an alias.
        acronyms: party → its acronyms, in the normal form.
        vocabulary: party → the words of its names, in the normal form, small words aside.
        lexicon: the language.
        risks: the table of risks.
        states: name of a state, in lower case → its slug.
        openings: what has been found to begin with a piece of text (`openings`).
    """

    parties: Mapping[str, Party]
    exact: Node
    loose: Node
    acronyms: dict[str, frozenset[str]]
    vocabulary: dict[str, frozenset[str]]
    lexicon: Lexicon
    risks: RiskTable
    states: dict[str, str]
    openings: dict[str, Opening] = msgspec.field(default_factory=dict)

    @classmethod
    def build(cls, names: Sequence[PartyName], parties: Mapping[str, Party]) -> AliasIndex:
        """Index every name of every party that an article may name; states and programmes are left out."""
        return build_index(parties, names)


def build_index(parties: Mapping[str, Party], names: Sequence[PartyName]) -> AliasIndex:
    """Index every name of every party that an article may name; states and programmes are left out."""
    words, table = lexicon(), risk_table()
    persons = {name.party for name in names if _reads_as_person(name.text, words, table)}
    parties = {
        slug: msgspec.structs.replace(party, kind="person") if party.kind == "any" and slug in persons else party
        for slug, party in parties.items()
    }
    merged: dict[tuple[str, tuple[str, ...]], Alias] = {}
    for name in names:
        party = parties.get(name.party)
        if party is None or party.kind in _SILENT:
            continue
        for alias in _aliases(name, party, words, table):
            place = (alias.party, alias.keys)
            merged[place] = _merged(merged[place], alias, party.kind, words, table) if place in merged else alias
    exact: Node = {}
    loose: Node = {}
    acronyms: dict[str, set[str]] = {}
    vocabulary: dict[str, set[str]] = {}
    for alias in merged.values():
        _insert(exact, alias.keys, alias)
        vocabulary.setdefault(alias.party, set()).update(alias.keys)
        if alias.acronym:
            acronyms.setdefault(alias.party, set()).add("".join(alias.keys))
        elif alias.risk == "safe" and not alias.verbatim:
            _insert(loose, _skeletons(alias, words, table), alias)
    return AliasIndex(
        parties,
        exact,
        loose,
        {party: frozenset(found) for party, found in acronyms.items()},
        {party: frozenset(found) - words.light for party, found in vocabulary.items()},
        words,
        table,
        {one.name.lower(): slug for slug, one in parties.items() if one.kind == "state"},
    )


def _reads_as_person(text: str, words: Lexicon, table: RiskTable) -> bool:
    """Whether a name is printed as lists print persons: "AL-ASSAD, Bashar", and not "BANK MELLAT, Ankara".

    Some lists do not say what their parties are.
    """
    surname, comma, given = text.partition(", ")
    if not comma or not surname.isupper() or not given[:1].isupper() or given.isupper() or "," in given:
        return False
    keys = keys_of(given)
    return not any(key in words.places or key in table.generic or key.isdigit() for key in (*keys, *keys_of(surname)))


def _aliases(name: PartyName, party: Party, words: Lexicon, table: RiskTable) -> Iterator[Alias]:
    """The aliases that stand in one name of the record."""
    person = party.kind == "person"
    listed = name.text if name.lists else ""
    for place, text in enumerate(spellings(name.text, person=person, lexicon=words)):
        # What stands in brackets beside a name is a name too, but not the one that the entry goes by.
        acronym = _is_acronym(text, name.name_type) and not person
        if place and not person and not acronym and " " not in text:
            continue  # one word in brackets is more often a remark than a name
        type_: NameType = name.name_type if person or not place else "alias"
        for keys in _forms(keys_of(text), person=person, lexicon=words):
            if 0 < len(keys) <= _MAX_WORDS:
                yield _alias(
                    keys, text, listed, name.lists, "acronym" if acronym else type_, acronym, party, words, table
                )


def _alias(
    keys: tuple[str, ...],
    text: str,
    listed: str,
    lists: tuple[str, ...],
    type_: NameType,
    acronym: bool,
    party: Party,
    words: Lexicon,
    table: RiskTable,
) -> Alias:
    risk = assess(keys, acronym=acronym, kind=party.kind, name_type=type_, lists=len(lists), lexicon=words, table=table)
    alias = Alias(party.party, text, listed, keys, type_, lists, risk, acronym, party.kind == "person", RANKS[type_])
    return _trusted(alias)


def _trusted(alias: Alias) -> Alias:
    """A full name of a user's own list, trusted as it is written there: whoever watches for it means it."""
    own = any(key.startswith(_OWN) for key in alias.lists)
    if not own or alias.risk == "safe" or len(alias.keys) < 2 or alias.text.islower():
        return alias
    return msgspec.structs.replace(alias, risk="safe", verbatim=True)


def _is_acronym(text: str, name_type: NameType) -> bool:
    """Whether a name is made of initials; a word that a list prints in capitals is none because of that."""
    if " " in text or not looks_like_acronym(text):
        return False
    letters = sum(1 for letter in text if letter.isalpha())
    return name_type == "acronym" or letters <= 4 or not text.isalpha() or not text.isupper()


def _forms(keys: tuple[str, ...], *, person: bool, lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """A name, and forms of it that articles use as well: without "the", in the singular, without the middle name."""
    if keys[:1] == ("the",) and len(keys) > 1 and not (len(keys) == 2 and lexicon.is_plain(keys[1])):
        keys = keys[1:]
        if len(keys) == 1 and keys[0].endswith("s") and len(keys[0]) > 5:
            yield (keys[0][:-1],)
    while person and len(keys) > 1 and keys[0] in lexicon.titles:
        keys = keys[1:]  # "President Assad" is a surname
    yield keys
    if person:
        carried = core(keys)
        if len(carried) == 3 == len(keys) and carried[0] not in lexicon.bound and carried[1] not in lexicon.bound:
            yield (carried[0], carried[2])


def _merged(one: Alias, other: Alias, kind: Kind, words: Lexicon, table: RiskTable) -> Alias:
    """Two rows of one name: the better type, the mixed case, all the lists."""
    better, worse = (one, other) if one.rank >= other.rank else (other, one)
    text = worse.text if better.text.isupper() and not worse.text.isupper() else better.text
    acronym = (one.acronym and other.acronym) or ((one.acronym or other.acronym) and text.isupper())
    lists = tuple(dict.fromkeys((*one.lists, *other.lists)))
    listed = max((one, other), key=lambda alias: (bool(alias.listed), len(alias.lists))).listed
    risk = assess(
        one.keys, acronym=acronym, kind=kind, name_type=better.name_type, lists=len(lists), lexicon=words, table=table
    )
    return _trusted(
        Alias(one.party, text, listed, one.keys, better.name_type, lists, risk, acronym, one.person, better.rank)
    )


def _skeletons(alias: Alias, words: Lexicon, table: RiskTable) -> tuple[str, ...]:
    """The key of an alias in the loose trie; empty where other spellings of it are not safe to look for."""
    carried = core(alias.keys)
    if len(carried) == 1 and (len(carried[0]) < _MIN_SINGLE or len(skeleton(carried[0])) < _MIN_SKELETON):
        return ()
    if all(word in table.generic or words.is_plain(word) for word in carried):
        return ()
    return tuple(map(skeleton, carried))


def _insert(trie: Node, keys: Iterable[str], alias: Alias) -> None:
    node = trie
    for key in keys:
        node = node.setdefault(key, {})
    if node is not trie:
        node.setdefault(END, []).append(alias)
