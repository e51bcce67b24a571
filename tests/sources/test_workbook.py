from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.sources.format import Opener
from gazetted.sources.workbook import head_parts, modified_on, serial_date, sheet_rows

MakeWorkbook = Callable[..., bytes]


def opener(content: bytes) -> Opener:
    return lambda: io.BytesIO(content)


def repack(content: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            changed = change(data) if name == part else data
            if changed is not None:
                new.writestr(name, changed)
    return packed.getvalue()


def test_rows_of_all_sheets_with_gaps(make_workbook: MakeWorkbook) -> None:
    content = make_workbook({"First": [["a", None, 12], [], ["b & c"]], "Second": [["d\ne"]]})
    assert list(sheet_rows(opener(content))) == [
        ("First", 1, {0: "a", 2: "12"}),
        ("First", 3, {0: "b & c"}),
        ("Second", 1, {0: "d\ne"}),
    ]
    assert modified_on(opener(content)) == "2024-11-11"


def test_a_workbook_without_properties_states_no_day(make_workbook: MakeWorkbook) -> None:
    assert modified_on(opener(make_workbook({"S": [["a"]]}, modified=None))) is None


def test_inline_texts_errors_and_hints_at_pronunciation(make_workbook: MakeWorkbook) -> None:
    row = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><r><t>rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></is></c>'
        b'<c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="str"><v>made</v></c></row>'
    )
    content = repack(
        make_workbook({"S": [["a"]]}),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", row + b"</sheetData>"),
    )
    assert list(sheet_rows(opener(content)))[1] == ("S", 1, {0: "rich text", 2: "made"})


@pytest.mark.parametrize(
    ("text", "day"), [("44677", "2022-04-26"), ("0", None), ("-3", None), ("9" * 400, None), ("x", None)]
)
def test_serial_dates(text: str, day: str | None) -> None:
    assert serial_date(text) == day


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_a_missing_part_is_an_error(make_workbook: MakeWorkbook, part: str) -> None:
    with pytest.raises(ListFileError):
        list(sheet_rows(opener(repack(make_workbook({"S": [["a"]]}), part, lambda _: None))))


def test_a_text_that_is_not_there_is_an_error(make_workbook: MakeWorkbook) -> None:
    content = repack(
        make_workbook({"S": [["a"]]}), "xl/worksheets/sheet1.xml", lambda data: data.replace(b"<v>0<", b"<v>7<")
    )
    with pytest.raises(ListFileError, match="a text that is not there"):
        list(sheet_rows(opener(content)))


def test_entities_in_a_part_are_refused(make_workbook: MakeWorkbook) -> None:
    bomb = b'<!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = repack(make_workbook({"S": [["a"]]}), "xl/sharedStrings.xml", lambda data: bomb + data)
    with pytest.raises(ListFileError, match="document type"):
        list(sheet_rows(opener(content)))


def test_no_workbook_and_a_truncated_one(make_workbook: MakeWorkbook) -> None:
    content = make_workbook({"S": [["a"]]})
    for damaged in (b"", b"id;name\n", content[: len(content) // 2]):
        with pytest.raises(ListFileError):
            list(sheet_rows(opener(damaged)))


def test_the_head_gives_the_parts_that_it_holds(make_workbook: MakeWorkbook) -> None:
    content = make_workbook({"osoby": [["a"]]})
    assert b"osoby" in head_parts(content)["xl/workbook.xml"]
    assert head_parts(b"id,name\n") == {}
    for end in range(0, len(content), 7):
        head_parts(content[:end])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_give_rows_or_an_error(make_workbook: MakeWorkbook, data: st.DataObject) -> None:
    content = bytearray(make_workbook({"S": [["a", 1], ["b", 2]]}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        list(sheet_rows(opener(bytes(content))))
        modified_on(opener(bytes(content)))
    except ListFileError:
        pass
    head_parts(bytes(content))
