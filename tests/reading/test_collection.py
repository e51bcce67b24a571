"""Documents are taken out of folders, files of JSON lines and feeds, one after the other, whatever stands between."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetted.errors import DocumentError
from gazetted.reading.collection import Given, documents_in, form_of

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Lamp</title>
<item><title>A &amp; B</title><pubDate>Mon, 09 Dec 2024 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Longer <b>words</b>.</p>]]></content:encoded></item>
<item><link>https://example.org</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lamp</title><entry><title>One</title>
<updated>2024-12-08T01:02:03Z</updated><published>2024-12-07T01:02:03Z</published><summary>Words &lt; 3</summary>
</entry></feed>"""


def given_in(path: Path) -> list[Given]:
    form = form_of(path)
    assert form is not None
    return list(documents_in(path, form))


def test_a_folder_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("B")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.HTML").write_text("A")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert [(one.source, one.content) for one in given_in(tmp_path)] == [("b.txt", b"B"), ("sub/a.HTML", b"A")]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("S")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert [(one.content, one.error) for one in given_in(tmp_path / "in")] == [
        (None, "link.txt leads out of the folder.")
    ]


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    good = {"id": 7, "title": "Head", "text": "Body", "date": "2024-12-09T10:00:00Z", "publisher": "The Lamp"}
    path.write_text(json.dumps(good) + "\n\n{broken\n[1]\n" + json.dumps({"text": "Bare"}))
    found = given_in(path)
    assert found[0] == Given("all.jsonl:1 (7)", b"Head\n\nBody", "2024-12-09", "The Lamp", id="7")
    assert [bool(one.error) for one in found] == [False, True, True, False]
    assert found[3] == Given("all.jsonl:5", b"Bare")


def test_rss_takes_the_fullest_text(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS)
    first, second = given_in(path)
    assert (first.source, first.date, first.publisher) == ("feed.xml#1", "2024-12-09", "The Lamp")
    assert first.content is not None
    assert b"<h1>A &amp; B</h1><p>Longer <b>words</b>.</p>" in first.content
    assert second.error == "feed.xml#2 has no text."


def test_atom_takes_the_day_of_publication(tmp_path: Path) -> None:
    path = tmp_path / "feed.atom"
    path.write_text(ATOM)
    (only,) = given_in(path)
    assert (only.date, only.publisher) == ("2024-12-07", "The Lamp")
    assert only.content is not None
    assert b"Words" in only.content


def test_a_broken_feed_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    path.write_text(RSS.replace("<item><link>", "<item><lin"))
    documents = documents_in(path, "feed")
    assert next(documents).source == "feed.rss#1"
    with pytest.raises(DocumentError, match="broken feed"):
        next(documents)


def test_entities_of_a_feed_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    path.write_text('<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + RSS[22:].replace("Short", "&e;"))
    assert all(b"root:" not in (one.content or b"") for one in documents_in(path, "feed"))


def test_single_documents_are_no_collection(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text("<?xml version='1.0'?><html><body>News</body></html>")
    assert form_of(page) is None
    assert form_of(tmp_path / "article.txt") is None


@given(st.binary(max_size=300), st.sampled_from(["feed", "lines"]))
def test_any_bytes_give_documents_or_one_kind_of_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, form: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "any"
    path.write_bytes(data)
    with contextlib.suppress(DocumentError):
        for one in documents_in(path, "feed" if form == "feed" else "lines"):
            assert (one.content is None) == bool(one.error)
