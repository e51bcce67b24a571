"""What callers give as queries, made queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from gazetted.errors import UsageError
from gazetted.screening.result import Query

_FIELDS = Query.__struct_fields__


def queries_of(rows: Iterable[str | Mapping[str, Any] | Query]) -> Iterator[Query]:
    """Queries from names, mappings or queries.

    Raises:
        UsageError: a row is none of these; the error names it, counted from 1.

    >>> [query.kind for query in queries_of(["A Name", {"name": "Another", "kind": "person"}])]
    ['any', 'person']
    """
    for number, row in enumerate(rows, 1):
        if isinstance(row, Query):
            yield row
        elif isinstance(row, str):
            yield Query(row)
        else:
            yield _query(number, row)


def _query(number: int, row: object) -> Query:
    if not isinstance(row, Mapping):
        raise UsageError(f"Query {number} is neither a name nor a mapping but {type(row).__name__}: give its name.")
    given = dict(row)
    unknown = [str(field) for field in given if field not in _FIELDS]
    if unknown:
        raise UsageError(f"Query {number} has the field {unknown[0]!r}, which is none of {', '.join(_FIELDS)}.")
    try:
        return msgspec.convert({field: value for field, value in given.items() if value is not None}, Query)
    except (msgspec.ValidationError, TypeError) as error:
        raise UsageError(f"Query {number} cannot be screened ({error}): see Query for its fields.") from None
