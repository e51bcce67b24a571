"""Opening a record: made where there is none, refused where there is something else."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gazetted.errors import RecordError
from gazetted.record import builtin as builtin_module
from gazetted.record import opening
from gazetted.record.ledger import Ledger
from gazetted.record.opening import open_ledger
from gazetted.record.store import is_postgres


def refused(path: Path) -> str:
    with pytest.raises(RecordError) as caught:
        open_ledger(path, builtin=False)
    text = str(caught.value)
    assert "\n" not in text
    assert str(path) in text
    assert text.endswith(".")
    return text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "record.sqlite"
    open_ledger(found, builtin=False).close()
    return found


def test_a_new_record_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "record.sqlite"
    open_ledger(path, builtin=False).close()
    assert [found.name for found in path.parent.iterdir()] == ["record.sqlite"]


def test_an_existing_record_is_not_written(path: Path) -> None:
    before = path.read_bytes()
    open_ledger(path, builtin=False).close()
    assert path.read_bytes() == before


def test_the_environment_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(opening.ENVIRONMENT, str(tmp_path / "there.sqlite"))
    ledger = open_ledger(builtin=False)
    assert ledger.place == str(tmp_path / "there.sqlite")
    ledger.close()


def test_a_file_of_no_bytes_becomes_a_record(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    path.touch()
    open_ledger(path, builtin=False).close()
    assert path.stat().st_size > 0


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path)


def test_a_pipe_is_refused_and_left_there(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert "plain file" in refused(path)
    assert path.exists()


def test_a_device_is_refused_and_left_there() -> None:
    assert "plain file" in refused(Path(os.devnull))
    assert Path(os.devnull).exists()


@pytest.mark.parametrize("content", [b"hello", b"\x00" * 5000, b"PK\x03\x04" + b"x" * 5000])
def test_a_file_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.doc"
    path.write_bytes(content)
    assert "not a record of gazetted" in refused(path)
    assert path.read_bytes() == content


def test_somebody_elses_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    connection.close()
    before = path.read_bytes()
    assert "not a record of gazetted" in refused(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [10, 100, 4096, 9000])
def test_a_truncated_file_is_refused(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    refused(path)


def test_an_overwritten_file_is_refused(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_a_newer_schema_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "newer version" in refused(path)


def test_a_newer_schema_is_refused_on_postgres(postgres_url: str) -> None:
    import psycopg

    open_ledger(postgres_url, builtin=False).close()
    with psycopg.connect(postgres_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordError, match="newer version"):
        open_ledger(postgres_url, builtin=False)


def test_a_table_of_somebody_else_on_postgres_is_not_taken_over(postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE name (id int)")
    with pytest.raises(RecordError, match="already exists"):
        open_ledger(postgres_url, builtin=False)


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(tmp_path / "file" / "record.sqlite")


def test_a_name_that_is_too_long_is_a_sentence(tmp_path: Path) -> None:
    refused(tmp_path / ("a" * 300))


def test_a_file_that_cannot_be_read_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "Permission denied" in refused(path)


def test_a_failed_making_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> dict[str, bytes]:
        raise RecordError("damaged.")

    monkeypatch.setattr(builtin_module, "builtin_files", fail)
    with pytest.raises(RecordError):
        open_ledger(tmp_path / "data" / "record.sqlite")
    assert list((tmp_path / "data").iterdir()) == []


# -- several processes -----------------------------------------------------------------------------------------------

OPEN = "import sys; from gazetted.record.opening import open_ledger; print(open_ledger(sys.argv[1]).digest())"


def test_processes_that_make_a_record_at_once_share_it(store_url: str) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", OPEN, store_url], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    ended = [process.communicate(timeout=60) for process in started]
    assert [error for _, error in ended] == [b""] * 3
    assert len({out for out, _ in ended}) == 1
    ledger = open_ledger(store_url)
    assert len(ledger.moments()) == 1
    ledger.close()


def test_a_process_killed_while_it_makes_a_record_leaves_none_or_an_empty_one(store_url: str) -> None:
    kill = (
        "import os, signal, sys; from gazetted.record import append, opening\n"
        "append.seal = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "opening.open_ledger(sys.argv[1])"
    )
    ended = subprocess.run([sys.executable, "-c", kill, store_url], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert is_postgres(store_url) or not Path(store_url).exists()
    ledger = open_ledger(store_url)
    assert ledger.party_count() > 300
    ledger.close()


# -- following the built-in record -----------------------------------------------------------------------------------


def changed(monkeypatch: pytest.MonkeyPatch, old: bytes, new: bytes) -> None:
    files = builtin_module.builtin_files()
    assert old in files["parties.toml"]
    files["parties.toml"] = files["parties.toml"].replace(old, new)
    monkeypatch.setattr(builtin_module, "builtin_files", lambda: files)


@pytest.fixture
def copy(copied: Callable[[], str]) -> str:
    return copied()


def test_a_common_name_that_is_withdrawn_finds_nobody_any_more(copy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, b'"Soldiers of Egypt"', b'"Warriors of Cairo"')
    ledger = open_ledger(copy)
    before = ledger.moments()[0]
    assert ledger.find("Soldiers of Egypt") == []
    assert [p.party for p in ledger.find("Warriors of Cairo")] == ["ajnad-misr"]
    assert [p.party for p in ledger.find("Soldiers of Egypt", known=before)] == ["ajnad-misr"]
    assert "Soldiers of Egypt" not in {name.text for name in ledger.names()}
    assert "Soldiers of Egypt" in {name.text for name in ledger.names(before)}
    ledger.close()


def test_a_builtin_record_that_states_the_same_is_noted_once(copy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, b'"Soldiers of Egypt"', b'"Soldiers of Egypt" ')
    digests = []
    for _ in range(3):
        ledger = open_ledger(copy)
        digests.append((ledger.digest(), len(ledger.moments())))
        ledger.close()
    assert len(set(digests)) == 1
    assert digests[0][1] == 2


def test_a_record_may_go_without_the_builtin_one(path: Path) -> None:
    ledger = open_ledger(path, builtin=False)
    assert isinstance(ledger, Ledger)
    assert (ledger.party_count(), ledger.moments()) == (0, [])
    ledger.close()
