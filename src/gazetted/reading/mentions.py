"""Where a document names parties of the record.

In four passes: what reads like an alias and is not part of something else; the aliases that are safe alone; what the
document defines; then the aliases that need support, and short forms. Overlaps go to the leftmost, then the longest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

import msgspec

from gazetted.reading.aliases import Alias, AliasIndex
from gazetted.reading.contexts import is_enclosed, is_eponym, is_other_body, is_people, is_said_otherwise
from gazetted.reading.cutting import places
from gazetted.reading.definitions import Definition, find_definitions
from gazetted.reading.hits import Hit
from gazetted.reading.introductions import is_introduced
from gazetted.reading.matching import Found, find_aliases
from gazetted.reading.people import is_group, is_in_persons_name
from gazetted.reading.result import Via
from gazetted.reading.risk import CRAFT, core
from gazetted.reading.senses import Senses, find_senses
from gazetted.reading.shortforms import find_short_forms
from gazetted.reading.words import Word

_KEY, _TEXT = attrgetter("key"), attrgetter("text")
_CUE_REACH = 12  # words on each side in which a word of the trade supports an acronym
_STRONG_CUE_REACH = 60  # the same for names of plain words, which have their capitals to speak for them


class Named(msgspec.Struct, frozen=True):
    """Everything that a document names of the record, and what it defines.

    Attributes:
        hits: the mentions, in order, without overlap.
        definitions: names that the document explains.
    """

    hits: tuple[Hit, ...]
    definitions: tuple[Definition, ...]


class _Support(msgspec.Struct, frozen=True):
    """What speaks for an alias that is not safe alone.

    Attributes:
        named: parties named by a safe alias.
        defined: joined words of a name that the document defines → its party, or None for somebody else.
        countries: ISO codes of countries named.
        senses: what the document shows of the meaning of its acronyms.
    """

    named: frozenset[str]
    defined: Mapping[str, str | None]
    countries: frozenset[str]
    senses: Senses


def find_mentions(text: str, words: Sequence[Word], index: AliasIndex, *, headline: int = 0) -> Named:
    """Find the mentions of parties of the record.

    Args:
        text: the document.
        words: its words.
        index: the record's names.
        headline: number of words of the headline.
    """
    every = find_aliases(words, index)
    if not every:
        return Named((), tuple(find_definitions(text, words, {}, {}, {})))
    readings = _standing_free(words, every, index)
    countries = frozenset(_countries(words, index))
    senses = find_senses(words, every, readings, index)
    bare = _Support(frozenset(), {}, countries, senses)
    safe = list(_choose(words, readings, index, bare))
    anyhow = _loosest(readings, safe)
    definitions = find_definitions(
        text,
        words,
        {hit.last: (hit.first, hit.party) for hit in anyhow},
        {hit.first: (hit.last, hit.party) for hit in anyhow},
        {
            party: index.acronyms[party]
            for party in dict.fromkeys(hit.party for hit in anyhow)
            if party in index.acronyms
        },
    )
    defined = {"".join(one.keys): one.party for one in definitions}
    named = frozenset(hit.party for hit in safe if "".join(w.key for w in words[hit.first : hit.last]) not in defined)
    support = _Support(named | {party for party in defined.values() if party}, defined, countries, senses)
    hits = list(_choose(words, _with_defined(readings, definitions), index, support))
    foreign = {place for one in definitions if one.party is None for place in range(one.first, one.last)}
    hits = [hit for hit in hits if not foreign.issuperset(range(hit.first, hit.last))]
    hits.extend(_defined_names(words, hits, definitions))
    hits.sort(key=lambda hit: hit.first)
    hits.extend(find_short_forms(words, hits, index, headline))
    hits.sort(key=lambda hit: hit.first)
    return Named(tuple(_as_eponyms(words, _apart(words, hits, text), index)), tuple(definitions))


def _standing_free(
    words: Sequence[Word], readings: Mapping[int, list[Found]], index: AliasIndex
) -> dict[int, list[Found]]:
    """Readings that are not part of another name: a committee's, a street's, a people's, a person's."""
    longest = {at: found[0].last for at, found in readings.items() if any(a.risk != "never" for a in found[0].aliases)}
    free: dict[int, list[Found]] = {}
    surnames: set[str] = set()
    others: set[str] = set()
    for at in sorted(readings):
        for found in readings[at]:
            if _is_free(words, found, longest, index, surnames):
                free.setdefault(at, []).append(found)
                if not found.aliases[0].person and is_said_otherwise(words, found.last):
                    others.add(_joined(words, found.first, found.last))
    if not others:
        return free
    return {
        at: kept
        for at, several in free.items()
        if (kept := [one for one in several if _joined(words, one.first, one.last) not in others])
    }


def _joined(words: Sequence[Word], first: int, last: int) -> str:
    """A name without spaces and without its article."""
    return "".join([word.key for word in words[first + (words[first].key == "the") : last]])


def _is_free(
    words: Sequence[Word], found: Found, longest: Mapping[int, int], index: AliasIndex, surnames: set[str]
) -> bool:
    """Whether a reading is a name of its own; surnames of the people met so far are kept in `surnames`."""
    first, last = found.first, found.last
    if is_enclosed(words, first, last, longest) or is_other_body(words, first, last):
        return False
    single = last - first == 1
    if found.aliases[0].person:
        surname = len(core(found.aliases[0].keys)) == 1
        return not _longer_person(words, first, last, index) and not (surname and _named_before(words, first, index))
    if not single or found.aliases[0].acronym:
        return not (single and is_people(words, last))
    if is_in_persons_name(words, first, index) or _is_other_spelling(words, found, index):
        surnames.add(words[first].key)
        return False
    if words[first].key in surnames and words[first].key not in found.aliases[0].keys:
        return False
    again = words[first].key in surnames and first > 0 and words[first].joined
    if again and words[first - 1].key in index.lexicon.articles and not is_group(words, last, index):
        return False  # "Al-Houthi said", after Abdul-Malik al-Houthi
    return not is_people(words, last)


def _is_other_spelling(words: Sequence[Word], found: Found, index: AliasIndex) -> bool:
    """Whether a word that is not spelt as the record does stands after what may be a given name: "Milind Ansari"."""
    spelt = any(words[found.first].key in alias.keys for alias in found.aliases)
    return not spelt and _named_before(words, found.first, index)


def _longer_person(words: Sequence[Word], first: int, last: int, index: AliasIndex) -> bool:
    """Whether another given name stands before, or another surname after: somebody else, of a longer name."""
    lexicon = index.lexicon
    before = words[first - 1] if first and words[first].spaced else None
    if before is not None and before.capital and before.key in lexicon.given and before.key not in lexicon.titles:
        return not before.owned
    after = words[last] if last < len(words) and words[last].spaced and not words[last - 1].owned else None
    if after is None or not after.capital or after.text.isupper():
        return False
    return not (lexicon.is_plain(after.key) or after.key in lexicon.light or after.key in lexicon.titles)


def _named_before(words: Sequence[Word], first: int, index: AliasIndex) -> bool:
    """Whether a given name stands before a surname, known as one or not."""
    if not first or not words[first].spaced or words[first - 1].owned or not words[first - 1].capital:
        return False
    before = words[first - 1]
    plain = index.lexicon.is_plain(before.key) or before.key in index.lexicon.titles or before.text.isupper()
    return not plain


def _choose(
    words: Sequence[Word], readings: Mapping[int, Sequence[Found]], index: AliasIndex, support: _Support
) -> Iterator[Hit]:
    """The leftmost, then the longest reading that may fire."""
    end = 0
    for at in sorted(readings):
        if at < end:
            continue
        for found in readings[at]:
            alias = _alias(words, found, index, support)
            if alias is not None:
                yield Hit(at, found.last, alias.party, _via(alias), alias)
                end = found.last
                break


def _via(alias: Alias) -> Via:
    return "acronym" if alias.acronym else "name" if alias.name_type in ("primary", "common") else "alias"


def _alias(words: Sequence[Word], found: Found, index: AliasIndex, support: _Support) -> Alias | None:
    """The alias that the words stand for: one that may fire, and of one party."""
    joined = "".join(word.key for word in words[found.first : found.last])
    if joined in support.defined and any(word.text.isupper() for word in words[found.first : found.last]):
        owner = support.defined[joined]
        return next((alias for alias in found.aliases if alias.party == owner), None)
    able = [alias for alias in found.aliases if _may_fire(words, found, alias, index, support)]
    if not able:
        return None
    if len(able) == 1:
        return able[0]
    sentence = words[found.first].sentence
    here = frozenset(_countries([word for word in _near(words, found, 40) if word.sentence == sentence], index))
    order = {alias: _weight(alias, here, index, support) for alias in able}
    able.sort(key=order.__getitem__, reverse=True)
    rival = next((alias for alias in able[1:] if alias.party != able[0].party), None)
    if rival is not None and order[rival] == order[able[0]]:
        return None
    return able[0]


def _weight(
    alias: Alias, here: frozenset[str], index: AliasIndex, support: _Support
) -> tuple[bool, bool, int, bool, bool, int]:
    """How well an alias that several parties share points at this one; `here` are the countries of its sentence."""
    countries = index.parties[alias.party].countries
    tied = any(country in support.countries for country in countries)
    named = alias.party in support.named
    local = alias.risk == "safe" and any(country in here for country in countries)
    return (alias.risk == "safe" or named, local, alias.rank, named, tied, len(alias.lists))


def _may_fire(words: Sequence[Word], found: Found, alias: Alias, index: AliasIndex, support: _Support) -> bool:
    named = alias.party in support.named
    if alias.risk == "safe":
        return (named and alias.acronym) or support.senses.means_party(found, alias, index)
    if alias.risk == "never" or _is_shouted(words, found.last - 1, index):
        return False
    if alias.person and len(core(alias.keys)) == 1:
        # Once the person is named in full, a surname is a short form, and may be somebody else's.
        return not named and _is_tied(alias.party, index, support)
    if named:
        return True
    if alias.risk == "cue":
        craft = index.parties[alias.party].kind in CRAFT
        introduced = not (craft or alias.acronym) and is_introduced(words, found, support.senses.named, index)
        if introduced or (alias.keys[0] == "the" and not words[found.first].capital):
            return introduced
        return _has_cue(words, found, alias, index) and support.senses.means_party(found, alias, index)
    return len(alias.keys) == 1 and alias.rank > 3 and _is_described(words, found, index)


def _is_shouted(words: Sequence[Word], at: int, index: AliasIndex) -> bool:
    """Whether a word stands among words in capitals, as in a headline, so that its own mean nothing."""
    word = words[at]
    if word.shouted:
        return True
    near = [*words[max(0, at - 3) : at], *words[at + 1 : at + 4]]
    return word.text.isupper() and any(
        other.text.isupper() and len(other.key) > 2 and index.lexicon.is_common(other.key) for other in near
    )


def _is_described(words: Sequence[Word], found: Found, index: AliasIndex) -> bool:
    """Whether the next word says what the initials are: "IS militants"."""
    after = words[found.last] if found.last < len(words) else None
    return after is not None and after.spaced and after.key in index.risks.bearers


def _is_tied(party: str, index: AliasIndex, support: _Support) -> bool:
    """Whether the document names an organisation that the record ties to the person."""
    ties = {tie.party for tie in index.parties[party].relations}
    return any(index.parties[tie].kind != "person" for tie in ties & support.named)


def _has_cue(words: Sequence[Word], found: Found, alias: Alias, index: AliasIndex) -> bool:
    """Whether a word of the trade stands near: in the sentence, or a telling one for names of plain words."""
    sentence = words[found.first].sentence
    near = _near(words, found, _CUE_REACH)
    kind = index.parties[alias.party].kind
    if kind in CRAFT or kind == "any":
        afloat = any(word.key in index.risks.craft and word.sentence == sentence for word in near)
        if afloat or kind != "any":
            return afloat
    if not alias.acronym or "".join(alias.keys) not in index.risks.other_meanings:
        strong = any(word.key in index.risks.strong_cues for word in _near(words, found, _STRONG_CUE_REACH))
        if strong or not alias.acronym:
            return strong
    return any(word.key in index.risks.cues and word.sentence == sentence for word in near)


def _near(words: Sequence[Word], found: Found, reach: int) -> list[Word]:
    return [*words[max(0, found.first - reach) : found.first], *words[found.last : found.last + reach]]


def _loosest(readings: Mapping[int, Sequence[Found]], safe: Sequence[Hit]) -> list[Hit]:
    """Safe readings, and those of aliases that a definition beside them may support."""
    taken = {place for hit in safe for place in range(hit.first, hit.last)}
    found = list(safe)
    for at, several in readings.items():
        for one in several:
            usable = [alias for alias in one.aliases if alias.risk != "never" and len(alias.keys) > 1]
            parties = {alias.party for alias in usable}
            if len(parties) == 1 and not taken.intersection(range(at, one.last)):
                found.append(Hit(at, one.last, usable[0].party, _via(usable[0]), usable[0]))
                taken.update(range(at, one.last))
    return found


def _with_defined(readings: Mapping[int, list[Found]], definitions: Sequence[Definition]) -> dict[int, list[Found]]:
    """Readings without those that lie inside a longer name which the document defines as somebody else's."""
    foreign = {place for one in definitions if one.party is None for place in range(*one.named)}
    kept: dict[int, list[Found]] = {}
    for at, several in readings.items():
        free = [found for found in several if not foreign.issuperset(range(found.first, found.last))]
        if free:
            kept[at] = free
    return kept


def _defined_names(words: Sequence[Word], hits: Sequence[Hit], definitions: Sequence[Definition]) -> Iterator[Hit]:
    """Names that the document defines and the record does not have, wherever they stand."""
    taken = {place for hit in hits for place in range(hit.first, hit.last)}
    forms: dict[str, dict[tuple[str, ...], Definition]] = {}
    for one in definitions:
        if one.party is not None:
            written = tuple(word.text for word in words[one.first : one.last])
            forms.setdefault(written[0], {}).setdefault(written, one)
    if not forms:
        return
    for at in places(list(map(_TEXT, words)), forms, 0, len(words)):
        for written, one in forms[words[at].text].items():
            here = range(at, at + len(written))
            if at not in taken and one.party and tuple(each.text for each in words[at : here.stop]) == written:
                taken.update(here)
                yield Hit(at, here.stop, one.party, "acronym" if one.acronym else "alias", None)


def _countries(words: Sequence[Word], index: AliasIndex) -> Iterator[str]:
    countries = index.lexicon.countries
    openings = index.lexicon.country_openings
    for at in places(list(map(_KEY, words)), openings, 0, len(words)):
        word = words[at]
        if not word.capital:
            continue
        for size in (1, 2, 3):
            name = word.key if size == 1 else " ".join(each.key for each in words[at : at + size])
            if name in countries:
                yield countries[name]


def _apart(words: Sequence[Word], hits: Sequence[Hit], text: str) -> Iterator[Hit]:
    """Mentions without those that overlap an earlier one; two names of one party parted by a slash are one mention."""
    kept: Hit | None = None
    for hit in hits:
        if kept is None:
            kept = hit
        elif hit.first < kept.last:
            continue
        elif hit.party == kept.party and text[words[kept.last - 1].end : words[hit.first].start] == "/":
            kept = msgspec.structs.replace(kept, last=hit.last)
        else:
            yield kept
            kept = hit
    if kept is not None:
        yield kept


def _as_eponyms(words: Sequence[Word], hits: Iterator[Hit], index: AliasIndex) -> Iterator[Hit]:
    """Mentions of persons that stand for their government, marked as such."""
    for hit in hits:
        if index.parties[hit.party].kind == "person" and is_eponym(words, hit.first, hit.last):
            yield msgspec.structs.replace(hit, via="eponym")
        else:
            yield hit
