"""A bundle gives the answers of the record that it was packed of, and says when it is damaged."""

from __future__ import annotations

import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import gazetted
from gazetted.errors import InputError, UsageError
from gazetted.scale.bundle import Manifest, opened, pack, read_manifest, unpacked


@pytest.fixture(scope="module")
def packed(builtin_path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    folder = tmp_path_factory.mktemp("bundle")
    shutil.copy(builtin_path, folder / "record.sqlite")
    with gazetted.open(folder / "record.sqlite") as record:
        return folder / "record.gazetted", pack(record, folder / "record.gazetted")


def test_a_bundle_answers_as_its_record(packed: tuple[Path, Manifest], builtin_path: Path, tmp_path: Path) -> None:
    path, manifest = packed
    record, same = opened(str(path), str(tmp_path))
    assert same == manifest
    with gazetted.open(builtin_path) as original:
        assert original.ledger.digest() == manifest.record == record.ledger.digest()
        for name in ("Abu Mohammad al-Julani", "PKK", "nobody of this name"):
            theirs, ours = original.screen(name, on="2024-12-09"), record.screen(name, on="2024-12-09")
            assert ours.matches == theirs.matches
    home = unpacked(path, tmp_path)
    assert [file.name for file in home.glob("*.idx")] == [manifest.index]  # its own index was used, none was built


def test_the_same_record_gives_the_same_digest_of_its_knowledge(packed: tuple[Path, Manifest]) -> None:
    path, manifest = packed
    assert read_manifest(path) == manifest
    assert set(manifest.hashes) == {"record.sqlite", manifest.index}
    assert manifest.moment.tzinfo is not None


def test_processes_that_take_it_apart_at_once_do_not_disturb_each_other(
    packed: tuple[Path, Manifest], tmp_path: Path
) -> None:
    with ThreadPoolExecutor(4) as pool:
        homes = set(pool.map(lambda _: unpacked(packed[0], tmp_path), range(8)))
    assert len(homes) == 1
    assert [one.name for one in tmp_path.iterdir()] == [homes.pop().name]  # and leave nothing behind


def test_a_changed_byte_is_found(packed: tuple[Path, Manifest], tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    with zipfile.ZipFile(packed[0]) as whole, zipfile.ZipFile(damaged, "w", zipfile.ZIP_STORED) as out:
        for name in whole.namelist():
            data = bytearray(whole.read(name))
            if name == "record.sqlite":
                data[5000] ^= 1
            out.writestr(name, bytes(data))
    with pytest.raises(InputError, match=r"damaged: record\.sqlite is not what its manifest says"):
        unpacked(damaged, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 but no archive", b"id,name\n1,A\n"])
def test_what_is_no_bundle_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(InputError, match="is no bundle of gazetted"):
        read_manifest(tmp_path / "file")


@pytest.mark.parametrize("index", ["../names.idx", "/names.idx", "record.sqlite"])
def test_a_manifest_that_leads_elsewhere_is_refused(index: str, tmp_path: Path, packed: tuple[Path, Manifest]) -> None:
    import msgspec

    wrong = msgspec.structs.replace(packed[1], index=index, hashes={"record.sqlite": "0", index: "0"})
    with zipfile.ZipFile(tmp_path / "file", "w") as out:
        out.writestr("manifest.json", msgspec.json.encode(wrong))
    with pytest.raises(InputError, match="its manifest names other parts"):
        read_manifest(tmp_path / "file")


def test_a_newer_form_is_refused(tmp_path: Path, packed: tuple[Path, Manifest]) -> None:
    import msgspec

    with zipfile.ZipFile(tmp_path / "file", "w") as out:
        out.writestr("manifest.json", msgspec.json.encode(msgspec.structs.replace(packed[1], bundle=2)))
    with pytest.raises(InputError, match="update gazetted"):
        read_manifest(tmp_path / "file")


def test_a_record_on_a_server_is_not_packed(
    builtin_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gazetted.open(builtin_path) as record:
        monkeypatch.setattr(type(record.ledger), "url", "postgresql://somewhere/record")
        with pytest.raises(UsageError, match="Only a record in a file"):
            pack(record, tmp_path / "bundle")
    assert list(tmp_path.iterdir()) == []
