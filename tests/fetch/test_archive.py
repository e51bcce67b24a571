"""Raw files as they came: once each, whole or not at all, checked before they are handed out."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gazetted.fetch.archive import ABANDONED, Archive, Kept, file_name
from gazetted.fetch.policy import FetchError

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
ADDRESS = "https://lists.example/SDN.CSV"


def keep(archive: Archive, data: bytes, address: str = ADDRESS, etag: str = "") -> Kept:
    with archive.incoming() as file:
        for start in range(0, len(data), 7):
            file.write(data[start : start + 7])
        return archive.keep(file, address, moment=NOW, etag=etag)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "raw")


def test_a_file_lies_under_its_digest_and_the_manifest_says_whence(archive: Archive) -> None:
    kept = keep(archive, b"some listings", etag='"1"')
    assert kept.sha256 == hashlib.sha256(b"some listings").hexdigest()
    assert gzip.decompress((archive.folder / kept.sha256[:2] / f"{kept.sha256}.gz").read_bytes()) == b"some listings"
    assert list(archive.entries()) == [kept] == [Kept(ADDRESS, NOW.isoformat(), kept.sha256, 13, '"1"')]
    assert archive.last(ADDRESS) == kept
    assert archive.last("https://lists.example/other") is None


def test_equal_files_are_held_once_and_equal_packed(archive: Archive, tmp_path: Path) -> None:
    one, other = keep(archive, b"x"), keep(archive, b"x", "https://lists.example/other")
    assert archive.path(one.sha256) == archive.path(other.sha256)
    assert len(list(archive.folder.glob("*/*.gz"))) == 1
    elsewhere = Archive(tmp_path / "elsewhere")
    assert elsewhere.path(keep(elsewhere, b"x").sha256).read_bytes() == archive.path(one.sha256).read_bytes()


@pytest.mark.parametrize(
    "damage", [b"", b"no gzip", gzip.compress(b"other", mtime=0), gzip.compress(b"some listings", mtime=0)[:-3]]
)
def test_damage_is_found_and_mended_by_the_next_copy(archive: Archive, damage: bytes) -> None:
    kept = keep(archive, b"some listings")
    archive.path(kept.sha256).write_bytes(damage)
    assert archive.last(ADDRESS) is None
    with pytest.raises(FetchError, match=r"is damaged: run `gazetted update` again"), archive.handed_out([kept]):
        pass
    keep(archive, b"some listings")
    assert archive.is_sound(kept.sha256)


def test_files_are_handed_out_under_the_names_of_their_publisher(archive: Archive) -> None:
    files = [
        keep(archive, name.encode(), f"https://lists.example/{name}")
        for name in ("SDN.CSV", "a/SDN.CSV", "page?x=1.csv", "")
    ]
    with archive.handed_out(files) as folder:
        found = {path.name: gzip.decompress(path.read_bytes()) for path in folder.iterdir()}
    assert found == {
        "SDN.CSV.gz": b"SDN.CSV", "again_SDN.CSV.gz": b"a/SDN.CSV", "page.gz": b"page?x=1.csv", "file.gz": b""
    }  # fmt: skip
    assert not folder.exists()
    assert all(archive.is_sound(kept.sha256) for kept in files)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://a.example/../..", "file"), ("https://a.example/.hidden", "hidden"), ("https://a.example", "file"),
        ("https://a.example/a%2Fb:c*d", "a_2Fb_c_d"), ("https://a.example/" + "x" * 300, "x" * 100), ("", "file"),
    ],
)  # fmt: skip
def test_names_are_safe(address: str, name: str) -> None:
    assert file_name(address) == name


def test_a_line_cut_off_by_a_crash_is_passed_over(archive: Archive) -> None:
    kept = keep(archive, b"x")
    with archive.manifest.open("ab") as manifest:
        manifest.write(b'{"address": "https://lists.exa')
    other = keep(archive, b"y", "https://lists.example/other")
    assert list(archive.entries()) == [kept, other]


def test_a_manifest_that_names_no_digest_leads_nowhere(archive: Archive) -> None:
    archive.folder.mkdir()
    archive.manifest.write_text(f'{{"address":"{ADDRESS}","moment":"x","sha256":"../../secret","size":1}}\n')
    assert archive.last(ADDRESS) is None


def test_what_a_killed_process_leaves_is_swept_away_in_time(archive: Archive) -> None:
    kept = keep(archive, b"x")
    program = (
        "import os, sys, pathlib; from gazetted.fetch.archive import Archive\n"
        "a = Archive(pathlib.Path(sys.argv[1]))\n"
        "with a.incoming() as f:\n  f.write(b'half of it'); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(archive.folder)], check=False, timeout=60)
    assert done.returncode == 9
    (left,) = (archive.folder / ".part").iterdir()
    (archive.folder / ".part" / "folder").mkdir()
    now = dt.datetime.fromtimestamp(left.stat().st_mtime, dt.UTC)
    archive.sweep(now + ABANDONED / 2)
    assert left.exists(), "it may still be on its way"
    archive.sweep(now + ABANDONED * 2)
    assert list((archive.folder / ".part").iterdir()) == []
    assert list(archive.entries()) == [kept]
    assert archive.is_sound(kept.sha256)


def test_a_file_that_is_not_kept_leaves_nothing(archive: Archive) -> None:
    def fail() -> None:
        with archive.incoming() as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list((archive.folder / ".part").iterdir()) == []
    assert not archive.manifest.exists()


def test_without_hard_links_files_are_copied(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", no_links)
    with archive.handed_out([keep(archive, b"x")]) as folder:
        assert [gzip.decompress(path.read_bytes()) for path in folder.iterdir()] == [b"x"]
