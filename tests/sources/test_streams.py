from __future__ import annotations

import io
from pathlib import Path

import pytest

from gazetted.errors import ListFileError
from gazetted.sources.streams import LONGEST_LINE, csv_rows, head_header, label, text_lines


def test_lines_have_their_numbers_and_lose_the_mark_of_order() -> None:
    lines = list(text_lines(lambda: io.BytesIO(b"\xef\xbb\xbfa\n\nb")))
    assert [(number, text) for _, number, text in lines] == [(1, "a\n"), (2, "\n"), (3, "b")]


def test_a_row_over_several_lines_has_the_number_of_its_last() -> None:
    rows = list(csv_rows(lambda: io.BytesIO(b'a,b\r\n\r\n"x\ny",z\r\n ,\r\n')))
    assert [(line, row) for _, line, row in rows] == [(1, ["a", "b"]), (4, ["x\ny", "z"])]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"a\x00b\n",
        b"a\xe9\n",
        b'"a\nb',
        b"x" * (LONGEST_LINE + 1),
        b'"' + b"x" * 200_000,
        b'"' + (b'y","y\n' * 900_000),
    ],
    ids=["empty", "blank", "NUL", "Latin-1", "open quotes", "endless line", "endless cell", "endless row"],
)
def test_damage_is_an_error_with_a_sentence(content: bytes) -> None:
    with pytest.raises(ListFileError, match=r"the file .*: .*\."):
        list(csv_rows(lambda: io.BytesIO(content)))


def test_the_name_of_a_file_has_no_folders(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"a\n")
    with (tmp_path / "x.csv").open("rb") as stream:
        assert label(stream) == "x.csv"


def test_a_header_is_read_from_the_beginning_alone() -> None:
    assert head_header(b'\xef\xbb\xbfID,"Na,me"\r\nrest') == ["id", "na,me"]
    assert head_header(b"\n") is None
    assert head_header(b"\x00,\n") is None
    assert head_header(b"\xff\n") is None
    assert head_header(b'"open') is None
