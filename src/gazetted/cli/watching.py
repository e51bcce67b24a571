"""What `watch run` needs from the command line and the system: sinks with their secrets, and the way to feeds."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gazetted.errors import UsageError

if TYPE_CHECKING:
    from gazetted.watch.mail import Tls
    from gazetted.watch.sinks import Sink

WEBHOOK_SECRET, SMTP_PASSWORD = "GAZETTED_WEBHOOK_SECRET", "GAZETTED_SMTP_PASSWORD"
_SECONDS, _LARGEST = 120.0, 16 << 20
_LARGEST_PORT = 65_535


class Hook(NamedTuple):
    """A webhook, as the options give it."""

    address: str | None
    secret: str | None
    allow: Sequence[str]


class Post(NamedTuple):
    """Mail, as the options give it."""

    to: Sequence[str]
    sender: str | None
    server: str | None
    tls: Tls
    user: str | None
    password: str | None


def sinks_of(jsonl: str | None, hook: Hook, post: Post) -> list[Sink]:
    """Where alerts go besides the terminal.

    Raises:
        UsageError: an option lacks another, or says what cannot be.
        FetchError: the webhook is no address that may be asked.
    """
    from gazetted.watch.sinks import File

    sinks: list[Sink] = [File(Path(jsonl))] if jsonl else []
    return [*sinks, *_webhook(hook), *_mails(post)]


def _webhook(hook: Hook) -> list[Sink]:
    if not hook.address:
        return []
    from gazetted.fetch.address import target_of
    from gazetted.fetch.policy import FetchPolicy
    from gazetted.fetch.posting import post
    from gazetted.record.opening import utc_now
    from gazetted.watch.sinks import Webhook

    policy = FetchPolicy(allow=frozenset(host.lower() for host in hook.allow), total=60.0)
    target_of(hook.address, policy.allow)
    send = functools.partial(post, policy=policy, clock=time.monotonic, sleep=time.sleep)
    return [Webhook(hook.address, secret_of(hook.secret, WEBHOOK_SECRET).encode(), send, utc_now)]


def _mails(post: Post) -> list[Sink]:
    if not post.to:
        return []
    from gazetted.record.opening import utc_now
    from gazetted.watch.mail import PORTS, Server, mail

    if not post.server or not post.sender:
        raise UsageError("--mail-to needs --smtp HOST[:PORT] and --mail-from ADDRESS.")
    host, _, port = post.server.partition(":")
    if not host or (port and not (port.isascii() and port.isdigit() and 0 < int(port) <= _LARGEST_PORT)):
        raise UsageError(f"{post.server} is no mail server: give HOST or HOST:PORT.")
    server = Server(host, int(port) if port else PORTS[post.tls], post.tls, post.user or "")
    password = functools.partial(secret_of, post.password, SMTP_PASSWORD)
    return [
        mail(server, post.sender, recipient, password=password, sleep=time.sleep, now=utc_now) for recipient in post.to
    ]


def secret_of(path: str | None, variable: str) -> str:
    """A secret from a file, else from a variable of the environment; empty where there is neither.

    Raises:
        UsageError: the file cannot be read, or is empty.
    """
    if path is None:
        return os.environ.get(variable, "")
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no text"
        raise UsageError(f"{path} cannot be read ({why}): check the path.") from None
    if not found:
        raise UsageError(f"{path} is empty: write the secret into it.")
    return found


def feed_fetcher(allow: Sequence[str]) -> Callable[[str, Path], Path]:
    """Gets feeds by the rules of publishers' files: only what is new, not too often, only from the public network."""
    import gzip

    from gazetted import __version__
    from gazetted.fetch.policy import FetchPolicy
    from gazetted.record.opening import utc_now
    from gazetted.record.private import make_folder
    from gazetted.record.updating import open_fetcher
    from gazetted.watch.erasing import feed_folder

    policy = FetchPolicy(attempts=2, total=_SECONDS, largest=_LARGEST, allow=frozenset(host.lower() for host in allow))

    def fetch(address: str, place: Path) -> Path:
        folder = feed_folder(place)
        make_folder(folder)
        fetcher = open_fetcher(policy, folder, version=__version__, now=utc_now)
        held = fetcher.archive.path(fetcher.fetch(address).kept.sha256)
        for old in folder.glob("??/*.gz"):
            if old != held:  # what was read is not needed again
                old.unlink(missing_ok=True)
        feed = folder / "feed.xml"
        feed.write_bytes(gzip.decompress(held.read_bytes()))
        return feed

    return fetch
