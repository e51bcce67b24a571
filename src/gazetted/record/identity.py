"""From ties to parties: which slugs are one party, decided the same way whatever came first.

A party never holds two entries that one list prints side by side: the publisher holds them to be two. Where the ties
would join such entries, the better tie counts; where two are equally good, neither does, and both become proposals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from gazetted.model.identity import Tie

_RANK = {"high": 0, "medium": 1, "low": 2}

Clash = Callable[[str, str], bool]
"""Whether two slugs have entries that one list prints side by side."""

Preference = Callable[[str], tuple[object, ...]]
"""Sort key of slugs: the first of a party's slugs is the one it goes by."""


def resolve(ties: Iterable[Tie], clash: Clash, preference: Preference) -> tuple[dict[str, str], list[Tie]]:
    """Join what is the same.

    Args:
        ties: one for each pair.
        clash: whether two slugs cannot be one party.
        preference: which slug of a party it goes by.

    Returns:
        Slug → slug of its party, for every slug that has another than its own; and the ties by which nothing was
        joined because of a clash: they are proposals.
    """
    held = list(ties)
    apart = {tie.pair for tie in held if tie.verdict == "different"}
    same = sorted((t for t in held if t.verdict == "same"), key=lambda t: (t.by != "user", _RANK[t.confidence], t))
    doubtful = _rivals(same, clash)
    groups: dict[str, frozenset[str]] = {}
    refused: list[Tie] = []
    for tie in same:
        left, right = (groups.get(slug, frozenset({slug})) for slug in tie.pair)
        if left == right:
            continue
        if tie in doubtful or (tie.by != "user" and _forbidden(left, right, apart, clash)):
            refused.append(tie)
            continue
        joined = left | right
        groups.update(dict.fromkeys(joined, joined))
    found = {}
    for group in set(groups.values()):
        head = min(group, key=preference)
        found.update({slug: head for slug in group if slug != head})
    return found, refused


def _forbidden(left: frozenset[str], right: frozenset[str], apart: set[tuple[str, str]], clash: Clash) -> bool:
    return any((min(a, b), max(a, b)) in apart or clash(a, b) for a in left for b in right)


def _rivals(same: Iterable[Tie], clash: Clash) -> set[Tie]:
    """Ties of the engine that would join a slug to two that clash, equally well."""
    best: defaultdict[tuple[str, str], list[tuple[str, Tie]]] = defaultdict(list)
    for tie in same:
        if tie.by != "user":
            best[tie.left, tie.confidence].append((tie.right, tie))
            best[tie.right, tie.confidence].append((tie.left, tie))
    return {
        tie
        for found in best.values()
        if len(found) > 1
        for slug, one in found
        for other, another in found
        if slug < other and clash(slug, other)
        for tie in (one, another)
    }


def members(parties: Mapping[str, str]) -> dict[str, list[str]]:
    """Party → the slugs that were joined to it, from slug → party."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for slug, party in sorted(parties.items()):
        found[party].append(slug)
    return dict(found)
