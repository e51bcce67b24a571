from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from gazetted.errors import ListFileError, UsageError
from gazetted.model.edition import Listing
from gazetted.sources.format import Head, Opener, Reader, Recognised
from gazetted.sources.limited import Limits
from gazetted.sources.own import READERS as OWN
from gazetted.sources.recognise import Found, date_in, recognise

HISTORY = Path(__file__).parents[3] / "shared/data/lists/us-ofac-sdn/history"


def first_line(opener: Opener) -> str:
    with opener() as stream:
        return stream.readline().decode().strip()


def toy(name: str, key: str, mark: str) -> Reader:
    """Knows files that begin with its mark, a part and a day: `mark:part:2024-01-02`."""

    def known(head: Head) -> Recognised | None:
        found = head.start.decode("latin-1").split("\n")[0].split(":")
        return Recognised(key, found[1], found[2] or None) if found[0] == mark and len(found) > 2 else None

    def dated(parts: Mapping[str, Opener]) -> str | None:
        return next((day for opener in parts.values() if (day := first_line(opener).split(":")[3:4])), [None])[0]

    return Reader(name, known, lambda parts, reject: iter(()), dated)


TOYS = (toy("toy table 1", "x.toys", "toy"), *OWN)


def shown(found: list[Found]) -> list[tuple[str, str | None, list[str]]]:
    for one in found:
        for part, opener in one.parts.items():
            if one.list_key == "x.toys":
                assert first_line(opener).split(":")[1] == part
    return [(one.list_key, one.date, list(one.parts)) for one in found]


def test_one_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt.gz"
    file.write_bytes(gzip.compress(b"toy::2024-01-02\nrest" + b"x" * 100_000))
    (found,) = recognise(file, TOYS)
    assert shown([found]) == [("x.toys", "2024-01-02", [""])]
    assert found.sha256 == hashlib.sha256(gzip.decompress(file.read_bytes())).hexdigest()
    assert found.reader.name == "toy table 1"
    assert found.date_from == "content"
    assert found.label.startswith("a.txt in ")


def test_files_of_one_edition_are_its_parts(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"toy:aliases:2024-01-02")
    (tmp_path / "a.txt.xz").write_bytes(lzma.compress(b"toy:names:"))
    (tmp_path / "README").write_bytes(b"Notes of a user.")
    (found,) = recognise(tmp_path, TOYS)
    assert shown([found]) == [("x.toys", "2024-01-02", ["names", "aliases"])]
    (tmp_path / "b.txt").rename(tmp_path / "0.txt")
    (again,) = recognise(tmp_path, TOYS)
    assert list(again.parts) == ["aliases", "names"]
    assert again.sha256 == found.sha256
    (tmp_path / "0.txt").write_bytes(b"toy:aliases:2024-01-03")
    assert recognise(tmp_path, TOYS)[0].sha256 != found.sha256


def test_folders_and_archives_keep_editions_apart(tmp_path: Path) -> None:
    for day in ("2024-01-02", "2024-02-03"):
        (tmp_path / day).mkdir()
        (tmp_path / day / "names").write_bytes(b"toy:names:")
        (tmp_path / day / "aliases").write_bytes(b"toy:aliases:")
    found = recognise(tmp_path, TOYS)
    assert shown(found) == [("x.toys", day, ["aliases", "names"]) for day in ("2024-01-02", "2024-02-03")]
    assert {one.date_from for one in found} == {"folder"}


def test_many_editions_in_one_archive(tmp_path: Path) -> None:
    packed = io.BytesIO()
    days = ["2024-01-02", "2024-02-03", "2024-03-04"]
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for day in days:
            for part in ("names", "aliases"):
                content = f"toy:{part}:\n{day}".encode()
                info = tarfile.TarInfo(f"all/{part}_{day}T0939Z.txt")
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    (tmp_path / "all.tar.xz").write_bytes(lzma.compress(packed.getvalue()))
    found = recognise(tmp_path / "all.tar.xz", TOYS)
    assert shown(found) == [("x.toys", day, ["names", "aliases"]) for day in days]
    assert {one.date_from for one in found} == {"name"}
    for one, day in zip(reversed(found), reversed(days), strict=True):
        with one.parts["names"]() as stream:
            assert stream.read().endswith(day.encode())


def test_a_part_twice_is_an_error(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"toy:names:2024-01-02")
    with pytest.raises(ListFileError, match=r"a, b hold the same part of x\.toys"):
        recognise(tmp_path, TOYS)


def test_parts_of_different_days_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"toy:names:2024-01-02")
    (tmp_path / "b").write_bytes(b"toy:aliases:2024-01-03")
    with pytest.raises(ListFileError, match="different days"):
        recognise(tmp_path, TOYS)


def test_the_date_that_the_reader_finds_goes_before_that_of_the_name(tmp_path: Path) -> None:
    (tmp_path / "a-2024-09-09").write_bytes(b"toy:::2024-01-02")
    (tmp_path / "b-2024-09-09").write_bytes(b"toy::")
    (tmp_path / "c").write_bytes(b"toy::")
    found = recognise(tmp_path, TOYS)
    assert [(one.date, one.date_from) for one in found] == [
        ("2024-01-02", "content"),
        ("2024-09-09", "name"),
        (None, ""),
    ]


def test_an_own_list_gives_way_to_a_publisher(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(b"name\nJo Example\n")
    (tmp_path / "theirs.csv").write_bytes(b"name,toys\nJo Example,1\n")
    theirs = Reader(
        "toys 1", lambda head: Recognised("x.toys") if b"toys" in head.start else None, lambda parts, reject: iter(())
    )
    assert [one.list_key for one in recognise(tmp_path, (*OWN, theirs))] == ["own.mine", "x.toys"]


def test_a_file_that_two_know_needs_a_source(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"toy::2024-01-02")
    readers = (*TOYS, toy("other 1", "y.toys", "toy"))
    with pytest.raises(ListFileError, match=r"x\.toys or y\.toys .* --source"):
        recognise(tmp_path / "a", readers)
    assert recognise(tmp_path / "a", readers, source="y.toys")[0].list_key == "y.toys"
    with pytest.raises(ListFileError, match=r"of z\.toys"):
        recognise(tmp_path / "a", readers, source="z.toys")


def test_a_file_in_which_a_publisher_keeps_two_lists_is_an_edition_of_each(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"toy::2024-01-02")
    readers = (toy("toy full 1", "x.all", "toy"), toy("toy part 1", "x.part", "toy"))
    assert [one.list_key for one in recognise(tmp_path / "a", readers)] == ["x.all", "x.part"]
    with pytest.raises(ListFileError, match="--source"):
        recognise(tmp_path / "a", (*readers, toy("toy part 2", "x.part", "toy")))


def test_nothing_known_says_what_it_looks_like_and_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"<a/>")
    (tmp_path / "b").write_bytes(b"one,two\x1b\n")
    with pytest.raises(ListFileError, match=r"a is XML; b is a table that begins 'one,two '\. Known .*own csv.*toy"):
        recognise(tmp_path, TOYS)
    (tmp_path / "c").mkdir()
    with pytest.raises(ListFileError, match="holds no file"):
        recognise(tmp_path / "c", TOYS)
    with pytest.raises(UsageError):
        recognise(tmp_path / "d", TOYS)


def test_limits_reach_the_whole_path(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(9):
            archive.writestr(f"{number}.txt", b"toy::2024-01-02\n" + bytes(100_000))
    with pytest.raises(ListFileError, match="unpacks to over"):
        recognise(tmp_path / "x.zip", TOYS, limits=Limits(total=500_000))
    assert len(recognise(tmp_path / "x.zip", TOYS)) == 9


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("sdn_2021-08-18T0939Z.csv", "2021-08-18"),
        ("20250811.ods", "2025-08-11"),
        ("a_2024.02.30.csv", None),
        ("2024-01-02_2024-02-03.tar", None),
        ("1202401029.csv", None),
    ],
)
def test_days_in_names(name: str, day: str | None) -> None:
    assert date_in(name) == day


@pytest.mark.skipif(not HISTORY.exists(), reason="the real archive is not at hand")
def test_the_history_of_a_list_in_one_archive() -> None:
    def rows(parts: Mapping[str, Opener]) -> list[Listing]:
        return []

    reader = Reader(
        "sdn 1",
        lambda head: Recognised("us.sdn", "primary") if head.start.startswith(b"36,") else None,
        lambda parts, reject: iter(rows(parts)),
    )
    found = recognise(next(HISTORY.iterdir()), [reader])
    assert len(found) == 308
    assert (found[0].date, found[-1].date) == ("2021-08-18", "2024-05-03")
    assert all(one.date for one in found)
