from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.sources.pages import LARGEST_PAGE, Page, read_page


def page(html: str) -> Page:
    return read_page(lambda: io.BytesIO(html.encode()))


def test_tables_with_what_stands_before_them() -> None:
    read = page(
        "<h2>First</h2><table><tr><th>A<th>B</tr><tr><td>1<br>2</td><td> x &amp;\n y </td></table>"
        "<h2>Second</h2><!-- <table><tr><td>no</td></tr> --><table><tr><td><p>one</p><p>two</p></td></tr></table>"
    )
    assert [table.before for table in read.tables] == ["First", "Second"]
    assert read.tables[0].rows == ((("A",), ("B",)), (("1", "2"), ("x & y",)))
    assert read.tables[1].rows == ((("one", "two"),),)
    assert "x & y" in read.text


def test_scripts_are_no_text_and_a_mere_sign_is() -> None:
    read = page("<script>if (a<b) '<table>'</SCRIPT><style>td{}</style>1 < 2 <br/> 3 > 2")
    assert read.tables == ()
    assert read.text == "1 < 2 3 > 2"


@pytest.mark.parametrize("html", ["<table><tr><td>x", "x\x00"])
def test_damage_is_an_error(html: str) -> None:
    with pytest.raises(ListFileError):
        page(html)


def test_size_and_encoding_are_checked() -> None:
    for content in (b"\xff", b"x" * (LARGEST_PAGE + 1)):
        with pytest.raises(ListFileError):
            read_page(lambda content=content: io.BytesIO(content))  # type: ignore[misc]


@pytest.mark.parametrize("unit", ["<", "< ", "<!--", "<table>", "<td>", "<a ", "<script>", "&#", "</"])
def test_time_is_linear_in_the_size_of_the_page(unit: str) -> None:
    begin = time.process_time()
    with suppress(ListFileError):
        page(unit * (2_000_000 // len(unit)) + ">")
    assert time.process_time() - begin < 15


@given(st.text(alphabet="<>/!-tablerd &;#\"' x"))
def test_any_text_is_a_page_or_an_error(html: str) -> None:
    try:
        read = page(html)
    except ListFileError:
        return
    assert all(isinstance(line, str) for table in read.tables for row in table.rows for cell in row for line in cell)
