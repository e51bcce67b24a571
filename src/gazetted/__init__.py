"""gazetted: terrorist and sanctions listings through time.

    >>> import gazetted
    >>> record = gazetted.open()                                                  # doctest: +SKIP
    >>> record.standing("Hayat Tahrir al-Sham", on="2024-12-09")                  # doctest: +SKIP
    >>> gazetted.compare("Usama bin Laden", "Osama Bin Ladin", kind="person")     # doctest: +SKIP

Everything else is imported when it is first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gazetted.api import Record, compare
    from gazetted.api import open_record as open  # noqa: A004
    from gazetted.errors import (
        BadDateError,
        DocumentError,
        GazettedError,
        InputError,
        ListFileError,
        NoDateError,
        RecordError,
        UnknownPartyError,
        UsageError,
    )
    from gazetted.fetch.policy import FetchPolicy
    from gazetted.record.loading import LoadReport
    from gazetted.record.updating import UpdateReport

__all__ = [
    "BadDateError",
    "DocumentError",
    "FetchPolicy",
    "GazettedError",
    "InputError",
    "ListFileError",
    "LoadReport",
    "NoDateError",
    "Record",
    "RecordError",
    "UnknownPartyError",
    "UpdateReport",
    "UsageError",
    "__version__",
    "compare",
    "open",
]

_FROM_API = {"open": "open_record", "Record": "Record", "compare": "compare"}


def __getattr__(name: str) -> Any:
    """Import a public name at its first use."""
    if name in _FROM_API:
        from gazetted import api

        value = getattr(api, _FROM_API[name])
    elif name == "LoadReport":
        from gazetted.record import loading

        value = loading.LoadReport
    elif name == "UpdateReport":
        from gazetted.record import updating

        value = updating.UpdateReport
    elif name == "FetchPolicy":
        from gazetted.fetch import policy

        value = policy.FetchPolicy
    elif name in __all__:
        from gazetted import errors

        value = getattr(errors, name)
    else:
        raise AttributeError(f"module 'gazetted' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
