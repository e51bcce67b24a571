"""The Python in README and docs/reference/python.md runs and gives what the pages say; nothing public is left out."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest

import gazetted

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "python.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [ROOT / "README.md", PAGE], ids=lambda path: str(path.name))
def test_examples_give_what_the_page_says(
    page: Path, builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(builtin_path, tmp_path / "listings.sqlite")
    monkeypatch.chdir(tmp_path)
    source = "\n".join(BLOCK.findall(page.read_text("utf-8")))
    test = doctest.DocTestParser().get_doctest(source, {}, page.name, str(page), 0)
    assert len(test.examples) > 4
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.FAIL_FAST).run(test, out=told.append)
    assert told == [], "".join(told)


def test_every_public_name_is_described() -> None:
    text = PAGE.read_text("utf-8")
    methods = [f"record.{name}(" for name in dir(gazetted.Record) if not name.startswith("_") and name != "close"]
    names = [f"gazetted.{name}" for name in ("open", "compare", "__version__")]
    kinds = [f"`{name}`" for name in gazetted.__all__ if name[0].isupper()]
    assert [word for word in (*methods, *names, *kinds) if word not in text] == []


def test_the_table_of_errors_has_their_exit_codes() -> None:
    rows = dict(re.findall(r"^\| `(\w+Error)` \|.*\| (\d+) \|$", PAGE.read_text("utf-8"), re.MULTILINE))
    raised = {name for name in gazetted.__all__ if name.endswith("Error") and name != "GazettedError"}
    assert rows == {name: str(getattr(gazetted, name).exit_code) for name in raised}
