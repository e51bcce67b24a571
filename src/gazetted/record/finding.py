"""Finding a party by any of its names: as written, in another romanisation, or by its slug."""

from __future__ import annotations

import re

from gazetted.record.facts import name_forms
from gazetted.record.store import Store
from gazetted.text.keys import name_clue
from gazetted.text.normal import normalise, normalise_all
from gazetted.text.skeleton import vowels_agree
from gazetted.text.tokens import core_tokens, name_tokens

_ASIDE = re.compile(r"\([^()]*\)")
"""What a name says beside itself: "Jaysh al-Adl (formerly Jundallah)"."""

_NAMES = (
    "SELECT n.party, n.name_type, n.list_key, n.text FROM name n WHERE n.load_id <= :load"
    " AND NOT EXISTS (SELECT 1 FROM name_gone g WHERE g.name_id = n.id AND g.load_id <= :load) AND {}"
)
_BY_CLUE = _NAMES.replace("{}", "n.clue = :clue")
_BY_SLUG = _NAMES.replace("{}", "n.party = :party")
_TOLD_ENTRY = (
    "SELECT f.party FROM fact f WHERE f.kind = 'event' AND f.list_key = :list_key AND f.entry = :entry"
    " AND f.load_id <= :load AND NOT EXISTS (SELECT 1 FROM retraction r WHERE r.fact_id = f.id"
    " AND r.load_id <= :load) ORDER BY f.digest LIMIT 1"
)
_TEXTS = (
    "SELECT DISTINCT n.text FROM name n WHERE NOT EXISTS (SELECT 1 FROM name_gone g WHERE g.name_id = n.id) ORDER BY 1"
)

_RANK = {"primary": 0, "common": 1, "acronym": 1, "alias": 2, "former": 3, "weak alias": 4}
_SHORT_SKELETON = 3


def find_slugs(store: Store, name: str, load: int) -> list[str]:
    """Slugs of the parties that go or went by a name, best first.

    A name as written goes before another romanisation; a party's own name before an alias; a name that more lists
    carry before one that fewer do. What stands in parentheses is left out where the whole finds nobody.
    """
    asked = name.strip()
    if not _storable(asked):
        return []
    exact = own_slug(store, asked, load)
    if exact is not None:
        return [exact]
    for form in dict.fromkeys((asked, _ASIDE.sub(" ", asked))):
        found = _by_name(store, form, load)
        if found:
            return found
    return []


def own_slug(store: Store, text: str, load: int) -> str | None:
    """The slug that a text is, or that the entry has which it names (`list key:entry`); None for neither."""
    if not _storable(text):
        return None
    if store.rows(_BY_SLUG, party=text, load=load):
        return text
    list_key, _, entry = text.partition(":")
    told = store.rows(_TOLD_ENTRY, list_key=list_key, entry=entry, load=load) if entry else []
    return str(told[0][0]) if told else None


def _by_name(store: Store, asked: str, load: int) -> list[str]:
    form, skeleton = name_forms(asked)
    if not form:
        return []
    rows = store.rows(_BY_CLUE, clue=name_clue(skeleton), load=load)
    forms = [name_forms(row[3]) for row in rows]
    ranked = _ranked([row for row, (written, _) in zip(rows, forms, strict=True) if written == form])
    return ranked or _ranked(
        [
            row
            for row, (_, bones) in zip(rows, forms, strict=True)
            if bones == skeleton and _sounds_alike(asked, row[3], skeleton)
        ]
    )


def _storable(text: str) -> bool:
    """Whether a database can hold a text at all, and so may hold it: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _sounds_alike(asked: str, listed: str, skeleton: str) -> bool:
    """Whether two names of one skeleton can be the same name: their vowels decide."""
    if len(skeleton) < _SHORT_SKELETON:
        return False
    left, right = core_tokens(name_tokens(asked)), core_tokens(name_tokens(listed))
    return len(left) == len(right) and all(vowels_agree(a, b) for a, b in zip(left, right, strict=True))


def _ranked(rows: list[tuple[str, str, str | None, str]]) -> list[str]:
    best: dict[str, int] = {}
    lists: dict[str, set[str]] = {}
    for party, name_type, list_key, _ in rows:
        best[party] = min(best.get(party, 9), _RANK.get(name_type, 5))
        lists.setdefault(party, set()).update([list_key] if list_key else [])
    return sorted(best, key=lambda party: (best[party], -len(lists[party]), party))


def texts(store: Store) -> tuple[list[str], list[str]]:
    """Every name that is held, and its normal form: made at once, so that no cache of single names is swept by it."""
    found = [row[0] for row in store.rows(_TEXTS)]
    return found, normalise_all(found)


def nearest(held: tuple[list[str], list[str]], name: str, limit: int) -> list[str]:
    """Names that look most like one that is not there, best first; of those held, as `texts` gives them."""
    from rapidfuzz import fuzz, process

    names, forms = held
    found = process.extract(normalise(name), forms, scorer=fuzz.WRatio, limit=limit, score_cutoff=60)
    return [names[at] for _, _, at in found]
