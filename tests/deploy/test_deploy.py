"""The files of `deploy/`: each parses, and every command, variable and path in them is one that the program knows."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from gazetted.cli.app import app
from gazetted.service import settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
PAGE = (ROOT / "docs" / "howto" / "deploy.md").read_text("utf-8")
UID = "10001"
STATE, CACHE = "/var/lib/gazetted", "/var/cache/gazetted"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def known_variables() -> set[str]:
    """Every variable of ours that the source reads, and those of the system that the data folders rest on."""
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src" / "gazetted").rglob("*.py"))
    ours = set(re.findall(r'"(GAZETTED_[A-Z_]+)"', source))
    assert {settings.UPDATES, "GAZETTED_RECORD", "GAZETTED_CACHE"} <= ours
    return ours - {settings.ENVIRONMENT}


OF_THE_SYSTEM = {"PATH", "XDG_DATA_HOME", "XDG_CACHE_HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
OF_POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"}


def unit(path: Path) -> dict[str, dict[str, list[str]]]:
    """A systemd unit: section → directive → its values in order."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals, line
            assert section, line
            found.setdefault(section, {}).setdefault(key, []).append(value)
    return found


def instructions() -> list[tuple[str, str]]:
    """Every instruction of the container file with its words, in order, lines put together."""
    text = re.sub(r"^#.*\n", "", CONTAINERFILE, flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


def told(name: str) -> list[str]:
    return [words for instruction, words in instructions() if instruction == name]


def last_stage() -> list[tuple[str, str]]:
    every = instructions()
    return every[max(number for number, (name, _) in enumerate(every) if name == "FROM") :]


def calls() -> Iterator[tuple[str, list[str]]]:
    """Where a command of ours is called, and the words after `gazetted`."""
    for path in UNITS:
        for line in unit(path).get("Service", {}).get("ExecStart", []):
            program, *words = shlex.split(line)
            assert program == "/opt/gazetted/bin/gazetted"
            yield path.name, words
    yield "Containerfile", json.loads(told("CMD")[-1])
    for name, service in COMPOSE["services"].items():
        if name != "db":
            yield f"compose.yaml {name}", service["command"]


CALLS = list(calls())


@pytest.mark.parametrize(("where", "words"), CALLS, ids=[where for where, _ in CALLS])
def test_every_command_is_one_that_the_program_parses(where: str, words: list[str]) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert words[0] in {"serve", "update"}
    commands[words[0]].make_context(words[0], list(words[1:]))


def test_a_command_that_is_none_would_be_seen() -> None:
    with pytest.raises(Exception, match="No such option"):
        test_every_command_is_one_that_the_program_parses("here", ["serve", "--no-such-option"])


def test_every_variable_is_one_that_the_program_knows() -> None:
    known = known_variables() | OF_THE_SYSTEM
    for path in UNITS:
        service = unit(path).get("Service", {})
        for line in service.get("Environment", []):
            assert line.partition("=")[0] in known, (path.name, line)
    for words in told("ENV"):
        assert {word.partition("=")[0] for word in shlex.split(words)} <= known
    for name, service in COMPOSE["services"].items():
        assert set(service["environment"]) <= (OF_POSTGRES if name == "db" else known), name
    assert set(re.findall(r"GAZETTED_[A-Z_]+", PAGE)) <= known


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_units_are_sound_to_systemd(tmp_path: Path) -> None:
    for path in UNITS:  # the program need not be installed where the units are looked at
        text = path.read_text("utf-8").replace("/opt/gazetted/bin/gazetted", "/bin/true")
        (tmp_path / path.name).write_text(text, "utf-8")
    names = [str(tmp_path / path.name) for path in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "gazetted" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: str(path.name))
def test_the_units_are_confined(path: Path) -> None:
    service = unit(path)["Service"]
    for line in (
        "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
        "CapabilityBoundingSet=", "MemoryDenyWriteExecute=yes", "RestrictSUIDSGID=yes", "UMask=0077",
        "SystemCallArchitectures=native",
    ):  # fmt: skip
        key, _, value = line.partition("=")
        assert service[key] == [value], line
    assert service["User"] == ["gazetted"]
    assert service["StateDirectory"] == [Path(STATE).name]
    assert service["CacheDirectory"] == [Path(CACHE).name]
    assert {"XDG_DATA_HOME=/var/lib", "XDG_CACHE_HOME=/var/cache"} <= set(service["Environment"])
    assert re.fullmatch(r"\d+[MG]", service["MemoryMax"][0])
    assert service["TasksMax"]


def test_the_service_listens_on_this_machine_only() -> None:
    (line,) = unit(DEPLOY / "gazetted.service")["Service"]["ExecStart"]
    assert "--host 127.0.0.1" in line
    for port in COMPOSE["services"]["serve"]["ports"]:
        assert port.startswith("127.0.0.1:"), port
    assert "ports" not in COMPOSE["services"]["db"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_timer_starts_a_unit_that_is_there() -> None:
    timer = unit(DEPLOY / "gazetted-update.timer")
    assert timer["Timer"]["OnCalendar"]
    assert timer["Timer"]["Persistent"] == ["true"]
    assert (DEPLOY / "gazetted-update.service").exists(), "a timer starts the service of its own name"


def test_the_image_has_two_stages_and_no_compiler_in_the_last() -> None:
    assert len(told("FROM")) == 2
    assert "gcc" in "".join(told("RUN"))
    assert "gcc" not in "".join(words for _, words in last_stage())
    assert any(words.startswith("--from=build") for words in told("COPY"))


def test_the_image_runs_without_rights_and_writes_in_two_folders() -> None:
    assert told("USER") == [f"{UID}:{UID}"]
    after = [name for name, _ in instructions()]
    assert after.index("USER") < after.index("ENTRYPOINT"), "what follows runs as that user"
    assert json.loads(told("VOLUME")[0]) == [STATE, CACHE]
    environment = dict(word.split("=", 1) for word in shlex.split(told("ENV")[0]))
    assert environment["XDG_DATA_HOME"] == str(Path(STATE).parent)
    assert environment["XDG_CACHE_HOME"] == str(Path(CACHE).parent)
    assert json.loads(told("ENTRYPOINT")[0]) == ["gazetted"]


def test_what_the_image_copies_is_there_and_is_all_that_a_wheel_needs() -> None:
    copied = [shlex.split(words)[:-1] for words in told("COPY") if not words.startswith("--from")]
    paths = {path for words in copied for path in words}
    assert all((ROOT / path).exists() for path in paths)
    assert {"pyproject.toml", "README.md", "LICENSE", "hatch_build.py", "src"} <= paths
    kernels = list((ROOT / "src" / "gazetted" / "text").glob("_kernel.c"))
    assert kernels, "the container file imports it"


def test_the_image_asks_itself_whether_it_lives(tmp_path: Path) -> None:
    words = told("HEALTHCHECK")[0]
    command = json.loads(words[words.index("CMD") + 3 :])
    assert command[:2] == ["python", "-c"]
    compile(command[2], "healthcheck", "exec")
    assert "'/healthz'" in command[2]
    hosts = json.loads(told("CMD")[-1])
    assert "127.0.0.1" in hosts[hosts.index("--allow-host") :], "the check calls the service by this name"


def test_the_extras_of_the_image_are_there() -> None:
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    asked = re.search(r"\.whl\)\[([a-z,]+)\]", CONTAINERFILE)
    assert asked is not None
    assert set(asked[1].split(",")) <= set(extras)


def test_compose_puts_no_secret_into_the_environment() -> None:
    secrets = COMPOSE["secrets"]
    for name, service in COMPOSE["services"].items():
        for key, value in service["environment"].items():
            assert "PASSWORD" not in key or key.endswith("_FILE"), (name, key)
            assert not re.search(r"://[^/@\s]*:[^/@\s]*@", str(value)), (name, key)
        assert set(service["secrets"]) <= set(secrets), name
        for path in re.findall(r"/run/secrets/(\w+)", json.dumps(service)):
            assert path in service["secrets"], (name, path)
    assert all(set(one) == {"file"} for one in secrets.values())
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert "deploy/secrets/" in ignored


@pytest.mark.parametrize("name", ["serve", "update"])
def test_compose_confines_the_service(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["depends_on"]["db"]["condition"] == "service_healthy"
    limits = service["deploy"]["resources"]["limits"]
    assert {"cpus", "memory", "pids"} <= set(limits)
    places = {volume.partition(":")[2]: volume.partition(":")[0] for volume in service["volumes"]}
    assert set(places) == {STATE, CACHE}
    assert set(places.values()) <= set(COMPOSE["volumes"])
    assert any(place.startswith("/tmp") for place in service["tmpfs"])


def test_compose_waits_for_a_database_that_answers_and_updates_only_when_asked() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"db", "serve", "update"}
    assert services["db"]["healthcheck"]["test"][1] == "pg_isready"
    assert services["update"]["profiles"] == ["update"]
    assert services["update"]["restart"] == "no"
    build = services["serve"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Containerfile"
    for service in services.values():
        assert set(service["networks"]) <= set(COMPOSE["networks"])


def test_the_page_names_every_file() -> None:
    for path in DEPLOY.iterdir():
        if path.is_file():
            assert path.name in PAGE, path.name


def _fenced(mark: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None, mark
    return found[1]


def test_the_alerts_ask_for_measures_that_there_are() -> None:
    rules = yaml.safe_load(_fenced("prometheus rules"))["groups"][0]["rules"]
    assert len(rules) == 3
    service = ROOT / "src" / "gazetted" / "service"
    made = set(re.findall(r'yield "(\w+)", "', (service / "routes" / "system.py").read_text("utf-8")))
    made |= set(re.findall(r"gazetted_(request_seconds_\w+)", (service / "metrics.py").read_text("utf-8")))
    asked = {name for rule in rules for name in re.findall(r"gazetted_(\w+)", rule["expr"])}
    assert len(asked) == 5
    assert asked <= made
    scrape = yaml.safe_load(_fenced("prometheus scrape"))["scrape_configs"][0]
    assert scrape["authorization"]["type"] == "ApiKey", "a form of keys that the service takes"


def test_sizes_are_those_of_the_frozen_results() -> None:
    table = PAGE.split("<!-- sizes -->\n", 1)[1].split("\n\n", 1)[0]
    rows = re.findall(r"^\| .+ \| ([\d,.]+) ?[^|]*\| `([^`]+)` \|$", table, re.MULTILINE)
    assert len(rows) == 9
    for figure, path in rows:
        frozen = json.loads((ROOT / path).read_text("utf-8"))
        digits = len(figure.partition(".")[2])
        assert figure in {f"{value / by:,.{digits}f}" for value in _numbers(frozen) for by in (1, 1e6)}, (figure, path)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int | float):
        yield float(value)
