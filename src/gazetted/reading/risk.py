"""How far an alias may be trusted when it is met in a text.

A list may carry "The Base", "IS", "Youth" or "Canada" as names of a party; a reader who meets these words in the news
thinks of something else. Every alias has a risk, computed from what it is made of, with corrections in
`resources/reading/risk.toml`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

import msgspec

from gazetted.model.party import Kind, NameType
from gazetted.reading.language import load_table
from gazetted.reading.lexicon import Lexicon
from gazetted.reading.words import keys_of
from gazetted.text.tokens import light_marks

Risk = Literal["safe", "cue", "context", "never"]
"""`safe`: fires alone (with its capitals). `cue`: with support, or with a word of the trade in its sentence. `context`:
only with support: the document names the party by a safe alias too, or defines the alias. `never`: only if the document
defines it."""

CRAFT: frozenset[Kind] = frozenset({"vessel", "aircraft"})
"""What bears the names of women, stars and winds: no name of one means it where nothing speaks of ships or aircraft."""

RANKS: dict[NameType, int] = {"primary": 4, "common": 4, "acronym": 4, "former": 3, "alias": 2, "weak alias": 1}
"""How much a name of each type is the party's own: an alias shared by two parties means the one that ranks higher."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    generic: str
    telling: str
    other_meanings: str
    well_known: str
    alias: dict[str, tuple[str, ...]]
    cue: dict[str, str]


class _Subjects(msgspec.Struct, frozen=True):
    other: dict[str, str]


class RiskTable(msgspec.Struct, frozen=True):
    """What the rules know, as sets.

    Attributes:
        generic: words that say only what sort of body something is.
        telling: words that hint at an armed or criminal body.
        other_meanings: acronyms that mean something else to most readers.
        well_known: acronyms of three letters that mean the party to every reader of news.
        fixed: normal form of an alias → its risk, whatever the rules say.
        cues: words of listing and militancy that support an acronym in their sentence.
        craft: words of ships and aircraft, which support the name of one in their sentence.
        everyday: words of other subjects (`senses.toml`), by themselves no evidence of a party.
        bearers: words that directly after a name say that it is that of an armed body.
        strong_cues: those that say nothing else, and so support a name made of plain words.
    """

    generic: frozenset[str]
    telling: frozenset[str]
    other_meanings: frozenset[str]
    well_known: frozenset[str]
    fixed: dict[str, Risk]
    cues: frozenset[str]
    strong_cues: frozenset[str]
    bearers: frozenset[str]
    craft: frozenset[str]
    everyday: frozenset[str]


@cache
def risk_table() -> RiskTable:
    """The table of `resources/reading/risk.toml`, read once."""
    file = load_table("risk.toml", _File)
    kinds: dict[str, Risk] = {"never": "never", "context": "context", "cue": "cue", "capital": "safe"}
    return RiskTable(
        generic=frozenset(file.generic.split()),
        telling=frozenset(file.telling.split()),
        other_meanings=frozenset(word.lower() for word in file.other_meanings.split()),
        well_known=frozenset(word.lower() for word in file.well_known.split()),
        fixed={" ".join(keys_of(alias)): kinds[kind] for kind, aliases in file.alias.items() for alias in aliases},
        cues=frozenset((file.cue["words"] + file.cue["strong"]).split()),
        strong_cues=frozenset(file.cue["strong"].split()),
        bearers=frozenset(file.cue["bearers"].split()),
        craft=frozenset(file.cue["craft"].split()),
        everyday=frozenset(
            word for line in load_table("senses.toml", _Subjects).other.values() for word in line.split()
        ),
    )


@lru_cache(maxsize=1 << 15)
def core(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The words of an alias that carry it, without articles and small words; none where there are only those.

    >>> core(("hizb", "ut", "tahrir")), core(("tren", "de", "aragua"))
    (('hizb', 'tahrir'), ('tren', 'aragua'))
    """
    return tuple(key for key, light in zip(keys, light_marks(keys), strict=True) if not light)


def assess(
    keys: tuple[str, ...],
    *,
    acronym: bool,
    kind: Kind,
    name_type: NameType,
    lists: int,
    lexicon: Lexicon,
    table: RiskTable,
) -> Risk:
    """The risk of an alias.

    Args:
        keys: its words in the normal form.
        acronym: whether it is made of initials.
        kind: what its party is.
        name_type: what the name is to its party.
        lists: how many lists carry it.
        lexicon: the language.
        table: the corrections.

    >>> from gazetted.reading.lexicon import lexicon
    >>> def risk(alias, **more):
    ...     given = {"acronym": False, "kind": "organization", "name_type": "alias", "lists": 1} | more
    ...     return assess(tuple(alias.split()), **given, lexicon=lexicon(), table=risk_table())
    >>> risk("boko haram"), risk("support front"), risk("youth"), risk("is", acronym=True)
    ('safe', 'context', 'never', 'context')
    """
    fixed = None if acronym else _fixed(keys, kind, table)
    if fixed is not None:
        return fixed
    words = core(keys)
    if kind in CRAFT:
        return "cue" if words and not all(word.isdigit() for word in words) else "never"
    if kind == "person":
        return _of_person(words, name_type, lexicon)
    if acronym:
        return _of_acronym("".join(keys), name_type, lexicon, table)
    if not words or all(word.isdigit() for word in words):
        return "never"
    if len(words) == 1 and len(keys) > 1 and keys[0] == "the" and lexicon.is_plain(words[0]):
        return "cue" if name_type == "primary" else "context"
    if len(words) == 1:
        risk = _of_one_word(words[0], RANKS[name_type], lists, lexicon, table)
        return "cue" if risk == "safe" and kind == "any" else risk  # it may be that of a ship
    told = [word for word in words if not (lexicon.is_plain(word) or word.isdigit())]
    if not told:
        return _of_plain_words(words, name_type, lists, lexicon, table)
    foreign = [word for word in told if word in table.generic]
    personal = [word for word in told if lexicon.is_personal(word)]
    if len(personal) == len(told):
        return "safe" if RANKS[name_type] > 3 and len(words) > 2 else "context"
    if len(foreign) == len(told) == 1 and RANKS[name_type] < 4:
        return "cue"
    return "safe"


def _fixed(keys: tuple[str, ...], kind: Kind, table: RiskTable) -> Risk | None:
    """The risk that the table states for an alias, or for the name that it begins with."""
    bare = keys[1:] if keys[:1] == ("the",) else keys
    stated = table.fixed.get(" ".join(keys)) or table.fixed.get(" ".join(bare))
    if stated is not None or kind == "person":
        return stated
    # "Islamic State" is told from other states, and so are its branches.
    known = any(table.fixed.get(" ".join(keys[:size])) == "safe" for size in range(2, len(keys)))
    return "safe" if known else None


def _of_person(words: tuple[str, ...], name_type: NameType, lexicon: Lexicon) -> Risk:
    """A byname (Abu so-and-so) means too many people; a surname known to the press needs support."""
    if len(words) < 2:
        return "context" if words and name_type == "common" and not lexicon.is_plain(words[0]) else "never"
    if len(words) == 2 and words[0] in lexicon.bound:
        return "context"
    return "safe"


def _of_acronym(word: str, name_type: NameType, lexicon: Lexicon, table: RiskTable) -> Risk:
    if word in lexicon.places or word in lexicon.countries:
        return "never"
    if word in table.other_meanings or lexicon.is_plain(word) or len(word) < 3:
        return "cue" if len(word) > 2 and name_type in ("acronym", "common", "primary") else "context"
    if len(word) == 3:
        return "safe" if word in table.well_known else "cue"
    return "safe"


def _of_one_word(word: str, rank: int, lists: int, lexicon: Lexicon, table: RiskTable) -> Risk:
    plain = lexicon.is_plain(word) or word in table.everyday
    if plain or len(word) < 3 or (word in table.generic and rank < 4):
        return "never"
    if word in table.generic:
        return "context"
    if lexicon.is_personal(word) or len(word) < 4 or (rank < 3 and lists < 3):
        return "context"
    return "cue" if len(word) == 4 else "safe"


def _of_plain_words(
    words: tuple[str, ...], name_type: NameType, lists: int, lexicon: Lexicon, table: RiskTable
) -> Risk:
    """Made of words that anybody may put together: the more of them, the less by chance."""
    if all(word in lexicon.places for word in words):
        return "never"
    telling = any(word in table.telling for word in words)
    placed = any(word in lexicon.places for word in words)
    said = any(word not in lexicon.places and word not in table.generic for word in words)
    rank, longer = RANKS[name_type], len(words) > 2
    own = name_type == "primary" and (longer or placed)
    if len(words) > 3 or own or (telling and (placed or rank > 3)) or (longer and placed and said):
        return "safe"
    return "cue" if rank > 2 or lists > 1 or (longer and placed) else "context"
