"""README and the pages against the program and the record: the picture, the table of lists, the links."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

import gazetted
from gazetted.cli.run import run
from gazetted.record.builtin import read_builtin

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def _block(mark: str, language: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert found is not None, mark
    return found[1]


def test_the_picture_is_what_the_first_command_prints(
    builtin_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "gazetted read --example" in _block("main command", "sh")
    shutil.copy(builtin_path, tmp_path / "record.sqlite")
    assert run(["read", "--example", "--record", str(tmp_path / "record.sqlite")]) == 0
    printed, rest = capsys.readouterr().out, 0
    for piece in _block("read example", "text").split("…\n"):
        found = printed.find(piece, rest)
        assert found >= 0, f"not printed, or out of order:\n{piece}"
        rest = found + len(piece)
    assert printed[rest:] == ""


def test_the_table_of_lists_is_that_of_the_record() -> None:
    builtin = read_builtin()
    entries = Counter(key for key, _ in {(event.list_key, event.entry) for event in builtin.events if event.entry})
    table = README.split("<!-- coverage -->\n", 1)[1].split("\n\n", 1)[0]
    rows = re.findall(r"^\| `([\w.-]+)` \| (\d+) \| ([\d-]+) \| .+ \|$", table, re.MULTILINE)
    assert sorted(rows) == sorted((one.key, str(entries[one.key]), one.known_to) for one in builtin.lists)


def test_counts_in_the_pages_are_those_of_the_record() -> None:
    builtin = read_builtin()
    said = f"{len(builtin.parties)} parties on {len(builtin.lists)} lists"
    assert said in README
    assert said in (ROOT / "CHANGELOG.md").read_text("utf-8")
    persons = sum(party.kind == "person" for party in builtin.parties)
    assert f"**persons are few ({persons})**" in README
    assert max(one.known_to for one in builtin.lists)[:7] == "2026-07", "the pages say July 2026"


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == gazetted.__version__


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 220


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in LINK.findall(text):
        path, _, anchor = target.partition("#")
        if path.startswith("http"):
            continue
        led = (page.parent / path).resolve() if path else page
        assert led.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", led.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}, target


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / target).resolve() for target in LINK.findall(index.read_text("utf-8"))}
    pages = {page for page in PAGES if page != index and "decisions" not in page.parts}
    assert pages - linked == set()
    assert ROOT / "docs" / "decisions" / "README.md" in linked
