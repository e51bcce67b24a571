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
from gazetted.model.dates import PartialDate
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.au.dfat import edition_date, listings, recognise
from gazetted.sources.format import Head

MakeWorkbook = Callable[..., bytes]
REAL = Path(__file__).parents[4] / "shared/data/lists/au-dfat/2024-11-11/regulation8_consolidated.xlsx"
HEADER = [
    "Reference",
    "Name of Individual or Entity",
    "Type",
    "Name Type",
    "Date of Birth",
    "Place of Birth",
    "Citizenship",
    "Address",
    "Additional Information",
    "Listing Information",
    "Committees",
    "Control Date",
]
ROWS: list[list[str | int | None]] = [
    [
        7,
        "Exemplus PRIMUS",
        "Individual",
        "Primary Name",
        "a) Approximately 1955- 1958 b) 18 Sep. 1964; alt DOB: 1/02/1966",
        "Exampleville",
        "a) Syria b) Russian and Ukrainian",
        "a) 1 Sample St, Exampleville b) 2 Sample St",
        "A sample.",
        "Listed on 2 Mar. 2016 (amended on 15 Apr. 2018, 3 June 2020) (relisted on 4 May 2021)",
        "1988 (Taliban)",
        41988,
    ],
    ["7a", "Example Alias", "Individual ", "aka ", 1955, None, "Syria", "NA", None, "x", "1988 (Taliban)", 41988],
    [
        8,
        "Sample Bank",
        "Entity",
        "Primary Name",
        None,
        None,
        None,
        "Sample Tower, Tehran, Iran",
        "na",
        "Instrument of first designation: Autonomous Sanctions (Designated Persons—Samples) Amendment (No. 2)"
        " Instrument 2023",
        "Autonomous (Samples) ",
        45000,
    ],
    ["8a", "Old Sample Bank", "Entity", "Formerly known as"],
    ["7b", "نموذج", "Individual", "Original script"],
    ["x9", "Nobody's", "Entity", "Primary Name"],
    [10, " - ", "Entity", "Primary Name"],
    [11, "Aliased Only", "Entity", "aka"],
    [
        12,
        "Dated Person",
        "individual",
        "primary name",
        25569,
        None,
        None,
        None,
        None,
        "Designated under the Autonomous Sanctions Regulations 2011 on 2 March 2012. Relisted on 12 January 2024.",
    ],
]


def sample(make_workbook: MakeWorkbook, header: list[str] = HEADER) -> bytes:
    return make_workbook({"Sheet1": [header, *ROWS, [" "]]}, modified="2024-11-11")


def read(content: bytes) -> tuple[dict[str, Listing], list[Reject]]:
    rejects: list[Reject] = []
    found = list(listings({"": lambda: io.BytesIO(content)}, rejects.append))
    assert len({listing.entry for listing in found}) == len(found)
    return {listing.entry: listing for listing in found}, rejects


def head(name: str, content: bytes) -> Head:
    return Head(name, content[:65_536], lambda: io.BytesIO(content))


@pytest.mark.parametrize("name", ["Regulation8_Consolidated.xlsx", "download"])
def test_it_is_known_by_its_column_titles(make_workbook: MakeWorkbook, name: str) -> None:
    content = sample(make_workbook)
    known = recognise(head(name, content))
    assert known is not None
    assert known.list_key == "au.dfat"
    assert edition_date({"": lambda: io.BytesIO(content)}) == "2024-11-11"


@pytest.mark.parametrize("rows", [[["Reference", "Name"], ["1", "Budget"]], []])
def test_other_workbooks_are_not_known(make_workbook: MakeWorkbook, rows: list[list[str]]) -> None:
    name = "regulation8_consolidated.xlsx"
    assert recognise(head(name, make_workbook({"Sheet1": rows}))) is None
    assert recognise(head(name, b"id,name")) is None
    content = sample(make_workbook)
    assert recognise(head(name, content[: len(content) // 2])) is None
    assert recognise(Head(name, content)) is None


def test_a_person_whose_rows_do_not_stand_together(make_workbook: MakeWorkbook) -> None:
    assert read(sample(make_workbook))[0]["7"] == Listing(
        entry="7",
        kind="person",
        names=(ListedName("Exemplus PRIMUS"), ListedName("Example Alias", "alias"), ListedName("نموذج", "alias")),
        programmes=("1988 (Taliban)",),
        born=("circa 1955/1958", "1964-09-18", "1966-02-01"),
        countries=("SY", "RU", "UA"),
        addresses=("1 Sample St, Exampleville", "2 Sample St"),
        listed_on="2016-03-02",
        amended_on=("2018-04-15", "2020-06-03"),
        note="A sample.\nListed on 2 Mar. 2016 (amended on 15 Apr. 2018, 3 June 2020) (relisted on 4 May 2021)\n"
        "Control date: 2014-12-15",
    )


def test_an_entity_with_its_instrument(make_workbook: MakeWorkbook) -> None:
    entry = read(sample(make_workbook))[0]["8"]
    assert entry.names == (ListedName("Sample Bank"), ListedName("Old Sample Bank", "former"))
    assert entry.instrument == "Autonomous Sanctions (Designated Persons—Samples) Amendment (No. 2) Instrument 2023"
    assert (entry.kind, entry.countries, entry.listed_on) == ("organization", ("IR",), None)
    assert entry.programmes == ("Autonomous (Samples)",)


def test_days_stored_as_numbers_and_entries_without_a_main_name(make_workbook: MakeWorkbook) -> None:
    entries = read(sample(make_workbook))[0]
    assert (entries["12"].born, entries["12"].listed_on) == (("1970-01-01",), "2012-03-02")
    assert entries["11"].names == (ListedName("Aliased Only"),)


def test_newer_columns(make_workbook: MakeWorkbook) -> None:
    header = ["Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "IMO Number"]
    rows: list[list[str | int]] = [[1, "Sample Star", "Vessel", "Primary Name", " ", 9000001]]
    rows.append(["1a", "Star", "Vessel", "aka", "Weak"])
    entry = read(make_workbook({"Sheet1": [header, *rows]}))[0]["1"]
    assert (entry.kind, entry.identifiers) == ("vessel", ("imo:9000001",))
    assert entry.names[1].name_type == "weak alias"


def test_what_cannot_be_taken_is_told(make_workbook: MakeWorkbook) -> None:
    assert [reject.reason for reject in read(sample(make_workbook))[1]] == ["no reference number ('x9')", "no name"]


def test_other_workbooks_are_an_error(make_workbook: MakeWorkbook) -> None:
    for content in (sample(make_workbook, ["Name", "Sum"]), make_workbook({"S": [HEADER]}), b"PK\3\4"):
        with pytest.raises(ListFileError):
            read(content)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.text(max_size=40), min_size=len(HEADER), max_size=len(HEADER)))
def test_any_cells_give_a_listing_or_a_reject(make_workbook: MakeWorkbook, cells: list[str]) -> None:
    cells = [re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", cell) for cell in cells]
    found, rejects = read(make_workbook({"S": [HEADER, ROWS[0], ["1", *cells[1:]]]}))
    assert len(found) + len(rejects) == 2


@pytest.mark.skipif(not REAL.exists(), reason="real files are not here")
def test_the_real_workbook() -> None:
    with zipfile.ZipFile(REAL) as archive:
        shared = archive.read("xl/sharedStrings.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    texts = ["".join(re.findall(r"<t\b[^>]*>([^<]*)", item)) for item in re.findall(r"<si>(.*?)</si>", shared, re.S)]
    references = set()
    for kind, value in re.findall(r'<c r="A\d+"[^>]*?(t="s")?><v>(\d+)</v>', sheet)[1:]:
        digits = re.match(r"\s*(\d+)", texts[int(value)] if kind else value)
        references.add(digits[1] if digits else "")
    found, rejects = read(REAL.read_bytes())
    assert set(found) == references
    assert rejects == []
    assert sum(len(entry.names) for entry in found.values()) > 9000
    for entry in found.values():
        for day in filter(None, (entry.listed_on, *entry.amended_on)):
            PartialDate.parse(day)
        for born in entry.born:
            for day in born.removeprefix("circa ").split("/"):
                PartialDate.parse(day)
