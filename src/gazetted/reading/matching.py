"""Places in a text where the words of an alias stand, before it is asked whether they mean the party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from gazetted.reading import cutting
from gazetted.reading.aliases import END, Alias, AliasIndex, Node
from gazetted.reading.likeness import alike, written_as
from gazetted.reading.openings import Opening, opening_of
from gazetted.reading.words import Word, written_words
from gazetted.text.skeleton import skeleton
from gazetted.text.tokens import is_article


class Found(msgspec.Struct, frozen=True, gc=False):
    """Words of the text that read like an alias.

    Attributes:
        first: index of the first word.
        last: index after the last word.
        aliases: the aliases that they read like, of one or more parties.
    """

    first: int
    last: int
    aliases: tuple[Alias, ...]


def find_aliases(words: Sequence[Word], index: AliasIndex) -> dict[int, list[Found]]:
    """For each word with which a name may begin, what begins there, the longest first."""
    found: dict[int, list[Found]] = {}
    for at in _begun(words, index):
        opening = opening_of(words[at].text, index)
        exact, loose = opening.begun, opening.begun_loosely
        here: list[Found] = []
        if exact is not None and (END in exact or _continues(words, at + 1, exact)):
            here = list(_exact(words, at, exact, index))
        if loose is not None:
            others = [_with_article(one, words, index) for one in _loose(words, at, loose, index)]
            here = _together(here, others) if here else others
        for one in here:
            found.setdefault(one.first, []).append(one)
    for several in found.values():
        several.sort(key=lambda one: -one.last)
    return found


def _begun(words: Sequence[Word], index: AliasIndex) -> list[int]:
    """The words with which a name of the record may begin, by themselves or with the next word."""
    if cutting.begun is not None:
        return cutting.begun(words, index.openings, partial(opening_of, index=index))
    found = []
    openings = [opening_of(word.text, index) for word in words]
    for at, opening in enumerate(openings):
        following = openings[at + 1] if at + 1 < len(openings) else None
        if _leads_on(opening, following) or _leads_on_loosely(opening, following):
            found.append(at)
    return found


def _leads_on(opening: Opening, following: Opening | None) -> bool:
    """Whether a word is a name of the record, or may begin one with the word after it."""
    node = opening.begun
    return node is not None and (END in node or (following is not None and following.key in node))


def _leads_on_loosely(opening: Opening, following: Opening | None) -> bool:
    """The same of a name in another spelling; small words may stand inside it."""
    node = opening.begun_loosely
    if node is None or opening.ends_loosely:
        return opening.ends_loosely
    return following is not None and (following.light or following.skeleton in node)


def _continues(words: Sequence[Word], at: int, node: Node) -> bool:
    """Whether the next word can follow in a name."""
    return at < len(words) and words[at].key in node and (words[at].joined or words[at].bracketed)


def _together(exact: list[Found], loose: list[Found]) -> list[Found]:
    """Exact readings, and loose ones of words that no safe exact one covers."""
    certain = {(one.first, one.last): {alias.party for alias in one.aliases if alias.risk == "safe"} for one in exact}
    return exact + [one for one in loose if not certain.get((one.first, one.last))]


def _exact(words: Sequence[Word], at: int, node: Node, index: AliasIndex) -> Iterator[Found]:
    """The aliases that begin at a word whose node in the trie is given."""
    place = at
    following: Node | None = node
    while following is not None:
        node = following
        place += 1
        if END in node:
            aliases = tuple([alias for alias in node[END] if _cased(words[at:place], alias, index)])
            if aliases:
                yield Found(at, place, aliases)
        if place == len(words):
            return
        word = words[place]
        # "Communist Party of India (Maoist)": what tells the body from others may stand in brackets.
        following = node.get(word.key) if word.joined or word.bracketed else None


def _cased(words: Sequence[Word], alias: Alias, index: AliasIndex) -> bool:
    """Whether the capitals are those of the name."""
    if alias.acronym:
        return written_as([word.text for word in words], alias)
    if alias.verbatim:
        return [word.text for word in words] == written_words(alias.text)
    if alias.keys[0] == "the" and not words[0].capital:
        # "the base" is any base; "the Base" may be a name.
        return len(words) == 2 and words[1].capital
    light, generic = index.lexicon.light, index.risks.generic
    telling = [word for word in words if word.key not in light and word.key not in generic]
    for place, word in enumerate(words):
        small = place > 0 and len(word.key) < 4 and not index.lexicon.is_common(word.key)  # wal-, ul-
        if word.capital or small or word.key in light or word.key in index.lexicon.articles:
            continue
        # "Sinaloa cartel": what sort of body it is may stand in small letters where the rest tells it.
        if not telling or word.key not in generic or place == 0:
            return False
    return any(word.capital for word in words)


def _loose(words: Sequence[Word], at: int, node: Node, index: AliasIndex) -> Iterator[Found]:
    """Other spellings: words of equal skeletons, all with capitals, articles and small words aside."""
    place = at
    following: Node | None = node
    carried = [words[at].key]
    while following is not None:
        node = following
        if END in node:
            aliases = tuple([alias for alias in node[END] if alike(carried, alias, index)])
            if aliases:
                yield Found(at, place + 1, aliases)
        place += 1
        while place + 1 < len(words) and words[place].joined and _is_small(words, place, index):
            place += 1
        if place >= len(words) or not words[place].joined or not words[place].capital or place - at > 3 * len(carried):
            return
        following = node.get(skeleton(words[place].key))
        carried.append(words[place].key)


def _is_small(words: Sequence[Word], place: int, index: AliasIndex) -> bool:
    """Whether a word inside a name carries little of it; the article takes the sound of the word after it."""
    key = words[place].key
    return key in index.lexicon.light or is_article(key, words[place + 1].key)


def _with_article(found: Found, words: Sequence[Word], index: AliasIndex) -> Found:
    """A loose reading begins after the article of its alias: take the article in, where the text has it."""
    first = found.first
    before = words[first - 1] if first else None
    written = before is not None and words[first].joined and before.key in index.lexicon.articles
    if written and any(alias.keys[0] in index.lexicon.articles for alias in found.aliases):
        first -= 1
    return Found(first, found.last, found.aliases)
