"""docs/reference/json.md against real answers: every path of the page occurs, and every path that occurs is there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from gazetted.cli.app import app
from gazetted.cli.run import run

PART = Path(__file__).resolve().parents[1] / "data" / "sources" / "ofac" / "add.csv"
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md").read_text("utf-8")
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)
LINK = re.compile(r"\]\(#([a-z-]+)\)")
LEAVES = {"countries", "roles", "programmes", "ids", "date_bounds"}
"""Lists of plain values, which are described as one field."""

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

    return set(paths(f"gazetted-{command}"))


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
    (folder / "customers.csv").write_text("id,name\nc1,Harbor Front\n", encoding="utf-8")
    return folder


CALLS: dict[str, list[list[str]]] = {
    "load": [["harbour.csv", "--date", "2026-01-01"], [str(PART), "--date", "2026-01-01"]],
    "read": [["--example", "--with-text"]],
    "screen": [
        ["Abu Mohamad al Golani", "--kind", "person", "--born", "1982", "--country", "SY", "--id", "passport:A1"],
        ["--file", "customers.csv"],
    ],
    "standing": [["Hay'at Tahrir al-Sham", "--on", "2024-12-09"], ["ahmed-al-sharaa"]],
    "history": [["Hay'at Tahrir al-Sham"], ["ahmed-al-sharaa"]],
    "find": [["HTS"], ["Jolani"]],
    "changes": [["--since", "2025-07-01", "--until", "2025-07-31"]],
    "lists": [[]],
}


def test_every_command_is_called_and_has_a_section() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert set(CALLS) == commands
    assert {f"gazetted-{name}" for name in commands} <= _sections().keys()


@pytest.mark.parametrize("command", CALLS)
def test_the_page_says_what_the_command_prints(
    command: str, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    if command in ("screen", "lists"):  # these show an own list too, so that one must be there
        run(["load", "harbour.csv", "--date", "2026-01-01", "--record", "record.sqlite"])
        capsys.readouterr()
    found: set[str] = set()
    for arguments in CALLS[command]:
        assert run([command, *arguments, "--json", "--record", "record.sqlite"]) == 0
        found |= set(_real(json.loads(capsys.readouterr().out)))
    documented = _documented(command)
    # An empty list, an empty object and null say nothing of what may stand in their place.
    empty = {path for path in found if any(one.startswith((f"{path}[]", f"{path}.")) for one in documented)}
    assert found - empty - documented == set(), "these are printed and not documented"
    assert documented - found == set(), "these are documented and were not printed"
