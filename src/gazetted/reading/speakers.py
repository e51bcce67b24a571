"""Who the words are that name a source: a person, a body, an outlet, or somebody without a name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

import msgspec

from gazetted.reading.grammar import Scan
from gazetted.reading.language import load_table
from gazetted.reading.lexicon import lexicon
from gazetted.reading.outlets import outlets
from gazetted.reading.result import Other, PartyRead

_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "sir", "dame", ""})

_DESCRIBING = frozenset({"familiar", "close", "briefed", "involved"})

Kind = Literal["named", "anonymous", "organization", "outlet"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    anonymous: str
    leaks: str
    bodies: str
    documents: str
    outlets: str
    measures: str
    offices: dict[str, str]


class Nouns(msgspec.Struct, frozen=True):
    """Nouns for speakers, singular."""

    anonymous: frozenset[str]
    leaks: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    outlets: frozenset[str]
    measures: frozenset[str]
    offices: Mapping[str, frozenset[str]]


class Entity(msgspec.Struct, frozen=True, gc=False):
    """Somebody named in the document.

    Attributes:
        name: the fullest name.
        kind: what it is.
        first: index of the first word of a place where it is named.
        last: index after the last word.
    """

    name: str
    kind: Kind
    first: int
    last: int


class Source(msgspec.Struct, frozen=True, gc=False):
    """What the words of a source say by themselves.

    Attributes:
        name: the name or description.
        kind: what it is.
        head: the noun that it is described by, lower case and singular; empty where it is a name alone.
        role: office or description beside a name.
        refers: `pronoun`, `definite`, `outlet`, `document` where it means somebody named elsewhere; else empty.
        plural: whether it is more than one.
    """

    name: str
    kind: Kind
    head: str = ""
    role: str | None = None
    refers: str = ""
    plural: bool = False


@cache
def nouns() -> Nouns:
    """The table of `resources/reading/speakers.toml`, read once."""
    file = load_table("speakers.toml", _File)
    return Nouns(
        anonymous=frozenset(file.anonymous.split()),
        leaks=frozenset(file.leaks.split()),
        bodies=frozenset(file.bodies.split()),
        documents=frozenset(file.documents.split()),
        outlets=frozenset(file.outlets.split()),
        measures=frozenset(file.measures.split()),
        offices={name: frozenset(words.split()) for name, words in file.offices.items()},
    )


UNNAMED_SOURCE = "an unnamed source"
"""Who says what "it is said that" tells."""


def singular(word: str) -> str:
    """A noun without the ending of its plural.

    >>> [singular(word) for word in ("officials", "parties", "women", "press", "analyses")]
    ['official', 'party', 'woman', 'press', 'analyse']
    """
    if word.endswith("women") or word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def entities_of(
    scan: Scan, parties: Sequence[PartyRead], others: Sequence[Other], persons: frozenset[str]
) -> list[Entity]:
    """Everybody named, in order, by the words that name them.

    Args:
        scan: the document.
        parties: the parties of the record.
        others: everybody else.
        persons: slugs of the parties that are persons.
    """
    starts = [token.start for token in scan.tokens]
    found: list[Entity] = []

    def add(name: str, kind: Kind, start: int, end: int) -> None:
        first = bisect_left(starts, start)
        last = bisect_left(starts, end)
        if first < last:
            found.append(Entity(name, kind, first, last))

    for party in parties:
        name = max((one.text for one in party.mentions), key=len)
        for place in party.mentions:
            if place.via != "eponym":
                add(name, "named" if party.party in persons else "organization", place.start, place.end)
    kinds: dict[str, Kind] = {"person": "named", "organization": "organization", "outlet": "outlet"}
    for other in others:
        for span in other.mentions:
            add(other.name, "outlet" if _is_outlet(other.name) else kinds[other.kind], span.start, span.end)
    return sorted(found, key=lambda one: one.first)


def _is_outlet(name: str) -> bool:
    words = tuple(name.split())
    return words in outlets().alone or ("The", *words) in outlets().alone


def source_of(scan: Scan, first: int, last: int, entities: Sequence[Entity]) -> Source:
    """What the words of a source say by themselves.

    Args:
        scan: the document.
        first: first word of the source.
        last: index after its last word.
        entities: those that are named inside the source.
    """
    if first == last:
        return Source(UNNAMED_SOURCE, "anonymous")
    alone = last - first == 1
    if alone and (scan.tags[first] in "NO" or scan.low[first] in ("his", "her", "its", "their")):
        return Source(
            scan.low[first], "named", refers="pronoun", plural=scan.low[first] in ("they", "we", "their", "them")
        )
    core = _core_end(scan, first, last)
    head = singular(scan.low[core - 1]) if core > first else ""
    inside = [one for one in entities if one.last <= core]
    outlet = next((one for one in inside if one.kind == "outlet"), None)
    if head in nouns().documents and scan.tags[core - 1] == "w":
        return _document(scan, first, core, last, entities)
    person = next((one for one in inside if one.kind == "named"), None)
    if person is not None and (person.last >= core - 1 or scan.low[person.last] in ("of", "from")):
        return Source(_names(inside, "named"), "named", role=_role(scan, first, last, person))
    if outlet is not None and outlet.last >= core:
        return Source(outlet.name, "outlet")
    titled = core - first == 1 and scan.tags[first] == "K" and (head in nouns().anonymous or head in nouns().outlets)
    if titled or scan.tags[core - 1] in "wD" or (scan.tags[core - 1] == "0"):
        return _in_apposition(scan, first, core, last, entities) or _described(scan, first, core, last, head)
    return _capitals(scan, first, core, last, inside)


def _core_end(scan: Scan, first: int, last: int) -> int:
    """Index after the noun phrase proper, without what follows a comma, a preposition or "who"."""
    place = first + 1
    while place < last:
        tag, word = scan.tags[place], scan.low[place]
        if word in _DESCRIBING or (tag == "w" and word.endswith("ing") and place > first + 1):
            break
        if tag in ",(PWAv-:" and not _goes_on(scan, place, last):
            break
        place += 1
    while place > first + 1 and scan.tags[place - 1] in "GB,T":
        place -= 1
    return place


def _goes_on(scan: Scan, place: int, last: int) -> bool:
    """Whether a noun phrase goes on after a sign: in a list, "Ministry of Defence", "most of the voters"."""
    if scan.tags[place] == ",":
        return _in_list(scan, place, last)
    before = scan.low[place - 1]
    if scan.low[place] == "of":
        named = scan.tags[place - 1] == "K" and scan.tags[place + 1 : place + 2] == ["K"]
        return named or before in nouns().measures
    return scan.low[place] == "than" and before in nouns().measures


def _in_list(scan: Scan, place: int, last: int) -> bool:
    """Whether a comma parts members of a list that "and" closes."""
    for at in range(place + 1, min(last, place + 12)):
        if scan.low[at] == "and":
            return all(scan.tags[each] in "KhG," for each in range(place + 1, at))
    return False


def _names(inside: Sequence[Entity], kind: Kind) -> str:
    names = list(dict.fromkeys(one.name for one in inside if one.kind == kind))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _text(scan: Scan, first: int, last: int) -> str:
    start, end = scan.span(first, last)
    return " ".join(scan.text[start:end].split())


def description(scan: Scan, first: int, last: int) -> str:
    """The words of a source without a name, as they stand inside a sentence."""
    found = _text(scan, first, last)
    shouted = len(scan.tokens[first].text) > 1 and scan.tokens[first].text[1].isupper()
    common = scan.low[first] in lexicon().common and first + 1 < last and scan.low[first] not in _HONORIFICS
    plain = scan.tags[first] != "K" or ((common or singular(scan.low[first]) in nouns().anonymous) and not shouted)
    return found[0].lower() + found[1:] if plain else found


def _role(scan: Scan, first: int, last: int, person: Entity) -> str | None:
    if person.first > first and scan.tags[person.first - 1] != "D":
        role = _text(scan, first, person.first).removeprefix("the ").removeprefix("The ")
        return role if role.rstrip(".").lower() not in _HONORIFICS else None
    if person.last < last and scan.tags[person.last] == ",":
        return _text(scan, person.last + 1, last).rstrip(",").strip() or None
    return None


def _in_apposition(scan: Scan, first: int, core: int, last: int, entities: Sequence[Entity]) -> Source | None:
    """A name that follows its description: "her spokesman, Brian Fallon,"."""
    comma = next((at for at in range(core, min(last, core + 9)) if scan.tags[at] == ","), last)
    begin = comma + 1
    if begin >= last or scan.tags[begin] != "K":
        return None
    end = begin
    while end < last and scan.tags[end] in "Kh&":
        end += 1
    named = next((one for one in entities if one.first == begin and one.kind == "named"), None)
    words = [scan.low[at].rstrip(".") for at in range(begin, end) if scan.tags[at] == "K"]
    if named is None and not (len(words) > 1 and _looks_personal(words, "")):
        return None
    role = _text(scan, first + (scan.tags[first] == "D"), comma)
    return Source(named.name if named else _text(scan, begin, end), "named", role=role)


def _described(scan: Scan, first: int, core: int, last: int, head: str) -> Source:
    """A source that a common noun names."""
    plural = head != scan.low[core - 1] or scan.low[first] in ("some", "many", "several", "two", "three", "people")
    definite = scan.low[first] in ("the", "this", "that", "these", "those", "its", "his", "her", "their")
    name = description(scan, first, _whole(scan, first, core, last))
    if head in nouns().outlets and definite and not any(tag == "K" for tag in scan.tags[first:core]):
        return Source(name, "outlet", head, refers="outlet")
    kind: Kind = (
        "organization"
        if head in nouns().bodies
        else "anonymous"
        if _is_person(scan, first, core, head)
        else "organization"
    )
    part = scan.low[first + 1 : first + 3] in (["of", "the"], ["of", "them"], ["of", "those"]) and kind == "anonymous"
    return Source(name, kind, head, refers="part" if part else "definite" if definite else "", plural=plural)


def _is_person(scan: Scan, first: int, core: int, head: str) -> bool:
    if head in nouns().anonymous or head in lexicon().titles:
        return True
    if any(singular(scan.low[at]) in nouns().anonymous for at in range(first, core) if scan.tags[at] == "w"):
        return True
    return head.endswith(("ist", "er", "or", "ian", "man", "woman", "ee", "ant")) and head not in nouns().bodies


def _whole(scan: Scan, first: int, core: int, last: int) -> int:
    """Index after what describes a source without a name: "two people familiar with the matter"."""
    end = core
    while end < last and scan.tags[end] not in ",(-":
        end += 1
    return end if end - first <= 14 else core


def _document(scan: Scan, first: int, core: int, last: int, entities: Sequence[Entity]) -> Source:
    """Who publishes a document: "a Treasury statement", "a report by the auditor", "a report in The Herald"."""
    for one in entities:
        if one.kind in ("outlet", "organization") and (one.last < core or scan.tags[one.first - 1] in "PD"):
            return Source(one.name, one.kind, refers="")
    if core < last and scan.low[core] in ("by", "from", "of", "in") and core + 1 < last:
        return source_of(scan, core + 1, last, ())
    capital = next((at for at in range(first, core - 1) if scan.tags[at] == "K"), None)
    if capital is not None:
        end = capital + 1
        while end < core - 1 and scan.tags[end] in "KhG&":
            end += 1
        owner = scan.tags[end - 1] == "G"
        if owner and end < core - 1 and scan.low[end] in nouns().bodies:
            return Source(_text(scan, capital, end + 1), "organization")
        return Source(_text(scan, capital, end - owner), "organization")
    head = singular(scan.low[core - 1])
    definite = scan.low[first] in ("the", "this", "that")
    return Source(description(scan, first, core), "organization", head, refers="document" if definite else "")


def _capitals(scan: Scan, first: int, core: int, last: int, inside: Sequence[Entity]) -> Source:
    """A source that ends in a name: a body or person of the document, or one that nobody has recognised."""
    begin = first + (scan.tags[first] == "D")
    office = singular(scan.low[core - 1].rstrip("."))
    if office in lexicon().titles and office not in nouns().bodies and all(t in "KhG" for t in scan.tags[begin:core]):
        return Source(description(scan, first, core), "named", office, refers="definite")  # "the Home Secretary"
    names = [at for at in range(begin, core) if scan.tags[at] == "K"]
    if not names:
        return Source(description(scan, first, core), "organization")
    run = core - 1
    while run > begin and scan.tags[run - 1] in "Kh&":
        run -= 1
    words = [scan.low[at].rstrip(".") for at in range(run, core) if scan.tags[at] == "K"]
    lead = run
    if words and singular(words[-1]) not in nouns().bodies:
        titled = [at for at in range(run, core - 1) if scan.low[at].rstrip(".") in lexicon().titles]
        lead = titled[-1] + 1 if titled else run
        lead += lead < core - 1 and scan.tags[lead] == "&"
    described = run > begin and scan.tags[run - 1] == "w" and _is_person(scan, begin, run, singular(scan.low[run - 1]))
    entity = next((one for one in inside if one.kind == "organization" and one.last >= core), None)
    if entity is not None and not described:
        return Source(entity.name, "organization")
    described = described or _is_described_after(scan, core, last)
    if lead > run or described or _looks_personal(words, scan.low[first]):
        role = _text(scan, begin, lead) if lead > begin else None
        role = role or (_text(scan, core + 1, last).rstrip(",") if core + 1 < last and scan.tags[core] == "," else None)
        role = None if role and role.rstrip(".").lower() in _HONORIFICS else role
        return Source(_text(scan, lead, core), "named", role=role or None)
    return Source(_text(scan, first if scan.tags[first] != "D" else begin, core), "organization")


def _is_described_after(scan: Scan, core: int, last: int) -> bool:
    """Whether a person's office or trade follows a name: "Sanders, the Vermont senator,"."""
    if core + 2 >= last or scan.tags[core] != "," or scan.tags[core + 1] not in "Dw":
        return False
    end = next((at for at in range(core + 2, last) if scan.tags[at] in ",PW"), last)
    head = singular(scan.low[end - 1])
    return scan.tags[end - 1] == "w" and (head in nouns().anonymous or head in lexicon().titles)


def _looks_personal(words: Sequence[str], lead: str) -> bool:
    """Whether capitals read like a person's name: two to four words, none of them a place, a body or a common word."""
    table = lexicon()
    if lead == "the":
        return False
    if len(words) == 1:
        return words[0] in table.given
    if not 2 <= len(words) <= 4:
        return False
    if words[0] in table.given:
        return words[-1] not in nouns().bodies
    return not any(word in table.places or table.is_common(word) or singular(word) in nouns().bodies for word in words)
