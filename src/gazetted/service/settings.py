"""How the service is set up: one frozen value, handed from the command line to every worker process."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from gazetted.errors import UsageError
from gazetted.record.store import default_path, is_postgres, sqlite_path

ENVIRONMENT = "GAZETTED_SERVICE"
"""Holds the settings of worker processes, as JSON."""

UPDATES = "GAZETTED_UPDATE_TOKEN"
"""Environment variable with the token of `/updatez`; without one that route refuses."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the service is told at its start.

    Attributes:
        record: path or URL of the record; empty: the default one.
        host: address that is listened on.
        port: port that is listened on.
        workers: processes that answer.
        keys: file of API keys; empty: beside the record.
        audit: file of the audit log; empty: beside the record; `off`: none is kept.
        audit_wait: whether an answer waits until its line of the audit log is on the disk.
        rate: requests a second for each key or address, in the long run; 0: no limit.
        burst: requests that may come at once.
        body: largest body of a request, in bytes.
        upload: largest file of names, in bytes.
        queries: most names in one request.
        seconds: after so many seconds an answer is given up.
        upload_seconds: as `seconds`, for a file of names.
        poll: seconds between two looks at whether the record was told something.
        hosts: host names under which the service may be called besides its own address.
        origins: web origins whose pages may call the service from a browser.
        fetch: whether pages are fetched from the public network to be read.
        shared: folder in which worker processes leave their metrics; empty: there is one process.
    """

    record: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    keys: str = ""
    audit: str = ""
    audit_wait: bool = False
    rate: float = 100.0
    burst: int = 200
    body: int = 8 << 20
    upload: int = 200 << 20
    queries: int = 100
    seconds: float = 30.0
    upload_seconds: float = 3600.0
    poll: float = 5.0
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    fetch: bool = False
    shared: str = ""

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the service."""
        return self.host in LOOPBACK

    @property
    def place(self) -> str:
        """Path or URL of the record."""
        return self.record or os.environ.get("GAZETTED_RECORD") or str(default_path())

    def keys_path(self) -> Path:
        """The file of API keys."""
        return Path(self.keys) if self.keys else beside(self.place, "keys.json")

    def sessions_path(self) -> Path:
        """The folder of the sessions of people at pages."""
        keys = self.keys_path()
        return keys.with_name(f"{keys.name}.sessions")

    def audit_path(self) -> Path | None:
        """The audit log; None where none is kept."""
        if self.audit == "off":
            return None
        return Path(self.audit) if self.audit else beside(self.place, "audit.jsonl")


def beside(place: str, ending: str) -> Path:
    """A file beside a record: for a database server, in the user's data folder.

    >>> beside("/srv/record.sqlite", "keys.json").as_posix()
    '/srv/record.sqlite.keys.json'
    """
    if is_postgres(place):
        import hashlib

        return default_path().with_name(f"record-{hashlib.sha256(place.encode()).hexdigest()[:12]}.{ending}")
    path = sqlite_path(place)
    return path.with_name(f"{path.name}.{ending}")


def to_environment(settings: Settings) -> dict[str, str]:
    """The variable that hands settings to worker processes."""
    return {ENVIRONMENT: msgspec.json.encode(settings).decode()}


def from_environment() -> Settings:
    """The settings of this process.

    Raises:
        UsageError: the variable holds no settings.
    """
    try:
        return msgspec.json.decode(os.environ.get(ENVIRONMENT) or "{}", type=Settings)
    except msgspec.MsgspecError as error:
        raise UsageError(
            f"{ENVIRONMENT} holds no settings of the service ({error}): start it by `gazetted serve`."
        ) from None
