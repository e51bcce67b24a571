"""Rows read in blocks and one by one are the same rows."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import Reject
from gazetted.sources.ofac import rows

PIECES = st.sampled_from(
    [
        b"1",
        b"2",
        b"31",
        b",",
        b",",
        b",",
        b'"',
        b'""',
        b"x",
        b" ",
        b"-0- ",
        b"\r\n",
        b"\n",
        b"\r",
        b"\x1a",
        b"\xe9",
        b"\t",
    ]
)


def read(content: bytes, parts: tuple[str, ...] = ("alt",)) -> object:
    rejects: list[Reject] = []
    try:
        found = [
            (entry, {part: (list(one.lines), [str(cells) for cells in one.cells]) for part, one in taken.items()})
            for entry, taken in rows.grouped({part: lambda: io.BytesIO(content) for part in parts}, rejects.append)
        ]
    except ListFileError as error:
        return str(error)
    return found, rejects


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=60).map(b"".join))
def test_blocks_give_what_single_rows_give(content: bytes) -> None:
    content = b'1,1,"aka","GULL",-0- \r\n' + content + b'\n7,1,"aka","HERON",-0- \n'
    quick = rows._quick
    with pytest.MonkeyPatch.context() as patch:
        for size in (7, 1 << 16):
            patch.setattr(rows, "_BLOCK", size)
            patch.setattr(rows, "_quick", quick)
            in_blocks = read(content)
            patch.setattr(rows, "_quick", lambda *_: None)
            assert read(content) == in_blocks


def test_a_row_of_several_lines_may_cross_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'1,1,"aka","A",-0- \n2,1,"aka","B\nC\n\nD",-0- \n3,1,"aka","E",-0- \n'
    whole = read(content)
    for size in (5, 20, 25):
        monkeypatch.setattr(rows, "_BLOCK", size)
        assert read(content) == whole
    assert [entry for entry, _ in whole[0]] == [1, 2, 3]  # type: ignore[index]
