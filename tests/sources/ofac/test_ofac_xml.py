from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.sources.ofac import READERS

FILES = {
    "ofac legacy xml": ("consolidated.xml", ("us.cons", "", "2025-10-22"), 2),
    "ofac enhanced xml": ("cons_enhanced.xml", ("us.cons", "", "2025-01-10"), 1),
    "ofac advanced xml": ("sdn_advanced.xml", ("us.sdn", "", None), 2),
}
DATES = {"ofac legacy xml": "2025-10-22", "ofac enhanced xml": "2025-01-10", "ofac advanced xml": "2025-01-09"}


@pytest.mark.parametrize("name", FILES)
def test_files_are_known_and_give_their_date_and_entries(
    name: str, samples: Any, reader: Any, read: Any, recognised: Any, iso_dates: Any
) -> None:
    file, known_as, count = FILES[name]
    content = samples(file)
    assert recognised(file, content) == known_as
    one = reader(name)
    assert one.edition_date({"": lambda: io.BytesIO(content)}) == DATES[name]
    found, rejects = read(one, {"": content})
    assert rejects == []
    assert len(found) == count
    assert iso_dates(found)


def test_legacy_person_and_vessel(samples: Any, reader: Any, read: Any) -> None:
    (person, vessel), _ = read(reader("ofac legacy xml"), {"": samples("consolidated.xml")})
    assert person == Listing(
        entry="90102",
        kind="person",
        names=(
            ListedName("MARLOW, Tobias Erwin"),
            ListedName("THE HERON", "weak alias"),
            ListedName("MARLO, Toby", "former"),
        ),
        programmes=("NS-PLC", "561List"),
        born=("1962-03-12", "circa 1963"),
        countries=("IR",),
        identifiers=("passport:X1234567",),
        gender="male",
        addresses=("1 Quay Road, Port Lorne, Lorne 100, Iran",),
        titles=("Director", "Colonel"),
        note=(
            "DOB 12 Mar 1962; alt. DOB circa 1963; nationality Iran; Passport X1234567 (Iran) expires 01 Sep 2025;"
            " Gender Male; Additional Sanctions Information - Subject to Secondary Sanctions;"
            " (Linked To: BLUE HERON AIRLINES)."
        ),
    )
    assert (vessel.kind, vessel.countries, vessel.identifiers) == ("vessel", ("PA",), ("call sign:T2XY9",))
    assert "Vessel owner: Heron Shipping S.A." in vessel.note


def test_the_old_namespace_is_the_same_format(samples: Any, reader: Any, read: Any) -> None:
    new = samples("consolidated.xml")
    old = re.sub(rb'xmlns="[^"]+"', b'xmlns="http://tempuri.org/sdnList.xsd"', new)
    assert old != new
    assert read(reader("ofac legacy xml"), {"": old}) == read(reader("ofac legacy xml"), {"": new})


def test_enhanced_entity(samples: Any, reader: Any, read: Any) -> None:
    [one], _ = read(reader("ofac enhanced xml"), {"": samples("cons_enhanced.xml")})
    assert one.names == (
        ListedName("MARLOW, Tobias Erwin"),
        ListedName("THE HERON", "weak alias"),
        ListedName("МАРЛОУ, Тобиас", "alias"),
    )
    assert one.listed_on == "2006-04-12", (
        "the day of the list that it stands on, not of the collection or of the SDN list"
    )
    assert one.instrument == "Executive Order 13224 (Terrorism)"
    assert (one.born, one.countries, one.gender) == (("1962-03-12",), ("IR",), "male")
    assert one.identifiers == ("website:www.heron.example", "passport:X1234567")
    assert one.addresses == ("1 Quay Road, Port Lorne 100, Iran",)
    assert one.note.endswith("Acting for or on behalf of: BLUE HERON AIRLINES; Heron - Lorne.")


def test_advanced_party(samples: Any, reader: Any, read: Any) -> None:
    (person, body), _ = read(reader("ofac advanced xml"), {"": samples("sdn_advanced.xml")})
    assert person == Listing(
        entry="102",
        kind="person",
        names=(ListedName("MARLOW, Tobias Erwin"), ListedName("THE HERON", "weak alias")),
        programmes=("SDGT", "IFSR"),
        born=("circa 1962",),
        countries=("IR",),
        identifiers=("wallet:12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "passport:X1234567"),
        gender="male",
        addresses=("1 Quay Road, Port Lorne, Iran",),
        titles=("Director",),
        listed_on="2018-03-04",
        instrument="Executive Order 13224 (Terrorism)",
        note=(
            "DOB circa 1962; nationality Iran; Gender Male;"
            " Digital Currency Address - XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h;"
            " Passport X1234567 (Iran) expires 2025-09-01; Owned or Controlled By: entry 101; Heron - Lorne."
        ),
    )
    assert (body.entry, body.kind, body.names) == ("101", "organization", (ListedName("BLUE HERON AIRLINES"),))


def test_entries_without_number_or_name_and_doubles_are_rejects(samples: Any, reader: Any, read: Any) -> None:
    content = samples("consolidated.xml").replace(b"<uid>90103</uid>", b"<uid>90102</uid>")
    found, [reject] = read(reader("ofac legacy xml"), {"": content})
    assert [one.entry for one in found] == ["90102"]
    assert reject == Reject("entry 2", "number 90102 is there already")
    content = samples("consolidated.xml").replace(b"<uid>90103</uid>", b"").replace(b"<lastName>MARLOW</lastName>", b"")
    content = content.replace(b"<firstName>Tobias Erwin</firstName>", b"")
    found, rejects = read(reader("ofac legacy xml"), {"": content})
    assert (found, len(rejects)) == ([], 2)


def test_a_file_with_fewer_entries_than_it_says_is_an_error(samples: Any, reader: Any, read: Any) -> None:
    content = samples("consolidated.xml").replace(b"<Record_Count>2<", b"<Record_Count>3<")
    with pytest.raises(ListFileError, match="3 entries and has 2"):
        read(reader("ofac legacy xml"), {"": content})


@pytest.mark.parametrize("name", FILES)
def test_truncated_files_and_entities_are_errors(name: str, samples: Any, reader: Any, read: Any) -> None:
    content = samples(FILES[name][0])
    with pytest.raises(ListFileError, match="truncated or malformed"):
        read(reader(name), {"": content[: len(content) // 2]})
    bomb = content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1)
    with pytest.raises(ListFileError, match="document type"):
        read(reader(name), {"": bomb.replace(b"MARLOW", b"&b;")})


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_bytes_give_listings_rejects_or_a_list_file_error(name: str, data: st.DataObject) -> None:
    from pathlib import Path

    folder = Path(__file__).resolve().parents[2] / "data" / "sources" / "ofac"
    content = bytearray((folder / FILES[name][0]).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 4))] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"0", b"ID", b"x", b"1962", b"-", b" ", b"9" * 20])
        )
    one = next(reader for reader in READERS if reader.name.startswith(name))
    try:
        found = list(one.listings({"": lambda: io.BytesIO(bytes(content))}, lambda _: None))
        one.edition_date({"": lambda: io.BytesIO(bytes(content))})
    except ListFileError:
        return
    assert len({listing.entry for listing in found}) == len(found)
    assert all(listing.names for listing in found)


@pytest.mark.parametrize(
    ("file", "key", "date"),
    [
        ("us-ofac-sdn/2021-03-10/sdn.xml.gz", "us.sdn", "2021-03-10"),
        ("us-ofac-consolidated/2018-04-06/consolidated.xml.gz", "us.cons", "2018-04-06"),
        ("us-ofac-consolidated/2026-01-08/consolidated.xml.gz", "us.cons", "2026-01-08"),
    ],
)
def test_real_legacy_files(
    file: str, key: str, date: str, real: Any, reader: Any, read: Any, recognised: Any, iso_dates: Any
) -> None:
    content = real(file)
    assert recognised("list.xml", content) == (key, "", date)
    found, rejects = read(reader("ofac legacy xml"), {"": content})
    assert rejects == []
    assert [one.entry for one in found] == re.findall(r"<sdnEntry>\s*<uid>(\d+)<", content.decode())
    assert all(one.names[0].name_type == "primary" and one.programmes for one in found)
    assert iso_dates(found)


def test_real_csv_and_xml_of_one_day_tell_the_same(real: Any, reader: Any, read: Any) -> None:
    folder = "us-ofac-consolidated/2025-12-18"
    parts = {"primary": "cons_prim", "alt": "cons_alt", "add": "cons_add", "comments": "cons_comments"}
    csv_set, _ = read(
        reader("ofac legacy csv"), {part: real(f"{folder}/{name}.csv.gz") for part, name in parts.items()}
    )
    xml, _ = read(reader("ofac legacy xml"), {"": real(f"{folder}/consolidated.xml.gz")})
    other = {one.entry: one for one in xml}
    fields = ("kind", "programmes", "gender", "addresses", "born", "countries", "identifiers", "titles")
    for one in csv_set:
        twin = other.pop(one.entry)
        for field in fields:
            mine, yours = getattr(one, field), getattr(twin, field)
            assert sorted(mine) == sorted(yours), (one.entry, field)
        # the CSV files cannot write a double quotation mark
        assert {name.text for name in one.names} == {name.text.replace('"', "'") for name in twin.names}
    assert other == {}


def test_real_enhanced_file(real: Any, reader: Any, read: Any, recognised: Any, iso_dates: Any) -> None:
    packed = real("us-ofac-consolidated/2025-01-10/CONS_ENHANCED.ZIP")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        content = archive.read(archive.namelist()[0])
    assert recognised("CONS_ENHANCED.XML", content) == ("us.cons", "", "2025-01-10")
    found, rejects = read(reader("ofac enhanced xml"), {"": content})
    assert rejects == []
    assert [one.entry for one in found] == re.findall(r'<entity id="(\d+)"', content.decode())
    assert all(one.listed_on and one.instrument and one.programmes for one in found)
    assert iso_dates(found)
