from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.format import Head
from gazetted.sources.pl.mswia import edition_date, listings, recognise

MakeWorkbook = Callable[..., bytes]
Rows = list[list[str | int | None]]
REAL = Path(__file__).parents[4] / "shared/data/lists/pl-mswia/2025-12-15/current.xlsx"
TAIL = ["Uzasadnienie wpisu na listę", "Zastosowane środki sankcyjne", "Data umieszczenia na liście"]
SEAT = "siedziba:\nul. Wzorcowa 2\n00-032 Warszawa\n\nNr KRS 0000767312,\nNIP 1080022983"
PERSONS: Rows = [
    ["Nazwisko i imię", "Dane identyfikacyjne osoby", *TAIL, "Data wykreślenia z listy "],
    [
        "PRZYKŁAD Ewa\n(w zapisie także „PRIKLAD Eva” lub „ПРИКЛАД Ева”)",
        "urodzona 5 października 1973 r.\nPESEL: 73100512345",
        "powód",
        "a. zamrożenie",
        44677,
        44722,
    ],
    ["WZÓR Jan (WZOR Ivan)", "urodzony 18.05.1992 r.", "powód", "b.", 45937],
    ["BEZDATNY Adam", "urodzony w 1966 roku\n(TIN: 246000069678)", "powód", "b.", "27.05.2023 r."],
    [" - ", "x", "powód", "b.", 45937],
    ["[1] W rozumieniu rozporządzenia."],
]
BODIES: Rows = [
    ["Nazwa podmiotu", "Dane identyfikacyjne podmiotu", *TAIL, "Data wykreślenia z listy "],
    ["PRZYKŁAD Sp. z o.o.\n(poprzednio: WZÓR Sp. z o.o.)", SEAT, "powód", "a.", 44677, 45128],
    ["DWA RAZY S.A.", "adres: ul. Pierwsza 1", "powód", "a.", 45000],
    ["DWA RAZY S.A.", "adres: ul. Pierwsza 1", "powód", "a.", 45989],
]


def sample(make_workbook: MakeWorkbook) -> bytes:
    return make_workbook({"osoby": PERSONS, "podmioty": BODIES}, modified="2025-12-15")


def read(content: bytes) -> tuple[dict[str, Listing], list[Reject]]:
    rejects: list[Reject] = []
    found = list(listings({"": lambda: io.BytesIO(content)}, rejects.append))
    assert len({listing.entry for listing in found}) == len(found)
    return {listing.entry: listing for listing in found}, rejects


def test_it_is_known_by_its_sheets(make_workbook: MakeWorkbook) -> None:
    content = sample(make_workbook)
    known = recognise(Head("any.xlsx", content))
    assert known is not None
    assert known.list_key == "pl.mswia"
    assert edition_date({"": lambda: io.BytesIO(content)}) == "2025-12-15"
    assert recognise(Head("any.xlsx", make_workbook({"osoby": PERSONS}))) is None


def test_a_removed_person(make_workbook: MakeWorkbook) -> None:
    assert read(sample(make_workbook))[0]["person/przykład-ewa"] == Listing(
        entry="person/przykład-ewa",
        kind="person",
        names=(
            ListedName("PRZYKŁAD Ewa"),
            ListedName("PRIKLAD Eva", "alias"),
            ListedName("ПРИКЛАД Ева", "alias"),
        ),
        born=("1973-10-05",),
        identifiers=("national id:73100512345",),
        gender="female",
        listed_on="2022-04-26",
        delisted_on="2022-06-10",
        note="urodzona 5 października 1973 r. PESEL: 73100512345",
    )


def test_other_persons(make_workbook: MakeWorkbook) -> None:
    entries = read(sample(make_workbook))[0]
    wzor, adam = entries["person/wzór-jan"], entries["person/bezdatny-adam"]
    assert [name.text for name in wzor.names] == ["WZÓR Jan", "WZOR Ivan"]
    assert (wzor.born, wzor.gender, wzor.delisted_on) == (("1992-05-18",), "male", None)
    assert (adam.born, adam.identifiers, adam.listed_on) == (("1966",), ("tax:246000069678",), "2023-05-27")


def test_bodies_and_a_name_that_stands_twice(make_workbook: MakeWorkbook) -> None:
    entries = read(sample(make_workbook))[0]
    body = entries["organization/przykład-sp-z-o-o"]
    assert body.names == (ListedName("PRZYKŁAD Sp. z o.o."), ListedName("WZÓR Sp. z o.o.", "former"))
    assert body.addresses == ("ul. Wzorcowa 2 00-032 Warszawa",)
    assert body.identifiers == ("registration:0000767312", "tax:1080022983")
    assert body.delisted_on == "2023-07-21"
    assert {"organization/dwa-razy-s-a", "organization/dwa-razy-s-a/2025-11-28"} <= set(entries)


def test_footnotes_are_no_entries_and_a_nameless_row_is_told(make_workbook: MakeWorkbook) -> None:
    found, rejects = read(sample(make_workbook))
    assert len(found) == 6
    assert [(reject.where, reject.reason) for reject in rejects] == [("the file, sheet osoby, row 5", "no name")]


def test_another_workbook_is_an_error(make_workbook: MakeWorkbook) -> None:
    with pytest.raises(ListFileError):
        read(make_workbook({"osoby": [["Name"]], "podmioty": [["Name"]]}))
    with pytest.raises(ListFileError):
        read(b"")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.text(max_size=60), min_size=6, max_size=6))
def test_any_cells_give_a_listing_a_reject_or_nothing(make_workbook: MakeWorkbook, cells: list[str]) -> None:
    cells = [re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", cell) for cell in cells]
    found, rejects = read(make_workbook({"osoby": [PERSONS[0], PERSONS[2], cells], "podmioty": BODIES[:1]}))
    first = cells[0].strip()
    told = len(found) + len(rejects) - 1
    assert told in ({0, 1} if first.startswith("[") else {int(bool(first))})  # a footnote begins with a bracket


@pytest.mark.skipif(not REAL.exists(), reason="real files are not here")
def test_the_real_workbook() -> None:
    with zipfile.ZipFile(REAL) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    listed = [len(re.findall(r'<c r="E\d+"[^>]*><v>\d+</v>', sheet)) - 1 for sheet in sheets]
    removed = sum(len(re.findall(r'<c r="F\d+"[^>]*><v>\d+</v>', sheet)) - 1 for sheet in sheets)
    found, rejects = read(REAL.read_bytes())
    kinds = [entry.kind for entry in found.values()]
    assert [kinds.count("person"), kinds.count("organization")] == listed
    assert sum(bool(entry.delisted_on) for entry in found.values()) == removed == 12
    assert rejects == []
    assert all(entry.listed_on and entry.names for entry in found.values())
