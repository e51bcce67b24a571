"""`assess` as users meet it: four forms held against golden files, and pages in which nothing of others acts.

`GAZETTED_GOLDEN=write pytest tests/cli/test_assess.py` writes the golden files anew; read the difference before
keeping it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gazetted.cli.run import run
from gazetted.render.assessment_markdown import plain

GOLDEN = Path(__file__).parent.parent / "data" / "golden"
ASKED = ("assess", "HTS", "--on", "2025-08-01", "--without", "us.sdn", "un.sc", "--since", "2024-12-09")
VARYING = (
    (re.compile(r'"(digest|known|newest)": "[^"]*"'), r'"\1": "…"'),
    (re.compile(r"Record [0-9a-f]{12}, law [0-9a-f]{12}"), "Record …, law …"),
    (re.compile(r"Record: .*?; not legal advice"), "Record: …; not legal advice"),
    (re.compile(r'"stale": \[[^\]]*\]'), '"stale": []'),
)
"""What changes with every new fact of the record, wherever it is about."""


def _assess(capsys: pytest.CaptureFixture[str], path: Path, *args: str, code: int = 0) -> tuple[str, str]:
    assert run([*args, "--record", str(path)]) == code
    out, err = capsys.readouterr()
    return out, err


def _holds(name: str, text: str) -> None:
    for pattern, stand_in in VARYING:
        text = pattern.sub(stand_in, text)
    path = GOLDEN / name
    if os.environ.get("GAZETTED_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_terminal_form(builtin_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = _assess(capsys, builtin_path, *ASKED)
    assert err == ""
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out
    _holds("assess-hts.txt", out)


def test_the_json_form(builtin_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = _assess(capsys, builtin_path, *ASKED, "--json")
    assert err == ""
    document = json.loads(out)
    assert document["record"]["digest"]
    assert document["law"]["digest"]
    _holds("assess-hts.json", out)


@pytest.fixture
def page(builtin_path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> str:
    out = tmp_path / "page.html"
    _, err = _assess(capsys, builtin_path, *ASKED, "--html", str(out))
    assert "page written to" in err
    return out.read_text("utf-8")


def test_the_page(page: str) -> None:
    _holds("assess-hts.html", page)


def test_the_markdown_form(builtin_path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out, err = _assess(capsys, builtin_path, *ASKED, "--markdown", "-")
    assert err == ""
    _holds("assess-hts.md", out)
    _assess(capsys, builtin_path, *ASKED, "--markdown", str(tmp_path / "a.md"))
    assert (tmp_path / "a.md").read_text("utf-8") == out


def test_the_page_loads_and_runs_nothing(page: str) -> None:
    assert "<script" not in page
    assert "<link" not in page
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert ' style="' not in page
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert policy is not None
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1].startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


class _Tags(HTMLParser):
    """The tags of a page: what is open, the places that exist, and the places that are linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "rect", "line", "br"):
            self.open.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "aria-labelledby" and value:
                self.targets.append(value)
            if name == "href" and value and value.startswith("#"):
                self.targets.append(value[1:])

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "line"):
            assert self.open.pop() == tag


def test_the_page_is_well_formed_and_every_link_in_it_leads_somewhere(page: str) -> None:
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))
    assert len(tags.targets) > 50
    assert set(tags.targets) <= set(tags.ids)


def test_the_headings_of_the_page_are_in_order(page: str) -> None:
    assert '<html lang="en">' in page
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_picture_is_told_in_words_too(page: str) -> None:
    assert page.count("aria-label=") >= len(re.findall(r'<a href="#standing-', page)) > 10
    assert "<details><summary>The same in words</summary>" in page
    assert 'class="bar other"' in page


@pytest.mark.parametrize("party", ["HTS", "ahmed-al-sharaa", "syria", "caesar-act", "Palestine Action"])
def test_every_form_says_that_it_is_no_legal_advice(
    party: str, builtin_path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    html = tmp_path / "p.html"
    out, _ = _assess(capsys, builtin_path, "assess", party, "--html", str(html))
    assert "not legal advice" in out
    assert "not legal advice" in html.read_text("utf-8")
    for form in (("--json",), ("--markdown", "-")):
        assert "not legal advice" in _assess(capsys, builtin_path, "assess", party, *form)[0]


@pytest.mark.parametrize(
    ("args", "lists"),
    [
        (("HTS", "--without", "us.sdn", "un.sc"), ["us.sdn", "un.sc"]),
        (("--without", "us.sdn", "un.sc", "HTS"), ["us.sdn", "un.sc"]),
        (("HTS", "--without", "us.sdn,un.sc"), ["us.sdn", "un.sc"]),
        (("HTS", "--without", "us.sdn", "--without", "un.sc"), ["us.sdn", "un.sc"]),
        (("HTS", "--without", "us.fto", "--on", "2024-12-09"), ["us.fto"]),
    ],
)
def test_lists_may_be_named_one_by_one_or_together(
    args: tuple[str, ...], lists: list[str], builtin_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(_assess(capsys, builtin_path, "assess", *args, "--json")[0])
    assert document["without"] == lists
    assert not {one["list"] for one in document["remaining"]["effects"]} & set(lists)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("Qwzx Vbnmkj Nobody",), 3, "No party called"),
        (("HTS", "--without", "no.such"), 2, "no.such"),
        (("Hayat", "Tahrir", "al-Sham"), 2, "quotes"),
        (("us.sdn", "--without", "un.sc"), 2, "needs a party"),
        (("HTS", "--on", "yesterdayish"), 2, "is not a date"),
        (("HTS", "--on", "2025-01-01", "--since", "2025-02-01"), 2, "later than the day asked"),
        (("HTS", "--html", "/no/such/folder/x.html"), 2, "cannot be written"),
    ],
)
def test_wrong_calls_end_with_a_sentence(
    args: tuple[str, ...], code: int, said: str, builtin_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = _assess(capsys, builtin_path, "assess", *args, code=code)
    assert said in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in out + err


HOSTILE = "Evil <script>alert(1)</script> [x](javascript:y) `z` \x1b[31m | *b* </svg>"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A record with an own list whose names want to act."""
    own = tmp_path / "evil.csv"
    own.write_text(
        f'id,kind,name,aliases,listed,note\n1,vessel,"{HOSTILE}",Evil Vessel,2015-06-10,"<b>n</b>"\n', encoding="utf-8"
    )
    path = tmp_path / "r.sqlite"
    assert run(["load", str(own), "--source", "evil", "--date", "2026-01-01", "--record", str(path)]) == 0
    return path


def test_names_of_others_do_not_act(hostile: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    capsys.readouterr()
    html = tmp_path / "p.html"
    out, _ = _assess(capsys, hostile, "assess", "Evil Vessel", "--on", "2026-01-01", "--html", str(html))
    assert "\x1b" not in out
    page = html.read_text("utf-8")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert page.count("</svg>") == page.count("<svg")
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []
    text, _ = _assess(capsys, hostile, "assess", "Evil Vessel", "--on", "2026-01-01", "--markdown", "-")
    assert "<script" not in text.replace("\\<", "")
    assert not re.search(r"(?<!\\)\]\(javascript", text)


def test_an_own_list_gives_a_sensible_page(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    out, _ = _assess(capsys, hostile, "assess", "Evil Vessel", "--on", "2026-01-01")
    assert "binds nobody" in out
    assert "In force" in out or "in force" in out
    assert "No list of this record with a known effect binds it" in " ".join(out.split())


def test_markdown_keeps_only_references_and_addresses() -> None:
    assert plain("[E12] _a_ https://example.org/a_b, c") == r"[E12](#e12) \_a\_ <https://example.org/a_b>, c"


def test_the_first_line_answers(builtin_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out: Any = _assess(capsys, builtin_path, "assess", "HTS", "--on", "2025-08-01")[0].split("\n")
    assert out[0].startswith("Hay'at Tahrir al-Sham")
    assert "it stood on 8 lists" in out[2]
    head = " ".join(out[:6])
    assert "No longer: US FTO" in head
    assert "not legal advice" in head


def test_the_first_lines_say_that_a_listing_was_struck_down(
    builtin_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = _assess(capsys, builtin_path, "assess", "Palestine Action", "--on", "2026-03-01")
    head = " ".join(out.split("\n\n")[0].split())
    assert "Struck down by a court and still in force: UK proscr." in head
    before, _ = _assess(capsys, builtin_path, "assess", "Palestine Action", "--on", "2026-02-12")
    assert "Struck down" not in before.split("\n\n")[0]


def test_what_was_struck_down_stays_visible_after_the_newest_fact(
    builtin_path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "p.html"
    _assess(capsys, builtin_path, "assess", "Palestine Action", "--on", "2026-03-01", "--html", str(out))
    page = out.read_text("utf-8")
    assert page.count('class="bar contested still"') == 2  # once for each picture
    assert 'class="bar last"' not in page.split('<ul class="legend">')[0].split("<svg", 1)[1]
