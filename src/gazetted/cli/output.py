"""Where answers go: one JSON document or a readable form on stdout, everything else on stderr."""

from __future__ import annotations

import codecs
import io
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from gazetted.render.clean import MARK, one_line, safe_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDTH = 80
WIDEST = 120
"""Columns where there is no terminal, and the most that a line takes on one."""


_STAND_INS = {
    "█": "#", "▒": "+", "▓": "!", "░": "~", "┄": "=", "·": "-", "≈": "~", "≠": "!", "→": ">", "…": ".",
    "’": "'", "‘": "'",
    "“": '"', "”": '"', "–": "-", "—": "-", MARK: "?",
}  # fmt: skip
"""What stands for our own marks where the terminal's encoding has none; one character each, so that columns hold."""


def adapt(stream: TextIO) -> None:
    """Let a stream of a poorer encoding print stand-ins instead of failing."""
    if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape", "backslashreplace"):
        codecs.register_error("gazetted.stand_in", _stand_in)
        stream.reconfigure(errors="gazetted.stand_in")


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_STAND_INS.get(one, "?") for one in error.object[error.start : error.end]), error.end


def print_json(document: Any) -> None:
    """Write one JSON document to stdout; in ASCII where stdout cannot carry all characters."""
    sys.stdout.write(json_text(document) + "\n")


def json_text(document: Any) -> str:
    """A JSON document as text that stdout can carry."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    return safe_json(json.dumps(document, indent=2, ensure_ascii=not encoding.startswith("utf")))


def console() -> Console:
    """The console for readable answers: 80 columns where stdout is no terminal, plain where colour is not wanted."""
    from rich.console import Console

    if not sys.stdout.isatty():
        return Console(file=sys.stdout, width=WIDTH, highlight=False, markup=False, emoji=False, soft_wrap=False)
    found = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    found.width = min(found.width, WIDEST)
    return found


def show(parts: Iterable[RenderableType], target: Console | None = None) -> None:
    """Print the parts of an answer, in order; without the blanks that fill columns where nobody sees them."""
    target = target or console()
    if target.is_terminal:
        for part in parts:
            target.print(part)
        return
    for part in parts:
        with target.capture() as caught:
            target.print(part)
        sys.stdout.write("\n".join(line.rstrip() for line in caught.get().split("\n")))


def note(message: str) -> None:
    """Tell the user something beside the answer, on stderr."""
    print(f"gazetted: {one_line(message)}", file=sys.stderr)


def progress(message: str) -> None:
    """Show how far a long task has come, on stderr, where somebody is watching."""
    if sys.stderr.isatty():
        print(f"\r{message}", end="", file=sys.stderr, flush=True)


def progress_done() -> None:
    """End the line of `progress`."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
