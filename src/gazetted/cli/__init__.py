"""The command line: one file per command group. It asks the record and prints; it computes nothing itself."""

from __future__ import annotations


def main() -> None:
    """Run the program with the arguments of the process, and end the process with its exit code."""
    import sys

    from gazetted.cli.run import run

    raise SystemExit(run(sys.argv[1:]))
