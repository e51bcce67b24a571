"""Commands in the pages: every one parses, and those of the pages named here are run and print what the pages show.

In a page that is run, a fenced block is
- `sh`: commands of ours, one a line, run one after the other in a folder of their own; what follows `#` is a remark;
- `text` behind it: what the last of them prints, where `…` on a line of its own stands for any lines;
- any block under `<!-- file NAME -->`: a file that the commands find.
`<!-- ends with N -->` before a block of commands is the exit code of its last one; `<!-- not run -->` leaves it out.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from gazetted.cli.app import app
from gazetted.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
RUN = [
    DOCS / "tutorial.md",
    DOCS / "howto" / "for-a-bank.md",
    DOCS / "howto" / "for-an-aid-group.md",
    DOCS / "howto" / "for-a-newsroom.md",
    DOCS / "howto" / "move-from-watchman.md",
]
FENCE = re.compile(r"((?:^<!-- [^\n]+ -->\n)*)^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    marks: tuple[str, ...]
    language: str
    text: str

    def mark(self, name: str) -> str | None:
        return next((one.removeprefix(name).strip() for one in self.marks if one.startswith(name)), None)


def blocks(page: Path) -> Iterator[Block]:
    for found in FENCE.finditer(page.read_text("utf-8")):
        yield Block(tuple(re.findall(r"<!-- (.+?) -->", found[1])), found[2], found[3])


def commands(text: str) -> list[list[str]]:
    """The calls of `gazetted` in a block of commands, each as its words; lines that end with a backslash go on."""
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    words = [shlex.split(line, comments=True) for line in lines]
    return [one[1:] for one in words if one[:1] == ["gazetted"]]


def without_redirection(words: list[str]) -> list[str]:
    """The words that the program itself gets: what the shell takes (`>`, `|`) and all behind it is left out."""
    ends = [place for place, word in enumerate(words) if word in ("|", ">", ">>", "||", "&&") or word.startswith(">")]
    return words[: min(ends, default=len(words))]


def every_call() -> list[tuple[str, list[str]]]:
    pages = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
    return [
        (str(page.relative_to(ROOT)), without_redirection(words))
        for page in pages
        for block in blocks(page)
        if block.language in ("sh", "bash")
        for words in commands(block.text)
    ]


def parse(words: list[str]) -> None:
    """Hand words to the parser of the program, as it would take them, and run nothing."""
    command, name = typer.main.get_command(app), "gazetted"
    while (inner := getattr(command, "commands", None)) is not None and words:
        name, words = words[0], words[1:]
        assert name in inner, f"there is no command {name}"
        command = inner[name]
    with contextlib.suppress(typer.Exit):  # `--help` leaves at once
        command.make_context(name, list(words))


def test_every_command_in_the_pages_parses() -> None:
    calls = every_call()
    assert len(calls) > 80
    for page, words in calls:
        try:
            parse(words)
        except Exception as error:
            raise AssertionError(f"{page}: gazetted {shlex.join(words)}: {error}") from error


@pytest.mark.parametrize("words", [["screen", "--no-such"], ["nothing"], ["watch", "nothing"], ["lists", "--on"]])
def test_a_command_that_is_none_is_seen(words: list[str]) -> None:
    with pytest.raises(Exception, match=r"No such option|no command|requires an argument"):
        parse(words)


@pytest.mark.parametrize("page", RUN, ids=lambda path: str(path.stem))
def test_commands_do_what_the_page_says(
    page: Path, builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    data = tmp_path / "data" / "gazetted"
    data.mkdir(parents=True)
    shutil.copy(builtin_path, data / "record.sqlite")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    printed, ran = "", 0
    for block in blocks(page):
        name = block.mark("file ")
        if name is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(block.text, "utf-8")
        elif block.language == "sh" and block.mark("not run") is None:
            calls = commands(block.text)
            lines = [line for line in re.sub(r"\\\n\s*", " ", block.text).splitlines() if line.strip()]
            assert len(calls) == len(lines), f"not ours, so that it must be marked `not run`:\n{block.text}"
            for number, words in enumerate(calls, 1):
                expected = int(block.mark("ends with ") or 0) if number == len(calls) else 0
                code = run(words)
                told = capsys.readouterr()
                printed, ran = told.out, ran + 1
                assert code == expected, f"gazetted {shlex.join(words)} ended with {code}: {told.err}"
        elif block.language == "text":
            missing = lacking(block.text, printed)
            assert missing is None, f"not printed, or out of order:\n{missing}\nbut:\n{printed}"
    assert ran > 2


def lacking(shown: str, printed: str) -> str | None:
    """The first piece of what a page shows that is not printed at its place; None where all is."""
    rest = 0
    for piece in shown.split("…\n"):
        found = printed.find(piece, rest)
        if found < 0:
            return piece
        rest = found + len(piece)
    return None


def test_what_is_not_printed_is_seen() -> None:
    assert lacking("a\n…\nc\n", "a\nb\nc\n") is None
    assert lacking("c\n…\na\n", "a\nb\nc\n") == "a\n"
