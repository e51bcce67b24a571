"""The documentation as a site: every page has its place in it, and it builds without a warning."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SETTINGS: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_site", ROOT / "tools" / "docs_site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def in_navigation(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for inner in entry.values():
            yield from in_navigation(inner)
    else:
        for inner in entry:
            yield from in_navigation(inner)


def test_every_page_has_one_place_in_the_navigation(tool: ModuleType) -> None:
    places = list(in_navigation(SETTINGS["nav"]))
    assert sorted(places) == [path.relative_to(ROOT).as_posix() for path in tool.pages()]


def test_the_parts_of_the_site_are_those_of_its_readers() -> None:
    parts = [next(iter(part)) for part in SETTINGS["nav"]]
    assert parts == ["Home", "Tutorial", "How-to", "Reference", "Explanation", "Contributing", "Changelog"]


def test_nothing_comes_from_elsewhere() -> None:
    assert SETTINGS["theme"]["font"] is False
    assert not {"extra_css", "extra_javascript", "repo_url"} & set(SETTINGS)
    assert SETTINGS["plugins"] == ["search"], "other plugins may load scripts from the network"


def test_links_to_what_is_no_page_lose_the_link_and_keep_the_words(tool: ModuleType, tmp_path: Path) -> None:
    page, other = tmp_path / "page.md", tmp_path / "other.md"
    text = "[a](other.md#x) [b](src/x.py) [`c`](src) [d](https://example.org/) [e](#here)\n```sh\n[f](src/x.py)\n```\n"
    made = tool.without_dead_links(text, page, {page, other})
    assert made == "[a](other.md#x) b `c` [d](https://example.org/) [e](#here)\n```sh\n[f](src/x.py)\n```\n"


def test_pages_are_gathered_in_their_places(tool: ModuleType, tmp_path: Path) -> None:
    made = tool.gather(tmp_path / "pages")
    assert [path.relative_to(tmp_path / "pages") for path in made] == [path.relative_to(ROOT) for path in tool.pages()]
    assert "](src/" not in (tmp_path / "pages" / "README.md").read_text("utf-8")


@pytest.mark.skipif(importlib.util.find_spec("zensical") is None, reason="the group docs is not installed")
def test_the_site_builds_without_a_warning_and_asks_nothing_of_the_network(tool: ModuleType, tmp_path: Path) -> None:
    tool.gather(tmp_path / ".site" / "pages")
    (tmp_path / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8"), "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(tmp_path / "mkdocs.yml")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = list((tmp_path / ".site" / "html").rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        text = page.read_text("utf-8")
        assert not re.search(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']?https?:", text), page
        assert not re.search(r"<link\b[^>]*\brel=[\"']?(?:stylesheet|preconnect|preload)[^>]*https?:", text), page
        assert not re.search(r"url\([\"']?https?:", text), page
