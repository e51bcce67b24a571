"""Measures of the service in the text form that Prometheus reads. Each process counts; whoever is asked adds all up."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper ends of the classes of latency, in seconds."""

_HELP = {
    "requests_total": ("counter", "Requests answered, by route, method and status."),
    "names_screened_total": ("counter", "Names held against the record, by verb."),
    "matches_total": ("counter", "Candidates at or above the threshold, by verb."),
    "rejects_total": ("counter", "Requests refused, by reason."),
    "rejected_rows_total": ("counter", "Files of names that were refused for a row."),
}
Labels = tuple[tuple[str, str], ...]


class Counts(msgspec.Struct):
    """What one process counted: a name and labels, each written as in the text form, and the value; is it ready?"""

    totals: dict[str, float] = msgspec.field(default_factory=dict)
    seconds: dict[str, list[float]] = msgspec.field(default_factory=dict)
    ready: bool = False


class Metrics:
    """Counters and latencies of this process.

    Args:
        shared: folder in which all processes of the service leave their counts; None: there is only this one.
    """

    def __init__(self, shared: Path | None = None) -> None:
        self._counts = Counts()
        self._lock = threading.Lock()
        self._leaving = threading.Lock()
        self._shared = shared

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        key = _series(name, labels.items())
        with self._lock:
            totals = self._counts.totals
            totals[key] = totals.get(key, 0) + by

    def time(self, verb: str, seconds: float) -> None:
        """Add a latency of a verb."""
        with self._lock:
            row = self._counts.seconds.setdefault(verb, [0.0] * (len(BUCKETS) + 2))
            for place, end in enumerate(BUCKETS):
                if seconds <= end:
                    row[place] += 1
                    break
            row[-2] += seconds
            row[-1] += 1

    def ready(self, itself: bool) -> int:
        """How many processes of the service can answer, as far as this one knows.

        Args:
            itself: whether this one can.
        """
        if self._shared is None:
            return int(itself)
        self._counts.ready = itself
        self.leave()
        found = ((file, _counts_in(file)) for file in self._shared.glob("*.json"))
        return sum(1 for file, counts in found if counts is not None and counts.ready and _lives(int(file.stem)))

    def leave(self) -> None:
        """Write the counts where the other processes find them; two threads at once write one after the other."""
        if self._shared is None:
            return
        target = self._shared / f"{os.getpid()}.json"
        made = target.with_suffix(".new")
        with self._leaving:
            with self._lock:
                data = msgspec.json.encode(self._counts)
            made.write_bytes(data)
            made.replace(target)

    def text(self, gauges: Iterable[tuple[str, str, Mapping[str, str], float]]) -> str:
        """All counts and gauges.

        Args:
            gauges: name, help, labels and value of what is as it is at the moment.
        """
        self.leave()
        total = self._all()
        lines: list[str] = []
        for name, (kind, told) in _HELP.items():
            rows = [(key, value) for key, value in sorted(total.totals.items()) if key.partition("{")[0] == name]
            lines += [f"# HELP gazetted_{name} {told}", f"# TYPE gazetted_{name} {kind}"]
            lines += [f"gazetted_{key} {value:g}" for key, value in rows]
        lines += _latencies(total.seconds)
        seen: set[str] = set()
        for name, told, labels, value in gauges:
            if name not in seen:
                lines += [f"# HELP gazetted_{name} {told}", f"# TYPE gazetted_{name} gauge"]
                seen.add(name)
            lines.append(f"gazetted_{_series(name, labels.items())} {value:.15g}")
        return "\n".join(lines) + "\n"

    def _all(self) -> Counts:
        if self._shared is None:
            with self._lock:
                return msgspec.json.decode(msgspec.json.encode(self._counts), type=Counts)
        total = Counts()
        for file in sorted(self._shared.glob("*.json")):
            one = _counts_in(file)
            if one is None:
                continue
            for key, value in one.totals.items():
                total.totals[key] = total.totals.get(key, 0) + value
            for key, row in one.seconds.items():
                held = total.seconds.setdefault(key, [0.0] * len(row))
                total.seconds[key] = [a + b for a, b in zip(held, row, strict=True)]
        return total


def _counts_in(file: Path) -> Counts | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Counts)
    except (OSError, msgspec.MsgspecError):
        return None


def _lives(process: int) -> bool:
    """Whether a process is there; only POSIX lets that be asked without harm."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _latencies(seconds: Mapping[str, list[float]]) -> Iterator[str]:
    yield "# HELP gazetted_request_seconds Time from a request's head to its whole answer, by verb."
    yield "# TYPE gazetted_request_seconds histogram"
    for verb, row in sorted(seconds.items()):
        so_far = 0.0
        for end, value in zip(BUCKETS, row, strict=False):
            so_far += value
            yield f'gazetted_request_seconds_bucket{{verb="{_value(verb)}",le="{end:g}"}} {so_far:g}'
        yield f'gazetted_request_seconds_bucket{{verb="{_value(verb)}",le="+Inf"}} {row[-1]:g}'
        yield f'gazetted_request_seconds_sum{{verb="{_value(verb)}"}} {row[-2]:.9g}'
        yield f'gazetted_request_seconds_count{{verb="{_value(verb)}"}} {row[-1]:g}'


def _series(name: str, labels: Iterable[tuple[str, str]]) -> str:
    told = ",".join(f'{key}="{_value(value)}"' for key, value in labels)
    return f"{name}{{{told}}}" if told else name


def _value(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
