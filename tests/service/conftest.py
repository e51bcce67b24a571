"""The service over the built-in record: one for tests that only ask, and a maker for those that change something."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from fastapi import FastAPI
from starlette.testclient import TestClient

from gazetted.service.app import create_app, wait_ready
from gazetted.service.settings import Settings

NOW = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)

Make = Callable[..., tuple[FastAPI, TestClient]]


def settings_for(path: Path, **more: Any) -> Settings:
    """Settings of a test: no limit of rate, and the name by which the test client calls."""
    return Settings(**{"record": str(path), "hosts": ("testserver",), "rate": 0.0, "poll": 3600.0, **more})


@pytest.fixture(scope="session")
def session_folder(builtin_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("service")
    shutil.copy(builtin_path, folder / "record.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAZETTED_CACHE", str(folder / "cache"))
        yield folder


@pytest.fixture(scope="session")
def shared_app(session_folder: Path) -> Iterator[tuple[FastAPI, TestClient]]:
    app = create_app(settings_for(session_folder / "record.sqlite"), lambda: NOW)
    with TestClient(app) as client:
        wait_ready(app, 60)
        yield app, client


@pytest.fixture
def client(shared_app: tuple[FastAPI, TestClient]) -> TestClient:
    """A service without keys, only to be asked."""
    return shared_app[1]


@pytest.fixture
def make(session_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes a service of a test's own, over a copy of the record."""
    monkeypatch.setenv("GAZETTED_CACHE", str(session_folder / "cache"))
    with ExitStack() as stack:

        def made(*, ready: bool = True, raising: bool = True, **more: Any) -> tuple[FastAPI, TestClient]:
            path = tmp_path / "record.sqlite"
            if not path.exists():
                shutil.copy(session_folder / "record.sqlite", path)
            app = create_app(settings_for(path, **more), lambda: NOW)
            client = stack.enter_context(TestClient(app, raise_server_exceptions=raising))
            if ready:
                wait_ready(app, 60)
            return app, client

        yield made
