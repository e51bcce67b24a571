"""What the command line hands to Spark: columns are found as in any file of names."""

from __future__ import annotations

import pytest

from gazetted.errors import UsageError
from gazetted.spark.job import columns_of


def test_columns_are_known_by_name_or_mapped() -> None:
    assert columns_of(["Customer Name", "nationality"], {}) == {"name": "Customer Name", "country": "nationality"}
    assert columns_of(["Client", "name"], {"name": "Client"}) == {"name": "Client"}


@pytest.mark.parametrize(
    ("columns", "mapping", "named"),
    [(["a", "b"], {}, "'name'"), (["a"], {"name": "b"}, "'b'"), (["name"], {"colour": "name"}, "'colour'")],
)
def test_what_cannot_be_mapped_is_named(columns: list[str], mapping: dict[str, str], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        columns_of(columns, mapping)
