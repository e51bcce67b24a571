from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.dates import PartialDate
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.format import Head, Reader
from gazetted.sources.uk import READERS

HERE = Path(__file__).parents[2]
SAMPLES = HERE / "data/sources/uk"
SHARED = HERE.parents[1] / "shared/data/lists"
CSV, XML, ODS, OFSI, PROSCRIBED = READERS
TABLE = (SAMPLES / "UK-Sanctions-List.csv").read_bytes()
TREE = (SAMPLES / "UK-Sanctions-List.xml").read_bytes()
OLD = (SAMPLES / "conlist-2014.csv").read_bytes()
NEW = (SAMPLES / "conlist-2022.csv").read_bytes()
PAGE = (SAMPLES / "proscribed.html").read_bytes()

PERSON = Listing(
    entry="AQD9001",
    kind="person",
    names=(
        ListedName("ABEL VAN EXEMPEL"),
        ListedName("Abel Exempell", "alias"),
        ListedName("The Sample", "weak alias"),
        ListedName("مثال", "alias"),
    ),
    programmes=("ISIL-AQ",),
    born=("1966", "1967-01-05"),
    countries=("IR", "MY", "YE"),
    identifiers=("national id:000-1122", "passport:A0000001"),
    gender="male",
    addresses=("1 Sample Street, Sampletown, Malaysia",),
    references=("uk.ofsi:90001", "un.sc:QDi.901"),
    titles=("Dr", "Keeper of samples"),
    listed_on="2004-05-06",
    amended_on=("2026-04-16",),
    instrument="The ISIL (Da'esh) and Al-Qaida (United Nations Sanctions) (EU Exit) Regulations 2019",
    note="Sanctions imposed: Asset freeze, Travel Ban. Invented, for tests.",
)

SHEET = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table>{rows}
<table:table-row table:number-rows-repeated="1043268"><table:table-cell table:number-columns-repeated="16384"/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
HEADER = (
    "Unique ID",
    "OFSI Group ID",
    "Name",
    "Regime Name",
    "Type",
    "Designation source",
    "Date Designated",
    "Sanctions Imposed",
)


def sheet(*rows: tuple[str, ...]) -> bytes:
    def cell(text: str) -> str:
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" if text else "<table:table-cell/>"

    written = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in (HEADER, *rows))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", SHEET.format(rows=written))
    return packed.getvalue()


BOOK = sheet(
    (
        "AQD9001",
        "90001",
        "EXEMPEL Abel van",
        "ISIL (Da'esh) and Al-Qaida",
        "Individual",
        "UN",
        "06-05-2004",
        "Asset freeze",
    ),
    ("RUS9002", "", "SAMPLE STAR", "Russia", "Ship", "UK", "01-02-2025", "Specified ship"),
    ("RUS9005", "", "", "Russia", "Entity", "UK", "01-02-2025", ""),
)
ALL = ((CSV, TABLE), (XML, TREE), (ODS, BOOK), (OFSI, OLD), (OFSI, NEW), (PROSCRIBED, PAGE))


def read(reader: Reader, content: bytes) -> tuple[list[Listing], list[Reject]]:
    rejects: list[Reject] = []
    return list(reader.listings({"": lambda: io.BytesIO(content)}, rejects.append)), rejects


@pytest.mark.parametrize(
    ("reader", "content", "key", "date"),
    [
        (CSV, TABLE, "uk.sanctions", "2026-06-24"),
        (XML, TREE, "uk.sanctions", "2026-06-24"),
        (ODS, BOOK, "uk.sanctions", None),
        (OFSI, OLD, "uk.ofsi", "2018-04-13"),
        (OFSI, NEW, "uk.ofsi", "2025-06-03"),
        (PROSCRIBED, PAGE, "uk.proscribed", "2025-07-05"),
    ],
    ids=["csv", "xml", "ods", "ofsi 2014", "ofsi 2022", "page"],
)
def test_each_file_is_known_to_one_reader_with_its_date(
    reader: Reader, content: bytes, key: str, date: str | None
) -> None:
    known = {one.name: found for one in READERS if (found := one.recognise(Head("a file", content[:65_536])))}
    assert list(known) == [reader.name]
    assert (known[reader.name].list_key, known[reader.name].date) == (key, date)
    assert reader.edition_date({"": lambda: io.BytesIO(content)}) == date


def test_the_sheets_date_stands_in_its_name_and_its_xml_alone_is_known_too() -> None:
    found = ODS.recognise(Head("FCDO_SL_Mon_Aug 11 2025.ods", BOOK))
    assert found is not None
    assert found.date == "2025-08-11"
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        content = archive.read("content.xml")
    assert ODS.recognise(Head("content.xml", content)) is not None
    assert read(ODS, content) == read(ODS, BOOK)
    assert ODS.aspects({""}) == {"entries", "programmes"}


def test_csv_and_xml_give_the_same_entries() -> None:
    (person, ship, body), rejects = read(CSV, TABLE)
    assert person == PERSON
    assert (ship.kind, ship.identifiers, ship.countries) == ("vessel", ("imo:9000001",), ("PA",))
    assert (body.kind, body.identifiers) == ("organization", ("registration:1020000000001", "tax:7700000001"))
    assert rejects == [
        Reject("line 9", "it has no unique id"),
        Reject("line 10 (RUS9004)", "it has no name", "RUS9004"),
    ]
    from_tree, tree_rejects = read(XML, TREE)
    assert from_tree == [person, ship]
    assert tree_rejects == [Reject("designation 3 (RUS9004)", "it has no name", "RUS9004")]


def test_the_sheet_has_entries_with_their_primary_names() -> None:
    (person, ship), rejects = read(ODS, BOOK)
    assert (person.entry, person.names, person.programmes) == (
        "AQD9001",
        (ListedName("EXEMPEL Abel van"),),
        ("ISIL-AQ",),
    )
    assert (person.listed_on, person.references) == ("2004-05-06", ("uk.ofsi:90001",))
    assert ship.kind == "vessel"
    assert rejects == [Reject("row 4 (RUS9005)", "it has no name", "RUS9005")]


def test_ofsis_rows_are_gathered_wherever_they_lie() -> None:
    (person, ship), rejects = read(OFSI, OLD)
    assert not rejects
    assert person == Listing(
        entry="90001",
        kind="person",
        names=(
            ListedName("Abel van EXEMPEL"),
            ListedName("Abel BEISPIEL", "former"),
            ListedName("Abelé EXEMPEL", "alias"),
        ),
        programmes=("ISIL-AQ", "Somalia"),
        born=("1966-08",),
        countries=("SA", "YE"),
        identifiers=("national id:00011122", "passport:A0000001", "passport:B0000002"),
        references=("un.sc:QDi.901",),
        titles=("Copyist", "Keeper"),
        listed_on="2004-05-06",
        amended_on=("2012-01-02",),
        note="UN Ref QI.E.901.12. Brother of Caïn (QDi.902).",
    )
    assert (ship.kind, ship.names, ship.identifiers) == ("vessel", (ListedName("SAMPLE STAR 2"),), ("imo:9000001",))


def test_ofsis_form_of_2022_names_the_other_lists() -> None:
    (person,), _ = read(OFSI, NEW)
    assert [(name.text, name.name_type) for name in person.names] == [
        ("Abel EXEMPEL", "primary"),
        ("Abel Exempell", "alias"),
        ("The Sample", "weak alias"),
        ("مثال", "alias"),
    ]
    assert set(person.references) == {"un.sc:QDi.901", "uk.sanctions:AQD9001"}
    assert person.identifiers == ("national id:00011122", "passport:A0000001")


def test_the_page_names_organisations_in_each_of_its_ways() -> None:
    listings, rejects = read(PROSCRIBED, PAGE)
    assert not rejects
    assert [(one.entry, one.listed_on, [name.text for name in one.names]) for one in listings] == [
        ("example-front", "2001-03", ["Example Front", "EXF", "Front of the Example", "Jabhat al-Mithal", "EX Front"]),
        ("sample-brigades", "2014-06-20", ["Sample Brigades", "Test Battalions"]),
        ("copy-army", "2021-12", ["Copy Army", "CA"]),
        ("sample-hand-defenders", None, ["Sample Hand Defenders"]),
        ("hand-of-samples", None, ["Hand of Samples"]),
    ]
    assert listings[1].note == "The brigades are invented & harmless."


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (CSV, b""),
        (CSV, TABLE[:-30]),
        (CSV, TABLE.split(b"\n", 2)[0] + b"\n"),
        (CSV, TABLE.replace(b"Unique ID", b"Some ID")),
        (CSV, TABLE.replace(b"Sampletown", b'"Sampletown')),
        (CSV, TABLE.replace(b"Sampletown", b"Sample\0town")),
        (CSV, TABLE.replace(b"Sampletown", b"\x81" + b"x" * 9)),
        (CSV, TABLE.replace(b"Sampletown", b"x" * 3_000_000)),
        (XML, TREE[:-20]),
        (XML, TREE.replace(b"<Designations", b'<!DOCTYPE a [<!ENTITY b "c">]><Designations', 1)),
        (XML, b"<Designations></Designations>"),
        (ODS, BOOK[:-60]),
        (ODS, BOOK[:300]),
        (ODS, sheet()),
        (OFSI, OLD[: OLD.rindex(b",") - 60]),
        (PROSCRIBED, b"<title>Proscribed terrorist organisations</title>"),
        (PROSCRIBED, PAGE + b"\xff"),
    ],
)
def test_a_damaged_file_is_an_error(reader: Reader, content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(reader, content)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ALL), st.floats(0, 1), st.integers(0, 80), st.binary(max_size=30))
def test_any_bytes_give_listings_or_the_one_error(
    sample: tuple[Reader, bytes], at: float, length: int, insert: bytes
) -> None:
    reader, content = sample
    place = int(at * len(content))
    content = content[:place] + insert + content[place + length :]
    for one in READERS:
        one.recognise(Head("a file", content[:65_536]))
    try:
        listings, _ = read(reader, content)
    except ListFileError:
        return
    assert all(listing.names and listing.entry for listing in listings)


@given(st.text(alphabet="<>/h3plist ontrscd&;!-ABC proscribed March 2001", max_size=400))
def test_any_page_is_read_or_refused(text: str) -> None:
    try:
        read(PROSCRIBED, text.encode())
    except ListFileError:
        return


@pytest.mark.skipif(not SHARED.exists(), reason="the publishers' files are not at hand")
@pytest.mark.parametrize("date", ["2014-04-02", "2018-04-13"])
def test_real_ofsi_editions_are_read_whole(date: str) -> None:
    content = gzip.decompress((SHARED / f"uk-ofsi/{date}/sanctionsconlist.csv.gz").read_bytes())
    found = OFSI.recognise(Head("list.csv", content[:65_536]))
    assert found is not None
    assert found.date == date
    table = list(csv.reader(io.StringIO(content.decode("cp1252"), newline="")))[2:]
    listings, rejects = read(OFSI, content)
    assert not rejects
    assert {listing.entry for listing in listings} == {row[-1].strip() for row in table if any(row)}
    assert len(listings) == len({listing.entry for listing in listings})
    assert all(PartialDate.parse(listing.listed_on or "") for listing in listings)
    names = {text for listing in listings for text in (name.text for name in listing.names)}
    printed = {" ".join(" ".join([*row[1:6], row[0]]).split()).strip(" ,;") for row in table}
    assert printed <= names


@pytest.mark.skipif(not SHARED.exists(), reason="the publishers' files are not at hand")
def test_the_real_sheet_is_read_whole() -> None:
    (path,) = (SHARED / "uk-sanctions-list/2025-08-11").glob("*.ods")
    content = path.read_bytes()
    found = ODS.recognise(Head(path.name, content[:65_536]))
    assert found is not None
    assert found.date == "2025-08-11"
    with zipfile.ZipFile(path) as archive:
        printed = re.findall(r"<text:p>([A-Z]{3}\d{4})</text:p>", archive.read("content.xml").decode())
    listings, rejects = read(ODS, content)
    assert len(listings) + len(rejects) == len(printed) == 5302
    assert {listing.entry for listing in listings} <= set(printed)
    assert all(re.search(r"no name", reject.reason) for reject in rejects)
