"""Load on the HTTP service, on loopback: `/match` with one query and with 100, beside `/healthz` in the same run.

    python benchmarks/speed/service.py --record FILE [--workers 2] [--seconds 10] [--connections 4] [--freeze]

A service of several processes is started over the record, and asked by `wrk` where it is installed, else by a client of
our own in a process of its own. Names are made up from name parts; one of fifty is a listed name with a
letter changed, so that both paths are gone. The client takes its share of the processors: read the figures with that.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import os
import platform
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FROZEN = HERE / "frozen-service.json"
FIRST = (
    "Anna", "Omar", "Li", "Maria", "Ivan", "Fatima", "John", "Wei", "Carlos", "Aisha", "Peter", "Yusuf", "Elena",
    "Ahmed", "Olga", "Jan", "Mei", "Paulo", "Nadia", "Tom",
)  # fmt: skip
LAST = (
    "Novak", "Hassan", "Chen", "Silva", "Petrov", "Khan", "Smith", "Zhang", "Garcia", "Ali", "Muller", "Demir",
    "Rossi", "Farah", "Sato", "Kovacs", "Lund",
)  # fmt: skip
MORE = (
    "Trading", "Shipping", "Holding", "Energy", "Foods", "Textiles", "Motors", "Pharma", "Logistics", "Media",
)  # fmt: skip


def names(record: str, count: int, seed: int = 7) -> list[tuple[str, str]]:
    """Schema and name of made-up and of listed parties, the same at every run."""
    from gazetted.record.opening import open_ledger

    chance = random.Random(seed)
    ledger = open_ledger(record)
    listed = [one.text for one in ledger.names() if len(one.text) < 60]
    ledger.close()
    found = []
    for number in range(count):
        if number % 50 == 0:
            text = chance.choice(listed)
            place = chance.randrange(len(text))
            found.append(("LegalEntity", text[:place] + chance.choice("aeiou") + text[place + 1 :]))
        elif number % 3 == 0:
            words = (chance.choice(LAST), chance.choice(MORE), chance.choice(("Ltd", "LLC", "GmbH", "SA")))
            found.append(("Company", " ".join(words)))
        else:
            words = (chance.choice(FIRST), chance.choice(FIRST), chance.choice(LAST) + chance.choice(("", "a", "ov")))
            found.append(("Person", " ".join(words)))
    return found


def bodies(rows: Sequence[tuple[str, str]], size: int) -> list[str]:
    """Bodies of requests with so many queries each."""
    return [
        json.dumps(
            {
                "queries": {
                    f"q{place}": {"schema": schema, "properties": {"name": [name]}}
                    for place, (schema, name) in enumerate(rows[start : start + size])
                }
            }
        )
        for start in range(0, len(rows) - size + 1, size)
    ]


@contextmanager
def service(record: str, workers: int, folder: Path) -> Iterator[tuple[int, int]]:
    """A running service: number of its process, and port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gazetted", "serve", "--record", record, "--port", str(port), "--rate", "0"]
    command += ["--workers", str(workers), "--audit", str(folder / "audit.jsonl")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        ready = 0
        while ready < 20 * workers:  # every process must have its index, and each answers some of these
            if process.poll() is not None:
                raise SystemExit((folder / "log").read_text("utf-8"))
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).read()
                ready += 1
            except OSError:
                ready = 0
                time.sleep(0.2)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(timeout=60)


def by_wrk(port: int, path: str, sent: Sequence[str], seconds: int, connections: int, folder: Path) -> dict[str, Any]:
    """What wrk measures."""
    texts = "\n".join(f"bodies[{place}] = [==[{body}]==]" for place, body in enumerate(sent, 1))
    script = folder / "load.lua"
    script.write_text(
        f"local bodies = {{}}\n{texts}\nlocal at = math.random(#bodies)\n"
        "local headers = {['content-type'] = 'application/json'}\n"
        "request = function()\n  at = at % #bodies + 1\n"
        f"  return wrk.format('POST', '{path}', headers, bodies[at])\nend\n"
        if sent
        else f"request = function() return wrk.format('GET', '{path}') end\n",
        "utf-8",
    )
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(script)]
    out = subprocess.run([*command, f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True).stdout
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    at = {one: float(value) * units[unit] for one, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s)\b", out)}
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    assert rate is not None, out
    return {
        "per_second": float(rate[1]), "p50_ms": at["50"], "p99_ms": at["99"], "errors": int(bad[1]) if bad else 0,
        "client": "wrk",
    }  # fmt: skip


async def own_client(port: int, path: str, sent: Sequence[str], seconds: float, connections: int) -> dict[str, Any]:
    """The same by a client of our own, over plain sockets."""
    times: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def one(number: int) -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        at = number * 37
        while time.perf_counter() < end:
            body = sent[at % len(sent)].encode() if sent else b""
            at += 1
            verb = "POST" if sent else "GET"
            head = f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            begun = time.perf_counter()
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", answer)
            assert length is not None
            await reader.readexactly(int(length[1]))
            times.append(time.perf_counter() - begun)
            errors += b" 200 " not in answer[:16]
        writer.close()

    await asyncio.gather(*(one(number) for number in range(connections)))
    times.sort()
    return {
        "per_second": len(times) / seconds, "p50_ms": times[len(times) // 2] * 1000,
        "p99_ms": times[int(len(times) * 0.99)] * 1000, "errors": errors, "client": "own",
    }  # fmt: skip


def asked(
    process: int, port: int, path: str, sent: Sequence[str], seconds: int, connections: int, folder: Path
) -> dict[str, Any]:
    """One measurement, after five seconds that do not count; with the processor time of the service for one request.

    On a busy machine that time is the figure to read: 1,000 divided by it is what one processor gives in a second.
    """
    ask = by_wrk if shutil.which("wrk") else _by_own
    ask(port, path, sent, 5, connections, folder)
    before = processor_seconds(process)
    found = ask(port, path, sent, seconds, connections, folder)
    used = processor_seconds(process) - before
    return {**found, "service_cpu_ms": used / max(1.0, found["per_second"] * seconds) * 1000}


def processor_seconds(root: int) -> float:
    """Processor time that a process and those it started have used; 0 where the system does not tell (not Linux)."""
    rows: dict[int, tuple[int, int]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        rows[int(file.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    family, grown = {root}, True
    while grown:
        more = {process for process, (parent, _) in rows.items() if parent in family} - family
        family |= more
        grown = bool(more)
    return sum(rows[process][1] for process in family if process in rows) / os.sysconf("SC_CLK_TCK")


def _by_own(port: int, path: str, sent: Sequence[str], seconds: int, connections: int, folder: Path) -> dict[str, Any]:
    (folder / "sent.json").write_text(json.dumps(list(sent)), "utf-8")
    command = [sys.executable, __file__, "--client", str(folder / "sent.json"), str(port), path]
    out = subprocess.run([*command, str(seconds), str(connections)], check=True, capture_output=True, text=True)
    return dict(json.loads(out.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", required=True)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--freeze", action="store_true")
    told = parser.parse_args()
    rows = names(told.record, 4000)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        with service(told.record, told.workers, folder) as (process, port):
            plain = asked(process, port, "/healthz", (), told.seconds, told.connections, folder)
            single = asked(process, port, "/match/default", bodies(rows, 1), told.seconds, told.connections, folder)
            batch = asked(process, port, "/match/default", bodies(rows, 100), told.seconds, told.workers, folder)
    batch["names_per_second"] = batch["per_second"] * 100
    batch["service_cpu_ms_per_name"] = batch["service_cpu_ms"] / 100
    found = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(), "python": platform.python_version(),
        "processors": os.cpu_count(), "load_before": os.getloadavg()[0], "workers": told.workers,
        "connections": told.connections, "healthz": plain, "match_one": single, "match_hundred": batch,
    }  # fmt: skip
    print(json.dumps(found, indent=1))
    if told.freeze:
        FROZEN.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--client"]:
        _, _, sent_file, on_port, on_path, for_seconds, with_connections = sys.argv
        sent_bodies = json.loads(Path(sent_file).read_text("utf-8"))
        client = own_client(int(on_port), on_path, sent_bodies, float(for_seconds), int(with_connections))
        print(json.dumps(asyncio.run(client)))
    else:
        main()
