"""One call of the program: from its arguments to its exit code.

Exit codes: 0 done; 1 `--fail-on-match` and a match; 2 used wrongly; 3 the input is not what it should be; 4 the record
cannot be used; 70 a fault of the program itself; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from gazetted.errors import GazettedError

FAULT = 70
"""`EX_SOFTWARE` of BSD's sysexits: none of the codes that the contract gives a meaning."""
INTERRUPTED = 130
PIPE_CLOSED = 141


def run(args: Sequence[str]) -> int:
    """Run one command.

    Args:
        args: the arguments after the program's name.

    Returns:
        The exit code. Every failure has written one line to stderr, except an interruption and a closed pipe.
    """
    words, debug = _without_debug(args)
    try:
        code = _invoke(words or ["--help"])
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except GazettedError as error:
        if debug:
            raise
        return _fail(str(error), error.exit_code)
    except Exception as error:  # the last door: whatever gets here would be a traceback
        if debug:
            raise
        return _fail_unexpectedly(error)
    return code


def _without_debug(args: Sequence[str]) -> tuple[list[str], bool]:
    """Take `--debug` out wherever it stands before `--`, so that it can be added at the end of a failed call."""
    end = args.index("--") if "--" in args else len(args)
    words = [word for word in args[:end] if word != "--debug"]
    return [*words, *args[end:]], len(words) < end


def _invoke(words: list[str]) -> int:
    import typer

    from gazetted.cli.app import app
    from gazetted.cli.output import adapt

    for stream in (sys.stdout, sys.stderr):
        adapt(stream)
    try:
        code = typer.main.get_command(app).main(words, prog_name="gazetted", standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except SystemExit as left:
        # The parser turns a closed pipe into exit 1, which is the code of a match.
        if isinstance(left.__context__, BrokenPipeError):
            raise left.__context__ from None
        raise
    return code if isinstance(code, int) else 0


def _fail_unexpectedly(error: Exception) -> int:
    """Errors of the command line parser have a message and a code of their own; all others are faults of ours."""
    message, code = getattr(error, "format_message", None), getattr(error, "exit_code", None)
    if callable(message) and isinstance(code, int):
        context = getattr(error, "ctx", None)
        where = getattr(context, "command_path", "gazetted")
        return _fail(f"{str(message()).rstrip('.')}. See `{where} --help`.", code)
    if isinstance(error, OSError) and error.filename is not None:
        return _fail(f"{error.filename}: {error.strerror}. Check the path and its permissions.", 2)
    return _fail(
        f"a fault of the program ({type(error).__name__}: {error}). Run the same command again with --debug and "
        "report what it prints.",
        FAULT,
    )


def _fail(message: str, code: int) -> int:
    from gazetted.render.clean import one_line

    try:
        print(f"gazetted: {one_line(message)}", file=sys.stderr, flush=True)
    except BrokenPipeError:
        return PIPE_CLOSED
    return code


def _silence_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's own flush at exit does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
