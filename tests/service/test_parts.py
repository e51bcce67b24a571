"""Keys, audit log, logs, measures and settings by themselves."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import threading
from pathlib import Path

import pytest

from gazetted.errors import InputError, UsageError
from gazetted.service import audit, keys
from gazetted.service.audit import Audit
from gazetted.service.kept import Kept
from gazetted.service.logs import Formatter
from gazetted.service.metrics import Metrics
from gazetted.service.settings import ENVIRONMENT, Settings, beside, from_environment, to_environment

NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)

# -- keys --------------------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    made, text = keys.add(path, "desk", ["read", "screen"], NOW, "2026-12-31")
    assert text.startswith(f"gzt_{made.id}_")
    assert text[17:] not in path.read_text("utf-8")
    assert keys.read(path) == [made]
    assert "hash" not in made.to_dict()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    held = keys.Keys(path)
    assert held.of(text, "2026-12-31") == made
    assert held.of(text, "2027-01-01") is None
    assert held.of(text + "x", "2026-12-31") is None
    _, other = keys.add(path, "desk", ["read"], NOW)
    assert held.of(text[:17] + other[17:], "2026-12-31") is None


def test_a_new_and_a_revoked_key_count_at_once(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    held = keys.Keys(path)
    assert held.present() == {}
    made, text = keys.add(path, "desk", ["read"], NOW)
    assert held.of(text, "2026-09-01") == made
    keys.revoke(path, made.id, NOW)
    assert held.of(text, "2026-09-01") is None


@pytest.mark.parametrize(("name", "scopes"), [("", ["read"]), ("a\nb", ["read"]), ("a", []), ("a", ["all"])])
def test_keys_that_cannot_be_made(tmp_path: Path, name: str, scopes: list[str]) -> None:
    with pytest.raises(UsageError):
        keys.add(tmp_path / "keys.json", name, scopes, NOW)
    with pytest.raises(UsageError):
        keys.revoke(tmp_path / "keys.json", "none", NOW)


def test_keys_made_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    threads = [threading.Thread(target=keys.add, args=(path, f"k{n}", ["read"], NOW)) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(key.name for key in keys.read(path)) == [f"k{n}" for n in range(8)]


def test_a_file_that_is_none_of_keys(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match="no file of keys"):
        keys.read(path)


# -- the audit log -----------------------------------------------------------------------------------------------------


def test_lines_are_chained_and_changes_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    audit.append(path, [{"action": "one"}, {"action": "two"}])
    audit.append(path, [{"action": "three", "name": "Łódź 王"}])
    assert audit.check(path).problems == ()
    lines = path.read_bytes().splitlines(keepends=True)
    for wrong, where in (
        ([lines[0].replace(b"one", b"eno"), *lines[1:]], "Line 1 is not what was written."),
        ([lines[0], lines[2]], "Line 2 does not follow"),
        ([lines[1], lines[0], lines[2]], "Line 1 does not follow"),
        ([lines[0], b"nonsense\n", lines[2]], "Line 2 is none of an audit log."),
    ):
        path.write_bytes(b"".join(wrong))
        assert any(told.startswith(where) for told in audit.check(path).problems), where


def test_a_line_that_a_crash_cut_off_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    audit.append(path, [{"action": "one"}])
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"number":2,"prev')
    audit.append(path, [{"action": "two"}])
    assert audit.check(path)[::2] == (2, ())
    assert path.read_bytes().startswith(whole)


def test_several_writers_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    writers = [Audit(path, 0.0) for _ in range(3)]
    for one in writers:
        one.start()
    done = [one.note({"action": f"a{n}"}) for n in range(20) for one in writers]
    for ended in done:
        ended.result(timeout=30)
    for one in writers:
        one.stop()
    assert audit.check(path)[::2] == (60, ())


def test_no_log_is_kept_where_none_is_wanted() -> None:
    one = Audit(None)
    one.start()
    assert one.note({"a": 1}).done()
    one.stop()


# -- logs, measures, settings ------------------------------------------------------------------------------------------


def test_a_log_line_is_json_and_holds_no_secret() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "at postgresql://me:pw@db/x", (), None)
    record.told = {"key": "gzt_0123456789ab_verysecret", "n": 1}
    line = Formatter().format(record)
    told = json.loads(line)
    assert (told["level"], told["n"]) == ("info", 1)
    assert "pw@" not in line
    assert "verysecret" not in line


def test_measures_have_the_form_that_prometheus_reads(tmp_path: Path) -> None:
    metrics = Metrics(tmp_path)
    metrics.count("requests_total", route="/a", method="GET", status="200")
    metrics.count("names_screened_total", 3, verb='x"\n')
    metrics.time("match", 0.004)
    metrics.time("match", 99.0)
    (tmp_path / "77.json").write_bytes(of_another())
    text = metrics.text([("list_age_days", "Age.", {"list": "us.fto"}, 12.0)])
    assert 'gazetted_requests_total{route="/a",method="GET",status="200"} 3' in text
    assert 'gazetted_names_screened_total{verb="x\\"\\n"} 3' in text
    assert 'gazetted_request_seconds_bucket{verb="match",le="0.005"} 1' in text
    assert 'gazetted_request_seconds_bucket{verb="match",le="30"} 1' in text
    assert 'gazetted_request_seconds_bucket{verb="match",le="+Inf"} 2' in text
    assert 'gazetted_request_seconds_count{verb="match"} 2' in text
    assert 'gazetted_list_age_days{list="us.fto"} 12' in text
    for line in text.splitlines():
        assert line.startswith(("# HELP gazetted_", "# TYPE gazetted_", "gazetted_")), line


def of_another() -> bytes:
    series = 'requests_total{route="/a",method="GET",status="200"}'
    return json.dumps({"totals": {series: 2}, "seconds": {}}).encode()


def test_threads_that_leave_their_counts_at_once_do_not_meet(tmp_path: Path) -> None:
    metrics, failed = Metrics(tmp_path), []

    def leave() -> None:
        try:
            for _ in range(200):
                metrics.leave()
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=leave) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [file.suffix for file in tmp_path.iterdir()] == [".json"]


def test_ready_is_who_says_so_and_lives(tmp_path: Path) -> None:
    assert Metrics().ready(itself=True) == 1
    one = Metrics(tmp_path)
    assert one.ready(itself=False) == 0
    assert one.ready(itself=True) == 1
    (tmp_path / "999999999.json").write_text('{"ready": true}', "utf-8")
    assert one.ready(itself=True) == 1
    (tmp_path / f"{os.getppid()}.json").write_text('{"ready": true}', "utf-8")
    assert one.ready(itself=True) == 2


def test_settings_go_to_the_processes_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(record="r.sqlite", workers=3, hosts=("a",))
    for name, value in to_environment(settings).items():
        monkeypatch.setenv(name, value)
    assert from_environment() == settings
    monkeypatch.setenv(ENVIRONMENT, "{")
    with pytest.raises(UsageError, match="no settings"):
        from_environment()


def test_files_lie_beside_the_record() -> None:
    assert Settings(record="/srv/r.sqlite").keys_path() == Path("/srv/r.sqlite.keys.json")
    assert Settings(record="/srv/r.sqlite", audit="off").audit_path() is None
    name = beside("postgresql://me:secret@db/x", "keys.json").name
    assert name.startswith("record-")
    assert "secret" not in name


def test_importing_the_package_needs_no_framework() -> None:
    import subprocess
    import sys

    program = (
        "import gazetted, gazetted.service.keys, gazetted.service.doctor, gazetted.cli.app, sys;"
        " print(sorted({'fastapi', 'starlette', 'uvicorn', 'pydantic'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert ended.stdout.strip() == "[]"


def test_what_takes_long_is_made_once() -> None:
    kept, go, made = Kept(2), threading.Event(), list[int]()

    def make() -> int:
        go.wait(10)
        made.append(1)
        return len(made)

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(kept.once("a", make))) for _ in range(5)]
    for one in threads:
        one.start()
    go.set()
    for one in threads:
        one.join()
    assert found == [1] * 5
    for key in "bc":
        kept.get(key, lambda: 0)
    assert kept.once("a", make) == 2, "the longest unused went"
