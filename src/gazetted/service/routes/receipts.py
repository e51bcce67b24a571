"""`receipt verify`: whether receipts of screenings are what was written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from gazetted.screening import receipt_check
from gazetted.screening.signing import public_key
from gazetted.service.answers import JSON, answered
from gazetted.service.calls import call_of, needs, service_of
from gazetted.service.parameters import body, described
from gazetted.service.problems import ProblemError

router = APIRouter(prefix="/v1", tags=["Receipts"], dependencies=[Depends(needs("read"))])

MOST = 100_000
"""Lines of receipts in one request."""


class Receipts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is verified.

    Attributes:
        receipts: a log, a receipt, or an answer of `screen`, as text.
        key: the public key under which every receipt must be signed, as the text of its file.
    """

    receipts: str
    key: str | None = None


_RECEIPTS = msgspec.json.Decoder(Receipts)
_ANSWER = {JSON: {"type": "object", "description": "As `receipt verify --json` prints it."}}


@router.post(
    "/receipts/verify", summary="Verify receipts", openapi_extra=described(takes={JSON: Receipts}, gives=_ANSWER)
)
async def verify(request: Request) -> Response:
    """Whether receipts are what was written, byte for byte; needs no record. `problems` says what is not."""
    sent = await body(request, _RECEIPTS)
    call_of(request).verb = "receipts"
    return answered(await service_of(request).engine.ask(_verified, sent))


def _verified(sent: Receipts) -> dict[str, Any]:
    if sent.receipts.count("\n") > MOST:
        raise ProblemError(422, f"There are more than {MOST:,} lines: verify them in parts, or with the command line.")
    with tempfile.TemporaryDirectory(prefix="gazetted-") as folder:
        file, key = Path(folder) / "receipts", Path(folder) / "key"
        file.write_bytes(_lined(sent.receipts))
        if sent.key is not None:
            key.write_bytes(sent.key.encode("utf-8", "replace"))
        try:
            known = public_key(key) if sent.key is not None else None
            return receipt_check.verify(receipt_check.lines(file), known).to_dict()
        except Exception as error:
            told = str(error).replace(str(file), "what was sent").replace(str(key), "the key")
            if told != str(error):
                error.args = (told,)
            raise


def _lined(text: str) -> bytes:
    """The text as bytes; an answer of `screen` on one line, as the service writes it, is told from a receipt."""
    data = text.encode("utf-8", "surrogatepass")
    if data.startswith(b'{"record":') or data.startswith(b'{"screenings":'):
        return b"{\n" + data[1:]
    return data
