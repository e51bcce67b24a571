"""Feeds and folders: new articles raise alerts for watched parties, each once; feeds are asked politely."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import gazetted
from gazetted.api import Record
from gazetted.cli.watching import feed_fetcher
from gazetted.watch.result import Alert
from gazetted.watch.run import RunReport, run
from gazetted.watch.state import State, state_of

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SIGNAL = "US officials are considering removing Hayat Tahrir al-Sham from its list of foreign terrorist organizations."
WRONG = "Hamas is not on the US list of foreign terrorist organizations, the mayor said."
NAMED = "A convoy passed through Gaza, where Hamas held a rally on Monday."
NOTHING = "The harbour was quiet, and the ferries ran on time all week."


@pytest.fixture
def record(copied: Callable[[], str]) -> Iterator[Record]:
    with gazetted.open(copied()) as opened:
        yield opened


@pytest.fixture
def state(record: Record) -> Iterator[State]:
    with closing(state_of(record.ledger.url)) as opened:
        for name in ("HTS", "Hamas"):
            opened.add("party", record.party(name).party)
        yield opened


def _item(id_: str, title: str, text: str) -> str:
    return (
        f"<item><guid>{id_}</guid><title>{title}</title><description>{text}</description>"
        "<pubDate>Mon, 09 Dec 2024 08:00:00 GMT</pubDate></item>"
    )


def _feed(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title>{"".join(items)}</channel></rss>'


def _looked(record: Record, state: State, hosts: tuple[str, ...] = ()) -> RunReport:
    report = run(record.ledger, state, on=NOON.date(), now=NOON, fetch=feed_fetcher(hosts))
    state.confirm("terminal", [number for number, _ in report.alerts])
    return report


def _alerts(report: RunReport) -> list[Alert]:
    return [alert for _, alert in report.alerts]


def test_an_article_is_told_once_with_what_it_says_of_a_watched_party(
    record: Record, state: State, tmp_path: Path
) -> None:
    feed = tmp_path / "post.rss"
    feed.write_text(_feed(_item("a", "Talks", SIGNAL), _item("b", "Old news", WRONG), _item("c", "Sea", NOTHING)))
    state.add("feed", str(feed))
    alerts = _alerts(_looked(record, state))
    assert [(one.what, one.name) for one in alerts] == [
        ("signal", record.party("HTS").name), ("claim contradicted", record.party("Hamas").name)
    ]  # fmt: skip
    first = alerts[0]
    assert first.document
    assert (first.document["id"], first.document["title"], first.document["publisher"], first.document["date"]) == (
        "a", "Talks", "The Post", "2024-12-09"
    )  # fmt: skip
    assert "considering removing" in first.why
    assert first.after, "the alert shows where the party stands"
    assert _alerts(_looked(record, state)) == []
    moved = _item("elsewhere", "Talks", SIGNAL)  # the same article under another id
    again = _item("b", "Old news", f"{WRONG} The mayor agreed.")  # the same claim under the same id, in more words
    feed.write_text(_feed(_item("d", "Rally", NAMED), moved, again))
    (rally,) = _alerts(_looked(record, state))
    assert (rally.what, rally.document and rally.document["id"]) == ("mention", "d")
    assert "names Hamas once" in rally.why


def test_a_folder_is_watched_and_what_cannot_be_read_is_told_once(record: Record, state: State, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(f"Gaza, 9 December 2024\n\n{NAMED}", "utf-8")
    (folder / "two.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    state.add("folder", str(folder))
    report = _looked(record, state)
    assert [alert.what for alert in _alerts(report)] == ["mention"]
    (failure,) = report.failures
    assert "two.txt" in failure
    assert _looked(record, state).failures == ()
    (folder / "copy.txt").write_bytes((folder / "one.txt").read_bytes())
    (folder / "undated.txt").write_text(NAMED, "utf-8")
    (alert,) = _alerts(_looked(record, state))
    assert alert.document
    assert (alert.document["id"], alert.document["date"]) == ("undated.txt", "2026-03-01")


def test_parties_that_are_not_watched_raise_nothing(record: Record, state: State, tmp_path: Path) -> None:
    (tmp_path / "post.rss").write_text(_feed(_item("a", "News", "The PKK said on Monday that it would dissolve.")))
    state.add("feed", str(tmp_path / "post.rss"))
    assert _alerts(_looked(record, state)) == []


class Paper(ThreadingHTTPServer):
    body: str
    asked: list[str | None]


@pytest.fixture
def paper() -> Iterator[Paper]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.headers.get("If-None-Match"))
            body, etag = served.body.encode(), f'"{len(served.body)}"'
            same = self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else 200)
            self.send_header("ETag", etag)
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with Paper(("127.0.0.1", 0), Handler) as served:
        served.body, served.asked = _feed(_item("a", "Talks", SIGNAL)), []
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def test_a_feed_of_the_net_is_asked_only_for_what_is_new(
    record: Record, state: State, paper: Paper, tmp_path: Path
) -> None:
    state.add("feed", f"http://127.0.0.1:{paper.server_address[1]}/feed")
    hosts = ("127.0.0.1",)
    assert [alert.what for alert in _alerts(_looked(record, state, hosts))] == ["signal"]
    assert _alerts(_looked(record, state, hosts)) == []
    paper.body = _feed(_item("d", "Rally", NAMED), _item("a", "Talks", SIGNAL))
    assert [alert.what for alert in _alerts(_looked(record, state, hosts))] == ["mention"]
    assert paper.asked[0] is None
    assert None not in paper.asked[1:]
    kept = Path(f"{state.place_of(state.watches()[-1])}.feed").glob("??/*.gz")
    assert len(list(kept)) == 1, "what was read is not kept"


def test_a_private_feed_is_not_asked_and_a_broken_one_fails_alone(
    record: Record, state: State, paper: Paper, tmp_path: Path
) -> None:
    state.add("feed", f"https://127.0.0.1:{paper.server_address[1]}/feed")
    (tmp_path / "broken.rss").write_text(_feed(_item("d", "Rally", NAMED)) + "<", "utf-8")
    state.add("feed", str(tmp_path / "broken.rss"))
    report = _looked(record, state)
    assert paper.asked == []
    assert [alert.what for alert in _alerts(report)] == ["mention"], "what came before it broke off is read"
    first, second = report.failures
    assert "not in the public network" in first
    assert "broken feed" in second
