"""A first look at a text: whether any name of the record may stand in it at all.

Most documents of a stream name no listed party. To see that needs no sentences, no offsets and no words as objects: the
pieces of the text are enough, each looked up once however often it occurs. What this look lets through is read in full,
so that it may err in one direction only: it never turns away a document that names somebody.
"""

from __future__ import annotations

from collections.abc import Sequence

from gazetted.reading.aliases import END, Alias, AliasIndex, Node
from gazetted.reading.matching import alike, written_as
from gazetted.reading.mentions import Named, find_mentions
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
    pieces = pieces_of(text)
    openings: dict[str, tuple[Node | None, Node | None]] = {}
    light = index.lexicon.light
    for piece in set(pieces):
        key, capital = looked(piece)
        if not key:
            continue
        exact = index.exact.get(key)
        loose = index.loose.get(skeleton(key)) if capital and key not in light and piece[0].isalpha() else None
        if exact is not None or loose is not None:
            openings[piece] = exact, loose
    if not openings:
        return False
    for at in [place for place, piece in enumerate(pieces) if piece in openings]:
        exact, loose = openings[pieces[at]]
        if exact is not None and _leads(pieces, at, exact, index):
            return True
        if loose is not None and _leads_loosely(pieces, at, loose, index):
            return True
    return False


def _leads(pieces: Sequence[str], at: int, node: Node, index: AliasIndex) -> bool:
    """Whether a name that may fire begins at a piece, as the record writes it."""
    told = [pieces[at]]
    place = at
    while True:
        if END in node:
            following = _word_after(pieces, place)
            after = looked(pieces[following])[0] if following is not None else ""
            if any(_may_fire(told, after, alias, index) for alias in node[END]):
                return True
        upcoming = _word_after(pieces, place)
        key = looked(pieces[upcoming])[0] if upcoming is not None else END
        if upcoming is None or key not in node:
            return False
        place, node = upcoming, node[key]
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


def _may_fire(told: Sequence[str], after: str, alias: Alias, index: AliasIndex) -> bool:
    """Whether an alias can make a mention in these words, before this one, where no other name is near."""
    if alias.risk == "never":
        return False
    if alias.acronym:
        if not written_as(told, alias):
            return False
    elif not (alias.verbatim or any(looked(piece)[1] for piece in told)):
        return False
    # One word that needs support finds it only in other names, or in the word after it.
    alone = alias.risk == "context" and len(alias.keys) == 1
    return not alone or (alias.rank > 3 and after in index.risks.bearers)
