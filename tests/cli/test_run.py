"""Exit codes, and the one sentence that each failure is."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.output import adapt
from gazetted.cli.run import run
from gazetted.errors import DocumentError, InputError, RecordError, UsageError


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nonsense"], "nonsense"),
        (["screen", "Hamas", "--nonsense"], "--nonsense"),
        (["screen", "Hamas", "--threshold", "seven"], "--threshold"),
        (["screen", "Hamas", "--threshold", "1.5"], "--threshold"),
        (["screen", "Hamas", "--kind", "ghost"], "ghost"),
        (["screen", "Hamas", "--limit", "0"], "limit"),
        (["screen", "Hamas", "--born", "1982-13"], "1982-13"),
        (["screen", "Hamas", "--id", "A123"], "TYPE:VALUE"),
        (["screen", "Hamas", "--list", "no.such.list"], "no.such.list"),
        (["screen", "Hamas", "--out", "hits.csv"], "--file"),
        (["screen", "Hamas", "--file", "x.csv"], "not both"),
        (["screen", "--file", "no-such.csv"], "no-such.csv is not there"),
        (["screen", "--file", __file__, "--map", "name"], "--map FIELD=COLUMN"),
        (["screen"], "name or --file"),
        (["screen", " "], "empty"),
        (["standing", "HF", "--on", "yesterdayish"], "yesterdayish"),
        (["standing", "HF", "--on", "2024-12"], "not a whole day"),
        (["standing", "HF", "--known", "2024-13-01"], "not a moment"),
        (["standing", "HF", "--list", "no.such.list"], "no.such.list"),
        (["standing"], "PARTY"),
        (["history", "HF", "--list", "no.such.list"], "no.such.list"),
        (["changes", "--since", "2025-02-30"], "2025-02-30"),
        (["changes", "--since", "2025-02-01", "--until", "2025-01-01"], "swap them"),
        (["changes", "--list", "no.such.list"], "no.such.list"),
        (["read", "no-such.txt"], "no-such.txt is not there"),
        (["read", "--example", "--out", "x.jsonl"], "--out is for several documents"),
        (["read", "-", "--date", "2024-13-45"], "2024-13-45"),
        (["read"], "a file, - or --example"),
        (["read", "-", "--example"], "not both"),
        (["load", "no-such.csv"], "no-such.csv is not there"),
        (["load", "x.csv", "--date", "soon"], "soon"),
        (["lists", "--on", "soon"], "soon"),
    ],
)
def test_wrong_use_ends_with_2_and_one_sentence(gz: Any, args: list[str], said: str) -> None:
    done = gz(*args)
    assert done.code == 2
    assert done.out == ""
    assert said in done.err
    assert done.err.startswith("gazetted: ")
    assert done.err.count("\n") == 1


def test_usage_errors_say_where_help_is(gz: Any) -> None:
    assert "See `gazetted screen --help`." in gz("screen", "Hamas", "--nonsense").err


@pytest.mark.parametrize("command", ["standing", "history"])
def test_an_unknown_party_ends_with_3_and_the_nearest_names(gz: Any, command: str) -> None:
    done = gz(command, "Nobody")
    assert done.code == 3
    assert done.err == "gazetted: No party called 'Nobody' is in the record. Nearest names: Harbour Front.\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [(UsageError("used wrongly."), 2), (InputError("bad input."), 3), (DocumentError("not text."), 3),
     (RecordError("record locked."), 4)],
)  # fmt: skip
@pytest.mark.parametrize("json_form", [False, True])
def test_errors_of_the_record_end_with_their_code(
    gz: Any, record: Any, error: Exception, code: int, json_form: bool
) -> None:
    record.faults["lists"] = error
    done = gz("lists", *(["--json"] if json_form else []))
    assert (done.code, done.out, done.err) == (code, "", f"gazetted: {error}\n")


def test_a_record_that_cannot_be_opened_ends_with_4(gz: Any, record: Any) -> None:
    record.faults["open"] = RecordError("x.sqlite is not a record.")
    done = gz("find", "HF", "--record", "x.sqlite")
    assert (done.code, done.err) == (4, "gazetted: x.sqlite is not a record.\n")


def test_a_fault_of_the_program_is_one_sentence_with_advice(gz: Any, record: Any) -> None:
    record.faults["lists"] = ZeroDivisionError("division\nby \x1b[31mzero")
    done = gz("lists")
    assert done.code == 70
    assert done.err.startswith("gazetted: a fault of the program (ZeroDivisionError: division by")
    assert "--debug" in done.err
    assert "\x1b" not in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("place", [0, 1])
def test_debug_shows_the_fault_wherever_it_stands(record: Any, place: int) -> None:
    record.faults["lists"] = ZeroDivisionError("here")
    args = ["lists"]
    args.insert(place, "--debug")
    with pytest.raises(ZeroDivisionError, match="here"):
        run(args)


def test_debug_after_two_dashes_is_a_name(gz: Any, record: Any) -> None:
    assert gz("screen", "--", "--debug").code == 0
    assert next(given for what, given, _ in record.calls if what == "screen") == ("--debug",)


def test_a_file_that_the_system_refuses_is_named(gz: Any, record: Any) -> None:
    record.faults["lists"] = PermissionError(13, "Permission denied", "secret.sqlite")
    done = gz("lists")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "secret.sqlite: Permission denied" in done.err


def test_ctrl_c_is_quiet_and_closes_the_record(gz: Any, record: Any) -> None:
    record.faults["lists"] = KeyboardInterrupt()
    done = gz("lists")
    assert (done.code, done.out, done.err) == (130, "", "")
    assert record.calls[-1][0] == "close"


def test_ctrl_c_outside_a_command_is_quiet_too(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def interrupted(words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("gazetted.cli.run._invoke", interrupted)
    assert run(["lists"]) == 130
    assert capsys.readouterr() == ("", "")


def test_without_a_command_the_help_is_shown(gz: Any) -> None:
    done = gz()
    assert (done.code, done.err) == (0, "")
    assert done.out == gz("--help").out


def test_the_record_comes_from_the_option_or_the_environment(
    gz: Any, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gz("find", "HF")
    assert record.asked("open") == {"url": None}
    monkeypatch.setenv("GAZETTED_RECORD", "env.sqlite")
    gz("find", "HF")
    assert record.asked("open") == {"url": "env.sqlite"}
    gz("find", "HF", "--record", "option.sqlite")
    assert record.asked("open") == {"url": "option.sqlite"}


COMMANDS = ("read", "screen", "standing", "history", "find", "changes", "lists", "load")


def test_help_names_every_command(gz: Any) -> None:
    done = gz("--help")
    assert done.code == 0
    for command in COMMANDS:
        line = next(line for line in done.out.splitlines() if line.startswith(f"  {command} "))
        assert len(line.split()) > 4


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_takes_json(gz: Any, command: str) -> None:
    done = gz(command, "--help")
    assert done.code == 0
    assert "--json" in done.out
    assert "--record" in done.out
    options = [line for line in done.out.splitlines() if line.startswith("  -")]
    assert options
    assert all(len(line.split()) > 1 for line in options)


def test_version(gz: Any) -> None:
    from gazetted import __version__

    assert gz("--version").out == f"gazetted {__version__}\n"


def _process(*args: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "gazetted", *args], capture_output=True, timeout=60, **more)


def test_as_a_module_without_a_traceback() -> None:
    done = _process("nonsense")
    assert done.returncode == 2
    assert done.stderr.startswith(b"gazetted: ")
    assert b"Traceback" not in done.stderr


def test_help_loads_neither_rich_nor_the_record() -> None:
    code = (
        "import sys; from gazetted.cli.run import run; run(['--help']); "
        "print([m for m in ('rich', 'sqlalchemy', 'msgspec', 'numpy', 'rapidfuzz') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(os.name != "posix", reason="pipes close otherwise elsewhere")
def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    script = tmp_path / "many.py"
    script.write_text(
        "import sys\nimport gazetted.cli.app, typer\nfrom gazetted.cli.run import run\n"
        "@gazetted.cli.app.app.command('many')\n"
        "def many():\n    'Print much.'\n    for _ in range(200000): print('a line of words')\n"
        "sys.exit(run(['many']))\n"
    )
    process = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert said == b""


def test_poorer_encodings_get_stand_ins() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    adapt(stream)
    stream.write("█▒· Jabhat ‘x’ جبهة")
    stream.flush()
    assert raw.getvalue() == b"#+- Jabhat 'x' ????"


def test_json_is_ascii_where_stdout_is(monkeypatch: pytest.MonkeyPatch, record: Any) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert run(["find", "Ünbekannt", "--json"]) == 0
    sys.stdout.flush()
    assert json.loads(raw.getvalue().decode("ascii"))["query"] == "Ünbekannt"
