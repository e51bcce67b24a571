"""The page of the command line is what the program says, and the check of it can fail."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from gazetted import errors
from gazetted.cli import run
from gazetted.cli.app import app

ROOT = Path(__file__).resolve().parents[2]


def _commands() -> dict[str, Any]:
    """Every command of the parser; one of a group under both names."""
    found: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    groups = {name: getattr(command, "commands", None) for name, command in found.items()}
    plain = {name: found[name] for name, group in groups.items() if not group}
    return plain | {f"{name} {inner}": one for name, group in groups.items() if group for inner, one in group.items()}


COMMANDS = sorted(_commands())


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cli_reference", ROOT / "tools" / "cli_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return _tool()


def test_the_page_is_up_to_date(tool: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main(["--check"]) == 0, capsys.readouterr().err


def test_a_stale_or_missing_page_is_one_sentence_and_1(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "cli.md"
    assert tool.main(["--check", "--page", str(page)]) == 1
    assert not page.exists()
    assert tool.main(["--page", str(page)]) == 0
    assert tool.main(["--check", "--page", str(page)]) == 0
    page.write_text(page.read_text("utf-8").replace("--threshold", "--treshold"), "utf-8")
    capsys.readouterr()
    assert tool.main(["--check", "--page", str(page)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("cli.md is not what the program says")
    assert said.err.count("\n") == 1


def test_the_page_has_every_option_that_the_parser_takes(tool: ModuleType) -> None:
    sections = re.split(r"^## gazetted ", tool.page(), flags=re.MULTILINE)[1:]
    told = {section.split("\n")[0]: section for section in sections}
    assert sorted(told) == COMMANDS
    for name, command in _commands().items():
        taken = {word for one in command.params for word in one.opts if word.startswith("-")}
        shown = set(re.findall(r"^- `(-[\w-]+)", told[name], re.MULTILINE))
        assert shown == taken - {"--help", "-h"}, name


def test_lines_of_prose_are_at_most_100_columns(tool: ModuleType) -> None:
    assert [line for line in tool.page().splitlines() if len(line) > tool.COLUMNS] == []


def test_exit_codes_are_those_of_the_program(tool: ModuleType) -> None:
    raised = {errors.UsageError.exit_code, errors.InputError.exit_code, errors.RecordError.exit_code}
    assert set(tool.exit_codes()) == {0, 1, *raised, run.FAULT, run.INTERRUPTED, run.PIPE_CLOSED}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_pages(command: str) -> None:
    assert _commands()[command].help
    assert f"## gazetted {command}\n" in (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")
    assert f"| `gazetted {command.split()[0]}" in (ROOT / "README.md").read_text("utf-8")
