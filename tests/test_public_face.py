"""What `import gazetted` gives, and what it does not cost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import gazetted


def loaded_after(program: str, *arguments: str) -> set[str]:
    """Top-level modules that a program has imported at its end, in a process of its own."""
    program += "\nimport sys; print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True, timeout=60
    )
    return set(ended.stdout.splitlines()[-1].split())


def test_all_is_what_is_there() -> None:
    for name in gazetted.__all__:
        assert getattr(gazetted, name) is not None
    assert dir(gazetted) == sorted(gazetted.__all__)
    assert len(set(gazetted.__all__)) == len(gazetted.__all__)


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'close'"):
        gazetted.close  # noqa: B018  # type: ignore[attr-defined]


def test_every_error_is_a_gazetted_error_with_an_exit_code() -> None:
    found = [value for name in gazetted.__all__ if isinstance(value := getattr(gazetted, name), type)]
    errors = [value for value in found if issubclass(value, Exception)]
    assert len(errors) == 9
    for error in errors:
        assert issubclass(error, gazetted.GazettedError)
        assert error.exit_code in (1, 2, 3, 4)


def test_importing_costs_nothing() -> None:
    loaded = loaded_after("import gazetted")
    assert "gazetted" in loaded
    assert not loaded & {"sqlalchemy", "alembic", "numpy", "typer", "rich", "msgspec", "rapidfuzz", "sqlite3"}


def test_a_standing_of_an_existing_record_needs_no_sqlalchemy(builtin_path: Path) -> None:
    program = "import gazetted, sys; gazetted.open(sys.argv[1]).standing('HTS', on='2024-12-09')"
    loaded = loaded_after(program, str(builtin_path))
    assert "sqlite3" in loaded
    assert not loaded & {"sqlalchemy", "alembic", "numpy", "typer", "rich", "rapidfuzz"}
