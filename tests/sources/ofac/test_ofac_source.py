from __future__ import annotations

import tomllib
from importlib import resources

import msgspec

from gazetted.model.lists import ListInfo
from gazetted.sources.ofac import READERS
from gazetted.sources.ofac.remarks import mine, segments
from gazetted.sources.ofac.rows import WIDTHS


def test_source_describes_both_lists() -> None:
    text = (resources.files("gazetted.sources.ofac") / "source.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)["list"]
    infos = [msgspec.convert(one, ListInfo) for one in lists]
    assert [info.key for info in infos] == ["us.sdn", "us.cons"]
    assert all(len(info.short) <= 12 and info.body and info.title for info in infos)
    assert all(one["minimum"]["total"] > 0 and one["canaries"] for one in lists)


def test_every_format_has_a_reader() -> None:
    assert [reader.name for reader in READERS] == [
        f"ofac {name} 1" for name in ("legacy csv", "legacy xml", "enhanced xml", "advanced xml")
    ]
    assert set(WIDTHS) == {"primary", "alt", "add", "comments"}


def test_labels_are_whole_words_and_the_longest_wins() -> None:
    mined = mine(
        segments(
            "Passportless; Registration Number 7 (Malta); R.F.C. ABC-1 (Mexico); Diplomatic Passport D1;"
            " Aircraft Construction Number (also called L/N or S/N or F/N) 8401; Telephone (98)(21)(66153220);"
            " SSN 1; ; Gender Unknown; DOB unknown; nationality Stateless; Passport (Iran); Passport issued 1992."
        ),
        "organization",
    )
    assert mined.identifiers == (
        "registration:7",
        "tax:ABC-1",
        "passport:D1",
        "aircraft serial:8401",
        "phone:(98)(21)(66153220)",
        "national id:1",
    )
    assert mined.countries == ("MT", "MX")
    assert (mined.gender, mined.born) == ("", ())
