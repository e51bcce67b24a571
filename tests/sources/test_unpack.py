from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import ListFileError, UsageError
from gazetted.sources.limited import Limits
from gazetted.sources.looks import looks_like
from gazetted.sources.unpack import members

SMALL = Limits(total=1 << 20, suspicious=100_000, members=20, kept=1000)


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def found(path: Path, limits: Limits = SMALL) -> list[tuple[str, bytes]]:
    """Name and content of each file; read in the pass and again by its opener, which must agree."""
    seen = [(member, member.stream.read()) for member in members(path, limits)]
    for member, content in [*seen, *reversed(seen)]:
        with member.opener() as stream:
            assert stream.read() == content
    return [(member.name, content) for member, content in seen]


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.csv", bytes), ("a.csv.gz", gzip.compress), ("a.csv.xz", lzma.compress), ("a.csv.bz2", bz2.compress)],
)
def test_a_file_however_it_is_packed(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / name).write_bytes(pack(b"x,y\n"))
    assert found(tmp_path / name) == [("a.csv", b"x,y\n")]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", zipped),
        ("a.tar", tarred),
        ("a.tar.gz", lambda files: gzip.compress(tarred(files))),
        ("a.txz", lambda files: lzma.compress(tarred(files))),
        ("a.zip.gz", lambda files: gzip.compress(zipped(files))),
    ],
)
def test_an_archive_and_what_is_packed_within_it(
    tmp_path: Path, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    files = {"in/a.csv": b"1", "in/b.csv": b"2" * 1500, "c.csv": b"3"}
    if name != "a.zip.gz":
        files["d.csv.gz"] = gzip.compress(b"4")
    (tmp_path / name).write_bytes(pack(files))
    expected = [("a.csv", b"1"), ("b.csv", b"2" * 1500), ("c.csv", b"3"), ("d.csv", b"4")]
    assert found(tmp_path / name) == expected[: len(files)]
    places = [member.place for member in members(tmp_path / name)]
    assert places[0] == places[1] != places[2]


def test_an_archive_within_an_archive_and_no_deeper(tmp_path: Path) -> None:
    inner = zipped({"a.csv": b"1"})
    for pack in (zipped, tarred):
        (tmp_path / "x").write_bytes(pack({"inner.zip": inner, "inner.tar": tarred({"b.csv": b"2"})}))
        assert found(tmp_path / "x") == [("a.csv", b"1"), ("b.csv", b"2")]
        (tmp_path / "x").write_bytes(pack({"x.zip": zipped({"inner.zip": inner})}))
        with pytest.raises(ListFileError, match="too many packings"):
            found(tmp_path / "x")


def test_a_spreadsheet_is_no_archive(tmp_path: Path) -> None:
    for first in ("mimetype", "[Content_Types].xml"):
        content = zipped({first: b"x", "content.xml": b"<a/>"})
        (tmp_path / "x.ods").write_bytes(content)
        assert found(tmp_path / "x.ods") == [("x.ods", content)]
        assert looks_like(content) == "a spreadsheet"


@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        lzma.compress,
        lambda content: zipped({"a": content}),
        lambda content: lzma.compress(tarred({"a": content})),
        lambda content: gzip.compress(zipped({"a": content})),
        lambda content: zipped({str(number): content[:60_000] for number in range(15)}),
    ],
)
def test_a_bomb_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "x").write_bytes(pack(bytes(900_000)))
    with pytest.raises(ListFileError, match="unpacks to over"):
        found(tmp_path / "x", Limits(suspicious=300_000, ratio=50))
    with pytest.raises(ListFileError, match="unpacks to over"):
        found(tmp_path / "x", Limits(total=500_000))


def test_a_bomb_is_refused_when_it_is_opened_again(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(bytes(900_000)))
    for member in members(tmp_path / "x.gz", SMALL):
        with member.opener() as stream, pytest.raises(ListFileError, match="unpacks to over"):
            stream.read()


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    many = {f"{number}.csv": b"1" for number in range(21)}
    for pack in (zipped, tarred):
        (tmp_path / "x").write_bytes(pack(many))
        with pytest.raises(ListFileError, match="over 20 files"):
            found(tmp_path / "x")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, content in many.items():
        (folder / name).write_bytes(content)
    with pytest.raises(ListFileError, match="over 20 files"):
        found(folder)


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "x/../../a.csv", "..\\a.csv", "C:/a.csv"])
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    for pack in (zipped, tarred):
        (tmp_path / "x").write_bytes(pack({name: b"1"}))
        with pytest.raises(ListFileError, match="outside"):
            found(tmp_path / "x")


def test_links_and_devices_in_archives_are_refused(tmp_path: Path) -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            info = tarfile.TarInfo("a.csv")
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
        (tmp_path / "x.tar").write_bytes(packed.getvalue())
        with pytest.raises(ListFileError, match="link or a device"):
            found(tmp_path / "x.tar")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipping:
        one = zipfile.ZipInfo("a.csv")
        one.external_attr = 0o120777 << 16
        zipping.writestr(one, "/etc/hostname")
    (tmp_path / "x.zip").write_bytes(packed.getvalue())
    with pytest.raises(ListFileError, match="holds a link"):
        found(tmp_path / "x.zip")


def test_a_tar_header_without_end_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    (tmp_path / "x.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(5000))
    with pytest.raises(ListFileError, match="header without end"):
        found(tmp_path / "x.tar")


def test_links_in_folders(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.csv").write_bytes(b"1")
    (folder / ".hidden").write_bytes(b"2")
    os.symlink("deep/a.csv", folder / "again.csv")
    os.symlink("deep", folder / "round")
    assert found(folder) == [("a.csv", b"1")]
    (tmp_path / "secret").write_bytes(b"3")
    os.symlink(tmp_path / "secret", folder / "out.csv")
    with pytest.raises(ListFileError, match="outside of the folder"):
        found(folder)


@pytest.mark.parametrize(
    "pack", [gzip.compress, lzma.compress, bz2.compress, lambda x: lzma.compress(tarred({"a": x}))]
)
def test_what_is_cut_off_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    content = pack(os.urandom(5000))
    (tmp_path / "x").write_bytes(content[:-200])
    with pytest.raises(ListFileError, match="cannot be unpacked"):
        found(tmp_path / "x")


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.csv": b"1"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(ListFileError, match="encrypted"):
        found(tmp_path / "x.zip")


def test_nothing_at_the_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(members(tmp_path / "none"))


PACKED = [zipped({"a": b"12", "b.gz": gzip.compress(b"3")}), tarred({"a": b"1"}), gzip.compress(b"x" * 99)]
PACKED += [lzma.compress(tarred({"a": b"1"})), bz2.compress(b"x" * 99)]


@given(st.sampled_from(PACKED), st.data())
def test_any_bytes_are_files_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(content)))
    changed = content[:place] + data.draw(st.binary(max_size=4)) + content[place + data.draw(st.integers(0, 4)) :]
    path = tmp_path_factory.getbasetemp() / "fuzzed"
    path.write_bytes(changed)
    try:
        for member in members(path, SMALL):
            member.stream.read()
            with member.opener() as stream:
                stream.read()
    except ListFileError:
        pass


def test_what_files_look_like() -> None:
    samples = [b" \n", b"<?xml?>", b"<!DOCTYPE html>", b'{"a":1}', b"a;b\n", b"word", b"%PDF-1", b"a\x00"]
    looks = ["empty", "XML", "a web page", "JSON", "a table", "text", "a PDF", "binary"]
    assert [looks_like(sample) for sample in samples] == looks
