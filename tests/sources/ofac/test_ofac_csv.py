from __future__ import annotations

import csv
import io
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.ofac import legacy_csv
from gazetted.sources.ofac.legacy_csv import Memo, aspects, listings

FULL = {"primary": "sdn.csv", "alt": "alt.csv", "add": "add.csv"}


@pytest.fixture
def full(samples: Any, reader: Any, read: Any) -> dict[str, Listing]:
    found, rejects = read(reader("ofac legacy csv"), {part: samples(name) for part, name in FULL.items()})
    assert rejects == []
    return {listing.entry: listing for listing in found}


def test_a_person_with_everything(full: dict[str, Listing]) -> None:
    listing = full["102"]
    assert listing.kind == "person"
    assert listing.names == (
        ListedName("MARLOW, Tobias Erwin"),
        ListedName("MARLO, Toby", "former"),
        ListedName("MARLOW, T.", "alias"),
        ListedName("THE HERON", "weak alias"),
    )
    assert listing.programmes == ("SDGT", "IFSR")
    assert listing.born == ("1962-03-12", "circa 1963")
    assert listing.countries == ("IR", "KP")
    assert listing.identifiers == ("passport:X1234567", "passport:Y-99", "national id:045-12")
    assert listing.gender == "male"
    assert listing.addresses == ("1 Quay Road, Port Lorne 100, Iran", "Syria")
    assert listing.titles == ("Director", "Colonel")
    assert listing.note.startswith("DOB 12 Mar 1962; alt. DOB circa 1963; POB Port Lorne")
    assert listing.note.endswith("Linked To: BLUE HERON AIRLINES.")


def test_a_vessel(full: dict[str, Listing]) -> None:
    listing = full["103"]
    assert listing.kind == "vessel"
    assert listing.names == (ListedName("GREY GULL"), ListedName("OLD GULL", "former"))
    assert listing.identifiers == ("call sign:T2XY9", "imo:9187629", "mmsi:572469210")
    assert listing.countries == ("PA",), "a former flag is none"
    assert "Vessel type: Tug. Tonnage: 99,144." in listing.note
    assert listing.addresses == ()


def test_an_aircraft(full: dict[str, Listing]) -> None:
    assert full["104"].kind == "aircraft"
    assert full["104"].identifiers == ("aircraft serial:1023409321", "tail number:XY-ABC")


def test_identifiers_of_an_organisation(full: dict[str, Listing]) -> None:
    listing = full["105"]
    assert listing.kind == "organization"
    assert listing.identifiers == (
        "website:www.heron.example",
        "email:a@heron.example",
        "phone:1234567",
        "bic:HERNGB2L",
        "lei:253400WSS48YWMBUA688",
        "registration:77-1",
        "tax:7707",
        "registration:HRA 738",
        "imo:5342883",
        "wallet:12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h",
        "wallet:0x4736dCf1b7A3d580672CcE6E7c65cd5cc9cFBa9D",
    )
    assert listing.countries == ("CY", "RU", "DE")


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("sdn.csv", ("us.sdn", "primary", None)),
        ("alt.csv", ("us.sdn", "alt", None)),
        ("add.csv", ("us.sdn", "add", None)),
        ("resaved_add.csv", ("us.sdn", "add", None)),
    ],
)
def test_parts_are_known_by_their_content(samples: Any, recognised: Any, name: str, known_as: object) -> None:
    assert recognised(name, samples(name)) == known_as
    assert recognised("list.csv", samples(name)) == known_as


def test_the_list_is_known_by_numbers_then_name_then_programmes(recognised: Any) -> None:
    row = b'20100,"HERON BANK",-0- ,"%s",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    assert recognised("a.csv", row % b"CMIC-EO13959") == ("us.cons", "primary", None)
    assert recognised("a.csv", row % b"SDGT") == ("us.sdn", "primary", None)
    assert recognised("cons_prim.csv", row % b"SDGT") == ("us.cons", "primary", None)
    assert recognised("cons_prim.csv", row.replace(b"20100", b"36") % b"SDGT") == ("us.sdn", "primary", None)
    assert recognised("sdn_comments.csv", b'12300,"Z S.A.S."\r\n') == ("us.sdn", "comments", None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"id,name\n1,x\n",
        b"1,2\n",
        b"<a/>",
        b"\x00",
        b"1,2,3,4,5,6,7,8,9,10,11,12\n",
        b'1,2,"aka"\n',
        b"name\n",
    ],
)
def test_other_files_are_not_known(recognised: Any, content: bytes) -> None:
    assert recognised("x.csv", content) is None


def test_addresses_alone_tell_entries_without_a_name(samples: Any, reader: Any, read: Any) -> None:
    found, rejects = read(reader("ofac legacy csv"), {"add": samples("resaved_add.csv")})
    assert rejects == []
    assert found == [
        Listing("101", "any", (), addresses=("Havana, Cuba",)),
        Listing("102", "any", (), addresses=("1 Quay Road, Gate 2, Port Lorne 100, Iran",)),
    ]


def test_aliases_alone_tell_names_of_those_that_have_them(samples: Any, reader: Any, read: Any) -> None:
    found, _ = read(reader("ofac legacy csv"), {"alt": samples("alt.csv")})
    assert [(one.entry, one.names[0]) for one in found] == [
        ("101", ListedName("BLUE-HERON", "alias")),
        ("102", ListedName("MARLO, Toby", "former")),
    ]


def test_aspects_are_what_the_parts_tell_completely() -> None:
    assert aspects({"add", "alt"}) == {"entries", "addresses"}
    assert aspects({"alt"}) == frozenset()
    assert "aliases" not in aspects({"primary"})
    assert "aliases" in aspects({"primary", "alt"})
    assert {"entries", "primary names", "programmes", "details"} <= aspects({"primary"})


def _primary(entry: int, name: str = "HERON", remarks: str = "-0- ") -> bytes:
    remarks = remarks if remarks == "-0- " else f'"{remarks}"'
    return f'{entry},"{name}",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,{remarks}\r\n'.encode()


def test_comments_go_on_where_the_remarks_are_cut(reader: Any, read: Any) -> None:
    cut = ("Tax ID No. 1; " + "x" * 1000)[:985] + "; Tax ID No. 23"
    assert len(cut) == 1000
    rows = _primary(7, remarks=cut)
    [alone], _ = read(reader("ofac legacy csv"), {"primary": rows})
    assert alone.identifiers == ("tax:1",), "half a number is none"
    assert alone.note == cut
    [whole], rejects = read(
        reader("ofac legacy csv"), {"primary": rows, "comments": b'7,"45; Passport A1."\r\n8,"lost"\r\n'}
    )
    assert whole.identifiers == ("tax:1", "tax:2345", "passport:A1")
    assert whole.note == f"{cut}45; Passport A1."
    assert rejects == [Reject("comments:2", "entry 8 is not in the primary part")]


def test_rows_that_cannot_be_taken_are_rejects_with_their_line(reader: Any, read: Any) -> None:
    rows = _primary(1) + b'2,"too short"\r\n' + b"x,y\r\n" + _primary(1, "TWICE") + _primary(3, "-0- ") + _primary(4)
    found, rejects = read(reader("ofac legacy csv"), {"primary": rows})
    assert [one.entry for one in found] == ["1", "4"]
    assert [one.where for one in sorted(rejects, key=lambda reject: reject.where)] == [
        f"primary:{line}" for line in (2, 3, 4, 5)
    ]


def test_rows_out_of_order_are_put_together(samples: Any, reader: Any, read: Any, full: dict[str, Listing]) -> None:
    parts = {part: samples(name).strip(b"\x1a") for part, name in FULL.items()}
    turned = {part: b"".join(reversed(content.splitlines(keepends=True))) for part, content in parts.items()}
    found, rejects = read(reader("ofac legacy csv"), turned)
    assert rejects == []
    assert {one.entry: one.born for one in found} == {key: one.born for key, one in full.items()}
    assert set(found[1].addresses) == set(full["102"].addresses)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_primary(1) + b'2,"CUT SHORT', "cut short"),
        (_primary(1) + b"2,cut", "cut short"),
        (_primary(1) + b"\x00\r\n", "binary"),
        (b'1,"' + b"x" * 1_100_000 + b'"', "endless"),
        (_primary(1) + b'2,"open\r\n' + b"x\r\n" * 400_000, "endless"),
    ],
)
def test_damaged_files_are_errors(reader: Any, read: Any, content: bytes, words: str) -> None:
    with pytest.raises(ListFileError, match=words):
        read(reader("ofac legacy csv"), {"primary": content})


@pytest.mark.parametrize("parts", [{}, {"comments": b'1,"x"\r\n'}, {"other": b""}])
def test_parts_that_make_no_edition(reader: Any, read: Any, parts: dict[str, bytes]) -> None:
    with pytest.raises(ListFileError, match="make no edition"):
        read(reader("ofac legacy csv"), parts)


def test_old_code_pages(reader: Any, read: Any) -> None:
    for encoding in ("utf-8", "cp437", "latin-1"):
        [one], _ = read(reader("ofac legacy csv"), {"primary": _primary(1, "JOSÉ").decode().encode(encoding)})
        assert one.names[0].text == "JOSÉ", encoding


def test_a_memo_gives_the_same_listings_and_the_same_rejects(samples: Any, full: dict[str, Listing]) -> None:
    memo: Memo = {}
    contents = {part: samples(name) for part, name in FULL.items()}
    openers = {part: lambda content=content: io.BytesIO(content) for part, content in contents.items()}
    first = list(listings(openers, _no_reject, memo=memo))
    second = list(listings(openers, _no_reject, memo=memo))
    assert first == second == list(full.values())
    assert all(one is other for one, other in zip(first, second, strict=True))
    # what leads one set of parts is a stray row in another
    assert len(list(listings({"add": openers["add"]}, _no_reject, memo=memo))) == 5
    rejects: list[Reject] = []
    stray = {"primary": lambda: io.BytesIO(_primary(9)), "add": openers["add"]}
    assert [one.entry for one in listings(stray, rejects.append, memo=memo)] == ["9"]
    assert len(rejects) == 6


def _no_reject(reject: Reject) -> None:
    raise AssertionError(reject)


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(rows: int) -> int:
        primary = b"".join(_primary(number) for number in range(rows))
        add = b"".join(b'%d,1,-0- ,-0- ,"Cuba",-0- \r\n' % number for number in range(rows))
        openers = {"primary": lambda: io.BytesIO(primary), "add": lambda: io.BytesIO(add)}
        tracemalloc.start()
        for _ in listings(openers, _no_reject, memo=None):
            pass
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    assert peak(20_000) < 2 * peak(2_000) + 200_000


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_give_listings_rejects_or_a_list_file_error(data: st.DataObject) -> None:
    content = bytearray(_primary(1) + _primary(2, remarks="DOB 1962; Passport A (Iran).") + b'3,4,"aka","X",-0- \r\n')
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    rejects: list[Reject] = []
    for part in ("primary", "alt", "add"):
        try:
            found = list(listings({part: lambda: io.BytesIO(bytes(content))}, rejects.append))
        except ListFileError:
            continue
        assert len({one.entry for one in found}) == len(found)


REAL_SETS = [
    ("us-ofac-sdn/2018-01-26", {"primary": "sdn"}),
    ("us-ofac-sdn/2019-01-15", {"primary": "sdn", "alt": "alt", "add": "add", "comments": "sdn_comments"}),
    ("us-ofac-sdn/2023-12-28", {"primary": "sdn", "alt": "alt", "add": "add"}),
    ("us-ofac-sdn/2025-11-08", {"add": "add"}),
    ("us-ofac-sdn/2026-06-02", {"add": "add", "alt": "alt"}),
    ("us-ofac-consolidated/2018-04-06", {"primary": "cons_prim", "alt": "cons_alt", "add": "cons_add"}),
    ("us-ofac-consolidated/2025-12-18", {"primary": "cons_prim", "alt": "cons_alt", "add": "cons_add"}),
]


@pytest.mark.parametrize(("folder", "names"), REAL_SETS, ids=[folder for folder, _ in REAL_SETS])
def test_real_sets_have_as_many_entries_as_a_plain_count(
    folder: str, names: dict[str, str], real: Any, reader: Any, read: Any, recognised: Any, iso_dates: Any
) -> None:
    parts = {part: real(f"{folder}/{name}.csv.gz") for part, name in names.items()}
    key = "us.cons" if "consolidated" in folder else "us.sdn"
    for part, content in parts.items():
        assert recognised(f"{names[part]}.csv", content) == (key, part, None)
    leading = parts["primary" if "primary" in parts else "add"].decode()
    plain = {row[0] for row in csv.reader(leading.splitlines()) if row and row[0].strip().isdigit()}
    found, rejects = read(reader("ofac legacy csv"), parts)
    assert rejects == []
    assert len(found) == len(plain)
    assert {one.entry for one in found} == plain
    if "primary" in parts:
        assert all(one.names and one.names[0].name_type == "primary" and one.programmes for one in found)
    assert iso_dates(found)


def test_reader_version() -> None:
    assert legacy_csv.READER.name == "ofac legacy csv 1"
