"""The server processes: started with the settings, watched, and ended together."""

from __future__ import annotations

import importlib.util
import os
import socket
import tempfile
from typing import Any

import msgspec

from gazetted.errors import UsageError
from gazetted.service.settings import Settings, to_environment

_NEEDED = ("fastapi", "uvicorn", "httptools", "jinja2", "python_multipart")
_GRACE = 20
"""Seconds that answers get to end when the service is stopped."""


def check(settings: Settings) -> None:
    """See that the service can be started.

    Raises:
        UsageError: what it needs is not installed, or its address cannot be listened on.
    """
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise UsageError("The service needs packages that are not installed: pip install 'gazetted[server]'.")
    listen(settings)


def listen(settings: Settings) -> None:
    """See that the address can be listened on.

    Raises:
        UsageError: it cannot.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except (OSError, UnicodeError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise UsageError(
            f"{settings.host}:{settings.port} cannot be listened on ({why}): give another --host or --port."
        ) from None


def run(settings: Settings) -> None:
    """Answer until the process is told to end."""
    import uvicorn

    options: dict[str, Any] = {
        "host": settings.host, "port": settings.port, "server_header": False, "proxy_headers": False,
        "access_log": False, "timeout_graceful_shutdown": _GRACE, "timeout_keep_alive": 30,
        "log_config": logs_configuration(), "lifespan": "on", "http": protocol(),
    }  # fmt: skip
    if settings.workers == 1:
        from gazetted.service.app import create_app

        uvicorn.run(create_app(settings), **options)
        return
    with tempfile.TemporaryDirectory(prefix="gazetted-metrics-") as shared:
        os.environ.update(to_environment(msgspec.structs.replace(settings, shared=shared)))
        uvicorn.run("gazetted.service.app:create_app", factory=True, workers=settings.workers, **options)


def protocol() -> str:
    """What speaks with callers, by its name, by which every process finds it."""
    # Without httptools, as where only the tools of models are installed, the slower parser has a bound of its own.
    return "gazetted.service.wire:BoundedProtocol" if importlib.util.find_spec("httptools") else "h11"


def logs_configuration() -> dict[str, Any]:
    """How the server and the service log."""
    from gazetted.service.logs import configuration

    return configuration()
