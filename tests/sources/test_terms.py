"""Terms of staleness, read quickly, are those that the full description gives."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gazetted.errors import GazettedError
from gazetted.sources.registry import read_source, source_metadata
from gazetted.sources.terms import USUAL, stale_terms

SOURCE = """
publisher = "Office, Country"
licence = "Free."
[[list]]
key = "x.toys"
authority = "X"
body = "Office"
title = "Toys"
short = "X toys"
"""


def test_both_ways_of_reading_agree() -> None:
    assert dict(stale_terms()) == {key: one.stale_days for key, one in source_metadata().items() if one.stale_days}
    assert stale_terms()["us.sdn"] == USUAL
    assert "own.*" not in stale_terms()


@pytest.mark.parametrize(
    ("line", "days"),
    [("", 0), ('addresses = ["https://example.org/a"]', USUAL), ("stale_days = 90", 90),
     ('addresses = ["https://example.org/a"]\nstale_days = 0', 0)],
)  # fmt: skip
def test_a_list_with_an_address_has_the_usual_term_unless_it_says_otherwise(line: str, days: int) -> None:
    (found,) = read_source(SOURCE + line, "x/source.toml")
    assert found.stale_days == days


def test_a_term_below_nothing_is_refused() -> None:
    with pytest.raises(GazettedError, match="stale_days is less than 0"):
        read_source(SOURCE + "stale_days = -1", "x/source.toml")


def test_terms_need_no_reader() -> None:
    code = (
        "import sys, gazetted.sources.terms as t; t.stale_terms();assert 'gazetted.sources.registry' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
