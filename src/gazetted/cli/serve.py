"""`serve`: the HTTP service; `serve-key`: the keys that let callers in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gazetted.cli.options import Json, RecordUrl, day

if TYPE_CHECKING:
    from gazetted.service.settings import Settings

KeysFile = Annotated[
    str | None, typer.Option("--keys", metavar="FILE", help="The file of keys. Default: beside the record.")
]

app = typer.Typer(help="Keys of the service: who may call it, and for what.")


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on; only this machine unless told.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, metavar="N", help="Processes that answer.")] = 1,
    keys: KeysFile = None,
    audit: Annotated[
        str | None,
        typer.Option("--audit", metavar="FILE", help="The audit log; off: none. Default: beside the record."),
    ] = None,
    audit_wait: Annotated[
        bool, typer.Option("--audit-wait", help="Answer only when the line of the audit log is on the disk.")
    ] = False,
    rate: Annotated[
        float, typer.Option("--rate", min=0, metavar="N", help="Requests a second for each caller; 0: no limit.")
    ] = 100.0,
    seconds: Annotated[
        float, typer.Option("--seconds", min=1, metavar="N", help="Give an answer up after so many seconds.")
    ] = 30.0,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A host name the service is called by; may be repeated."),
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option("--origin", metavar="URL", help="A web origin whose pages may call it; may be repeated."),
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Let callers have pages of the public network fetched and read.")
    ] = False,
    record: RecordUrl = None,
) -> None:
    """Answer over HTTP: every verb, the protocol of yente, measures. Stop it with Ctrl-C."""
    from gazetted.cli.output import note
    from gazetted.record.opening import open_ledger
    from gazetted.service import audit as audit_log
    from gazetted.service import keys as key_files
    from gazetted.service import running
    from gazetted.service.settings import Settings

    settings = Settings(
        record=record or "", host=host, port=port, workers=workers, keys=keys or "", audit=audit or "",
        audit_wait=audit_wait, rate=rate, burst=max(1, round(2 * rate)), seconds=seconds,
        hosts=tuple(allow_host or ()), origins=tuple(origin or ()), fetch=fetch,
    )  # fmt: skip
    running.check(settings)
    with_keys = any(key.revoked is None for key in key_files.read(settings.keys_path()))
    ledger = open_ledger(record)
    place = ledger.place
    ledger.close()
    if (log := settings.audit_path()) is not None:
        audit_log.append(log, [])  # whether it can be written is told now, and not by the first request
    _warn(settings, with_keys)
    name = f"[{host}]" if ":" in host else host
    note(f"serving {place} at http://{name}:{port}/ (what answers there: /openapi.json); stop with Ctrl-C.")
    running.run(settings)


def _warn(settings: Settings, with_keys: bool) -> None:
    from gazetted.cli.output import note

    if not settings.local and not with_keys:
        note(
            f"warning: {settings.host} can be reached by others and there are no keys, so that anybody may ask:"
            " make one with `gazetted serve-key add`."
        )


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is; shown in the logs.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope", metavar="SCOPE", help="read, screen, watch, decide or admin; may be repeated. [read, screen]"
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Last day of its use. Default: no end.")
    ] = None,
    keys: KeysFile = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Make a key. It is shown once; only its hash is kept. From the first key on, nobody gets in without one."""
    from gazetted.cli.output import note, print_json
    from gazetted.record.opening import utc_now
    from gazetted.service import keys as key_files

    path = _path(keys, record)
    made, text = key_files.add(path, name, scope or ("read", "screen"), utc_now(), day(until))
    if json:
        print_json({**made.to_dict(), "key": text, "file": str(path)})
        return
    typer.echo(text)
    note(f"key {made.id} of {name} for {', '.join(made.scopes)}: keep it now, it is not shown again.")


@app.command("list")
def list_keys(keys: KeysFile = None, json: Json = False, record: RecordUrl = None) -> None:
    """The keys: whose, for what, since when, and whether they are in use. Never the keys themselves."""
    from gazetted.cli.output import note, print_json
    from gazetted.service import keys as key_files

    path = _path(keys, record)
    found = key_files.read(path)
    if json:
        print_json({"file": str(path), "keys": [key.to_dict() for key in found]})
        return
    for key in found:
        state = f"revoked {key.revoked}" if key.revoked else f"until {key.until}" if key.until else "in use"
        typer.echo(f"{key.id}  {key.name}  {','.join(key.scopes)}  since {key.made}  {state}")
    if not found:
        note(f"there are no keys in {path}: anybody who reaches the service may ask.")


@app.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the key, as `list` shows it.")],
    keys: KeysFile = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """End the use of a key, at once, in a running service too."""
    from gazetted.cli.output import note, print_json
    from gazetted.record.opening import utc_now
    from gazetted.service import keys as key_files

    ended = key_files.revoke(_path(keys, record), key_id, utc_now())
    if json:
        print_json(ended.to_dict())
    else:
        note(f"key {ended.id} of {ended.name} is revoked.")


def _path(keys: str | None, record: str | None) -> Path:
    from gazetted.service.settings import Settings

    return Settings(record=record or "", keys=keys or "").keys_path()
