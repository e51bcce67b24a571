"""The client that the makers of yente publish works unchanged against a service on a real port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

yente_client = pytest.importorskip("yente_client")


@pytest.fixture(scope="module")
def server(session_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address of a service of two processes, and a key."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(session_folder / "record.sqlite", folder / "record.sqlite")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "GAZETTED_CACHE": str(session_folder / "cache"), "XDG_DATA_HOME": str(folder)}
    program, record = [sys.executable, "-m", "gazetted"], ["--record", str(folder / "record.sqlite")]
    made = subprocess.run(
        [*program, "serve-key", "add", "test", *record], env=environment, check=True, capture_output=True, text=True
    )
    with (folder / "log").open("wb") as log:
        command = [*program, "serve", "--port", str(port), "--workers", "2", "--rate", "0", *record]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            assert process.poll() is None, (folder / "log").read_text("utf-8")
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address, made.stdout.strip()
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0


def test_the_published_client_works_unchanged(server: tuple[str, str]) -> None:
    address, key = server
    with yente_client.Client(base_url=address, api_key=key) as client:
        assert client.healthz().status == "ok"
        assert client.readyz().status == "ok"
        person = yente_client.Person(name=["Bashar al-Assad"], birthDate=["1965-09-11"], nationality=["sy"])
        found = client.match(person, datasets=["us.sdn", "eu.fsf"], threshold=0.7, limit=3)
        assert found.top.id == "bashar-al-assad"
        assert found.matches
        assert found.top.contributing_explanations["name_match"].score > 0.7
        assert found.total.value >= 1
        tuned = client.match(person, weights={"name_literal": 0.8}, config={"nm_number_mismatch": 0.4})
        assert tuned.top.id == "bashar-al-assad"
        pairs = [(str(n), yente_client.Company(name=[f"Somebody Trading {n}"])) for n in range(5)]
        assert {name for name, _ in client.match_iter(pairs, workers=2)} == {"0", "1", "2", "3", "4"}
        assert "bashar-al-assad" in [one.id for one in client.search("assad", facets=["countries"]).results]
        entity = client.fetch("us.sdn:12735")
        assert entity.id == "bashar-al-assad"
        assert entity.properties["sanctions"][0].schema_ == "Sanction"
        assert client.adjacent("bashar-al-assad").adjacent["sanctions"].total.value >= 3
        assert client.adjacent("bashar-al-assad", prop="sanctions", limit=1).limit == 1
        assert {"default", "us.fto"} <= {one.name for one in client.datasets().datasets}
        assert client.datasets().index_stale is False
        assert client.algorithms().best == "names-1"


def test_its_errors_are_understood(server: tuple[str, str]) -> None:
    address, key = server
    with yente_client.Client(base_url=address, api_key=key) as client:
        with pytest.raises(yente_client.NotFoundError, match="No such entity!"):
            client.fetch("nobody")
        with pytest.raises(yente_client.NotFoundError, match=r"No such dataset\."):
            client.match(yente_client.Person(name=["A"]), datasets=["nonsense"])
        with pytest.raises(yente_client.BadRequestError, match="Unknown algorithm"):
            client.match(yente_client.Person(name=["A"]), algorithm="nonsense")
        with pytest.raises(yente_client.NotFoundError):
            client.statements(canonical_id="bashar-al-assad")
    with yente_client.Client(base_url=address) as client, pytest.raises(yente_client.AuthenticationError):
        client.datasets()


def test_measures_are_those_of_all_processes(server: tuple[str, str]) -> None:
    address, key = server

    def asked(path: str) -> str:
        request = urllib.request.Request(f"{address}{path}", headers={"x-api-key": key})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(answer.read().decode())

    for _ in range(20):
        asked("/v1/find?name=HTS")
    time.sleep(1.2)
    (line,) = (row for row in asked("/metrics").splitlines() if 'requests_total{route="/v1/find"' in row)
    assert line.endswith(" 20")
