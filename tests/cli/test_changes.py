"""`changes` as a table and as feeds, and how the form is chosen."""

from __future__ import annotations

import csv
import io
import json
import uuid
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from gazetted.model.dates import PartialDate
from gazetted.model.event import Detail, Event
from gazetted.model.lists import ListInfo
from gazetted.render.feeds import COLUMNS, Changes, atom, csv_text, rss

ATOM = "{http://www.w3.org/2005/Atom}"
INFO = ListInfo("aa.banned", "AA", "Home Office of A", "Banned", "A banned", url="https://lists.example/a?b=1&c=2")
AMENDED = Event(
    list_key="aa.banned", entry="7", party="front", what="amended", name="Front", date=PartialDate("2025-02-01"),
    not_before=PartialDate("2025-01-01"), not_after=PartialDate("2025-02-01"), source="edition of 2025-02-01",
    details=(Detail("born", ("1970",), ("1971",)), Detail("addresses", ("Idlib",), ("Idlib", "Aleppo"))),
)  # fmt: skip
STATED = Event(
    list_key="aa.banned", entry="8", party="dawn", what="delisted", name="Dawn", date=PartialDate("2025-03-09"),
    instrument="Order 3",
)  # fmt: skip


def told(*events: Event, names: dict[str, str] | None = None) -> Changes:
    held = names or {"front": "The Front", "dawn": "Dawn"}
    return Changes(events, {"aa.banned": INFO}, held, "2025-01-01", None, ("aa.banned",), "2026-01-02T00:00:00Z")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_a_row_for_each_field_that_changed() -> None:
    found = rows(csv_text(told(AMENDED, STATED)))
    assert tuple(found[0]) == COLUMNS
    assert [(r["what"], r["field"], r["before"], r["after"], r["date_kind"]) for r in found] == [
        ("amended", "born", "1970", "1971", "inferred"),
        ("amended", "addresses", "Idlib", "Idlib; Aleppo", "inferred"),
        ("delisted", "", "", "", "stated"),
    ]
    assert (found[0]["not_before"], found[0]["not_after"], found[0]["party_name"]) == (
        "2025-01-01",
        "2025-02-01",
        "The Front",
    )


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r\n=1+1", " =1"])
def test_no_cell_is_a_formula(name: str) -> None:
    (row,) = rows(csv_text(told(STATED, names={"dawn": name})))
    assert row["party_name"].startswith("'")


def test_atom_has_what_the_standard_asks_for() -> None:
    feed = ET.fromstring(atom(told(AMENDED, STATED)))
    for tag in ("id", "title", "updated", "author"):
        assert len(feed.findall(ATOM + tag)) == 1
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["A banned: Dawn delisted", "A banned: The Front amended"]
    assert [e.findtext(f"{ATOM}updated") for e in entries] == ["2025-03-09T00:00:00Z", "2025-02-01T00:00:00Z"]
    for entry in entries:
        found = entry.findtext(f"{ATOM}id") or ""
        assert uuid.UUID(found).urn == found
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Home Office of A"
        assert entry.find(f"{ATOM}link").get("href") == INFO.url  # type: ignore[union-attr]
    summary = entries[1].findtext(f"{ATOM}summary") or ""
    assert "birth date: 1970 → 1971" in summary
    assert "between 2025-01-01 and 2025-02-01, inferred" in summary


def test_the_ids_of_a_feed_are_those_of_the_events() -> None:
    def ids(*events: Event) -> list[str | None]:
        return [e.findtext(f"{ATOM}id") for e in ET.fromstring(atom(told(*events))).findall(f"{ATOM}entry")]

    assert ids(AMENDED, STATED) == ids(STATED, AMENDED)
    assert len(set(ids(AMENDED, STATED))) == 2


def test_rss_has_what_the_standard_asks_for() -> None:
    root = ET.fromstring(rss(told(AMENDED, STATED)))
    assert root.get("version") == "2.0"
    for tag in ("title", "link", "description"):
        assert root.findtext(f"channel/{tag}")
    items = root.findall("channel/item")
    assert [item.findtext("pubDate") for item in items] == [
        "Sun, 09 Mar 2025 00:00:00 +0000",
        "Sat, 01 Feb 2025 00:00:00 +0000",
    ]
    assert all(item.find("guid").get("isPermaLink") == "false" for item in items)  # type: ignore[union-attr]


@pytest.mark.parametrize("form", [atom, rss])
def test_hostile_names_leave_the_feed_well_formed(form: Any) -> None:
    name = "</title><script>&x;\x00\x1b[31m\ud800\ufffe]]>"
    found = ET.fromstring(form(told(STATED, names={"dawn": name})))
    assert any("</title><script>&x;" in (one.text or "") for one in found.iter())


def test_a_feed_without_a_change_and_without_a_page() -> None:
    empty = Changes((), {}, {}, None, None, (), "2026-01-02T00:00:00Z")
    assert ET.fromstring(atom(empty)).findtext(f"{ATOM}title") == "Changes of all lists"
    assert ET.fromstring(rss(empty)).findtext("channel/link")


# -- the command -----------------------------------------------------------------------------------------------------


def test_the_form_is_that_of_the_option(gz: Any) -> None:
    assert gz("changes", "--format", "csv").out.startswith("list,date,")
    assert ET.fromstring(gz("changes", "--format", "atom").out).tag == f"{ATOM}feed"
    assert ET.fromstring(gz("changes", "--format", "rss").out).tag == "rss"
    assert gz("changes", "--format", "json").out == gz("changes", "--json").out
    assert gz("changes", "--format", "text").out == gz("changes").out


@pytest.mark.parametrize(("ending", "start"), [("csv", "list,"), ("atom", "<?xml"), ("rss", "<?xml"), ("json", "{")])
def test_the_form_of_a_file_is_that_of_its_ending(gz: Any, tmp_path: Path, ending: str, start: str) -> None:
    out = tmp_path / f"changes.{ending.upper()}"
    done = gz("changes", "--out", str(out))
    assert (done.code, done.out) == (0, "")
    assert "8 changes written to" in done.err or "7 changes written to" in done.err
    assert out.read_text("utf-8").startswith(start)


def test_the_option_outranks_the_ending(gz: Any, tmp_path: Path) -> None:
    out = tmp_path / "changes.xml"
    assert gz("changes", "--out", str(out), "--format", "rss").code == 0
    assert ET.fromstring(out.read_text("utf-8")).tag == "rss"


def test_json_in_a_file_is_the_json_of_stdout(gz: Any, tmp_path: Path) -> None:
    out = tmp_path / "changes.json"
    gz("changes", "--out", str(out))
    assert json.loads(out.read_text("utf-8")) == json.loads(gz("changes", "--json").out)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--out", "changes.txt"], "does not tell its form"),
        (["--out", "changes"], "does not tell its form"),
        (["--json", "--format", "csv"], "exclude each other"),
        (["--out", "no/such/changes.csv"], "cannot be written"),
        (["--format", "pdf"], "pdf"),
    ],
)
def test_what_cannot_be_is_refused(gz: Any, args: list[str], said: str) -> None:
    done = gz("changes", *args)
    assert done.code == 2
    assert said in done.err


def test_parties_are_named_in_one_go(gz: Any, record: Any) -> None:
    gz("changes")
    assert [what for what, _, _ in record.calls].count("party_names") == 1
    assert "find" not in [what for what, _, _ in record.calls]


def test_what_was_before_and_after_is_readable(gz: Any, record: Any) -> None:
    record.events = (AMENDED,)
    out = gz("changes").out
    assert "birth date: 1970 → 1971" in out
    assert "address: new: Aleppo" in out
    assert "between 2025-01-01 and 2025-02-01" in out
