"""Answers in JSON, made by msgspec."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

JSON = "application/json"
_ENCODER = msgspec.json.Encoder()


def answered(document: Any, headers: dict[str, str] | None = None) -> Response:
    """A document as an answer."""
    return Response(_ENCODER.encode(document), media_type=JSON, headers=headers)
