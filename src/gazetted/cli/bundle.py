"""`bundle`: the record and its index as one file, for many machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, Known, RecordUrl, moment

if TYPE_CHECKING:
    from gazetted.scale.bundle import Manifest


def bundle(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where the bundle goes, or, with --show, the bundle.")],
    show: Annotated[bool, typer.Option("--show", help="Say what a bundle holds instead of packing one.")] = False,
    known: Known = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Pack the record and the index of its names as one file that never changes, for Spark and other machines."""
    from gazetted.cli.opening import open_record
    from gazetted.cli.output import note, print_json
    from gazetted.scale.bundle import pack, read_manifest

    known = moment(known)
    if show:
        manifest = read_manifest(file)
    else:
        with open_record(record) as opened:
            manifest = pack(opened, file, known=known)
    if json:
        print_json({"file": file, "digest": manifest.digest, **_plain(manifest)})
        return
    note(
        f"{file}: the record {manifest.record[:12]} as known at {manifest.known}, packed by gazetted {manifest.engine}."
    )


def _plain(manifest: Manifest) -> dict[str, object]:
    """The JSON form: parts as rows, since their names differ from bundle to bundle."""
    hashes = [{"part": part, "sha256": digest} for part, digest in manifest.hashes.items()]
    return {
        "bundle": manifest.bundle,
        "engine": manifest.engine,
        "record": manifest.record,
        "known": manifest.known,
        "parts": hashes,
    }
