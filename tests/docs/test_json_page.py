"""docs/reference/json.md against real answers: every path of the page occurs, and every path that occurs is there."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer

import gazetted
from gazetted.cli.app import app
from gazetted.cli.run import run
from gazetted.fetch.policy import FetchPolicy
from gazetted.record import loading, updating
from gazetted.sources.registry import source_metadata

PART = Path(__file__).resolve().parents[1] / "data" / "sources" / "ofac" / "add.csv"
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md").read_text("utf-8")
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)
LINK = re.compile(r"\]\(#([a-z-]+)\)")
LEAVES = {"slugs", "countries", "roles", "programmes", "ids", "date_bounds", "before", "after", "lists", "acts"}
"""Lists of plain values, which are described as one field."""

SELDOM = (
    "claims[].evidence[].details[]", "inconsistencies[].", "context[].details[]", "alerts[].events[]",
    "alerts[].withdrawn[]", "problems[]",
    "replays[].differences[]", "alerts[].after.explanation.qualifiers[]",
    "receipts[].answer.matches[].explanation.qualifiers[]", "screenings[].decisions[].match.explanation.qualifiers[]",
    "receipts[].answer.decisions[]", "receipts[].settings.good_guys", "alerts[].decision.", "alerts[].document.",
    "decision.entry.", "matches[].decision.", "matches[].explanation.qualifiers[]",
    "new[].news[].match.explanation.qualifiers[]",
)  # fmt: skip
"""Of an event that a claim rests on only one from editions has details; `changes` shows them. What is wrong with a
receipt, events, decisions and articles of an alert are shown by tests of their own; `screen` shows qualifiers."""

WITHOUT_RECORD = ("receipt key",)

OWN = """id,kind,name,aliases,born,countries,identifiers,listed,delisted,note
1,organization,Harbour Front,HF Dockers,,XA,,2015-06-10,,
2,organization,,,,,,,,
"""


def _sections() -> dict[str, list[tuple[str, str]]]:
    """Anchor of a heading → (path, meaning) of its table."""
    parts = re.split(r"^## (.+)\n", PAGE, flags=re.MULTILINE)[1:]
    return {
        head.lower().replace(" ", "-"): ROW.findall(body) for head, body in zip(parts[::2], parts[1::2], strict=True)
    }


def _documented(command: str) -> set[str]:
    sections = _sections()

    def paths(anchor: str) -> Iterator[str]:
        for path, meaning in sections[anchor]:
            link = LINK.search(meaning)
            if link is None:
                yield path
            else:
                yield from (f"{path}.{inner}" for inner in paths(link[1]))

    return set(paths(f"gazetted-{command.replace(' ', '-')}"))


def _real(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _real(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for inner in value:
            yield from _real(inner, f"{path}[]")
    else:
        yield path


@pytest.fixture(scope="module")
def place(builtin_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("json")
    shutil.copy(builtin_path, folder / "record.sqlite")
    (folder / "harbour.csv").write_text(OWN, encoding="utf-8")
    (folder / "later").mkdir()
    (folder / "later" / "harbour.csv").write_text(OWN.replace("2015-06-10,,", "2015-06-10,,moved"), encoding="utf-8")
    (folder / "customers.csv").write_text("id,name\nc1,Harbor Front\n", encoding="utf-8")
    (folder / "good.csv").write_text(
        "customer,party,reason,user,decided\nHarbor Front,Harbour Front,x,ann,2026-01-02\n", encoding="utf-8"
    )
    (folder / "labelled.csv").write_text("name,expected\nHamas,\nJane Holloway,hamas\n", encoding="utf-8")
    return folder


@pytest.fixture
def offered(publisher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list whose publisher is a server of this test; one entry of its file cannot be taken."""
    body = (PART.parents[1] / "un" / "consolidated.xml").read_bytes()
    source = msgspec.structs.replace(
        source_metadata()["un.sc"], addresses=(publisher.offers("/un.xml", body),), minimum={}, fill={}, canaries=()
    )
    for module in (loading, updating):
        monkeypatch.setattr(module, "source_metadata", lambda: {"un.sc": source})
    monkeypatch.setattr(updating, "FetchPolicy", lambda: FetchPolicy(allow=frozenset({"127.0.0.1"})))


EXAMPLE = hashlib.sha256(
    (Path(gazetted.__file__).parent / "resources" / "examples" / "hts-2024-12-09.txt").read_bytes()
).hexdigest()
"""By which the article that comes with the package is known where it is kept."""

CALLS: dict[str, list[list[str]]] = {
    "load": [["harbour.csv", "--date", "2026-01-01"], [str(PART), "--date", "2026-01-01"]],
    "erase": [["own.harbour"]],
    "read": [["--example", "--with-text"], ["--example", "--keep"]],
    "signals": [["HTS"], ["ahmed-al-sharaa"], [], ["--remove", EXAMPLE]],
    "screen": [
        [
            "Abu Mohamad al Golani",
            "--kind",
            "person",
            "--gender",
            "f",
            "--born",
            "1982",
            "--country",
            "SY",
            "--id",
            "passport:A1",
        ],
        ["--file", "customers.csv"],
        ["Harbor Front", "--good-guys", "good.csv"],
    ],
    "standing": [["Hay'at Tahrir al-Sham", "--on", "2024-12-09"], ["ahmed-al-sharaa"]],
    "history": [["Hay'at Tahrir al-Sham"], ["ahmed-al-sharaa"], ["Harbour Front"]],
    "assess": [
        ["HTS", "--on", "2025-10-25", "--since", "2024-12-09", "--without", "us.sdn", "un.sc"],
        ["Harbour Front", "--since", "2025-01-01"],
        ["ahmed-al-sharaa"],
    ],
    "find": [["HTS"], ["Jolani"]],
    "changes": [["--since", "2025-07-01", "--until", "2025-07-31"], ["--since", "2026-02-01", "--until", "2026-02-01"]],
    "identity show": [["farc"], ["ahmed-al-sharaa"]],
    "identity proposals": [[]],
    "identity join": [["farc", "farc-ep", "--reason", "x"]],
    "identity part": [["farc", "farc-ep", "--reason", "x"]],
    "identity undo": [["farc", "farc-ep"]],
    "receipt verify": [["receipts.jsonl"]],
    "receipt replay": [["receipts.jsonl"]],
    "receipt export": [["receipts.jsonl"]],
    "receipt lookback": [["receipts.jsonl"]],
    "receipt key": [["--out", "made.key"]],
    "watch add": [["party", "HTS"]],
    "watch remove": [["1"]],
    "watch forget": [["1", "c1"]],
    "watch list": [[]],
    "watch run": [["--state", "look.sqlite"]],
    "watch decide": [["1", "c1", "bashar-al-assad", "cleared", "--reason", "x", "--user", "ann"]],
    "watch matches": [["1", "--all"]],
    "lists": [[]],
    "serve-key add": [["desk"]],
    "serve-key list": [[]],
    "serve-key revoke": [["0123456789ab"]],
    "bundle": [["packed.gazetted"]],
    "doctor": [[]],
    "update": [["un.sc"]],
    "validate": [["--file", "labelled.csv", "--sample", "40", "--customers", "400", "--seed", "2"]],
}


def test_every_command_is_called_and_has_a_section() -> None:
    found = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    groups = {name: getattr(command, "commands", None) for name, command in found.items()}
    commands = {f"{name} {inner}" if group else name for name, group in groups.items() for inner in group or ("",)}
    assert set(CALLS) == commands - {"serve", "mcp"}, "these answer over HTTP and MCP"
    assert {f"gazetted-{name.replace(' ', '-')}" for name in CALLS} <= _sections().keys()


def _propose(place: Path) -> None:
    """Two lists of one's own that hold somebody of one name."""
    for name in ("north", "south"):
        (place / f"{name}.csv").write_text("id,kind,name\n1,person,Daniel Test Okoro\n", encoding="utf-8")
        run(["load", str(place / f"{name}.csv"), "--date", "2026-01-01", "--record", str(place / "record.sqlite")])


def _keep(place: Path, command: str) -> None:
    """A key, a receipt that it signed, and something that is watched."""
    record = ["--record", "record.sqlite"]
    if command.startswith("receipt"):
        if not Path("my.key").exists():
            run(["receipt", "key", "--out", "my.key"])
        Path("receipts.jsonl").unlink(missing_ok=True)
        asked = ["Abu Mohamad al Golani", "--kind", "person", "--gender", "f", "--born", "1982"]
        if command == "receipt lookback":  # somebody who stands on lists to this day
            asked = ["Bashar al-Assad", "--kind", "person"]
        known = ["--known", "2000-01-01"] if command == "receipt lookback" else []  # when the record held nothing yet
        run(["screen", *asked, "--receipts", "receipts.jsonl", "--sign", "my.key", *known, *record])
        return
    for made in Path().glob("*.sqlite"):
        if made.name != "record.sqlite":
            made.unlink()
    if command in ("watch run", "watch decide", "watch matches", "watch forget"):
        Path("watched.csv").write_text("id,name,kind,country\nc1,Bashar al-Assad,person,SY\n", encoding="utf-8")
        where = ["--state", "look.sqlite"] if command == "watch run" else []
        run(["watch", "add", "portfolio", "watched.csv", *where, *record])
        if command != "watch run":
            run(["watch", "run", *record])
    elif command != "watch add":
        run(["watch", "add", "party", "HTS", *record])


@pytest.mark.parametrize("command", CALLS)
def test_the_page_says_what_the_command_prints(
    command: str, place: Path, offered: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    if command in ("screen", "lists", "history", "changes", "assess", "erase"):  # these show an own list too
        run(["load", "harbour.csv", "--date", "2026-01-01", "--record", "record.sqlite"])
        if command in ("history", "changes", "assess"):  # and an entry of it that was amended
            run(["load", "later/harbour.csv", "--date", "2026-02-01", "--record", "record.sqlite"])
        capsys.readouterr()
    found: set[str] = set()
    if command.startswith("identity"):  # something must be decided, and something proposed
        decided = ["farc-ep" if command.endswith(("show", "undo")) else "hamas", "--reason", "x"]
        run(["identity", "join", "farc", *decided, "--record", "record.sqlite"])
        _propose(place)
        capsys.readouterr()
    if command in ("assess", "signals"):  # a report must be kept
        run(["read", "--example", "--keep", "--record", "record.sqlite"])
        capsys.readouterr()
    if command.startswith("serve-key"):
        key = {"id": "0123456789ab", "name": "desk", "scopes": ["read"], "hash": "0" * 64, "made": "2026-01-01"}
        Path("record.sqlite.keys.json").write_text(json.dumps([key]), "utf-8")
    if command.startswith(("receipt", "watch")):
        _keep(place, command)
        capsys.readouterr()
    where = [] if command in WITHOUT_RECORD else ["--record", "record.sqlite"]
    for arguments in CALLS[command]:
        assert run([*command.split(), *arguments, "--json", *where]) == 0
        found |= set(_real(json.loads(capsys.readouterr().out)))
    documented = _documented(command)
    # An empty list, an empty object and null say nothing of what may stand in their place.
    empty = {path for path in found if any(one.startswith((f"{path}[]", f"{path}.")) for one in documented)}
    assert found - empty - documented == set(), "these are printed and not documented"
    seldom = {path for path in documented if path.startswith(SELDOM)}
    assert documented - seldom - found == set(), "these are documented and were not printed"
