"""docs/reference/sources.md against the publishers' folders: every list and reader, whose they are, what they met."""

from __future__ import annotations

import re
from importlib import import_module, resources
from pathlib import Path

import pytest

from gazetted import sources
from gazetted.sources.format import HEAD_BYTES, Head
from gazetted.sources.own.row import COLUMNS
from gazetted.sources.recognise import recognise
from gazetted.sources.registry import all_readers, read_source, source_metadata

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "sources.md").read_text("utf-8")
SAMPLES = ROOT / "tests" / "data" / "sources"
ROW = re.compile(r"^\| `([\w.*-]+)` \| (.+?) \| (.+?) \| (yes|no) \| (.+?) \|$", re.MULTILINE)


def _rows() -> dict[str, tuple[str, frozenset[str], str, str]]:
    """List key → publisher, readers, whether a real file was met, licence; as the page has them."""
    table = PAGE.split("<!-- sources -->\n", 1)[1].split("\n\n", 1)[0]
    found = ROW.findall(table)
    assert len(found) == len(table.splitlines()) - 2, "a row of the table is malformed"
    return {
        key: (publisher, frozenset(re.findall(r"`([^`]+)`", readers)), met, licence)
        for key, publisher, readers, met, licence in found
    }


def test_the_lists_are_those_of_the_program_in_order() -> None:
    keys = ROW.findall(PAGE)
    assert [row[0] for row in keys] == sorted(source_metadata())


@pytest.mark.parametrize("key", sorted(source_metadata()))
def test_a_row_says_what_the_source_says(key: str) -> None:
    source = source_metadata()[key]
    publisher, _, met, licence = _rows()[key]
    assert (publisher, met, licence) == (source.publisher, "yes" if source.met_real_file else "no", source.licence)


def test_every_reader_is_there_and_no_other() -> None:
    named = frozenset[str]().union(*(row[1] for row in _rows().values()))
    assert named == {reader.name for reader in all_readers() if _folder(reader.name)}


def _folders() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Folder → keys of its lists, names of its readers."""
    found = {}
    for place in resources.files(sources).iterdir():
        described = place / "source.toml"
        if described.is_file():
            keys = frozenset(one.info.key for one in read_source(described.read_text("utf-8"), place.name))
            readers = import_module(f"{sources.__name__}.{place.name}").READERS
            found[place.name] = (keys, frozenset(reader.name for reader in readers))
    return found


def _folder(reader: str) -> str:
    """The folder that offers a reader; empty where another installed package does."""
    return next((folder for folder, (_, readers) in _folders().items() if reader in readers), "")


def test_a_list_has_readers_of_its_own_publisher_alone() -> None:
    rows = _rows()
    for keys, readers in _folders().values():
        for key in keys:
            assert rows[key][1], f"{key} has no reader"
            assert rows[key][1] <= readers


@pytest.mark.parametrize(
    "sample", sorted(path for path in SAMPLES.rglob("*") if path.is_file()), ids=lambda path: str(path.name)
)
def test_a_sample_is_read_as_the_page_says(sample: Path) -> None:
    start = sample.read_bytes()[:HEAD_BYTES]
    if not any(reader.recognise(Head(sample.name, start)) for reader in all_readers()):
        pytest.skip("no list file")
    rows = _rows()
    for found in recognise(sample, all_readers()):
        family = f"{found.list_key.partition('.')[0]}.*"
        assert found.reader.name in rows.get(found.list_key, rows.get(family, ("", (), "", "")))[1]


def test_the_columns_of_an_own_list_are_those_of_the_program() -> None:
    assert f"`{','.join(COLUMNS)}`" in PAGE
