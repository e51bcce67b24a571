"""A first look at a text: whether any name of the record may stand in it at all.

Most documents of a stream name no listed party. To see that needs no sentences, no offsets and no words as objects: the
pieces of the text are enough, each looked up once however often it occurs. What this look lets through is read in full,
so that it may err in one direction only: it never turns away a document that names somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from gazetted.reading import cutting
from gazetted.reading.aliases import END, Alias, AliasIndex, Node
from gazetted.reading.likeness import alike
from gazetted.reading.mentions import Named, find_mentions
from gazetted.reading.openings import Opening, may_fire, opening_of
from gazetted.reading.sentences import split_sentences
from gazetted.reading.tokens import pieces_of, tokenize
from gazetted.reading.words import looked, words_of
from gazetted.text.skeleton import skeleton
from gazetted.text.tokens import is_article

_SIGNS = 3  # that may part two words of one name: bracket, space, bracket; an apostrophe and a hyphen
_SMALL = 12  # words that may stand between two carrying words of a name in another spelling


def names_in(text: str, index: AliasIndex) -> Named:
    """The mentions of parties in a text, and nothing else: no standings, statements or claims.

    Args:
        text: the text; offsets of the words that are given back refer to it.
        index: the record's names.
    """
    if not may_name(text, index):
        return Named((), ())
    tokens = tokenize(text)
    return find_mentions(text, words_of(text, tokens, split_sentences(text, tokens)), index)


def may_name(text: str, index: AliasIndex) -> bool:
    """Whether a party of the record may be named in a text; where this is false, none is.

    Args:
        text: the text.
        index: the record's names.
    """
    ask = partial(opening_of, index=index)
    judge = partial(_fires, index=index)
    loosely = partial(_leads_loosely, index=index)
    if cutting.may_name is not None:
        return cutting.may_name(text, index.openings, ask, judge, loosely)
    return _may_name(text, index)


def _may_name(text: str, index: AliasIndex) -> bool:
    pieces = pieces_of(text)
    known: dict[str, Opening] = {piece: opening_of(piece, index) for piece in set(pieces)}
    telling = {piece: one for piece, one in known.items() if one.sure or one.exact is not None or one.loose is not None}
    if any(one.sure for one in telling.values()):
        return True
    for at in [place for place, piece in enumerate(pieces) if piece in telling]:
        one = telling[pieces[at]]
        if one.exact is not None and _leads(pieces, at, one.exact, index):
            return True
        if one.loose is not None and _leads_loosely(pieces, at, one.loose, index):
            return True
    return False


def _leads(pieces: Sequence[str], at: int, node: Node, index: AliasIndex) -> bool:
    """Whether a name that may fire begins at a piece, as the record writes it."""
    told = [pieces[at]]
    place = at
    while True:
        upcoming = _word_after(pieces, place)
        after = looked(pieces[upcoming])[0] if upcoming is not None else ""
        if END in node and _fires(told, after, node[END], index):
            return True
        if upcoming is None or after not in node:
            return False
        place, node = upcoming, node[after]
        told.append(pieces[place])


def _leads_loosely(pieces: Sequence[str], at: int, node: Node, index: AliasIndex) -> bool:
    """Whether a name in another spelling may begin at a piece."""
    carried, place, light = [looked(pieces[at])[0]], at, index.lexicon.light
    while True:
        if any(alike(carried, alias, index) for alias in node.get(END, ())):
            return True
        for _ in range(_SMALL):
            following = _word_after(pieces, place)
            if following is None:
                return False
            place = following
            key, capital = looked(pieces[place])
            if key not in light and not _is_article(pieces, place):
                break
        if not capital or skeleton(key) not in node:
            return False
        node = node[skeleton(key)]
        carried.append(key)


def _is_article(pieces: Sequence[str], place: int) -> bool:
    following = _word_after(pieces, place)
    return following is not None and is_article(looked(pieces[place])[0], looked(pieces[following])[0])


def _word_after(pieces: Sequence[str], place: int) -> int | None:
    """The next word that may belong to the same name; None where there is none."""
    for following in range(place + 1, min(len(pieces), place + 2 + _SIGNS)):
        if looked(pieces[following])[0]:
            return following
    return None


def _fires(told: Sequence[str], after: str, aliases: Sequence[Alias], index: AliasIndex) -> bool:
    """Whether one of the aliases can make a mention in these words, before this one."""
    bearer = after in index.risks.bearers
    return any(may_fire(told, alias, bearer=bearer) for alias in aliases)
