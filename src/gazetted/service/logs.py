"""Logs: one JSON object a line on stderr. No name that was asked for and no key is ever written here."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import msgspec

_SECRET = re.compile(r"(gzt_[0-9a-f]{12}_)[A-Za-z0-9_-]+")
_PASSWORD = re.compile(r"(://[^/\s:@]*:)[^@\s/]+@")


class Formatter(logging.Formatter):
    """A record as one line of JSON; what looks like a key or a password in it is taken out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return hidden(msgspec.json.encode(told, enc_hook=str).decode())


def hidden(text: str) -> str:
    """A text without keys and passwords.

    >>> hidden("postgresql://me:secret@db/x gzt_0123456789ab_abc")
    'postgresql://me:***@db/x gzt_0123456789ab_***'
    """
    if "gzt_" not in text and "://" not in text:
        return text
    return _PASSWORD.sub(r"\1***@", _SECRET.sub(r"\1***", text))


def configuration() -> dict[str, Any]:
    """The configuration of logging, for the server too; its own access log is off, for it would write queries."""
    ours = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "gazetted.service.logs.Formatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
        "loggers": {
            "gazetted.service": ours,
            "uvicorn": {**ours, "level": "WARNING"},
            "uvicorn.error": {**ours, "level": "WARNING"},
            "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
