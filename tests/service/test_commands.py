"""`serve`, `serve-key` and `doctor` on the command line."""

from __future__ import annotations

import json
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.run import run
from gazetted.service import audit, running
from gazetted.service.settings import Settings


@pytest.fixture
def record(builtin_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(builtin_path, tmp_path / "record.sqlite"))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings with which a service would have been started."""
    found: list[Settings] = []
    monkeypatch.setattr(running, "run", found.append)
    return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_the_service_is_started_for_this_machine_only(
    record: Path, started: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    port = str(free_port())
    assert run(["serve", "--record", str(record), "--port", port, "--allow-host", "desk", "--rate", "5"]) == 0
    (settings,) = started
    assert (settings.host, settings.local, settings.port) == ("127.0.0.1", True, int(port))
    assert (settings.hosts, settings.rate, settings.burst, settings.fetch) == (("desk",), 5.0, 10, False)
    said = capsys.readouterr().err
    assert f"http://127.0.0.1:{port}/" in said
    assert "warning" not in said


def test_others_are_warned_of_unless_there_is_a_key(
    record: Path, started: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["serve", "--record", str(record), "--port", str(free_port()), "--host", "0.0.0.0"]
    assert run(words) == 0
    assert "warning: 0.0.0.0 can be reached by others and there are no keys" in capsys.readouterr().err
    assert run(["serve-key", "add", "desk", "--record", str(record)]) == 0
    assert run(words) == 0
    assert "warning" not in capsys.readouterr().err
    assert len(started) == 2


def test_without_the_extra_one_sentence_says_what_to_install(
    record: Path, started: list[Settings], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "_NEEDED", ("no_such_package",))
    assert run(["serve", "--record", str(record)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "pip install 'gazetted[server]'" in said
    assert started == []


def test_a_port_in_use_is_one_sentence(
    record: Path, started: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        assert run(["serve", "--record", str(record), "--port", str(busy.getsockname()[1])]) == 2
    assert "cannot be listened on" in capsys.readouterr().err


def test_a_record_that_is_none_is_told_before_the_start(
    tmp_path: Path, started: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.sqlite"
    path.write_text("none", "utf-8")
    assert run(["serve", "--record", str(path), "--port", str(free_port())]) == 4
    assert started == []


def test_an_audit_log_that_is_none_is_told_before_the_start(
    record: Path, started: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    log = record.with_name("log")
    log.write_text("something else\n", "utf-8")
    assert run(["serve", "--record", str(record), "--port", str(free_port()), "--audit", str(log)]) == 3
    assert "does not end with a line of an audit log" in capsys.readouterr().err
    assert started == []


def test_keys_are_made_listed_and_revoked(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--record", str(record)]
    assert run(["serve-key", "list", *words]) == 0
    assert "there are no keys" in capsys.readouterr().err
    assert run(["serve-key", "add", "desk", "--scope", "read", "--until", "2030-01-01", "--json", *words]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["key"].startswith(f"gzt_{made['id']}_")
    assert (made["scopes"], made["until"]) == (["read"], "2030-01-01")
    assert run(["serve-key", "list", "--json", *words]) == 0
    listed = capsys.readouterr().out
    assert made["key"] not in listed
    assert json.loads(listed)["keys"][0]["id"] == made["id"]
    assert run(["serve-key", "revoke", made["id"], *words]) == 0
    assert run(["serve-key", "list", *words]) == 0
    assert "revoked" in capsys.readouterr().out
    assert run(["serve-key", "revoke", "nonsense", *words]) == 2
    assert run(["serve-key", "add", "desk", "--scope", "everything", *words]) == 2


def test_a_sound_installation(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json", "--record", str(record)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["sound"] is True
    found = {one["what"]: one for one in document["checks"]}
    assert set(found) == {"program", "extras", "record", "lists", "disk", "index", "keys", "audit log"}
    assert found["record"]["state"] == "good"
    assert found["keys"]["state"] == "warning"
    assert run(["doctor", "--record", str(record)]) == 0
    assert "gazetted update" in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_doctor_sees_files_that_others_can_read(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--record", str(record)]
    old = os.umask(0o022)
    try:
        assert run(["serve-key", "add", "desk", "--scope", "read", *words]) == 0
        assert run(["watch", "add", "list", "us.fto", *words]) == 0
    finally:
        os.umask(old)
    state = record.with_name(f"{record.stem}.watch.sqlite")

    def checked(code: int) -> dict[str, tuple[str, str]]:
        capsys.readouterr()
        assert run(["doctor", "--json", *words]) == code
        return {one["what"]: (one["state"], one["mend"]) for one in json.loads(capsys.readouterr().out)["checks"]}

    assert checked(0)["watches"][0] == checked(0)["keys"][0] == "good"
    state.chmod(0o644)
    assert checked(0)["watches"] == ("warning", f"chmod 600 {state}")
    record.with_name(f"{record.name}.keys.json").chmod(0o640)
    assert checked(3)["keys"][0] == "bad"


@pytest.mark.postgres
def test_a_doctor_looks_at_a_server_of_postgresql(postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json", "--record", postgres_url]) == 0
    (found,) = [one for one in json.loads(capsys.readouterr().out)["checks"] if one["what"] == "server"]
    assert found["state"] == "warning"
    assert "UTF8, collation en-US, schema" in found["found"]
    assert "superuser" in found["found"]
    assert run(["doctor", "--json", "--record", postgres_url.replace("gazetted@", "nobody@")]) == 4
    said = {one["what"]: one for one in json.loads(capsys.readouterr().out)["checks"]}
    assert said["record"]["state"] == said["server"]["state"] == "bad"
    assert 'role "nobody" does not exist' in said["server"]["found"]


@pytest.mark.postgres
def test_a_doctor_sees_an_encoding_that_will_not_do(
    postgres: Any, postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"latin{os.getpid()}"
    made = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc"
    postgres.run(made)
    assert run(["doctor", "--record", postgres.at(name)]) == 4
    said = " ".join(capsys.readouterr().out.split())
    postgres.drop(name)
    assert "ENCODING 'UTF8'" in said


def test_a_doctor_makes_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--record", str(tmp_path / "none.sqlite")]) == 0
    assert not (tmp_path / "none.sqlite").exists()
    assert "made at the first use" in capsys.readouterr().out


def test_what_is_wrong_is_said_with_what_to_do(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = record.with_name("record.sqlite.audit.jsonl")
    audit.append(log, [{"action": "one"}])
    log.write_bytes(log.read_bytes().replace(b"one", b"two"))
    assert run(["doctor", "--record", str(record)]) == 3
    said = capsys.readouterr().out
    assert "BAD   audit log" in said
    assert "Line 1 is not what was written" in said
    keys = record.with_name("record.sqlite.keys.json")
    keys.write_text("{", "utf-8")
    assert run(["doctor", "--record", str(record)]) == 3
    record.write_bytes(record.read_bytes()[:5000])
    assert run(["doctor", "--record", str(record)]) == 4
    assert "Restore it from a copy" in capsys.readouterr().out
