"""Numbers that stand for texts; the compiled loops of a load and their twins in Python give the same."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gazetted.sources.ofac import rows
from gazetted.text import keys

WORDS = st.sampled_from(
    [
        "al",
        "el",
        "bin",
        "ash",
        "shabaab",
        "as",
        "sham",
        "de",
        "e",
        "S.A.",
        "u.s.",
        "d.o.o.",
        "abd",
        "dzhokhar",
        "x" * 70,
    ]
)
NAMES = (
    st.text("aAbBxXyshch.dz .'-&_0-1@\n\t\x1ctghqéمk", max_size=20)
    | st.lists(WORDS, max_size=6).map(" ".join)
    | st.lists(WORDS, max_size=6).map("".join)
    | st.text(max_size=30)
)

compiled = pytest.mark.skipif(keys.cleaned is None, reason="the loops of a load were not built here")


@given(st.lists(NAMES, max_size=8))
@example(["a.b.cd", "a.b.", "x.y.z.", ".a.b", "1a.b", "a.b_", "a" * 999, "a " * 400, "The A.B.C. of d.o.o.e"])
def test_keys_of_many_names_are_those_of_each(names: list[str]) -> None:
    assert keys.clues_of(names) == keys._clues_of(names) == [keys.clues_of([name])[0] for name in names]


@given(st.lists(st.text(max_size=300).filter(lambda text: "\ud800" not in text), max_size=4))
@example(["x" * size for size in (127, 128, 129, 255, 256, 257)])
def test_numbers_of_texts_are_blake2b(texts: list[str]) -> None:
    due = [blake2b(text.encode(), digest_size=8).digest() for text in texts]
    assert [number.to_bytes(8, "big", signed=True) for number in keys.hashed_all(texts)] == due
    assert keys.hashed_all(texts) == list(map(keys.hashed, texts))


CELL = st.sampled_from(
    ["", "-0-", "-0- ", " -0-", " -0- ", "-0", "A  B", "A ", " A", "A\tB", "É x", "É\u200b", "\u3000A"]
)


@given(st.lists(st.lists(CELL | st.text(max_size=9), min_size=1, max_size=4), max_size=4))
def test_cells_are_cleaned_as_one_by_one(table: list[list[str]]) -> None:
    due = [[*map(rows.told, row[:-1]), rows.told_last(row[-1])] for row in table]
    rows.clean(table)
    assert table == due


@given(
    st.lists(st.sampled_from([b"1", b"12", b' "3"', b"\t40,x", b"", b"x", b"9999999999999", b"0"]), max_size=9),
    st.integers(0, 50),
)
def test_rows_in_order(lines: list[bytes], last: int) -> None:
    if keys.rising is not None:
        assert keys.rising(b"\n".join(lines), last) == rows._rising(b"\n".join(lines), last)
    assert rows._rising(b"2,a\n1,b\n", 0) == -1


@compiled
@pytest.mark.parametrize(
    ("call", "of"),
    [
        (keys._hashed, (["a", 1],)),
        (keys._hashed, ("a",)),
        (keys._name_clues, (["a"], ("a",), {})),
        (keys._name_clues, (["a"], (1,) * 128, {})),
        (keys._name_clues, (["a"], ("a",) * 128, {"a": "x"})),
        (keys.cleaned, ([("a",)], str, str)),
        (keys.cleaned, ([["a", 1]], str, str)),
        (keys.cleaned, ([[" a", "b"]], lambda _: 1 / 0, str)),
    ],
)
def test_what_they_are_not_for_is_refused(call: Callable[..., Any], of: tuple[object, ...]) -> None:
    with pytest.raises((TypeError, ZeroDivisionError)):
        call(*of)


@compiled
def test_a_name_that_is_not_plain_is_for_the_twin() -> None:
    assert keys._name_clues is not None
    letters, light = keys._rules()
    assert keys._name_clues(["é", "a" * 1001, "a" * 61, "a " * 300, "x"], letters, light)[:4] == [None] * 4
