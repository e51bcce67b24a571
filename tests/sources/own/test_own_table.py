from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import ListFileError
from gazetted.model.edition import Listing, Reject
from gazetted.sources.format import Head, Reader, Recognised
from gazetted.sources.own import READERS
from gazetted.sources.own.table import recognise_table

CSV, JSONL = READERS
TABLE = b"""id,kind,name,aliases,born,countries,identifiers,listed,delisted,note
1,person,Jo Example,Joey; J. E.,1962-03,MT;FR,passport:A1,2020-01-02,,seen
,organization,Sample Works,,,,,,2021,
1,person,Twice,,,,,,,
3,ghost,Nobody,,,,,,,
4,person,Nobody,,31/12/1999,,,,,
5,person,Nobody,,,,A1,,,
6,person,,,,,,,,
"""
LINES = (
    b'{"id": 1, "kind": "person", "name": "Jo Example", "aliases": ["Joey", "J. E."], "listed": "2020-01-02", '
    b'"born": "1962-03", "countries": "MT; FR", "identifiers": ["passport:A1"], "note": "seen"}\n'
    b"""
{"Name": "Sample Works", "kind": "organization", "delisted": 2021, "colour": {"is": "ignored"}}
{"name": {"first": "Jo"}}
["Nobody"]
{"kind": "person"}
"""
)


def read(reader: Reader, content: bytes) -> tuple[list[Listing], list[Reject]]:
    rejects: list[Reject] = []
    return list(reader.listings({"": lambda: io.BytesIO(content)}, rejects.append)), rejects


def test_each_reader_knows_its_files_by_their_content() -> None:
    assert CSV.recognise(Head("My Watch.csv", TABLE)) == Recognised("own.my-watch")
    assert CSV.recognise(Head("x", b"a,b\n1,2\n")) is None
    assert CSV.recognise(Head("x", LINES)) is None
    assert JSONL.recognise(Head("watch.jsonl", LINES)) == Recognised("own.watch")
    assert JSONL.recognise(Head("x", b'{"id": 1}\n')) is None
    assert JSONL.recognise(Head("x", b'{"name"')) is None
    assert JSONL.recognise(Head("x", TABLE)) is None


def test_a_table_and_lines_give_the_same_entries() -> None:
    person, works = read(CSV, TABLE)[0]
    assert read(JSONL, LINES)[0][0] == person
    assert [(name.text, name.name_type) for name in person.names] == [
        ("Jo Example", "primary"),
        ("Joey", "alias"),
        ("J. E.", "alias"),
    ]
    assert (person.born, person.countries, person.identifiers) == (("1962-03",), ("MT", "FR"), ("passport:A1",))
    assert (person.listed_on, person.note) == ("2020-01-02", "seen")
    assert (works.entry, works.delisted_on) == ("sample-works", "2021")


def test_what_cannot_be_taken_is_told_with_its_line() -> None:
    assert [reject.where for reject in read(CSV, TABLE)[1]] == [f"the file:{line}" for line in (4, 5, 6, 7, 8)]
    assert [(one.where, one.reason) for one in read(JSONL, LINES)[1]] == [
        ("the file:4", "`name` is neither a text nor a list of texts"),
        ("the file:5", "no object with a name"),
        ("the file:6", "no name"),
    ]


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (CSV, b""),
        (CSV, b"a,b\n1,2\n"),
        (CSV, b"name,name\n1,2\n"),
        (CSV, b'name\n"x\n'),
        (CSV, b"name\n\x00\n"),
        (CSV, b"name\n\xff\n"),
        (CSV, b'name\n"' + b"x" * 200_000),
        (JSONL, b"\n"),
        (JSONL, b'{"name": "x"'),
        (JSONL, b"[" * 100_000),
        (JSONL, b'{"name": "' + b"x" * 1_100_000),
    ],
)
def test_a_damaged_file_is_refused(reader: Reader, content: bytes) -> None:
    with pytest.raises(ListFileError):
        read(reader, content)


@given(st.sampled_from([(CSV, TABLE), (JSONL, LINES)]), st.data())
def test_any_bytes_give_listings_rejects_or_an_error(sample: tuple[Reader, bytes], data: st.DataObject) -> None:
    reader, content = sample
    place = data.draw(st.integers(0, len(content)))
    put = data.draw(st.binary(max_size=5) | st.sampled_from([b'"', b"\n", b"{}", b",", b"null", b"1e999"]))
    changed = content[:place] + put + content[place + data.draw(st.integers(0, 9)) :]
    reader.recognise(Head("x.csv", changed))
    try:
        listings, _ = read(reader, changed)
    except ListFileError:
        return
    assert all(listing.entry and listing.names for listing in listings)


def test_a_table_of_many_other_columns_is_not_taken_for_an_own_list() -> None:
    other = b"source,entity_number,type,programs,name,title,addresses,remarks\n"
    assert CSV.recognise(Head("csl.csv", other)) is None
    assert CSV.recognise(Head("x.csv", b"name,city\n")) == Recognised("own.x")
    assert recognise_table(Head("csl.csv", other)) == Recognised("own.csl")
