"""What the record has that may begin with a piece of text: looked up once for each piece, and remembered.

Nearly every word of a text begins no name, and the same words come again in every text. So what the tries of the record
say of a piece, and what can be judged from it alone, is kept with the index of the names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gazetted.reading.aliases import END, Alias, AliasIndex, Node
from gazetted.reading.likeness import alike, written_as
from gazetted.reading.words import looked
from gazetted.text.skeleton import skeleton
from gazetted.text.tokens import maybe_light

_MOST = 1 << 15  # pieces remembered; then it begins anew, so that a long stream takes no more memory
_LONGEST = 60  # letters of a piece that is remembered


class Opening(NamedTuple):
    """What may begin with a piece of text. The compiled loops read the fields by their places.

    Attributes:
        key: its normal form, without spaces; empty where it is no word.
        light: whether it may be a small word inside a name, or an article.
        skeleton: the key under which other spellings of it meet; None where its first letter is small.
        exact: the node of the names that begin with it, where it needs the words after it to tell whether one may fire.
        loose: the same of names in another spelling.
        sure: whether it is itself a name that may fire.
        waits: whether it is itself a name that may fire, if the word after it is one for it.
        begun: the node of the names that begin with it, whether they may fire or not.
        begun_loosely: the same of names in another spelling.
        ends_loosely: whether it is itself a name in another spelling.
    """

    key: str
    light: bool
    skeleton: str | None
    exact: Node | None
    loose: Node | None
    sure: bool
    waits: bool
    begun: Node | None
    begun_loosely: Node | None
    ends_loosely: bool


_NO_WORD = Opening("", False, None, None, None, False, False, None, None, False)


def opening_of(piece: str, index: AliasIndex) -> Opening:
    """What may begin with a piece of text.

    Args:
        piece: a token of the text.
        index: the record's names, which remember what is found.
    """
    known = index.openings.get(piece)
    if known is not None:
        return known
    found = _found(piece, index)
    if len(piece) > _LONGEST:
        return found
    if len(index.openings) >= _MOST:
        index.openings.clear()
    index.openings[piece] = found
    return found


def _found(piece: str, index: AliasIndex) -> Opening:
    key, capital = looked(piece)
    if not key:
        return _NO_WORD
    light = key in index.lexicon.light
    bones = skeleton(key) if capital else None
    exact = index.exact.get(key)
    loose = index.loose.get(bones) if bones is not None and not light and piece[0].isalpha() else None
    own = exact.get(END, ()) if exact is not None else ()
    sure = any(may_fire([piece], alias) for alias in own)
    ends = any(alike([key], alias, index) for alias in (loose or {}).get(END, ()))
    longer = loose if loose is not None and loose.keys() - {END} else None
    waits = any(may_fire([piece], alias, bearer=True) for alias in own)
    return Opening(
        key,
        light or key in maybe_light(),
        bones,
        exact if exact is not None and (waits or exact.keys() - {END}) else None,
        longer,
        sure or ends,
        waits,
        exact,
        loose if ends else longer,
        ends,
    )


def may_fire(told: Sequence[str], alias: Alias, *, bearer: bool = False) -> bool:
    """Whether an alias can make a mention in these words where no other name is near.

    Args:
        told: the pieces of the text.
        alias: what they read like.
        bearer: whether the word after them says that they name an armed body.
    """
    if alias.risk == "never":
        return False
    if alias.acronym:
        if not written_as(told, alias):
            return False
    elif not (alias.verbatim or any(looked(piece)[1] for piece in told)):
        return False
    # One word that needs support finds it only in other names, or in the word after it.
    alone = alias.risk == "context" and len(alias.keys) == 1
    return not alone or (alias.rank > 3 and bearer)
