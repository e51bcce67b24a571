"""What speaks for two entries being one party, and what against it.

The rules, in the order of their weight:

1. A publisher names the other list's entry (the UK prints the UN reference): one party.
2. A document, company, ship or wallet number agrees, and a name does too: one party. Without a name: a proposal.
3. People: a name and the day of birth agree: one party. A name, the year of birth and a country: one party, of medium
   confidence. Less than that is a proposal: a person matched on name alone is never joined.
4. Others: the name of the one is the name of the other, it has at least two words that carry it, and a country agrees
   (one party), or none is known to differ (one party, of medium confidence). An alias needs a country.

Kinds, sexes or days of birth that exclude each other end it. Names count as the same in other romanisations and orders
of the words. Nothing depends on which entry was told first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gazetted.model.dates import PartialDate
from gazetted.model.identity import Tie, tied
from gazetted.text.keys import hashed
from gazetted.text.skeleton import skeleton, vowel_classes, vowels_agree
from gazetted.text.tokens import core_tokens, name_tokens

STRONG = frozenset({"passport", "national id", "tax", "registration", "imo", "mmsi", "lei", "bic", "wallet"})
"""Types of identifiers that belong to one party."""

_SHORTEST = 5
"""Fewest letters and digits of an identifier that can tell parties apart."""

_UNKNOWN = frozenset({"any", "organization"})
"""Kinds that leave open what is listed: publishers file states, programmes and unknown things as organisations."""

Form = tuple[tuple[str, str], ...]
"""A name as (skeleton, word) of each word that carries it, sorted."""


@dataclass(frozen=True, slots=True)
class Subject:
    """All that is printed or told of one party before it is joined to others.

    Attributes:
        slug: its slug.
        told: whether facts speak of it as a party: two such are never joined by the engine.
        kind: what it is.
        entries: its entries, as `list key:entry`.
        primary: its primary names.
        others: its other names but weak ones.
        born: birth dates as printed.
        countries: ISO codes or names.
        identifiers: `type:value`.
        references: entries of other lists that its publishers name.
        genders: sexes as printed.
    """

    slug: str
    told: bool = False
    kind: str = "any"
    entries: frozenset[str] = frozenset()
    primary: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    born: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()


def evidence(one: Subject, other: Subject) -> Tie | None:
    """What is held of two subjects by what is printed of them; None where nothing speaks for it.

    >>> a = Subject("us.sdn:1", kind="person", primary=frozenset({"DOE, John"}), born=frozenset({"1960-01-02"}))
    >>> b = Subject("un.sc:Q1", kind="person", primary=frozenset({"John Doe"}), born=frozenset({"1960-01-02"}))
    >>> evidence(a, b).verdict
    'same'
    """
    if one.slug == other.slug or _kinds_differ(one, other):
        return None
    one, other = sorted((one, other), key=lambda subject: subject.slug)
    found = _by_reference(one, other) or (None if _excluded(one, other) else _by_content(one, other))
    if found is not None and found.verdict == "same" and one.told and other.told:
        return tied(one.slug, other.slug, "proposed", found.reason, "low")
    return found


def _by_reference(one: Subject, other: Subject) -> Tie | None:
    for left, right in ((one, other), (other, one)):
        named = sorted(left.references & right.entries)
        if named:
            return tied(one.slug, other.slug, "same", f"the publisher of {left.slug} names {named[0]}")
    return None


def _kinds_differ(one: Subject, other: Subject) -> bool:
    kinds = {one.kind, other.kind}
    return len(kinds) > 1 and not (kinds & _UNKNOWN and "person" not in kinds) and "any" not in kinds


def _excluded(one: Subject, other: Subject) -> bool:
    """Whether sex or birth dates cannot be those of one person."""
    if one.genders and other.genders and not one.genders & other.genders:
        return True
    years = [_years(subject.born) for subject in (one, other)]
    return bool(years[0] and years[1]) and not any(abs(a - b) <= 1 for a in years[0] for b in years[1])


def _by_content(one: Subject, other: Subject) -> Tie | None:
    name = _shared_name(one, other)
    numbers = sorted(one.identifiers & other.identifiers)
    strong = [number for number in numbers if is_strong(number)]
    if strong and (name is not None or _share_words(one, other)):
        return tied(one.slug, other.slug, "same", f"{_said(strong[0])} and a name agree")
    if name is None:
        return tied(one.slug, other.slug, "proposed", f"{_said(strong[0])} agrees", "low") if strong else None
    if "person" in (one.kind, other.kind):
        return _person(one, other, name)
    return _body(one, other, name)


def _person(one: Subject, other: Subject, name: _Shared) -> Tie | None:
    """A person matched on name alone is a candidate."""
    if name.words < 2:
        return None
    days = sorted(day for day in one.born & other.born if len(day) == 10)
    if days:
        return tied(one.slug, other.slug, "same", f"the name {name.text!r} and the birth date {days[0]} agree")
    country = sorted(one.countries & other.countries)
    years = sorted(_years(one.born) & _years(other.born))
    if years and country:
        why = f"the name {name.text!r}, the birth year {years[0]} and the country {country[0]} agree"
        return tied(one.slug, other.slug, "same", why, "medium")
    if years or country:
        detail = f"the birth year {years[0]}" if years else f"the country {country[0]}"
        return tied(one.slug, other.slug, "proposed", f"the name {name.text!r} and {detail} agree", "medium")
    return (
        tied(one.slug, other.slug, "proposed", f"only the name {name.text!r} agrees", "low") if name.primary else None
    )


def _body(one: Subject, other: Subject, name: _Shared) -> Tie | None:
    """Organisations, vessels and the like, by name and country. Names of ships are used again and again."""
    country = sorted(one.countries & other.countries)
    differ = bool(one.countries and other.countries) and not country
    ship = {one.kind, other.kind} & {"vessel", "aircraft"}
    if country and not ship and (name.words > 1 or name.primary):
        why = f"the name {name.text!r} and the country {country[0]} agree"
        return tied(one.slug, other.slug, "same", why, "high" if name.primary and name.words > 1 else "medium")
    if name.primary and name.words > 1 and not differ and not ship:
        return tied(one.slug, other.slug, "same", f"the name {name.text!r} agrees", "medium")
    return tied(one.slug, other.slug, "proposed", f"only the name {name.text!r} agrees", "low")


@dataclass(frozen=True, slots=True)
class _Shared:
    """A name that two subjects share: as the one writes it, how many words carry it, whether it is both's primary."""

    text: str
    words: int
    primary: bool


def _shared_name(one: Subject, other: Subject) -> _Shared | None:
    """The name that says most among those that two subjects share."""
    left, right = _forms(one), _forms(other)
    found = [
        _Shared(text, len(form), text in one.primary and held in other.primary)
        for text, form in left
        for held, again in right
        if (text in one.primary or held in other.primary) and same_form(form, again)
    ]
    return max(found, key=lambda s: (s.primary, s.words, s.text), default=None)


def _forms(subject: Subject) -> list[tuple[str, Form]]:
    return [(text, form_of(text)) for text in sorted(subject.primary | subject.others)]


@lru_cache(maxsize=1 << 16)
def form_of(text: str) -> Form:
    """The words that carry a name with their skeletons, whatever their order.

    >>> form_of("DOE, John") == form_of("John Doe")
    True
    """
    return tuple(sorted((skeleton(word), word) for word in core_tokens(name_tokens(text))))


def same_form(one: Form, other: Form) -> bool:
    """Whether two names have the same words, as far as romanisation goes; an acronym is no word without its vowels."""
    return len(one) == len(other) and all(
        a[0] == b[0] and (a[1] == b[1] or (_voiced(a[1]) and _voiced(b[1]) and vowels_agree(a[1], b[1])))
        for a, b in zip(one, other, strict=True)
    )


def _voiced(word: str) -> bool:
    return bool(vowel_classes(word))


def _share_words(one: Subject, other: Subject) -> bool:
    words = [{word for text in s.primary | s.others for word, _ in form_of(text)} for s in (one, other)]
    return bool(words[0] & words[1])


def is_strong(identifier: str) -> bool:
    """Whether an identifier can belong to one party only.

    >>> is_strong("imo:9187629"), is_strong("website:example.org")
    (True, False)
    """
    kind, _, value = identifier.partition(":")
    if kind not in STRONG or len(value) < _SHORTEST:
        return False
    return value.isalnum() or sum(map(str.isalnum, value)) >= _SHORTEST


def _said(identifier: str) -> str:
    kind, _, value = identifier.partition(":")
    return f"the {kind} number {value}"


def _years(born: Iterable[str]) -> frozenset[int]:
    """Years in which somebody may have been born, by dates as printed."""
    found: set[int] = set()
    for day in born:
        ends = [PartialDate.parse(end).earliest().year for end in day.removeprefix("circa ").split("/") if end]
        found.update(range(min(ends), max(ends) + 1) if ends and max(ends) - min(ends) <= 10 else ends)
    return frozenset(found)


def other_clues(entry: str, identifiers: Sequence[str], references: Sequence[str]) -> set[int]:
    """The keys under which an entry (as `list key:entry`) meets others by numbers and references."""
    return {
        hashed(f"r {entry}"),
        *(hashed(f"r {reference}") for reference in references),
        *(hashed(f"i {identifier}") for identifier in identifiers if is_strong(identifier)),
    }
