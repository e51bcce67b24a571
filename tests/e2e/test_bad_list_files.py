"""Bad list files through the real command: one sentence, the right exit code, and the record as it was.

What is refused must name the thing and say what to do; nothing that was loaded before may change, whatever comes.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.run import run
from gazetted.record.opening import open_ledger
from gazetted.sources.recognise import recognise

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "sources"
GIGABYTE = 1 << 30
MEASURED = """
import sys
from gazetted.cli.run import run
code = run(sys.argv[1:])
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
sys.exit(code)
"""
"""The program, which prints the most memory (kB) that it had; what a parent is told counts the parent's own as well."""

MOST_MEMORY = 300 << 20
"""Bytes that a process may hold at once while it refuses a file of 1 GB."""


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


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


def long_gz(path: Path, head: bytes, size: int = GIGABYTE) -> None:
    """A file that unpacks to one line of that size: the same small member again and again."""
    block = gzip.compress(b"a" * (1 << 24), 9)
    with path.open("wb") as file:
        file.write(gzip.compress(head))
        for _ in range(size >> 24):
            file.write(block)


UN = sample("un/consolidated.xml")
UK = sample("uk/UK-Sanctions-List.csv")
EU = sample("eu/full_1_1.xml")
CSL = sample("csl/consolidated.csv")
FTM = sample("ftm/targets.simple.csv")
OWN = b"id,name\n1,Harbour Front\n2,Quay Board\n"
BOMB = (
    b'<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9))
    + b"]>"
)
EXTERNAL = b'<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
DOCTYPE = b'<!DOCTYPE CONSOLIDATED_LIST SYSTEM "https://lists.example/list.dtd">'


def with_doctype(doctype: bytes) -> bytes:
    head, mark, rest = UN.partition(b"<CONSOLIDATED_LIST")
    return head + doctype + mark + rest.replace(b"</FIRST_NAME>", b"&a;</FIRST_NAME>", 1)


def swapped(content: bytes, *pairs: tuple[bytes, bytes]) -> bytes:
    for old, new in pairs:
        assert old in content
        content = content.replace(old, new)
    return content


TWO = {"un.xml": UN, "uk.csv": UK}
BAD: dict[str, tuple[str, bytes, int, str]] = {
    # what is wrong: the file's name, its content, the exit code, what the sentence says
    "empty": ("sdn.csv", b"", 3, "sdn.csv is empty"),
    "blank": ("list.csv", b" \r\n\t\n", 3, "list.csv is empty"),
    "only a byte order mark": ("list.csv", b"\xef\xbb\xbf", 3, "No list file"),
    "a header and no rows": ("harbour.csv", b"id,name\n", 3, "harbour.csv in"),
    "a list without entries": ("un.xml", UN[: UN.index(b"<INDIVIDUALS")] + b"</CONSOLIDATED_LIST>", 3, "no entry"),
    "words": ("notes.txt", b"The harbour board met on Monday.\n", 3, "notes.txt is text"),
    "a picture": ("list.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 3, "list.png is binary"),
    "a page of an error": ("sdn.csv", b"<!DOCTYPE html><html><title>403</title></html>", 3, "sdn.csv is a web page"),
    "an empty JSON object": ("list.json", b"{}\n", 3, "list.json is JSON"),
    "XML cut": ("un.xml", UN[: len(UN) // 2], 3, "truncated or malformed XML"),
    "XML cut within its root": ("un.xml", UN[: UN.index(b"<CONSOLIDATED_LIST") + 25], 3, "un.xml"),
    "CSV cut within a row": ("uk.csv", UK.rstrip()[:-40], 3, "get it again"),
    "CSV cut within its first row": ("csl.csv", CSL[: CSL.index(b"\n") + 30], 3, "cut short"),
    "a page cut between its tables": ("fto.html", sample("state/page.html")[:640], 3, "breaks off"),
    "a page cut": ("groups.html", sample("uk/proscribed.html")[:800], 3, "breaks off"),
    "gzip cut": ("un.xml.gz", gzip.compress(UN)[:-30], 3, "cannot be unpacked"),
    "gzip without its end": ("un.xml.gz", gzip.compress(UN)[:-8], 3, "cannot be unpacked"),
    "gzip with a wrong sum": ("un.xml.gz", gzip.compress(UN)[:-8] + bytes(8), 3, "cannot be unpacked"),
    "gzip with rubbish behind": ("un.xml.gz", gzip.compress(UN) + b"rubbish", 3, "cannot be unpacked"),
    "zip cut": ("lists.zip", zipped(TWO)[:-60], 3, "cannot be unpacked"),
    "zip damaged": ("lists.zip", zipped({"un.xml": UN}).replace(UN[:0] + b"PK\x01\x02", b"PK\x09\x09"), 3, "unpacked"),
    "tar cut within a file": ("lists.tar", tarred(TWO)[:6000], 3, "be unpacked"),
    "tar cut between files": ("lists.tar", tarred(TWO)[:4096], 3, "be unpacked"),
    "tar with a damaged header": (
        "lists.tar", swapped(tarred(TWO), (b"uk.csv\0", b"xx.csv\0")), 3, "cannot be unpacked",
    ),
    "own list in UTF-16": ("harbour.csv", OWN.decode().encode("utf-16"), 3, "harbour.csv is"),
    "own list in Latin-1": ("harbour.csv", "id,name\n1,José\n".encode("latin-1"), 3, "not UTF-8 (line 2)"),
    "XML that lies about its encoding": ("un.xml", swapped(UN, (b"UTF-8", b"UTF-16")), 3, "un.xml|malformed"),
    "XML of an unknown encoding": ("un.xml", swapped(UN, (b"UTF-8", b"x-none")), 3, "un.xml|malformed|read"),
    "XML with bytes of Latin-1": ("un.xml", UN.replace(b"</FIRST_NAME>", b"\xe9</FIRST_NAME>", 1), 3, "malformed"),
    "page in Latin-1": ("fto.html", sample("state/page.html").replace(b"</td>", b"\xe9</td>", 1), 3, "not UTF-8"),
    "NULs in CSV": ("harbour.csv", OWN + b"3,Pi\0er\n", 3, "binary"),
    "NULs in OFAC's CSV": ("sdn.csv", sample("ofac/sdn.csv") + b"\0" * 9, 3, "binary"),
    "NULs in XML": ("un.xml", UN.replace(b"</FIRST_NAME>", b"\0</FIRST_NAME>", 1), 3, "malformed"),
    "a billion laughs": ("un.xml", with_doctype(BOMB), 3, "declares a document type"),
    "an entity of another file": ("un.xml", with_doctype(EXTERNAL), 3, "declares a document type"),
    "a document type elsewhere": ("un.xml", with_doctype(DOCTYPE), 3, "declares a document type"),
    "a bomb behind a long comment": (
        "un.xml", with_doctype(b"<!--" + b" " * 70_000 + b"-->" + BOMB), 3, "declares a document type|No list file",
    ),
    "another root": ("un.xml", swapped(UN, (b"CONSOLIDATED_LIST", b"ConsolidatedList")), 3, "un.xml is XML"),
    "another element for the entries": ("un.xml", swapped(UN, (b"INDIVIDUAL>", b"PERSON>")), 3, "refused as"),
    "another name for a column": ("uk.csv", swapped(UK, (b"Unique ID", b"Designation ID")), 3, "No list file"),
    "a publisher's table of another form": ("csl.csv", CSL.replace(b"_id,", b"identifier,", 1), 3, "No list file"),
    "an export of another form": ("simple.csv", FTM.replace(b'"schema"', b'"type"', 1), 3, "No list file"),
    "fewer entries than a sound edition has": ("un.xml", UN, 3, "refused as an edition of un.sc"),
    "a column twice": ("harbour.csv", b"id,name,name\n1,A,B\n", 3, "names a column twice"),
    "broken quoting": ("harbour.csv", b'id,name\n1,"Harbour\n', 3, "malformed"),
    "a path that leads out of a zip": ("lists.zip", zipped({"../un.xml": UN}), 3, "leads outside"),
    "a path that leads out of a tar": ("lists.tar", tarred({"/etc/un.xml": UN}), 3, "leads outside"),
    "packed within packed": (
        "lists.zip", zipped({"a.zip": zipped({"b.zip": zipped({"un.xml": UN})})}), 3, "too many packings",
    ),
    "an archive of nothing": ("lists.zip", zipped({}), 3, "lists.zip"),
    "an archive of other things": ("lists.zip", zipped({"readme.txt": b"Read me."}), 3, "readme.txt is text"),
    "the same part twice": (
        "set.zip", zipped({"sdn.csv": sample("ofac/sdn.csv"), "copy.csv": sample("ofac/sdn.csv")}), 3, "the same part",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, builtin_path: Path) -> Path:
    """A record with a good edition of two lists."""
    folder = tmp_path_factory.mktemp("bad")
    path = folder / "record.sqlite"
    shutil.copy(builtin_path, path)
    (folder / "un.xml").write_bytes(UN)
    (folder / "harbour.csv").write_bytes(OWN)
    assert run(["load", str(folder / "un.xml"), "--force", "--record", str(path)]) == 0
    assert run(["load", str(folder / "harbour.csv"), "--date", "2025-01-01", "--record", str(path)]) == 0
    return path


@pytest.fixture
def record(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(loaded, tmp_path / "record.sqlite"))


def held(record: Path) -> tuple[object, ...]:
    """All that the record says of itself."""
    ledger = open_ledger(record)
    try:
        rows = ledger._store.rows
        tables = ("loads", "edition", "listing", "presence", "name", "name_gone", "entry_party", "fact")
        counts = [rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]
        assert rows("PRAGMA integrity_check") == [("ok",)]
        return (ledger.digest(), tuple(ledger.moments()), tuple(counts))
    finally:
        ledger.close()


Refused = Callable[..., str]


@pytest.fixture
def refused(record: Path, capfd: pytest.CaptureFixture[str]) -> Refused:
    """Runs `load`, which must end with the code and one sentence, and leave the record as it was."""

    def check(*args: str, code: int, says: str) -> str:
        before = held(record)
        capfd.readouterr()
        found = run(["load", *args, "--record", str(record)])
        out, err = capfd.readouterr()
        assert (found, out) == (code, ""), err
        assert err.startswith("gazetted: "), err
        assert err.count("\n") == 1
        assert "Traceback" not in err
        assert any(word in err for word in says.split("|")), err
        assert held(record) == before
        return err

    return check


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, refused: Refused, case: str) -> None:
    name, content, code, says = BAD[case]
    (tmp_path / name).write_bytes(content)
    undated = name in ("fto.html", "simple.csv", "csl.csv", "set.zip", "sdn.csv")
    refused(str(tmp_path / name), *(["--date", "2025-06-01"] if undated else []), code=code, says=says)


def test_a_path_where_nothing_is(tmp_path: Path, refused: Refused) -> None:
    refused(str(tmp_path / "nothing.csv"), code=2, says="nothing.csv is not there")
    os.symlink(tmp_path / "nothing.csv", tmp_path / "link.csv")
    refused(str(tmp_path / "link.csv"), code=2, says="link.csv is not there")


def test_what_is_no_plain_file(tmp_path: Path, refused: Refused) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    refused(str(tmp_path / "pipe.csv"), code=2, says="pipe.csv")
    refused("/dev/zero", code=2, says="/dev/zero")


def test_folders_without_lists(tmp_path: Path, refused: Refused) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    refused(str(folder), code=3, says="holds no file")
    (folder / "readme.txt").write_text("Nothing here.", encoding="utf-8")
    refused(str(folder), code=3, says="readme.txt is text")


def test_links_that_go_round_or_out(tmp_path: Path, refused: Refused) -> None:
    folder = tmp_path / "lists"
    (folder / "deep").mkdir(parents=True)
    os.symlink("..", folder / "deep" / "up")
    os.symlink("round", folder / "round")
    refused(str(folder), code=3, says="holds no file")
    refused(str(folder / "round"), code=2, says="round")
    os.symlink(tmp_path, folder / "out")
    refused(str(folder), code=3, says="leads outside")


@pytest.mark.parametrize(
    ("date", "code", "says"),
    [
        ("2025-13-01", 2, "2025-13-01"),
        ("yesterday", 2, "yesterday"),
        ("2025", 2, "2025"),
        ("9999-12-31", 2, "lies in the future"),
        ("2024-01-01", 2, "states"),
    ],
)
def test_a_date_that_is_wrong(tmp_path: Path, refused: Refused, date: str, code: int, says: str) -> None:
    (tmp_path / "un.xml").write_bytes(UN)
    refused(str(tmp_path / "un.xml"), "--date", date, code=code, says=says)


def test_a_date_to_come_in_the_file(tmp_path: Path, refused: Refused) -> None:
    start = UN.index(b'dateGenerated="') + len(b'dateGenerated="')
    (tmp_path / "un.xml").write_bytes(UN[:start] + b"2999" + UN[start + 4 :])
    refused(str(tmp_path / "un.xml"), code=3, says="2999")


def test_a_date_that_nobody_knows(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "sdn.csv").write_bytes(sample("ofac/sdn.csv"))
    refused(str(tmp_path / "sdn.csv"), "--force", code=2, says="give it with --date")


def test_a_source_that_does_not_fit(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "un.xml").write_bytes(UN)
    refused(str(tmp_path / "un.xml"), "--source", "us.sdn", code=3, says="No list file of us.sdn")
    refused(str(tmp_path / "un.xml"), "--source", "us.none", code=2, says="us.none")
    refused(str(tmp_path / "un.xml"), "--source", "mine", code=3, says="un.xml is XML")


def test_keys_that_stand_twice_are_rejects_with_their_place(
    tmp_path: Path, record: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "harbour.csv").write_bytes(OWN + b"2,Pier Union\n")
    capfd.readouterr()
    assert run(["load", str(tmp_path / "harbour.csv"), "--date", "2025-02-01", "--json", "--record", str(record)]) == 0
    out = capfd.readouterr().out
    assert '"where": "harbour.csv:4"' in out
    assert "the id '2' is there already" in out


def test_a_good_file_before_a_bad_one_stays(tmp_path: Path, record: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "quay.csv").write_bytes(OWN)
    (tmp_path / "sdn.csv").write_bytes(b"")
    before = held(record)
    capfd.readouterr()
    assert run(["load", str(tmp_path / "quay.csv"), str(tmp_path / "sdn.csv"), "--record", str(record)]) == 3
    out, err = capfd.readouterr()
    assert "own.quay" in out
    assert "sdn.csv is empty" in err
    assert held(record) != before


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_a_file_that_cannot_be_read(
    tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    (tmp_path / "un.xml").write_bytes(UN)
    opened: Any = Path.open

    def refuse(path: Path, *args: object, **named: object) -> object:
        if path.name == "un.xml":
            raise type(error)(error.errno, error.strerror, str(path))
        return opened(path, *args, **named)

    monkeypatch.setattr(Path, "open", refuse)
    refused(str(tmp_path / "un.xml"), code=2, says="un.xml cannot be read")


def test_a_file_that_vanishes_or_changes_while_it_is_read(
    tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen = tmp_path / "un.xml", recognise
    monkeypatch.setattr("gazetted.sources.recognise.HELD", 0)  # a file so small would be held in memory

    def vanish(*args: Any, **named: Any) -> object:
        found = seen(*args, **named)
        path.unlink()
        return found

    path.write_bytes(UN)
    monkeypatch.setattr("gazetted.record.loading.recognise", vanish)
    refused(str(path), "--force", code=2, says="un.xml cannot be read")


def test_a_zip_bomb(tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    import gazetted.sources.unpack as unpack
    from gazetted.sources.limited import Limits

    monkeypatch.setattr(unpack, "Limits", lambda: Limits(suspicious=8 << 20))
    (tmp_path / "bomb.zip").write_bytes(zipped({"un.xml": UN + b" " * (16 << 20)}))
    refused(str(tmp_path / "bomb.zip"), code=3, says="unpacks to over 200 times its size")


LONG: dict[str, tuple[str, bytes, str]] = {
    "own list": ("harbour.csv.gz", b"id,name\n1,", "endless line 2"),
    "XML": ("un.xml.gz", UN[: UN.index(b"<INDIVIDUALS")] + b"<INDIVIDUALS><INDIVIDUAL><FIRST_NAME>", "un.xml|UN"),
    "nothing known": ("list.txt.gz", b"", "list.txt is text"),
}


@pytest.mark.parametrize("case", LONG)
def test_a_gigabyte_of_one_line_is_refused_in_little_memory(tmp_path: Path, record: Path, case: str) -> None:
    name, head, says = LONG[case]
    long_gz(tmp_path / name, head)
    assert_refused_in_little_memory(tmp_path / name, record, says)


def test_a_gigabyte_of_nothing_is_refused_in_little_memory(tmp_path: Path, record: Path) -> None:
    with (tmp_path / "sdn.csv").open("wb") as file:
        file.truncate(GIGABYTE)
    assert_refused_in_little_memory(tmp_path / "sdn.csv", record, "sdn.csv is binary")


def assert_refused_in_little_memory(path: Path, record: Path, says: str) -> None:
    before = held(record)
    command = [sys.executable, "-c", MEASURED, "load", str(path), "--record", str(record)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("\n") == 1
    assert any(word in done.stderr for word in says.split("|")), done.stderr
    assert int(done.stdout) * 1024 < MOST_MEMORY
    assert held(record) == before
