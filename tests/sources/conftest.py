from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape

import pytest

Cell = str | int | None
MakeWorkbook = Callable[..., bytes]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _row(number: int, cells: Sequence[Cell], strings: dict[str, int]) -> str:
    written = []
    for column, cell in enumerate(cells):
        place = f"{chr(65 + column)}{number}"
        if isinstance(cell, str):
            written.append(f'<c r="{place}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>')
        elif cell is not None:
            written.append(f'<c r="{place}" s="3"><v>{cell}</v></c>')
    return f'<row r="{number}">{"".join(written)}</row>'


def _workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]], *, modified: str | None = "2024-11-11") -> bytes:
    """A workbook as spreadsheet programs write it: texts shared, numbers and days as numbers."""
    strings: dict[str, int] = {}
    parts: dict[str, str] = {"[Content_Types].xml": "<Types/>"}
    listed = relations = ""
    for number, (name, rows) in enumerate(sheets.items(), 1):
        listed += f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        relations += f'<Relationship Id="rId{number}" Type="{_DOC}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        body = "".join(_row(place, row, strings) for place, row in enumerate(rows, 1))
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
        )
    parts["xl/workbook.xml"] = f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>{listed}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{_RELS}">{relations}</Relationships>'
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'
    if modified:
        parts["docProps/core.xml"] = (
            '<p:coreProperties xmlns:p="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            f' xmlns:d="http://purl.org/dc/terms/"><d:modified>{modified}T08:00:00Z</d:modified></p:coreProperties>'
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.fixture(scope="session")
def make_workbook() -> MakeWorkbook:
    """Makes a small `.xlsx` from rows of sheets."""
    return _workbook
