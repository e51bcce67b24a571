"""What the words round a name make of it: another body's name, a people, a government named after a person.

Knowledge is in `resources/reading/contexts.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from gazetted.reading.language import load_table
from gazetted.reading.words import Word

_REACH = 14  # words looked at after a name for that of a longer body
_APPOSED = 7  # words of a description after a name
_REACH_BEFORE = 20  # the same before it, where numbers of resolutions may stand


class _OtherBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    names: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    enclosing: dict[str, str]
    run: dict[str, str]
    not_party: dict[str, str]
    eponym: dict[str, str]
    short: dict[str, str]
    other_body: dict[str, tuple[_OtherBody, ...]]
    apposed: dict[str, str]


class Contexts(msgspec.Struct, frozen=True):
    """Sets of words by what they do to a name beside them; see the resource for each."""

    right: frozenset[str]
    right_small: frozenset[str]
    sanctions_of: frozenset[str]
    left: frozenset[str]
    left_small: frozenset[str]
    left_links: frozenset[str]
    left_of: frozenset[str]
    against: frozenset[str]
    against_heads: frozenset[str]
    run: frozenset[str]
    run_heads: frozenset[str]
    not_party: frozenset[str]
    eponym_after: frozenset[str]
    eponym_before: frozenset[str]
    rulers: frozenset[str]
    called: frozenset[str]
    kin: frozenset[str]
    other_before: dict[str, frozenset[str]]
    other_after: dict[str, frozenset[str]]
    openings: frozenset[str]
    copulas: frozenset[str]
    ends: frozenset[str]
    things: frozenset[str]
    bodies: frozenset[str]
    pursuits: frozenset[str]


@cache
def contexts() -> Contexts:
    """The table of `resources/reading/contexts.toml`, read once."""
    file = load_table("contexts.toml", _File)

    def words(section: dict[str, str], key: str) -> frozenset[str]:
        return frozenset(section[key].split())

    def bodies(side: str) -> dict[str, frozenset[str]]:
        return {name: frozenset(row.words.split()) for row in file.other_body[side] for name in row.names}

    return Contexts(
        right=words(file.enclosing, "right"),
        right_small=words(file.enclosing, "right_small"),
        sanctions_of=words(file.enclosing, "sanctions_of"),
        left=words(file.enclosing, "left"),
        left_small=words(file.enclosing, "left_small"),
        left_links=words(file.enclosing, "left_links"),
        left_of=words(file.enclosing, "left_of"),
        against=words(file.enclosing, "against"),
        against_heads=words(file.enclosing, "against_heads"),
        run=words(file.run, "run"),
        run_heads=words(file.run, "heads"),
        not_party=words(file.not_party, "after"),
        eponym_after=words(file.eponym, "after"),
        eponym_before=words(file.eponym, "before"),
        rulers=words(file.eponym, "rulers"),
        called=words(file.short, "called"),
        kin=words(file.short, "kin"),
        other_before=bodies("before"),
        other_after=bodies("after"),
        **{key: words(file.apposed, key) for key in ("openings", "copulas", "ends", "things", "bodies", "pursuits")},
    )


def is_enclosed(words: Sequence[Word], first: int, last: int, others: Mapping[int, int]) -> bool:
    """Whether the name is part of the longer name of a committee, act, street or the like.

    Args:
        words: the words of the text.
        first: index of the name's first word.
        last: index after its last word.
        others: every name found: index of its first word → index after its last.
    """
    if _enclosed_right(words, last, others) or _enclosed_left(words, first, others):
        return True
    return _run_by(words, last) or _body_against(words, first, last)


def _body_against(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether it stands in the name of a body against it: "Counter-ISIL Finance Group"."""
    table = contexts()
    if (
        not first
        or not words[first].joined
        or words[first - 1].key not in table.against
        or not words[first - 1].capital
    ):
        return False
    for word in words[last : last + _REACH]:
        if not word.joined or not word.capital:
            return False
        if word.key in table.against_heads:
            return True
    return False


def _enclosed_right(words: Sequence[Word], last: int, others: Mapping[int, int]) -> bool:
    """Whether it goes on: "Al-Qaida Sanctions Committee", "Hizballah … Prevention Act"."""
    table, place, end = contexts(), last, last + _REACH
    sentence = words[last - 1].sentence
    while place < min(len(words), end) and words[place].sentence == sentence:
        word = words[place]
        if words[place - 1].owned:
            return False
        if place in others or (word.key in ("and", "or") and place + 1 in others):
            # Other names of the same enumeration; brackets and commas may part them.
            place = others.get(place, place + 1)
            continue
        if not word.spaced and not (word.bracketed and word.capital):
            return False
        after = words[place + 1].key if place + 1 < len(words) else ""
        if word.key in ("sanctions", "sanction") and after in table.sanctions_of:
            return True
        if word.key in table.right and word.capital:
            return True
        if word.key in table.right_small and place == last:
            return True
        if not word.capital and word.key not in ("of", "for", "on", "and"):
            return False
        place += 1
    return False


def _enclosed_left(words: Sequence[Word], first: int, others: Mapping[int, int]) -> bool:
    """Whether it began before: "committee on Daesh and Al Qaeda", "Coalition to Defeat ISIS", "Friends of X Street"."""
    table = contexts()
    sentence, place, linked = words[first].sentence, first - 1, False
    while place >= max(0, first - _REACH_BEFORE) and words[place].sentence == sentence:
        word = words[place]
        if word.key in table.left and linked:
            return word.capital or word.key in table.left_small
        if word.key in table.left_of and word.capital and place == first - 2 and words[first - 1].key == "of":
            return True
        if word.key in table.left_links:
            linked = linked or word.key not in ("and", "or", "the", "s")
        elif not (word.key.isdigit() or _is_within(place, others)):
            return False
        place -= 1
    return False


def _is_within(place: int, others: Mapping[int, int]) -> bool:
    """Whether a word is part of a name found."""
    first = max(0, place - _REACH)
    return any(start in others and others[start] > place for start in range(first, place + 1))


def _run_by(words: Sequence[Word], last: int) -> bool:
    """Whether it runs something else: "Hamas-run health ministry" is a ministry."""
    table = contexts()
    if last >= len(words) or words[last].key not in table.run or words[last].spaced or not words[last].joined:
        return False
    return any(word.key in table.run_heads for word in words[last + 1 : last + 4])


def is_people(words: Sequence[Word], last: int) -> bool:
    """Whether the name that ends here is that of a people or family: "the Houthi tribe"."""
    return last < len(words) and words[last].spaced and words[last].key in contexts().not_party


def is_other_body(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a word beside the name makes it another body's: "Turkish Hizballah"."""
    table = contexts()
    name = " ".join(word.key for word in words[first:last])
    before = words[first - 1].key if first and words[first].spaced else ""
    if last + 1 < len(words) and words[last].joined and words[last].key in ("al", "el"):
        last += 1
    after = words[last].key if last < len(words) and words[last].joined else ""
    return before in table.other_before.get(name, ()) or after in table.other_after.get(name, ())


def is_said_otherwise(words: Sequence[Word], last: int) -> bool:
    """Whether the document says right after a name that it is something else: "The Base, a new venue by the canal".

    Args:
        words: the words of the text.
        last: index after the name's last word.
    """
    table = contexts()
    if last >= len(words) or words[last].sentence != words[last - 1].sentence or words[last - 1].owned:
        return False
    place = last
    if words[place].joined:
        if words[place].key not in table.copulas or not words[place].spaced:
            return False
        place += 1
    elif words[place].bracketed:
        return False
    if place >= len(words) or words[place].key not in table.openings:
        return False
    told: list[str] = []
    for word in words[place + 1 : place + 1 + _APPOSED]:
        if not word.joined or word.key in table.ends:
            break
        told.append(word.key)
    if not told:
        return False
    return told[-1] in table.things or (told[-1] in table.bodies and not table.pursuits.isdisjoint(told[:-1]))


def is_eponym(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a person's name stands for a government: "the Assad regime", "pro-Assad"."""
    table = contexts()
    if last < len(words) and words[last].key in table.eponym_after and words[last].sentence == words[last - 1].sentence:
        return words[last].spaced
    return first > 0 and words[first].joined and not words[first].spaced and words[first - 1].key in table.eponym_before
