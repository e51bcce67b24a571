"""An own list in CSV: what is read, what is rejected with its line, what is no list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetted.errors import GazettedError, ListFileError, UsageError
from gazetted.model.edition import ListedName, Listing, Reject
from gazetted.record.ledger import Ledger
from gazetted.record.loading import load
from gazetted.sources.own.row import COLUMNS
from gazetted.sources.streams import LONGEST_ROW

if TYPE_CHECKING:
    from tests.conftest import Bench

HEADER = ",".join(COLUMNS)
Write = Callable[[str | bytes], Path]


DAYS = (dt.date(2000, 1, 1) + dt.timedelta(days=at) for at in range(9000))
"""Each file is an edition of a day of its own."""
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes) -> Path:
        path = tmp_path / "customers.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


class Read(NamedTuple):
    """What the record holds of a list after it was loaded."""

    key: str
    listings: tuple[Listing, ...]
    rejects: tuple[Reject, ...]


Reads = Callable[..., Read]


@pytest.fixture(scope="module")
def ledger(bench: Bench) -> Iterator[Ledger]:
    with bench.cleared():
        yield bench.new()


@pytest.fixture
def read(ledger: Ledger) -> Reads:
    def loaded(path: Path, key: str | None = None) -> Read:
        day = next(DAYS)
        report = load(ledger, path, source=key, date=day, force=True, now=NOW)
        return Read(report.list_key, tuple(ledger.edition_of(report.list_key, day).values()), report.rejected)

    return loaded


def reasons(read: Reads, write: Write, *rows: str) -> list[tuple[str, str]]:
    edition = read(write("\n".join([HEADER, *rows, "last,,Last,,,,,,,"])))
    return [(reject.where, reject.reason) for reject in edition.rejects]


def test_every_column_is_read(read: Reads, write: Write) -> None:
    row = 'x1,Person,Ann Bell,"Anne Bell; A. Bell",1970;1971-05,GB;France,passport:12; tax:a:b,2020-01,2024-02-03,seen'
    assert read(write(f"{HEADER}\n{row}\n")).listings == (
        Listing(
            entry="x1",
            kind="person",
            names=(ListedName("Ann Bell"), ListedName("Anne Bell", "alias"), ListedName("A. Bell", "alias")),
            born=("1970", "1971-05"),
            countries=("GB", "France"),
            identifiers=("passport:12", "tax:a:b"),
            listed_on="2020-01",
            delisted_on="2024-02-03",
            note="seen",
        ),
    )


def test_only_a_name_is_needed(read: Reads, write: Write) -> None:
    (listing,) = read(write("Name\nAnn Bell\n")).listings
    assert (listing.entry, listing.kind, listing.names) == ("ann-bell", "any", (ListedName("Ann Bell"),))


def test_rows_without_an_id_stay_who_they_are_when_they_move(read: Reads, write: Write) -> None:
    before = read(write("name\nAnn\nBob\nAnn\n")).listings
    after = read(write("name\nZoe\nBob\nAnn\n")).listings
    assert {listing.entry for listing in before} == {"ann", "bob", "ann-row-4"}
    assert {listing.entry for listing in after} == {"zoe", "bob", "ann"}


def test_the_list_is_called_by_its_file_or_by_the_key(read: Reads, write: Write) -> None:
    path = write("name\nAnn\n")
    found = [read(path, key).key for key in (None, "VIP Clients", "own.vip")]
    assert found == ["own.customers", "own.vip-clients", "own.vip"]


def test_bom_crlf_quotes_and_blank_lines(read: Reads, write: Write) -> None:
    edition = read(write(b'\xef\xbb\xbfname,note\r\n\r\n"Bell, Ann","two\r\nlines"\r\n , \r\n'))
    assert [(x.names[0].text, x.note) for x in edition.listings] == [("Bell, Ann", "two\r\nlines")]


def test_the_same_bytes_give_the_same_edition(read: Reads, write: Write) -> None:
    path = write("name\nAnn\n")
    assert read(path) == read(path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,,,,,,,,,", "no name"),
        ("1,,---,,,,,,,", "no name"),
        ("1,robot,Ann,,,,,,,", "unknown kind 'robot'"),
        ("1,,Ann,,1970-02-30,,,,,", "'1970-02-30' is not a date"),
        ("1,,Ann,,,,passport,,,", "identifier 'passport' is not type:value"),
        ("1,,Ann,,,,,May,,", "'May' is not a date"),
        ("1,,Ann,,,,,,0000,", "'0000' is not a date"),
        ("1,,Ann,,,,,2020-01-02,2020-01-01,", "delisted 2020-01-01 before it was listed 2020-01-02"),
        ("1,,Ann,", "4 cells where the header has 10"),
        ("last,,Ann,,,,,,,\nlast,,Bob,,,,,,,", "the id 'last' is there already"),
    ],
)
def test_a_row_that_cannot_be_taken_is_a_reject_with_line_and_reason(
    read: Reads, write: Write, row: str, reason: str
) -> None:
    where, said = reasons(read, write, row)[0]
    assert where == f"customers.csv:{2 + row.count(chr(10))}"
    assert said.startswith(reason)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"name\nAnn\x00\n", "is binary"),
        ("name\nJosé\n".encode("latin-1"), r"not UTF-8 \(line 2\)"),
        ("name\nAnn\n".encode("utf-16"), "is binary"),
        (b'name\n"Ann\n', "malformed at line 2"),
        (b'name\n"Ann"x\n', "malformed at line 2"),
        (b"id;name\n1;Ann\n", "No list file that is known"),
        (b"name,Name\nAnn,Bob\n", "names a column twice"),
        (b"name\n---\n", r"no entry that can be taken \(first: customers.csv:2: no name\)"),
        (b"name\n", "no entry that can be taken:"),
        (b"name\n" + b"a" * (LONGEST_ROW + 1), "endless line 2"),
    ],
)
def test_a_file_that_is_no_list_is_an_error(read: Reads, write: Write, content: bytes, said: str) -> None:
    with pytest.raises(ListFileError, match=said) as caught:
        read(write(content))
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_name_too_long_for_a_list_is_an_error(read: Reads, write: Write) -> None:
    with pytest.raises(UsageError, match="65 characters"):
        read(write("name\nAnn\n"), "x" * 61)


@pytest.mark.parametrize("name", ["nothing.csv", "a\0b"])
def test_a_missing_file_is_a_wrong_use(read: Reads, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        read(tmp_path / name)


CELLS = st.sampled_from(
    [
        "name",
        "id",
        "kind",
        "listed",
        "aliases",
        ",",
        ";",
        '"',
        "\n",
        "\r",
        "Ann",
        "2020",
        "person",
        ":",
        " ",
        "\ufeff",
        "é",
        "\x00",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=80), st.lists(CELLS, max_size=25).map(lambda parts: "".join(parts).encode())))
def test_any_bytes_give_an_edition_or_an_error(read: Reads, write: Write, content: bytes) -> None:
    with suppress(GazettedError):
        edition = read(write(content))
        assert len({listing.entry for listing in edition.listings}) == len(edition.listings) > 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=30), min_size=1, max_size=3))
def test_any_bytes_under_a_good_header_give_an_edition_or_an_error(
    read: Reads, write: Write, rows: list[bytes]
) -> None:
    with suppress(GazettedError):
        edition = read(write(b"\n".join([HEADER.encode(), b"1,,Ann,,,,,,,", *rows])))
        assert edition.listings[0].names[0].text == "Ann"
