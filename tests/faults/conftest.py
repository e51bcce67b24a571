"""What faults are made with: a disk of a few kilobytes, a process without the rights of root, work that is killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

_CAPBSET_DROP, _OVERRIDE, _SEARCH = 24, 1, 2


@dataclass(frozen=True)
class Ended:
    """How a command ended: its code, what it printed, and what it said went wrong."""

    code: int
    out: str
    said: str

    def sentence(self) -> str:
        """The one line on stderr, which begins with the program's name and ends with a full stop."""
        lines = [line for line in self.said.splitlines() if line]
        assert len(lines) == 1, self.said
        assert lines[0].startswith("gazetted: ")
        assert lines[0].endswith(".")
        assert "fault of the program" not in lines[0]
        return lines[0]


def without_rights() -> None:
    """Let the modes of files hold for root as well."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for right in (_OVERRIDE, _SEARCH):
            libc.prctl(_CAPBSET_DROP, right, 0, 0, 0)


def gazetted(*words: object, largest: int | None = None, rights: bool = True, **environment: str) -> Ended:
    """Run the program.

    Args:
        words: its arguments.
        largest: bytes of a file that it may write; beyond, the disk is as good as full.
        rights: whether root may write what its mode forbids.
        environment: variables beside those of the test.
    """

    def prepare() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        if not rights:
            without_rights()

    command = [sys.executable, "-m", "gazetted", *map(str, words)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **environment},
        preexec_fn=prepare,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def run() -> Callable[..., Ended]:
    """Runs the program in a process of its own."""
    return gazetted


class Disk:
    """A disk in memory.

    Attributes:
        place: where it is mounted.
    """

    def __init__(self, place: Path) -> None:
        self.place = place

    def fill(self, left: int) -> None:
        """Let only so many bytes be left."""
        state = os.statvfs(self.place)
        free = state.f_bavail * state.f_frsize
        with (self.place / "filler").open("ab") as filler:
            filler.write(bytes(max(0, free - left)))

    def make_room(self) -> None:
        """Let all that was filled be free again."""
        (self.place / "filler").unlink()

    def forbid_writing(self) -> None:
        """Let nobody write to it."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.place)], check=True)

    def files(self) -> list[str]:
        """What lies on it, but for what fills it and for locks, which are empty."""
        found = (file for file in self.place.rglob("*") if file.is_file() and file.name != "filler")
        return sorted(file.name for file in found if not file.name.endswith(".lock"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 12 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=12m", "none", str(place)], capture_output=True, check=False
        ).returncode
    except OSError:
        done = 1
    if done:
        pytest.skip("a disk in memory cannot be mounted here")
    yield Disk(place)
    subprocess.run(["umount", "-l", str(place)], check=False)


class Killed:
    """Work that is done by processes which are killed (SIGKILL) at some moment of their lives.

    The processes are forked from one that has imported everything, so that they do nothing but their work.
    """

    def __init__(self, work: str, *arguments: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _FORKS.format(work=work), *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip

    def once(self, after: float | None = None) -> tuple[float, bool]:
        """Do the work once.

        Args:
            after: seconds after which the process is killed; None: it ends in peace.

        Returns:
            The seconds that it lived, and whether it was killed before it had ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        child, begun = int(self._process.stdout.readline()), time.monotonic()
        if after is not None:
            time.sleep(after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        code = int(self._process.stdout.readline())
        assert code in (0, -signal.SIGKILL), code
        return time.monotonic() - begun, code != 0

    def close(self) -> None:
        """End the process that forks the others."""
        self._process.communicate(timeout=60)


_FORKS = """
import os, sys
import gazetted.cli.app
from gazetted.cli.run import run
def work(number, arguments):
{work}
for number, _ in enumerate(sys.stdin):
    child = os.fork()
    if not child:
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os._exit(work(number, sys.argv[1:]) or 0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def killing() -> Iterator[Callable[..., Killed]]:
    """Makes work that is killed."""
    made: list[Killed] = []

    def make(work: str, *arguments: object) -> Killed:
        made.append(Killed(work, *arguments))
        return made[-1]

    yield make
    for one in made:
        one.close()


def write_customers(path: Path, count: int, names: Sequence[str]) -> Path:
    """A file of customers, each of whom is called like one of some names."""
    rows = (f"c{number},{names[number % len(names)]} {number % 7}" for number in range(count))
    path.write_text("\n".join(["id,name", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def customers(tmp_path: Path) -> Callable[..., Path]:
    """Writes files of customers."""

    def write(count: int, *names: str) -> Path:
        return write_customers(tmp_path / "customers.csv", count, names)

    return write


def write_own_list(folder: Path, name: str, count: int) -> Path:
    """An own list of made-up entries."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{number},organization,{name} Harbour {number}\n" for number in range(count))
    path = folder / f"{name.lower()}.csv"
    path.write_text(f"id,kind,name\n{rows}", encoding="utf-8")
    return path


@pytest.fixture
def own_list(tmp_path: Path) -> Callable[[str, int], Path]:
    """Writes own lists."""
    return lambda name, count: write_own_list(tmp_path / "lists", name, count)
