"""Every publisher's format cut short anywhere, plain or packed: refused, or without a row that is only half there."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gazetted.errors import ListFileError
from gazetted.sources.recognise import recognise
from gazetted.sources.registry import all_readers

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sources"
CUTS = 12
WHOLE = [path for path in sorted(SAMPLES.rglob("*")) if path.is_file()]
LINES = {".csv", ".json"}
"""Files of lines: cut just where a line ends, they are shorter lists, and only counts can tell."""


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def tarred(name: str, content: bytes) -> bytes:
    """A tar of one file, with one block of the mark of its end."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()[: 512 * (2 + -(-len(content) // 512))]


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: f"{path.parent.name}-{path.name}")
@pytest.mark.parametrize("packing", ["plain", "gz", "zip", "tar"])
def test_a_file_cut_anywhere_is_refused_or_loses_whole_entries_only(tmp_path: Path, path: Path, packing: str) -> None:
    content = path.read_bytes()
    pack: dict[str, Callable[[bytes], bytes]] = {
        "plain": bytes,
        "gz": gzip.compress,
        "zip": lambda one: zipped(path.name, one),
        "tar": lambda one: tarred(path.name, one),
    }

    def listings(data: bytes) -> dict[tuple[str, str], object]:
        file = tmp_path / (path.name if packing == "plain" else f"{path.name}.{packing}")
        file.write_bytes(data)
        return {
            (found.list_key, one.entry): one
            for found in recognise(file, all_readers())
            for one in found.reader.listings(found.parts, lambda _: None)
        }

    whole = pack[packing](content)
    expected, refused = listings(whole), 0
    assert expected
    for at in range(1, CUTS):
        try:
            found = listings(whole[: len(whole) * at // CUTS])
        except ListFileError:
            refused += 1
        else:
            assert packing == "plain"
            assert path.suffix in LINES
            # the rows of the last entry may go on behind the cut
            assert all(expected[key] == found[key] for key in [*found][:-1])
    assert refused >= (CUTS - 1 if packing != "plain" or path.suffix not in LINES else CUTS // 2)
