"""Who else is named: people, organisations and outlets that the record does not list. Precise rather than complete."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Literal

import msgspec

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.definitions import Definition
from gazetted.reading.language import load_table
from gazetted.reading.lexicon import Lexicon
from gazetted.reading.outlets import find_outlets
from gazetted.reading.result import Other, Span
from gazetted.reading.words import Word

Kind = Literal["person", "organization", "outlet"]
_MAX_PERSON, _MAX_BODY = 4, 7
_YOUNGEST, _OLDEST = 10, 110  # years of age


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    heads: str
    of_heads: str
    not_person: str


class _Words(msgspec.Struct, frozen=True):
    heads: frozenset[str]
    of_heads: frozenset[str]
    not_person: frozenset[str]


class _Place(msgspec.Struct, frozen=True, gc=False):
    first: int
    last: int
    kind: Kind
    name: str


@cache
def _table() -> _Words:
    file = load_table("bodies.toml", _File)
    return _Words(*(frozenset(getattr(file, name).split()) for name in ("heads", "of_heads", "not_person")))


def find_others(
    text: str,
    words: Sequence[Word],
    taken: Collection[tuple[int, int]],
    definitions: Sequence[Definition],
    index: AliasIndex,
) -> tuple[Other, ...]:
    """Find who else is named.

    Args:
        text: the document.
        words: its words.
        taken: words that name parties of the record: first, and index after the last.
        definitions: names that the document explains.
        index: the record's names.
    """
    used = {place for first, last in taken for place in range(first, last)}
    found: list[_Place] = []
    starts = _starts(words)
    for place in (
        *_defined(text, words, definitions),
        *_named_outlets(words),
        *_bodies(text, words, starts),
        *_people(words, starts, index),
    ):
        if not used.intersection(range(place.first, place.last)):
            used.update(range(place.first, place.last))
            found.append(place)
    found.extend(_surnames(words, found, used, index.lexicon))
    return _grouped(text, words, found)


def _defined(text: str, words: Sequence[Word], definitions: Sequence[Definition]) -> Iterator[_Place]:
    """Bodies that the document gives with their initials, and the initials wherever they stand."""
    short: dict[str, dict[tuple[str, ...], str]] = {}
    for one in definitions:
        if one.party is not None:
            continue
        first, last = one.named
        first += words[first].key == "the"
        name = text[words[first].start : words[last - 1].end]
        yield _Place(first, last, "organization", name)
        written = tuple(word.text for word in words[one.first : one.last])
        short.setdefault(written[0], {}).setdefault(written, name)
    if not short:
        return
    for at in [place for place, word in enumerate(words) if word.text in short]:
        for written, name in short[words[at].text].items():
            if tuple(each.text for each in words[at : at + len(written)]) == written:
                yield _Place(at, at + len(written), "organization", name)


def _named_outlets(words: Sequence[Word]) -> Iterator[_Place]:
    for one in find_outlets(words):
        yield _Place(one.first, one.last, "outlet", one.name)


def _starts(words: Sequence[Word]) -> list[int]:
    """Words with which a run of capitalised words may begin."""
    return [place for place, word in enumerate(words) if word.capital and not word.shouted and word.text[0].isalpha()]


def _runs(words: Sequence[Word], starts: Sequence[int], *, inner: Collection[str]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words of one sentence; small words of `inner` may stand inside."""
    last = 0
    for at in starts:
        if at < last:
            continue
        last = at + 1
        while last < len(words) and words[last].joined and not words[last - 1].owned and not _is_dashed(words, last):
            if (words[last].capital and words[last].text[0].isalpha()) or (
                words[last].key in inner and last + 1 < len(words) and words[last + 1].capital
            ):
                last += 1
            else:
                break
        yield at, last


def _is_dashed(words: Sequence[Word], at: int) -> bool:
    """Whether a dash between spaces parts a word from the one before: "CAIRO — Amr Moussa"."""
    return words[at].start - words[at - 1].end >= len(" — ")


def _is_told_person(words: Sequence[Word], last: int) -> bool:
    """Whether what follows a name is said of people only: an age between commas, or "who"."""
    if last >= len(words) or words[last].start - words[last - 1].end != len(", "):
        return False
    after = words[last]
    return after.key == "who" or (after.text.isdigit() and _YOUNGEST <= int(after.text[:3]) <= _OLDEST)


def _bodies(text: str, words: Sequence[Word], starts: Sequence[int]) -> Iterator[_Place]:
    """Bodies, such as "Syrian Democratic Forces" or "Ministry of Defence": capitals with the head word of a body."""
    table = _table()
    for first, last in _runs(words, starts, inner=("of", "for", "and", "the")):
        while first < last and words[first].key in ("the", "a", "an", "of", "for", "and", "in", "on", "at", "but"):
            first += 1
        ends = [place for place in range(first + 1, last) if words[place].key in table.heads]
        heads = (
            words[first].key in table.of_heads and first + 1 < last and words[first + 1].key == "of"
            if first < last
            else False
        )
        end = last if heads else ends[-1] + 1 if ends else first
        if 2 <= end - first <= _MAX_BODY:
            yield _Place(first, end, "organization", text[words[first].start : words[end - 1].end])


def _people(words: Sequence[Word], starts: Sequence[int], index: AliasIndex) -> Iterator[_Place]:
    lexicon = index.lexicon
    for first, last in _runs(
        words, starts, inner=lexicon.bound | {"al", "el", "de", "da", "dos", "van", "von", "der", "la"}
    ):
        titled = False
        while first < last and _may_precede(words[first], lexicon, lexicon.titles):
            titled = titled or words[first].key in lexicon.titles
            first += 1
        while last > first + 2 and lexicon.is_plain(words[last - 1].key):
            last -= 1
        size = last - first
        if not 2 <= size <= _MAX_PERSON or any(word.key in _table().not_person for word in words[first:last]):
            continue
        lead = words[first]
        known = lead.key in lexicon.given or (1 < len(lead.text) < 6 and "." in lead.text) or len(lead.text) == 1
        if (
            (known or titled or _is_told_person(words, last))
            and not lexicon.is_plain(words[last - 1].key)
            and words[last - 1].key not in _table().heads
        ):
            yield _Place(first, last, "person", " ".join(word.text for word in words[first:last]))


def _may_precede(word: Word, lexicon: Lexicon, titles: Collection[str]) -> bool:
    """Whether a capitalised word may stand before a name without being part of it."""
    if word.key in titles:
        return True
    return word.key not in lexicon.given and lexicon.is_plain(word.key)


def _surnames(words: Sequence[Word], found: Sequence[_Place], used: set[int], lexicon: Lexicon) -> Iterator[_Place]:
    """Surnames of the people found, wherever they stand alone after the full name."""
    people = [place for place in found if place.kind == "person"]
    surnames = {words[place.last - 1].key: place for place in reversed(people)}
    if not surnames:
        return
    for at in [place for place, word in enumerate(words) if word.key in surnames and word.capital]:
        word, place = words[at], surnames[words[at].key]
        if at in used or at < place.first:
            continue
        before = words[at - 1] if at and word.spaced else None
        alone = before is None or not before.capital or _may_precede(before, lexicon, lexicon.titles)
        if alone and not lexicon.is_common(word.key):
            yield _Place(at, at + 1, "person", place.name)


def _grouped(text: str, words: Sequence[Word], found: Sequence[_Place]) -> tuple[Other, ...]:
    """Mentions by whom they name, each and all in order of the text."""
    groups: dict[tuple[str, Kind], list[Span]] = {}
    for place in sorted(found, key=lambda one: one.first):
        start, end = words[place.first].start, words[place.last - 1].end
        groups.setdefault((place.name, place.kind), []).append(Span(start, end, text[start:end]))
    return tuple(Other(name, kind, tuple(spans)) for (name, kind), spans in groups.items())
