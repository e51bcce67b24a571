"""Make docs/reference/cli.md from the program itself.

    python tools/cli_reference.py            write the page
    python tools/cli_reference.py --check    exit 1 with a sentence where the page is not what the program says

The page is made from the signatures of the commands, not from the help that the argument parser lays out, so that it
does not change with the terminal or with the parser's version.
"""

from __future__ import annotations

import argparse
import enum
import inspect
import re
import sys
import textwrap
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.models import ArgumentInfo, ParameterInfo

from gazetted.cli import run
from gazetted.cli.app import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "cli.md"
COLUMNS = 100
"""The widest line of prose; a longer line is one word."""

HEAD = """# Command line

This page is made from the program by `python tools/cli_reference.py`; do not edit it. What the JSON
of each command holds is in [json.md](json.md).

Every answer goes to stdout, everything else to stderr. A failure is one sentence on stderr that
says what is wrong and what to do. Dates are ISO."""


@dataclass(frozen=True)
class Parameter:
    """An argument or option, as its function states it.

    Attributes:
        shown: how it is written, such as `--date DATE`.
        words: what it means, with default, choices and variable of the environment.
        argument: whether it is known by its place.
        required: whether it must be given.
        many: whether it takes several values by place.
    """

    shown: str
    words: str
    argument: bool
    required: bool
    many: bool


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    """The arguments and options of a command, in the order of its help."""
    hints = typing.get_type_hints(function, include_extras=True)
    return [_parameter(given, hints[given.name]) for given in inspect.signature(function).parameters.values()]


def _parameter(given: inspect.Parameter, hint: Any) -> Parameter:
    form, info = typing.get_args(hint)[:2]
    if not isinstance(info, ParameterInfo):
        raise TypeError(f"{given.name} is neither an argument nor an option of the command line")
    if not info.help:
        raise ValueError(f"{given.name} has no help text")
    union = (
        typing.get_args(form) if isinstance(form, types.UnionType) or typing.get_origin(form) is typing.Union else ()
    )
    plain = next((one for one in union if one is not type(None)), form)
    choices = [str(one.value) for one in _members(plain)]
    default = inspect.Parameter.empty if given.default is inspect.Parameter.empty else given.default
    return Parameter(
        shown=_shown(given.name, info, plain, choices),
        words=" ".join([info.help, *_more(info, default, choices)]),
        argument=isinstance(info, ArgumentInfo),
        required=default is inspect.Parameter.empty,
        many=typing.get_origin(plain) is list,
    )


def _members(form: Any) -> list[enum.Enum]:
    return list(form) if isinstance(form, enum.EnumMeta) else []


def _shown(name: str, info: ParameterInfo, form: Any, choices: list[str]) -> str:
    if isinstance(info, ArgumentInfo):
        return info.metavar or name.upper()
    # In an annotation the first name of an option stands where a default value used to stand.
    named = [one for one in (info.default, *(info.param_decls or ())) if isinstance(one, str) and one.startswith("-")]
    options = ", ".join(named or [f"--{name.replace('_', '-')}"])
    if form is bool:
        return options
    words = {int: "NUMBER", float: "NUMBER"}
    return f"{options} {info.metavar or ('|'.join(choices) if choices else words.get(form, 'TEXT'))}"


def _more(info: ParameterInfo, default: Any, choices: list[str]) -> Iterator[str]:
    if choices:
        yield f"One of {', '.join(choices)}."
    if info.min is not None and info.max is not None:
        yield f"From {info.min} to {info.max}."
    elif info.min is not None:
        yield f"At least {info.min}."
    if default not in (None, False, inspect.Parameter.empty):
        yield f"Default: {default.value if isinstance(default, enum.Enum) else default}."
    if info.envvar:
        yield f"Also from the environment: {info.envvar}."


def page() -> str:
    """The whole page."""
    parts = [HEAD, *_top(), *_exit_codes()]
    for name, function in commands():
        parts += _command(name, function)
    return "\n\n".join(parts) + "\n"


def commands() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every command with its function; one of a group under both names."""
    found = [("", command) for command in app.registered_commands]
    for group in app.registered_groups:
        if group.typer_instance is not None:
            found += [(f"{group.name} ", command) for command in group.typer_instance.registered_commands]
    for front, command in found:
        if command.name is None or command.callback is None:
            raise ValueError("a command has no name or no function")
        yield f"{front}{command.name}", command.callback


def _top() -> Iterator[str]:
    top = app.registered_callback
    if top is None or top.callback is None:
        raise ValueError("the program has no options of its own")
    yield "## gazetted"
    yield "```\ngazetted [OPTIONS] COMMAND [ARGUMENTS]\n```"
    yield _wrapped(inspect.getdoc(top.callback) or "")
    yield "\n".join(_item(one) for one in parameters(top.callback))
    yield _wrapped(
        "`-h` and `--help` show the help of the program or of a command; `--install-completion` and "
        "`--show-completion` are for the completion of commands in a shell."
    )
    yield "Commands:"
    yield "\n".join(
        _wrapped(f"- [`{name}`](#gazetted-{name.replace(' ', '-')}): {_help(function)}", "  ")
        for name, function in commands()
    )


def exit_codes() -> dict[int, str]:
    """Exit code → its meaning, as the module that ends the program states them."""
    stated = re.search(r"Exit codes: (.*?)\.(?:\n\n|\Z)", inspect.getdoc(run) or "", re.DOTALL)
    if stated is None:
        raise ValueError("the module that ends the program states no exit codes")
    pairs = (one.split(" ", 1) for one in " ".join(stated[1].split()).split("; "))
    return {int(code): meaning for code, meaning in pairs}


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes"
    yield "| code | meaning |\n|---:|---|\n" + "\n".join(
        f"| {code} | {meaning} |" for code, meaning in exit_codes().items()
    )


def _command(name: str, function: Callable[..., Any]) -> Iterator[str]:
    found = parameters(function)
    arguments = [one for one in found if one.argument]
    options = [one for one in found if not one.argument]
    usage = " ".join(_placed(one) for one in arguments)
    yield f"## gazetted {name}"
    yield f"```\n{f'gazetted {name} [OPTIONS] {usage}'.rstrip()}\n```"
    yield _wrapped(_help(function))
    if arguments:
        yield "Arguments:"
        yield "\n".join(_item(one) for one in arguments)
    yield "Options:"
    yield "\n".join(_item(one) for one in options)
    codes = [str(code) for code in exit_codes() if code != 1 or any("--fail-on-match" in one.shown for one in options)]
    yield f"Exit codes: {', '.join(codes)}."


def _help(function: Callable[..., Any] | None) -> str:
    text = inspect.getdoc(function) if function is not None else None
    if not text:
        raise ValueError("a command has no help text")
    return " ".join(text.split("\n\n")[0].split())


def _placed(one: Parameter) -> str:
    shown = one.shown if one.required else f"[{one.shown}]"
    return f"{shown}..." if one.many else shown


def _item(one: Parameter) -> str:
    return _wrapped(f"- `{one.shown}`: {one.words}", "  ")


def _wrapped(text: str, later: str = "") -> str:
    """Lines of at most `COLUMNS` characters; what stands in backquotes is not parted."""
    kept = re.sub(r"`[^`]*`", lambda found: found[0].replace(" ", "\x00"), text)
    lines = textwrap.wrap(kept, COLUMNS, subsequent_indent=later, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace("\x00", " ")


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page, where it is another one")
    asked = parser.parse_args(arguments)
    made = page()
    if not asked.check:
        asked.page.write_text(made, encoding="utf-8")
        return 0
    if asked.page.is_file() and asked.page.read_text("utf-8") == made:
        return 0
    print(
        f"{asked.page.name} is not what the program says: run `python tools/cli_reference.py` and look at the change.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
