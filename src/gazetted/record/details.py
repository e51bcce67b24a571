"""What differs between two listings of one entry, besides its names and programmes: before and after, field by field.

The order in which values are printed, their blanks and their case are no difference. A field counts only where both
editions tell it completely.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Set

from gazetted.model.edition import Aspect, ListedName, Listing
from gazetted.model.event import Detail
from gazetted.record.sight import Earlier, Sight
from gazetted.text.normal import normalise

_VALUES = ("kind", "born", "countries", "identifiers", "gender", "references", "titles", "instrument")
_DAYS = ("listed_on", "amended_on")


def differences(before: Listing, now: Listing, told: Set[Aspect], *, note: bool = True) -> tuple[Detail, ...]:
    """The fields in which a listing is not as before, each with all its values then and now.

    Args:
        before: the listing of the earlier edition.
        now: that of the later one.
        told: what both editions tell completely.
        note: whether the free text is compared as well. Some publishers spread it over several files, so that it can be
            compared only where both editions have the same of them.

    >>> then = Listing("1", "person", (ListedName("A"),), born=("1970",), countries=("SY", "LB"))
    >>> now = Listing("1", "person", (ListedName("A"),), born=("1971",), countries=("LB", "SY"))
    >>> differences(then, now, {"details"})
    (Detail(field='born', before=('1970',), after=('1971',)),)
    """
    found: list[Detail | None] = []
    if "details" in told:
        found += [_differing(field, getattr(before, field), getattr(now, field)) for field in _VALUES]
    if "addresses" in told:
        found.append(_differing("addresses", before.addresses, now.addresses))
    if {"primary names", "aliases"} <= told and before.names != now.names:
        found.append(_name_types(before.names, now.names))
    if "details" in told:
        found += [_differing(field, getattr(before, field), getattr(now, field)) for field in _DAYS]
        if note and not any(found):  # remarks repeat what the other fields tell
            found.append(_differing("note", before.note, now.note))
    return tuple(detail for detail in found if detail is not None)


def amendments(sight: Sight) -> tuple[Earlier | None, tuple[Detail, ...]]:
    """What an edition prints of an entry otherwise than the last editions before that tell of it.

    Returns:
        The edition since which it was amended, and the fields; None and none where nothing is known to differ.
    """
    found: tuple[Detail, ...] = ()
    since: Earlier | None = None
    names: set[Aspect] = {"primary names", "aliases"}
    groups: tuple[set[Aspect], ...] = ({"details"}, {"addresses"}, names)
    for group in groups:
        if not group <= sight.aspects:
            continue
        earlier = sight.earlier(max(group & names, default=min(group)))
        if earlier is None or earlier.before is None or earlier.now is None or earlier.before == earlier.now:
            continue
        told = sight.editions.aspects(earlier.date)
        details = differences(earlier.before, earlier.now, group & told, note=told == sight.aspects)
        if details:
            found += details
            since = earlier if since is None or earlier.date < since.date else since
    return since, found


def _differing(field: str, before: str | tuple[str, ...] | None, now: str | tuple[str, ...] | None) -> Detail | None:
    if before == now:
        return None
    then, after = _texts(before), _texts(now)
    return None if _keys(then) == _keys(after) else Detail(field, then, after)


def _texts(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _keys(texts: Iterable[str]) -> set[str]:
    """Texts without what makes no difference."""
    return {" ".join(unicodedata.normalize("NFC", text).casefold().split()) for text in texts}


def _name_types(before: Iterable[ListedName], now: Iterable[ListedName]) -> Detail | None:
    """Names that both listings carry as different things; which name is the primary one is told as a renaming."""
    then = {normalise(name.text): name for name in before}
    pairs = [(then[key], name) for name in now if (key := normalise(name.text)) in then]
    turned = [(a, b) for a, b in pairs if a.name_type != b.name_type and "primary" not in (a.name_type, b.name_type)]
    if not turned:
        return None
    return Detail(
        "name_type",
        tuple(f"{a.text}: {a.name_type}" for a, _ in turned),
        tuple(f"{b.text}: {b.name_type}" for _, b in turned),
    )


def parted(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts cut at the ends of their lines and at semicolons: pieces that a reader can compare.

    >>> parted(["DOB 1970; POB Aleppo.", "Gender Male"])
    ('DOB 1970', 'POB Aleppo', 'Gender Male')
    """
    pieces = (piece.strip(" .") for text in texts for line in text.splitlines() for piece in line.split(";"))
    return tuple(filter(None, pieces))


def gone_and_new(detail: Detail) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values of a detail that only the listing before has, and those that only the one after has.

    Free text is compared piece by piece.

    >>> gone_and_new(Detail("born", ("1970", "1971"), ("1971", "1972")))
    (('1970',), ('1972',))
    """
    cut = parted if detail.field == "note" else tuple
    before, after = cut(detail.before), cut(detail.after)
    then, now = _keys(before), _keys(after)
    gone = tuple(text for text in before if not _keys([text]) <= now)
    new = tuple(text for text in after if not _keys([text]) <= then)
    return (gone, new) if gone or new else (before, after)
