"""Rows gathered into entries, whatever their order in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Opener, RejectSink
from gazetted.sources.uk.draft import Draft
from gazetted.sources.uk.rows import plain, rows

Row = dict[str, str]
"""Filled cells by column."""

Add = Callable[[Draft, Row], None]

_LONGEST_KEY = 40
_NAMES = frozenset(
    {*(f"name {number}" for number in range(1, 7)), "name non-latin script"}
    | {"name type", "alias strength", "alias type", "alias quality"}
)


def gathered(
    opener: Opener, reject: RejectSink, *, key: str, needed: frozenset[str], add: Add, what: str
) -> Iterator[Listing]:
    """The entries of a CSV file whose rows belong to entries by a key column, in order of their first rows.

    OFSI's files go by name, so that the rows of an entry lie anywhere: entries are kept until the end of the file,
    each once, however many rows repeat it.

    Args:
        opener: opens the file.
        reject: takes rows without a key and entries without a name.
        key: the column of the entry's key.
        needed: columns without which it is another file.
        add: adds what a row says to an entry; it is given the names and the rest of a row one after the other, each
            only when the entry did not have them yet.
        what: what the file is, for messages.

    Raises:
        ListFileError: the file is damaged, or has no row.
    """
    table = rows(opener, needed, what)
    _, columns = next(table)
    place = columns.index(key)
    parts = _parts(columns, key)
    drafts: dict[str, tuple[int, Draft, set[int]]] = {}
    for number, cells in table:
        entry = cells[place].strip()
        if not entry or len(entry) > _LONGEST_KEY:
            reject(Reject(f"line {number}", f"it has no {key}"))
            continue
        if entry not in drafts:
            drafts[entry] = (number, Draft(entry), set())
        _, draft, seen = drafts[entry]
        for part, values_of in parts:
            values = values_of(cells)
            if (mark := hash(values)) not in seen:
                seen.add(mark)
                add(
                    draft,
                    {
                        column: value
                        for column, cell in zip(part, values, strict=True)
                        if cell and (value := plain(cell))
                    },
                )
    if not drafts:
        raise ListFileError(f"{what} holds no entry: give the publisher's own file.")
    yield from _finished(((number, draft) for number, draft, _ in drafts.values()), reject)


def _finished(drafts: Iterable[tuple[int, Draft]], reject: RejectSink) -> Iterator[Listing]:
    for number, draft in drafts:
        try:
            yield draft.listing()
        except ValueError as error:
            reject(Reject(f"line {number} ({draft.entry})", str(error), draft.entry))


def _parts(columns: list[str], key: str) -> list[tuple[list[str], Callable[[list[str]], tuple[str, ...]]]]:
    """The columns of names and those of the rest, each with what takes their cells out of a row."""
    # of two columns of one name ("Last Updated" also begins OFSI's first line) the last holds the value
    places = {column: place for place, column in enumerate(columns) if column and column != key}
    halves = (
        [column for column in places if column in _NAMES],
        [column for column in places if column not in _NAMES],
    )
    return [(half, _taker([places[column] for column in half])) for half in halves]


def _taker(places: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[place] for place in places)
