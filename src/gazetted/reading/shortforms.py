"""Short forms of a name that the document has given in full: "Assad" after "Bashar al-Assad".

A surname means the person of that surname beside whose role it stands, else the one who was named last, in the record
or not: after "Maher al-Assad", "Assad" is not his brother, unless he was introduced as one ("his brother Maher …").
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.contexts import contexts, is_enclosed, is_eponym, is_people
from gazetted.reading.hits import Hit
from gazetted.reading.people import is_group
from gazetted.reading.senses import has_head
from gazetted.reading.words import Word
from gazetted.text.normal import normalise
from gazetted.text.skeleton import skeleton

_MIN_SURNAME, _MIN_HEAD = 3, 4
_ROLE_REACH, _ROLE_STEM = 3, 6  # words on each side of a surname for a role; letters by which two forms of one agree


class _State(msgspec.Struct):
    """What short forms mean at this place of the text.

    Attributes:
        surnames: skeleton of a surname → the party that it means now; None where it means somebody else.
        bearers: skeleton of a surname → every party of that surname named so far.
        heads: the words that carry an organisation's name → the party, and whether the article stood before them.
        called: last word of an organisation's name → the party, for "the Tigers".
    """

    surnames: dict[str, str | None] = msgspec.field(default_factory=dict)
    bearers: dict[str, list[str]] = msgspec.field(default_factory=dict)
    heads: dict[tuple[str, ...], tuple[str, bool]] = msgspec.field(default_factory=dict)
    called: dict[str, str] = msgspec.field(default_factory=dict)


def find_short_forms(words: Sequence[Word], hits: Sequence[Hit], index: AliasIndex, headline: int) -> list[Hit]:
    """Find short forms of the parties named.

    Args:
        words: the words of the document.
        hits: where parties are named in full, in order.
        index: the record's names.
        headline: number of words of the headline, in which a short form may come before the full name.
    """
    if not hits:
        return []
    starts = {hit.first: hit for hit in hits}
    others = {hit.first: hit.last for hit in hits}
    state = _State()
    for hit in reversed(hits):
        if headline and hit.first >= headline:
            _remember(hit, words, index, state)
    found: list[Hit] = []
    last = 0
    # Every short form ends in a word with a capital.
    for at in [place for place, word in enumerate(words) if word.capital or place == headline or place in starts]:
        if at < last:
            continue
        if at == headline:
            state = _State()
            for hit in hits:
                if hit.first < headline:
                    _remember(hit, words, index, state)
        hit_here = starts.get(at)
        if hit_here is not None:
            _remember(hit_here, words, index, state)
            last = hit_here.last
            continue
        if not words[at].capital:
            continue
        short = (
            _surname(words, at, index, state, others)
            or _head(words, at, index, state, others)
            or _called(words, at, state, others)
        )
        if short is not None:
            found.append(short)
            last = short.last
    return found


def surname_of(keys: Sequence[str], index: AliasIndex) -> tuple[str, ...]:
    """The words by which a person is called in short; empty where there are none.

    "Bashar al-Assad" is Assad, "Osama bin Laden" is bin Laden, "Kim Jong Un" is Kim.
    """
    lexicon = index.lexicon
    carried = [key for key in keys if key not in lexicon.light]
    if len(carried) < 2:
        return ()
    if carried[0] in lexicon.surname_first and carried[-1] not in lexicon.surnames:
        return (carried[0],)
    last = len(keys) - 1
    if keys[last] in lexicon.light or len(keys[last]) < _MIN_SURNAME:
        return ()
    before = keys[last - 1]
    if before in lexicon.bound:
        return (before, keys[last]) if last - 1 > 0 else ()
    return (keys[last],)


def _remember(hit: Hit, words: Sequence[Word], index: AliasIndex, state: _State) -> None:
    keys = tuple(word.key for word in words[hit.first : hit.last])
    if index.parties[hit.party].kind == "person":
        surname = surname_of(keys, index)
        if surname:
            key = skeleton(surname[-1])
            if not (_is_kin(words, hit.first) and state.surnames.get(key)):
                state.surnames[key] = hit.party
            bearers = state.bearers.setdefault(key, [])
            if hit.party not in bearers:
                bearers.append(hit.party)
        return
    if len(keys) > 1 and contexts().called.intersection(keys):
        state.called.update({key: hit.party for key in keys if key in contexts().called})
    head = _head_of(keys, index)
    if head:
        begins = keys.index(head[0])
        state.heads[head] = (hit.party, begins > 0 and keys[begins - 1] in index.lexicon.articles)


def _is_kin(words: Sequence[Word], first: int) -> bool:
    """Whether the word before a name says whose relative its bearer is: "his brother Maher al-Assad"."""
    return first > 0 and words[first].sentence == words[first - 1].sentence and words[first - 1].key in contexts().kin


def _head_of(keys: tuple[str, ...], index: AliasIndex) -> tuple[str, ...]:
    """What is left of an organisation's name without the words that say what sort of body it is."""
    table, lexicon = index.risks, index.lexicon
    told = [
        place
        for place, key in enumerate(keys)
        if not (key in table.generic or lexicon.is_common(key) or key in lexicon.light)
    ]
    if not told or len(told) == len(keys):
        return ()
    head = keys[told[0] : told[-1] + 1]
    if len(head) == len(keys) or any(key in lexicon.places for key in head) or len("".join(head)) < _MIN_HEAD:
        return ()
    alone = len(head) == 1
    return () if alone and head[0] in lexicon.given else head


def _surname(words: Sequence[Word], at: int, index: AliasIndex, state: _State, others: dict[int, int]) -> Hit | None:
    word = words[at]
    key = skeleton(word.key) if word.capital and len(word.key) >= _MIN_SURNAME and state.surnames else ""
    if not key or key not in state.surnames or word.key in index.lexicon.light or not word.text[0].isalpha():
        return None
    first = at
    if at and word.joined and words[at - 1].key in index.lexicon.articles | index.lexicon.bound:
        first = at - 1
    before = words[first - 1] if first and words[first].spaced and not words[first - 1].owned else None
    party = state.surnames[key]
    if before is not None and before.capital:
        if _is_name(before, index):
            if not _is_kin(words, first - 1):
                state.surnames[key] = None
            return None
        party = next((one for one in state.bearers[key] if _holds(one, before.key, index)), party)
    party = _ruler(words, first, at + 1, state.bearers[key], index) or _by_role(
        words, first, at, key, party, state, index
    )
    if party is None or _goes_on(words, at, index) or is_enclosed(words, first, at + 1, others):
        return None
    if is_people(words, at + 1) or (index.lexicon.is_common(word.key) and _begins_sentence(words, at)):
        return None
    return Hit(first, at + 1, party, "short form", None)


def _ruler(words: Sequence[Word], first: int, last: int, bearers: Sequence[str], index: AliasIndex) -> str | None:
    """Whose government "the Assad regime" is: that of the one bearer who heads one."""
    if not is_eponym(words, first, last):
        return None
    rulers = [one for one in bearers if any(_holds(one, title, index) for title in contexts().rulers)]
    return rulers[0] if len(rulers) == 1 else None


def _by_role(
    words: Sequence[Word], first: int, at: int, key: str, party: str | None, state: _State, index: AliasIndex
) -> str | None:
    """The bearer of a surname beside whose role it stands, where several share it: "Assad commanded a division"."""
    if party is None or len(state.bearers[key]) < 2:
        return party
    near = [*words[max(0, first - _ROLE_REACH) : first], *words[at + 1 : at + 1 + _ROLE_REACH]]
    stems = {word.key[:_ROLE_STEM] for word in near if word.sentence == words[at].sentence and not word.capital}
    told = {one: len(stems & _role_stems(one, index)) for one in state.bearers[key]}
    best = max(told.values())
    fitting = [one for one, number in told.items() if number == best]
    return fitting[0] if best and len(fitting) == 1 else party


def _role_stems(party: str, index: AliasIndex) -> set[str]:
    """Beginnings of the words of a person's offices, without those of kinship, of countries and of names."""
    keys = {key for role in index.parties[party].roles for key in normalise(role).split() if len(key) >= _ROLE_STEM}
    return {
        key[:_ROLE_STEM]
        for key in keys
        if key not in contexts().kin and key not in index.lexicon.countries and key not in index.lexicon.given
    }


def _holds(party: str, title: str, index: AliasIndex) -> bool:
    """Whether the record knows the person by this title: "President Assad" is the president, whoever was named last."""
    return title in index.lexicon.titles and any(
        title in role.casefold().split() for role in index.parties[party].roles
    )


def _is_name(word: Word, index: AliasIndex) -> bool:
    """Whether a capitalised word before a surname is somebody's given name rather than a title or the like."""
    lexicon = index.lexicon
    if word.key in lexicon.titles or word.key in lexicon.light:
        return False
    return word.key in lexicon.given or not lexicon.is_plain(word.key)


def _goes_on(words: Sequence[Word], at: int, index: AliasIndex) -> bool:
    """Whether another name follows, so that this is no surname: "Azhar Mahmood"."""
    if at + 1 >= len(words) or words[at].owned:
        return False
    following = words[at + 1]
    if not following.spaced or not following.capital or following.sentence != words[at].sentence:
        return False
    return not index.lexicon.is_plain(following.key) and following.key not in index.lexicon.titles


def _begins_sentence(words: Sequence[Word], at: int) -> bool:
    return at == 0 or words[at - 1].sentence != words[at].sentence


def _head(words: Sequence[Word], at: int, index: AliasIndex, state: _State, others: dict[int, int]) -> Hit | None:
    if not words[at].capital or not state.heads:
        return None
    for head, (party, articled) in state.heads.items():
        last = at + len(head)
        if words[at].key != head[0] or tuple(word.key for word in words[at:last]) != head:
            continue
        if not all(word.joined for word in words[at + 1 : last]) or is_enclosed(words, at, last, others):
            continue
        before = words[at - 1] if at and words[at].spaced and not words[at - 1].owned else None
        given = before is not None and before.capital and _is_name(before, index)
        article = at > 0 and words[at].joined and words[at - 1].key in index.lexicon.articles
        if given or (article and not articled and not is_group(words, last, index)):
            continue  # "Sirajuddin Haqqani" and "Abdul-Malik al-Houthi" are persons
        if is_people(words, last) or has_head(words, at, last):
            continue
        return Hit(at - 1 if article and articled else at, last, party, "short form", None)
    return None


def _called(words: Sequence[Word], at: int, state: _State, others: dict[int, int]) -> Hit | None:
    """An organisation called by the last word of its name: "the Tigers" after "the Tamil Tigers"."""
    word = words[at]
    party = state.called.get(word.key) if state.called and word.capital and not word.shouted else None
    if party is None or not at or not word.spaced or words[at - 1].key != "the":
        return None
    following = words[at + 1] if at + 1 < len(words) and not word.owned else None
    longer = following is not None and following.spaced and following.capital and following.sentence == word.sentence
    if longer or is_enclosed(words, at, at + 1, others):
        return None
    return Hit(at, at + 1, party, "short form", None)
