"""What would still bind if some lists let go: every list left, whom it binds, and by which act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from gazetted.render import words
from gazetted.render.outline import Entry, Line, Section, listing

if TYPE_CHECKING:
    from gazetted.assessment.result import Assessment, BoundEffect, ReaderAnswer
    from gazetted.model.standing import Standing

Known = dict[str, words.Label]


def without_section(of: Assessment, known: Known, number: Mapping[str, str]) -> Section:
    """The section; empty where no list was thought away.

    Args:
        of: the assessment.
        known: the labels of lists.
        number: effect → the number by which the page calls it.
    """
    if of.remaining is None or of.lifted is None:
        return Section("without", "")
    left = tuple(dict.fromkeys(one.list_key for one in of.remaining.standings))
    entries = [_list(key, of, known, number) for key in left]
    entries += [_reader(one, of, known) for one in of.readers]
    title = f"Without {listing(of.without, known)}: what would still bind, and whom"
    return Section("without", title, tuple(_intro(of, left, known)), tuple(entries), wide=True)


def _intro(of: Assessment, left: tuple[str, ...], known: Known) -> Iterator[str]:
    lifted = of.lifted.standings if of.lifted else ()
    gone = tuple(dict.fromkeys(one.list_key for one in lifted))
    idle = tuple(key for key in of.without if key not in gone)
    if gone:
        yield _stopped(f"It would no longer stand on: {listing(gone, known)}.")
    if idle:
        yield _stopped(f"It does not stand there on that day, so that nothing changes: {listing(idle, known)}.")
    if left:
        yield _stopped(f"Still binding, {words.counted(len(left), 'list')}: {listing(left, known)}.")
    else:
        yield "No list of this record would bind it. That is no proof that no list does; other law can still matter."


def _list(key: str, of: Assessment, known: Known, number: Mapping[str, str]) -> Entry:
    """A list that would be left: under which name and act it stands there, whom that binds, and how."""
    part = of.remaining
    standings = [one for one in part.standings if one.list_key == key] if part else []
    effects = [one for one in part.effects if one.list_key == key] if part else []
    lines = [_standing(one) for one in standings]
    for one in effects:
        called = f" [{number[one.id]}]" if one.id in number else ""
        lines.append(Line(f"{one.title}{called}, {one.instrument}", "item"))
    if not effects:
        lines.append(Line("What its entries do is not known here.", "doubt"))
    lines += [Line(f"In doubt: {doubt}", "doubt") for doubt in dict.fromkeys(one.doubt for one in effects if one.doubt)]
    return Entry(words.label(key, known), _whom(effects), tuple(lines), strong=bool(effects))


def _whom(effects: Sequence[BoundEffect]) -> str:
    from gazetted.law.library import groups

    titles = groups()
    bound = dict.fromkeys(group for one in effects for group in one.binds)
    return f"binds {_joined(titles[key].title for key in bound)}" if bound else "whom it binds is not known here"


def _standing(one: Standing) -> Line:
    name = f'"{one.name}", ' if one.name else ""
    of = f"a name of {one.as_}, " if one.as_ and not words.same_name(one.as_, one.name) else ""
    act = one.instrument or "act not recorded"
    return Line(f"{name}{of}{words.status_words(one)} · {act} · {one.confidence} confidence", "ground")


def _reader(one: ReaderAnswer, of: Assessment, known: Known) -> Entry:
    """What is left for one kind of reader."""
    part = of.remaining
    left = next((held for held in part.readers if held.reader == one.reader), None) if part else None
    lists = {effect.id: effect.list_key for effect in (part.effects if part else ())}
    if left is not None:
        keys = tuple(dict.fromkeys(lists[key] for key in left.effects))
        return Entry(one.title, _stopped(f"still bound by {listing(keys, known)}"))
    unknown = {gap.list_key for gap in of.unknown}
    silent = tuple(dict.fromkeys(s.list_key for s in (part.standings if part else ()) if s.list_key in unknown))
    doubt = (Line(f"The law of {listing(silent, known)} is not known here.", "doubt"),) if silent else ()
    return Entry(one.title, "no effect that is known here would be left", doubt)


def _joined(titles: Iterable[str]) -> str:
    *first, last = titles
    return f"{', '.join(first)} and {last}" if first else last


def _stopped(sentence: str) -> str:
    """A sentence with one full stop where a label that ends in one comes last."""
    return sentence.replace("..", ".")
