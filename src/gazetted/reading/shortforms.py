"""Short forms of a name that the document has given in full: "Assad" after "Bashar al-Assad".

A surname means the person of that surname who was named last, in the record or not: after "Maher al-Assad", "Assad" is
not his brother.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gazetted.reading.aliases import AliasIndex
from gazetted.reading.contexts import is_enclosed, is_people
from gazetted.reading.hits import Hit
from gazetted.reading.people import is_group
from gazetted.reading.words import Word
from gazetted.text.skeleton import skeleton

_MIN_SURNAME, _MIN_HEAD = 3, 4


class _State(msgspec.Struct):
    """Who a surname means at this place of the text, and which heads of organisations have been given in full."""

    surnames: dict[str, str | None]
    bearers: dict[str, list[str]]
    heads: dict[tuple[str, ...], str]


def find_short_forms(words: Sequence[Word], hits: Sequence[Hit], index: AliasIndex, headline: int) -> list[Hit]:
    """Find short forms of the parties named.

    Args:
        words: the words of the document.
        hits: where parties are named in full, in order.
        index: the record's names.
        headline: number of words of the headline, in which a short form may come before the full name.
    """
    starts = {hit.first: hit for hit in hits}
    others = {hit.first: hit.last for hit in hits}
    state = _State({}, {}, {})
    for hit in reversed(hits):
        if headline and hit.first >= headline:
            _remember(hit, words, index, state)
    found: list[Hit] = []
    at = 0
    while at < len(words):
        if at == headline:
            state = _State({}, {}, {})
            for hit in hits:
                if hit.first < headline:
                    _remember(hit, words, index, state)
        hit_here = starts.get(at)
        if hit_here is not None:
            _remember(hit_here, words, index, state)
            at = hit_here.last
            continue
        short = _surname(words, at, index, state, others) or _head(words, at, index, state, others)
        if short is not None:
            found.append(short)
        at = short.last if short is not None else at + 1
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
            state.surnames[key] = hit.party
            state.bearers.setdefault(key, []).append(hit.party)
        return
    head = _head_of(keys, index)
    if head:
        state.heads[head] = hit.party


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
            state.surnames[key] = None
            return None
        party = next((one for one in state.bearers[key] if _holds(one, before.key, index)), party)
    if party is None or _goes_on(words, at, index) or is_enclosed(words, first, at + 1, others):
        return None
    if is_people(words, at + 1) or (index.lexicon.is_common(word.key) and _begins_sentence(words, at)):
        return None
    return Hit(first, at + 1, party, "short form", None)


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
    for head, party in state.heads.items():
        last = at + len(head)
        if words[at].key != head[0] or tuple(word.key for word in words[at:last]) != head:
            continue
        if not all(word.joined for word in words[at + 1 : last]) or is_enclosed(words, at, last, others):
            continue
        before = words[at - 1] if at and words[at].spaced and not words[at - 1].owned else None
        given = before is not None and before.capital and _is_name(before, index)
        article = at > 0 and words[at].joined and words[at - 1].key in index.lexicon.articles
        if given or (article and not is_group(words, last, index)):
            continue  # "Sirajuddin Haqqani" and "Abdul-Malik al-Houthi" are persons
        return Hit(at, last, party, "short form", None)
    return None
