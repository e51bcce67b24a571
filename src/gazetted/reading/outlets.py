"""News outlets that a document names: those of `resources/reading/outlets.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter

import msgspec

from gazetted.reading.cutting import places
from gazetted.reading.language import load_table
from gazetted.reading.lexicon import lexicon
from gazetted.reading.words import Word

_TEXT = attrgetter("text")


class _Forms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    also: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True):
    outlets: dict[str, _Forms]


class Outlets(msgspec.Struct, frozen=True):
    """Forms of outlets, as words with their capitals.

    Attributes:
        alone: forms that stand alone → the outlet.
        after: short forms → the outlets that they may mean once named in full.
        longest: first word of a form → number of words of the longest form that begins so.
    """

    alone: Mapping[tuple[str, ...], str]
    after: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: Mapping[str, int]


class OutletNamed(msgspec.Struct, frozen=True, gc=False):
    """Words that name an outlet."""

    first: int
    last: int
    name: str


@cache
def outlets() -> Outlets:
    """The list, read once. Forms of one common word ("Time") are left out: alone they are no name."""
    alone: dict[tuple[str, ...], str] = {}
    after: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, forms in load_table("outlets.toml", _File).outlets.items():
        for form in (name, *forms.also):
            if " " in form or form.isupper() or not lexicon().is_plain(form.lower()):
                alone.setdefault(tuple(form.split()), name)
        for form in forms.after:
            key = tuple(form.split())
            after[key] = (*after.get(key, ()), name)
    longest: dict[str, int] = {}
    for key in (*alone, *after):
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return Outlets(alone, after, longest)


def find_outlets(words: Sequence[Word]) -> Iterator[OutletNamed]:
    """Find outlets in order; a short form means the outlet of that form which was named last."""
    table, latest = outlets(), list[str]()
    end = 0
    for at in places(list(map(_TEXT, words)), table.longest, 0, len(words)):
        if at < end:
            continue
        found = None
        told = tuple([word.text for word in words[at : at + table.longest[words[at].text]]])
        for size in range(len(told), 0, -1):
            form = told[:size]
            if form not in table.alone and form not in table.after:
                continue
            if not all(word.joined for word in words[at + 1 : at + size]):
                continue
            name = table.alone.get(form) if not _is_plain_start(words, at, form) else None
            meant = table.after.get(form, ())
            name = name or next((each for each in reversed(latest) if each in meant), None)
            if name is not None:
                found = OutletNamed(at, at + size, name)
                break
        if found is not None:
            latest.append(found.name)
            yield found
            end = found.last


def _is_plain_start(words: Sequence[Word], at: int, form: tuple[str, ...]) -> bool:
    """Whether "The Hill" begins a sentence, where it may be any hill."""
    begins = at == 0 or words[at - 1].sentence != words[at].sentence
    return begins and len(form) == 2 and form[0] == "The" and lexicon().is_plain(form[1].lower())
