"""The names in one item of a regulation, which prints them in one sentence.

"Shining Way (SW) (also known among other names as Bright Path (BP), Way of Light and The Lamp)" names six: the main
name, its acronym, and the aliases, one with an acronym of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from gazetted.model.edition import ListedName
from gazetted.model.party import NameType
from gazetted.sources.countries import country_code

LONGEST_ITEM = 50_000
"""Characters in an item."""

_KNOWN_AS = re.compile(
    r"\W*(?:(?P<former>formerly|previously)\s|also\s)?known\s(?:among other names |internationally )?as\b\W{0,3}",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(r"[(),;]")
_BRACKET = re.compile(r"[()]")
_AND = re.compile(r",? and | et ")
_PIECE = re.compile(r",\s+| or |\s?/\s?|;\s*")
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2}|[A-Z]\d)[A-Za-z0-9&-]{2,12}|[A-Z]{2,8}-[A-Za-z]{2,20}")
_QUOTES = '“”"„«» \t:;,.'
_ALIKE = 70.0
"""Likeness (0 to 100) from which a bracketed word counts as another spelling of the word before it."""


def split_item(text: str, whole: Collection[str] = ()) -> tuple[ListedName, ...]:
    """The names of an item, the main one first, each once, as printed.

    Args:
        text: the item.
        whole: names that contain commas and must not be parted.

    >>> [name.text for name in split_item("Shining Way (SW) (also known as Bright Path (BP), Way of Light and Lamp)")]
    ['Shining Way', 'SW', 'Bright Path', 'BP', 'Way of Light', 'Lamp']
    >>> [name.text for name in split_item("Army of Mustafa (Mostafa, Mustapha)")]
    ['Army of Mustafa', 'Army of Mostafa', 'Army of Mustapha']
    """
    text = " ".join(text[:LONGEST_ITEM].split())
    names: dict[str, ListedName] = {}
    for name, kind in _named(text, whole):
        clean = name.strip(_QUOTES if name.count(".") < 2 else _QUOTES.replace(".", ""))
        if any(map(str.isalnum, clean)):
            names.setdefault(clean, ListedName(clean, "primary" if not names else kind))
    return tuple(names.values())


def _named(text: str, whole: Collection[str]) -> Iterator[tuple[str, NameType]]:
    head, groups = _groups(text)
    main, *others = head.split(", the ")
    yield main, "primary"
    yield from ((other, "alias") for other in others)
    for group in groups:
        known = _KNOWN_AS.match(group)
        if known is None:
            yield from ((name, "alias") for name in _bracketed(others[-1] if others else main, group, main=True))
            continue
        kind: NameType = "former" if known["former"] else "alias"
        for item in _listed(group[known.end() :], whole):
            yield from ((name, kind) for name in _with_brackets(item))


def _groups(text: str) -> tuple[str, list[str]]:
    """The text before the first bracket, and what the outer brackets hold; an open bracket ends with the text."""
    head, groups, depth, start = text.partition("(")[0], [], 0, 0
    for found in _BRACKET.finditer(text):
        if found[0] == "(":
            depth += 1
            start = found.end() if depth == 1 else start
        elif depth:
            depth -= 1
            if not depth:
                groups.append(text[start : found.start()])
    if depth:
        groups.append(text[start:])
    return head.strip(), groups


def _listed(text: str, whole: Collection[str]) -> Iterator[str]:
    """The members of "A, B (b, c) and D": commas outside brackets part them, and the last "and"."""
    members, depth, start = [], 0, 0
    whole_spans = [(at, at + len(name)) for name in whole if (at := text.find(name)) >= 0]
    for found in _STRUCTURE.finditer(text):
        place = found.start()
        if any(first <= place < last for first, last in whole_spans):
            continue
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] in ",;" and depth <= 0:
            members.append(text[start:place])
            start = place + 1
    last = text[start:].strip()
    yield from members
    if last.startswith(("and ", "et ")):  # ", and X": the "and" within X parts nothing
        yield last.partition(" ")[2]
        return
    parting = [found for found in _AND.finditer(last) if _closed(last[: found.start()])]
    if parting and last not in whole:
        yield last[: parting[-1].start()]
        last = last[parting[-1].end() :]
    yield last


def _closed(text: str) -> bool:
    return text.count("(") <= text.count(")")


def _with_brackets(item: str) -> Iterator[str]:
    head, groups = _groups(item)
    tail = item.rpartition(")")[2] if _closed(item) and groups else ""
    if not head or tail.strip(_QUOTES):
        yield item  # brackets in the middle are part of the name
        return
    yield head
    for group in groups:
        yield from _bracketed(head, group, main=False)


def _bracketed(name: str, group: str, *, main: bool) -> Iterator[str]:
    """The names in brackets behind a name.

    Acronyms, translations of several words and other spellings of the name's last word are names. A single other word
    ("Canada", "Guardians") is an explanation, except behind the main name; the name of a country is one everywhere.
    """
    from rapidfuzz.fuzz import ratio

    before, parting, last = _last_word(name)
    for piece in _PIECE.split(group):
        piece = piece.strip(_QUOTES)
        # Short acronyms may be country codes as well; only a country's name is none of the party's.
        if not piece or (len(piece) > 3 and country_code(piece)):
            continue
        if _ACRONYM.fullmatch(piece) or " " in piece:
            yield piece
        elif parting and ratio(piece.lower(), last.lower()) >= _ALIKE:
            yield f"{before}{parting}{piece}"
        elif main:
            yield piece


def _last_word(name: str) -> tuple[str, str, str]:
    place = max(name.rfind(" "), name.rfind("-"))
    return (name[:place], name[place], name[place + 1 :]) if place > 0 else ("", "", name)
