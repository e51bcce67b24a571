"""`doctor`: whether an installation is sound, and what to mend."""

from __future__ import annotations

from typing import Annotated

import typer

from gazetted.cli.options import Json, RecordUrl

_MARKS = {"good": "ok  ", "warning": "note", "bad": "BAD "}


def doctor(
    keys: Annotated[str | None, typer.Option("--keys", metavar="FILE", help="The file of keys of the service.")] = None,
    audit: Annotated[str | None, typer.Option("--audit", metavar="FILE", help="The audit log of the service.")] = None,
    json: Json = False,
    record: RecordUrl = None,
) -> None:
    """Check the installation, the record, its index, its lists, the keys and the audit log; say what to mend.

    Ends with 4 where the record cannot be used, with 3 where something else is wrong, else with 0.
    """
    from gazetted.cli.output import print_json
    from gazetted.record.opening import utc_now
    from gazetted.render.clean import one_line
    from gazetted.service.doctor import examine, exit_code
    from gazetted.service.settings import Settings

    found = list(examine(Settings(record=record or "", keys=keys or "", audit=audit or ""), utc_now()))
    if json:
        print_json({"checks": [one.to_dict() for one in found], "sound": exit_code(found) == 0})
    else:
        for one in found:
            typer.echo(f"{_MARKS[one.state]}  {one.what}: {one_line(one.found)}")
            if one.mend:
                typer.echo(f"      {one_line(one.mend)}")
    if code := exit_code(found):
        raise typer.Exit(code)
