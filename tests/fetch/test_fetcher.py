"""Asking a publisher: only for what is new, with patience, never for more than is good."""

from __future__ import annotations

import datetime as dt
import gzip
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gazetted.fetch.archive import Archive
from gazetted.fetch.fetcher import Fetcher, http_date, retry_after
from gazetted.fetch.policy import FetchError, FetchPolicy
from gazetted.fetch.wire import proxy_for

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
HERE = frozenset({"127.0.0.1"})
QUICK = FetchPolicy(pause=0.0, backoff=1.0, connect=2.0, read=5.0, total=20.0, allow=HERE)


class Asking:
    """A fetcher whose clock does not run and whose sleep is only noted."""

    def __init__(self, folder: Path, policy: FetchPolicy = QUICK, clock: Callable[[], float] = lambda: 0.0) -> None:
        self.slept: list[float] = []
        self.archive = Archive(folder / "raw")
        self.fetcher = Fetcher(self.archive, policy, version="1", now=lambda: NOW, clock=clock, sleep=self.slept.append)

    def text(self, address: str) -> tuple[bytes, bool]:
        """What an address gives, read from the archive, and whether it is new."""
        fetched = self.fetcher.fetch(address)
        return gzip.decompress(self.archive.path(fetched.kept.sha256).read_bytes()), fetched.new


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(tmp_path)


@pytest.fixture
def reply(publisher: Any) -> Any:
    """The class of the publisher's replies."""
    publisher.offers("/", b"")
    return type(publisher.replies["/"][0])


def refused(asking: Asking, address: str) -> str:
    with pytest.raises(FetchError) as caught:
        asking.fetcher.fetch(address)
    assert list((asking.archive.folder / ".part").glob("*")) == [], "something was left on the way"
    assert list(asking.archive.entries()) == []
    return str(caught.value)


def test_what_did_not_change_is_not_sent_again(asking: Asking, publisher: Any) -> None:
    modified = "Mon, 01 Jun 2026 06:00:00 GMT"
    address = publisher.offers("/a.csv", b"one", **{"Last-Modified": modified})
    assert asking.text(address) == (b"one", True)
    assert asking.text(address) == (b"one", False)
    first, second = (headers for _, headers in publisher.asked)
    assert first["user-agent"].startswith("gazetted/1 ")
    assert "if-none-match" not in first
    assert (second["if-none-match"], second["if-modified-since"]) == ('"1"', modified)
    publisher.offers("/a.csv", b"two", '"2"')
    assert asking.text(address) == (b"two", True)
    assert [kept.etag for kept in asking.archive.entries()] == ['"1"', '"2"']


def test_the_same_bytes_sent_again_are_nothing_new_and_held_once(asking: Asking, publisher: Any, reply: Any) -> None:
    address = publisher.says("/a.csv", reply(b"one"))
    assert [asking.text(address) for _ in range(2)] == [(b"one", True), (b"one", False)]
    assert len(list(asking.archive.folder.glob("*/*.gz"))) == 1


def test_a_damaged_file_is_asked_for_anew(asking: Asking, publisher: Any) -> None:
    address = publisher.offers("/a.csv", b"one")
    place = asking.archive.path(asking.fetcher.fetch(address).kept.sha256)
    place.write_bytes(gzip.compress(b"other", mtime=0))
    assert asking.text(address) == (b"one", True)
    assert "if-none-match" not in publisher.asked[-1][1]


def test_a_busy_publisher_is_asked_again_when_it_says(asking: Asking, publisher: Any, reply: Any) -> None:
    later = "Mon, 01 Jun 2026 00:00:09 GMT"
    address = publisher.says(
        "/a", reply(status=503, headers={"Retry-After": "7"}), reply(status=429, headers={"Retry-After": later}),
        reply(b"one"),
    )  # fmt: skip
    assert asking.text(address) == (b"one", True)
    assert asking.slept == [7.0, 9.0]


def test_a_publisher_that_wants_too_much_patience_is_given_up(asking: Asking, publisher: Any, reply: Any) -> None:
    address = publisher.says("/a", reply(status=503, headers={"Retry-After": "86400"}))
    assert "asked again in 86400 seconds" in refused(asking, address)
    assert asking.slept == []


def test_attempts_are_few_and_further_and_further_apart(asking: Asking, publisher: Any, reply: Any) -> None:
    assert "answers 500" in refused(asking, publisher.says("/a", reply(status=500)))
    assert (len(publisher.asked), asking.slept) == (3, [1.0, 4.0])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204, 304])
def test_what_waiting_does_not_mend_is_asked_once(asking: Asking, publisher: Any, reply: Any, status: int) -> None:
    assert f"answers {status}" in refused(asking, publisher.says("/a", reply(status=status)))
    assert len(publisher.asked) == 1


def test_silence_ends(tmp_path: Path, publisher: Any, reply: Any) -> None:
    policy = FetchPolicy(attempts=2, backoff=0.0, pause=0.0, read=0.1, allow=HERE)
    asking = Asking(tmp_path, policy)
    assert "silent or too slow" in refused(asking, publisher.says("/a", reply(silent=True)))
    assert len(publisher.asked) == 2


@pytest.mark.parametrize("what", ["body", "headers"])
def test_a_trickle_ends_with_the_time_of_the_request(tmp_path: Path, publisher: Any, reply: Any, what: str) -> None:
    policy = FetchPolicy(attempts=1, pause=0.0, read=5.0, total=0.3, allow=HERE)
    asking = Asking(tmp_path, policy, time.monotonic)
    slow = reply(b"x" * 1000, slow=0.05)
    if what == "headers":  # a status line that never ends
        slow.send = lambda handler, released: [handler.wfile.write(b"H") for _ in range(100) if not released.wait(0.05)]
    begun = time.monotonic()
    assert "silent or too slow" in refused(asking, publisher.says("/a", slow))
    assert time.monotonic() - begun < 3


def test_an_endless_body_ends_at_the_limit(tmp_path: Path, publisher: Any, reply: Any) -> None:
    asking = Asking(tmp_path, FetchPolicy(pause=0.0, largest=1_000_000, allow=HERE))
    assert "more than 1,000,000 bytes" in refused(asking, publisher.says("/a", reply(endless=b"x" * 65536)))
    assert len(publisher.asked) == 1


def test_a_packed_answer_is_unpacked_and_a_bomb_ends_at_the_limit(tmp_path: Path, publisher: Any, reply: Any) -> None:
    asking = Asking(tmp_path, FetchPolicy(pause=0.0, largest=1_000_000, allow=HERE))
    packed = {"Content-Encoding": "gzip"}
    bomb = publisher.says("/bomb", reply(gzip.compress(bytes(200_000_000), 9, mtime=0), headers=packed))
    assert "more than 1,000,000 bytes" in refused(asking, bomb)
    text = b"listing " * 100_000
    assert asking.text(publisher.says("/a", reply(gzip.compress(text, mtime=0), headers=packed))) == (text, True)


@pytest.mark.parametrize(
    ("body", "packing", "said"),
    [
        (b"no gzip at all", "gzip", "comes damaged"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "gzip", "comes cut off"),
        (gzip.compress(b"x", mtime=0) + b"more", "gzip", "goes on after its end"),
        (b"x", "br", "packed as 'br'"),
        (b"", "", "empty file"),
    ],
)
def test_bad_packing_is_refused(
    asking: Asking, publisher: Any, reply: Any, body: bytes, packing: str, said: str
) -> None:
    assert said in refused(asking, publisher.says("/a", reply(body, headers={"Content-Encoding": packing})))


def test_a_body_that_breaks_off_is_asked_for_again(asking: Asking, publisher: Any, reply: Any) -> None:
    address = publisher.says("/a", reply(b"half", cut=True), reply(b"half and half"))
    assert asking.text(address) == (b"half and half", True)
    assert asking.slept == [1.0]


def test_redirects_are_followed_a_few_times(asking: Asking, publisher: Any, reply: Any) -> None:
    address = publisher.says("/a", reply(status=302, headers={"Location": "/b?key=1"}))
    publisher.offers("/b?key=1", b"one")
    assert asking.text(address) == (b"one", True)
    assert [kept.address for kept in asking.archive.entries()] == [address]
    assert asking.text(address) == (b"one", False)
    loop = publisher.says("/loop", reply(status=301, headers={"Location": "/loop"}))
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        asking.fetcher.fetch(loop)
    with pytest.raises(FetchError, match="does not say where to"):
        asking.fetcher.fetch(publisher.says("/nowhere", reply(status=302)))


@pytest.mark.parametrize("where", ["https://169.254.169.254/x", "http://example.org/x", "https://localhost/x"])
def test_a_redirect_to_a_private_place_is_refused(asking: Asking, publisher: Any, reply: Any, where: str) -> None:
    said = refused(asking, publisher.says("/a", reply(status=302, headers={"Location": where})))
    assert "nothing is fetched from" in said or "localhost is not asked" in said
    assert len(publisher.asked) == 1


def test_a_name_that_leads_to_a_private_address_is_not_asked(tmp_path: Path, publisher: Any) -> None:
    fetcher = Fetcher(
        Archive(tmp_path), QUICK, version="1", now=lambda: NOW, clock=lambda: 0.0, sleep=lambda _: None,
        resolver=lambda host, port: ["127.0.0.1"],
    )  # fmt: skip
    with pytest.raises(FetchError, match=r"lists\.example is not asked"):
        fetcher.fetch("https://lists.example/a")
    assert publisher.asked == []


def test_the_address_that_was_checked_is_the_one_connected_to(tmp_path: Path, publisher: Any) -> None:
    publisher.offers("/a", b"one")
    looked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"]

    fetcher = Fetcher(
        Archive(tmp_path), FetchPolicy(allow=frozenset({"lists.example"})), version="1", now=lambda: NOW,
        clock=lambda: 0.0, sleep=lambda _: None, resolver=resolver,
    )  # fmt: skip
    port = publisher.url.rpartition(":")[2]
    assert fetcher.fetch(f"http://lists.example:{port}/a").new
    assert looked == ["lists.example"]
    assert publisher.asked[0][1]["host"] == f"lists.example:{port}"


def test_a_host_that_is_not_there(asking: Asking) -> None:
    assert "cannot be reached" in refused(asking, "http://127.0.0.1:1/a")
    assert len(asking.slept) == 2


def test_a_host_is_asked_with_pauses(tmp_path: Path, publisher: Any, reply: Any) -> None:
    asking = Asking(tmp_path, FetchPolicy(pause=3.0, allow=HERE))
    for name in ("/a", "/b"):
        asking.fetcher.fetch(publisher.says(name, reply(name.encode())))
    assert asking.slept == [3.0]


def test_asking_what_is_new_fetches_nothing(asking: Asking, publisher: Any, reply: Any) -> None:
    address = publisher.offers("/a", b"one")
    assert asking.fetcher.is_new(address) is True
    assert not asking.archive.folder.exists()
    asking.fetcher.fetch(address)
    assert asking.fetcher.is_new(address) is False
    publisher.offers("/a", b"two", '"2"')
    assert asking.fetcher.is_new(address) is True
    silent = publisher.says("/b", reply(b"one"))
    asking.fetcher.fetch(silent)
    assert asking.fetcher.is_new(silent) is None


def test_a_validator_that_cannot_be_sent_is_not(asking: Asking, publisher: Any, reply: Any) -> None:
    address = publisher.says("/a", reply(b"one", headers={"ETag": '"\xe9"', "Last-Modified": "x" * 2000}))
    assert [asking.text(address)[1] for _ in range(2)] == [True, False]
    assert not {"if-none-match", "if-modified-since"} & publisher.asked[-1][1].keys()


def test_an_archive_that_cannot_be_written_is_a_sentence(tmp_path: Path, publisher: Any) -> None:
    (tmp_path / "raw").write_text("a file where the folder should be")
    with pytest.raises(FetchError, match="cannot be written"):
        Asking(tmp_path).fetcher.fetch(publisher.offers("/a", b"one"))


def test_dates_and_waits_of_http() -> None:
    assert http_date("nonsense") is None
    assert http_date("") is None
    assert retry_after("-5", NOW) is None
    assert retry_after("Sun, 31 May 2026 00:00:00 GMT", NOW) == 0.0


def test_the_proxy_of_the_system_is_used_but_not_for_hosts_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, publisher: Any, asking: Asking
) -> None:
    from gazetted.fetch.address import target_of

    target = target_of("https://example.org/a")
    for name in ("no_proxy", "NO_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for(target) is None
    monkeypatch.setenv("https_proxy", "socks5://proxy.example:1080")
    assert proxy_for(target) is None
    monkeypatch.setenv("https_proxy", publisher.url)
    assert proxy_for(target) == publisher.url
    said = refused(asking, "https://example.org/a")  # the test server is no proxy, and says so
    assert "The proxy does not lead to example.org" in said
    monkeypatch.setenv("no_proxy", "example.org")
    assert proxy_for(target) is None
