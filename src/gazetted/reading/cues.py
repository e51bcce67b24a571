"""Words by which somebody is said to speak: the table of `resources/reading/cues.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from gazetted.reading.language import load_table
from gazetted.reading.result import Act

Form = Literal["base", "s", "past", "ing"]
_VOWELS = "aeiou"


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    act: Act
    takes: frozenset[str]
    words: str


class _Irregular(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    past: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: tuple[_Group, ...]
    particles: dict[str, str]
    with_particle: dict[Act, str]
    irregular: dict[str, _Irregular]
    ambiguous: dict[str, str]
    nouns: dict[Act, str]
    to_nouns: dict[Act, str]
    adjectives: dict[Act, str]
    light: dict[str, str]
    before: dict[str, str | tuple[str, ...]]
    channels: dict[str, str]
    no_content: dict[str, str]
    impersonal: dict[Act, str]


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A form of a verb of saying.

    Attributes:
        lemma: its base form.
        form: which form it is.
        act: what the speaker does with the content.
        takes: what may follow or surround it; `cues.toml` says which words are used.
        particles: what may stand between it and its content.
        ambiguous: whether the form is as often a noun.
    """

    lemma: str
    form: Form
    act: Act
    takes: frozenset[str]
    particles: tuple[tuple[str, ...], ...]
    ambiguous: bool


class Cues(msgspec.Struct, frozen=True):
    """The table.

    Attributes:
        verbs: forms of verbs.
        nouns: nouns for something said or held, singular and plural, and what they do.
        to_nouns: nouns for something wanted, singular and plural: "plan to".
        adjectives: adjectives after a form of "to be".
        light: verbs that make a cue of such a noun.
        before: first words of phrases before the speaker → the whole phrases, longest first.
        cited: phrases that name the source of somebody else's report.
        channels: nouns for where something is said.
        platforms: names of platforms, lower case.
        channel_prepositions: prepositions that may follow the verb without being part of the content.
        no_content: words that are no content.
        impersonal: participles by which something is said and nobody says it: "it is reported that".
        phrase_words: words that a cue which is no verb may begin with.
        telling: forms of verbs, and adjectives.
    """

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Act]
    to_nouns: Mapping[str, Act]
    adjectives: Mapping[str, Cue]
    light: frozenset[str]
    before: Mapping[str, tuple[tuple[str, ...], ...]]
    cited: frozenset[str]
    channels: frozenset[str]
    platforms: frozenset[str]
    channel_prepositions: frozenset[str]
    no_content: frozenset[str]
    impersonal: Mapping[str, Act]
    phrase_words: frozenset[str]
    telling: frozenset[str]


@cache
def cues() -> Cues:
    """The table, read once."""
    file = load_table("cues.toml", _File)
    before: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(file.before["phrases"], key=len, reverse=True):
        words = tuple(phrase.split())
        before[words[0]] = (*before.get(words[0], ()), words)
    nouns, to_nouns = _acts(file.nouns), _acts(file.to_nouns)
    impersonal = {word: act for act, words in file.impersonal.items() for word in words.split()}
    verbs = _verbs(file)
    adjectives = {word: _adjective(word, act) for act, words in file.adjectives.items() for word in words.split()}
    return Cues(
        verbs=verbs,
        nouns=nouns,
        to_nouns=to_nouns,
        adjectives=adjectives,
        light=frozenset(file.light["words"].split()),
        before=before,
        cited=frozenset(str(file.before["cited"]).split()),
        channels=frozenset(file.channels["nouns"].split()),
        platforms=frozenset(file.channels["platforms"].split()),
        channel_prepositions=frozenset(file.channels["prepositions"].split()),
        no_content=frozenset(file.no_content["words"].split()),
        impersonal=impersonal,
        phrase_words=frozenset((*before, *nouns, *to_nouns, *impersonal, "in")),
        telling=frozenset((*verbs, *adjectives)),
    )


def _acts(lists: Mapping[Act, str]) -> dict[str, Act]:
    """Nouns, singular and plural, and what they do."""
    found: dict[str, Act] = {}
    for act, listed in lists.items():
        for word in listed.split():
            found.setdefault(word, act)
            found.setdefault(_plural(word), act)
    return found


def _verbs(file: _File) -> dict[str, Cue]:
    acts: dict[str, Act] = {}
    takes: dict[str, frozenset[str]] = {}
    for group in file.verbs:
        for word in group.words.split():
            acts.setdefault(word, group.act)
            takes[word] = takes.get(word, frozenset()) | group.takes
    for name, listed in file.with_particle.items():
        for word in listed.split():
            acts.setdefault(word, name)
            takes[word] = takes.get(word, frozenset()) | {"particle"}
    ambiguous = frozenset(file.ambiguous["words"].split())
    found: dict[str, Cue] = {}
    for lemma, act in acts.items():
        particles = tuple(tuple(one.split("_")) for one in file.particles.get(lemma, "").split())
        irregular = file.irregular.get(lemma)
        for form, word in _forms(lemma, irregular.past.split() if irregular else None):
            if word not in found or form == "past":
                found[word] = Cue(lemma, form, act, takes[lemma], particles, word in ambiguous)
    return found


def _adjective(word: str, act: Act) -> Cue:
    return Cue(word, "past", act, frozenset({"clause", "that"}), (("of",), ("about",)), ambiguous=False)


def _forms(lemma: str, past: list[str] | None) -> list[tuple[Form, str]]:
    """Forms of a verb by rule: claims, claimed, claiming; denies, denied, denying; planning."""
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    doubled = past is not None and len(past[0]) > len(lemma) + 2 and past[0].startswith(lemma + lemma[-1])
    stem = lemma + lemma[-1] if doubled or lemma in ("begin", "let") else stem
    if past is None:
        past = [lemma[:-1] + "ied" if lemma[-1] == "y" and lemma[-2] not in _VOWELS else stem.removesuffix("e") + "ed"]
    forms: list[tuple[Form, str]] = [("base", lemma), ("s", _plural(lemma)), ("ing", stem + "ing")]
    forms.extend(("past", word) for word in past)
    return forms


def _plural(word: str) -> str:
    """A verb's form in -s, or a noun's plural.

    >>> [_plural(word) for word in ("say", "deny", "stress", "believe", "wish")]
    ['says', 'denies', 'stresses', 'believes', 'wishes']
    """
    if word[-1] == "y" and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")
